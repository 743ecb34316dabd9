"""A button elsewhere or a command ends a question that waits for typed words: what is typed next is not for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.fsm.context import FSMContext
from aiogram.types import Message, TelegramObject

from bot.states import DealTyping, PreferenceTyping, QuestionTyping, TeamTyping

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

ABOUT_DEALS = (DealTyping.value.state, QuestionTyping.words.state)
ABOUT_SETTINGS = (TeamTyping.setting.state, TeamTyping.my_zone.state, PreferenceTyping.value.state)


class LeaveDialogue(BaseMiddleware):
    """Clears a waiting question about a deal before the button is handled."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if data.get("raw_state") in ABOUT_DEALS:
            state: FSMContext = data["state"]
            await state.clear()
        return await handler(event, data)


class LeaveByCommand(BaseMiddleware):
    """Ends a waiting question before a command is handled: after /today nobody still writes a note.

    Creating a team goes on: somebody who looked at /help has nothing else to type. Drafts see to themselves.
    """

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        is_command = isinstance(event, Message) and (event.text or "").startswith("/")
        if is_command and data.get("raw_state") in (*ABOUT_DEALS, *ABOUT_SETTINGS):
            state: FSMContext = data["state"]
            await state.clear()
        return await handler(event, data)
