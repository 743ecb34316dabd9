"""The whole timetable.

APScheduler is only the ticker. It waits by the wall clock, so a watcher beside it, which waits by the machine's
own, looks every second whether the clock was set (by hand, by a machine that slept, by the sandbox): then every
job runs at once, and its next run is placed by the clock as it is now. What is due is decided by the services,
from columns: running a job twice does what running it once does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock
from bot.services.sweeps import Sweeps
from bot.services.upkeep import Upkeep
from bot.telegram.sender import Sender

log = structlog.get_logger(__name__)

UPKEEP_SECONDS = 3600.0
WATCH_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Job:
    """Something that runs every ``seconds``, and once when the bot starts."""

    name: str
    seconds: float
    run: Callable[[], Awaitable[object]]


def timetable(upkeep: Upkeep, sweeps: Sweeps, sweep_seconds: float) -> list[Job]:
    """Every job there is."""
    return [Job("sweep", sweep_seconds, sweeps.run), Job("upkeep", UPKEEP_SECONDS, upkeep.tidy)]


class Timetable:
    """Runs jobs. A job never overlaps itself, and one that fails runs again at its next time."""

    def __init__(self, jobs: list[Job], clock: Clock, sender: Sender, *, watch_seconds: float = WATCH_SECONDS) -> None:
        self._runners = [_Runner(job) for job in jobs]
        self._clock = clock
        self._sender = sender
        self._watch_seconds = watch_seconds
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._watcher: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Start ticking; every job's first run is now."""
        for runner in self._runners:
            self._scheduler.add_job(
                runner.tick,
                _every(runner.job),
                id=runner.job.name,
                max_instances=1,
                coalesce=True,
                # None: a run that is late still runs; the default skips it after one second.
                misfire_grace_time=None,
            )
        self._clock.poll_offset()
        self._scheduler.start()
        self.run_all_now()
        self._watcher = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Stop ticking. A job in progress is cancelled; its transaction is rolled back."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        tasks = {*self._tasks, *([self._watcher] if self._watcher else [])}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def run_all_now(self) -> None:
        """Run every job at once, and place its next run by the clock as it is now."""
        for runner in self._runners:
            self._scheduler.reschedule_job(runner.job.name, trigger=_every(runner.job))
            task = asyncio.get_running_loop().create_task(runner.run())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self._sender.wake()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._watch_seconds)
            if self._clock.poll_offset():
                log.info("jobs.clock_was_set")
                self.run_all_now()


class _Runner:
    """One job: called while it runs, it runs once more afterwards, since what is due may have changed."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._running = False
        self._again = False

    async def tick(self) -> None:
        """Run at an interval. APScheduler would log a run that ends with the bot as an error, with its traceback."""
        with suppress(asyncio.CancelledError):
            await self.run()

    async def run(self) -> None:
        self._again = True
        if self._running:
            return
        self._running = True
        try:
            while self._again:
                self._again = False
                await self.job.run()
        except Exception as error:
            log.error("jobs.failed", job=self.job.name, exc_info=error)
        finally:
            self._running = False


def _every(job: Job) -> IntervalTrigger:
    return IntervalTrigger(seconds=job.seconds, timezone="UTC")
