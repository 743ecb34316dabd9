"""The sender's side of the outbox: leasing what is due, and noting what became of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Executable, Integer, bindparam, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.models.base import UtcDateTime
from bot.models.delivery import OutboxMessage, OutboxState
from bot.services.outbox import OutboxRow

LEASE = timedelta(seconds=90)
"""How long a row belongs to the process that is sending it: longer than any one request may take."""

HELD_AT_MOST = 2 * LEASE
"""A lease that ends later than so was taken before the clock was set back. Not one lease: of two processes one is
always behind, by its clock or because it read it and then waited for the other, and would take what is being sent.
"""

LOOKS = (16, 200)
"""Rows looked at per lease, and again when the first look finds too few chats: one with several due rows gives only
its first.
"""

_LEASE_LOCK = 0x6F7574626F78
"""A PostgreSQL advisory lock (any number nobody else uses): one process leases at a time."""

LATEST = timedelta(hours=1)
"""Nothing waits longer for its next attempt: a row due later than this was written before the clock was set back."""

_COLUMNS = tuple(getattr(OutboxMessage, name) for name in OutboxRow.__slots__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row. ``retry_at`` set: it stays pending until then."""

    id: int
    state: OutboxState
    message_id: int | None = None
    error: str | None = None
    attempts: int = 0
    retry_at: datetime | None = None


_NOTE = (
    update(OutboxMessage.__table__)  # type: ignore[arg-type]  # executemany needs the table, not the class
    .where(OutboxMessage.id == bindparam("row_id"))
    .values(
        state=bindparam("new_state"),
        message_id=func.coalesce(bindparam("sent_message"), OutboxMessage.message_id),
        error=bindparam("why"),
        attempts=bindparam("tries"),
        due_at=func.coalesce(bindparam("retry_at"), OutboxMessage.due_at),
        sent_at=bindparam("done_at"),
        leased_until=None,
    )
)

_PENDING = OutboxMessage.state == OutboxState.PENDING
_NOW = bindparam("now", type_=UtcDateTime())
_HELD = (OutboxMessage.leased_until > _NOW) & (
    OutboxMessage.leased_until <= bindparam("held_at_most", type_=UtcDateTime())
)
_OPEN = (
    select(*_COLUMNS)
    .where(_PENDING, or_(OutboxMessage.leased_until.is_(None), ~_HELD))
    .where(OutboxMessage.chat_id.not_in(bindparam("busy", expanding=True)))
    .order_by(OutboxMessage.priority, OutboxMessage.due_at, OutboxMessage.id)
    .limit(bindparam("look", type_=Integer))
)
_BY_NOW = OutboxMessage.due_at <= _NOW
_DUE = _OPEN.where(or_(_BY_NOW, OutboxMessage.due_at > bindparam("latest", type_=UtcDateTime())))
# Where several processes share the table, such a row may be one's whose clock is ahead, and be on its way already.
_DUE_SHARED = _OPEN.where(
    _BY_NOW, OutboxMessage.chat_id.not_in(select(OutboxMessage.chat_id).where(_PENDING, _HELD))
).with_for_update(skip_locked=True)
_NEXT_DUE = select(func.min(OutboxMessage.due_at)).where(_PENDING, OutboxMessage.due_at > _NOW)
_ONE_LEASES = text(f"SELECT pg_advisory_xact_lock({_LEASE_LOCK})")


