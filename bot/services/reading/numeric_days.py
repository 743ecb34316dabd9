"""Days written in digits: 15.12, 15/12/26, 2026-12-15."""

from __future__ import annotations

import re

from bot.services.reading.dating import MAX_DAYS, Day, Today, upcoming, valid
from bot.services.reading.lexicon import dates as lex
from bot.services.reading.lexicon import money
from bot.services.reading.tokens import Line

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?![\w-])", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/-]|\.\d)", re.ASCII)
_SHORT = re.compile(r"(\d{1,2})([./])(\d{1,2})(?![\w/-]|[.,]\d)", re.ASCII)
_MAY_TOUCH = frozenset("(,:;—–")
_NOT_DAYS = (money.MULTIPLIERS.keys() | money.CURRENCY_WORDS.keys() | money.SHARED_SIGNS.keys() | money.QUANTITIES) - {
    "к",
    "m",
    "м",
}


def match_numeric(line: Line, i: int, today: Today, *, anchored: bool) -> Day | None:
    """The day written in digits from token i on.

    "15.12" is a day and "1.5" a number, unless a preposition or a word for closing makes it a day (`anchored`);
    what carries a currency, a multiplier or a measure is no day.
    """
    if not line.number(i) or (line.glued(i) and line.tokens[i - 1].text not in _MAY_TOUCH):
        return None
    at = line.tokens[i].start
    if found := _ISO.match(line.text, at):
        return full_day(line, i, found.end(), (int(found[1]), int(found[2]), int(found[3])), today)
    if found := _DOTTED.match(line.text, at):
        year = int(found[4]) + (2000 if len(found[4]) == 2 else 0)
        day, month = _order(int(found[1]), int(found[3]), found[2], today)
        return full_day(line, i, found.end(), (year, month, day), today)
    found = _SHORT.match(line.text, at)
    if not found or not (len(found[3]) == 2 or anchored):
        return None
    end = _end(line, i, found.end())
    if not end or measured(line, end):
        return None
    day, month = _order(int(found[1]), int(found[3]), found[2], today)
    date = upcoming(day, month, today)
    return Day(end, date) if date else None


def measured(line: Line, end: int) -> bool:
    """Whether a currency, a multiplier or a measure follows: then the digits before it were no day."""
    glued = line.glued(end) and line.is_word(end) and line.key(end) not in lex.ORDINALS
    return glued or line.key(end) in _NOT_DAYS or line.key(end) == "%"


def goes_on(line: Line, end: int) -> bool:
    """Whether more digits or letters are glued to the number before token `end`: "2026x", "2026.5"."""
    if not line.glued(end):
        return False
    return line.tokens[end].kind != "sym" or (line.glued(end + 1) and line.number(end + 1) != "")


def full_day(line: Line, i: int, offset: int, ymd: tuple[int, int, int], today: Today) -> Day | None:
    """The day with a typed year whose text, begun at token i, ends at `offset`; "г."/"r." after it is its."""
    date = valid(*ymd)
    end = _end(line, i, offset)
    if date is None or not end or ((date - today.date).days > MAX_DAYS and not today.far_ok):
        return None
    return Day(line.dot(end + 1) if line.key(end) in lex.YEAR_WORDS else end, date)


def _end(line: Line, i: int, offset: int) -> int:
    """The position after the token that ends at `offset`; 0 when a token between belongs to something else."""
    end = line.index_at(offset)
    return end if all(line.readable(at) for at in range(i, end)) else 0


def _order(first: int, second: int, separator: str, today: Today) -> tuple[int, int]:
    """(day, month). Only slashes are American, where that is usual or the other order cannot be right."""
    if separator == "/" and (second > 12 or (today.month_first and first <= 12)):
        return second, first
    return first, second
