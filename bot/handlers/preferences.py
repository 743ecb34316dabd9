"""A person's own working time, absence and what they hear."""

from __future__ import annotations

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.callbacks.preferences import DeputyList, MyAsk, MyAway, MySet, MyTopic
from bot.errors import BadInput, NotFound
from bot.handlers.answering import show
from bot.models.facts import Who
from bot.models.facts_preferences import MyPreferences
from bot.reader import Reader
from bot.services.deals.typed import reading_context
from bot.services.preferences import Preferences
from bot.services.reading import read_date
from bot.states import PreferenceTyping
from bot.views import preferences as views
from bot.views.screen import Screen

router = Router(name="preferences")


@router.callback_query(MyTopic.filter())
async def topic(
    call: CallbackQuery, callback_data: MyTopic, who: Who, reader: Reader, preferences: Preferences
) -> None:
    """One topic of one's own settings."""
    mine = await preferences.mine(who.user_id, callback_data.team)
    await show(call, views.topic(mine, callback_data.topic, reader))


@router.callback_query(MyAsk.filter())
async def ask(
    call: CallbackQuery, callback_data: MyAsk, who: Who, reader: Reader, preferences: Preferences, state: FSMContext
) -> None:
    """Ask for one setting; it may be typed."""
    mine = await preferences.mine(who.user_id, callback_data.team)
    if callback_data.field not in views.QUESTIONS:
        raise NotFound("button")
    await wait(state, call, "mine", callback_data.team, callback_data.field)
    await show(call, views.ask(mine, callback_data.field, reader))


@router.callback_query(MySet.filter())
async def set_by_button(
    call: CallbackQuery, callback_data: MySet, who: Who, reader: Reader, preferences: Preferences
) -> None:
    """Take a setting given by button."""
    field = callback_data.field
    mine = await preferences.change(who.user_id, callback_data.team, field, callback_data.value)
    await show(call, _after(mine, field, reader), reader.t.plain("settings-saved"))


@router.callback_query(MyAway.filter())
async def be_away(
    call: CallbackQuery, callback_data: MyAway, who: Who, reader: Reader, preferences: Preferences
) -> None:
    """Be out of office for so many days, or back now."""
    mine = await preferences.away(who.user_id, callback_data.team, callback_data.days)
    await show(call, views.away(mine, reader), reader.t.plain("settings-saved"))


@router.callback_query(DeputyList.filter())
async def choose_deputy(
    call: CallbackQuery, callback_data: DeputyList, who: Who, reader: Reader, preferences: Preferences
) -> None:
    """Who deputises?"""
    found = await preferences.deputies(who.user_id, callback_data.team, callback_data.page)
    await show(call, views.deputies(found, reader))


async def typed(who: Who, team_id: int, field: str, text: str, reader: Reader, preferences: Preferences) -> Screen:
    """Take a setting of one's own that was typed; the screen where it stands."""
    if field != "back":
        return _after(await preferences.change(who.user_id, team_id, field, text), field, reader)
    try:
        day = read_date(text, reading_context(who, "", reader.now))
    except BadInput as error:
        raise BadInput("back", text, error.kind) from None
    return views.away(await preferences.away(who.user_id, team_id, back=day), reader)


async def wait(state: FSMContext, call: CallbackQuery, whose: str, key: int, field: str) -> None:
    """What is typed next answers this question. ``whose``: mine, team or stage; ``key``: the team's or stage's id."""
    message = call.message.message_id if call.message else None
    await state.set_data({"whose": whose, "key": key, "field": field, "message": message})
    await state.set_state(PreferenceTyping.value)


def _after(mine: MyPreferences, field: str, reader: Reader) -> Screen:
    # Several days are chosen one after the other on the same screen.
    if field == "digest_day":
        return views.ask(mine, field, reader)
    return views.topic(mine, views.TOPIC_OF.get(field, "hear"), reader)
