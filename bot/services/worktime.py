"""When somebody works: their days and hours on their own wall, public holidays, and days out of office.

Everything is counted from local dates to moments in UTC, never by adding hours to a wall clock, so a night when the
clocks change neither doubles nor swallows a working day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Member, Team, User

MINUTES_A_DAY = 1_440
EVERY_DAY = 0b1111111
"""All seven days of a mask; bit 0 is Monday."""

USUAL_WEEK, USUAL_HOURS = 0b0011111, (540, 1_080)
"""Monday to Friday, nine to six."""

LONGEST_BREAK_DAYS = 62
"""No country closes for longer. Whose only working day is always a holiday (say, Sunday) works on it all the same."""

ASKED_AT_ONCE = 400
"""Memberships looked up in one statement: each costs two of its parameters."""


@lru_cache(maxsize=512)
def holidays_of(country: str, year: int) -> frozenset[date]:
    """The public holidays of an ISO 3166 country; none for a country that the library does not know."""
    # Not at the top: it costs a fifth of a second, and a bot whose teams work on holidays never needs it.
    import holidays

    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()


def knows_holidays(country: str) -> bool:
    """Whether the library knows the country's public holidays."""
    import holidays

    return country in holidays.list_supported_countries(include_aliases=False)


def sensible_week(days: int) -> bool:
    """Whether a mask names at least one day of the week and nothing else."""
    return 0 < days <= EVERY_DAY


def sensible_hours(start: int, end: int) -> bool:
    """Whether these minutes after midnight are a working day: it starts before it ends, by midnight at the latest."""
    return 0 <= start < end <= MINUTES_A_DAY


