"""The database: engine and the two units of work, ``read()`` and ``write()``.

SQLite by default (one file, write-ahead log), PostgreSQL by URL. Nothing outside ``services``, ``telegram`` and ``app``
opens a session, and no session is ever held while Telegram is called.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from bot import sqlite

CHECKPOINT_COMMITS = 250
"""After so many commits the write-ahead log is moved into the SQLite file: about 8 MB of it."""

BREATH_SECONDS = 0.01
"""Background work with many transactions pauses so long after each: on SQLite none waits for anything, so that whoever
pressed a button meanwhile would get one turn of the event loop between two of them, and an answer needs several.
"""

log = structlog.get_logger(__name__)


def _engine(url: str) -> AsyncEngine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_async_engine(parsed, hide_parameters=True, pool_size=10, max_overflow=10, pool_pre_ping=True)
    path = parsed.database or ":memory:"
    # Where there can be no folder the first connection fails, and the start says so in one line.
    with contextlib.suppress(OSError):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(parsed, hide_parameters=True, creator=lambda: sqlite.connect(path))

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        inline: Any = connection.connection.dbapi_connection
        inline.begin(writing=connection.get_execution_options().get("writing", False))

    return engine


class Database:
    """One database and its units of work. ``is_sqlite`` tells the few places that must know."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._reading = self.engine.execution_options(postgresql_readonly=True)
        self._writing = self.engine.execution_options(writing=True)
        # SQLite has one writer. Waiting here, in order, is fairer than spinning in busy_timeout.
        self._writer = asyncio.Lock() if self.is_sqlite else None
        self._commits = 0
        self._on_outbox: list[Callable[[], None]] = []

    def on_outbox(self, callback: Callable[[], None]) -> None:
        """Call ``callback`` after every commit that added outbox rows, so that the sender need not poll."""
        self._on_outbox.append(callback)

    @contextlib.asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A consistent view that changes nothing; rolled back at the end."""
        async with AsyncSession(self._reading, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextlib.asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed when the block ends well, rolled back when it raises.

        On SQLite it holds the write lock from its first statement; on PostgreSQL rows that are read in order to be
        changed are locked with ``with_for_update()``, which SQLite ignores.
        """
        async with (
            self._writer or contextlib.nullcontext(),
            AsyncSession(self._writing, expire_on_commit=False) as session,
        ):
            yield session
            await session.commit()
            if self.is_sqlite:
                await self._checkpoint_in_time()
        if session.info.get("outbox"):
            for callback in self._on_outbox:
                callback()

    async def _checkpoint_in_time(self) -> None:
        """Now and then, while no other writer gets in: so the log is emptied for good and cannot grow without end."""
        self._commits += 1
        if self._commits < CHECKPOINT_COMMITS:
            return
        self._commits = 0
        try:
            await asyncio.to_thread(sqlite.checkpoint, self.engine.url.database or "")
        except sqlite3.Error as error:
            # What was committed stays in the log, and the next one takes it along.
            log.warning("database.checkpoint_failed", error=str(error))

    async def close(self) -> None:
        """Close every connection. Nothing may be used afterwards."""
        await self.engine.dispose()
