"""The card's menus, what is chosen in them, and the history."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks.deals import DealHistory, DealMenu, DealSet
from bot.errors import NotFound
from bot.handlers.answering import show
from bot.handlers.deals import back_row, menu_back
from bot.models.facts import Press, Who
from bot.models.facts_deals import Outcome
from bot.reader import Reader
from bot.services.deals import DealCards, DealEdits
from bot.views.deal_history import history_screen
from bot.views.deal_menus import choice_screen, menu_screen
from bot.views.deal_news import outcome_screen

router = Router(name="deal-menus")

# What "clear" may empty, by the name on the button.
CLEARED: dict[str, dict[str, str | None]] = {
    "title": {"title": ""},
    "phone": {"phone": None},
    "close": {"expected_close": None},
    "amount": {"amount_minor": None},
}
TEAM_LISTS = frozenset({"lost", "source", "owner"})


@router.callback_query(DealMenu.filter())
async def menu(call: CallbackQuery, callback_data: DealMenu, who: Who, reader: Reader, cards: DealCards) -> None:
    """Open a menu on the card's message."""
    what = callback_data.what
    if what in TEAM_LISTS:
        screen = choice_screen(
            await cards.choices(who.user_id, callback_data.deal), what, reader, menu_back(call, reader)
        )
    else:
        screen = menu_screen(await cards.card(who.user_id, callback_data.deal), what, reader, menu_back(call, reader))
    if screen is None:
        raise NotFound("menu")
    await show(call, screen)


@router.callback_query(DealSet.filter())
async def choose(
    call: CallbackQuery, callback_data: DealSet, who: Who, reader: Reader, press: Press, edits: DealEdits
) -> None:
    """Set a field to what was chosen by button."""
    outcome = await _set(callback_data, who.user_id, press, edits)
    await show(call, outcome_screen(outcome, reader, back_row(call, reader)))


@router.callback_query(DealHistory.filter())
async def history(call: CallbackQuery, callback_data: DealHistory, who: Who, reader: Reader, cards: DealCards) -> None:
    """A page of the deal's history."""
    page = await cards.history(who.user_id, callback_data.deal, max(0, callback_data.page))
    await show(call, history_screen(page, reader, back_row(call, reader)))


async def _set(chosen: DealSet, user_id: int, press: Press, edits: DealEdits) -> Outcome:
    field, value = chosen.field, chosen.value
    number = int(value) if value.isdecimal() and len(value) < 18 else None
    if field == "source" and (number is not None or value == "-"):
        return await edits.set_source(user_id, chosen.deal, number, press)
    if field == "owner" and number is not None:
        return await edits.reassign(user_id, chosen.deal, number, press)
    if field == "probability" and (number is not None or value == "-"):
        return await edits.set_fields(user_id, chosen.deal, {"probability": number}, press)
    if field in CLEARED and value == "-":
        return await edits.set_fields(user_id, chosen.deal, {**CLEARED[field]}, press)
    raise NotFound("field")
