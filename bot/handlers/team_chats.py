"""Connecting a group or topic to a team, and what it hears: in the group itself, and from the team's settings."""

from __future__ import annotations

import re

from aiogram import Bot, Router
from aiogram.filters import Command, CommandObject, CommandStart, Filter
from aiogram.types import CallbackQuery, Message

from bot.callbacks.teams import (
    ChatConnect,
    ChatHear,
    ChatList,
    ChatLocale,
    ChatOffer,
    ChatOpen,
    ChatRemove,
    ChatRepair,
)
from bot.errors import NotAllowed, NotFound
from bot.filters import Faceless, PrivateChat
from bot.handlers.answering import say, show
from bot.models.facts import Who
from bot.reader import Reader
from bot.services.team_chats import TeamChats
from bot.views import team_chats as views
from bot.views.screen import Screen

router = Router(name="team-chats")

TEAM_LINK = re.compile(r"c(\d{1,15})")
"""``?startgroup=c7`` from a team's settings: Telegram then sends ``/start c7`` in the group."""


class InGroup(Filter):
    """A group or a supergroup."""

    async def __call__(self, message: Message) -> bool:
        return message.chat.type in ("group", "supergroup")


def thread_of(message: Message) -> int:
    """The topic of a forum group that a message stands in; 0 for the group itself.

    Replies in an ordinary supergroup carry a thread number too, which is no topic.
    """
    return (message.message_thread_id or 0) if message.is_topic_message else 0


def title_of(message: Message) -> str:
    """The group's title, with the topic's name where Telegram tells it."""
    title = message.chat.title or str(message.chat.id)
    start = message.reply_to_message.forum_topic_created if message.reply_to_message else None
    return f"{title} · {start.name}" if start and thread_of(message) else title


@router.message(Command("connect", "start"), InGroup(), Faceless())
async def connect_anonymously(message: Message, reader: Reader) -> None:
    """Telegram says who taps a button, though not who wrote as the group."""
    await say(message, views.anonymous(reader))


@router.message(Command("connect"), InGroup())
async def connect_by_command(message: Message, who: Who, reader: Reader, team_chats: TeamChats) -> None:
    """Connect this group or topic, show what is connected, or let the manager choose the team."""
    await say(message, await _offer(message, who, reader, team_chats))


@router.message(Command("connect"), PrivateChat())
async def connect_from_afar(message: Message, reader: Reader) -> None:
    """The command belongs in the group that shall hear of deals."""
    await message.answer(reader.t("connect-elsewhere"))


@router.message(CommandStart(), InGroup())
async def connect_by_link(
    message: Message, command: CommandObject, who: Who, reader: Reader, team_chats: TeamChats
) -> None:
    """Added through a team's link: connect to that team. Without one: say how it is done, or that it is."""
    team = TEAM_LINK.fullmatch((command.args or "").strip())
    if team is None:
        facts = await team_chats.offer(who.user_id, message.chat.id, thread_of(message))
        if facts.current is not None:
            await say(message, views.card(facts.current, reader, in_group=True))
        elif facts.taken:
            await say(message, views.connected(reader))
        else:
            await say(message, views.hello(bool(message.chat.is_forum), reader))
        return
    card = await team_chats.connect(
        who.user_id, int(team[1]), message.chat.id, thread_of(message), title_of(message), reader.locale
    )
    await say(message, views.card(card, reader, in_group=True))


@router.callback_query(ChatOffer.filter())
async def offer(call: CallbackQuery, who: Who, reader: Reader, team_chats: TeamChats) -> None:
    """The same by button; whoever may not connect gets an alert, and the group's message stays."""
    await show(call, await _offer(_in_group(call), who, reader, team_chats))


@router.callback_query(ChatConnect.filter())
async def connect(
    call: CallbackQuery, callback_data: ChatConnect, who: Who, reader: Reader, team_chats: TeamChats
) -> None:
    """Connect to the chosen team."""
    here = _in_group(call)
    card = await team_chats.connect(
        who.user_id, callback_data.team, here.chat.id, thread_of(here), title_of(here), reader.locale
    )
    await show(call, views.card(card, reader, in_group=True))


