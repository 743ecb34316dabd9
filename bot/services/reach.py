"""Who can be reached: somebody blocked the bot or left Telegram, who is told of it, and what waits for their return.

Nothing is lost meanwhile. Reminders wait and ring again; other news that Telegram refused stays in the outbox for as
long as upkeep keeps it, and goes out when the person is back, if it is still true.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Member, OutboxMessage, OutboxState, Reminder, ReminderState, Role, User
from bot.services.outbox import enqueue_many, new_row, outbox_changed
from bot.services.rescheduling import stand_in

REFUSED = ("blocked", "chat_not_found")
"""Why a person's messages were dropped (`outbox.Why`), when they may be sent once the person is back."""

RING_ANEW = "nudge"
"""The kind of row that does not come again: its reminders ring anew, together with what became due meanwhile."""


async def lost(session: AsyncSession, user_id: int, now: datetime) -> None:
    """Nothing reaches this person any more: remember it, and tell the other admins of their teams, once."""
    user = await session.get(User, user_id, with_for_update=True)
    if user is None or user.unreachable_at is not None:
        return
    user.unreachable_at = now
    theirs = select(Member.team_id).where(Member.user_id == user.id, Member.active)
    query = select(Member.team_id, Member.user_id).where(
        Member.team_id.in_(theirs), Member.active, Member.role == Role.ADMIN, Member.user_id != user.id
    )
    rows = [
        new_row(
            key=f"member-unreachable:{team_id}:{user.id}:{admin_id}:{now.isoformat()}",
            kind="member-unreachable",
            args={"team": team_id, "user": user.id},
            chat_id=admin_id,
            now=now,
        )
        for team_id, admin_id in await session.execute(query)
    ]
    await enqueue_many(session, rows)


async def regained(session: AsyncSession, user: User, now: datetime) -> None:
    """The person is back. Reminders that waited ring in the next round, all in one message if the hours allow it."""
    user.unreachable_at = None
    await session.execute(
        update(Reminder)
        .where(
            Reminder.user_id == user.id,
            Reminder.state == ReminderState.WAITING,
            Reminder.exact.is_(False),
            Reminder.ring_at > now,
        )
        .values(ring_at=now)
    )
    memberships = await session.scalars(select(Member).where(Member.user_id == user.id, Member.active))
    await stand_in(session, memberships.all(), now)
    await session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.chat_id == user.id,
            OutboxMessage.state == OutboxState.DROPPED,
            OutboxMessage.error.in_(REFUSED),
            OutboxMessage.kind != RING_ANEW,
        )
        .values(state=OutboxState.PENDING, due_at=now, attempts=0, error=None)
    )
    outbox_changed(session)
