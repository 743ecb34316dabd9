"""What people type about a deal that exists: the answer to one question, read and carried out."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.errors import BadInput, NotFound
from bot.models.facts import Press, Who
from bot.models.facts_deals import Outcome
from bot.services.deals.cards import DealCards
from bot.services.deals.edits import DealEdits
from bot.services.deals.moves import DealMoves
from bot.services.deals.work import DealWork
from bot.services.reading import ReadingContext, read_amount, read_date, read_percent, read_phone, read_step, read_when


class DealTyping:
    """Reads an answer in the typist's zone, country and the deal's currency, then calls the action it means."""

    def __init__(self, cards: DealCards, edits: DealEdits, moves: DealMoves, work: DealWork, clock: Clock) -> None:
        self._cards = cards
        self._edits = edits
        self._moves = moves
        self._work = work
        self._clock = clock

    async def answer(self, who: Who, deal_id: int, field: str, text: str, version: int, press: Press) -> Outcome:
        """Carry out the answer to the question about ``field``.

        Raises BadInput for what cannot be read (nothing is changed), NotFound for an unknown field.
        """
        user_id = who.user_id
        if field == "note":
            return await self._work.note(user_id, deal_id, text, press)
        if field == "comment":
            return await self._moves.comment_loss(user_id, deal_id, text, press)
        context = self._context(who, (await self._cards.card(user_id, deal_id)).deal.currency)
        if field == "step":
            return await self._plan(user_id, deal_id, text, context, press)
        if field == "park":
            day = read_date(text, context)
            return await self._moves.park_until(user_id, deal_id, version, press, until=day)
        return await self._edits.set_fields(user_id, deal_id, _values(field, text.strip(), context), press)

    async def _plan(self, user_id: int, deal_id: int, text: str, context: ReadingContext, press: Press) -> Outcome:
        step = read_step(text, context)
        if step is None:
            _refuse_past(text, context)
            return await self._work.plan(user_id, deal_id, None, press, has_time=False, text=text.strip())
        when = step.when
        return await self._work.plan(user_id, deal_id, when.at, press, has_time=when.has_time, text=step.text)

    def _context(self, who: Who, currency: str) -> ReadingContext:
        return reading_context(who, currency, self._clock.now())


def reading_context(who: Who, currency: str, now: datetime) -> ReadingContext:
    """Who is typing, where and when, for the reader of free text."""
    return ReadingContext(
        now=now,
        tz=ZoneInfo(who.zone),
        locale=who.locale,
        default_currency=currency,
        country=who.country,
        day_start=time(who.day_start // 60, who.day_start % 60),
    )


def _refuse_past(text: str, context: ReadingContext) -> None:
    """Words without a day are a step without a date; a day that has passed is a mistake to be told."""
    try:
        read_when(text, context)
    except BadInput as error:
        if error.kind == "past":
            raise


def _values(field: str, text: str, context: ReadingContext) -> dict[str, object]:
    if field == "amount":
        money = read_amount(text, context.default_currency)
        return {"amount_minor": money.minor, "currency": money.currency}
    if field == "probability":
        return {"probability": read_percent(text)}
    if field == "phone":
        return {"phone": read_phone(text, context.country)}
    if field == "start":
        return {"start_date": read_date(text, context, past_ok=True)}
    if field == "close":
        return {"expected_close": read_date(text, context)}
    if field in ("client", "title"):
        return {field: text}
    raise NotFound("field")
