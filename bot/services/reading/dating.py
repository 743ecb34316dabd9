"""Arithmetic of days: what is near, what is the end of a month, what does not exist."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import NamedTuple

MAX_DAYS = 366 * 30  # nobody plans a deal further ahead: a larger number is not a date but a typing slip

FURTHEST_DEAL_DAYS = 366 * 10
"""A deal that starts or closes further away than this is a slip of the finger."""


class Day(NamedTuple):
    """A day, and the position after its last token."""

    end: int
    date: dt.date


class Today(NamedTuple):
    """What relative words count from. `past_ok` keeps "15.11" in this year although it has passed; with `far_ok` a
    typed year may be any, for a field that says by itself what is too far.
    """

    date: dt.date
    month_first: bool = False
    past_ok: bool = False
    far_ok: bool = False


def add(start: dt.date, count: int, unit: str) -> dt.date | None:
    """`start` plus days, weeks, months or years; the 31st becomes the month's last day. None when too far."""
    if count > MAX_DAYS:
        return None
    if unit in ("day", "week"):
        days = count * (7 if unit == "week" else 1)
        return start + dt.timedelta(days) if days <= MAX_DAYS else None
    months = count * (12 if unit == "year" else 1)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > start.year + MAX_DAYS // 366:
        return None
    return dt.date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def upcoming(day: int, month: int, today: Today) -> dt.date | None:
    """The next such day from today on; 29 February waits for a leap year."""
    for year in range(today.date.year, today.date.year + 9):
        date = valid(year, month, day)
        if date and (date >= today.date or today.past_ok):
            return date
    return None


def day_of_month(day: int, today: Today) -> dt.date | None:
    """The next 15th, 31st..."""
    for ahead in range(13):
        first = add(today.date.replace(day=1), ahead, "month")
        date = valid(first.year, first.month, day) if first else None
        if date and date >= today.date:
            return date
    return None


def start_of_next(unit: str, today: dt.date) -> dt.date:
    if unit == "week":
        return today + dt.timedelta(7 - today.weekday())
    return dt.date(today.year + 1, 1, 1) if unit == "year" else last_of(today.year, today.month) + dt.timedelta(1)


def end_of(unit: str, today: dt.date) -> dt.date:
    """The last day of this period; of a week its Friday, or the next one at the weekend."""
    if unit == "week":
        return today + dt.timedelta((4 - today.weekday()) % 7)
    if unit == "day":
        return today
    return dt.date(today.year, 12, 31) if unit == "year" else last_of(today.year, today.month)


def last_of(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def valid(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:  # 31 February: a number, not a day
        return None
