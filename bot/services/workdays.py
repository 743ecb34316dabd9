"""Days and hours on the wall of a person, as moments in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARK_DAYS = 30
"""A parked deal comes back after this many days unless told otherwise (a parked deal is not a lost one: product.md)."""


def today_in(zone: ZoneInfo, now: datetime) -> date:
    """The date on the wall in ``zone``."""
    return now.astimezone(zone).date()


def day_starts(day: date, zone: ZoneInfo, day_start: int) -> datetime:
    """When the working day ``day`` starts in ``zone``, in UTC. ``day_start``: minutes after midnight.

    An hour that the clocks skip that day means the same time after the change.
    """
    wall = datetime.combine(day, time(day_start // 60, day_start % 60), zone)
    return wall.astimezone(UTC)


def day_ahead(days: int, zone: ZoneInfo, now: datetime) -> date:
    """The date ``days`` after today in ``zone``."""
    return today_in(zone, now) + timedelta(days=days)
