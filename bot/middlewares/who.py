"""Who is asking: the person, their team and role, and the language to answer in."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware, Dispatcher
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, TelegramObject, User

from bot.clock import Clock
from bot.i18n import DEFAULT, pick_locale, translator
from bot.models.facts import Press
from bot.reader import reader_for
from bot.services.people import People, Profile
from bot.services.team_chats import TeamChats

PROVIDES = frozenset({"who", "reader", "press"})
"""What handlers get from here."""

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class WhoMiddleware(BaseMiddleware):
    """Gives handlers ``who`` (the person), ``reader`` (how to write to them) and ``press`` (what caused this).

    In a group the reader's language is the group's own setting; in a private chat the person's.
    """

    def __init__(self, people: People, team_chats: TeamChats, clock: Clock) -> None:
        self._people = people
        self._team_chats = team_chats
        self._clock = clock

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        user: User | None = data.get("event_from_user")
        if user is None or user.is_bot:
            # Channel posts, other bots, admins who write as the group: nobody whose deals these could be.
            await self._ask_for_a_face(event)
            return None
        chat = data.get("event_chat")
        # In a group also those write who have blocked us.
        reachable = chat is not None and chat.type == "private" and not _blocks(event)
        who = await self._people.meet(profile_of(user), pick_locale(user.language_code), reachable=reachable)
        locale = who.locale
        if chat is not None and chat.type != "private":
            locale = await self._team_chats.locale_of(chat.id) or locale
        data["who"] = who
        data["reader"] = reader_for(locale, who.zone, self._clock.now())
        data["press"] = press_of(event, data.get("inbox_id"))
        return await handler(event, data)

    async def _ask_for_a_face(self, event: TelegramObject) -> None:
        """An admin who writes anonymously as the group cannot connect it: Telegram does not say who they are."""
        if isinstance(event, Message) and event.sender_chat and (event.text or "").startswith("/connect"):
            locale = await self._team_chats.locale_of(event.chat.id) or DEFAULT
            await event.answer(translator(locale)("connect-anonymous"))


def _blocks(event: TelegramObject) -> bool:
    """Whether this is the news that the person has just blocked the bot."""
    return isinstance(event, ChatMemberUpdated) and event.new_chat_member.status == "kicked"


def profile_of(user: User) -> Profile:
    """What we keep of a Telegram user."""
    return Profile(user.id, user.first_name, user.last_name, user.username, user.language_code)


def press_of(event: TelegramObject, inbox_id: int | None) -> Press:
    """Identify a button press: the same button of the same message by the same person has the same key."""
    if not isinstance(event, CallbackQuery):
        return Press(inbox_id)
    message = event.message
    place = f"{message.chat.id}:{message.message_id}" if message else event.inline_message_id
    key = hashlib.sha256(f"{event.from_user.id}:{place}:{event.data}".encode()).hexdigest()[:40]
    return Press(inbox_id, key, *((message.chat.id, message.message_id) if message else ()))


def install(dispatcher: Dispatcher, people: People, team_chats: TeamChats, clock: Clock) -> None:
    """Put the middleware before the handlers of every kind of update that we take."""
    middleware = WhoMiddleware(people, team_chats, clock)
    for observer in (
        dispatcher.message,
        dispatcher.edited_message,
        dispatcher.callback_query,
        dispatcher.my_chat_member,
        dispatcher.chat_member,
    ):
        observer.outer_middleware(middleware)
