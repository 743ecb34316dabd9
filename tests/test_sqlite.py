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
from bot import checkpoints, sqlite
from bot.database import KEPT_OPEN, Database
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


def moved(database: Database) -> set[str]:
    """What the file holds without its log. Nothing, while a checkpoint is halfway."""
    with contextlib.closing(sqlite3.connect(f"file:{file_of(database)}?immutable=1", uri=True)) as without_log:
        try:
            return {key for (key,) in without_log.execute("SELECT key FROM fsm_state")}
        except sqlite3.DatabaseError:
            return set()


async def test_a_busy_log_is_moved_into_the_file_after_so_many_commits(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "SECONDS", 3600.0)
    await put(sqlite_database, "early")
    assert "early" not in moved(sqlite_database)
    for number in range(checkpoints.COMMITS):
        await put(sqlite_database, f"row {number}")
    await until(lambda: "early" in moved(sqlite_database))


async def test_few_commits_do_not_wait_for_more(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small team's power cut must not cost it the morning."""
    monkeypatch.setattr(checkpoints, "SECONDS", 0.01)
    await put(sqlite_database, "the only one")
    await until(lambda: moved(sqlite_database) == {"the only one"})
    await put(sqlite_database, "and one more")
    await until(lambda: len(moved(sqlite_database)) == 2)


async def test_a_log_that_was_moved_begins_anew(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    real = sqlite.checkpoint

    def checkpoint(path: str) -> int:
        ended.append(real(path))
        return 0

    monkeypatch.setattr(sqlite, "checkpoint", checkpoint)
    monkeypatch.setattr(checkpoints, "COMMITS", 20)
    for number in range(20):
        await put(sqlite_database, f"row {number}")
    await until(lambda: ended)
    full = log_size(sqlite_database)
    for number in range(10):
        await put(sqlite_database, f"more {number}")
    # Written over from its beginning: the file did not grow.
    assert log_size(sqlite_database) == full


async def test_writers_go_on_beside_a_checkpoint_unless_the_log_is_long(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[threading.Event] = []

    def checkpoint(_path: str) -> int:
        calls.append(may_end := threading.Event())
        may_end.wait(20)
        return 100

    monkeypatch.setattr(sqlite, "checkpoint", checkpoint)
    monkeypatch.setattr(checkpoints, "COMMITS", 1)
    monkeypatch.setattr(checkpoints, "LOG_PAGES", 100)
    await put(sqlite_database, "first")
    await until(lambda: len(calls) == 1)
    await put(sqlite_database, "beside it")
    calls[0].set()
    await until(lambda: len(calls) == 2)
    waiting = asyncio.create_task(put(sqlite_database, "after it"))
    async with sqlite_database.read() as session:
        assert set(await session.scalars(select(FsmState.key))) == {"first", "beside it"}
    assert not waiting.done()
    monkeypatch.setattr(sqlite, "checkpoint", lambda _path: 0)
    calls[1].set()
    await waiting


async def test_a_checkpoint_that_fails_loses_nothing_and_is_tried_again(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []

    def checkpoint(path: str) -> int:
        tries.append(path)
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(sqlite, "checkpoint", checkpoint)
    monkeypatch.setattr(checkpoints, "COMMITS", 1)
    for number in (1, 2):
        await put(sqlite_database, f"kept {number}")
        await until(lambda number=number: len(tries) == number)  # type: ignore[misc]
    async with sqlite_database.read() as session:
        assert set(await session.scalars(select(FsmState.key))) == {"kept 1", "kept 2"}


async def test_closing_waits_for_the_checkpoint_that_goes_on(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    going_on, may_end = threading.Event(), threading.Event()

    def checkpoint(_path: str) -> int:
        going_on.set()
        may_end.wait(20)
        return 0

    monkeypatch.setattr(sqlite, "checkpoint", checkpoint)
    monkeypatch.setattr(checkpoints, "COMMITS", 1)
    await put(sqlite_database, "last")
    await until(going_on.is_set)
    closing = asyncio.create_task(sqlite_database.close())
    await asyncio.sleep(0.02)
    assert not closing.done()
    may_end.set()
    await closing


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
