"""Messages that list several deals: open one of them, go back to all, put all of them off."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks.deals import DealUndo
from bot.callbacks.reminders import NudgeCard, NudgeList, NudgeOpen, SnoozeAll
from bot.handlers.answering import show
from bot.handlers.deals import menu_back
from bot.models.facts import Press, Who
from bot.reader import Reader
from bot.services.deals import DealCards
from bot.services.reminders.nudges import Nudges
from bot.views.deals import card_screen
from bot.views.nudge_lines import ended_line
from bot.views.outgoing import render
from bot.views.reminders import single_screen, snoozed_toast, to_all
from bot.views.screen import Row, button

router = Router(name="reminders")


@router.callback_query(NudgeOpen.filter())
async def open_one(
    call: CallbackQuery, callback_data: NudgeOpen, who: Who, reader: Reader, nudges: Nudges, cards: DealCards
) -> None:
    """One deal of the message, on the same message; one that is settled already shows its card and what settled it."""
    nudge, deal = callback_data.nudge, callback_data.deal
    line, team = await nudges.line(who.user_id, nudge, deal)
    if line.ended is None:
        await show(call, single_screen(line, reader, nudge, listed=True, team=team))
        return
    card = await cards.card(who.user_id, deal)
    undo: list[Row] = []
    if line.ended.actor_id == who.user_id and line.ended.undone_by is None:
        undo = [[button(reader.t.plain("deal-button-undo"), DealUndo(deal=deal, event=line.ended.id))]]
    above = ended_line(line, reader, who.user_id)
    await show(call, card_screen(card, reader, above=above, rows=undo, back=to_all(nudge, reader)))


@router.callback_query(NudgeCard.filter())
async def open_card(call: CallbackQuery, callback_data: NudgeCard, who: Who, reader: Reader, cards: DealCards) -> None:
    """The deal's card in place of its reminder, with the way back to it."""
    card = await cards.card(who.user_id, callback_data.deal)
    await show(call, card_screen(card, reader, back=menu_back(call, reader)))


@router.callback_query(NudgeList.filter())
async def back_to_all(call: CallbackQuery, callback_data: NudgeList, who: Who, reader: Reader, nudges: Nudges) -> None:
    """All deals of the message as they are now."""
    await show(call, render(await nudges.facts(who.user_id, callback_data.nudge), reader))


@router.callback_query(SnoozeAll.filter())
async def snooze_all(
    call: CallbackQuery, callback_data: SnoozeAll, who: Who, reader: Reader, press: Press, nudges: Nudges
) -> None:
    """Whatever still waits comes back tomorrow."""
    facts = await nudges.snooze_all(who.user_id, callback_data.nudge, press)
    await show(call, render(facts, reader), snoozed_toast(facts.lines, reader))