@dataclass(frozen=True, slots=True)
class WorkTime:
    """One person's (or team's) working time.

    ``days``: a mask, bit 0 is Monday. ``start`` and ``end``: minutes after local midnight; at the start it is open,
    at the end no more. ``country``: whose public holidays are free; None: holidays are worked. ``away_until``: out of
    office before this moment. Raises ValueError for a week without a day and hours that end before they start.
    """

    zone: ZoneInfo
    days: int = USUAL_WEEK
    start: int = USUAL_HOURS[0]
    end: int = USUAL_HOURS[1]
    country: str | None = None
    away_until: datetime | None = None

    def __post_init__(self) -> None:
        if not sensible_week(self.days) or not sensible_hours(self.start, self.end):
            raise ValueError(f"days {self.days:b}, {self.start}-{self.end} minutes: nobody works like that")

    def works(self, day: date) -> bool:
        """Whether ``day`` is a working day (out of office is not looked at)."""
        if not self.days >> day.weekday() & 1:
            return False
        return self.country is None or day not in holidays_of(self.country, day.year)

    def wall(self, day: date, minutes: int) -> datetime:
        """A local time of day in UTC: of an hour that comes twice the first one, of a skipped one the time after."""
        midnight = datetime.combine(day, time())
        return (midnight + timedelta(minutes=minutes)).replace(tzinfo=self.zone).astimezone(UTC)

    def today(self, moment: datetime) -> date:
        """The local date at a moment."""
        return moment.astimezone(self.zone).date()

    def day_opens(self, day: date) -> datetime:
        """When ``day`` starts if it is worked, in UTC."""
        return self.wall(day, self.start)

    def day_closes(self, day: date) -> datetime:
        """When ``day`` ends if it is worked, in UTC."""
        return self.wall(day, self.end)

    def is_away(self, moment: datetime) -> bool:
        """Whether this is before the end of an out-of-office time."""
        return self.away_until is not None and moment < self.away_until

    def is_open(self, moment: datetime) -> bool:
        """Whether this is a working moment: a working day, within the hours, not out of office."""
        day = self.today(moment)
        if self.is_away(moment) or not self.works(day):
            return False
        return self.day_opens(day) <= moment < self.day_closes(day)

    def next_open(self, moment: datetime) -> datetime:
        """The first working moment from ``moment`` on, in UTC: the same one when it is one itself."""
        if self.away_until is not None:
            moment = max(moment, self.away_until)
        for day in self._working_days(self.today(moment)):
            opens, closes = self.day_opens(day), self.day_closes(day)
            if max(moment, opens) < closes:
                return max(moment, opens).astimezone(UTC)
        raise AssertionError("working days never end")

    def next_at(self, after: datetime, minutes: int, days: int | None = None) -> datetime:
        """The next working day's local time ``minutes``, strictly after a moment and not before the return.

        ``days`` narrows the working days to those of another mask (a manager who wants digests on Mondays only); where
        nothing would be left, the other mask alone counts.
        """
        if self.away_until is not None and self.away_until > after:
            # One who is back from 9:00 on hears what comes at 9:00.
            after = self.away_until - timedelta.resolution
        week = self.days if days is None else (self.days & days or days)
        for day in replace(self, days=week)._working_days(self.today(after)):
            at = self.wall(day, minutes)
            if at > after:
                return at
        raise AssertionError("working days never end")

    def add_working_days(self, moment: datetime, count: int) -> datetime:
        """The same time of day ``count`` working days later, in UTC. From a free day it counts from the next opening.

        Friday 15:00 and one day are Monday 15:00; Saturday and one day are Tuesday's opening.
        """
        begin, minutes = self._counted_from(moment)
        days = self._working_days(begin + timedelta(days=1))
        day = begin
        for _ in range(count):
            day = next(days)
        return self._same_time(day, minutes)

    def working_days_between(self, moment: datetime, later: datetime) -> int:
        """How many whole working days lie between: the largest ``n`` whose ``add_working_days`` is not past ``later``.

        0 when ``later`` is earlier.
        """
        begin, minutes = self._counted_from(moment)
        for count, day in enumerate(self._working_days(begin + timedelta(days=1))):
            if self._same_time(day, minutes) > later:
                return count
        raise AssertionError("working days never end")

    def _counted_from(self, moment: datetime) -> tuple[date, timedelta]:
        """The first working day counted from, and the time of day (as a distance from midnight on the wall)."""
        local = moment.astimezone(self.zone)
        if not self.works(local.date()):
            return next(self._working_days(local.date())), timedelta(minutes=self.start)
        return local.date(), local.replace(tzinfo=None) - datetime.combine(local.date(), time())

    def _same_time(self, day: date, distance: timedelta) -> datetime:
        return (datetime.combine(day, time()) + distance).replace(tzinfo=self.zone).astimezone(UTC)

    def _working_days(self, day: date) -> Iterator[date]:
        """Every working day from ``day`` on."""
        idle = 0
        while True:
            if self.works(day) or (idle >= LONGEST_BREAK_DAYS and self.days >> day.weekday() & 1):
                idle = 0
                yield day
            else:
                idle += 1
            day += timedelta(days=1)


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def team_worktime(team: Team) -> WorkTime:
    """The team's own working time, by its own clock: what limits in working days are counted in."""
    days = team.work_days if sensible_week(team.work_days) else USUAL_WEEK
    start, end = (team.day_start, team.day_end) if sensible_hours(team.day_start, team.day_end) else USUAL_HOURS
    return WorkTime(_zone(team.time_zone), days, start, end, team.country if team.keeps_holidays else None)


def worktime_of(member: Member, team: Team, user: User) -> WorkTime:
    """A member's working time: their own days, hours and zone where they set them, else the team's."""
    usual = team_worktime(team)
    days = usual.days if member.work_days is None else member.work_days
    start = usual.start if member.day_start is None else member.day_start
    end = usual.end if member.day_end is None else member.day_end
    if not sensible_hours(start, end):
        # Half of it is the team's, which has changed since.
        start, end = usual.start, usual.end
    zone = _zone(user.time_zone) if user.time_zone else usual.zone
    return replace(usual, zone=zone, days=days, start=start, end=end, away_until=member.away_until)


async def worktimes(session: AsyncSession, pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], WorkTime]:
    """Working times by (user id, team id); who is no active member of that team is missing."""
    found: dict[tuple[int, int], WorkTime] = {}
    asked = sorted(set(pairs))
    for start in range(0, len(asked), ASKED_AT_ONCE):
        these = asked[start : start + ASKED_AT_ONCE]
        query = (
            select(Member, Team, User)
            .join(Team, Team.id == Member.team_id)
            .join(User, User.id == Member.user_id)
            # Users apart, too: for several pairs alone SQLite looks through the whole table.
            .where(Member.user_id.in_({user for user, _ in these}), tuple_(Member.user_id, Member.team_id).in_(these))
            .where(Member.active)
        )
        for member, team, user in await session.execute(query):
            found[user.id, team.id] = worktime_of(member, team, user)
    return found
