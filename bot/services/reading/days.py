"""Which day a few words mean. Weeks begin on Monday.

"Friday" is the next Friday to come (said on a Friday: in a week), "next Friday" is that of the next calendar
week. A day without a year that has passed is next year's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from bot.services.reading.counts import count_of, phrase
from bot.services.reading.dating import (
    Day,
    Today,
    add,
    day_of_month,
    end_of,
    last_of,
    start_of_next,
    upcoming,
)
from bot.services.reading.lexicon import dates as lex
from bot.services.reading.numeric_days import full_day, goes_on, match_numeric, measured
from bot.services.reading.tokens import Line


def match_day(line: Line, i: int, today: Today, *, anchored: bool) -> Day | None:
    """The day that begins at token i. `anchored`: a preposition or a word for closing stands before it,
    so that doubtful forms ("sun", "1.5") are days too.
    """
    if numeric := match_numeric(line, i, today, anchored=anchored):
        return numeric
    for rule in _RULES:
        found = rule(line, i, today, anchored)
        if found is not None:
            return found
    return None


def month_end(line: Line, i: int, today: Today) -> Day | None:
    """The last day of a month named alone ("closing in March"), of this year or the next."""
    month = lex.MONTHS.get(line.key(i))
    if month is None:
        return None
    year = today.date.year + (month < today.date.month)
    return Day(line.dot(i + 1), last_of(year, month))


def _relative(line: Line, i: int, today: Today, anchored: bool) -> Day | None:
    word = line.key(i)
    if word in lex.TODAY:
        return Day(i + 1, today.date)
    if word in lex.TONIGHT:
        return Day(i, today.date)  # the time rule takes the word itself
    if word in lex.TOMORROW:
        return Day(i + 1, today.date + dt.timedelta(1))
    if word in lex.AFTER_TOMORROW:
        return Day(i + 1, today.date + dt.timedelta(2))
    if word in lex.YESTERDAY:
        return Day(i + 1, today.date - dt.timedelta(1))
    if word in lex.BEFORE_YESTERDAY:
        return Day(i + 1, today.date - dt.timedelta(2))
    if [line.key(i + n) for n in range(3)] == ["day", "after", "tomorrow"]:
        return Day(i + 3, today.date + dt.timedelta(2))
    return None


def _day_month(line: Line, i: int, today: Today, anchored: bool) -> Day | None:
    day = _day_number(line, i)
    if not day or (line.glued(i) and line.tokens[i - 1].text in "-–/."):
        return None
    j = _after_ordinal(line, i + 1)
    if line.key(j) in lex.OF:
        j += 1
    month = lex.MONTHS.get(line.key(j))
    return _with_year(line, line.dot(j + 1), day, month, today) if month else None


def _month_day(line: Line, i: int, today: Today, anchored: bool) -> Day | None:
    month = lex.MONTHS.get(line.key(i))
    if not month:
        return None
    j = line.dot(i + 1)
    day = _day_number(line, j)
    if not day or lex.MONTHS.get(line.key(j + 1)) or line.key(j + 1) == ":" or measured(line, j + 1):
        return None
    if line.number(j + 1) and len(line.number(j + 1)) == 3:
        return None  # "December 5 000"
    return _with_year(line, _after_ordinal(line, j + 1), day, month, today)


def _weekday(line: Line, i: int, today: Today, anchored: bool) -> Day | None:
    far = line.key(i) in lex.NEXT
    j = line.dot(i + 1) if far or line.key(i) in lex.THIS else i
    number = lex.WEEKDAYS.get(line.key(j))
    if number is None:
        return None
    if line.key(j) in lex.DOUBTFUL_WEEKDAYS and not anchored and j == i and not _stands_as_day(line, j):
        return None
    end = j + 1
    if line.key(end) == "." and line.glued(end) and len(line.key(j)) <= 4:
        end += 1
    week = _next_period(line, line.skip(end, lex.DATE_PREPOSITIONS), "week")
    if far or week:
        monday = today.date + dt.timedelta(7 - today.date.weekday())
        return Day(week or end, monday + dt.timedelta(number))
    ahead = (number - today.date.weekday() - 1) % 7 + 1
    return Day(end, today.date + dt.timedelta(ahead))


def _in_days(line: Line, i: int, today: Today, anchored: bool) -> Day | None:
    """ "in 2 weeks", "через неделю", "+3d", "3 days from now"; hours and minutes are not days."""
    introduced = line.key(i) in lex.IN or (line.key(i) == "+" and line.glued(i + 1))
    found = count_of(line, i + 1 if introduced else i)
    if not found or found[2] not in ("day", "week", "month", "year"):
        return None
    end, count, unit = found
    later = next((end + len(w) for w in lex.FROM_NOW if phrase(line, end, w)), 0)
    if not (introduced or later):
        return None
    date = add(today.date, count, unit)
    return Day(later or end, date) if date else None


def _period(line: Line, i: int, today: Today, anchored: bool) -> Day | None:
    """ "next week", "в следующем месяце", "end of month", "koniec tygodnia"."""
    short = lex.END_SHORT.get(line.key(i))
    if short:
        return Day(i + 1, end_of(short, today.date))
    if line.key(i) in lex.END:
        j = line.skip(i + 1, frozenset(("of", "the")) | lex.THIS)
        unit = lex.PERIODS.get(line.key(j))
        if unit is None:
            return month_end(line, j, today)
        return Day(j + 1, end_of(unit, today.date)) if unit else None
    for unit in ("week", "month", "year"):
        end = _next_period(line, i, unit)
        if end:
            return Day(end, start_of_next(unit, today.date))
    return None


def _ordinal(line: Line, i: int, today: Today, anchored: bool) -> Day | None:
    """ "15-го", "15 числа", "on the 15th"."""
    j = i + 1 if line.key(i) == "the" else i
    day = _day_number(line, j)
    if not day:
        return None
    end = _after_ordinal(line, j + 1)
    if line.key(end) in lex.DAY_OF_MONTH:
        end += 1
    elif end == j + 1 or not (anchored or j > i or (line.key(j + 1) == "-" and not line.is_word(end))):
        return None
    date = day_of_month(day, today)
    return Day(end, date) if date else None


_RULES: tuple[Callable[[Line, int, Today, bool], Day | None], ...] = (
    _relative,
    _day_month,
    _month_day,
    _weekday,
    _in_days,
    _period,
    _ordinal,
)


def _day_number(line: Line, i: int) -> int:
    digits = line.number(i)
    return int(digits) if 0 < len(digits) <= 2 and 1 <= int(digits) <= 31 else 0


def _after_ordinal(line: Line, i: int) -> int:
    if line.key(i) in lex.ORDINALS and line.glued(i):
        return i + 1
    if line.key(i) == "-" and line.glued(i) and line.glued(i + 1) and line.key(i + 1) in lex.ORDINALS:
        return i + 2
    return i


def _with_year(line: Line, end: int, day: int, month: int, today: Today) -> Day | None:
    j = end + 1 if line.key(end) == "," else end
    digits = line.number(j)
    if len(digits) == 4 and 1990 <= int(digits) < 2100 and not goes_on(line, j + 1):
        return full_day(line, j, line.tokens[j].end, (int(digits), month, day), today)
    date = upcoming(day, month, today)
    return Day(end, date) if date else None


def _stands_as_day(line: Line, i: int) -> bool:
    after = line.key(i + 1)
    if line.key(i - 1) in lex.DATE_PREPOSITIONS | lex.THIS or (line.free(i - 1) and line.number(i - 1)):
        return True
    return i > 0 and (not line.is_word(i + 1) or after in lex.TIME_PREPOSITIONS)


def _next_period(line: Line, i: int, unit: str) -> int:
    if line.key(i) not in lex.NEXT:
        return 0
    j = line.dot(i + 1)
    return j + 1 if lex.PERIODS.get(line.key(j)) == unit else 0
