"""A deal's card and the buttons that act at once."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks.deals import DealLost, DealMove, DealOpen, DealPark, DealShow, DealStep, DealTouch, DealUndo
from bot.callbacks.digests import DigestBack, TodayBack
from bot.callbacks.lists import ListBack
from bot.callbacks.reminders import NudgeCard, NudgeList
from bot.errors import NotFound
from bot.handlers.answering import answer, kept_button, send_new, show, show_drawn
from bot.models import TouchKind
from bot.models.facts import Press, Who
from bot.models.facts_deals import Outcome, Verdict
from bot.reader import Reader
from bot.services.deals import DealCards, DealMoves, DealUndoing, DealWork
from bot.views.deal_menus import choice_screen
from bot.views.deal_news import alert, outcome_screen, step_alert, undo_alert
from bot.views.deals import card_screen
from bot.views.lists import back_to_list
from bot.views.managing import managed_card
from bot.views.reminders import to_reminder, to_row
from bot.views.screen import Row

router = Router(name="deals")

DAYS = {"1": 1, "2": 2, "7": 7}
WAYS_BACK = ((ListBack, "list-button-back"), (DigestBack, "digest-button-back"), (TodayBack, "today-button-back"))


@router.callback_query(DealMove.filter())
async def move(
    call: CallbackQuery,
    callback_data: DealMove,
    who: Who,
    reader: Reader,
    press: Press,
    moves: DealMoves,
    cards: DealCards,
) -> None:
    """Move the deal; where the stage means lost, ask for the reason first."""
    tapped = callback_data
    outcome = await moves.move(who.user_id, tapped.deal, tapped.stage, tapped.version, press)
    if outcome.verdict is Verdict.REASON:
        screen = choice_screen(await cards.choices(who.user_id, tapped.deal), "lost", reader, back_row(call, reader))
        if screen is not None:
            await show(call, screen)
        return
    await _show_outcome(call, outcome, reader)


@router.callback_query(DealOpen.filter())
async def open_deal(call: CallbackQuery, callback_data: DealOpen, who: Who, reader: Reader, cards: DealCards) -> None:
    """Show the card in place of what the message showed; one that came from the digest keeps a manager's buttons."""
    card, back = await cards.card(who.user_id, callback_data.deal), back_row(call, reader)
    managed = kept_button(call, DigestBack) is not None
    await show(call, managed_card(card, reader, back) if managed else card_screen(card, reader, back=back))


@router.callback_query(DealShow.filter())
async def show_deal(call: CallbackQuery, callback_data: DealShow, who: Who, reader: Reader, cards: DealCards) -> None:
    """Show the card below what the message shows."""
    card = await cards.card(who.user_id, callback_data.deal)
    await answer(call)
    await send_new(call, card_screen(card, reader))


@router.callback_query(DealLost.filter())
async def lose(
    call: CallbackQuery, callback_data: DealLost, who: Who, reader: Reader, press: Press, moves: DealMoves
) -> None:
    """Lost, for the tapped reason."""
    tapped = callback_data
    outcome = await moves.lose(who.user_id, tapped.deal, tapped.reason, tapped.version, press)
    await _show_outcome(call, outcome, reader)


@router.callback_query(DealPark.filter())
async def park(
    call: CallbackQuery, callback_data: DealPark, who: Who, reader: Reader, press: Press, moves: DealMoves
) -> None:
    """Choose when the parked deal comes back."""
    tapped = callback_data
    outcome = await moves.park_until(who.user_id, tapped.deal, tapped.version, press, days=tapped.days)
    await _show_outcome(call, outcome, reader)


@router.callback_query(DealTouch.filter())
async def touch(
    call: CallbackQuery, callback_data: DealTouch, who: Who, reader: Reader, press: Press, work: DealWork
) -> None:
    """Log a touch."""
    if callback_data.kind not in set(TouchKind):
        raise NotFound("touch")
    outcome = await work.touch(who.user_id, callback_data.deal, TouchKind(callback_data.kind), reader.zone, press)
    await _show_outcome(call, outcome, reader)


@router.callback_query(DealStep.filter())
async def step(
    call: CallbackQuery, callback_data: DealStep, who: Who, reader: Reader, press: Press, work: DealWork
) -> None:
    """Plan the next step by one tap, or end it."""
    deal, chosen = callback_data.deal, callback_data.when
    if chosen in DAYS:
        outcome = await work.plan_in_days(who.user_id, deal, DAYS[chosen], reader.zone, press)
    elif chosen in ("done", "clear"):
        outcome = await work.end_step(who.user_id, deal, finished=chosen == "done", press=press)
    else:
        raise NotFound("step")
    await show(call, outcome_screen(outcome, reader, back_row(call, reader)), step_alert(outcome, reader))


@router.callback_query(DealUndo.filter())
async def undo(
    call: CallbackQuery, callback_data: DealUndo, who: Who, reader: Reader, press: Press, undoing: DealUndoing
) -> None:
    """Take one change back."""
    outcome = await undoing.undo(who.user_id, callback_data.deal, callback_data.event, press)
    said = undo_alert(outcome, reader)
    if said is None:
        screen = outcome_screen(outcome, reader, back_row(call, reader))
    else:
        screen = card_screen(outcome.card, reader, back=back_row(call, reader))
    await show(call, screen, said, alert=said is not None)


async def _show_outcome(call: CallbackQuery, outcome: Outcome, reader: Reader) -> None:
    said = alert(outcome, reader)
    await show_drawn(
        call, lambda: outcome_screen(outcome, reader, back_row(call, reader)), said, alert=said is not None
    )


def back_row(call: CallbackQuery, reader: Reader) -> Row:
    """The way back to the list, or the reminder of several deals, that the card was opened from, if it was."""
    nudge = kept_button(call, NudgeList)
    if nudge is not None:
        return [nudge]
    # Two where a list of the digest led here: to the list, and past it to the digest.
    return [way for data, label in WAYS_BACK for way in back_to_list(kept_button(call, data), reader, label)]


def menu_back(call: CallbackQuery, reader: Reader) -> Row:
    """The same for what opens in place of a reminder and ends nothing: also one of a single deal is led back to."""
    reminder = _reminder(call)
    if reminder is None or nudge_of(call) is not None:
        return back_row(call, reader)
    return to_reminder(reminder.nudge, reader)


def home_row(call: CallbackQuery, reader: Reader) -> Row | None:
    """Where "back" leads from what a reminder's own button opened: to the reminder. None: to the card."""
    reminder = _reminder(call)
    if reminder is None:
        return None
    return to_row(reminder.nudge, reminder.deal, reader) if nudge_of(call) is not None else []


def _reminder(call: CallbackQuery) -> NudgeCard | None:
    """Which deal's reminder the tapped message shows, by its way to the card."""
    found = kept_button(call, NudgeCard)
    return NudgeCard.unpack(found.callback_data) if found is not None and found.callback_data is not None else None


def nudge_of(call: CallbackQuery) -> int | None:
    """The reminder that the tapped message led away from, by the way back to it."""
    found = kept_button(call, NudgeList)
    if found is None or found.callback_data is None:
        return None
    return NudgeList.unpack(found.callback_data).nudge
