"""What we compare with: a plain aiogram bot, that remembers nothing.

``python -m benchmarks.bare``; BOT_API_URL and BOT_TOKEN say where, BARE_CARD names a JSON file with the text and
keyboard that it answers every tap with. Without BARE_CARD it has no handler and only polls.
"""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardMarkup


def build(card: Path | None) -> Dispatcher:
    """Two calls a tap, with the same text and buttons as ours."""
    dispatcher = Dispatcher()
    if card is None:
        return dispatcher
    given = json.loads(card.read_text(encoding="utf-8"))

    @dispatcher.callback_query()
    async def tapped(query: CallbackQuery, bot: Bot) -> None:
        if query.message is None:
            return
        # The button's data makes it a change: Telegram refuses an edit that changes nothing.
        edit = bot.edit_message_text(
            f"{given['text']} {query.data}",
            chat_id=query.message.chat.id,
            message_id=query.message.message_id,
            # Made anew each time, as by every bot whose buttons say what they were drawn for.
            reply_markup=InlineKeyboardMarkup.model_validate(given["keyboard"]),
        )
        # Both at once, as ours does; most bots wait for one after the other.
        await asyncio.gather(edit, bot.answer_callback_query(query.id))

    return dispatcher


def main() -> None:
    """Poll until SIGTERM."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["BOT_API_URL"]))
    bot = Bot(os.environ["BOT_TOKEN"], session=session, default=DefaultBotProperties(parse_mode="HTML"))
    card = os.environ.get("BARE_CARD")
    asyncio.run(build(Path(card) if card else None).start_polling(bot))


if __name__ == "__main__":
    main()
