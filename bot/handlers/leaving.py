"""Pressing a button elsewhere ends a question that waits for typed words: they must not land on another deal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.fsm.context import FSMContext
from aiogram.types import TelegramObject

from bot.states import DealTyping, QuestionTyping

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class LeaveDialogue(BaseMiddleware):
    """Clears a waiting question about a deal before the button is handled."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if data.get("raw_state") in (DealTyping.value.state, QuestionTyping.words.state):
            state: FSMContext = data["state"]
            await state.clear()
        return await handler(event, data)