class OutboxQueue:
    """The table ``outbox`` as the sender sees it. Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def lease(self, limit: int, busy: Collection[int], now: datetime) -> list[OutboxRow]:
        """Take up to ``limit`` rows due at ``now``, at most one a chat, none of ``busy`` chats, most urgent first.

        Edits of a message that wait behind one that is taken are dropped: it will say what is true then.
        """
        values = {"now": now, "held_at_most": now + HELD_AT_MOST, "busy": list(busy)}
        if self._database.is_sqlite:
            values["latest"] = now + LATEST
            # Nobody else leases from this file, so looking needs no write lock; mostly there is nothing.
            async with self._database.read() as session:
                chosen, needless = await _first_of_each_chat(session, _DUE, values, limit)
            if chosen:
                async with self._database.write() as session:
                    await _take(session, chosen, needless, now)
            return chosen
        async with self._database.write() as session:
            await session.execute(_ONE_LEASES)
            chosen, needless = await _first_of_each_chat(session, _DUE_SHARED, values, limit)
            if chosen:
                await _take(session, chosen, needless, now)
        return chosen

    async def note(self, outcomes: Sequence[Outcome]) -> None:
        """Write down what became of rows that were leased."""
        now = self._clock.now()
        async with self._database.write() as session:
            connection = await session.connection()
            await connection.execute(
                _NOTE,
                [
                    {
                        "row_id": outcome.id,
                        "new_state": outcome.state,
                        "sent_message": outcome.message_id,
                        "why": outcome.error,
                        "tries": outcome.attempts,
                        "retry_at": outcome.retry_at,
                        "done_at": now if outcome.state is OutboxState.SENT else None,
                    }
                    for outcome in outcomes
                ],
            )

    async def drop_waiting(self, chat_id: int, thread_id: int | None, why: str) -> None:
        """Drop all that waits for a chat, or for one of its topics: Telegram takes nothing there any more."""
        statement = (
            update(OutboxMessage)
            .where(OutboxMessage.state == OutboxState.PENDING, OutboxMessage.chat_id == chat_id)
            .values(state=OutboxState.DROPPED, error=why, leased_until=None)
        )
        if thread_id is not None:
            statement = statement.where(OutboxMessage.thread_id == thread_id)
        async with self._database.write() as session:
            await session.execute(statement)

    async def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup: what waits goes to its new id."""
        async with self._database.write() as session:
            await session.execute(
                update(OutboxMessage)
                .where(OutboxMessage.state == OutboxState.PENDING, OutboxMessage.chat_id == old)
                .values(chat_id=new)
            )

    async def next_due(self, after: datetime) -> datetime | None:
        """When the first row that is not due yet at ``after`` becomes due; None: there is none."""
        async with self._database.read() as session:
            moment: datetime | None = await session.scalar(_NEXT_DUE, {"now": after})
            return moment

    async def release_all(self) -> None:
        """Free every lease. Only where no other process can be sending: SQLite, before the sender starts."""
        async with self._database.write() as session:
            await session.execute(
                update(OutboxMessage)
                .where(OutboxMessage.state == OutboxState.PENDING, OutboxMessage.leased_until.is_not(None))
                .values(leased_until=None)
            )


async def _first_of_each_chat(
    session: AsyncSession, statement: Executable, values: dict[str, Any], limit: int
) -> tuple[list[OutboxRow], list[int]]:
    """The rows, and the ids of those that need not go out once these have."""
    for look in LOOKS:
        chosen: dict[int, OutboxRow] = {}
        needless: list[int] = []
        found = (await session.execute(statement, {**values, "look": look})).all()
        for row in found:
            if row.chat_id not in chosen and len(chosen) < limit:
                chosen[row.chat_id] = OutboxRow(*row)
            elif (first := chosen.get(row.chat_id)) is not None and first.says(row.kind, row.args):
                needless.append(row.id)
        if len(chosen) >= limit or len(found) < look:
            break
    return list(chosen.values()), needless


async def _take(session: AsyncSession, rows: Sequence[OutboxRow], needless: Sequence[int], now: datetime) -> None:
    ids = [row.id for row in rows]
    taken = update(OutboxMessage).where(OutboxMessage.id.in_(ids)).values(leased_until=now + LEASE)
    await session.execute(taken.execution_options(synchronize_session=False))
    if needless:
        dropped = update(OutboxMessage).where(OutboxMessage.id.in_(needless))
        dropped = dropped.values(state=OutboxState.DROPPED, error="an earlier one says it")
        await session.execute(dropped.execution_options(synchronize_session=False))
