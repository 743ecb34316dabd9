"""Which time of day a few words mean: 15:30, 3 pm, "в 10 утра", "o 15-tej", "noon", "вечером"."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from bot.services.reading.lexicon import dates as lex
from bot.services.reading.tokens import Line

# "At 3" in a sales day is the afternoon; 03:00 and "3 am" say the other thing.
_AFTERNOON_HOURS = range(1, 7)
_DAYPART_TIMES: dict[str, dt.time | None] = {
    "morning": None,  # the start of the working day, as for a date without time
    "lunch": dt.time(13, 0),
    "afternoon": dt.time(15, 0),
    "evening": dt.time(18, 0),
}


class Time(NamedTuple):
    """A time of day (None: just the start of the day) and the position after its last token."""

    end: int
    time: dt.time | None


def match_time(line: Line, i: int, *, near_day: bool) -> Time | None:
    """The time that begins at token i, its preposition included.

    `near_day`: it stands beside a day, so that "at 3", "15 h" and "in the evening" are times; elsewhere only
    15:30, 3 pm and noon are.
    """
    j = line.skip(i, lex.TIME_PREPOSITIONS)
    j = line.dot(j) if j > i else j
    introduced = j > i
    return (
        _clock(line, j, introduced)
        or _spoken_hour(line, j, introduced and near_day, near_day)
        or _named(line, j, introduced, near_day)
    )


def _clock(line: Line, i: int, introduced: bool) -> Time | None:
    """15:30, and 15.30 after a preposition."""
    hour, minute, mark = line.number(i), line.number(i + 2), line.key(i + 1)
    if not (hour and len(minute) == 2 and len(hour) <= 2 and line.glued(i + 1) and line.glued(i + 2)):
        return None
    if not (mark == ":" or (mark == "." and introduced)) or _touches(line, i):
        return None
    if line.glued(i + 3) and (line.key(i + 3) in ("%", "/") or (line.key(i + 3) in ":.-" and line.glued(i + 4))):
        return None
    return _at(line, i + 3, int(hour), int(minute))


def _spoken_hour(line: Line, i: int, introduced: bool, near_day: bool) -> Time | None:
    """3 pm anywhere; "at 15", "15 h", "в 3 часа дня" beside a day."""
    digits = line.number(i)
    if not digits or len(digits) > 2 or _touches(line, i):
        return None
    hour = int(digits)
    if line.key(i + 1) in ("am", "pm") and 1 <= hour <= 12:
        return _at(line, i + 1, hour, 0)
    if not near_day:
        return None
    end = i + 1
    if line.key(end) == "-" and line.glued(end) and line.key(end + 1) in lex.ORDINALS:
        end += 2
    spoken = line.key(end) in lex.HOUR_WORDS
    end = line.dot(end + 1) if spoken else end
    part_of_day = line.key(end) in lex.AM | lex.PM
    if not (introduced or spoken) or (line.glued(end) and line.free(end) and line.key(end) not in ",;)!?"):
        return None
    if not part_of_day and hour in _AFTERNOON_HOURS and len(digits) == 1:
        hour += 12
    return _at(line, end, hour, 0)


def _named(line: Line, i: int, introduced: bool, near_day: bool) -> Time | None:
    if line.key(i) in lex.NOON and (introduced or near_day):
        return Time(i + 1, dt.time(12, 0))
    if not near_day and line.key(i) not in lex.TONIGHT:
        return None
    if line.key(i) == "po" and line.key(i + 1) == "poludniu":
        return Time(i + 2, _DAYPART_TIMES["afternoon"])
    if line.key(i) == "in" and line.key(i + 1) == "the":
        i += 2
    part = lex.DAYPARTS.get(line.key(i))
    if part is None:
        return None
    exact = match_time(line, i + 1, near_day=True)  # "вечером в 7"
    if exact is None or exact.time is None:
        return Time(i + 1, _DAYPART_TIMES[part])
    late = part in ("afternoon", "evening") and 1 <= exact.time.hour < 12
    return Time(exact.end, exact.time.replace(hour=exact.time.hour + 12) if late else exact.time)


def _at(line: Line, end: int, hour: int, minute: int) -> Time | None:
    """The time, with a.m. or p.m. in any of the languages if it follows."""
    word = line.key(end)
    if word in lex.AM and 1 <= hour <= 12:
        hour, end = hour % 12, end + 1
    elif word in lex.PM and 1 <= hour <= 12:
        hour, end = hour % 12 + 12, end + 1
    elif word in lex.PM and hour > 12:
        end += 1
    return Time(end, dt.time(hour, minute)) if hour < 24 and minute < 60 else None


def _touches(line: Line, i: int) -> bool:
    """Whether the number at i is the tail of something longer: "1:15:30", "#15", "A15"."""
    return line.glued(i) and line.tokens[i - 1].text not in "(,;—–"
