"""A team chat breaks or works again, and what is said then. Called within the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Member, Role, Team, TeamChat
from bot.services.outbox import enqueue_many, new_row
from bot.services.schedules import set_headline


async def mark_broken(session: AsyncSession, chat: TeamChat, why: str, now: datetime, *, tell: bool = True) -> bool:
    """Stop posting to a chat and (``tell``) tell the team's admins, once for as long as it stays broken.

    False when it was broken before.
    """
    if chat.broken is not None:
        return False
    chat.broken = why
    chat.next_digest_at = None
    if not tell:
        return True
    admins = await session.scalars(
        select(Member.user_id).where(Member.team_id == chat.team_id, Member.active, Member.role == Role.ADMIN)
    )
    await enqueue_many(
        session,
        [
            new_row(
                key=f"chat-broken:{chat.id}:{now.isoformat()}:{admin_id}",
                kind="chat-broken",
                args={"chat": chat.id},
                chat_id=admin_id,
                now=now,
            )
            for admin_id in admins
        ],
    )
    return True


async def broken_alike(session: AsyncSession, chat: TeamChat, *, lock: bool = False) -> Sequence[TeamChat]:
    """The chats that the same trouble broke: this one, and the team's other topics in a group that is out of reach.

    ``lock``: those that somebody else is changing at this moment are left to them, so that nobody waits in a circle.
    """
    query = select(TeamChat).where(
        TeamChat.team_id == chat.team_id, TeamChat.chat_id == chat.chat_id, TeamChat.broken == chat.broken
    )
    if chat.broken == "topic_closed":
        query = query.where(TeamChat.id == chat.id)
    if lock:
        query = query.with_for_update(key_share=True, skip_locked=True)
    return (await session.scalars(query.order_by(TeamChat.id))).all()


async def mark_working(session: AsyncSession, chat: TeamChat, now: datetime) -> None:
    """Post to a chat (again); a headline that it wants is due at the team's next hour."""
    chat.broken = None
    set_headline(chat, await session.get_one(Team, chat.team_id), now)


async def say_back(session: AsyncSession, chat: TeamChat, now: datetime) -> None:
    """Post a line into a chat that should work again; whether it arrives is the proof."""
    await enqueue_many(
        session,
        [
            new_row(
                key=f"chat-back:{chat.id}:{now.isoformat()}",
                kind="chat-back",
                args={"chat": chat.id},
                chat_id=chat.chat_id,
                thread_id=chat.thread_id,
                now=now,
            )
        ],
    )
