"""The timetable ticks, survives failures, and a clock that is set makes everything due be looked at."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from unittest.mock import Mock

import pytest

from bot.clock import FixedClock
from bot.jobs import Job, Timetable, timetable
from bot.services.sweeps import Sweeps
from bot.services.upkeep import Upkeep
from bot.telegram.sender import Sender
from tests.support import until


class Counted:
    """A job that counts its runs and may be held or fail."""

    def __init__(self) -> None:
        self.runs = 0
        self.at_once = self.most_at_once = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.fail = False

    async def run(self) -> None:
        self.runs += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await self.gate.wait()
            if self.fail:
                raise ZeroDivisionError
        finally:
            self.at_once -= 1


class Bench:
    def __init__(self, clock: FixedClock) -> None:
        self.clock = clock
        self.job = Counted()
        self.sender = Mock(spec=Sender)
        self.started: list[Timetable] = []

    async def start(self, seconds: float) -> Timetable:
        table = Timetable([Job("counted", seconds, self.job.run)], self.clock, self.sender, watch_seconds=0.001)
        await table.start()
        self.started.append(table)
        return table


@pytest.fixture
async def bench(clock: FixedClock) -> AsyncIterator[Bench]:
    bench = Bench(clock)
    yield bench
    for table in bench.started:
        await table.stop()


async def test_a_job_runs_at_the_start_and_then_every_interval(bench: Bench) -> None:
    await bench.start(0.01)
    await until(lambda: bench.job.runs >= 4)


async def test_a_job_that_fails_runs_again(bench: Bench) -> None:
    bench.job.fail = True
    await bench.start(0.01)
    await until(lambda: bench.job.runs >= 3)


@pytest.mark.parametrize("hours", [48, -48])
async def test_a_clock_that_was_set_runs_everything_at_once(bench: Bench, hours: int) -> None:
    await bench.start(3600)
    await until(lambda: bench.job.runs == 1)
    bench.sender.wake.reset_mock()
    bench.clock.advance(hours=hours)
    await until(lambda: bench.job.runs == 2)
    assert bench.sender.wake.called


async def test_the_next_run_is_placed_by_the_clock_as_it_is_now(bench: Bench) -> None:
    """APScheduler waits by the wall clock: one set back by a day would otherwise stall every job for a day."""
    table = await bench.start(3600)
    job: Any = table._scheduler.get_job("counted")
    first = job.next_run_time
    bench.clock.advance(hours=-24)
    await until(lambda: table._scheduler.get_job("counted").next_run_time > first)


async def test_a_job_never_overlaps_itself_and_runs_again_when_the_clock_moved_meanwhile(bench: Bench) -> None:
    bench.job.gate.clear()
    await bench.start(0.01)
    await until(lambda: bench.job.runs == 1)
    bench.clock.advance(hours=1)
    await asyncio.sleep(0.05)
    assert bench.job.runs == 1
    bench.job.gate.set()
    await until(lambda: bench.job.runs >= 2)
    assert bench.job.most_at_once == 1


async def test_stopping_ends_a_job_that_runs(bench: Bench) -> None:
    bench.job.gate.clear()
    table = await bench.start(3600)
    await until(lambda: bench.job.at_once == 1)
    await table.stop()
    assert bench.job.at_once == 0


async def test_a_tick_that_ends_with_the_bot_is_no_error(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    table = await bench.start(0.01)
    await until(lambda: bench.job.runs >= 3)
    bench.job.gate.clear()
    await until(lambda: bench.job.at_once == 1)
    await table.stop()
    await until(lambda: bench.job.at_once == 0)
    # What the scheduler has to say of it, it says a turn of the loop later.
    await asyncio.sleep(0)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


async def test_late_runs_are_not_skipped_and_not_piled_up(bench: Bench) -> None:
    table = await bench.start(3600)
    job: Any = table._scheduler.get_job("counted")
    assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)


def test_the_timetable_has_no_two_jobs_of_one_name() -> None:
    names = [job.name for job in timetable(Mock(spec=Upkeep), Mock(spec=Sweeps), 30)]
    assert len(set(names)) == len(names)
