"""The database: engine and the two units of work, ``read()`` and ``write()``.

SQLite by default (one file, write-ahead log), PostgreSQL by URL. Nothing outside ``services``, ``telegram`` and ``app``
opens a session, and no session is ever held while Telegram is called.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.util.concurrency import await_

from bot import sqlite
from bot.checkpoints import Checkpoints

BREATH_SECONDS = 0.01
"""Background work with many transactions pauses so long after each: on SQLite none waits for anything, so that whoever
pressed a button meanwhile would get one turn of the event loop between two of them, and an answer needs several.
"""

KEPT_OPEN = 5
"""Idle connections to a SQLite file; more were needed at once only for a moment."""


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
        # A unit of work has begun before SQLAlchemy hears of it.
        if not inline.in_transaction:
            await_(inline.begin(writing=connection.get_execution_options().get("writing", False)))

    return engine


class Database:
    """One database and its units of work. ``is_sqlite`` tells the few places that must know."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._reading = self.engine.execution_options(postgresql_readonly=True)
        # SQLite has one writer. Waiting here, in order, is fairer than spinning in busy_timeout.
        self._writer = asyncio.Lock()
        # Connections to SQLite that nobody uses now.
        self._idle: list[AsyncConnection] = []
        self._checkpoints = Checkpoints(self.engine.url.database or "", self._writer)
        self._on_outbox: list[Callable[[], None]] = []

    def on_outbox(self, callback: Callable[[], None]) -> None:
        """Call ``callback`` after every commit that added outbox rows, so that the sender need not poll."""
        self._on_outbox.append(callback)

    def read(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A consistent view that changes nothing; rolled back at the end."""
        return _Unit(self, writing=False) if self.is_sqlite else self._read()

    def write(self) -> AbstractAsyncContextManager[AsyncSession]:
        """One transaction: committed when the block ends well, rolled back when it raises.

        On SQLite it holds the write lock; on PostgreSQL rows that are read in order to be changed are locked with
        ``with_for_update()``, which SQLite ignores.
        """
        return _Unit(self, writing=True) if self.is_sqlite else self._write()

    @contextlib.asynccontextmanager
    async def _read(self) -> AsyncIterator[AsyncSession]:
        async with AsyncSession(self._reading, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextlib.asynccontextmanager
    async def _write(self) -> AsyncIterator[AsyncSession]:
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            yield session
            await session.commit()
        self._committed(session)

    def _committed(self, session: AsyncSession) -> None:
        if session.info.get("outbox"):
            for callback in self._on_outbox:
                callback()

    async def _connection(self) -> AsyncConnection:
        return self._idle.pop() if self._idle else await self.engine.connect()

    async def _give_back(self, connection: AsyncConnection) -> None:
        if len(self._idle) < KEPT_OPEN:
            self._idle.append(connection)
        else:
            await connection.close()

    async def close(self) -> None:
        """Close every connection. Nothing may be used afterwards."""
        await self._checkpoints.close()
        while self._idle:
            await self._idle.pop().close()
        await self.engine.dispose()


class _Unit:
    """A unit of work on SQLite. Its connection stays open, and BEGIN and COMMIT go to the driver: SQLAlchemy's own way
    there and back costs as much as all statements of a move. It joins in once the session itself executes something.
    See docs/decisions/0002-sqlite-inline.md.
    """

    __slots__ = ("_connection", "_database", "_inline", "_session", "_writing")

    def __init__(self, database: Database, *, writing: bool) -> None:
        self._database = database
        self._writing = writing

    async def __aenter__(self) -> AsyncSession:
        database = self._database
        if self._writing:
            await database._writer.acquire()
        try:
            self._connection = await database._connection()
            try:
                self._inline = _inline_of(self._connection)
                await self._inline.begin(writing=self._writing)
            except BaseException:
                await self._connection.close()
                raise
        except BaseException:
            if self._writing:
                database._writer.release()
            raise
        self._session = AsyncSession(self._connection, expire_on_commit=False, autoflush=self._writing)
        self._session.info[sqlite.INLINE] = self._inline
        return self._session

    async def __aexit__(self, kind: type[BaseException] | None, error: object, traceback: object) -> None:
        database, keeps = self._database, self._writing and kind is None
        try:
            try:
                if keeps:
                    await self._commit()
            finally:
                await self._close()
            if keeps:
                database._checkpoints.committed()
        finally:
            if self._writing:
                database._writer.release()
        if keeps:
            database._committed(self._session)

    async def _commit(self) -> None:
        session = self._session.sync_session
        if self._connection.in_transaction() or session.new or session.dirty or session.deleted:
            await self._session.commit()
        else:
            self._inline.commit()

    async def _close(self) -> None:
        if self._connection.in_transaction():
            await self._session.close()
        else:
            # Nothing of it reaches the database, so that it need not go SQLAlchemy's asynchronous way.
            self._session.sync_session.close()
        if self._inline.in_transaction:
            self._inline.rollback()
        await self._database._give_back(self._connection)


def _inline_of(connection: AsyncConnection) -> sqlite.InlineConnection:
    sync = connection.sync_connection
    assert sync is not None
    driver: Any = sync.connection.dbapi_connection
    assert isinstance(driver, sqlite.InlineConnection)
    return driver
