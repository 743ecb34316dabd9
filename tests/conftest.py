"""What tests share: a database of each kind, a clock that stands still, a second look from outside."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.clock import FixedClock
from bot.database import Database
from bot.models import Base
from tests.support import SecondSession, postgres_database

pytest_plugins = ["tests.requirements_plugin"]

MONDAY_MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SCHEMA = f"dealnudge_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
BOTH = [pytest.param("sqlite"), pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture
def clock() -> FixedClock:
    """Monday 2 March 2026, 09:00 UTC, until the test moves it."""
    return FixedClock(MONDAY_MORNING)


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table and no row, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"

    async def create() -> None:
        database = Database(f"sqlite+aiosqlite:///{path}")
        async with database.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
            await connection.commit()
        await database.close()

    asyncio.run(create())
    return path


@pytest.fixture(scope="session")
def postgres_schema() -> Iterator[str]:
    """A PostgreSQL schema of this process's own with every table; dropped at the end."""

    async def run(*statements: str, create: bool = False) -> None:
        database = postgres_database(SCHEMA)
        async with database.engine.begin() as connection:
            for statement in statements:
                await connection.execute(text(statement))
            if create:
                await connection.run_sync(Base.metadata.create_all)
        await database.close()

    drop = f'DROP SCHEMA IF EXISTS "{SCHEMA}" CASCADE'
    asyncio.run(run(drop, f'CREATE SCHEMA "{SCHEMA}"', create=True))
    yield SCHEMA
    asyncio.run(run(drop))


@pytest.fixture
async def sqlite_database(tmp_path: Path, empty_sqlite: Path) -> AsyncIterator[Database]:
    """A new SQLite database in a real file."""
    path = tmp_path / "test.db"
    shutil.copy(empty_sqlite, path)
    database = Database(f"sqlite+aiosqlite:///{path}")
    yield database
    await database.close()


@pytest.fixture
async def postgres(postgres_schema: str) -> AsyncIterator[Database]:
    """The PostgreSQL schema, emptied. Tests that ask for it by name carry the marker ``postgres``."""
    database = postgres_database(postgres_schema)
    async with database.engine.begin() as connection:
        # Not TRUNCATE: it makes new files for every table and index, which costs half a second a test.
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table in Base.metadata.tables.values():
            await connection.execute(text(f'DELETE FROM "{table.name}"'))
        for table in Base.metadata.tables.values():
            if table.autoincrement_column is not None and table.autoincrement_column.name == "id":
                serial = f"pg_get_serial_sequence('\"{table.name}\"', 'id')"
                await connection.execute(text(f"SELECT setval({serial}, 1, false) WHERE {serial} IS NOT NULL"))
    yield database
    await database.close()


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest) -> Database:
    """An empty database: the test runs once on SQLite and once on PostgreSQL."""
    name = "sqlite_database" if request.param == "sqlite" else "postgres"
    found: Database = request.getfixturevalue(name)
    return found


@pytest.fixture
async def second_session(database: Database) -> AsyncIterator[SecondSession]:
    """``async with second_session() as session``: what another process sees, over connections of its own."""
    other = Database(database.url) if database.is_sqlite else postgres_database(SCHEMA)
    yield other.read
    await other.close()
