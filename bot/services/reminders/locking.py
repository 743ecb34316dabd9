"""Who rings holds a lock, and so does every reminder and deal that is looked at: two processes never say one thing."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, Reminder
from bot.models.reminder import IS_OPEN
from bot.services.reminders.deciding import Due
from bot.services.reminders.persons import MANY, Key

_LOCK = 0x72696E67
"""A PostgreSQL advisory lock (any number nobody else uses): one process rings at a time."""


async def lock_ringing(session: AsyncSession) -> None:
    """Wait until no other process rings; it ends with the transaction. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})


async def open_reminders(session: AsyncSession, keys: Collection[Key], *where: ColumnElement[bool]) -> list[Due]:
    """Open reminders of these people with their deals, locked; deals that somebody is changing now are left out."""
    found: list[Due] = []
    asked = sorted(keys)
    for start in range(0, len(asked), MANY):
        these = tuple_(Reminder.user_id, Reminder.team_id).in_(asked[start : start + MANY])
        found += await locked(session, these, *where)
    return found


async def locked(session: AsyncSession, *where: ColumnElement[bool]) -> list[Due]:
    """Open reminders with their deals, locked."""
    query = (
        select(Reminder, Deal)
        .join(Deal, Deal.id == Reminder.deal_id)
        .where(IS_OPEN, *where)
        .order_by(Reminder.id)
        .with_for_update(of=[Deal, Reminder], skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return [(row[0], row[1]) for row in await session.execute(query)]
