"""The language that the bot speaks with a person."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.callbacks.teams import LanguageMenu, LanguageSet
from bot.errors import BadInput
from bot.filters import PrivateChat
from bot.handlers.answering import say, show
from bot.handlers.start import home_screen
from bot.i18n import SUPPORTED
from bot.models.facts import Who
from bot.reader import Reader, reader_for
from bot.services.people import People
from bot.services.teams import Teams
from bot.views import start as views

router = Router(name="language")


@router.message(Command("language"), PrivateChat())
async def ask_by_command(message: Message, reader: Reader) -> None:
    """The choice of languages, as a new message."""
    await say(message, views.languages(reader, back=False))


@router.callback_query(LanguageMenu.filter())
async def ask(call: CallbackQuery, reader: Reader) -> None:
    """The choice of languages."""
    await show(call, views.languages(reader, back=True))


@router.callback_query(LanguageSet.filter())
async def choose(
    call: CallbackQuery, callback_data: LanguageSet, who: Who, reader: Reader, people: People, teams: Teams
) -> None:
    """Speak it from now on, this screen included."""
    if callback_data.locale not in SUPPORTED:
        raise BadInput("setting", callback_data.locale)
    await people.choose_locale(who.user_id, callback_data.locale)
    new = reader_for(callback_data.locale, who.zone, reader.now)
    await show(call, await home_screen(who, new, teams), new.t.plain("language-set"))
