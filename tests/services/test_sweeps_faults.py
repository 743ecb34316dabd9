"""Nothing due is lost or doubled: outages, clocks set back, kills, bugs, and several processes on one database."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from bot.clock import FixedClock
from bot.database import Database
from bot.models import DealEvent, EventKind, Nudge, OutboxMessage, Reminder, TouchKind
from bot.models.facts_reminders import NudgeFacts
from bot.services.reminders import arising
from bot.services.reminders.ringing import ring
from bot.services.sweeps import Sweeps
from bot.services.upkeep import Upkeep
from tests.conftest import SCHEMA
from tests.services.nudge_world import NOON, NudgeWorld, clients, pushes
from tests.services.world import REP, SECOND, utc
from tests.support import postgres_database


@pytest.fixture
def world(noon: NudgeWorld) -> NudgeWorld:
    return noon


async def test_off_for_three_days_everything_due_comes_once_and_together(world: NudgeWorld) -> None:
    deals = [await world.deal(client=f"Client {number}", owner=owner) for number in range(6) for owner in (REP, SECOND)]
    world.clock.set(NOON + timedelta(days=5 + 2))
    said = pushes(await world.sweep())
    assert sorted((push.chat_id, len(clients(push))) for push in said) == [(REP, 6), (SECOND, 6)]
    assert pushes(await world.jump(hours=1)) == []
    assert len(await world.reminders()) == len(deals)


async def test_a_ring_that_never_left_was_ignored_by_nobody(world: NudgeWorld) -> None:
    deal = await world.deal()
    for _ in range(4):
        # Telegram is away for days.
        world.clock.advance(hours=48)
        await world.sweeps.run()
    assert len(pushes(await world.deliver())) == 1
    [reminder] = await world.reminders()
    assert (reminder.rung, (await world.fresh(deal)).ignored) == (1, 0)
    world.clock.advance(hours=48)
    assert len(pushes(await world.sweep())) == 1
    [reminder] = await world.reminders()
    assert (reminder.rung, (await world.fresh(deal)).ignored) == (2, 1)


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
    await world.set_member(SECOND, hears_plan=True, next_plan_at=world.clock.now())
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


@pytest.mark.postgres
async def test_what_comes_early_waits_for_nobody_who_changes_a_deal(postgres: Database, clock: FixedClock) -> None:
    other = postgres_database(SCHEMA)
    world = NudgeWorld(postgres, clock, other.read)
    await world.build("solution")
    clock.set(NOON)
    busy, due = await world.deal(client="Busy"), await world.deal(client="Due")
    clock.set(NOON + timedelta(hours=48))
    await world.set_deal(busy, follow_up_at=None, warn_at=clock.now() + timedelta(hours=1))
    await world.sweeps.arise()
    async with other.write() as session:
        await session.get_one(type(busy), busy.id, with_for_update=True)
        async with postgres.write() as ringing:
            # Whoever waits for that deal fails.
            await ringing.execute(text("SET LOCAL lock_timeout = '1s'"))
            assert await ring(ringing, world.stages, clock.now()) == 1
    [push] = pushes(await world.deliver())
    assert clients(push) == [due.client]
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


async def test_upkeep_deletes_what_is_long_over(world: NudgeWorld) -> None:
    ended, waits = await world.deal(client="Ended"), await world.deal(client="Waits", owner=SECOND)
    await world.jump(hours=48)
    await world.work.touch(REP, ended.id, TouchKind.CALL, world.zone, world.press())
    await world.lose(ended)
    world.clock.advance(days=91)
    await Upkeep(world.database, world.clock).tidy()
    assert [reminder.deal_id for reminder in await world.reminders()] == [waits.id]
    assert [nudge.user_id for nudge in await world.nudge_rows()] == [SECOND]
