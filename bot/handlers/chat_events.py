"""What Telegram tells by itself: the bot was added to a group or removed, a group got a new id, a topic reopened,
somebody blocked the bot.
"""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import ChatMemberRestricted, ChatMemberUpdated, Message, ResultChatMemberUnion

from bot.handlers.team_chats import InGroup, thread_of
from bot.reader import Reader
from bot.services.chat_trouble import ChatTrouble
from bot.services.people import People
from bot.views import team_chats as views

router = Router(name="chat-events")
router.message.filter(InGroup())
ignored = Router(name="ignored-in-groups")

AFTER_JOINING = ("kicked", "chat_not_found", "no_rights")
"""The troubles that end when the bot is let in or may write again."""


@router.my_chat_member()
async def place_changed(event: ChatMemberUpdated, reader: Reader, chat_trouble: ChatTrouble, people: People) -> None:
    """Added: say how to connect. Removed, silenced or blocked: tell the team's admins. Back: go on posting."""
    if event.chat.type == "private" and not _is_in(event.new_chat_member):
        await people.lost(event.chat.id)
    if event.chat.type not in ("group", "supergroup"):
        return
    if not _is_in(event.new_chat_member):
        await chat_trouble.broke(event.chat.id, "kicked")
    elif not _may_write(event.new_chat_member):
        await chat_trouble.broke(event.chat.id, "no_rights")
    else:
        connected = await chat_trouble.works_again(event.chat.id, AFTER_JOINING)
        if not connected and not _is_in(event.old_chat_member):
            screen = views.hello(bool(event.chat.is_forum), reader)
            await event.answer(screen.text, reply_markup=screen.keyboard)


def _is_in(member: ResultChatMemberUnion) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status in ("member", "administrator", "creator")


def _may_write(member: ResultChatMemberUnion) -> bool:
    return not isinstance(member, ChatMemberRestricted) or member.can_send_messages


class Migrated(Filter):
    """The service message about a new id: in the old group, and again in the new one."""

    async def __call__(self, message: Message) -> bool:
        return message.migrate_to_chat_id is not None or message.migrate_from_chat_id is not None


@router.message(Migrated())
async def migrated(message: Message, chat_trouble: ChatTrouble) -> None:
    """The group became a supergroup."""
    if message.migrate_to_chat_id is not None:
        await chat_trouble.migrated(message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await chat_trouble.migrated(message.migrate_from_chat_id, message.chat.id)


class TopicReopened(Filter):
    """A topic was opened again."""

    async def __call__(self, message: Message) -> bool:
        return message.forum_topic_reopened is not None


@router.message(TopicReopened())
async def topic_reopened(message: Message, chat_trouble: ChatTrouble) -> None:
    """Posts that found the topic closed go on."""
    await chat_trouble.works_again(message.chat.id, ("topic_closed",), thread_of(message))


@ignored.message(InGroup())
async def ignore(message: Message) -> None:
    """People talk to each other here, not to the bot."""
