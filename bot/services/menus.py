"""The command menu of each person: it follows their language and their role in the team where they stand.

Telegram keeps a menu per chat, so a change is told to it as everything else is: through the outbox.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.models import Member, User
from bot.models.facts_outgoing import MenuFacts
from bot.services.outbox import Delivery, OutboxRow, enqueue_many, new_row

KIND = "menu"
PRIORITY = 10
"""Menus go after everything that somebody reads, digests (9) included."""


class Menus:
    """The outbox kind ``menu``, and the menus of everybody after a new version of the bot."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def load(self, session: AsyncSession, row: OutboxRow, now: datetime) -> Delivery | None:
        """The menu that fits the person now; None for somebody unknown."""
        user = await session.get(User, row.chat_id)
        if user is None:
            return None
        query = (
            select(Member.team_id, Member.role)
            .where(Member.user_id == user.id, Member.active)
            .order_by(Member.joined_at, Member.team_id)
        )
        roles = {row.team_id: row.role for row in await session.execute(query)}
        # Without a team of their own choice they stand in the first, as `People` has it.
        role = roles.get(user.team_id or 0, next(iter(roles.values()), None))
        return Delivery(
            op="menu",
            chat_id=user.id,
            facts=MenuFacts(role),
            locale=user.locale or "en",
            zone=user.time_zone or "UTC",
        )

    async def offer_all(self, edition: str) -> None:
        """Give every member their menu, once for each ``edition`` of the menus (at most 64 characters)."""
        now = self._clock.now()
        async with self._database.write() as session:
            members = await session.scalars(select(Member.user_id).where(Member.active).distinct())
            await enqueue_many(session, [_row(user_id, edition, now) for user_id in members])


async def menus_changed(session: AsyncSession, user_ids: Iterable[int], now: datetime) -> None:
    """The language, role or team of these people is another: their menus follow. In the caller's transaction."""
    await enqueue_many(session, [_row(user_id, now.isoformat(), now) for user_id in user_ids])


def _row(user_id: int, what: str, now: datetime) -> dict[str, Any]:
    key = f"{KIND}:{user_id}:{what}"
    return new_row(key=key, kind=KIND, args={}, chat_id=user_id, now=now, priority=PRIORITY)
