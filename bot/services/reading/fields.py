"""Readers of one field each, for the entry field by field and for corrections.

The whole text must be the value: anything that is left over is refused with `BadInput`, never ignored.
"""

from __future__ import annotations

import datetime as dt
import re

from bot.services.reading.client import protect_names
from bot.services.reading.counts import count_of
from bot.services.reading.dating import FURTHEST_DEAL_DAYS, Today, add, day_of_month
from bot.services.reading.days import match_day, month_end
from bot.services.reading.errors import NOT_POSITIVE, PAST, TOO_FAR, UNREADABLE, BadInput
from bot.services.reading.lexicon import dates as lex
from bot.services.reading.lexicon.names import PHONE_LABELS
from bot.services.reading.moments import Moment, find_moments, match_moment
from bot.services.reading.money import match_amount
from bot.services.reading.phones import to_e164
from bot.services.reading.rest import claim_rest
from bot.services.reading.tokens import Line
from bot.services.reading.types import Money, NextStep, ReadingContext, When

_NEGATIVE = re.compile(r"\s*[-−–]\s*(?=[0-9.,$€£¥₽₴₸])")
_PERCENT = re.compile(
    r"(-?[0-9]{1,6})(?:[.,]0+)?\s*(?:%|percents?|per cent|pct|процент(?:а|ов)?|procent(?:y|ów)?)?", re.IGNORECASE
)
_PHONE = re.compile(r"[+0-9(][0-9\s().‑–\-/]*")


def read_amount(text: str, default_currency: str) -> Money:
    """ "120k", "45 tys. zł", "120.000,50", "$5k" as minor units. BadInput 'amount': unreadable, not_positive, too_big.

    Rules are those of the line, but any plain number is an amount here: 500, 2026.
    """
    if _NEGATIVE.match(text) and _amount(text[text.index(text.strip()[0]) + 1 :], default_currency):
        raise BadInput("amount", text, NOT_POSITIVE)
    amount = _amount(text, default_currency)
    if isinstance(amount, Money):
        return amount
    raise BadInput("amount", text, amount or UNREADABLE)


def read_date(text: str, ctx: ReadingContext, *, past_ok: bool = False) -> dt.date:
    """A day: "15.12", "friday", "in 2 weeks", "end of month", "15". BadInput 'date': unreadable, past.

    `past_ok` is for dates that may lie behind (a deal's start): a day without a year is then this year's.
    """
    return _date(text, ctx, Today(ctx.today, ctx.month_first, past_ok))


def read_deal_date(text: str, ctx: ReadingContext, *, past_ok: bool = False) -> dt.date:
    """When a deal starts or closes: as `read_date`, and BadInput 'date' too_far beyond ten years, ahead or back."""
    date = _date(text, ctx, Today(ctx.today, ctx.month_first, past_ok, far_ok=True))
    if abs((date - ctx.today).days) > FURTHEST_DEAL_DAYS:
        raise BadInput("date", text, TOO_FAR)
    return date


def _date(text: str, ctx: ReadingContext, today: Today) -> dt.date:
    date = _whole_day(Line(text), today)
    if date is None:
        raise BadInput("date", text)
    if date < ctx.today and not today.past_ok:
        raise BadInput("date", text, PAST)
    return date


def read_when(text: str, ctx: ReadingContext) -> When:
    """A moment: "tomorrow", "fri 15:00", "через 2 дня", "in 2 hours", "2d". BadInput 'when': unreadable, past."""
    moment = _whole_moment(Line(text), ctx)
    if moment is None:
        raise BadInput("when", text)
    when = moment.when(ctx)
    if when is None:
        raise BadInput("when", text, PAST)
    return when


def read_step(text: str, ctx: ReadingContext) -> NextStep | None:
    """A next step typed by itself, what and when together: "call Ivan tomorrow 10:00", "2d", "friday".

    None when it holds no moment; BadInput 'when' of kind past when the moment that it holds has passed.
    """
    line = Line(text)
    protect_names(line)
    whole = _whole_moment(line, ctx)
    moments = [whole] if whole else find_moments(line, ctx)
    for moment in moments:
        when = moment.when(ctx)
        if when and whole:
            return NextStep(when, None)
        if when:
            line.claim(moment.start, moment.end, "next_step")
            return NextStep(when, " ".join(claim_rest(line).split()) or None)
    if moments:
        raise BadInput("when", text, PAST)
    return None


def read_phone(text: str, country: str) -> str:
    """The number in E.164; without a plus it is dialled from `country`. BadInput 'phone' for anything else, also for
    an extension, which E.164 cannot hold.
    """
    line = Line(text)
    start = 0
    if line.key(0) in PHONE_LABELS:
        start = line.skip(1, frozenset(".:"))
    number = line.slice(start, len(line))
    e164 = to_e164(number, country) if _PHONE.fullmatch(number) and len(number) <= 40 else None
    if e164 is None:
        raise BadInput("phone", text)
    return e164


def read_percent(text: str) -> int:
    """Whole percent from 0 to 100, with or without the sign. BadInput 'percent' for anything else."""
    found = _PERCENT.fullmatch(text.strip())
    if not found or not 0 <= int(found[1]) <= 100:
        raise BadInput("percent", text)
    return int(found[1])


def _amount(text: str, default_currency: str) -> Money | str | None:
    """The money, the kind of problem with it, or None when the text is not one amount."""
    line = Line(text)
    amount = match_amount(line, line.skip(0, frozenset("~≈=+")), default_currency)
    return amount.money(default_currency) if amount and _ends(line, amount.end) else None


def _whole_day(line: Line, today: Today) -> dt.date | None:
    start = line.skip(0, lex.DATE_PREPOSITIONS)
    for i in (start, 0):
        day = match_day(line, i, today, anchored=True) or month_end(line, i, today)
        if day and _ends(line, day.end):
            return day.date
    counted = count_of(line, 0)
    if counted and _ends(line, counted[0]):
        return add(today.date, counted[1], counted[2]) if counted[2] not in ("hour", "minute") else None
    digits = line.number(start)
    if digits and len(digits) <= 2 and _ends(line, start + 1):
        return day_of_month(int(digits), today)
    return None


def _whole_moment(line: Line, ctx: ReadingContext) -> Moment | None:
    """The moment that the whole line is; "2d", "1 w", "3 часа" as if "in" stood before them."""
    moment = match_moment(line, 0, ctx, anchored=True)
    if moment and _ends(line, moment.end):
        return moment
    counted = count_of(line, 0)
    if not counted or not _ends(line, counted[0]):
        return None
    return match_moment(Line("in " + line.text), 0, ctx)


def _ends(line: Line, end: int) -> bool:
    """Whether nothing but closing punctuation follows."""
    return end > 0 and all(line.tokens[at].text in ".!," for at in range(end, len(line)))
