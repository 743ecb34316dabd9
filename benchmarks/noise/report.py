"""What a simulation showed: the figures, and the musts that it missed."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from benchmarks.figures import line
from benchmarks.noise.oracle import Push
from benchmarks.noise.people import Person
from benchmarks.noise.run import Result

MEDIAN, NEARLY_ALL = 3, 6
"""Pushes per rep and working day: at most so many on half of the days, and on 95 % of them (issue 3)."""

PUSHES_AN_HOUR = 3
SHOWN = 8
"""Misses that are named."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Pushes per rep and working day."""

    median: float
    nearly_all: float
    mean: float
    most: int

    @classmethod
    def of(cls, counts: Sequence[int]) -> Spread:
        """Of at least one day."""
        ordered = sorted(counts)
        at = min(len(ordered) - 1, int(0.95 * len(ordered)))
        return cls(statistics.median(ordered), ordered[at], statistics.fmean(ordered), ordered[-1])

    def __str__(self) -> str:
        return f"median {self.median:g}, p95 {self.nearly_all:g}, mean {self.mean:.1f}, most {self.most}"


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures that are judged."""

    due: int
    missed: list[str]
    unwarned: list[str]
    wrong: list[str]
    outside: list[str]
    twice: list[str]
    ours: Spread
    alone: Spread
    an_hour: int

    @property
    def faults(self) -> list[str]:
        """Every must that was missed; empty when all is well."""
        found = [
            (f"{len(self.missed)} of {self.due} due deals were not said in time", self.missed),
            (f"{len(self.unwarned)} deals were not said to be nearly stuck in time", self.unwarned),
            (f"{len(self.wrong)} deals were named wrongly", self.wrong),
            (f"{len(self.outside)} pushes outside working hours", self.outside),
            (f"{len(self.twice)} deals were named twice a day", self.twice),
            (f"more than {MEDIAN} pushes on half of the days", [str(self.ours)] * (self.ours.median > MEDIAN)),
            (f"more than {NEARLY_ALL} at p95", [str(self.ours)] * (self.ours.nearly_all > NEARLY_ALL)),
            (f"more than {PUSHES_AN_HOUR} pushes an hour", [str(self.an_hour)] * (self.an_hour > PUSHES_AN_HOUR)),
        ]
        return [f"{what}: " + "; ".join(which[:SHOWN]) for what, which in found if which]


def judge(result: Result) -> Figures:
    """Count what the oracle saw."""
    verdicts, pushes = result.oracle.verdicts, result.oracle.pushes
    days = _working_days(result)
    heard = Counter((push.person.user_id, push.person.day(push.at)) for push in pushes)
    due = sum(len(minutes) for minutes in verdicts.late.values()) + len(verdicts.missed)
    return Figures(
        due,
        verdicts.missed,
        verdicts.unwarned,
        verdicts.wrong,
        verdicts.outside,
        verdicts.twice,
        Spread.of([heard[key] for key in days]),
        Spread.of([verdicts.alone[key] for key in days]),
        max(_most_an_hour(pushes), default=0),
    )


def show(result: Result, figures: Figures) -> None:
    """Print all of it."""
    verdicts, pushes, life = result.oracle.verdicts, result.oracle.pushes, result.life
    days = _working_days(result)
    line("due deals said in time", f"{figures.due - len(figures.missed)} of {figures.due}")
    for why, minutes in sorted(verdicts.late.items()):
        ordered = sorted(minutes)
        late = f"p50 {ordered[len(ordered) // 2]:.0f}, p99 {ordered[int(0.99 * (len(ordered) - 1))]:.0f} min"
        line(f"    {why}: {len(minutes)}", late, f"most {ordered[-1]:.0f}, after it could first be said")
    line("said to be nearly stuck before the limit", f"{len(verdicts.warned)} of {_warnings(result)}")
    line("named though touched, paused, parked, closed", len(figures.wrong))
    line("pushes outside working hours", len(figures.outside), "but for steps with a typed time")
    line("named twice on one day, nothing new", len(figures.twice))
    line("pushes per rep and working day", figures.ours)
    line("    one reminder per deal", figures.alone)
    line("most pushes an hour, one person", figures.an_hour)
    kinds = Counter(push.kind for push in pushes)
    line("pushes", ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()))
    line("    deals named by reminders and plans", sum(len(push.claims) for push in pushes if push.kind != "digest"))
    line("    deals that such a message only counted", sum(push.hidden for push in pushes if push.kind != "digest"))
    line("nudges answered, ignored", f"{life.answered}, {life.ignored}")
    line("digests per manager and working day", _digests(result))
    touches = result.desk.touches / len(days)
    opened = statistics.fmean(len(result.desk.open_deals(rep)) for rep in result.company.reps)
    abandoned = sum(deal.is_abandoned(result.company.size.end) for deal in result.desk.deals.values())
    line("touches per rep and working day", f"{touches:.1f}", f"{opened:.0f} open deals each at the end")
    line("deals", len(result.desk.deals), f"{abandoned} abandoned")


def _warnings(result: Result) -> int:
    """How often somebody had to be told that a deal is nearly stuck, and there was time for it."""
    return len(result.oracle.verdicts.warned) + len(result.oracle.verdicts.unwarned)


def _working_days(result: Result) -> list[tuple[int, date]]:
    size = result.company.size
    every = [size.start + timedelta(days=number) for number in range(size.days)]
    return [(rep.user_id, day) for rep in result.company.reps for day in every if rep.works_on(day)]


def _most_an_hour(pushes: Sequence[Push]) -> list[int]:
    """The fullest hour of each person."""
    moments: dict[int, list[datetime]] = defaultdict(list)
    for push in pushes:
        moments[push.person.user_id].append(push.at)
    hour = timedelta(hours=1)
    return [max(sum(at <= other < at + hour for other in heard) for at in heard) for heard in moments.values()]


def _digests(result: Result) -> str:
    size = result.company.size
    managers: list[Person] = result.company.managers
    count = Counter(push.person.user_id for push in result.oracle.pushes if push.kind == "digest")
    days = sum(managers[0].works_on(size.start + timedelta(days=number)) for number in range(size.days))
    return ", ".join(f"{count[manager.user_id]} in {days} days" for manager in managers)
