"""Snooze and pause by button: the choices, and what was chosen."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.callbacks.reminders import Pause, PauseAsk, PauseEnd, PauseFor, PauseMenu, Snooze, SnoozeMenu
from bot.errors import BadInput, NotFound
from bot.handlers.answering import answer, show
from bot.handlers.deal_typing import wait_for_reason
from bot.handlers.deals import back_row, home_row, menu_back, nudge_of
from bot.models.facts import Press, Who
from bot.models.facts_deals import Outcome
from bot.reader import Reader
from bot.services.deals import DealCards
from bot.services.reminders.pausing import Pausing
from bot.views.deal_menus import because_screen, waiting_screen
from bot.views.deal_news import outcome_screen
from bot.views.deal_questions import question_screen
from bot.views.deal_state import PAUSE_REASONS
from bot.views.pausing import DAY, pausing_alert, too_long

router = Router(name="pausing")

# Hours and days of each choice.
SNOOZES = {"3h": (3, 0), "1": (0, 1), "3": (0, 3), "7": (0, 7)}


@router.callback_query(SnoozeMenu.filter())
async def snooze_menu(
    call: CallbackQuery, callback_data: SnoozeMenu, who: Who, reader: Reader, cards: DealCards
) -> None:
    """When shall I remind you?"""
    card = await cards.card(who.user_id, callback_data.deal)
    await show(call, waiting_screen(card, "snooze", reader, menu_back(call, reader), home_row(call, reader)))


@router.callback_query(Snooze.filter())
async def snooze(
    call: CallbackQuery, callback_data: Snooze, who: Who, reader: Reader, press: Press, pausing: Pausing
) -> None:
    """Not now."""
    chosen = SNOOZES.get(callback_data.choice)
    if chosen is None:
        raise NotFound("snooze")
    hours, days = chosen
    outcome = await pausing.snooze(who.user_id, callback_data.deal, reader.zone, press, hours=hours, days=days)
    await _show_outcome(call, outcome, reader)


@router.callback_query(PauseMenu.filter())
async def pause_menu(call: CallbackQuery, callback_data: PauseMenu, who: Who, reader: Reader, cards: DealCards) -> None:
    """Until when?"""
    card = await cards.card(who.user_id, callback_data.deal)
    await show(call, waiting_screen(card, "pause", reader, menu_back(call, reader), home_row(call, reader)))


@router.callback_query(PauseFor.filter())
async def pause_for(
    call: CallbackQuery, callback_data: PauseFor, who: Who, reader: Reader, cards: DealCards, state: FSMContext
) -> None:
    """The first of two taps: so many days. Why? That may be typed, too."""
    card = await cards.card(who.user_id, callback_data.deal)
    if not 0 < callback_data.days <= card.pause_cap:
        await answer(call, too_long(card, reader), alert=True)
        return
    until = reader.today + timedelta(days=callback_data.days)
    message_id = call.message.message_id if call.message else None
    await wait_for_reason(state, card, until, message_id, nudge_of(call))
    await show(call, because_screen(card, until, reader, back_row(call, reader)))


@router.callback_query(Pause.filter())
async def pause(
    call: CallbackQuery,
    callback_data: Pause,
    who: Who,
    reader: Reader,
    press: Press,
    pausing: Pausing,
    cards: DealCards,
) -> None:
    """The second tap: paused until that day, because."""
    tapped, until = callback_data, _day(callback_data.until)
    if tapped.because not in PAUSE_REASONS:
        raise NotFound("reason")
    try:
        outcome = await pausing.pause(
            who.user_id, tapped.deal, until, tapped.because, tapped.version, reader.zone, press
        )
    except BadInput as error:
        # The button is old: its day has passed, or the team's limit is another by now.
        card = await cards.card(who.user_id, tapped.deal)
        said = too_long(card, reader) if error.kind == "too_far" else reader.t.plain("stale-pause-day")
        await show(call, waiting_screen(card, "pause", reader, back_row(call, reader)), said, alert=True)
        return
    await _show_outcome(call, outcome, reader)


@router.callback_query(PauseAsk.filter())
async def ask_why(
    call: CallbackQuery, callback_data: PauseAsk, who: Who, reader: Reader, cards: DealCards, state: FSMContext
) -> None:
    """Another reason, in words."""
    asked = callback_data
    card = await cards.card(who.user_id, asked.deal)
    message_id = call.message.message_id if call.message else None
    await wait_for_reason(state, card, _day(asked.until), message_id, nudge_of(call), version=asked.version)
    await show(call, question_screen(card, "because", reader, back=back_row(call, reader)))


@router.callback_query(PauseEnd.filter())
async def resume(
    call: CallbackQuery, callback_data: PauseEnd, who: Who, reader: Reader, press: Press, pausing: Pausing
) -> None:
    """The pause is over."""
    outcome = await pausing.resume(who.user_id, callback_data.deal, callback_data.version, press)
    await _show_outcome(call, outcome, reader)


async def _show_outcome(call: CallbackQuery, outcome: Outcome, reader: Reader) -> None:
    said = pausing_alert(outcome, reader)
    await show(call, outcome_screen(outcome, reader, back_row(call, reader)), said, alert=said is not None)


def _day(packed: str) -> date:
    """A day as a button carries it. Raises NotFound for a forged one."""
    try:
        return datetime.strptime(packed, DAY).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise NotFound("day") from None
