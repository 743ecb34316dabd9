"""Deals that have passed their stage's limit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, DealEvent, EventKind
from bot.services.reminders.arising import AT_ONCE, THESE

SWEEPER = 0
"""Who did what nobody did: the actor of events that time itself causes."""

_EVENT: dict[str, Any] = {
    "team_id": Deal.team_id,
    "deal_id": Deal.id,
    "kind": literal(EventKind.BECAME_STUCK, DealEvent.kind.type),
    "actor_id": literal(SWEEPER, DealEvent.actor_id.type),
    "at": Deal.stuck_at,
    "version": Deal.version,
    "to_stage_id": Deal.stage_id,
    "amount_minor": Deal.amount_minor,
    "currency": Deal.currency,
    "data": literal({}, DealEvent.data.type),
    "before": literal({}, DealEvent.before.type),
}
_TELL = insert(DealEvent).from_select([*_EVENT], select(*_EVENT.values()).where(THESE))
_COUNT = update(Deal).where(THESE).values(stuck_since=Deal.stuck_at)


async def stuck(session: AsyncSession, now: datetime) -> int:
    """Deals that have passed their stage's limit: they count as stuck since then, and history says so."""
    query = (
        select(Deal.id)
        .where(Deal.stuck_at <= now, Deal.stuck_since.is_(None))
        .order_by(Deal.stuck_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    due = list(await session.scalars(query))
    if due:
        connection = await session.connection()
        await connection.execute(_TELL, {"deals": due})
        await connection.execute(_COUNT, {"deals": due})
    return len(due)
