"""A rep's day: /today."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.callbacks.digests import TodayBack, TodayPage
from bot.errors import NotFound
from bot.filters import PrivateChat
from bot.handlers.answering import say, show
from bot.models.facts import Who
from bot.reader import Reader
from bot.services.today import Today
from bot.views.today import today_screen

router = Router(name="today")


@router.message(Command("today"), PrivateChat())
async def today_command(message: Message, who: Who, reader: Reader, today: Today) -> None:
    """What waits for the person today."""
    facts = await today.now(who.user_id, _team(who), reader.zone)
    await say(message, today_screen(facts, 0, reader, _named(who)))


@router.callback_query(TodayPage.filter())
@router.callback_query(TodayBack.filter())
async def turn(
    call: CallbackQuery, callback_data: TodayPage | TodayBack, who: Who, reader: Reader, today: Today
) -> None:
    """A page of the day as it is now."""
    facts = await today.now(who.user_id, _team(who), reader.zone)
    await show(call, today_screen(facts, callback_data.page, reader, _named(who)))


def _named(who: Who) -> str:
    """The team's name for somebody who is in several."""
    return who.team_name if who.teams > 1 else ""


def _team(who: Who) -> int:
    if who.team_id is None:
        raise NotFound("team")
    return who.team_id
