"""Who is asking: the person, their team and role, and the language to answer in."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware, Dispatcher
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, TelegramObject, User

from bot.clock import Clock
from bot.i18n import DEFAULT, pick_locale
from bot.models.facts import Press, Who
from bot.reader import reader_for
from bot.services.people import People, Profile
from bot.services.team_chats import TeamChats

PROVIDES = frozenset({"who", "reader", "press"})
"""What handlers get from here."""

NOWHERE = "UTC"
"""The time zone of nobody."""

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
        chat = data.get("event_chat")
        if user is None or user.is_bot:
            # Channel posts, other bots, admins who write as the group: nobody whose deals these could be.
            if user is None or not _matters(event):
                return None
            locale = (await self._team_chats.locale_of(chat.id) if chat is not None else None) or DEFAULT
            data["who"] = Who(user.id, "", locale, NOWHERE)
            data["reader"] = reader_for(locale, NOWHERE, self._clock.now())
            data["press"] = press_of(event, data.get("inbox_id"))
            return await handler(event, data)
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


def _matters(event: TelegramObject) -> bool:
    """What counts whoever did it: what becomes of a group or of the bot in it. And a command by somebody who writes as
    the group or as a channel, to be told that Telegram does not say who they are; other bots are not answered.
    """
    if isinstance(event, ChatMemberUpdated):
        return True
    if not isinstance(event, Message) or event.chat.type == "private":
        return False
    news = event.migrate_to_chat_id or event.migrate_from_chat_id or event.forum_topic_reopened
    return bool(news) or (event.sender_chat is not None and (event.text or "").startswith("/"))


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
