"""How often a person's phone rings: at most three times an hour, for all of their teams together.

Reminders and plans wait until the hour has room (`services.reminders`). A question, an answer, a deal handed over and a
digest do not wait, since somebody did something and a digest has its hour: when there is no room they come at once,
without a sound. So do all but the digest outside working hours; the digest's hour was chosen by its reader.

What made no sound is no push and counts for nothing. Of the messages that do not wait only those that rang are written
down, therefore: as nudges that are over, so that one look finds all pushes of a person by when they came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import DealEvent, Member, Nudge, OutboxMessage, Question
from bot.models.delivery import IS_PENDING
from bot.services.outbox import OutboxRow

PUSHES, PUSHES_WITHIN = 3, timedelta(hours=1)
"""Nobody hears more pushes than these within the time (issue: "at most 3 pushes an hour")."""

UNDELAYED = ("digest", "question", "answer", "assigned")
"""Outbox kinds that count as pushes and do not wait for room; kinds of their nudges, too."""

MANY = 400
"""People asked about in one statement."""


def full_until(heard: Collection[datetime], now: datetime) -> datetime | None:
    """When the next push may come at the earliest, if that is later: so many were heard within the hour."""
    recent = sorted(at for at in heard if now - PUSHES_WITHIN < at <= now)
    return recent[-PUSHES] + PUSHES_WITHIN if len(recent) >= PUSHES else None


async def heard_by(session: AsyncSession, users: Collection[int], now: datetime) -> dict[int, list[datetime]]:
    """When each of these people was pushed within the last hour, in whichever team. An empty plan was no push, nor was
    a message that never left.
    """
    rang = or_(Nudge.sent_at.is_not(None), (Nudge.kind != "plan") & Nudge.closed.is_(False))
    lately = Nudge.made_at > now - PUSHES_WITHIN, Nudge.made_at <= now
    heard: dict[int, list[datetime]] = defaultdict(list)
    for some in _some(users):
        query = select(Nudge.user_id, Nudge.made_at).where(Nudge.user_id.in_(some), *lately, rang)
        for user_id, made_at in await session.execute(query):
            heard[user_id].append(made_at)
    return heard


async def coming_to(session: AsyncSession, users: Collection[int], now: datetime) -> dict[int, list[datetime]]:
    """The same for what does not wait and is on its way: since when. Whether it will ring is not known yet; it counts
    as if it did, so that a reminder rather waits.
    """
    lately = OutboxMessage.created_at > now - PUSHES_WITHIN, OutboxMessage.created_at <= now
    coming: dict[int, list[datetime]] = defaultdict(list)
    for some in _some(users):
        query = select(OutboxMessage.chat_id, OutboxMessage.created_at).where(
            IS_PENDING, OutboxMessage.kind.in_(UNDELAYED), OutboxMessage.chat_id.in_(some), *lately
        )
        for user_id, created_at in await session.execute(query):
            coming[user_id].append(created_at)
    return coming


async def may_ring(session: AsyncSession, user_id: int, now: datetime) -> bool:
    """Whether the hour has room for one more push to this person, which is about to be sent."""
    heard = await heard_by(session, [user_id], now)
    return full_until(heard[user_id], now) is None


async def note_ring(session: AsyncSession, row: OutboxRow, message_id: int | None, now: datetime) -> None:
    """One of `UNDELAYED` has reached its reader with a sound. Sent twice after a crash it rang twice, and counts so."""
    if row.kind == "digest":
        team = select(Member.team_id).where(Member.id == row.args["member"])
    elif row.kind == "assigned":
        team = select(DealEvent.team_id).where(DealEvent.id == row.args["event"])
    else:
        team = select(Question.team_id).where(Question.id == row.args["question"])
    team_id = await session.scalar(team)
    if team_id is not None:
        rang = Nudge(team_id=team_id, user_id=row.chat_id, kind=row.kind, made_at=now, sent_at=now, closed=True)
        rang.message_id = message_id
        session.add(rang)


def _some(users: Collection[int]) -> list[Sequence[int]]:
    asked = sorted(users)
    return [asked[start : start + MANY] for start in range(0, len(asked), MANY)]
