"""The history of the schema leads to the models, on both databases, and back."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from bot.database import Database
from bot.migrations import head, upgrade
from bot.migrations.upgrade import MigrationError, config, current_revision, run_alembic
from bot.models import Base
from tests.support import own_postgres

upgrade_module = sys.modules["bot.migrations.upgrade"]

SCRIPTS = ScriptDirectory.from_config(config())
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A database without any table; on PostgreSQL one of its own, since migrations know no schemas."""
    async with contextlib.AsyncExitStack() as stack:
        url = f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
        if request.param == "postgres":
            url = await stack.enter_async_context(own_postgres("migrations"))
        database = Database(url)
        yield database
        await database.close()


async def tables(database: Database) -> set[str]:
    async with database.engine.connect() as connection:
        return set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))


async def test_stairway(empty: Database) -> None:
    """Every step up, down and up again: a step that cannot be taken back is found on the day it is written."""
    for revision in REVISIONS:
        await run_alembic(empty, "upgrade", revision)
        await run_alembic(empty, "downgrade", "-1")
        await run_alembic(empty, "upgrade", revision)
    await run_alembic(empty, "downgrade", "base")
    assert await tables(empty) == {"alembic_version"}
    await run_alembic(empty, "upgrade", "head")
    assert await current_revision(empty) == head()


async def test_migrations_lead_to_the_models(empty: Database) -> None:
    await upgrade(empty)

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, Base.metadata))

    async with empty.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    assert await tables(empty) == set(Base.metadata.tables) | {"alembic_version"}


async def test_a_database_that_is_up_to_date_is_left_alone(empty: Database) -> None:
    assert await upgrade(empty) is True
    assert await upgrade(empty) is False


async def test_processes_that_start_together_migrate_once(empty: Database) -> None:
    await asyncio.gather(*(upgrade(empty) for _ in range(3)))
    assert await current_revision(empty) == head()


async def test_a_newer_database_is_refused_with_one_line(empty: Database) -> None:
    await upgrade(empty)
    async with empty.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '99991231_future'"))
    with pytest.raises(MigrationError, match=r"^DATABASE_URL .*newer"):
        await upgrade(empty)


async def test_a_table_that_others_point_at_can_be_built_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite changes a table by building it anew: with foreign keys on, that would delete what points at it."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
    await upgrade(database)
    seen: list[int] = []

    def look(connection: Connection, *_: object) -> None:
        seen.append(connection.scalar(text("PRAGMA foreign_keys")) or 0)

    monkeypatch.setattr(upgrade_module, "_run", look)
    await run_alembic(database, "upgrade", "head")
    async with database.engine.connect() as connection:
        seen.append(await connection.scalar(text("PRAGMA foreign_keys")) or 0)
    await database.close()
    assert seen == [0, 1]


async def test_a_migration_that_breaks_a_reference_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
    await upgrade(database)

    def orphan(connection: Connection, *_: object) -> None:
        connection.execute(text("INSERT INTO source (team_id, position, names, active) VALUES (77, 1, '{}', 1)"))

    monkeypatch.setattr(upgrade_module, "_run", orphan)
    with pytest.raises(MigrationError, match="1 rows"):
        await run_alembic(database, "upgrade", "head")
    async with database.read() as session:
        assert await session.scalar(text("SELECT count(*) FROM source")) == 0
    await database.close()


def test_the_newest_revision_is_known_without_alembic() -> None:
    assert head() == SCRIPTS.get_current_head()
    code = "import sys, bot.migrations as m; m.head(); sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_revisions_are_named_by_date_and_in_one_line() -> None:
    assert len(SCRIPTS.get_heads()) == 1
    assert sorted(REVISIONS) == REVISIONS
    for revision in REVISIONS:
        date, _, slug = revision.partition("_")
        assert len(date) == 8
        assert date.isdigit()
        assert slug
        assert len(revision) <= 32


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("sqlite+aiosqlite:///{folder}", "unable to open database file"),
        ("sqlite+aiosqlite:///{folder}/hunter2.txt", "file is not a database"),
        ("sqlite+aiosqlite:///{folder}/hunter2.txt/bot.db", "unable to open database file"),
        ("postgresql+asyncpg://me:hunter2@127.0.0.1:1/sales", "ConnectionRefusedError"),
    ],
)
async def test_a_database_that_cannot_be_opened_is_said_in_one_line(tmp_path: Path, url: str, why: str) -> None:
    (tmp_path / "hunter2.txt").write_text("no database " * 100)
    database = Database(url.format(folder=tmp_path))
    with pytest.raises(MigrationError) as caught:
        await upgrade(database)
    await database.close()
    assert str(caught.value) == f"DATABASE_URL: the database cannot be opened ({why})"
    assert caught.value.__suppress_context__, "a traceback must not carry the address either"
