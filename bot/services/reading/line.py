"""Reads a deal out of one typed line. What is not understood stays in the title."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.models.facts_deals import FURTHEST_STEP_DAYS
from bot.services.reading import amounts, client, phones, stages, steps
from bot.services.reading.dating import FURTHEST_DEAL_DAYS, Today
from bot.services.reading.days import month_end
from bot.services.reading.lexicon import dates as lex
from bot.services.reading.lexicon.names import ACTION_NOUNS
from bot.services.reading.moments import Moment, at_start_of_day, find_moments, to_utc
from bot.services.reading.rest import claim_rest
from bot.services.reading.tokens import Line
from bot.services.reading.types import Reading, ReadingContext, When

_READ_CHARS = 1000  # a pasted letter is kept whole, but no facts are looked for beyond its beginning
_MARKS = frozenset(":-–—=")


@dataclass(slots=True)
class _Found:
    """What has been read so far."""

    next_step: When | None = None
    step_at: tuple[int, int] | None = None
    step_text: str | None = None
    close: dt.date | None = None


def read_line(text: str, ctx: ReadingContext) -> Reading:
    """Client, amount, stage, dates, phone and next step of a deal typed in one line, in any of the languages.

    Never fails: an amount that is zero, negative or too large, a moment that has passed or lies further ahead than
    its field takes, and every word that is not understood stay in the title.
    """
    line = Line(text)
    line.protect(line.index_at(_READ_CHARS), len(line))
    client.protect_names(line)
    phone = phones.find_phone(line, ctx.country, international=True)
    if phone:
        phones.claim_phone(line, phone)
    found = _read_dates(line, ctx)
    if phone is None and (phone := phones.find_phone(line, ctx.country, international=False)):
        phones.claim_phone(line, phone)
    amounts.protect_numbers(line)
    priced = amounts.find_amount(line, ctx.default_currency)
    if priced:
        amounts.claim_amount(line, priced[0])
    stage = _read_stage_and_step(line, ctx, found)
    if priced is None and (priced := amounts.find_small_amount(line, ctx.default_currency)):
        amounts.claim_amount(line, priced[0])
    name = client.claim_client(line)
    return Reading(
        client=name,
        title=claim_rest(line),
        amount_minor=priced[1].minor if priced else None,
        currency=priced[1].currency if priced else None,
        stage_id=stage.stage_id if stage else None,
        next_step=found.next_step,
        next_step_text=found.step_text,
        expected_close=found.close,
        phone=phone.e164 if phone else None,
        spans=tuple(sorted(line.spans, key=lambda span: span.start)),
    )


def _read_dates(line: Line, ctx: ReadingContext) -> _Found:
    found = _Found()
    moments = find_moments(line, ctx)
    for n, moment in enumerate(moments):
        start, end = _closing(line, moment, moments[n + 1 :])
        if start != moment.start or end > moment.end:
            _take_close(line, (start, end), moment, ctx, found)
    _close_in_month(line, ctx, found)
    steps_left = [moment for moment in moments if line.readable(moment.start)]
    _take_step(line, steps_left, ctx, found)
    return found


def _closing(line: Line, moment: Moment, later: list[Moment]) -> tuple[int, int]:
    """The moment's tokens together with the words for closing beside it, if there are any.

    A closing has no hour: a time typed with it is left as text.
    """
    if moment.day is None and moment.instant is None:
        return moment.start, moment.end
    word = line.skip_back(moment.start, _MARKS | lex.CLOSE_AFTER) - 1
    if line.key(word) in lex.CLOSE:
        return line.skip_back(word, lex.CLOSE_BEFORE), moment.day_end
    follows_own = any(_closing(line, other, [])[0] == moment.end for other in later[:1])
    if line.key(moment.end) in lex.CLOSE and not follows_own:
        return moment.start, moment.end + 1
    return moment.start, moment.end


def _take_close(line: Line, span: tuple[int, int], moment: Moment, ctx: ReadingContext, found: _Found) -> None:
    when = at_start_of_day(moment).when(ctx)
    if when and found.close is None and _within(FURTHEST_DEAL_DAYS, when.date, ctx):
        found.close = when.date
        line.claim(*span, "expected_close")


def _within(days: int, day: dt.date, ctx: ReadingContext) -> bool:
    """Whether the field would take the day: one that is a slip of the finger stays in the title for all to see."""
    return (day - ctx.today).days <= days


def _close_in_month(line: Line, ctx: ReadingContext, found: _Found) -> None:
    """ "closing in March": by the end of March."""
    for i in range(len(line)):
        if found.close is None and line.key(i) in lex.CLOSE:
            day = month_end(line, line.skip(i + 1, lex.DATE_PREPOSITIONS | _MARKS), Today(ctx.today))
            if day and _within(FURTHEST_DEAL_DAYS, day.date, ctx):
                found.close = day.date
                line.claim(i, day.end, "expected_close")


def _take_step(line: Line, moments: list[Moment], ctx: ReadingContext, found: _Found) -> None:
    """The first moment still to come is the next step; a lone time elsewhere in the line is its time."""
    for moment in moments:
        when = moment.when(ctx)
        if when is None or not _within(FURTHEST_STEP_DAYS, when.date, ctx):
            continue
        clock = next((m for m in moments if m is not moment and m.time and not m.day and not m.instant), None)
        if clock and moment.day and not when.has_time and clock.time:
            at = to_utc(moment.day, clock.time, ctx)
            if at > ctx.now:
                when = When(at, True, moment.day)
                line.claim(clock.start, clock.end, "next_step")
        line.claim(moment.start, moment.end, "next_step")
        found.next_step, found.step_at = when, (moment.start, moment.end)
        return


def _read_stage_and_step(line: Line, ctx: ReadingContext, found: _Found) -> stages.StageMatch | None:
    """Words of action beside the next step's date are its text, unless they name a stage."""
    names = stages.names_of(ctx.stages)
    if found.step_at:
        phrase = steps.verb_phrase(line, *found.step_at, names) or steps.meeting_phrase(line, *found.step_at)
        if phrase and phrase[1] - phrase[0] > 1:
            found.step_text = _take_text(line, phrase)
    stage = stages.find_stage(line, names)
    if stage and found.step_at and found.step_text is None and _is_rather_a_step(line, stage, found.step_at):
        stage = None
    if stage:
        stages.claim_stage(line, stage)
    if found.step_at and found.step_text is None:
        at = found.step_at
        phrase = steps.verb_phrase(line, *at, names) or steps.noun_phrase(line, *at)
        found.step_text = _take_text(line, phrase) if phrase else None
    return stage


def _is_rather_a_step(line: Line, stage: stages.StageMatch, step_at: tuple[int, int]) -> bool:
    """ "Contract friday" is what to do on Friday, though a stage is called "Signing the contract"; it means the stage
    when that is called "Contract" or "Contract and payment".
    """
    beside = stage.end == step_at[0] or stage.start == step_at[1]
    return beside and stage.quality <= stages.PART and line.key(stage.start) in ACTION_NOUNS


def _take_text(line: Line, phrase: tuple[int, int]) -> str:
    line.claim(*phrase, "next_step_text")
    return line.slice(*phrase)
