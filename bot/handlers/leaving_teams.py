"""Pressing a button elsewhere ends a question about teams: what is typed next must not become a team's name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, TelegramObject

from bot.callbacks.teams import NewTeam, NewTeamCreate, NewTeamPick, NewTeamStep
from bot.handlers.leaving import ABOUT_SETTINGS
from bot.states import TeamTyping

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

OWN = frozenset(kind.__prefix__ for kind in (NewTeam, NewTeamCreate, NewTeamPick, NewTeamStep))


class LeaveTeamDialogue(BaseMiddleware):
    """Before a button is handled: no team setting is waited for any more.

    The answers given while creating a team stay, so that its own buttons take the dialogue up again.
    """

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        waiting, state = data.get("raw_state"), data.get("state")
        if isinstance(state, FSMContext) and isinstance(event, CallbackQuery):
            if waiting in ABOUT_SETTINGS:
                await state.clear()
            elif waiting == TeamTyping.creating.state and (event.data or "").partition(":")[0] not in OWN:
                await state.set_state(None)
        return await handler(event, data)
