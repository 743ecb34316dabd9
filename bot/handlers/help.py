"""/help."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.handlers.answering import say
from bot.models.facts import Who
from bot.reader import Reader
from bot.views import help as views

router = Router(name="help")


@router.message(Command("help"))
async def explain(message: Message, who: Who, reader: Reader) -> None:
    """How things are done, here."""
    await say(message, views.private(who.role, reader) if message.chat.type == "private" else views.group(reader))
