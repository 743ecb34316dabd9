"""A person's own settings."""

from __future__ import annotations

import asyncio

from aiogram import Bot, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, User

from bot.callbacks.teams import MyZone, MyZoneAsk, SettingsMenu
from bot.filters import NotCommand, PrivateChat
from bot.handlers.answering import remove, say, show
from bot.models.facts import Who
from bot.reader import Reader, reader_for
from bot.services import team_inputs
from bot.services.people import People, Profile
from bot.services.preferences import Preferences
from bot.services.teams import Teams
from bot.states import TeamTyping
from bot.views import settings as views
from bot.views.screen import Screen

router = Router(name="settings")


@router.message(Command("settings"), PrivateChat())
async def by_command(message: Message, who: Who, reader: Reader, preferences: Preferences) -> None:
    """The settings, as a new message."""
    await say(message, await settings_screen(who, reader, preferences))


@router.callback_query(SettingsMenu.filter())
async def menu(call: CallbackQuery, who: Who, reader: Reader, preferences: Preferences) -> None:
    """The settings."""
    await show(call, await settings_screen(who, reader, preferences))


@router.callback_query(MyZoneAsk.filter())
async def ask_zone(call: CallbackQuery, who: Who, reader: Reader, state: FSMContext) -> None:
    """Ask for the time zone; it is typed."""
    await state.set_data({"message": call.message.message_id if call.message else None})
    await state.set_state(TeamTyping.my_zone)
    await show(call, views.ask_zone(who, reader))


@router.message(StateFilter(TeamTyping.my_zone), NotCommand())
async def find_zone(message: Message, bot: Bot, who: Who, reader: Reader, state: FSMContext) -> None:
    """What was typed, as zones to choose from."""
    found = await asyncio.to_thread(team_inputs.zones, message.text or "")
    await say(message, views.zones(who, found, reader))
    asked = await state.get_data()
    if asked.get("message"):
        await remove(bot, message.chat.id, asked["message"])


@router.callback_query(MyZone.filter())
async def set_zone(
    call: CallbackQuery,
    callback_data: MyZone,
    who: Who,
    reader: Reader,
    people: People,
    teams: Teams,
    preferences: Preferences,
) -> None:
    """Live by this zone from now on, this screen included."""
    await teams.choose_zone(who.user_id, None if callback_data.zone == "-" else callback_data.zone)
    now = await people.meet(_profile(call.from_user), who.locale)
    new = reader_for(now.locale, now.zone, reader.now)
    await show(call, await settings_screen(now, new, preferences), new.t.plain("settings-saved"))


async def settings_screen(who: Who, reader: Reader, preferences: Preferences) -> Screen:
    """One's own settings, with those in the team that one stands in."""
    mine = None if who.team_id is None else await preferences.mine(who.user_id, who.team_id)
    return views.personal(who, mine, reader)


def _profile(user: User) -> Profile:
    return Profile(user.id, user.first_name, user.last_name, user.username, user.language_code)
