"""SQLite on the event loop: waiting is left to a thread, and the log is emptied in time."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from benchmarks.recording import transactions_noted
from bot import sqlite
from bot.database import CHECKPOINT_COMMITS, KEPT_OPEN, Database
from bot.models import FsmState
from bot.prepared import Prepared
from tests.support import until

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def file_of(database: Database) -> str:
    path = database.engine.url.database
    assert path is not None
    return path


def log_size(database: Database) -> int:
    return Path(file_of(database) + "-wal").stat().st_size


@pytest.fixture
def other_process(sqlite_database: Database) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(file_of(sqlite_database), isolation_level=None)
    yield connection
    connection.close()


async def put(database: Database, key: str) -> None:
    async with database.write() as session:
        await session.execute(insert(FsmState).values(key=key, state=None, data={}, updated_at=NOW))


async def test_the_loop_goes_on_while_another_process_has_the_lock(
    sqlite_database: Database, other_process: sqlite3.Connection
) -> None:
    """A writer waits for the other process in a thread: everything else in the bot goes on meanwhile."""
    other_process.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(put(sqlite_database, "ours"))
    for _ in range(5):
        await asyncio.sleep(0.02)
        async with sqlite_database.read() as session:
            assert (await session.scalars(select(FsmState.key))).all() == []
    assert not waiting.done()
    other_process.execute("COMMIT")
    await waiting
    async with sqlite_database.read() as session:
        assert (await session.scalars(select(FsmState.key))).all() == ["ours"]


async def test_a_connection_is_opened_as_soon_as_another_process_lets_it(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    database = Database(f"sqlite+aiosqlite:///{path}")

    async def mode() -> str:
        async with database.read() as session:
            return str(await session.scalar(text("PRAGMA journal_mode")))

    waiting = asyncio.create_task(mode())
    for _ in range(5):
        await asyncio.sleep(0.02)
    assert not waiting.done()
    other.execute("COMMIT")
    other.close()
    assert await waiting == "wal"
    await database.close()


async def test_a_lock_that_is_never_given_back_is_an_error_and_leaves_the_next_writer_free(
    sqlite_database: Database, other_process: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_MS", 30)
    other_process.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        await put(sqlite_database, "never")
    other_process.execute("ROLLBACK")
    await put(sqlite_database, "after")
    assert other_process.execute("SELECT key FROM fsm_state").fetchall() == [("after",)]


async def test_the_log_is_emptied_after_so_many_commits_and_begins_anew(sqlite_database: Database) -> None:
    for number in range(CHECKPOINT_COMMITS):
        await put(sqlite_database, f"row {number}")
    full = log_size(sqlite_database)
    for number in range(CHECKPOINT_COMMITS // 2):
        await put(sqlite_database, f"more {number}")
    # Written over from its beginning: the file did not grow.
    assert log_size(sqlite_database) == full
    with sqlite3.connect(f"file:{file_of(sqlite_database)}?immutable=1", uri=True) as without_log:
        assert without_log.execute("SELECT count(*) FROM fsm_state").fetchone()[0] >= CHECKPOINT_COMMITS
    without_log.close()


async def test_checkpoints_run_in_another_thread_and_writers_wait_for_them(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    going_on, may_end = threading.Event(), threading.Event()

    def checkpoint(_path: str) -> None:
        going_on.set()
        may_end.wait(20)

    monkeypatch.setattr(sqlite, "checkpoint", checkpoint)
    monkeypatch.setattr("bot.database.CHECKPOINT_COMMITS", 1)
    first = asyncio.create_task(put(sqlite_database, "first"))
    await until(going_on.is_set)
    second = asyncio.create_task(put(sqlite_database, "second"))
    async with sqlite_database.read() as session:
        assert (await session.scalars(select(FsmState.key))).all() == ["first"]
    assert not second.done()
    may_end.set()
    await asyncio.gather(first, second)


async def test_a_checkpoint_that_fails_loses_nothing(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def checkpoint(_path: str) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(sqlite, "checkpoint", checkpoint)
    monkeypatch.setattr("bot.database.CHECKPOINT_COMMITS", 1)
    await put(sqlite_database, "kept")
    async with sqlite_database.read() as session:
        assert (await session.scalars(select(FsmState.key))).all() == ["kept"]


async def test_what_a_connection_promises(sqlite_database: Database) -> None:
    async with sqlite_database.read() as session:
        found = [
            await session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
        patience = await session.scalar(text("PRAGMA busy_timeout"))
    assert found == ["wal", 1, 1]
    assert patience == sqlite.LOOP_TIMEOUT_MS


async def test_a_prepared_statement_and_the_mapper_share_one_transaction(sqlite_database: Database) -> None:
    """BEGIN and COMMIT go past SQLAlchemy as long as the session itself executes nothing: either way it is one."""
    add = Prepared(insert(FsmState), sets=("key", "state", "data", "updated_at"))
    values: dict[str, Any] = {"key": "prepared", "state": None, "data": {}, "updated_at": NOW}
    begun: list[str] = []
    with transactions_noted(begun.append):
        async with sqlite_database.write() as session:
            await add.run(session, values)
            session.add(FsmState(**{**values, "key": "mapped"}))
            assert len((await session.scalars(select(FsmState.key))).all()) == 2
        assert begun == ["BEGIN IMMEDIATE", "COMMIT"]
        async with sqlite_database.read() as session:
            assert set(await session.scalars(select(FsmState.key))) == {"prepared", "mapped"}
        assert begun[2:] == ["BEGIN"]
    with pytest.raises(ZeroDivisionError):
        await _adds_then_fails(sqlite_database, add, {**values, "key": "gone"})
    other = Database(sqlite_database.url)
    async with other.read() as session:
        assert set(await session.scalars(select(FsmState.key))) == {"prepared", "mapped"}
    await other.close()


async def _adds_then_fails(database: Database, add: Prepared, values: dict[str, Any]) -> None:
    async with database.write() as session:
        await add.run(session, values)
        raise ZeroDivisionError


async def test_only_a_few_connections_stay_open(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    connect = sqlite.connect

    def noting(path: str) -> sqlite.InlineConnection:
        opened.append(path)
        return connect(path)

    monkeypatch.setattr(sqlite, "connect", noting)
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(KEPT_OPEN + 3):
            await stack.enter_async_context(sqlite_database.read())
    assert len(sqlite_database._idle) == KEPT_OPEN
    at_first = len(opened)
    for number in range(5):
        await put(sqlite_database, f"row {number}")
    assert len(opened) == at_first
