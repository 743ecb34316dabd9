"""Clocks that are set and clocks that change: nothing comes twice or at night, all of it at its hour on the wall."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import FixedClock
from bot.database import Database
from bot.models import Member, Role, Team, TeamChat
from bot.models.facts_digests import DigestFacts
from bot.models.facts_reminders import PlanFacts
from bot.services.outbox import Delivery
from bot.services.schedules import next_digest, next_headline, next_plan
from bot.services.team_rules import TeamRuling
from bot.services.worktime import WorkTime
from tests.services.nudge_world import NOON, NudgeWorld, clients, pushes
from tests.services.world import ADMIN, MANAGER, REP, SECOND, utc

ZONES = (
    "Europe/Warsaw", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Chatham",
    "Asia/Beirut", "America/Santiago",
)  # fmt: skip
"""With a change of an hour, of half an hour, none; 30 and 45 minutes beside the hour; some change at midnight."""

CHANGES = [
    # The day on which the clocks change, on the wall of the zone.
    ("Europe/Warsaw", date(2026, 3, 29)),
    ("Europe/Warsaw", date(2026, 10, 25)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Asia/Kolkata", date(2026, 3, 29)),
    ("Asia/Kathmandu", date(2026, 10, 25)),
]


@pytest.fixture
async def world(sqlite_database: Database, clock: FixedClock) -> NudgeWorld:
    made = NudgeWorld(sqlite_database, clock, sqlite_database.read)
    await made.build("solution")
    clock.set(NOON)
    return made


async def hours_over(world: NudgeWorld, zone: str, day: date) -> list[tuple[datetime, Delivery]]:
    """What was said, and when, from the midnight before a change of the clocks to the next day's noon."""
    wall = WorkTime(ZoneInfo(zone))
    world.clock.set(wall.wall(day, 0))
    end, heard = wall.wall(day + timedelta(days=1), 720), len(world.said)
    while world.clock.now() < end:
        await world.sweep()
        world.clock.advance(minutes=30)
    return [(at, one) for at, one in world.said[heard:] if one.op == "send"]


@pytest.mark.parametrize(
    ("zone", "day", "minutes"), [*((*change, 540) for change in CHANGES), *((*change, 150) for change in CHANGES[:4])]
)
async def test_the_plan_and_the_nudges_come_at_their_hour_on_the_wall(
    world: NudgeWorld, zone: str, day: date, minutes: int
) -> None:
    """At nine, and at half past two, which one of these nights does not have and another has twice."""
    hours = {"day_start": minutes, "day_end": 1_080, "work_days": 0b1111111, "keeps_holidays": False}
    await world.set_team(time_zone=zone, digest_at=minutes, **hours)
    worktime = WorkTime(ZoneInfo(zone), 0b1111111, minutes, 1_080)
    before = worktime.wall(day, 0)
    await world.set_member(REP, hears_plan=True, hears_empty_plan=True, next_plan_at=worktime.next_at(before, minutes))
    await world.set_member(MANAGER, hears_digest=True, next_digest_at=worktime.next_at(before, minutes))
    # Three deals of a colleague without plans fall silent in the night of the change.
    for number in range(3):
        world.clock.set(worktime.wall(day, 0) - timedelta(hours=48, minutes=-30 * number))
        await world.deal(client=f"Client {number}", owner=SECOND)
    said = await hours_over(world, zone, day)
    days = [day, day + timedelta(days=1)]
    openings = [worktime.day_opens(one) for one in days]
    plans = [at for at, one in said if isinstance(one.facts, PlanFacts)]
    assert plans == openings
    assert [at.astimezone(ZoneInfo(zone)).date() for at in plans] == days
    assert [(at, clients(one)) for at, one in said if one.chat_id == SECOND] == [
        (openings[0], ["Client 0", "Client 1", "Client 2"])
    ]
    assert [(at, one.facts.day) for at, one in said if isinstance(one.facts, DigestFacts)] == list(
        zip(openings, days, strict=True)
    )


