"""The sweep of headlines: team chats that want the digest's first line get it at the team's hour, whoever of its
managers hears the digest itself, and when.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Team, TeamChat
from bot.services.digests.claiming import AT_ONCE, PRIORITY, is_timely, remember_day
from bot.services.digests.gathering import local_day
from bot.services.outbox import enqueue_many, new_row
from bot.services.schedules import next_headline
from bot.services.worktime import team_worktime


async def headlines(session: AsyncSession, now: datetime) -> int:
    """Claim some of the chats that are due by now and write down what must be sent; returns how many.

    After an outage each hears once, within working hours; on one of the team's days never twice, whatever becomes of
    its hour meanwhile.
    """
    query = (
        select(TeamChat, Team)
        .join(Team, Team.id == TeamChat.team_id)
        .where(TeamChat.next_digest_at <= now)
        .order_by(TeamChat.next_digest_at, TeamChat.id)
        .limit(AT_ONCE)
        # A move that is posted there need not wait.
        .with_for_update(of=TeamChat, skip_locked=True, key_share=True)
    )
    due = (await session.execute(query)).all()
    hearing: dict[int, Team] = {}
    rows, changes = [], []
    for chat, team in due:
        coming = next_headline(chat, team, now)
        if coming is not None and is_timely(team_worktime(team), chat.next_digest_at, now):
            hearing[team.id] = team
            rows.append(_row(chat, local_day(team, now), now))
        changes.append({"id": chat.id, "next_digest_at": coming})
    if changes:
        await session.execute(update(TeamChat), changes)
    for _, team in sorted(hearing.items()):
        await remember_day(session, team, local_day(team, now), now)
    await enqueue_many(session, rows)
    return len(due)


def headline_key(chat_id: int, day: date) -> str:
    """The outbox key of a team chat's headline of one of the team's days; ``chat_id``: our own number of the chat."""
    return f"chat-digest:{chat_id}:{day.isoformat()}"


def _row(chat: TeamChat, day: date, now: datetime) -> dict[str, object]:
    return new_row(
        key=headline_key(chat.id, day),
        kind="chat-digest",
        args={"chat": chat.id, "day": day.isoformat()},
        chat_id=chat.chat_id,
        thread_id=chat.thread_id,
        now=now,
        priority=PRIORITY,
    )
