"""What happens to a connected chat from outside: the bot is removed, a group becomes a supergroup, a topic closes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.models import OutboxMessage, OutboxState, TeamChat, TeamPost
from bot.services.announcements import TOGETHER
from bot.services.chat_news import mark_broken, mark_working, say_back
from bot.services.team_chats import TeamChats


class ChatTrouble:
    """Acts on Telegram's word, not on a person's: nobody is authorised here."""

    def __init__(self, database: Database, clock: Clock, team_chats: TeamChats) -> None:
        self._database = database
        self._clock = clock
        self._team_chats = team_chats

    async def broke(self, chat_id: int, why: str, thread_id: int | None = None) -> None:
        """Nothing can be posted in the group (with ``thread_id``: in that topic) any more; admins hear of it once.

        However many topics of the group a team has connected: it is one message to each of its admins.
        """
        told: set[int] = set()
        async with self._database.write() as session:
            for chat in await _connected(session, chat_id, thread_id):
                if await mark_broken(session, chat, why, self._clock.now(), tell=chat.team_id not in told):
                    told.add(chat.team_id)
        self._team_chats.forget()

    async def works_again(self, chat_id: int, after: Collection[str], thread_id: int | None = None) -> bool:
        """One of the troubles ``after`` is over. True when the group is connected to a team at all."""
        async with self._database.write() as session:
            chats = await _connected(session, chat_id, thread_id)
            for chat in chats:
                if chat.broken in after:
                    await mark_working(session, chat, self._clock.now())
                    await say_back(session, chat, self._clock.now())
        self._team_chats.forget()
        return bool(chats)

    async def migrated(self, old_chat_id: int, new_chat_id: int) -> None:
        """The group is a supergroup now and has a new id. Telegram says so on both sides; it happens once."""
        async with self._database.write() as session:
            taken = {chat.thread_id for chat in await _connected(session, new_chat_id, None)}
            for chat in await _connected(session, old_chat_id, None):
                if chat.thread_id in taken:
                    await session.delete(chat)
                    continue
                chat.chat_id = new_chat_id
                await mark_working(session, chat, self._clock.now())
                await _leave_posts(session, chat, old_chat_id, self._clock.now())
            await session.execute(
                update(OutboxMessage)
                .where(OutboxMessage.chat_id == old_chat_id, OutboxMessage.state == OutboxState.PENDING)
                .values(chat_id=new_chat_id)
            )
        self._team_chats.forget()


async def _leave_posts(session: AsyncSession, chat: TeamChat, old_chat_id: int, now: datetime) -> None:
    """Messages are numbered anew there: what was posted before can no longer be edited. News that waited to be added to
    such a post gets a message of its own, and so does what comes next.
    """
    sent = TeamPost.team_chat_id == chat.id, TeamPost.message_id.is_not(None)
    ids = set(await session.scalars(select(TeamPost.id).where(*sent)))
    waiting = await session.scalars(
        select(OutboxMessage)
        .where(
            OutboxMessage.chat_id == old_chat_id,
            OutboxMessage.thread_id == chat.thread_id,
            OutboxMessage.state == OutboxState.PENDING,
            OutboxMessage.kind == "post-edit",
        )
        .order_by(OutboxMessage.id)
    )
    last = {row.args["post"]: row for row in waiting if row.args["post"] in ids}
    for row in last.values():
        row.kind = "post"
    await session.execute(
        update(TeamPost).where(*sent, TeamPost.posted_at > now - TOGETHER).values(posted_at=now - TOGETHER)
    )
    await session.execute(update(TeamPost).where(*sent).values(message_id=None))


async def _connected(session: AsyncSession, chat_id: int, thread_id: int | None) -> Sequence[TeamChat]:
    query = select(TeamChat).where(TeamChat.chat_id == chat_id).order_by(TeamChat.id)
    if thread_id is not None:
        query = query.where(TeamChat.thread_id == thread_id)
    return (await session.scalars(query.with_for_update())).all()