@pytest.mark.parametrize("jumps", [(-1,), (-48,), (-72, 48), (30, -30), (72, -72, 24), (0.5, -1, 0.5)])
async def test_a_clock_set_to_and_fro_doubles_nothing(world: NudgeWorld, jumps: tuple[float, ...]) -> None:
    """In hours, once everything due has been said; whatever else the jumps bring comes within working hours."""
    await world.set_member(REP, hears_plan=True, next_plan_at=utc("2026-03-04 08:00"))
    await world.set_member(MANAGER, hears_digest=True, next_digest_at=utc("2026-03-04 08:00"))
    deals = [await world.deal(client=f"Client {number}", owner=owner) for number in range(3) for owner in (REP, SECOND)]
    await world.jump(hours=48)
    # The plan, the colleague's deals, the digest.
    assert len(pushes([one for _, one in world.said])) == 3
    rules = TeamRuling(world.database, world.clock, world.people, world.stages)
    for hours in jumps:
        world.clock.advance(hours=hours)
        await world.sweep()
        # Settings that change meanwhile recompute what is due.
        await rules.change(ADMIN, world.team.id, "end", "19")
        await rules.change(ADMIN, world.team.id, "end", "18")
        await world.sweep()
    furthest = NOON + timedelta(hours=48) + timedelta(hours=max(0.0, *_sums(jumps)))
    office = WorkTime(ZoneInfo("Europe/Warsaw"), country="PL")
    assert all(office.is_open(at) for at, one in world.said if one.op == "send")
    rows = await world.outbox()
    days = [row.args["day"] for row in rows if row.kind == "digest"]
    assert len(days) == len(set(days))
    plans = Counter(nudge.day for nudge in await world.nudge_rows() if nudge.kind == "plan")
    assert set(plans.values()) == {1}
    if furthest < NOON + timedelta(hours=96):
        rung = [reminder.rung for reminder in await world.reminders()]
        assert rung == [1] * len(deals)


def _sums(jumps: tuple[float, ...]) -> list[float]:
    total, sums = 0.0, []
    for jump in jumps:
        total += jump
        sums.append(total)
    return sums


async def test_tomorrow_at_ten_is_ten_on_the_wall_across_the_change(world: NudgeWorld) -> None:
    world.clock.set(utc("2026-03-28 09:00"))
    deal = await world.deal()
    at = WorkTime(world.zone).wall(date(2026, 3, 29), 600)
    assert at == utc("2026-03-29 08:00")
    await world.work.plan(REP, deal.id, at, world.press(), has_time=True)
    assert await world.jump(hours=22, minutes=59) == []
    [push] = await world.jump(minutes=1)
    assert world.clock.now().astimezone(world.zone).hour == 10
    assert clients(push) == ["Acme"]


MOMENTS = st.integers(0, 3 * 365 * 1_440).map(
    lambda minute: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
)
MINUTES = st.integers(0, 1_439)


@given(st.sampled_from(ZONES), MOMENTS, MINUTES, st.integers(1, 127))
def test_plans_and_digests_come_once_a_day_at_their_hour(zone: str, start: datetime, minutes: int, days: int) -> None:
    joined = datetime(2025, 1, 1, tzinfo=UTC)
    team = Team(time_zone=zone, work_days=days, day_start=0, day_end=1_440, keeps_holidays=False, digest_at=minutes)
    member = Member(
        role=Role.MANAGER, active=True, hears_plan=True, hears_digest=True, plan_at=minutes, joined_at=joined
    )
    chat = TeamChat(hears_digest=True)
    worktime = WorkTime(ZoneInfo(zone), days, 0, 1_440)
    ways: list[Callable[[datetime], datetime | None]] = [
        lambda at: next_plan(member, worktime, at),
        lambda at: next_digest(member, team, worktime, at),
        lambda at: next_headline(chat, team, at),
    ]
    for coming in ways:
        moments, at = [], start
        for _ in range(9):
            found = coming(at)
            assert found is not None
            moments.append(at := found)
        local = [moment.astimezone(ZoneInfo(zone)) for moment in moments]
        assert all(earlier.date() < later.date() for earlier, later in pairwise(local))
        assert all(days >> one.weekday() & 1 for one in local)
        for one in local:
            wall = one.hour * 60 + one.minute
            # An hour that the clocks skip comes as late as they skip.
            assert wall == minutes or (wall > minutes and not _exists(one.date(), minutes, ZoneInfo(zone)))


def _exists(day: date, minutes: int, zone: ZoneInfo) -> bool:
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    return wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall
