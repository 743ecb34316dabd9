"""A cancelled writer on SQLite: the event loop leaves the connection alone until the thread is done with it.

Before that held, closing the connection in the middle of a commit crashed the process now and then.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from bot.database import Database
from bot.models import FsmState
from tests.support import until

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ROUNDS = 300


@pytest.fixture
def other_writer(sqlite_database: Database) -> Iterator[sqlite3.Connection]:
    """Another program that can hold the file's write lock."""
    path = sqlite_database.engine.url.database
    assert path is not None
    connection = sqlite3.connect(path, isolation_level=None)
    yield connection
    connection.close()


async def put(database: Database, key: str) -> None:
    """Write one row."""
    async with database.write() as session:
        await session.execute(insert(FsmState).values(key=key, state=None, data={}, updated_at=NOW))


async def test_it_ends_only_when_its_thread_has(sqlite_database: Database, other_writer: sqlite3.Connection) -> None:
    await put(sqlite_database, "warm")
    other_writer.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(put(sqlite_database, "cancelled"))
    for _ in range(20):
        await asyncio.sleep(0.001)
    for _ in range(3):
        # More than once, as a shutdown does that is in a hurry.
        waiting.cancel()
        await asyncio.sleep(0.001)
    assert not waiting.done()
    other_writer.execute("ROLLBACK")
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await put(sqlite_database, "after")
    rows = other_writer.execute("SELECT key FROM fsm_state ORDER BY key").fetchall()
    assert rows == [("after",), ("warm",)]


async def test_cancelled_at_any_moment_the_next_writer_gets_through(sqlite_database: Database) -> None:
    for number in range(ROUNDS):
        writing = asyncio.create_task(put(sqlite_database, f"row {number}"))
        for _ in range(number % 40):
            await asyncio.sleep(0)
        writing.cancel()
        await asyncio.wait([writing])
    await until(lambda: not sqlite_database._writer or not sqlite_database._writer.locked())
    await put(sqlite_database, "last")
