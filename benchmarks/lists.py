"""Lists: a page of eight, read and worded, out of 10,000 deals / out of 10; on SQLite.

Twice: all 10,000 deals are on every list, so that each is as long as can be; and only 10 of them are, so that each must
find its few among the others.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.figures import line, ratio, title
from benchmarks.world import add_deals, company, deal
from bot.clock import Clock
from bot.database import Database
from bot.models import Stage, StageKind
from bot.models.facts_deals import DealPage
from bot.models.ladder import Ladder
from bot.reader import Reader, reader_for
from bot.services.lists import Lists
from bot.services.stages import Stages
from bot.views.lists import list_screen

USER, COLLEAGUE = 1, 2
FEW, MANY = 10, 10_000
DEEP = 300
"""Pages turned to get to the deep one."""

PAGES = 60
"""Pages read a round."""

VIEWS = ("my", "stage", "closing", "nostep", "stuck")


class Book:
    """A database with deals, and its lists as a person sees them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._stages = Stages()
        self._lists = Lists(database, self._stages, clock)
        self._reader: Reader = reader_for("en", "Europe/Warsaw", clock.now())
        self.team_id = 0
        self.stage_id = 0

    async def fill(self, on_lists: int, beside: int, now: datetime) -> None:
        """So many deals that are on every list, and so many that are on none of them."""
        seats = await company(self._database, [[USER, COLLEAGUE]])
        self.team_id = seats[0].team_id
        async with self._database.read() as session:
            ladder = await self._stages.default(session, self.team_id)
        self.stage_id = ladder.open_stages[1].id
        rows = [self._on_lists(ladder.open_stages[1], number, now) for number in range(100, 100 + on_lists)]
        rows += [self._beside(ladder, number, now) for number in range(100 + on_lists, 100 + on_lists + beside)]
        await add_deals(self._database, rows)

    def _on_lists(self, stage: Stage, number: int, now: datetime) -> dict[str, Any]:
        times = {"stage_entered_at": now - timedelta(days=20), "stuck_at": now - timedelta(hours=number)}
        close = (now - timedelta(days=number % 200)).date()
        touched = now - timedelta(minutes=number)
        return deal(self.team_id, USER, stage, number, now, expected_close=close, last_touch_at=touched, **times)

    def _beside(self, ladder: Ladder, number: int, now: datetime) -> dict[str, Any]:
        """Half are a colleague's, planned and far from closing; half are won."""
        touched = {"last_touch_at": now - timedelta(minutes=number)}
        if number % 2:
            won = {"kind": StageKind.WON, "closed": True, "stuck_at": None, "follow_up_at": None, "closed_at": now}
            return deal(self.team_id, USER, ladder.first_won, number, now, **won, **touched)
        planned = {"next_step_at": now + timedelta(days=3), "expected_close": (now + timedelta(days=300)).date()}
        return deal(self.team_id, COLLEAGUE, ladder.first_open, number, now, **planned, **touched)

    async def page(self, view: str, cursor: str = "") -> DealPage:
        """One page of one's own list."""
        arg = self.stage_id if view == "stage" else 0
        return await self._lists.page(USER, self.team_id, view, "m", arg, "n", cursor)

    async def deep(self, view: str) -> str:
        """The cursor of a page far down."""
        cursor = ""
        for _ in range(DEEP):
            cursor = (await self.page(view, cursor)).next or cursor
        return cursor

    async def measure(self, view: str, cursor: str = "") -> float:
        """Milliseconds a page, read and worded."""
        begin = time.perf_counter()
        for _ in range(PAGES):
            page = await self.page(view, cursor)
            list_screen(page, self._reader)
        assert len(page.rows) == 8, f"{view}: {len(page.rows)} rows"
        return 1000 * (time.perf_counter() - begin) / PAGES


def main(rounds: int = 5) -> None:
    """Measure and print."""
    title("Lists: a page of 8 out of 10,000 deals / out of 10")
    with tempfile.TemporaryDirectory(prefix="dealnudge-bench-") as folder:
        asyncio.run(_measure(Path(folder), rounds))


async def _measure(folder: Path, rounds: int) -> None:
    clock = Clock()
    databases = [Database(f"sqlite+aiosqlite:///{folder}/{name}.db") for name in ("few", "many", "rare")]
    few, many, rare = (Book(database, clock) for database in databases)
    now = clock.now()
    await few.fill(FEW, 0, now)
    await many.fill(MANY - FEW, FEW, now)
    await rare.fill(FEW, MANY - FEW, now)
    for view in VIEWS:
        deep = await many.deep(view)
        measured: dict[str, list[float]] = {"few": [], "many": [], "deep": [], "rare": []}
        for _ in range(rounds + 1):
            measured["few"].append(await few.measure(view))
            measured["many"].append(await many.measure(view))
            measured["deep"].append(await many.measure(view, deep))
            measured["rare"].append(await rare.measure(view))
        # The first round only warms up.
        base = measured.pop("few")[1:]
        for name, note in (("many", "first page, all listed"), ("deep", f"page {DEEP + 1}"), ("rare", "10 listed")):
            line(f"{view}, {note}: 10,000 ÷ 10", ratio(measured[name][1:], base))
        line("    ms a page out of 10", f"{statistics.median(base):.2f}")
    for database in databases:
        await database.close()
