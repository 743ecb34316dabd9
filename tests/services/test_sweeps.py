"""What time causes besides silence, and that nothing is lost or doubled: outages, kills, several processes."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.clock import FixedClock
from bot.database import Database
from bot.models import DealEvent, EventKind, Nudge, OutboxMessage, Reminder, ReminderKind, TouchKind
from bot.models.facts_reminders import NudgeFacts
from bot.services.reminders import arising
from bot.services.reminders.ringing import ring
from bot.services.sweeps import Sweeps
from tests.conftest import SCHEMA
from tests.services.nudge_world import NudgeWorld, clients, pushes
from tests.services.world import MANAGER, REP, SECOND, utc
from tests.support import SecondSession, postgres_database

NOON = utc("2026-03-02 11:00")


@pytest.fixture
async def world(database: Database, clock: FixedClock, second_session: SecondSession) -> NudgeWorld:
    made = NudgeWorld(database, clock, second_session)
    await made.build("solution")
    clock.set(NOON)
    return made


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
    await world.set_stage("contact", stuck_days=4, followup_hours=73)
    await world.deal()
    assert len(pushes(await world.jump(days=3))) == 1
    [push] = pushes(await world.jump(hours=1))
    assert isinstance(push.facts, NudgeFacts)
    assert push.facts.lines[0].why == ("follow_up", "warn")
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


async def test_off_for_three_days_everything_due_comes_once_and_together(world: NudgeWorld) -> None:
    deals = [await world.deal(client=f"Client {number}", owner=owner) for number in range(6) for owner in (REP, SECOND)]
    world.clock.set(NOON + timedelta(days=5 + 2))
    said = pushes(await world.sweep())
    assert sorted((push.chat_id, len(clients(push))) for push in said) == [(REP, 6), (SECOND, 6)]
    assert pushes(await world.jump(hours=1)) == []
    assert len(await world.reminders()) == len(deals)


async def test_a_clock_set_back_doubles_nothing(world: NudgeWorld) -> None:
    await world.deal()
    world.clock.advance(hours=48)
    assert len(pushes(await world.sweep())) == 1
    world.clock.advance(days=-1)
    assert await world.sweep() == []
    assert pushes(await world.jump(days=1)) == []


async def test_a_kill_in_the_sweep_loses_and_doubles_nothing(
    world: NudgeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.deal()
    world.clock.advance(hours=48)

    async def killed(*_: object) -> int:
        raise KeyboardInterrupt

    for name in ("bot.services.sweeps.ring", "bot.services.reminders.ringing.Push.write"):
        monkeypatch.setattr(name, killed)
        with pytest.raises(KeyboardInterrupt):
            await world.sweeps.run()
        assert await world.nudge_rows() == []
        assert len(await world.reminders()) == 1
        monkeypatch.undo()
    assert len(pushes(await world.sweep())) == 1
    assert await world.sweep() == []


async def test_a_sweep_that_fails_does_not_stop_the_others(world: NudgeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.deal()
    world.clock.advance(hours=48)

    async def broken(*_: object) -> int:
        raise RuntimeError("a bug")

    monkeypatch.setattr("bot.services.sweeps.plans", broken)
    with pytest.raises(ExceptionGroup):
        await world.sweeps.run()
    assert len(pushes(await world.deliver())) == 1


async def test_rounds_are_small_and_go_on_until_nothing_is_due(
    world: NudgeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arising, "AT_ONCE", 2)
    monkeypatch.setattr("bot.services.reminders.ringing.AT_ONCE", 1)
    for number in range(5):
        await world.deal(client=f"Client {number}", owner=REP if number % 2 else SECOND)
    said = pushes(await world.jump(hours=48))
    assert sorted(len(clients(push)) for push in said) == [2, 3]


@pytest.mark.postgres
async def test_two_processes_nudge_once(postgres: Database, clock: FixedClock) -> None:
    other = postgres_database(SCHEMA)
    world = NudgeWorld(postgres, clock, other.read)
    await world.build("solution")
    clock.set(NOON)
    for number in range(40):
        await world.deal(client=f"Client {number}", owner=REP if number % 2 else SECOND, source_id=None)
    clock.set(NOON + timedelta(days=14, hours=2))
    both = [Sweeps(postgres, clock), Sweeps(other, clock), Sweeps(postgres, clock), Sweeps(other, clock)]
    await asyncio.gather(*(sweeps.run() for sweeps in both))
    assert await world.count(Reminder) == 40
    # Two people, and nobody twice.
    assert await world.count(Nudge) == 2
    assert len([row for row in await world.outbox() if row.kind == "nudge"]) == 2
    async with other.read() as session:
        stuck = select(DealEvent.deal_id, func.count()).where(DealEvent.kind == EventKind.BECAME_STUCK)
        counts = {row[0]: row[1] for row in await session.execute(stuck.group_by(DealEvent.deal_id))}
    assert set(counts.values()) == {1}
    assert len(counts) == 40
    await other.close()


@pytest.mark.postgres
async def test_a_deal_that_is_being_changed_is_left_to_the_next_round(postgres: Database, clock: FixedClock) -> None:
    other = postgres_database(SCHEMA)
    world = NudgeWorld(postgres, clock, other.read)
    await world.build("solution")
    clock.set(NOON)
    busy, free = await world.deal(client="Busy"), await world.deal(client="Free")
    clock.set(NOON + timedelta(hours=48))
    await world.sweeps.arise()
    async with other.write() as session:
        await session.get_one(type(busy), busy.id, with_for_update=True)
        async with postgres.write() as ringing:
            assert await ring(ringing, world.stages, clock.now()) == 1
    [push] = pushes(await world.deliver())
    assert clients(push) == [free.client]
    await other.close()


async def test_an_outage_into_the_night_is_made_up_for_in_the_morning(world: NudgeWorld) -> None:
    await world.deal()
    world.clock.set(utc("2026-03-04 16:30"))
    await world.sweeps.run()
    # Telegram is back at two in the morning.
    world.clock.set(utc("2026-03-05 01:00"))
    assert await world.deliver() == []
    assert await world.sweep() == []
    world.clock.set(utc("2026-03-05 08:00"))
    [push] = pushes(await world.sweep())
    assert isinstance(push.facts, NudgeFacts)
    assert push.facts.lines[0].rung == 1


async def test_a_message_that_is_sent_twice_after_a_crash_is_noted_once(world: NudgeWorld) -> None:
    await world.deal()
    world.clock.advance(hours=48)
    await world.sweeps.run()
    [row] = await world.outbox()
    for _ in range(2):
        await world.deliver_one(row)
    assert await world.deliver() == []
    [nudge] = await world.nudge_rows()
    assert nudge.message_id is not None
    async with world.elsewhere() as session:
        assert await session.scalar(select(func.count()).select_from(OutboxMessage)) == 1
