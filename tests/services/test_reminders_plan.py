"""The morning plan: when it comes, what it takes along, and that nothing is said twice."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.models import ReminderState, TouchKind
from bot.models.facts_reminders import NudgeLine, PlanFacts
from bot.services.outbox import Delivery
from tests.services.nudge_world import NOON, NudgeWorld, clients, pushes, wants_plan
from tests.services.world import REP, utc

# The day starts at nine in Warsaw.
WEDNESDAY, FRIDAY = utc("2026-03-04 08:00"), utc("2026-03-06 08:00")


@pytest.fixture
def world(noon: NudgeWorld) -> NudgeWorld:
    return noon


def plan_of(said: list[Delivery]) -> PlanFacts:
    [push] = pushes(said)
    assert isinstance(push.facts, PlanFacts)
    return push.facts


def names(lines: tuple[NudgeLine, ...]) -> list[str]:
    return [line.deal.client for line in lines]


async def test_a_day_with_everything_on_it(world: NudgeWorld) -> None:
    await wants_plan(world)
    world.clock.set(utc("2026-03-03 08:00"))
    assert await world.sweep() == []
    quiet = await world.deal(client="Quiet")
    await world.set_stage("profiling", stuck_days=1, followup_hours=None)
    stuck = await world.deal(client="Stuck")
    await world.move(stuck, "profiling")
    late, today, timed = [await world.deal(client=name) for name in ("Late", "Today", "Timed")]
    await world.work.plan(REP, late.id, utc("2026-03-03 17:30"), world.press(), has_time=True)
    await world.work.plan_in_days(REP, today.id, 3, world.zone, world.press())
    await world.work.plan(REP, timed.id, utc("2026-03-06 14:00"), world.press(), has_time=True)
    await world.set_deal(quiet, last_touch_at=NOON - timedelta(days=4), follow_up_at=FRIDAY)
    await world.deal(client="Fresh", next_step_at=utc("2026-03-20 09:00"))
    world.clock.set(utc("2026-03-03 17:30"))
    await world.sweep()
    world.clock.set(FRIDAY)
    await world.set_member(REP, next_plan_at=FRIDAY)
    plan = plan_of(await world.sweep())
    assert names(plan.overdue) == ["Late"]
    assert names(plan.today) == ["Today", "Timed"]
    assert names(plan.quiet) == ["Quiet"]
    assert names(plan.stuck) == ["Stuck"]
    assert names(plan.new) == ["Fresh"]
    assert plan.day == FRIDAY.date()
    # The one with a time of its own still rings at it.
    world.clock.set(utc("2026-03-06 14:00"))
    [ring] = pushes(await world.sweep())
    assert clients(ring) == ["Timed"]


async def test_what_is_on_the_plan_is_not_said_again_that_day(world: NudgeWorld) -> None:
    await wants_plan(world)
    for hour in range(5):
        await world.deal(client=f"Client {hour}")
        world.clock.advance(hours=1)
    said: list[tuple[datetime, list[str]]] = []
    world.clock.set(utc("2026-03-04 06:30"))
    while world.clock.now() < utc("2026-03-04 20:00"):
        said += [(world.clock.now(), clients(push)) for push in pushes(await world.sweep())]
        world.clock.advance(minutes=30)
    assert said == [(WEDNESDAY, [f"Client {hour}" for hour in range(5)])]


async def test_reminders_wait_for_a_plan_that_is_near(world: NudgeWorld) -> None:
    await wants_plan(world, plan_at=10 * 60)
    await world.deal()
    world.clock.set(WEDNESDAY)
    world.clock.set(utc("2026-03-06 08:30"))
    await world.set_member(REP, next_plan_at=utc("2026-03-06 09:00"))
    assert await world.sweep() == []
    world.clock.set(utc("2026-03-06 09:00"))
    assert names(plan_of(await world.sweep()).quiet) == ["Acme"]


async def test_an_empty_day_says_nothing_unless_it_is_wanted(world: NudgeWorld) -> None:
    await wants_plan(world)
    world.clock.set(WEDNESDAY)
    assert await world.sweep() == []
    await world.set_member(REP, hears_empty_plan=True)
    world.clock.set(utc("2026-03-05 08:00"))
    assert plan_of(await world.sweep()).empty


async def test_todays_plan_takes_the_place_of_yesterdays(world: NudgeWorld) -> None:
    await wants_plan(world)
    deal = await world.deal()
    world.clock.set(WEDNESDAY)
    plan_of(await world.sweep())
    world.clock.set(utc("2026-03-05 08:00"))
    said = await world.sweep()
    assert [one.op for one in said] == ["send", "delete"]
    assert names(plan_of(said).quiet) == ["Acme"]
    first, second = await world.nudge_rows()
    assert (first.closed, second.closed) == (True, False)
    # It moved over; it did not ring a second time.
    [reminder] = await world.reminders()
    assert (reminder.state, reminder.rung, reminder.nudge_id) == (ReminderState.LIVE, 1, second.id)
    assert (await world.fresh(deal)).ignored == 0


async def test_a_tap_on_a_deal_is_seen_on_the_plan(world: NudgeWorld) -> None:
    await wants_plan(world)
    deal = await world.deal()
    world.clock.set(WEDNESDAY)
    await world.sweep()
    await world.work.touch(REP, deal.id, TouchKind.CALL, world.zone, world.press())
    [edit] = await world.deliver()
    assert isinstance(edit.facts, PlanFacts)
    assert (edit.op, names(edit.facts.lines), names(edit.facts.done)) == ("edit", [], ["Acme"])


async def test_no_plan_on_days_off_and_none_twice_when_the_clock_is_set_back(world: NudgeWorld) -> None:
    await wants_plan(world, hears_empty_plan=True)
    moments = []
    world.clock.set(utc("2026-03-06 07:00"))
    await world.set_member(REP, next_plan_at=FRIDAY)
    back = False
    while world.clock.now() < utc("2026-03-09 12:00"):
        if pushes(await world.sweep()):
            moments.append(world.clock.now())
            if not back:
                back = True
                world.clock.advance(hours=-2)
        world.clock.advance(minutes=30)
    assert moments == [FRIDAY, utc("2026-03-09 08:00")]


async def test_a_plan_that_the_machine_slept_through_comes_within_hours_or_not_at_all(world: NudgeWorld) -> None:
    await wants_plan(world, hears_empty_plan=True)
    world.clock.set(utc("2026-03-04 13:00"))
    assert len(pushes(await world.sweep())) == 1
    world.clock.set(utc("2026-03-05 22:00"))
    assert await world.sweep() == []
    world.clock.set(FRIDAY)
    assert len(pushes(await world.sweep())) == 1