@router.callback_query(ChatList.filter())
async def listing(
    call: CallbackQuery, callback_data: ChatList, bot: Bot, who: Who, reader: Reader, team_chats: TeamChats
) -> None:
    """The team's chats."""
    facts = await team_chats.list(who.user_id, callback_data.team)
    me = await bot.me()
    await show(call, views.listing(facts, me.username or "", reader))


@router.callback_query(ChatOpen.filter())
async def card(call: CallbackQuery, callback_data: ChatOpen, who: Who, reader: Reader, team_chats: TeamChats) -> None:
    """One chat's settings."""
    facts = await team_chats.card(who.user_id, callback_data.chat)
    await show(call, views.card(facts, reader, in_group=_is_group(call)))


@router.callback_query(ChatHear.filter())
async def hear(call: CallbackQuery, callback_data: ChatHear, who: Who, reader: Reader, team_chats: TeamChats) -> None:
    """Switch one kind of news on or off."""
    tapped = callback_data
    facts = await team_chats.hear(who.user_id, tapped.chat, tapped.what, bool(tapped.on))
    await show(call, views.card(facts, reader, in_group=_is_group(call)))


@router.callback_query(ChatLocale.filter())
async def speak(
    call: CallbackQuery, callback_data: ChatLocale, who: Who, reader: Reader, team_chats: TeamChats
) -> None:
    """Choose the chat's language."""
    facts = await team_chats.speak(who.user_id, callback_data.chat, callback_data.locale)
    await show(call, views.card(facts, reader, in_group=_is_group(call)))


@router.callback_query(ChatRemove.filter())
async def disconnect(
    call: CallbackQuery, callback_data: ChatRemove, who: Who, reader: Reader, team_chats: TeamChats
) -> None:
    """Ask, then post there no more."""
    if not callback_data.sure:
        facts = await team_chats.card(who.user_id, callback_data.chat)
        await show(call, views.confirm_removal(facts, reader))
        return
    facts = await team_chats.disconnect(who.user_id, callback_data.chat)
    await show(call, views.removed(facts, reader, in_group=_is_group(call)))


@router.callback_query(ChatRepair.filter())
async def repair(
    call: CallbackQuery, callback_data: ChatRepair, who: Who, reader: Reader, team_chats: TeamChats
) -> None:
    """Try a chat again that could not be posted to."""
    facts = await team_chats.repair(who.user_id, callback_data.chat)
    screen = views.card(facts, reader, in_group=_is_group(call))
    await show(call, screen, reader.t.plain("chat-repaired"))


async def _offer(message: Message, who: Who, reader: Reader, team_chats: TeamChats) -> Screen:
    """What can be connected where the message stands; the only choice there is is taken at once."""
    facts = await team_chats.offer(who.user_id, message.chat.id, thread_of(message))
    if facts.taken:
        # Who can connect nothing, perhaps a rep of that very team, has no use for "another team".
        raise NotAllowed("chat-taken" if facts.places else "chat-connected")
    if facts.current is None and not facts.places:
        raise NotAllowed("connect")
    if facts.current is None and len(facts.places) > 1:
        return views.choose(facts.places, reader)
    team_id = facts.current.chat.team_id if facts.current else facts.places[0].team_id
    card = await team_chats.connect(
        who.user_id, team_id, message.chat.id, thread_of(message), title_of(message), reader.locale
    )
    return views.card(card, reader, in_group=True)


def _in_group(call: CallbackQuery) -> Message:
    """The tapped message. One too old to be accessible does not say in which topic it stands."""
    if not isinstance(call.message, Message) or call.message.chat.type not in ("group", "supergroup"):
        raise NotFound("button")
    return call.message


def _is_group(call: CallbackQuery) -> bool:
    return call.message is not None and call.message.chat.type != "private"
