"""The sweep: 1,000 due deals among 10,000, 100,000 and a million, against the same work written as raw SQL.

Measured apart: the claim of follow-ups (due time → reminder), ringing (reminder → nudge and outbox row) and the claim
of stuck deals (due time → history); also what a whole round costs that finds nothing. Sides and sizes take turns, and
after every turn everything is due again.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import event

from benchmarks.figures import line, ratio, title
from benchmarks.postgres import scratch_database
from benchmarks.recording import prepared_noted
from benchmarks.sweep_raw import RawPostgres, RawSqlite
from benchmarks.sweep_world import DUE, DUE_EACH, NOW, STUCK_AFTER, Field, field
from bot.clock import FixedClock
from bot.database import Database
from bot.services.sweeps import Sweeps

SIZES = (10_000, 100_000, 1_000_000)
STEPS = ("follow_ups", "ring", "stuck")
NAMES = {
    "follow_ups": "claim follow-ups",
    "ring": "ring",
    "stuck": "claim stuck",
    "all": "all three",
    "idle": "nothing due",
}
IDLE_ROUNDS = 20
EXPECTED = (DUE, DUE // DUE_EACH, DUE // DUE_EACH, DUE, DUE, DUE)
"""Live reminders, nudges, outbox rows, history events, deals with a reminder, stuck deals: what a turn must leave."""


class Ours:
    """The service, as the timetable calls it."""

    def __init__(self, database: Database) -> None:
        self._clock = FixedClock(NOW)
        self._sweeps = Sweeps(database, self._clock)

    async def follow_ups(self, now: datetime) -> None:
        """Nothing but follow-ups is due then."""
        self._clock.set(now)
        await self._sweeps.arise()

    async def ring(self, now: datetime) -> None:
        """Whatever is due rings."""
        self._clock.set(now)
        await self._sweeps.ring()

    async def stuck(self, now: datetime) -> None:
        """Nothing but being stuck is due then."""
        await self.follow_ups(now)

    async def idle(self, now: datetime) -> None:
        """A whole round."""
        self._clock.set(now)
        await self._sweeps.run()


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds by the clock, and of this process's CPU: on SQLite the fairer one where others are busy, too."""

    clock: float
    cpu: float

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.clock + other.clock, self.cpu + other.cpu)


class Contest:
    """Both sides on one database."""

    def __init__(self, where: Field, raw: RawSqlite | RawPostgres) -> None:
        self.field = where
        self.raw = raw
        self.spent: dict[tuple[str, str], list[Spent]] = defaultdict(list)

    async def turn(self) -> None:
        """Each side once."""
        for name in ("raw", "ours"):
            await self.field.again()
            side = self.raw if name == "raw" else Ours(self.field.database)
            moments = {"follow_ups": NOW, "ring": NOW, "stuck": NOW + STUCK_AFTER}
            spent = [await _spent(getattr(side, step)(moments[step])) for step in STEPS]
            if (left := await self.field.traces()) != EXPECTED:
                raise RuntimeError(f"{name} left {left} instead of {EXPECTED}")
            for step, each in zip((*STEPS, "all"), (*spent, sum(spent, Spent(0, 0))), strict=True):
                self.spent[name, step].append(each)
        await self.field.again()
        await self._idle()

    async def _idle(self) -> None:
        """A round before anything is due, against its own statements in raw SQL."""
        early = NOW - timedelta(hours=1)
        ours = Ours(self.field.database)
        with recorded(self.field.database) as statements:
            await ours.idle(early)
        self.spent["raw", "idle"].append(await _spent(_often(lambda: self.raw.replay(statements)), IDLE_ROUNDS))
        self.spent["ours", "idle"].append(await _spent(_often(lambda: ours.idle(early)), IDLE_ROUNDS))

    def clock(self, side: str, step: str) -> list[float]:
        """Milliseconds by the clock of each round; the first one only warms up."""
        return [each.clock for each in self.spent[side, step][1:]]

    def cpu(self, side: str, step: str) -> list[float]:
        """The same of this process's CPU."""
        return [each.cpu for each in self.spent[side, step][1:]]


