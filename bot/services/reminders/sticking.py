"""Deals that have passed their stage's limit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, DealEvent, EventKind
from bot.services.reminders.arising import AT_ONCE

SWEEPER = 0
"""Who did what nobody did: the actor of events that time itself causes."""


async def stuck(session: AsyncSession, now: datetime) -> int:
    """Deals that have passed their stage's limit: they count as stuck since then, and history says so."""
    query = (
        select(
            Deal.id, Deal.team_id, Deal.stage_id, Deal.version, Deal.amount_minor, Deal.currency, Deal.stuck_at
        )
        .where(Deal.stuck_at <= now, Deal.stuck_since.is_(None))
        .order_by(Deal.stuck_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )  # fmt: skip
    due = (await session.execute(query)).mappings().all()
    if not due:
        return 0
    await session.execute(
        update(Deal)
        .where(Deal.id.in_([row["id"] for row in due]))
        .values(stuck_since=Deal.stuck_at)
        .execution_options(synchronize_session=False)
    )
    await session.execute(insert(DealEvent), [_became_stuck(row) for row in due])
    return len(due)


def _became_stuck(row: RowMapping) -> dict[str, Any]:
    return {
        "team_id": row["team_id"],
        "deal_id": row["id"],
        "kind": EventKind.BECAME_STUCK,
        "actor_id": SWEEPER,
        "at": row["stuck_at"],
        "version": row["version"],
        "to_stage_id": row["stage_id"],
        "amount_minor": row["amount_minor"],
        "currency": row["currency"],
        "data": {},
        "before": {},
    }
