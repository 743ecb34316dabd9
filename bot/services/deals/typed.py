"""What people type about a deal that exists: the answer to one question, read and carried out."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.errors import BadInput, NotFound
from bot.models.facts import Press, Who
from bot.models.facts_deals import Outcome, Verdict
from bot.models.facts_drafts import SharedContact
from bot.services.deals.cards import DealCards
from bot.services.deals.edits import LONGEST, DealEdits
from bot.services.deals.moves import DealMoves
from bot.services.deals.work import DealWork
from bot.services.draft_values import contact_phone
from bot.services.reading import (
    ReadingContext,
    read_amount,
    read_date,
    read_deal_date,
    read_percent,
    read_phone,
    read_step,
    read_when,
    trimmed,
)
from bot.services.workdays import today_in

if TYPE_CHECKING:
    # Pausing is built on the changes of this package, whose first import this one would be.
    from bot.services.reminders.pausing import Pausing


class DealTyping:
    """Reads an answer in the typist's zone, country and the deal's currency, then calls the action it means."""

    def __init__(
        self,
        cards: DealCards,
        edits: DealEdits,
        moves: DealMoves,
        work: DealWork,
        pausing: Pausing,
        clock: Clock,
    ) -> None:
        self._cards = cards
        self._edits = edits
        self._moves = moves
        self._work = work
        self._pausing = pausing
        self._clock = clock

    async def answer(
        self,
        who: Who,
        deal_id: int,
        field: str,
        text: str,
        version: int,
        press: Press,
        *,
        until: date | None = None,
    ) -> Outcome:
        """Carry out the answer to the question about ``field``. ``until``: the day of the pause whose reason was asked.

        A pause that was given a day but no reason ends with the verdict REASON and that day. Raises BadInput for what
        cannot be read (nothing is changed), NotFound for an unknown field.
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
        if field == "snooze":
            when = read_when(text, context)
            to = {"at": when.at} if when.has_time else {"until": when.date}
            return await self._pausing.snooze(user_id, deal_id, context.tz, press, **to)
        if field == "because" and until is not None:
            return await self._pausing.pause(user_id, deal_id, until, text, version, context.tz, press)
        if field == "pause":
            return await self._pause(user_id, deal_id, text, version, context, press)
        return await self._edits.set_fields(user_id, deal_id, _values(field, trimmed(text), context), press)

    async def take_contact(self, who: Who, deal_id: int, contact: SharedContact, press: Press) -> Outcome:
        """A contact shared as the answer to the question about the phone: whose number it is changes with it.

        Raises BadInput for one without a number.
        """
        phone = contact_phone(contact.phone, who.country)
        if phone is None:
            raise BadInput("phone", "", "no_number")
        name = trimmed(contact.name)[: LONGEST["contact_name"]]
        values = {
            "phone": phone,
            "contact_name": name,
            "contact_user_id": contact.user_id,
        }
        return await self._edits.set_fields(who.user_id, deal_id, values, press)

    async def _plan(self, user_id: int, deal_id: int, text: str, context: ReadingContext, press: Press) -> Outcome:
        step = read_step(text, context)
        if step is None:
            _refuse_past(text, context)
            return await self._work.plan(user_id, deal_id, None, press, has_time=False, text=trimmed(text))
        when = step.when
        return await self._work.plan(user_id, deal_id, when.at, press, has_time=when.has_time, text=step.text)

    async def _pause(
        self, user_id: int, deal_id: int, text: str, version: int, context: ReadingContext, press: Press
    ) -> Outcome:
        """ "15 Dec, their director is away" pauses at once; "15 Dec" has the reason asked."""
        read = read_step(text, context)
        if read is None:
            raise BadInput("pause", text)
        until = read.when.date
        if read.text:
            return await self._pausing.pause(user_id, deal_id, until, read.text, version, context.tz, press)
        card = await self._cards.card(user_id, deal_id)
        ahead = (until - today_in(context.tz, context.now)).days
        if not 0 < ahead <= card.pause_cap:
            raise BadInput("pause", text, "past" if ahead <= 0 else "too_far")
        return Outcome(Verdict.REASON, card, until=until)

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
        return {"start_date": read_deal_date(text, context, past_ok=True)}
    if field == "close":
        return {"expected_close": read_deal_date(text, context)}
    if field in ("client", "title"):
        return {field: text}
    raise NotFound("field")
