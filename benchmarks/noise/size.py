"""How large the simulated team is, and when it lives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOME, FAR = ZoneInfo("Europe/Warsaw"), ZoneInfo("Asia/Almaty")
"""Where people sit. Warsaw changes its clocks on 29 March 2026, Almaty never does."""

COUNTRY = "PL"
OPENS, CLOSES = time(9), time(18)
"""Everybody's working hours, on their own wall, Monday to Friday but for public holidays."""

TEMPLATE = "inbound"
"""Six stages, the first two with reminders after 24 hours, the others after 48."""


@dataclass(frozen=True, slots=True)
class Size:
    """A simulation. ``away``: on which day (from 0) somebody's absence begins, and how many days it lasts."""

    reps: int = 18
    managers: int = 2
    deals: int = 40
    touches: int = 10
    days: int = 90
    start: date = date(2026, 2, 16)
    seed: int = 3
    away: tuple[int, int] = (30, 11)
    step: timedelta = timedelta(minutes=15)

    @property
    def begin(self) -> datetime:
        """The first midnight, in UTC: night in both zones."""
        return datetime.combine(self.start, time(), UTC)

    @property
    def end(self) -> datetime:
        """The last one."""
        return self.begin + timedelta(days=self.days)
