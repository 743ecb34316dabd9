"""A small team lives for nine days through the simulation of `benchmarks/noise`: its musts hold, and it cannot rot."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from benchmarks.noise.report import judge
from benchmarks.noise.run import simulate
from benchmarks.noise.size import Size
from bot.database import Database

# From the Friday before Warsaw's clocks go forward.
SMALL = Size(
    reps=3, managers=1, deals=10, touches=4, days=9, start=date(2026, 3, 27), away=(4, 2), step=timedelta(minutes=30)
)


async def test_a_small_team_hears_all_that_is_due_and_nothing_else(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/noise.db")
    try:
        result = await simulate(database, SMALL)
    finally:
        await database.close()
    figures = judge(result)
    assert figures.faults == []
    # It was no empty world: deals fell silent, were answered, and somebody's deputy heard for them.
    assert figures.due > 20
    assert len(result.oracle.verdicts.warned) > 5
    assert result.life.answered > 10
    assert any(why == "follow_up" for why in result.oracle.verdicts.late)
    assert figures.ours.mean < figures.alone.mean