async def _spent(work: Awaitable[None], times: int = 1) -> Spent:
    begin, begin_cpu = time.perf_counter(), time.process_time()
    await work
    factor = 1000 / times
    return Spent(factor * (time.perf_counter() - begin), factor * (time.process_time() - begin_cpu))


async def _often(work: Callable[[], Awaitable[None]]) -> None:
    for _ in range(IDLE_ROUNDS):
        await work()


@contextlib.contextmanager
def recorded(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """The statements that are sent to the database meanwhile, with their parameters."""
    statements: list[tuple[str, Any]] = []
    engine = database.engine.sync_engine
    listeners: dict[str, Callable[..., None]] = {
        "begin": lambda _: statements.append(("BEGIN", ())),
        "before_cursor_execute": lambda _1, _2, sql, values, _3, _4: statements.append((sql, values)),
        "commit": lambda _: statements.append(("COMMIT", ())),
        "rollback": lambda _: statements.append(("ROLLBACK", ())),
    }
    for name, listener in listeners.items():
        event.listen(engine, name, listener)
    try:
        with prepared_noted(lambda sql, values: statements.append((sql, values))):
            yield statements
    finally:
        for name, listener in listeners.items():
            event.remove(engine, name, listener)


def main(rounds: int = 5, sizes: Sequence[int] = SIZES) -> None:
    """Measure and print."""
    title("Sweep: 1,000 due deals / the same in raw SQL")
    with tempfile.TemporaryDirectory(prefix="dealnudge-bench-") as folder:
        asyncio.run(_measure("SQLite", [f"sqlite+aiosqlite:///{folder}/{size}.db" for size in sizes], sizes, rounds))
    with contextlib.ExitStack() as stack:
        urls = [stack.enter_context(scratch_database(f"sweep_{size}")) for size in sizes]
        found = [url for url in urls if url is not None]
        if len(found) < len(urls):
            line("PostgreSQL", "not reachable: left out")
        else:
            asyncio.run(_measure("PostgreSQL", found, sizes, rounds))


async def _measure(name: str, urls: Sequence[str], sizes: Sequence[int], rounds: int) -> None:
    async with contextlib.AsyncExitStack() as stack:
        contests = [
            await stack.enter_async_context(_contest(f"{size:,}", url, size))
            for url, size in zip(urls, sizes, strict=True)
        ]
        gc.collect()
        gc.freeze()
        for _ in range(rounds + 1):
            for contest in contests:
                await contest.turn()
        for contest in contests:
            _report(name, contest)
        if len(contests) > 1:
            _report_growth(name, contests[0], contests[-1])


@contextlib.asynccontextmanager
async def _contest(name: str, url: str, size: int) -> AsyncIterator[Contest]:
    begin = time.perf_counter()
    where = await field(name, url, size)
    raw: RawSqlite | RawPostgres
    if where.database.is_sqlite:
        raw = RawSqlite(Path(url.partition(":///")[2]))
    else:
        raw = RawPostgres(await asyncpg.connect(url.replace("+asyncpg", "")))
    print(f"  {name} deals made in {time.perf_counter() - begin:.0f} s", flush=True)
    try:
        yield Contest(where, raw)
    finally:
        await raw.close()
        await where.database.close()


def _report(name: str, contest: Contest) -> None:
    for step in (*STEPS, "all", "idle"):
        ours, raw = contest.clock("ours", step), contest.clock("raw", step)
        line(f"{name}, {contest.field.name} deals, {NAMES[step]}: ÷ raw", ratio(ours, raw))
        if contest.field.database.is_sqlite:
            line("    CPU ÷ raw", ratio(contest.cpu("ours", step), contest.cpu("raw", step)))
        line("    ms: ours, raw", f"{statistics.median(ours):.2f}, {statistics.median(raw):.2f}")


def _report_growth(name: str, small: Contest, large: Contest) -> None:
    for step in (*STEPS, "all", "idle"):
        for side in ("ours", "raw"):
            growth = ratio(large.clock(side, step), small.clock(side, step))
            line(f"{name}, {NAMES[step]}, {side}: {large.field.name} ÷ {small.field.name}", growth)
            if large.field.database.is_sqlite:
                line("    CPU", ratio(large.cpu(side, step), small.cpu(side, step)))
