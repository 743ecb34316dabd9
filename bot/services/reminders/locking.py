"""Who rings holds a lock, and so does every reminder and deal that is looked at: two processes never say one thing."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, Reminder
from bot.models.reminder import IS_OPEN
from bot.services.reminders.persons import MANY, Key, among
from bot.services.reminders.rows import DUE, Due, as_due

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
        these = among(asked[start : start + MANY], Reminder.user_id, Reminder.team_id)
        found += await locked(session, these, *where)
    return found


async def locked(session: AsyncSession, *where: ColumnElement[bool]) -> list[Due]:
    """Open reminders with their deals, locked."""
    query = DUE.where(IS_OPEN, *where).order_by(Reminder.id).with_for_update(of=[Deal, Reminder], skip_locked=True)
    # Past the mapper, which these rows do not need.
    connection = await session.connection()
    return [as_due(row) for row in await connection.execute(query)]
