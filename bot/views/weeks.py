"""Working weeks and hours in words, and the buttons that choose them. Everything follows the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from aiogram.filters.callback_data import CallbackData

from bot.models.facts_preferences import Hours
from bot.reader import Reader
from bot.views.formatting import days, hours, weekday
from bot.views.roles import mark, minutes_as_time
from bot.views.screen import Row, button, grid

MONDAY = date(2026, 3, 2)
"""Some Monday, to take the names of the days from."""

STARTS = (420, 480, 540, 570, 600, 660)
ENDS = (960, 1_020, 1_050, 1_080, 1_140, 1_200)


def day_name(number: int, reader: Reader) -> str:
    """The short name of a day of the week; 0 is Monday."""
    return weekday(MONDAY + timedelta(days=number), reader.locale)


def week(mask: int, reader: Reader) -> str:
    """A week in words: "Mon–Fri", "Mon, Wed–Fri", "Sat, Sun"."""
    runs: list[list[int]] = []
    for number in range(7):
        if not mask >> number & 1:
            continue
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(_run(run, reader) for run in runs)


def working_time(week_hours: Hours, reader: Reader) -> str:
    """Days and hours in words: "Mon–Fri, 09:00–18:00"."""
    span = f"{minutes_as_time(week_hours.start)}–{minutes_as_time(week_hours.end)}"
    return f"{week(week_hours.days, reader)}, {span}"


def day_rows(mask: int, make: Callable[[str], CallbackData], reader: Reader) -> list[Row]:
    """Seven buttons in two rows; each takes its day in or leaves it out. ``make`` gets "3+" or "3-"."""
    return grid(
        (
            button(mark(bool(mask >> number & 1), day_name(number, reader)), make(f"{number}{'-' if on else '+'}"))
            for number in range(7)
            for on in (mask >> number & 1,)
        ),
        4,
    )


def time_rows(choices: Sequence[int], present: int, make: Callable[[str], CallbackData]) -> list[Row]:
    """Times to choose from, the present one among them. ``make`` gets "09.00": a colon separates a button's fields."""
    shown = sorted({*choices, present})
    return grid(
        (
            button(mark(minutes == present, minutes_as_time(minutes)), make(minutes_as_time(minutes).replace(":", ".")))
            for minutes in shown
        ),
        3,
    )


def span(length: int | None, reader: Reader, *, short: bool = False) -> str:
    """Hours as people say them: "48 hours", "5 days", "never"."""
    if length is None:
        return reader.t.plain("prefs-never")
    if length >= 72 and length % 24 == 0:
        return days(length // 24, reader.locale, short=short)
    return hours(length, reader.locale, short=short)


def day_span(length: int | None, reader: Reader, *, short: bool = False) -> str:
    """Days, or "never"."""
    return reader.t.plain("prefs-never") if length is None else days(length, reader.locale, short=short)


def _run(run: list[int], reader: Reader) -> str:
    if len(run) < 3:
        return ", ".join(day_name(number, reader) for number in run)
    return f"{day_name(run[0], reader)}–{day_name(run[-1], reader)}"
