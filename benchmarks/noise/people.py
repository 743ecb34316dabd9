"""The people of the simulation, and when each of them works: counted here anew, not by `bot.services.worktime`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from benchmarks.noise.size import CLOSES, COUNTRY, OPENS
from bot.models import Role

PLAN_NEAR = timedelta(hours=2)
"""Whoever hears their plan so soon hears the rest with it (product.md: nothing is said twice)."""


@dataclass(slots=True)
class Person:
    """A member. ``plan``: when the morning plan comes, None without one. ``away``: from and until which midnight."""

    user_id: int
    locale: str
    zone: ZoneInfo
    role: Role
    plan: time | None
    away: tuple[datetime, datetime] | None = None
    deputy: Person | None = None

    def day(self, moment: datetime) -> date:
        """The date on the person's wall."""
        return moment.astimezone(self.zone).date()

    def at(self, day: date, clock: time) -> datetime:
        """A time on the person's wall, in UTC."""
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def midnight_after(self, moment: datetime) -> datetime:
        """The end of the person's day."""
        return self.at(self.day(moment) + timedelta(days=1), time())

    def is_away(self, moment: datetime) -> bool:
        """Out of office."""
        return self.away is not None and self.away[0] <= moment < self.away[1]

    def works_on(self, day: date) -> bool:
        """Whether it is a working day of theirs: no weekend, no holiday, not out of office at noon."""
        return is_workday(day) and not self.is_away(self.at(day, time(12)))

    def works_at(self, moment: datetime) -> bool:
        """Whether this is a working moment."""
        wall = moment.astimezone(self.zone)
        return is_workday(wall.date()) and OPENS <= wall.time() < CLOSES and not self.is_away(moment)

    def next_open(self, moment: datetime) -> datetime:
        """The first working moment from this one on."""
        day = self.day(moment)
        while True:
            start = max(moment, self.at(day, OPENS))
            if self.works_at(start) and self.day(start) == day:
                return start
            day += timedelta(days=1)

    def hears_at(self, moment: datetime) -> datetime:
        """When the person may be told at the earliest of what is due at a moment: when they work next, or with a plan
        that is near.
        """
        opens = self.next_open(moment)
        if self.plan is None:
            return opens
        plan = self.at(self.day(opens), self.plan)
        return plan if opens < plan <= opens + PLAN_NEAR else opens


def hearer(owner: Person, moment: datetime) -> Person:
    """Who is told about the owner's deals: the deputy of one who is away."""
    return owner.deputy if owner.deputy is not None and owner.is_away(moment) else owner


@cache
def is_workday(day: date) -> bool:
    """Monday to Friday, no public holiday."""
    return day.weekday() < 5 and day not in _holidays(day.year)


@cache
def _holidays(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays(COUNTRY, years=year)
