"""Statements compiled once do what the mapper would: the same values go in and come out, on both databases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, delete, insert, select, update

from bot.database import Database
from bot.models import FsmState, User
from bot.prepared import Prepared, loaded

NOW = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)
USERS = User.__table__
COLUMNS = tuple(USERS.columns)
ADD = Prepared(insert(USERS).returning(USERS.c.id), [USERS.c.id], ("id", "first_name", "locale", "created_at"))  # type: ignore[arg-type]
FIND = Prepared(select(*COLUMNS).where(USERS.c.id == bindparam("user")), COLUMNS)


def person(number: int, **other: Any) -> Mapping[str, Any]:
    return {"id": number, "first_name": "Anna", "locale": "pl", "created_at": NOW, **other}


async def test_what_went_in_comes_out_as_the_mapper_reads_it(database: Database) -> None:
    async with database.write() as session:
        assert [list(row) for row in await ADD.run(session, person(7))] == [[7]]
    async with database.read() as session:
        [row] = await FIND.run(session, {"user": 7})
        by_mapper = await session.get_one(User, 7)
        assert list(row) == [getattr(by_mapper, column.name) for column in COLUMNS]
        assert by_mapper.created_at == NOW
        assert list(await FIND.run(session, {"user": 8})) == []


async def test_json_and_constants_are_converted(database: Database) -> None:
    table = FsmState.__table__
    add = Prepared(insert(table), sets=("key", "state", "data", "updated_at"))  # type: ignore[arg-type]
    change = Prepared(update(table).where(table.c.key == bindparam("which")).values(state="typing", updated_at=NOW))  # type: ignore[arg-type]
    async with database.write() as session:
        assert not await add.run(session, {"key": "a", "state": None, "data": {"ключ": [1, None]}, "updated_at": NOW})
        await change.run(session, {"which": "a"})
    async with database.read() as session:
        found = await session.get_one(FsmState, "a")
        assert (found.state, found.data, found.updated_at) == ("typing", {"ключ": [1, None]}, NOW)


async def test_a_list_is_run_one_by_one(database: Database) -> None:
    async with database.write() as session:
        rows = await ADD.run_each(session, [person(1), person(2)])
        assert sorted(row[0] for row in rows) == [1, 2]
        assert list(await ADD.run_each(session, [])) == []
        remove = Prepared(delete(USERS).where(USERS.c.id == bindparam("user")))  # type: ignore[arg-type]
        assert not await remove.run_each(session, [{"user": 1}, {"user": 2}])
    async with database.read() as session:
        assert (await session.scalars(select(User.id))).all() == []


async def test_nothing_of_it_stays_when_the_transaction_fails(database: Database) -> None:
    async def fails() -> None:
        async with database.write() as session:
            await ADD.run(session, person(7))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fails()
    async with database.read() as session:
        assert list(await FIND.run(session, {"user": 7})) == []


async def test_what_was_loaded_is_written_when_it_changes(database: Database) -> None:
    async with database.write() as session:
        await ADD.run(session, person(7))
    async with database.write() as session:
        [row] = await FIND.run(session, {"user": 7})
        user = loaded(session, User, row)
        assert (user.name, user.created_at, user in session) == ("Anna", NOW, True)
        assert not session.is_modified(user)
        user.first_name = "Ola"
    async with database.write() as session:
        known = await session.get_one(User, 7)
        assert known.first_name == "Ola"
        known.last_name = "Nowak"
        # What the session has already is not read over.
        assert loaded(session, User, row) is known
        assert (await session.get(User, 7)) is known
    async with database.read() as session:
        assert (await session.get_one(User, 7)).name == "Ola Nowak"


async def test_it_is_the_sessions_own_transaction(database: Database) -> None:
    async with database.write() as session:
        await ADD.run(session, person(7))
        assert (await session.get_one(User, 7)).first_name == "Anna"
