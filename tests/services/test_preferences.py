"""One's own working time, absence and what to hear: whose it is, what holds, and what moves with it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from bot.errors import BadInput, NotAllowed, NotFound
from bot.models import Member, Nudge, Role
from bot.models.facts_preferences import Hours
from bot.services.preferences import Preferences
from bot.services.team_rules import TeamRuling
from tests.services.world import ADMIN, FOREIGN_ADMIN, FOREIGN_REP, MANAGER, REP, SECOND, STRANGER, VIEWER, World, utc


@pytest.fixture
def mine(world: World) -> Preferences:
    """The service; it is Monday, 2 March 2026, 10:00 in Warsaw."""
    return Preferences(world.database, world.clock, world.people)


async def member(world: World, user: int = REP) -> Member:
    async with world.elsewhere() as session:
        query = select(Member).where(Member.user_id == user, Member.team_id == world.team.id)
        return (await session.scalars(query)).one()


# When plan and digest come


async def test_plans_and_digests_are_due_from_the_first_day(world: World) -> None:
    tuesday = utc("2026-03-03 08:00")
    assert [(await member(world, user)).next_plan_at for user in (ADMIN, MANAGER, REP)] == [tuesday] * 3
    assert (await member(world, VIEWER)).next_plan_at is None
    assert (await member(world, MANAGER)).next_digest_at == tuesday
    assert (await member(world, REP)).next_digest_at is None


async def test_another_role_hears_other_things(world: World) -> None:
    await world.members.set_role(ADMIN, world.team.id, REP, Role.MANAGER)
    assert (await member(world)).next_digest_at == utc("2026-03-03 08:00")
    await world.members.set_role(ADMIN, world.team.id, REP, Role.VIEWER)
    left = await member(world)
    assert (left.next_plan_at, left.next_digest_at) == (None, None)
    await world.members.remove(ADMIN, world.team.id, MANAGER)
    assert (await member(world, MANAGER)).next_digest_at is None


async def test_the_hour_of_the_plan(world: World, mine: Preferences) -> None:
    seen = await mine.change(REP, world.team.id, "plan_at", "10.30")
    assert seen.plan_at == 630
    # It is ten now: today's is still to come.
    assert (await member(world)).next_plan_at == utc("2026-03-02 09:30")
    await mine.change(REP, world.team.id, "plan", "0")
    assert (await member(world)).next_plan_at is None
    await mine.change(REP, world.team.id, "plan", "1")
    assert (await member(world)).next_plan_at == utc("2026-03-02 09:30")


async def test_a_plan_that_only_waits_for_the_sweep_is_not_put_off(world: World, mine: Preferences) -> None:
    world.clock.set(utc("2026-03-03 08:01"))
    await mine.change(REP, world.team.id, "empty_plan", "1")
    assert (await member(world)).next_plan_at == utc("2026-03-03 08:00")


async def test_who_has_todays_plan_gets_no_second_one(world: World, mine: Preferences) -> None:
    async with world.database.write() as session:
        now = world.clock.now()
        session.add(Nudge(team_id=world.team.id, user_id=REP, kind="plan", day=date(2026, 3, 2), made_at=now))
    await mine.change(REP, world.team.id, "plan_at", "11")
    assert (await member(world)).next_plan_at == utc("2026-03-03 10:00")


async def test_the_digest_comes_on_chosen_days(world: World, mine: Preferences) -> None:
    team = world.team.id
    for day in ("1-", "2-", "3-", "4-"):
        seen = await mine.change(MANAGER, team, "digest_day", day)
    assert seen.digest_days == 0b1
    assert (await member(world, MANAGER)).next_digest_at == utc("2026-03-09 08:00")
    with pytest.raises(BadInput, match="work-days"):
        await mine.change(MANAGER, team, "digest_day", "0-")
    await mine.change(MANAGER, team, "digest", "0")
    assert (await member(world, MANAGER)).next_digest_at is None


# Working time


async def test_own_hours_hold_until_they_are_those_of_the_team(world: World, mine: Preferences) -> None:
    team = world.team.id
    assert (await mine.mine(REP, team)).hours == Hours(0b11111, 540, 1_080)
    await mine.change(REP, team, "start", "11")
    seen = await mine.change(REP, team, "day", "4-")
    assert (seen.hours, seen.own_hours) == (Hours(0b01111, 660, 1_080), True)
    assert (await member(world)).next_plan_at == utc("2026-03-02 10:00"), "the plan comes at the start of the day"
    await mine.change(REP, team, "day", "4+")
    seen = await mine.change(REP, team, "start", "9:00")
    assert not seen.own_hours
    row = await member(world)
    assert (row.work_days, row.day_start, row.day_end) == (None, None, None), "whoever works like the team follows it"


async def test_as_the_team_again(world: World, mine: Preferences) -> None:
    await mine.change(REP, world.team.id, "end", "20")
    await mine.change(REP, world.team.id, "day", "5+")
    seen = await mine.change(REP, world.team.id, "hours", "team")
    assert (seen.hours, seen.own_hours) == (Hours(0b11111, 540, 1_080), False)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("start", "18"), ("end", "9:00"), ("end", "8"), ("start", "25"), ("end", "24:30"), ("plan_at", "24"),
        ("day", "7+"), ("day", "0"), ("plan", "2"), ("no_such", "1"), ("away_until", "1"), ("digest_at", "soon"),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_refused(world: World, mine: Preferences, field: str, value: str) -> None:
    before = await world.dump()
    with pytest.raises(BadInput):
        await mine.change(REP, world.team.id, field, value)
    assert await world.dump() == before


async def test_a_week_keeps_a_day(world: World, mine: Preferences) -> None:
    for day in ("0-", "1-", "2-", "3-"):
        await mine.change(REP, world.team.id, "day", day)
    with pytest.raises(BadInput, match="work-days"):
        await mine.change(REP, world.team.id, "day", "4-")
    assert (await mine.change(REP, world.team.id, "end", "24:00")).hours.end == 1_440


async def test_nobody_sets_what_is_not_theirs(world: World, mine: Preferences) -> None:
    before = await world.dump()
    for user, team in ((STRANGER, world.team.id), (FOREIGN_ADMIN, world.team.id), (REP, world.foreign.id), (REP, -1)):
        with pytest.raises(NotFound):
            await mine.mine(user, team)
        with pytest.raises(NotFound):
            await mine.change(user, team, "plan", "0")
        with pytest.raises(NotFound):
            await mine.away(user, team, 7)
        with pytest.raises(NotFound):
            await mine.deputies(user, team)
    assert await world.dump() == before


# Out of office


@pytest.mark.parametrize(
    ("days", "back", "kind"),
    [
        (-1, None, "unreadable"), (9_999, None, "unreadable"), (None, None, "unreadable"),
        (None, date(2026, 3, 2), "past"), (None, date(2028, 3, 2), "too_far"),
    ],
)  # fmt: skip
async def test_a_return_that_cannot_be(
    world: World, mine: Preferences, days: int | None, back: date | None, kind: str
) -> None:
    with pytest.raises(BadInput) as caught:
        await mine.away(REP, world.team.id, days, back)
    assert (caught.value.field, caught.value.kind) == ("back", kind)


async def test_deputies_work_on_deals_in_this_team(world: World, mine: Preferences) -> None:
    found = await mine.deputies(REP, world.team.id)
    assert [name for _, name in found.rows] == ["Boris", "Helen", "Olga"]
    for forged in (REP, VIEWER, FOREIGN_REP, STRANGER, 2**70, "x", "-5"):
        with pytest.raises(NotFound):
            await mine.change(REP, world.team.id, "deputy", str(forged))
    assert (await mine.mine(REP, world.team.id)).deputy_id is None


async def test_a_deputy_who_leaves_deputises_no_more(world: World, mine: Preferences) -> None:
    await mine.change(REP, world.team.id, "deputy", str(SECOND))
    await world.members.remove(SECOND, world.team.id, SECOND)
    assert (await member(world)).deputy_id is None
    await mine.change(REP, world.team.id, "deputy", str(MANAGER))
    await world.members.set_role(ADMIN, world.team.id, MANAGER, Role.VIEWER)
    assert (await member(world)).deputy_id is None
    await mine.change(REP, world.team.id, "deputy", "0")


async def test_the_team_moves_those_who_follow_it(world: World, mine: Preferences) -> None:
    await mine.change(SECOND, world.team.id, "start", "11")
    rules = TeamRuling(world.database, world.clock, world.people, world.stages)
    with pytest.raises(NotAllowed):
        await rules.change(REP, world.team.id, "start", "8")
    await rules.change(ADMIN, world.team.id, "start", "8")
    assert (await member(world)).next_plan_at == utc("2026-03-03 07:00")
    assert (await member(world, SECOND)).next_plan_at == utc("2026-03-02 10:00")
