"""A team's rules and the limits of its stages: for admins, and what is due already moves with them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.errors import BadInput, NotAllowed, NotFound
from bot.models import Deal, Member, Reminder, ReminderKind, ReminderState, StageKind
from bot.models.facts_preferences import Hours
from bot.services import due_times
from bot.services.team_rules import TeamRuling
from tests.services.world import ADMIN, FOREIGN_ADMIN, MANAGER, REP, STRANGER, World, utc


@pytest.fixture
def rules(world: World) -> TeamRuling:
    """The service; it is Monday, 2 March 2026, 10:00 in Warsaw."""
    return TeamRuling(world.database, world.clock, world.people, world.stages)


async def digest_of(world: World, user: int = MANAGER) -> object:
    async with world.elsewhere() as session:
        return await session.scalar(
            select(Member.next_digest_at).where(Member.user_id == user, Member.team_id == world.team.id)
        )


async def test_every_rule(world: World, rules: TeamRuling) -> None:
    team = world.team.id
    for field, value in (
        ("day", "5+"), ("start", "8"), ("end", "17:30"), ("digest_at", "8.45"), ("pause_cap", "2 weeks"),
        ("first_contact", "2 d"), ("country", "Германия"),
    ):  # fmt: skip
        await rules.change(ADMIN, team, field, value)
    seen = await rules.rules(ADMIN, team)
    assert (seen.hours, seen.digest_at) == (Hours(0b0111111, 480, 1_050), 525)
    assert (seen.pause_cap_days, seen.first_contact_hours) == (14, 48)
    assert (seen.country, seen.keeps_holidays, seen.knows_country) == ("DE", True, True)
    assert not (await rules.change(ADMIN, team, "holidays", "0")).keeps_holidays
    assert (await rules.change(ADMIN, team, "first_contact", "0")).first_contact_hours is None


async def test_the_digest_follows_its_hour_and_the_holidays(world: World, rules: TeamRuling) -> None:
    await rules.change(ADMIN, world.team.id, "digest_at", "11")
    assert await digest_of(world) == utc("2026-03-02 10:00")
    world.clock.set(utc("2026-11-10 12:00"))
    await rules.change(ADMIN, world.team.id, "digest_at", "11")
    async with world.database.write() as session:
        await session.execute(update(Member).values(next_digest_at=None))
    await rules.change(ADMIN, world.team.id, "holidays", "1")
    assert await digest_of(world) == utc("2026-11-12 10:00"), "11 November is a holiday"
    await rules.change(ADMIN, world.team.id, "holidays", "0")
    assert await digest_of(world) == utc("2026-11-11 10:00")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("start", "18"), ("end", "9"), ("day", "9+"), ("pause_cap", "0"), ("pause_cap", "5 h"), ("country", "Narnia"),
        ("pause_cap", "999"), ("first_contact", "soon"), ("digest_at", "24:00"), ("holidays", "yes"), ("name", "X"),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_refused(world: World, rules: TeamRuling, field: str, value: str) -> None:
    before = await world.dump()
    with pytest.raises(BadInput):
        await rules.change(ADMIN, world.team.id, field, value)
    assert await world.dump() == before


async def test_the_old_button_for_the_start_of_the_day_keeps_the_hours_sound(world: World) -> None:
    with pytest.raises(BadInput, match="work-hours"):
        await world.teams.change(ADMIN, world.team.id, "day", "19")
    deal = await world.deal(next_step_at=utc("2026-03-05 08:00"))
    await world.teams.change(ADMIN, world.team.id, "day", "8")
    assert (await world.fresh(deal)).follow_up_at == utc("2026-03-05 07:00")


async def test_only_admins_of_the_team(world: World, rules: TeamRuling) -> None:
    stage = world.ladder.first_open.id
    before = await world.dump()
    for user, refusal in (
        (REP, NotAllowed),
        (MANAGER, NotAllowed),
        (FOREIGN_ADMIN, NotFound),
        (STRANGER, NotFound),
    ):
        for attempt in (
            rules.rules(user, world.team.id),
            rules.change(user, world.team.id, "holidays", "0"),
            rules.stages(user, world.team.id),
            rules.stage(user, stage),
            rules.change_stage(user, stage, "stuck", "1"),
        ):
            with pytest.raises(refusal):
                await attempt
    for forged in (-1, 2**70, 999_999, world.ladder.lost.id, world.ladder.first_won.id):
        with pytest.raises(NotFound):
            await rules.change_stage(ADMIN, forged, "stuck", "1")
    assert await world.dump() == before


# Limits of stages


async def test_a_stage_moves_what_is_due_in_it(
    world: World, rules: TeamRuling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due_times, "CHUNK", 2)
    stage, now = world.ladder.first_open, world.clock.now()
    inside = [await world.deal(client=f"C{number}") for number in range(5)]
    outside = await world.deal(client="Other", stage_id=world.ladder.open_stages[1].id)
    before = await world.fresh(outside)
    rule = await rules.change_stage(ADMIN, stage.id, "followup", "3 d")
    assert (rule.moved, rule.stage.followup_hours) == (5, 72)
    rule = await rules.change_stage(ADMIN, stage.id, "stuck", "4")
    for deal in inside:
        seen = await world.fresh(deal)
        assert seen.follow_up_at == now + timedelta(hours=72)
        assert seen.stuck_at == now + timedelta(days=4)
        assert seen.warn_at == now + timedelta(days=3)
    after = await world.fresh(outside)
    assert (after.follow_up_at, after.stuck_at) == (before.follow_up_at, before.stuck_at)
    await rules.change_stage(ADMIN, stage.id, "stuck", "0")
    await rules.change_stage(ADMIN, stage.id, "followup", "0")
    seen = await world.fresh(inside[0])
    assert (seen.follow_up_at, seen.stuck_at, seen.warn_at) == (None, None, None)
    listed = await rules.stages(ADMIN, world.team.id)
    assert listed.stages[0].stuck_days is None, "the stages are not remembered as they were"


async def test_working_days_count_weekends_and_holidays_out(world: World, rules: TeamRuling) -> None:
    stage = world.ladder.first_open
    deal = await world.deal()
    await rules.change_stage(ADMIN, stage.id, "stuck", "5")
    await rules.change_stage(ADMIN, stage.id, "working", "1")
    assert (await world.fresh(deal)).stuck_at == utc("2026-03-09 09:00")
    await rules.change(ADMIN, world.team.id, "day", "5+")
    assert (await world.fresh(deal)).stuck_at == utc("2026-03-07 09:00"), "the team works on Saturdays now"
    await rules.change_stage(ADMIN, stage.id, "working", "0")
    assert (await world.fresh(deal)).stuck_at == utc("2026-03-07 09:00")


async def hold(world: World, deal: Deal, kind: ReminderKind) -> int:
    """The sweep has claimed the deal: its due time has become a reminder."""
    async with world.database.write() as session:
        reminder = Reminder(
            team_id=deal.team_id, deal_id=deal.id, user_id=REP, kind=kind, arose_at=world.clock.now(),
            ring_at=world.clock.now(),
        )  # fmt: skip
        session.add(reminder)
        await session.flush()
        row = await session.get_one(Deal, deal.id)
        row.reminder_id, row.follow_up_at = reminder.id, None
    return reminder.id


async def test_a_reminder_that_is_out_is_not_said_again(world: World, rules: TeamRuling) -> None:
    deal = await world.deal()
    world.clock.advance(hours=50)
    key = await hold(world, deal, ReminderKind.FOLLOW_UP)
    await rules.change_stage(ADMIN, deal.stage_id, "followup", "24")
    seen = await world.fresh(deal)
    assert (seen.follow_up_at, seen.reminder_id) == (None, key)


async def test_a_reminder_that_is_no_longer_due_is_dropped(world: World, rules: TeamRuling) -> None:
    deal = await world.deal()
    world.clock.advance(hours=50)
    key = await hold(world, deal, ReminderKind.FOLLOW_UP)
    await rules.change_stage(ADMIN, deal.stage_id, "followup", "5 d")
    seen = await world.fresh(deal)
    assert (seen.follow_up_at, seen.reminder_id) == (utc("2026-03-07 09:00"), None)
    async with world.elsewhere() as session:
        assert (await session.get_one(Reminder, key)).state is ReminderState.DROPPED


@pytest.mark.parametrize("kind", [ReminderKind.RETURN, ReminderKind.STEP])
async def test_what_came_back_stays_out_whatever_the_limit(world: World, rules: TeamRuling, kind: ReminderKind) -> None:
    deal = await world.deal()
    world.clock.advance(hours=50)
    key = await hold(world, deal, kind)
    await rules.change_stage(ADMIN, deal.stage_id, "followup", "5 d")
    seen = await world.fresh(deal)
    assert (seen.follow_up_at, seen.reminder_id) == (None, key)


async def test_who_was_warned_is_not_warned_again_and_who_is_not_stuck_says_so(world: World, rules: TeamRuling) -> None:
    deal = await world.deal()
    world.clock.advance(days=20)
    async with world.database.write() as session:
        row = await session.get_one(Deal, deal.id)
        row.warn_at, row.stuck_since = None, row.stuck_at
    await rules.change_stage(ADMIN, deal.stage_id, "stuck", "21")
    seen = await world.fresh(deal)
    assert (seen.warn_at, seen.stuck_since) == (None, None)
    await rules.change_stage(ADMIN, deal.stage_id, "stuck", "60")
    assert (await world.fresh(deal)).warn_at == utc("2026-04-16 09:00")


# First contact


async def test_enquiries_are_watched_by_the_new_hours(world: World, rules: TeamRuling) -> None:
    source, created = await world.source(), world.clock.now()
    enquiry = await world.deal(source_id=source)
    no_enquiry = await world.deal(client="Borey")
    later = await world.deal(client="Cedar", source_id=source, stage_id=world.ladder.open_stages[1].id)
    await rules.change(ADMIN, world.team.id, "first_contact", "8")
    assert (await world.fresh(enquiry)).first_contact_at == created + timedelta(hours=8)
    await rules.change(ADMIN, world.team.id, "first_contact", "0")
    assert (await world.fresh(enquiry)).first_contact_at is None
    await rules.change(ADMIN, world.team.id, "first_contact", "4")
    assert (await world.fresh(enquiry)).first_contact_at == created + timedelta(hours=4)
    for deal in (no_enquiry, later):
        assert (await world.fresh(deal)).first_contact_at is None
    async with world.database.write() as session:
        row = await session.get_one(Deal, enquiry.id)
        row.last_touch_at, row.first_contact_at = created + timedelta(hours=1), None
    await rules.change(ADMIN, world.team.id, "first_contact", "12")
    assert (await world.fresh(enquiry)).first_contact_at is None, "somebody was in touch"


async def test_a_flag_that_was_not_said_yet_waits_for_the_new_time(world: World, rules: TeamRuling) -> None:
    deal = await world.deal(source_id=await world.source())
    world.clock.advance(hours=25)
    key = await hold(world, deal, ReminderKind.FIRST_CONTACT)
    async with world.database.write() as session:
        (await session.get_one(Deal, deal.id)).first_contact_at = None
    await rules.change(ADMIN, world.team.id, "first_contact", "12")
    assert (await world.fresh(deal)).reminder_id == key, "it is late either way"
    await rules.change(ADMIN, world.team.id, "first_contact", "72")
    seen = await world.fresh(deal)
    assert (seen.first_contact_at, seen.reminder_id) == (deal.created_at + timedelta(hours=72), None)
    assert seen.follow_up_at == deal.created_at + timedelta(hours=48), "its silence is not forgotten"
    world.clock.advance(hours=50)
    key = await hold(world, deal, ReminderKind.FIRST_CONTACT)
    async with world.database.write() as session:
        (await session.get_one(Deal, deal.id)).first_contact_at = None
        (await session.get_one(Reminder, key)).rung = 1
    await rules.change(ADMIN, world.team.id, "first_contact", "96")
    seen = await world.fresh(deal)
    assert (seen.first_contact_at, seen.reminder_id) == (None, key), "it was said"


def test_only_open_stages_have_limits(world: World) -> None:
    assert {stage.kind for stage in world.ladder.open_stages} == {StageKind.OPEN}
