"""aiosqlite for SQLAlchemy, without a trip to its thread for what does not wait.

aiosqlite does everything in a thread of the connection: making a cursor, executing, fetching, closing and committing
are a trip each, many times the cost of the statement itself. In WAL mode with ``synchronous=NORMAL`` only two things
wait: taking the write lock while another process has it, and checkpoints, which wait for the disk. Those go to a
thread; the rest runs on the event loop. See docs/decisions/0002-sqlite-inline.md.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections import deque
from collections.abc import Callable, Generator, Sequence
from typing import Any

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.util.concurrency import await_

BUSY_TIMEOUT_MS = 10_000
"""How long the thread waits for another process's write (a backup, the command line) before it gives up."""

INLINE = "inline"
"""The key in a session's ``info`` for the `InlineConnection` whose transaction it is in."""

LOOP_TIMEOUT_MS = 20
"""How long a statement on the event loop may wait for another process: everybody waits with it."""

PRAGMAS = (
    # A connection is opened in its thread, which can wait until another process has made the file ready.
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    # A commit must not stop to move the log into the file: `checkpoint` does, in a thread.
    "PRAGMA wal_autocheckpoint = 0",
    f"PRAGMA busy_timeout = {LOOP_TIMEOUT_MS}",
)


class _Connection(aiosqlite.Connection):
    """aiosqlite's own, whose caller never leaves while the thread works: two threads in one SQLite connection crash the
    process.
    """

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return await _to_the_end(asyncio.ensure_future(super()._execute(fn, *args, **kwargs)))  # type: ignore[no-untyped-call]


class _Nothing:
    """To be awaited by each statement: SQLAlchemy takes a driver that never awaits for one that is not asynchronous."""

    def __await__(self) -> Generator[None, None, None]:
        return
        yield


_NOTHING = _Nothing()


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    """SQLAlchemy's cursor on sqlite3's own. Rows are fetched at once: an open cursor would keep its snapshot alive."""

    __slots__ = ()
    _awaitable_cursor_close = False

    def _make_new_cursor(self, connection: Any) -> Any:
        return connection._conn.cursor()

    def _aenter_cursor(self, cursor: Any) -> Any:
        return cursor

    def execute(self, operation: Any, parameters: Any = None) -> Any:
        cursor: Any = self._cursor
        await_(_NOTHING)
        cursor.execute(operation, parameters or ())
        if cursor.description:
            self._rows = deque(cursor.fetchall())

    def executemany(self, operation: Any, seq_of_parameters: Any) -> Any:
        await_(_NOTHING)
        cursor: Any = self._cursor
        cursor.executemany(operation, seq_of_parameters)


class InlineConnection(AsyncAdapt_aiosqlite_connection):
    """SQLAlchemy's DBAPI connection, which `bot.database` also drives directly."""

    __slots__ = ()
    _cursor_cls = _Cursor

    async def begin(self, *, writing: bool) -> None:
        """Begin a transaction, for a writer with the file's write lock: two that read first and write later would
        otherwise overwrite each other. Raises sqlite3.OperationalError when another process keeps the lock.
        """
        connection: sqlite3.Connection = self._connection._conn
        try:
            connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
        except sqlite3.OperationalError as error:
            # The lower byte: there are kinds of it, such as that another process mends the log just now.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            await self._connection._execute(_begin_patiently, connection)

    @property
    def in_transaction(self) -> bool:
        """Whether one has begun and not ended yet. False for a closed connection."""
        connection: sqlite3.Connection | None = self._connection._connection
        return connection is not None and connection.in_transaction

    def run(self, statement: str, parameters: Sequence[Any]) -> list[Any]:
        """Execute in the transaction that has begun; returns the rows."""
        rows: list[Any] = self._connection._conn.execute(statement, parameters).fetchall()
        return rows

    def commit(self) -> None:
        """Commit: into the operating system's memory, see `PRAGMAS`."""
        self._connection._conn.commit()

    def rollback(self) -> None:
        """Roll back, unless the connection is closed."""
        if self._connection._connection is not None:
            self._connection._connection.rollback()


def connect(path: str) -> InlineConnection:
    """Open the file. For an engine's ``creator``, inside SQLAlchemy's greenlet."""

    def connector() -> sqlite3.Connection:
        # We send BEGIN ourselves; the driver must not.
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            for pragma in PRAGMAS:
                connection.execute(pragma)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    opening = _Connection(connector, iter_chunk_size=64)
    # Nobody waits for it at the end of the process.
    opening._thread.daemon = True
    try:
        opened: Any = await_(opening)
    except sqlite3.Error:
        # It was told to stop; whoever gives up now may close the loop that it reports to.
        opening._thread.join()
        raise
    return InlineConnection(SQLiteDialect_aiosqlite.import_dbapi(), opened)


def checkpoint(path: str) -> int:
    """Move what was committed from the log into the file, as far as readers allow; returns how many pages the log has.
    Waits for the disk, and not for writers: for a thread.
    """
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        _busy, pages, _moved = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return int(pages)


def _begin_patiently(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    try:
        connection.execute("BEGIN IMMEDIATE")
    finally:
        connection.execute(f"PRAGMA busy_timeout = {LOOP_TIMEOUT_MS}")


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
