"""Bring a database up to the newest revision; on start, before anything else looks at it.

Revisions are named by date and slug (``20261123_initial``), so their order can be seen, and the newest is
known without importing alembic: it costs half a second, and on all starts but those after an update
nothing is to be done.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.database import Database
from bot.settings import SettingsError

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent
VERSION_TABLE = "alembic_version"

_LOCK = 0x6D696772
"""A PostgreSQL advisory lock (any number nobody else uses): one process migrates, the others wait and find
it done.
"""


class MigrationError(SettingsError):
    """The database that DATABASE_URL names cannot be brought up to this program; one line says why."""


def head() -> str:
    """The newest revision."""
    return max(path.stem for path in (FOLDER / "versions").glob("[0-9]*.py"))


async def upgrade(database: Database, revision: str = "head") -> bool:
    """Run the revisions that are missing; returns whether there were any. Safe to call from several
    processes.

    Raises MigrationError when the database cannot be opened or is newer than this program.
    """
    if revision == "head":
        try:
            current = await current_revision(database)
        except (SQLAlchemyError, OSError) as error:
            raise MigrationError(f"DATABASE_URL: the database cannot be opened ({_reason(error)})") from None
        if current == head():
            return False
        if current is not None and current > head():
            raise MigrationError(
                f"DATABASE_URL names a database of a newer version ({current}; ours is {head()}): update the bot"
            )
    await run_alembic(database, "upgrade", revision)
    return True


def _reason(error: Exception) -> str:
    """Why, without anything of the address: SQLite's words name nothing, of all others only the kind is safe."""
    cause: BaseException | None = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return str(cause)
    while cause is not None and cause.__cause__ is not None:
        cause = cause.__cause__
    return type(cause or error).__name__


async def current_revision(database: Database) -> str | None:
    """The revision that the database is at; None: it is empty."""
    async with database.engine.connect() as connection:
        exists = await connection.run_sync(lambda sync: inspect(sync).has_table(VERSION_TABLE))
        if not exists:
            return None
        version: str | None = await connection.scalar(text("SELECT version_num FROM alembic_version"))
        return version


async def run_alembic(database: Database, command: str, *args: Any, **options: Any) -> None:
    """Run one alembic command (``upgrade``, ``downgrade``) in one transaction, under a lock.

    On a connection pool of its own: on SQLite a table is changed by building it anew, which must not cascade
    into the rows that point at it, and foreign keys can only be switched off outside a transaction.
    """
    own = Database(database.url)
    if own.is_sqlite:

        @event.listens_for(own.engine.sync_engine, "connect")
        def foreign_keys_off(dbapi_connection: Any, _: Any) -> None:
            cursor = dbapi_connection.cursor()
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.close()

    try:
        async with own.engine.execution_options(writing=True).begin() as connection:
            if not own.is_sqlite:
                await connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})
            await connection.run_sync(_run, command, args, options)
            if own.is_sqlite:
                await _check_foreign_keys(connection)
    finally:
        await own.close()


async def _check_foreign_keys(connection: Any) -> None:
    if broken := (await connection.execute(text("PRAGMA foreign_key_check"))).all():
        raise MigrationError(f"DATABASE_URL: {len(broken)} rows point at rows that do not exist; nothing changed")


def _run(connection: Connection, command: str, args: tuple[Any, ...], options: dict[str, Any]) -> None:
    from alembic import command as commands

    getattr(commands, command)(config(connection), *args, **options)


def config(connection: Connection | None = None) -> Config:
    """alembic's configuration: there is no alembic.ini, so that a wheel needs none."""
    from alembic.config import Config

    result = Config()
    result.set_main_option("script_location", str(FOLDER))
    result.set_main_option("path_separator", "os")
    result.set_main_option("file_template", "%%(rev)s")
    result.attributes["connection"] = connection
    return result
