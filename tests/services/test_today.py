"""A rep's day: which deals wait and why, and in which order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.errors import NotFound
from bot.models import Deal, TouchKind
from bot.services.today import Today
from tests.services.world import FOREIGN_REP, REP, SECOND, VIEWER, World, utc


@pytest.fixture
def today(world: World) -> Today:
    return Today(world.database, world.stages, world.clock)


async def day(world: World, today: Today, user: int = REP) -> list[tuple[str, str]]:
    facts = await today.now(user, world.team.id, world.zone)
    return [(each.why, each.deal.client) for each in facts.deals]


async def change(world: World, deal: Deal, **values: object) -> None:
    async with world.database.write() as session:
        await session.execute(update(Deal).where(Deal.id == deal.id).values(**values))


async def test_each_deal_stands_once_by_its_first_reason(world: World, today: Today) -> None:
    await world.deal(REP, "Quiet")
    stuck = await world.deal(REP, "Stuck")
    late = await world.deal(REP, "Late", next_step_at=utc("2026-03-03 09:00"))
    await world.deal(REP, "Tonight", next_step_at=utc("2026-03-05 22:30"), next_step_has_time=True)
    await world.deal(REP, "Tomorrow", next_step_at=utc("2026-03-05 23:30"), next_step_has_time=True)
    await world.deal(SECOND, "Somebody else's")
    world.clock.advance(days=3)
    await world.deal(REP, "Fresh")
    for deal in (stuck, late):
        await change(world, deal, stuck_at=world.clock.now())
    assert await day(world, today) == [
        ("step", "Late"),
        ("step", "Tonight"),
        ("quiet", "Quiet"),
        ("stuck", "Stuck"),
        ("new", "Fresh"),
    ]


async def test_enquiries_nobody_answered_and_deals_nearly_stuck_are_of_the_day(world: World, today: Today) -> None:
    enquiry, near = await world.deal(REP, "Enquiry"), await world.deal(REP, "Near")
    await change(world, enquiry, source_id=await world.source(), next_step_at=utc("2026-04-01 09:00"))
    await change(world, near, next_step_at=utc("2026-04-01 09:00"), stuck_at=world.clock.now() + timedelta(days=4))
    world.clock.advance(hours=47)
    assert await day(world, today) == [("first", "Enquiry")]
    await world.work.touch(REP, enquiry.id, TouchKind.CALL, world.zone, world.press())
    world.clock.advance(days=1, hours=1)
    assert await day(world, today) == [("warn", "Near")]


async def test_the_quiet_wait_48_hours_and_the_snoozed_until_their_time(world: World, today: Today) -> None:
    deal = await world.deal(REP)
    world.clock.advance(hours=47)
    assert await day(world, today) == []
    world.clock.advance(hours=1)
    assert await day(world, today) == [("quiet", "Acme")]
    await change(world, deal, snoozed_until=world.clock.now() + timedelta(hours=1))
    assert await day(world, today) == []
    world.clock.advance(hours=1)
    assert await day(world, today) == [("quiet", "Acme")]


async def test_what_a_nudge_has_said_in_the_morning_stands_here_too(world: World, today: Today) -> None:
    quiet, near = await world.deal(REP, "Quiet"), await world.deal(REP, "Near")
    await change(world, near, next_step_at=utc("2026-04-01 09:00"), stuck_at=world.clock.now() + timedelta(hours=60))
    # A working day begins; three quarters of the limit and the 48 hours are over in the afternoon.
    world.clock.advance(hours=44)
    assert await day(world, today) == []
    for deal in (quiet, near):
        await change(world, deal, reminder_id=1)
    assert await day(world, today) == [("quiet", "Quiet"), ("warn", "Near")]
    await world.work.touch(REP, quiet.id, TouchKind.CALL, world.zone, world.press())
    assert await day(world, today) == [("warn", "Near")]


async def test_a_step_that_a_move_has_answered_is_over(world: World, today: Today) -> None:
    deal = await world.deal(REP, next_step_at=world.clock.now() + timedelta(hours=1))
    world.clock.advance(hours=2)
    assert await day(world, today) == [("step", "Acme")]
    await world.move(deal, "qualification")
    world.clock.advance(hours=47)
    assert await day(world, today) == []
    world.clock.advance(hours=1)
    assert await day(world, today) == [("quiet", "Acme")]


async def test_a_reminder_that_is_out_changes_nothing(world: World, today: Today) -> None:
    deal = await world.deal(REP)
    world.clock.advance(hours=48)
    await change(world, deal, follow_up_at=None)
    assert await day(world, today) == [("quiet", "Acme")]


async def test_paused_and_parked_deals_come_back_on_their_day(world: World, today: Today) -> None:
    paused, parked = await world.deal(REP, "Paused"), await world.deal(REP, "Parked")
    await world.move(parked, "parked")
    back = world.clock.now() + timedelta(days=5, hours=4)
    await change(world, paused, paused_until=back)
    await change(world, parked, returns_at=back)
    world.clock.advance(days=4)
    assert await day(world, today) == []
    world.clock.advance(days=1)
    assert await day(world, today) == [("back", "Paused"), ("back", "Parked")]


async def test_a_parked_deal_that_was_taken_up_is_treated_as_an_open_one(world: World, today: Today) -> None:
    planned, touched = await world.deal(REP, "Planned"), await world.deal(REP, "Touched")
    for deal in (planned, touched):
        await world.move(deal, "parked")
        await change(world, deal, returns_at=world.clock.now() + timedelta(days=1))
    world.clock.advance(days=2)
    assert await day(world, today) == [("back", "Planned"), ("back", "Touched")]
    await world.work.plan_in_days(REP, planned.id, 1, world.zone, world.press())
    await world.work.touch(REP, touched.id, TouchKind.CALL, world.zone, world.press())
    assert await day(world, today) == []
    world.clock.advance(days=1)
    assert await day(world, today) == [("step", "Planned")]
    world.clock.advance(days=1)
    assert await day(world, today) == [("step", "Planned"), ("quiet", "Touched")]


async def test_closed_deals_are_over(world: World, today: Today) -> None:
    deal = await world.deal(REP)
    await world.lose(deal)
    world.clock.advance(days=30)
    assert await day(world, today) == []


@pytest.mark.parametrize(("user", "may"), [(REP, True), (VIEWER, False)])
async def test_a_viewers_day_offers_no_new_deal(world: World, today: Today, user: int, may: bool) -> None:
    assert (await today.now(user, world.team.id, world.zone)).may_create is may


async def test_strangers_find_no_such_team(world: World, today: Today) -> None:
    with pytest.raises(NotFound):
        await day(world, today, FOREIGN_REP)
