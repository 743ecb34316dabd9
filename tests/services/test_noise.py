"""A small team lives for nine days through the simulation of `benchmarks/noise`: its musts hold, and it cannot rot."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from benchmarks.noise.oracle import Oracle, Push
from benchmarks.noise.people import Person
from benchmarks.noise.report import judge
from benchmarks.noise.run import simulate
from benchmarks.noise.size import HOME, Size
from benchmarks.noise.truth import Truth
from bot.database import Database
from bot.models import Role, Stage, StageKind
from tests.services.world import utc

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


# The oracle itself: what it lets pass, and what it does not


ANNA = Person(1, "pl", HOME, Role.REP, time(9))
MONDAY = utc("2026-03-02 08:00")


def judged(*named: tuple[str, str, str], deal: Truth, until: str) -> Oracle:
    """What it finds when Anna was told of the deal so: (when, kind of message, why; "warn" is marked 🟡, too)."""
    oracle = Oracle(MONDAY)
    for at, kind, why in named:
        oracle.said(Push(utc(at), ANNA, kind, [(deal, why)], warned={deal.name} if why == "warn" else set()))
    oracle.changes(deal, utc(until))
    return oracle


def entered(moment: datetime = MONDAY, **facts: object) -> Truth:
    """A deal that has eight days in its stage, and is nearly stuck after six."""
    stage = Stage(id=1, kind=StageKind.OPEN, stuck_days=8, followup_hours=1_000)
    deal = Truth(1, "K00001", ANNA, stage, moment, enquiry=False)
    for name, value in facts.items():
        setattr(deal, name, value)
    return deal


@pytest.mark.parametrize(
    ("told", "put_off", "faults"),
    [
        # Nearly stuck on Sunday at nine, so to be said on Monday; stuck on Tuesday.
        ((), None, 1),
        ((("2026-03-09 08:01", "plan", "warn"),), None, 0),
        ((("2026-03-10 07:59", "plan", "warn"),), None, 1),
        # Put off on Monday: told before that or not.
        ((("2026-03-09 08:01", "plan", "warn"),), "2026-03-09 14:00", 0),
        ((), "2026-03-09 14:00", 1),
    ],
)
def test_a_warning_is_missed_unless_it_was_said_in_time(
    told: tuple[tuple[str, str, str], ...], put_off: str | None, faults: int
) -> None:
    deal = entered(snoozed_until=utc(put_off) if put_off else None)
    oracle = judged(*told, deal=deal, until="2026-03-10 07:59")
    assert len(oracle.verdicts.unwarned) == faults
    assert len(oracle.verdicts.warned) == 1 - faults


@pytest.mark.parametrize(
    ("second", "faults"),
    [
        (("2026-03-03 09:01", "plan", "step"), 0),
        (("2026-03-03 09:01", "batch", "step"), 1),
    ],
)
def test_only_the_plan_names_a_step_again_that_has_rung(second: tuple[str, str, str], faults: int) -> None:
    deal = entered(step=utc("2026-03-03 06:00"), step_timed=True)
    oracle = judged(("2026-03-03 06:01", "single", "step"), second, deal=deal, until="2026-03-03 12:00")
    assert len(oracle.verdicts.twice) == faults


def test_a_plan_that_repeats_what_had_no_time_of_its_own_is_twice() -> None:
    deal = entered(step=utc("2026-03-03 08:00"))
    named = ("2026-03-03 08:01", "batch", "step"), ("2026-03-03 09:01", "plan", "step")
    assert len(judged(*named, deal=deal, until="2026-03-03 12:00").verdicts.twice) == 1
