"""How a deal begins: its number, its place, its first event and its first due times."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from bot.errors import BadInput, NotFound
from bot.models import Deal, EventKind, StageKind
from tests.services.world import FOREIGN_REP, REP, World, utc

MONDAY = utc("2026-03-02 09:00")


async def test_a_deal_begins_in_the_first_stage_with_its_clocks_running(world: World) -> None:
    deal = await world.deal(title="Refit", phone="+48221234567", source_id=await world.source())
    now = await world.fresh(deal)
    assert (now.number, now.version, now.owner_id, now.team_id) == (1, 1, REP, world.team.id)
    assert (now.stage_id, now.kind, now.closed) == (world.ladder.first_open.id, StageKind.OPEN, False)
    assert now.created_at == now.stage_entered_at == now.last_touch_at == MONDAY
    assert (now.follow_up_at, now.stuck_at) == (MONDAY + timedelta(hours=48), MONDAY + timedelta(days=14))
    assert now.start_date == date(2026, 3, 2)
    assert (now.client_folded, now.last_touch_kind, now.closed_at, now.returns_at) == ("akme", None, None, None)


async def test_the_first_event_says_what_there_was(world: World) -> None:
    deal = await world.deal(stage_id=world.stage("terms").id)
    [event] = await world.events(deal)
    assert (event.kind, event.actor_id, event.version, event.at) == (EventKind.CREATED, REP, 1, MONDAY)
    assert (event.from_stage_id, event.to_stage_id) == (None, world.stage("terms").id)
    assert (event.amount_minor, event.currency, event.limit_days) == (12_000_000, "PLN", 14)
    assert (event.stayed_seconds, event.before) == (None, {})


async def test_a_step_that_comes_with_the_deal_sets_the_reminder(world: World) -> None:
    at = MONDAY + timedelta(days=4)
    deal = await world.deal(next_step_at=at, next_step_has_time=True, next_step_text="Call")
    assert (await world.fresh(deal)).follow_up_at == at


async def test_the_start_is_todays_date_on_the_teams_wall(world: World) -> None:
    world.clock.set(utc("2026-03-02 23:30"))
    assert (await world.deal()).start_date == date(2026, 3, 3)
    assert (await world.deal(start_date=date(2026, 1, 7))).start_date == date(2026, 1, 7)


async def test_a_deal_that_was_won_before_it_was_written_down(world: World) -> None:
    deal = await world.fresh(await world.deal(stage_id=world.stage("rollout").id))
    assert (deal.kind, deal.closed, deal.closed_at) == (StageKind.WON, True, MONDAY)
    assert (deal.follow_up_at, deal.stuck_at) == (None, None)


async def test_a_deal_that_starts_parked_comes_back(world: World) -> None:
    deal = await world.fresh(await world.deal(stage_id=world.stage("parked").id))
    assert deal.returns_at == deal.follow_up_at == utc("2026-04-01 07:00")
    at = MONDAY + timedelta(days=9)
    deal = await world.fresh(await world.deal(stage_id=world.stage("parked").id, next_step_at=at, next_step_text="x"))
    assert deal.returns_at == deal.follow_up_at == at
    assert deal.next_step_at is None


async def test_a_loss_needs_a_reason_so_no_deal_begins_lost(world: World) -> None:
    with pytest.raises(BadInput) as caught:
        await world.deal(stage_id=world.stage("lost").id)
    assert (caught.value.field, caught.value.text, caught.value.kind) == ("stage", "Lost", "lost")
    assert await world.count(Deal) == 0


async def test_numbers_are_counted_per_team(world: World) -> None:
    numbers = [(await world.deal()).number for _ in range(3)]
    foreign = await world.deal(FOREIGN_REP, foreign=True)
    assert (numbers, foreign.number) == ([1, 2, 3], 1)


async def test_deals_made_at_once_have_a_number_each(world: World) -> None:
    deals = await asyncio.gather(*(world.deal() for _ in range(20)))
    assert sorted(deal.number for deal in deals) == list(range(1, 21))


async def test_stage_and_source_are_the_teams_own(world: World) -> None:
    for stage_id in (world.foreign_ladder.first_open.id, 0, 10**30):
        with pytest.raises(NotFound):
            await world.deal(stage_id=stage_id)
    for source_id in (await world.source(foreign=True), 0, 10**30):
        with pytest.raises(NotFound):
            await world.deal(source_id=source_id)
    assert await world.count(Deal) == 0


async def test_nothing_is_left_of_a_deal_that_failed(world: World) -> None:
    with pytest.raises(NotFound):
        await world.deal(source_id=10**6)
    assert (await world.deal()).number == 1
