"""Errors that people can cause become answers in their language; what nobody else took is answered here, last."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.callbacks.teams import ChatConnect, ChatHear, ChatLocale, ChatOffer, ChatOpen, ChatRemove, ChatRepair
from bot.errors import BadInput, DealnudgeError, InviteRefused, NotAllowed, NotFound
from bot.filters import AnyCommand, PrivateChat, Wordless
from bot.handlers.answering import answer
from bot.models.facts import Who
from bot.reader import Reader
from bot.views.errors import alert, refusal
from bot.views.roles import home_button
from bot.views.screen import keyboard

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

DENIED = {
    "viewer": "denied-viewer",
    "not_owner": "denied-not_owner",
    "not_yours": "denied-not_yours",
    "create-team": "denied-create-team",
    "too-many-teams": "denied-too-many-teams",
    "last-admin": "denied-last-admin",
    "chat-taken": "denied-chat-taken",
    "chat-connected": "chat-connected",
    "connect": "denied-connect",
    "digest": "denied-digest",
    "digest-viewer": "denied-digest-viewer",
}
GONE = {
    "deal": "gone-deal",
    "team": "gone-team",
    "member": "gone-member",
    "invite": "gone-invite",
    "chat": "gone-chat",
    "button": "gone-button",
    "draft": "gone-draft",
}
REFUSED = {
    "unknown": "invite-refused-unknown",
    "expired": "invite-refused-expired",
    "used_up": "invite-refused-used_up",
    "revoked": "invite-refused-revoked",
}
BAD = {
    "team-name:empty": "bad-team-name-empty",
    "team-name:long": "bad-team-name-long",
    "currency": "bad-currency",
    "zone": "bad-zone",
    "day-start": "bad-day-start",
    "work-hours": "bad-work-hours",
    "work-days": "bad-work-days",
    "back": "bad-back",
    "back:past": "bad-back-past",
    "back:too_far": "bad-back-far",
    "limit-hours": "bad-limit-hours",
    "limit-days": "bad-limit-days",
    "limit-hours:too_far": "bad-limit-far",
    "limit-days:too_far": "bad-limit-days-far",
    "country": "bad-country",
}
"""Fields of deals are not here: their question is asked again, with the error above it."""

unknown_commands = Router(name="unknown-commands")
unknown_rest = Router(name="unknown-rest")


LARGEST = 2**63 - 1

IN_GROUPS = (ChatOffer, ChatConnect, ChatOpen, ChatHear, ChatLocale, ChatRemove, ChatRepair)
"""The buttons that stand on our messages in groups."""


class SayRefusals(BaseMiddleware):
    """Turns our own errors into an alert on a button or a message; all others go on to the worker, which retries."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        try:
            pressed = data.get("callback_data")
            if not possible(pressed) or not in_place(event, pressed):
                raise NotFound("button")
            return await handler(event, data)
        except DealnudgeError as error:
            await _say(event, error, data["who"], data["reader"])
            return None


def possible(pressed: object) -> bool:
    """False for numbers that no database of ours can hold: only a forged button carries them."""
    if not isinstance(pressed, CallbackData):
        return True
    numbers = [value for value in vars(pressed).values() if isinstance(value, int)]
    return all(abs(number) <= LARGEST for number in numbers)


def in_place(event: TelegramObject, pressed: object) -> bool:
    """False for a private screen's button pressed in a group. None of ours stands there, so it is forged: its screen
    would take the place of a post that everybody reads.
    """
    if not isinstance(event, CallbackQuery) or event.message is None or event.message.chat.type == "private":
        return True
    return pressed is None or isinstance(pressed, IN_GROUPS)


async def _say(event: TelegramObject, error: DealnudgeError, who: Who, reader: Reader) -> None:
    key, typed = _key(error)
    if key == "gone-team" and who.team_id is None:
        # Whichever team they asked for, they are in none yet: that says what to do.
        key = "gone-no-team"
    if isinstance(event, Message) and isinstance(error, BadInput) and not event.text:
        # A voice or a photo: there is nothing to quote, and an example of words comes after saying so.
        key = "bad-words"
    if isinstance(event, CallbackQuery):
        await answer(event, alert(key, typed, reader), alert=True)
    elif isinstance(event, Message):
        # Whoever opens a link that is over has no other screen yet.
        way = keyboard([[home_button(reader)]]) if isinstance(error, InviteRefused) else None
        await event.answer(refusal(key, typed, reader), reply_markup=way)


def _key(error: DealnudgeError) -> tuple[str, str]:
    """The text for the error, and what to quote in it."""
    if isinstance(error, NotAllowed):
        return DENIED.get(error.why, "denied-role"), ""
    if isinstance(error, NotFound):
        return GONE.get(error.what, "gone"), ""
    if isinstance(error, InviteRefused):
        return REFUSED[error.why], ""
    if isinstance(error, BadInput):
        return BAD.get(f"{error.field}:{error.kind}") or BAD.get(error.field, "bad-input"), error.text
    return "gone", ""


@unknown_commands.message(PrivateChat(), AnyCommand())
async def unknown_command(message: Message, reader: Reader) -> None:
    """A command that nobody took; in groups it may be meant for another bot."""
    await message.answer(reader.t("gone-command"))


@unknown_rest.message(PrivateChat(), Wordless())
async def wordless(message: Message, reader: Reader) -> None:
    """A picture, a voice, a sticker: not to be answered by silence."""
    await message.answer(reader.t("bad-wordless"))


@unknown_rest.callback_query()
async def unknown_button(call: CallbackQuery, reader: Reader) -> None:
    """A button that nobody knows: from a version long ago, or forged."""
    await answer(call, reader.t.plain("gone-button"), alert=True)
