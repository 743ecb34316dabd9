"""What time causes besides silence: warnings, stuck deals, enquiries that nobody touched, returns."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.models import EventKind, ReminderKind, TouchKind
from bot.models.facts_reminders import NudgeFacts
from tests.services.nudge_world import NOON, NudgeWorld, pushes
from tests.services.world import MANAGER, REP, utc


@pytest.fixture
def world(noon: NudgeWorld) -> NudgeWorld:
    return noon


async def silent(world: NudgeWorld, key: str = "contact") -> None:
    """No follow-up reminders in a stage: its other limits are looked at alone."""
    await world.set_stage(key, followup_hours=None)


async def test_the_owner_is_warned_once_at_three_quarters(world: NudgeWorld) -> None:
    await silent(world)
    await world.set_stage("contact", stuck_days=4)
    await world.deal()
    assert await world.jump(days=2, hours=23) == []
    [push] = await world.jump(hours=1)
    assert isinstance(push.facts, NudgeFacts)
    assert push.facts.lines[0].why == ("warn",)
    assert push.facts.lines[0].nearly_stuck
    assert pushes(await world.later(hours=20)) == []
    world.clock.set(NOON + timedelta(days=10))
    assert pushes(await world.sweep()) == []


async def test_who_wants_no_warnings_hears_none(world: NudgeWorld) -> None:
    await silent(world)
    await world.set_stage("contact", stuck_days=4)
    await world.set_member(REP, hears_warnings=False)
    deal = await world.deal()
    assert await world.jump(days=3) == []
    assert (await world.fresh(deal)).warn_at is None


async def test_a_warned_deal_that_falls_silent_rings_again(world: NudgeWorld) -> None:
    await world.set_stage("contact", stuck_days=4, followup_hours=97)
    await world.deal()
    assert len(pushes(await world.jump(days=3))) == 1
    [push] = pushes(await world.jump(hours=25))
    assert isinstance(push.facts, NudgeFacts)
    assert push.facts.lines[0].why == ("follow_up", "stuck")
    assert len(await world.reminders()) == 1


async def test_stuck_is_recorded_and_so_is_what_ends_it(world: NudgeWorld) -> None:
    await silent(world)
    await world.set_stage("contact", stuck_days=4)
    deal = await world.deal()
    await world.jump(days=5)
    assert (await world.fresh(deal)).stuck_since == NOON + timedelta(days=4)
    stuck = (await world.events(deal))[-1]
    assert (stuck.kind, stuck.actor_id, stuck.at) == (EventKind.BECAME_STUCK, 0, NOON + timedelta(days=4))
    await world.sweep()
    assert len(await world.events(deal)) == 2
    # A touch does not end it: the deal still stands where it stood.
    await world.work.touch(REP, deal.id, TouchKind.CALL, world.zone, world.press())
    assert (await world.fresh(deal)).stuck_since is not None
    await world.move(deal, "profiling")
    assert (await world.fresh(deal)).stuck_since is None
    assert (await world.events(deal))[-1].stuck_seconds == 24 * 3600


@pytest.mark.parametrize("how", ["pause", "accept"])
async def test_a_pause_or_an_accepted_wait_ends_being_stuck(world: NudgeWorld, how: str) -> None:
    await silent(world)
    await world.set_stage("contact", stuck_days=4)
    deal = await world.deal()
    await world.jump(days=4)
    if how == "pause":
        until = (world.clock.now() + timedelta(days=3)).date()
        version = (await world.fresh(deal)).version
        await world.pausing.pause(REP, deal.id, until, "budget", version, world.zone, world.press())
    else:
        await world.pausing.accept_wait(MANAGER, deal.id, 3, world.press())
    fresh = await world.fresh(deal)
    assert fresh.stuck_since is None
    assert (await world.events(deal))[-1].stuck_seconds == 0
    await world.jump(days=4)
    # Stuck again from the morning when the silence ended.
    assert (await world.fresh(deal)).stuck_since == utc("2026-03-09 08:00")


async def test_a_limit_in_working_days_leaves_out_the_weekend(world: NudgeWorld) -> None:
    await silent(world)
    await world.set_stage("contact", stuck_days=6, stuck_working=True)
    deal = await world.deal()
    assert (await world.fresh(deal)).stuck_at == utc("2026-03-10 11:00")
    await world.work.touch(REP, deal.id, TouchKind.CALL, world.zone, world.press())
    assert (await world.fresh(deal)).stuck_at == utc("2026-03-10 11:00")


async def test_an_enquiry_that_nobody_touched_is_flagged_after_24_hours(world: NudgeWorld) -> None:
    enquiry = await world.deal(client="Enquiry", source_id=await world.source())
    touched = await world.deal(client="Touched", source_id=await world.source())
    await world.deal(client="No source")
    await world.work.note(REP, touched.id, "called back", world.press())
    [push] = await world.jump(hours=24)
    assert isinstance(push.facts, NudgeFacts)
    assert [(line.deal.id, line.why) for line in push.facts.lines] == [(enquiry.id, ("first_contact",))]
    # The silence of 48 hours says nothing new; it stays a first contact.
    await world.jump(hours=24)
    assert [reminder.kind for reminder in await world.reminders(enquiry)] == [ReminderKind.FIRST_CONTACT]


async def test_a_source_that_is_added_later_makes_it_an_enquiry(world: NudgeWorld) -> None:
    deal = await world.deal()
    world.clock.advance(hours=2)
    await world.edits.set_source(REP, deal.id, await world.source(), world.press())
    assert (await world.fresh(deal)).first_contact_at == NOON + timedelta(hours=24)
    await world.move(deal, "profiling")
    assert (await world.fresh(deal)).first_contact_at is None


async def test_parked_and_paused_deals_are_silent_until_they_return(world: NudgeWorld) -> None:
    parked, paused = await world.deal(client="Parked"), await world.deal(client="Paused")
    await world.moves.park_until(REP, parked.id, 1, world.press(), days=7)
    until = (NOON + timedelta(days=7)).date()
    await world.pausing.pause(REP, paused.id, until, "budget", 1, world.zone, world.press())
    assert await world.jump(days=6) == []
    world.clock.set(utc("2026-03-09 08:00"))
    [push] = await world.sweep()
    assert isinstance(push.facts, NudgeFacts)
    assert {line.deal.client: line.why[0] for line in push.facts.lines} == {"Parked": "return", "Paused": "return"}
    assert (await world.fresh(paused)).paused_until is None
    # Taken up, a parked deal is as good as open.
    await world.work.touch(REP, parked.id, TouchKind.CALL, world.zone, world.press())
    assert (await world.fresh(parked)).follow_up_at == world.clock.now() + timedelta(hours=48)


async def test_closed_deals_are_never_spoken_of(world: NudgeWorld) -> None:
    won, lost = await world.deal(client="Won"), await world.deal(client="Lost")
    await world.move(won, "rollout")
    await world.lose(lost)
    assert await world.jump(days=60) == []
