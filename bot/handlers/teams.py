"""Switching between teams, and a team's settings."""

from __future__ import annotations

import asyncio

from aiogram import Bot, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.callbacks.teams import TeamAsk, TeamList, TeamMenu, TeamSet, TeamSwitch
from bot.errors import BadInput, NotAllowed, NotFound
from bot.filters import NotCommand
from bot.handlers.answering import remove, say, show
from bot.handlers.start import home_screen
from bot.models.facts import Who
from bot.models.facts_teams import TeamFacts
from bot.reader import Reader
from bot.services import team_inputs
from bot.services.teams import Teams
from bot.states import TeamTyping
from bot.views import teams as views
from bot.views.screen import Screen

router = Router(name="teams")

FIELDS = ("name", "currency", "zone", "day")


@router.callback_query(TeamList.filter())
async def choose_team(call: CallbackQuery, who: Who, reader: Reader, teams: Teams) -> None:
    """The choice of teams."""
    places = await teams.mine(who.user_id)
    await show(call, views.switch(places, teams.may_create(who.user_id), reader))


@router.callback_query(TeamSwitch.filter())
async def switch_team(call: CallbackQuery, callback_data: TeamSwitch, who: Who, reader: Reader, teams: Teams) -> None:
    """Stand in another team."""
    await teams.switch(who.user_id, callback_data.team)
    await show(call, await home_screen(who, reader, teams))


@router.callback_query(TeamMenu.filter())
async def settings(call: CallbackQuery, callback_data: TeamMenu, who: Who, reader: Reader, teams: Teams) -> None:
    """A team's settings."""
    facts = await teams.settings_of(who.user_id, callback_data.team)
    await show(call, views.settings(facts, reader))


@router.callback_query(TeamAsk.filter())
async def ask(
    call: CallbackQuery, callback_data: TeamAsk, who: Who, reader: Reader, teams: Teams, state: FSMContext
) -> None:
    """Ask for one setting; it may be typed."""
    facts = await teams.settings_of(who.user_id, callback_data.team)
    if not facts.may_change:
        raise NotAllowed
    if callback_data.field not in FIELDS:
        raise NotFound("setting")
    await state.set_data(
        {
            "team": callback_data.team,
            "field": callback_data.field,
            "message": call.message.message_id if call.message else None,
        }
    )
    await state.set_state(TeamTyping.setting)
    await show(call, _question(callback_data.field, facts, reader))


@router.callback_query(TeamSet.filter())
async def set_by_button(call: CallbackQuery, callback_data: TeamSet, who: Who, reader: Reader, teams: Teams) -> None:
    """Take a setting given by button."""
    facts = await teams.change(who.user_id, callback_data.team, callback_data.field, callback_data.value)
    await show(call, views.settings(facts, reader), reader.t.plain("team-saved"))


@router.message(StateFilter(TeamTyping.setting), NotCommand())
async def set_by_typing(message: Message, bot: Bot, who: Who, reader: Reader, teams: Teams, state: FSMContext) -> None:
    """Take a setting that was typed. A bad one is answered with an example, and the question stays."""
    asked = await state.get_data()
    text = message.text or ""
    if asked["field"] == "zone":
        found = await asyncio.to_thread(team_inputs.zones, text)
        await say(message, views.zones(asked["team"], found, reader))
    else:
        try:
            facts = await teams.change(who.user_id, asked["team"], asked["field"], text)
        except (NotAllowed, NotFound):
            # No admin of it any more: the question must not hold on to what they type next.
            await state.clear()
            raise
        await say(message, views.settings(facts, reader))
        await state.clear()
    if asked.get("message"):
        await remove(bot, message.chat.id, asked["message"])


def _question(field: str, facts: TeamFacts, reader: Reader) -> Screen:
    if field == "name":
        return views.ask_name(facts, reader)
    if field == "currency":
        return views.ask_currency(facts, team_inputs.LIKELY_CURRENCIES[reader.locale], reader)
    if field == "zone":
        return views.ask_zone(facts, reader)
    if field == "day":
        return views.ask_day(facts, reader)
    raise BadInput("setting", field)
