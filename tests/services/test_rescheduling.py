"""Reminders, plans and planned days follow whoever changes when they work: what is due already moves."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.models import Deal, Member, Nudge, Reminder, ReminderKind, ReminderState, TeamChat
from bot.services.preferences import Preferences
from bot.services.team_rules import TeamRuling
from tests.services.world import ADMIN, FOREIGN_ADMIN, MANAGER, REP, SECOND, World, utc

WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.fixture
def mine(world: World) -> Preferences:
    """The service; it is Monday, 2 March 2026, 10:00 in Warsaw."""
    return Preferences(world.database, world.clock, world.people)


async def member(world: World, user: int = REP) -> Member:
    async with world.elsewhere() as session:
        query = select(Member).where(Member.user_id == user, Member.team_id == world.team.id)
        return (await session.scalars(query)).one()


async def remind(world: World, deal: Deal, user: int = REP, **fields: object) -> int:
    values: dict[str, object] = {
        "kind": ReminderKind.FOLLOW_UP, "arose_at": world.clock.now(), "ring_at": utc("2026-03-03 08:00"),
    }  # fmt: skip
    async with world.database.write() as session:
        reminder = Reminder(team_id=deal.team_id, deal_id=deal.id, user_id=user, **values | fields)
        session.add(reminder)
        await session.flush()
        (await session.get_one(Deal, deal.id)).reminder_id = reminder.id
    return reminder.id


async def reminder(world: World, key: int) -> Reminder:
    async with world.elsewhere() as session:
        return await session.get_one(Reminder, key)


async def test_a_waiting_reminder_follows_the_hours(world: World, mine: Preferences) -> None:
    key = await remind(world, await world.deal())
    await mine.change(REP, world.team.id, "start", "8")
    # Until now it waited for tomorrow; the new day has begun.
    assert (await reminder(world, key)).ring_at == world.clock.now()
    await mine.change(REP, world.team.id, "day", "0-")
    assert (await reminder(world, key)).ring_at == utc("2026-03-03 07:00")


async def test_a_typed_time_rings_at_that_time_all_the_same(world: World, mine: Preferences) -> None:
    at = utc("2026-03-02 20:15")
    key = await remind(world, await world.deal(), kind=ReminderKind.STEP, exact=True, ring_at=at)
    await mine.change(REP, world.team.id, "day", "0-")
    assert (await reminder(world, key)).ring_at == at


async def test_a_reminder_that_rang_keeps_its_distance(world: World, mine: Preferences) -> None:
    key = await remind(world, await world.deal(), rung=1, state=ReminderState.LIVE, ring_at=utc("2026-03-04 12:00"))
    await mine.change(REP, world.team.id, "end", "20")
    assert (await reminder(world, key)).ring_at == utc("2026-03-04 12:00")
    await mine.change(REP, world.team.id, "day", "2-")
    assert (await reminder(world, key)).ring_at == utc("2026-03-05 08:00")


async def test_a_day_without_a_time_is_the_start_of_that_day(world: World, mine: Preferences) -> None:
    thursday = utc("2026-03-05 08:00")
    bare = await world.deal(next_step_at=thursday)
    timed = await world.deal(next_step_at=thursday, next_step_has_time=True)
    foreign = await world.deal(SECOND, next_step_at=thursday)
    await mine.change(REP, world.team.id, "start", "7:30")
    moved = await world.fresh(bare)
    assert (moved.next_step_at, moved.follow_up_at) == (utc("2026-03-05 06:30"),) * 2
    assert (await world.fresh(timed)).follow_up_at == thursday
    assert (await world.fresh(foreign)).follow_up_at == thursday


async def test_another_zone_moves_everything_of_the_person(world: World, mine: Preferences) -> None:
    deal = await world.deal(next_step_at=utc("2026-03-05 08:00"))
    key = await remind(world, await world.deal(client="Borey"))
    await world.teams.choose_zone(REP, "Asia/Kolkata")
    assert (await mine.mine(REP, world.team.id)).zone == "Asia/Kolkata"
    assert (await world.fresh(deal)).follow_up_at == utc("2026-03-05 03:30")
    # In Kolkata it is half past two in the afternoon.
    assert (await reminder(world, key)).ring_at == world.clock.now()
    assert (await member(world)).next_plan_at == utc("2026-03-03 03:30")


# Out of office


async def test_without_a_deputy_reminders_wait(world: World, mine: Preferences) -> None:
    key = await remind(world, await world.deal())
    seen = await mine.away(REP, world.team.id, 7)
    assert seen.away_until == datetime(2026, 3, 9, tzinfo=WARSAW)
    back = utc("2026-03-09 08:00")
    assert (await reminder(world, key)).ring_at == back
    assert (await member(world)).next_plan_at == back
    seen = await mine.away(REP, world.team.id, 0)
    assert seen.away_until is None
    assert (await reminder(world, key)).ring_at == world.clock.now()
    assert (await member(world)).next_plan_at == utc("2026-03-03 08:00")


async def test_a_deputy_is_to_hear_on_time(world: World, mine: Preferences) -> None:
    key = await remind(world, await world.deal())
    await mine.away(REP, world.team.id, back=date(2026, 3, 9))
    seen = await mine.change(REP, world.team.id, "deputy", str(SECOND))
    assert (seen.deputy_id, seen.deputy_name) == (SECOND, "Boris")
    assert (await reminder(world, key)).ring_at == world.clock.now()


async def test_who_is_back_hears_their_own_again(world: World, mine: Preferences) -> None:
    await mine.change(REP, world.team.id, "deputy", str(SECOND))
    await mine.away(REP, world.team.id, 7)
    key = await remind(world, await world.deal(), SECOND, rung=1, state=ReminderState.LIVE)
    own = await remind(world, await world.deal(SECOND), SECOND)
    await mine.away(REP, world.team.id, 0)
    assert (await reminder(world, key)).user_id == REP
    assert (await reminder(world, own)).user_id == SECOND


async def test_warnings_that_are_not_wanted_do_not_ring(world: World, mine: Preferences) -> None:
    deal, other = await world.deal(), await world.deal(client="Borey")
    warning = await remind(world, deal, kind=ReminderKind.WARN)
    silence = await remind(world, other)
    await mine.change(REP, world.team.id, "warnings", "0")
    assert (await reminder(world, warning)).state is ReminderState.DROPPED
    assert (await world.fresh(deal)).reminder_id is None
    assert (await world.fresh(other)).reminder_id == silence


# What a plan takes along


@pytest.mark.parametrize("change", [("plan", "0"), ("plan_at", "16")])
async def test_what_waited_for_a_plan_rings_without_it(
    world: World, mine: Preferences, change: tuple[str, str]
) -> None:
    await mine.change(REP, world.team.id, "plan_at", "11")
    eleven = utc("2026-03-02 10:00")
    assert (await member(world)).next_plan_at == eleven
    key = await remind(world, await world.deal(), ring_at=eleven)
    await mine.change(REP, world.team.id, *change)
    assert (await reminder(world, key)).ring_at == world.clock.now()


async def test_a_plan_that_was_had_does_not_come_again_when_the_clock_went_back(
    world: World, mine: Preferences
) -> None:
    async with world.database.write() as session:
        for day in (date(2026, 3, 3), date(2026, 3, 4)):
            session.add(Nudge(team_id=world.team.id, user_id=REP, kind="plan", day=day, made_at=world.clock.now()))
    await mine.change(REP, world.team.id, "plan_at", "9:30")
    assert (await member(world)).next_plan_at == utc("2026-03-05 08:30")


# What the team decides for everybody


@pytest.fixture
def rules(world: World) -> TeamRuling:
    """The service; it is Monday, 2 March 2026, 10:00 in Warsaw."""
    return TeamRuling(world.database, world.clock, world.people, world.stages)


async def test_reminders_and_plans_follow_the_teams_hours_and_days(world: World, rules: TeamRuling) -> None:
    key = await remind(world, await world.deal())
    await rules.change(ADMIN, world.team.id, "start", "11")
    assert (await reminder(world, key)).ring_at == utc("2026-03-02 10:00")
    assert (await member(world)).next_plan_at == utc("2026-03-02 10:00")
    await rules.change(ADMIN, world.team.id, "day", "0-")
    assert (await reminder(world, key)).ring_at == utc("2026-03-03 10:00")
    assert (await member(world)).next_plan_at == utc("2026-03-03 10:00")


async def test_reminders_and_plans_follow_the_holidays_of_the_country(world: World, rules: TeamRuling) -> None:
    world.clock.set(utc("2026-11-11 10:00"))
    key = await remind(world, await world.deal(), ring_at=utc("2026-11-12 08:00"))
    async with world.database.write() as session:
        for row in await session.scalars(select(Member)):
            row.next_plan_at = None
    # Independence Day is a holiday in Poland, not in Germany.
    await rules.change(ADMIN, world.team.id, "country", "DE")
    assert (await reminder(world, key)).ring_at == world.clock.now()
    world.clock.set(utc("2026-11-10 18:00"))
    await rules.change(ADMIN, world.team.id, "country", "PL")
    assert (await reminder(world, key)).ring_at == utc("2026-11-12 08:00")
    assert (await member(world)).next_plan_at == utc("2026-11-12 08:00")
    await rules.change(ADMIN, world.team.id, "holidays", "0")
    assert (await reminder(world, key)).ring_at == utc("2026-11-11 10:00")
    assert (await member(world)).next_plan_at == utc("2026-11-11 08:00")


async def test_everything_follows_the_teams_zone(world: World) -> None:
    deal = await world.deal(next_step_at=utc("2026-03-05 08:00"))
    key = await remind(world, await world.deal(client="Borey"))
    await world.teams.change(ADMIN, world.team.id, "zone", "Australia/Lord_Howe")
    # Nine in the morning there is ten in the evening before in Greenwich.
    assert (await world.fresh(deal)).follow_up_at == utc("2026-03-04 22:00")
    assert (await reminder(world, key)).ring_at == utc("2026-03-02 22:00")
    assert (await member(world)).next_plan_at == utc("2026-03-02 22:00")


# The headline in team chats


@pytest.fixture
async def chat(world: World) -> TeamChat:
    """A chat that hears the headline: on Tuesday at nine, if nothing changes."""
    made = (await world.team_chats.connect(ADMIN, world.team.id, -100, 0, "HQ", "en")).chat
    await world.team_chats.hear(ADMIN, made.id, "digest", on=True)
    return made


async def headline_at(world: World, chat: TeamChat) -> datetime | None:
    async with world.elsewhere() as session:
        return (await session.get_one(TeamChat, chat.id)).next_digest_at


async def test_the_headline_follows_the_teams_hour_and_days(world: World, rules: TeamRuling, chat: TeamChat) -> None:
    for field, value, coming in (
        ("digest_at", "11", "2026-03-02 10:00"), ("digest_at", "9", "2026-03-03 08:00"),
        ("day", "1-", "2026-03-04 08:00"), ("day", "2-", "2026-03-05 08:00"), ("day", "1+", "2026-03-03 08:00"),
        ("start", "11", "2026-03-03 08:00"),
    ):  # fmt: skip
        await rules.change(ADMIN, world.team.id, field, value)
        assert await headline_at(world, chat) == utc(coming), (field, value)


async def test_the_headline_follows_the_holidays_of_the_country(
    world: World, rules: TeamRuling, chat: TeamChat
) -> None:
    world.clock.set(utc("2026-11-10 12:00"))
    async with world.database.write() as session:
        (await session.get_one(TeamChat, chat.id)).next_digest_at = None
    # Independence Day is a holiday in Poland, not in Germany.
    for field, value, day in (
        ("holidays", "1", 12),
        ("country", "DE", 11),
        ("country", "PL", 12),
        ("holidays", "0", 11),
    ):
        await rules.change(ADMIN, world.team.id, field, value)
        assert await headline_at(world, chat) == utc(f"2026-11-{day} 08:00"), (field, value)


async def test_the_headline_follows_the_teams_zone_and_nobodys_own(
    world: World, mine: Preferences, chat: TeamChat
) -> None:
    await world.teams.choose_zone(ADMIN, "Asia/Tokyo")
    for field, value in (("digest_at", "12"), ("digest", "0"), ("day", "1-")):
        await mine.change(MANAGER, world.team.id, field, value)
    assert await headline_at(world, chat) == utc("2026-03-03 08:00")
    await world.teams.change(ADMIN, world.team.id, "zone", "Asia/Tokyo")
    assert await headline_at(world, chat) == utc("2026-03-03 00:00")
    await world.teams.change(FOREIGN_ADMIN, world.foreign.id, "zone", "Australia/Lord_Howe")
    assert await headline_at(world, chat) == utc("2026-03-03 00:00")


async def test_a_headline_that_only_waits_for_the_sweep_is_not_put_off(
    world: World, rules: TeamRuling, chat: TeamChat
) -> None:
    world.clock.set(utc("2026-03-03 08:01"))
    await rules.change(ADMIN, world.team.id, "digest_at", "11")
    await rules.change(ADMIN, world.team.id, "day", "1-")
    assert await headline_at(world, chat) == utc("2026-03-03 08:00")


async def test_a_chat_that_wants_no_headline_is_due_none_whatever_changes(
    world: World, rules: TeamRuling, chat: TeamChat
) -> None:
    await world.team_chats.hear(ADMIN, chat.id, "digest", on=False)
    await rules.change(ADMIN, world.team.id, "digest_at", "11")
    assert await headline_at(world, chat) is None
