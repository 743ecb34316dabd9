"""The two units of work, on both databases."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from bot.database import Database
from bot.models import FsmState
from tests.support import SecondSession

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def counter(value: int) -> FsmState:
    return FsmState(key="counter", state=None, data={"n": value}, updated_at=NOW)


async def add_one(database: Database) -> None:
    """Read, then write what follows from it: the pattern that loses updates where writers overlap."""
    async with database.write() as session:
        row = await session.get_one(FsmState, "counter", with_for_update=True)
        await asyncio.sleep(0)
        row.data = {"n": row.data["n"] + 1}


async def test_fifty_writers_lose_no_update(database: Database, second_session: SecondSession) -> None:
    async with database.write() as session:
        session.add(counter(0))
    await asyncio.gather(*(add_one(database) for _ in range(50)))
    async with second_session() as session:
        assert (await session.get_one(FsmState, "counter")).data == {"n": 50}


async def test_two_processes_lose_no_update(sqlite_database: Database) -> None:
    """Two `Database` objects share no lock of ours: SQLite's own must hold."""
    other = Database(sqlite_database.url)
    async with sqlite_database.write() as session:
        session.add(counter(0))
    await asyncio.gather(*(add_one(one) for one in (sqlite_database, other) * 10))
    async with other.read() as session:
        assert (await session.get_one(FsmState, "counter")).data == {"n": 20}
    await other.close()


async def test_write_commits_when_the_block_ends_well(database: Database, second_session: SecondSession) -> None:
    async with database.write() as session:
        session.add(counter(7))
        await session.flush()
        async with second_session() as other:
            assert await other.get(FsmState, "counter") is None
    async with second_session() as other:
        assert (await other.get_one(FsmState, "counter")).data == {"n": 7}


async def test_write_rolls_back_when_the_block_raises(database: Database, second_session: SecondSession) -> None:

    async def fail() -> None:
        async with database.write() as session:
            session.add(counter(7))
            await session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with second_session() as other:
        assert await other.get(FsmState, "counter") is None
    async with database.write() as session:
        session.add(counter(8))


async def test_a_cancelled_write_leaves_nothing_and_blocks_nobody(database: Database) -> None:
    async def never_ends() -> None:
        async with database.write() as session:
            session.add(counter(1))
            await session.flush()
            await asyncio.Event().wait()

    task = asyncio.create_task(never_ends())
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.write() as session:
        session.add(counter(2))
    async with database.read() as session:
        assert (await session.get_one(FsmState, "counter")).data == {"n": 2}


async def test_read_sees_one_moment_and_changes_nothing(database: Database, second_session: SecondSession) -> None:
    async with database.write() as session:
        session.add(counter(1))
    async with database.read() as session:
        row = await session.get_one(FsmState, "counter")
        if database.is_sqlite:
            row.data = {"n": 99}
    async with second_session() as other:
        assert (await other.get_one(FsmState, "counter")).data == {"n": 1}


@pytest.mark.postgres
async def test_read_refuses_to_write_where_the_database_can(postgres: Database) -> None:
    with pytest.raises(Exception, match="read-only"):
        async with postgres.read() as session:
            await session.execute(update(FsmState).values(state="x"))


async def test_moments_come_back_aware_and_in_utc(database: Database) -> None:
    async with database.write() as session:
        session.add(counter(1))
    async with database.read() as session:
        moment = await session.scalar(select(FsmState.updated_at))
    assert moment == NOW
    assert moment.tzinfo is UTC or moment.utcoffset() == NOW.utcoffset()


async def test_loaded_rows_stay_readable_after_the_block(database: Database) -> None:
    """Services return loaded objects: a view must never cause a query."""
    async with database.write() as session:
        row = counter(3)
        session.add(row)
    assert row.data == {"n": 3}


async def test_the_outbox_callback_runs_after_the_commit_and_only_then(database: Database) -> None:
    calls: list[str] = []
    database.on_outbox(lambda: calls.append("woken"))
    async with database.write() as session:
        session.add(counter(1))
    assert calls == []

    async def fail() -> None:
        async with database.write() as session:
            session.info["outbox"] = True
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert calls == []
    async with database.write() as session:
        session.info["outbox"] = True
    assert calls == ["woken"]
