"""Reads what people type or press about working time and limits. Every reader raises BadInput with the field's name."""

from __future__ import annotations

import re

from bot.errors import BadInput
from bot.services.cities import countries
from bot.services.reading import fold
from bot.services.worktime import EVERY_DAY, MINUTES_A_DAY, sensible_hours, sensible_week

LONGEST_HOURS, LONGEST_DAYS = 90 * 24, 365
"""No reminder and no limit is further off: a typing slip must not silence a team for years."""

_TIME = re.compile(r"(\d{1,2})(?:[:.h ](\d{2}))?")
_SPAN = re.compile(r"(\d{1,4})\s*([a-zа-яё]*)\.?")
# First letters of "hours", "days", "weeks" in the three languages.
_HOURS, _DAYS, _WEEKS = ("h", "ч", "g"), ("d", "д"), ("w", "н", "t")


_NEVER = frozenset({"0", "-", "–", "—", "never", "none", "no", "off", "∞"}) | frozenset(
    {"никогда", "нет", "не нужно", "выкл", "nigdy", "nie", "brak", "bez limitu", "без ограничений", "no limit"}
)
"""What stands for the button "never", as people type it in the three languages."""


def clock_minutes(text: str, *, is_end: bool = False) -> int:
    """Minutes after midnight, from "9", "9:30" or "09.00". ``is_end``: 24:00, the end of the day, is one too."""
    match = _TIME.fullmatch(text.strip())
    minutes = int(match[1]) * 60 + int(match[2] or 0) if match and int(match[2] or 0) < 60 else -1
    if not 0 <= minutes <= MINUTES_A_DAY - (not is_end):
        raise BadInput("day-start", text)
    return minutes


def hours_of_day(start: int, end: int) -> tuple[int, int]:
    """A working day. Raises BadInput when it ends before it starts."""
    if not sensible_hours(start, end):
        raise BadInput("work-hours", f"{start}-{end}")
    return start, end


def toggled(days: int, value: str) -> int:
    """A week with one day (0 is Monday) taken in ("3+") or left out ("3-"). Raises BadInput when none would be left."""
    if not re.fullmatch(r"[0-6][+-]", value):
        raise BadInput("setting", value)
    bit = 1 << int(value[0])
    changed = days | bit if value[1] == "+" else days & ~bit & EVERY_DAY
    if not sensible_week(changed):
        raise BadInput("work-days", value)
    return changed


def yes(value: str) -> bool:
    """An answer by button: 1 or 0."""
    if value not in ("0", "1"):
        raise BadInput("setting", value)
    return value == "1"


def hours(text: str) -> int | None:
    """A span in hours, from "48", "36 h", "3 days", "1 tydz."; "0", "-" and "never" mean None."""
    return _span(text, "limit-hours", hour=1, plain=1, longest=LONGEST_HOURS)


def days(text: str, longest: int = LONGEST_DAYS) -> int | None:
    """A span in whole days, from "7", "2 weeks"; "0", "-" and "never" mean None."""
    return _span(text, "limit-days", hour=0, plain=24, longest=longest * 24, unit=24)


def country(text: str) -> str:
    """An ISO 3166 code, from the code or the country's name in one of the three languages."""
    code = countries().get(fold(text.strip())) or countries().get(text.strip().casefold())
    if code is None:
        raise BadInput("country", text)
    return code


def _span(text: str, field: str, *, hour: int, plain: int, longest: int, unit: int = 1) -> int | None:
    asked = text.strip().lower()
    if asked.rstrip(".!") in _NEVER:
        return None
    match = _SPAN.fullmatch(asked)
    letter = match[2][:1] if match else ""
    # How many hours one of what was named lasts; 0: not to be named here.
    size = plain if not letter else hour if letter in _HOURS else 24 if letter in _DAYS else 7 * 24
    if match is None or not size or (letter and letter not in (*_HOURS, *_DAYS, *_WEEKS)):
        raise BadInput(field, text)
    length = int(match[1]) * size
    if not 0 < length <= longest:
        raise BadInput(field, text, "too_far")
    return length // unit
