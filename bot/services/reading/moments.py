"""Days and times together, as moments in the person's zone, with DST taken care of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from bot.services.reading.counts import count_of, phrase
from bot.services.reading.dating import Today
from bot.services.reading.days import match_day
from bot.services.reading.hours import match_time
from bot.services.reading.lexicon import dates as lex
from bot.services.reading.lexicon.names import FORM_AFTER
from bot.services.reading.tokens import Line
from bot.services.reading.types import ReadingContext, When

_AFTER_CLOSE = frozenset(":-–—=") | lex.CLOSE_AFTER | lex.DATE_PREPOSITIONS
_MAX_MINUTES = 60 * 24 * 366


@dataclass(frozen=True, slots=True)
class Moment:
    """Tokens start..end-1 say a day, a time, both, or a distance from now (`instant`, UTC).

    The words of the day alone end at `day_end`.
    """

    start: int
    end: int
    day_end: int
    day: dt.date | None = None
    time: dt.time | None = None
    instant: dt.datetime | None = None

    def when(self, ctx: ReadingContext) -> When | None:
        """The moment; None if it has passed. A time without a day is today's, or tomorrow's if past."""
        if self.instant:
            return When(self.instant, True, self.instant.astimezone(ctx.tz).date())
        if self.time is None:
            day = self.day or ctx.today
            return When(to_utc(day, ctx.day_start, ctx), False, day) if day >= ctx.today else None
        day = self.day or ctx.today
        at = to_utc(day, self.time, ctx)
        if at <= ctx.now and self.day is None:
            day += dt.timedelta(1)
            at = to_utc(day, self.time, ctx)
        return When(at, True, day) if at > ctx.now else None


def to_utc(day: dt.date, time: dt.time, ctx: ReadingContext) -> dt.datetime:
    """Wall time in the person's zone as UTC.

    A time that the clocks skip is moved forward by the gap; of one that they show twice the first is meant,
    unless it has passed.
    """
    local = dt.datetime.combine(day, time.replace(fold=0), tzinfo=ctx.tz)
    at = local.astimezone(dt.UTC)
    again = local.replace(fold=1).astimezone(dt.UTC)
    return again if at <= ctx.now < again else at


def find_moments(line: Line, ctx: ReadingContext) -> list[Moment]:
    """All the days and times of the line, from left to right, without overlap."""
    found: list[Moment] = []
    i = 0
    while i < len(line):
        moment = match_moment(line, i, ctx, anchored=_after_closing(line, i))
        if moment and not _names_somebody(line, moment):
            found.append(moment)
            i = moment.end
        else:
            i += 1
    return found


def match_moment(
    line: Line, i: int, ctx: ReadingContext, *, anchored: bool = False, past_ok: bool = False
) -> Moment | None:
    """The moment that begins at token i, its preposition included."""
    if not line.readable(i):
        return None
    return (
        _instant(line, i, ctx)
        or _day_first(line, i, Today(ctx.today, ctx.month_first, past_ok), anchored)
        or _time_first(line, i, Today(ctx.today, ctx.month_first, past_ok))
    )


def _instant(line: Line, i: int, ctx: ReadingContext) -> Moment | None:
    """ "in 2 hours", "через полчаса", "za 15 minut"."""
    if line.key(i) not in lex.IN:
        return None
    half = next((i + 1 + len(words) for words in lex.HALF_HOUR if phrase(line, i + 1, words)), 0)
    end, count, unit = (half, 30, "minute") if half else count_of(line, i + 1) or (0, 0, "")
    minutes = count * {"minute": 1, "hour": 60}.get(unit, 0)
    if not 0 < minutes <= _MAX_MINUTES:
        return None
    at = ctx.now.astimezone(dt.UTC).replace(second=0, microsecond=0) + dt.timedelta(minutes=minutes)
    return Moment(i, end, end, instant=at)


def _day_first(line: Line, i: int, today: Today, anchored: bool) -> Moment | None:
    j = _skip_prepositions(line, i)
    day = match_day(line, j, today, anchored=anchored or j > i)
    if day is None and j > i:
        day, j = match_day(line, i, today, anchored=anchored), i  # "in 2 weeks": the preposition is the phrase
    if day is None:
        return None
    end, date = day.end, day.date
    beside = end + 1 if line.key(end) == "," else end
    other = match_day(line, _skip_prepositions(line, beside), today, anchored=True)
    weekday_first = line.key(j) in lex.WEEKDAYS
    weekday_after = line.key(_skip_prepositions(line, beside)) in lex.WEEKDAYS
    if other and weekday_first != weekday_after:
        if other.date.weekday() == date.weekday():
            end, date = other.end, other.date if weekday_first else date
        elif weekday_first:
            return None  # "Monday 15 Dec", which is a Tuesday: the date is what was meant, the word stays
    time = match_time(line, end, near_day=True)
    if time is None and line.key(end) == ",":
        time = match_time(line, end + 1, near_day=True)
    if time is None:
        return Moment(i, end, end, day=date)
    return Moment(i, time.end, end, day=date, time=time.time)


def _time_first(line: Line, i: int, today: Today) -> Moment | None:
    time = match_time(line, i, near_day=True)
    if time:
        j = time.end + 1 if line.key(time.end) == "," else time.end
        day = match_day(line, _skip_prepositions(line, j), today, anchored=True)
        if day:
            return Moment(i, day.end, day.end, day=day.date, time=time.time)
    time = match_time(line, i, near_day=False)
    return Moment(i, time.end, time.end, time=time.time) if time and time.time else None


def _skip_prepositions(line: Line, i: int) -> int:
    """Past "до", "by", "on the"... but not past the "к" of "120 к завтра", which is a thousand."""
    if line.key(i) == "к" and line.free(i - 1) and line.number(i - 1) and line.key(i + 1) not in lex.DATIVE_DAYS:
        return i
    return line.skip(i, lex.DATE_PREPOSITIONS)


def _after_closing(line: Line, i: int) -> bool:
    return line.key(line.skip_back(i, _AFTER_CLOSE) - 1) in lex.CLOSE


def _names_somebody(line: Line, moment: Moment) -> bool:
    """ "Monday Software 10k" and "Black Friday Ltd": a weekday inside a company's name."""
    token = line.tokens[moment.start]
    if moment.end != moment.start + 1 or token.key not in lex.WEEKDAYS or not line.is_word(moment.end):
        return False
    following = line.tokens[moment.end]
    if FORM_AFTER.match(line.text, following.start):
        return True
    return moment.start == 0 and token.text[0].isupper() and following.text[0].isupper()


def at_start_of_day(moment: Moment) -> Moment:
    """The same day without its time, for fields that hold a date only."""
    return replace(moment, time=None)
