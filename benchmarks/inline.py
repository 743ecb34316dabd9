"""Our SQLite connection, on the event loop, against aiosqlite as shipped, in its thread: one stage move.

See docs/decisions/0002-sqlite-inline.md.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import statistics
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from unittest import mock

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection, SQLiteDialect_aiosqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.util.concurrency import await_

from benchmarks.figures import line, ratio, title
from benchmarks.move import MOVES, WARM_UP, prepare, side
from bot import sqlite
from bot.database import Database

PRAGMAS = ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON")


class Shipped(AsyncAdapt_aiosqlite_connection):
    """SQLAlchemy's own connection on aiosqlite's own, with what our engine asks for when a transaction begins."""

    __slots__ = ()
    in_transaction = False

    async def begin(self, *, writing: bool) -> None:
        """As `bot.sqlite.InlineConnection.begin`."""
        await self._connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")


class ShippedDatabase(Database):
    """Sessions as SQLAlchemy has them, from BEGIN to COMMIT."""

    @contextlib.asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """As `bot.database.Database.write`; nobody else writes here."""
        writing = self.engine.execution_options(writing=True)
        async with AsyncSession(writing, expire_on_commit=False) as session:
            yield session
            await session.commit()

    @contextlib.asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """As `bot.database.Database.read`."""
        async with AsyncSession(self.engine, expire_on_commit=False, autoflush=False) as session:
            yield session


def connect_as_shipped(path: str) -> Shipped:
    """In the place of `bot.sqlite.connect`, with the same promises to keep."""
    opening = aiosqlite.connect(path, isolation_level=None)
    opening._thread.daemon = True
    opened: Any = await_(opening)
    connection = Shipped(SQLiteDialect_aiosqlite.import_dbapi(), opened)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()
    return connection


def main(rounds: int = 5) -> None:
    """Measure and print."""
    title("Inline: a move through our connection class / through aiosqlite as shipped")
    with tempfile.TemporaryDirectory(prefix="dealnudge-bench-") as folder:
        asyncio.run(_measure(Path(folder), rounds))


async def _measure(folder: Path, rounds: int) -> None:
    seats = await prepare(folder / "first.db", [-1000])
    for copy in ("ours.db", "shipped.db"):
        shutil.copy(folder / "first.db", folder / copy)
    ours, shipped = side(folder / "ours.db", seats), side(folder / "shipped.db", seats, ShippedDatabase)
    # Connections are opened at first use and kept: in the warm-up, each side opens its own.
    as_shipped = mock.patch.object(sqlite, "connect", connect_as_shipped)
    ours_ms, shipped_ms = [], []
    for number in range(rounds + 1):
        at, count = (0, WARM_UP) if number == 0 else (WARM_UP + (number - 1) * MOVES, MOVES)
        ours_seconds = await ours.run(count, at)
        with as_shipped:
            shipped_seconds = await shipped.run(count, at)
        if number:
            ours_ms.append(1000 * ours_seconds / count)
            shipped_ms.append(1000 * shipped_seconds / count)
    await ours.database.close()
    await shipped.database.close()
    line("inline ÷ as shipped", ratio(ours_ms, shipped_ms))
    line("    ms a move: inline, as shipped", f"{statistics.median(ours_ms):.2f}, {statistics.median(shipped_ms):.2f}")
