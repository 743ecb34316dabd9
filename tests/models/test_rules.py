"""Rules that a row decides alone, and column types that mean the same on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from bot.database import Database
from bot.models import Deal, FsmState, InboxState, InboxUpdate, Invite, Role, Stage, StageKind, User

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def stage(kind: StageKind, stuck_days: int | None = 7, followup_hours: int | None = 48) -> Stage:
    return Stage(
        id=1, pipeline_id=1, position=0, key="k", kind=kind, names={"en": "Offer", "ru": "Оффер"}, goals={"en": "g"},
        criteria=[], probability=10, stuck_days=stuck_days, followup_hours=followup_hours,
    )  # fmt: skip


def deal(kind: StageKind = StageKind.OPEN) -> Deal:
    return Deal(
        kind=kind, closed=kind.closed, stage_entered_at=NOW, last_touch_at=NOW, start_date=date(2026, 3, 2),
        next_step_at=None, returns_at=None, closed_at=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("role", "needed", "may"),
    [
        (Role.VIEWER, Role.VIEWER, True),
        (Role.VIEWER, Role.REP, False),
        (Role.REP, Role.VIEWER, True),
        (Role.REP, Role.MANAGER, False),
        (Role.MANAGER, Role.REP, True),
        (Role.MANAGER, Role.ADMIN, False),
        (Role.ADMIN, Role.MANAGER, True),
    ],
)
def test_each_role_may_do_what_the_former_may(role: Role, needed: Role, may: bool) -> None:
    assert role.may(needed) is may


def test_a_silent_deal_is_due_after_the_stages_hours_and_stuck_after_its_days() -> None:
    one = deal()
    one.recompute_due(stage(StageKind.OPEN))
    assert one.follow_up_at == NOW + timedelta(hours=48)
    assert one.stuck_at == NOW + timedelta(days=7)


def test_a_stage_without_limits_is_never_due() -> None:
    one = deal()
    one.recompute_due(stage(StageKind.OPEN, None, None))
    assert (one.follow_up_at, one.stuck_at) == (None, None)


def test_a_planned_next_step_moves_the_reminder_and_not_the_other_clock() -> None:
    one = deal()
    one.next_step_at = NOW + timedelta(days=30)
    one.recompute_due(stage(StageKind.OPEN))
    assert one.follow_up_at == NOW + timedelta(days=30)
    assert one.stuck_at == NOW + timedelta(days=7)


def test_a_parked_deal_is_due_when_it_returns_and_never_stuck() -> None:
    one = deal(StageKind.PARKED)
    one.returns_at = NOW + timedelta(days=30)
    one.recompute_due(stage(StageKind.PARKED))
    assert (one.follow_up_at, one.stuck_at) == (one.returns_at, None)


def test_a_parked_deal_is_taken_up_by_a_touch_after_its_return_and_not_by_one_before() -> None:
    one = deal(StageKind.PARKED)
    one.returns_at = NOW + timedelta(days=30)
    assert not one.taken_up
    one.last_touch_at = NOW + timedelta(days=31)
    assert one.taken_up
    one.next_step_at = NOW + timedelta(days=40)
    one.recompute_due(stage(StageKind.PARKED))
    assert one.follow_up_at == one.next_step_at


@pytest.mark.parametrize("kind", [StageKind.WON, StageKind.LOST])
def test_a_closed_deal_is_never_due(kind: StageKind) -> None:
    one = deal(kind)
    one.next_step_at = NOW
    one.recompute_due(stage(kind))
    assert (one.follow_up_at, one.stuck_at) == (None, None)


def test_a_deal_is_won_when_it_enters_the_first_won_stage() -> None:
    one = deal()
    one.enter(stage(StageKind.WON), NOW)
    assert one.closed
    assert one.closed_at == NOW
    one.enter(stage(StageKind.WON), NOW + timedelta(days=9))
    assert one.closed_at == NOW
    one.enter(stage(StageKind.LOST), NOW + timedelta(days=10))
    assert one.closed_at == NOW + timedelta(days=10)
    one.enter(stage(StageKind.OPEN), NOW + timedelta(days=11))
    assert [one.closed, one.closed_at] == [False, None]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({}, None),
        ({"uses_left": 1}, None),
        ({"uses_left": 0}, "used_up"),
        ({"expires_at": NOW}, "expired"),
        ({"expires_at": NOW + timedelta(seconds=1)}, None),
        ({"revoked_at": NOW - timedelta(days=1), "uses_left": 0}, "revoked"),
    ],
)
def test_invites(changes: dict[str, object], refusal: str | None) -> None:
    fields: dict[str, object] = {"uses_left": None, "expires_at": None, "revoked_at": None}
    assert Invite(**fields | changes).refusal(NOW) == refusal


def test_names_of_people_and_stages() -> None:
    assert User(first_name="Анна", last_name=None).name == "Анна"
    assert User(first_name="Anna", last_name="Nowak").name == "Anna Nowak"
    assert stage(StageKind.OPEN).name("ru") == "Оффер"
    assert stage(StageKind.OPEN).name("pl") == "Offer"


async def test_moments_are_compared_in_utc_wherever_they_came_from(database: Database) -> None:
    warsaw = timezone(timedelta(hours=1))
    async with database.write() as session:
        session.add(FsmState(key="k", data={}, updated_at=NOW.astimezone(warsaw)))
    async with database.read() as session:
        assert await session.scalar(select(FsmState.updated_at)) == NOW
        later = NOW.astimezone(timezone(timedelta(hours=-5))) + timedelta(seconds=1)
        assert await session.scalar(select(FsmState.key).where(FsmState.updated_at < later)) == "k"


async def test_a_naive_moment_never_reaches_the_database(database: Database) -> None:
    async def write() -> None:
        async with database.write() as session:
            session.add(FsmState(key="k", data={}, updated_at=NOW.replace(tzinfo=None)))

    with pytest.raises(StatementError, match="naive"):
        await write()


async def test_enums_are_stored_by_value(database: Database) -> None:
    async with database.write() as session:
        session.add(InboxUpdate(update_id=1, lane=1, payload="{}", state=InboxState.DEAD, attempts=0, received_at=NOW))
    async with database.read() as session:
        assert await session.scalar(text("SELECT state FROM inbox")) == "dead"


async def test_telegrams_large_numbers_fit(database: Database) -> None:
    """Ids of people go beyond 32 bits, those of supergroups below minus a trillion."""
    async with database.write() as session:
        session.add(User(id=7_999_999_999, first_name="A", created_at=NOW))
        session.add(
            InboxUpdate(
                update_id=2**53,
                lane=-1_002_147_483_648,
                payload="{}",
                state=InboxState.NEW,
                attempts=0,
                received_at=NOW,
            )
        )
    async with database.read() as session:
        assert await session.scalar(select(InboxUpdate.lane)) == -1_002_147_483_648
