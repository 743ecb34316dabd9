"""What came in from Telegram, written down before Telegram is told that it arrived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.models.delivery import InboxState, InboxUpdate
from bot.prepared import Prepared

KEPT = timedelta(hours=48)
"""How long an ``update_id`` is remembered: Telegram redelivers within a day, and may restart its numbers
after a week.
"""


@dataclass(slots=True)
class Received:
    """One update on its way to a handler. ``update`` is the JSON object as Telegram sent it."""

    id: int
    lane: int
    update: dict[str, Any]
    attempts: int = 0
    try_at: datetime | None = None


_NEW = ("update_id", "lane", "payload", "state", "attempts", "received_at")
_STORED = InboxUpdate.__table__.c.id, InboxUpdate.__table__.c.update_id
_INSERT = {
    dialect: Prepared(
        insert(InboxUpdate.__table__)  # type: ignore[arg-type]
        .on_conflict_do_nothing(index_elements=["update_id"])
        .returning(*_STORED),
        _STORED,
        _NEW,
    )
    for dialect, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_COLUMNS = (
    InboxUpdate.id,
    InboxUpdate.lane,
    InboxUpdate.payload,
    InboxUpdate.attempts,
    InboxUpdate.try_at,
)
_DONE = Prepared(
    update(InboxUpdate.__table__)  # type: ignore[arg-type]
    .where(InboxUpdate.id == bindparam("row"))
    .values(state=InboxState.DONE, try_at=None)
)


class Inbox:
    """The table ``inbox``. Used by the receiver and the worker only."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def store(
        self, updates: Sequence[Mapping[str, Any]], done: Sequence[int] = (), *, tidy: bool = False
    ) -> list[Received]:
        """Write a batch down, and in the same transaction that rows ``done`` were handled.

        Returns the updates that were not known before, in the order they came. ``tidy`` first frees the
        update numbers older than 48 hours, so that numbers which Telegram started anew are accepted.
        """
        now = self._clock.now()
        fresh: dict[int, dict[str, Any]] = {u["update_id"]: dict(u) for u in updates}
        rows: list[dict[str, Any]] = [
            {
                "update_id": number,
                "lane": lane_of(content),
                "payload": orjson.dumps(content).decode(),
                "state": InboxState.NEW,
                "attempts": 0,
                "received_at": now,
            }
            for number, content in fresh.items()
        ]
        async with self._database.write() as session:
            if tidy:
                await free_numbers(session, now - KEPT)
            await _DONE.run_each(session, [{"row": id_} for id_ in done])
            insert = _INSERT[session.get_bind().dialect.name]
            ids = {number: id_ for id_, number in await insert.run_each(session, rows)}
        return [
            Received(ids[row["update_id"]], row["lane"], fresh[row["update_id"]])
            for row in rows
            if row["update_id"] in ids
        ]

    async def load_new(self, after_id: int = 0, limit: int = 500) -> list[Received]:
        """Rows that no handler has finished, oldest first: what a crash left behind."""
        query = (
            select(*_COLUMNS)
            .where(InboxUpdate.state == InboxState.NEW, InboxUpdate.id > after_id)
            .order_by(InboxUpdate.id)
            .limit(limit)
        )
        async with self._database.read() as session:
            rows = (await session.execute(query)).all()
        return [Received(r.id, r.lane, orjson.loads(r.payload), r.attempts, r.try_at) for r in rows]

    async def mark_done(self, ids: Sequence[int]) -> None:
        """These were handled; they are not replayed."""
        async with self._database.write() as session:
            await _DONE.run_each(session, [{"row": id_} for id_ in ids])

    async def mark_failed(self, id_: int, attempts: int, try_at: datetime | None, error: str) -> None:
        """A handler failed. ``try_at`` None: for good, and the row stays as a dead letter with its
        traceback.
        """
        state = InboxState.DEAD if try_at is None else InboxState.NEW
        async with self._database.write() as session:
            await session.execute(
                update(InboxUpdate)
                .where(InboxUpdate.id == id_)
                .values(state=state, attempts=attempts, try_at=try_at, error=error)
            )


async def free_numbers(session: AsyncSession, before: datetime) -> int:
    """Delete handled rows from before a moment and take the numbers off those that are not; returns how
    many went.

    A row's own negative id stands in for the number: Telegram's are positive.
    """
    old = InboxUpdate.received_at < before
    await session.execute(
        update(InboxUpdate)
        .where(old, InboxUpdate.state != InboxState.DONE, InboxUpdate.update_id > 0)
        .values(update_id=-InboxUpdate.id)
    )
    result = await session.execute(delete(InboxUpdate).where(old, InboxUpdate.state == InboxState.DONE))
    return int(getattr(result, "rowcount", 0))


def lane_of(content: Mapping[str, Any]) -> int:
    """The chat an update belongs to, else its user, else 0. Updates of one lane are handled in order."""
    for kind, event in content.items():
        if kind == "update_id" or not isinstance(event, Mapping):
            continue
        for holder, field in ((event, "chat"), (event.get("message"), "chat"), (event, "from")):
            if not isinstance(holder, Mapping):
                continue
            owner = holder.get(field)
            if isinstance(owner, Mapping) and isinstance(number := owner.get("id"), int):
                return number
    return 0
