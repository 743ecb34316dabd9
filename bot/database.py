"""The database: engine, pragmas, and the two units of work, ``read()`` and ``write()``.

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

import aiosqlite
from sqlalchemy import event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

# How long SQLite waits for another process's write (a backup, the command line) before it gives up, in milliseconds.
BUSY_TIMEOUT_MS = 10_000


class InlineConnection(aiosqlite.Connection):
    """An aiosqlite connection that runs statements on the event loop and only what may wait in its thread.

    aiosqlite hops to its thread for every cursor, execute, fetch and close: about 30 times the cost of the statement
    itself. In WAL mode a statement inside a transaction never waits for anybody; only taking the write lock
    (``BEGIN IMMEDIATE``) and ``COMMIT`` (which may wait for the disk) can. See docs/decisions/0002-sqlite-inline.md.

    The event loop never touches the connection while the thread uses it: two threads in one SQLite connection crash the
    process. So a caller who is cancelled waits until the thread is done, and closing is left to the thread.
    """

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        waits = fn in (self._conn.commit, self._conn.close)
        if waits or (args and isinstance(args[0], str) and args[0].startswith("BEGIN IMM")):
            return await _to_the_end(asyncio.ensure_future(super()._execute(fn, *args, **kwargs)))  # type: ignore[no-untyped-call]
        return fn(*args, **kwargs)


async def _to_the_end(running: asyncio.Future[Any]) -> Any:
    """The result of ``running``. When we are cancelled, only once it has ended."""
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        while not running.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait([running])
        if not running.cancelled():
            # Nobody else asks how it ended.
            running.exception()
        raise


def _connect_inline(database: str, **kwargs: Any) -> InlineConnection:
    def connector() -> sqlite3.Connection:
        connection: sqlite3.Connection = sqlite3.connect(database, **kwargs)
        return connection

    return InlineConnection(connector, iter_chunk_size=64)


def _engine(url: str) -> AsyncEngine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_async_engine(parsed, hide_parameters=True, pool_size=10, max_overflow=10, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(
        parsed,
        hide_parameters=True,
        connect_args={
            "async_creator_fn": _connect_inline,
            # We send BEGIN ourselves; the driver must not.
            "isolation_level": None,
            "check_same_thread": False,
        },
    )

    @event.listens_for(engine.sync_engine, "connect")
    def set_pragmas(dbapi_connection: Any, _: ConnectionPoolEntry) -> None:
        cursor = dbapi_connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        # IMMEDIATE for writers: two that read first and write later would otherwise overwrite each other.
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

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
        if session.info.get("outbox"):
            for callback in self._on_outbox:
                callback()

    async def close(self) -> None:
        """Close every connection. Nothing may be used afterwards."""
        await self.engine.dispose()
