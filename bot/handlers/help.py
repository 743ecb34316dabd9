"""/help."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.handlers.answering import say
from bot.reader import Reader
from bot.views import help as views

router = Router(name="help")


@router.message(Command("help"))
async def explain(message: Message, reader: Reader) -> None:
    """How things are done, here."""
    await say(message, views.private(reader) if message.chat.type == "private" else views.group(reader))
