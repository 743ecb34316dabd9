"""/my and /stuck in a group: answered to the asker alone. Nobody else in the group reads a team's deals."""

from __future__ import annotations

from aiogram import Bot, Router
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.filters import Command
from aiogram.types import EphemeralMessageParameters, Message, ReplyParameters

from bot.filters import Faceless
from bot.handlers.answering import say
from bot.handlers.team_chats import InGroup, thread_of
from bot.models.facts import Who
from bot.models.facts_deals import DealPage
from bot.reader import Reader, reader_for
from bot.services.group_lists import GroupLists
from bot.views import group_lists as views
from bot.views.lists import list_screen
from bot.views.screen import Screen

router = Router(name="group-lists")

known_servers: set[int] = set()
"""Bots whose server has shown that it keeps ephemeral messages private. An older one ignores what it does not know and
would show the list to the whole group, so the first answer is a harmless one that is then replaced."""


@router.message(Command("my", "stuck"), InGroup(), Faceless())
async def nobodys_command(message: Message, bot: Bot, reader: Reader) -> None:
    """Whose deals they mean is known in the private chat only."""
    await say(message, views.anonymous((await bot.me()).username or "", reader))


@router.message(Command("my"), InGroup())
async def my_command(message: Message, bot: Bot, who: Who, reader: Reader, group_lists: GroupLists) -> None:
    """One's own deals."""
    page = await group_lists.page(who.user_id, message.chat.id, thread_of(message), "my", who.team_id, mine=True)
    await _answer(message, bot, who, reader, page)


@router.message(Command("stuck"), InGroup())
async def stuck_command(message: Message, bot: Bot, who: Who, reader: Reader, group_lists: GroupLists) -> None:
    """Stuck deals: one's own, for managers the team's."""
    page = await group_lists.page(who.user_id, message.chat.id, thread_of(message), "stuck", who.team_id, mine=False)
    await _answer(message, bot, who, reader, page)


async def _answer(message: Message, bot: Bot, who: Who, reader: Reader, page: DealPage) -> None:
    """In the group for one pair of eyes where that works, else in the private chat, else say how to open it."""
    own = reader_for(who.locale, who.zone, reader.now)
    username = (await bot.me()).username or ""
    if await _whisper(message, bot, who.user_id, views.private_list(page, username, own), own):
        return
    # The list's own buttons turn the pages of the team that the person stands in.
    screen = list_screen(page, own) if page.team_id == who.team_id else views.linked_list(page, username, own)
    try:
        await bot.send_message(who.user_id, screen.text, reply_markup=screen.keyboard)
    except (TelegramForbiddenError, TelegramBadRequest) as error:
        if isinstance(error, TelegramBadRequest) and "chat not found" not in error.message:
            raise
        await say(message, views.hint(who.name, username, reader))


async def _whisper(message: Message, bot: Bot, user_id: int, screen: Screen, reader: Reader) -> bool:
    """Send an ephemeral message (Bot API 10.2). False where the server or the chat does not allow it."""
    known = bot.id in known_servers
    first = screen if known else views.moment(reader)
    command = message.ephemeral_message_id
    try:
        sent = await bot.send_message(
            message.chat.id,
            first.text,
            message_thread_id=thread_of(message) or None,
            reply_markup=first.keyboard,
            ephemeral_message_parameters=EphemeralMessageParameters(receiver_user_id=user_id),
            # A bot that does not administer the group may only answer an ephemeral command.
            reply_parameters=ReplyParameters(ephemeral_message_id=command) if command else None,
        )
        if sent.ephemeral_message_id is None:
            await sent.delete()
            return False
        if not known:
            known_servers.add(bot.id)
            await bot.edit_ephemeral_message_text(
                chat_id=message.chat.id,
                receiver_user_id=user_id,
                ephemeral_message_id=sent.ephemeral_message_id,
                text=screen.text,
                reply_markup=screen.keyboard,
            )
    except TelegramBadRequest:
        # No administrator and no ephemeral command to answer, or a server that refuses what it does not know.
        return False
    return True
