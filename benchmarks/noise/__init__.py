"""Noise and coverage: a team lives for 90 days through the real services, and an oracle of its own judges each push.

Nothing here asks the service when a deal is due: the oracle computes that from what the simulated people did.
"""

from __future__ import annotations

import asyncio
import gc
import tempfile
import time
from pathlib import Path

from benchmarks.figures import line, title
from benchmarks.noise.report import judge, show
from benchmarks.noise.run import simulate
from benchmarks.noise.size import Size
from bot.database import Database


def main(rounds: int = 5) -> None:
    """Simulate once (it is the same every time), print, and end with an error if a must was missed."""
    title("Noise and coverage: 20 people, 90 days")
    # As the bot does at its start: what is imported is never garbage.
    gc.collect()
    gc.freeze()
    with tempfile.TemporaryDirectory(prefix="dealnudge-bench-") as folder:
        asyncio.run(_run(Path(folder), Size()))


async def _run(folder: Path, size: Size) -> None:
    begin = time.perf_counter()
    database = Database(f"sqlite+aiosqlite:///{folder}/noise.db")
    try:
        result = await simulate(database, size)
    finally:
        await database.close()
    figures = judge(result)
    show(result, figures)
    line("minutes that the simulation took", f"{(time.perf_counter() - begin) / 60:.1f}")
    if figures.faults:
        raise SystemExit("noise: " + "\n".join(figures.faults))
