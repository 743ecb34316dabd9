"""Our aiosqlite connection, which runs statements on the event loop, against aiosqlite as shipped: one stage move.

See docs/decisions/0002-sqlite-inline.md.
"""

from __future__ import annotations

import asyncio
import shutil
import statistics
import tempfile
from pathlib import Path
from unittest import mock

import aiosqlite

from benchmarks.figures import line, ratio, title
from benchmarks.move import MOVES, WARM_UP, prepare, side
from bot.database import InlineConnection


def main(rounds: int = 5) -> None:
    """Measure and print."""
    title("Inline: a move through our connection class / through aiosqlite as shipped")
    with tempfile.TemporaryDirectory(prefix="dealnudge-bench-") as folder:
        asyncio.run(_measure(Path(folder), rounds))


async def _measure(folder: Path, rounds: int) -> None:
    seats = await prepare(folder / "first.db", [-1000])
    for copy in ("ours.db", "shipped.db"):
        shutil.copy(folder / "first.db", folder / copy)
    ours, shipped = side(folder / "ours.db", seats), side(folder / "shipped.db", seats)
    as_shipped = mock.patch.object(InlineConnection, "_execute", aiosqlite.Connection._execute)
    ours_ms, shipped_ms = [], []
    for number in range(rounds + 1):
        at, count = (0, WARM_UP) if number == 0 else (WARM_UP + (number - 1) * MOVES, MOVES)
        ours_seconds = await ours.run(count, at)
        with as_shipped:
            shipped_seconds = await shipped.run(count, at)
        if number:
            ours_ms.append(1000 * ours_seconds / count)
            shipped_ms.append(1000 * shipped_seconds / count)
    await ours.database.close()
    await shipped.database.close()
    line("inline ÷ as shipped", ratio(ours_ms, shipped_ms))
    line("    ms a move: inline, as shipped", f"{statistics.median(ours_ms):.2f}, {statistics.median(shipped_ms):.2f}")
