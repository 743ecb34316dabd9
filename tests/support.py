"""Helpers that tests import by name. (Fixtures stand in conftest.py.)"""

from __future__ import annotations

import asyncio
import inspect
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database

SecondSession = Callable[[], AbstractAsyncContextManager[AsyncSession]]
"""``async with second_session() as session``: what another process sees."""


def postgres_database(schema: str | None = None) -> Database:
    """PostgreSQL's test database, seen from one schema."""
    # Not at the top: pytest must load this plugin itself, to rewrite its assertions.
    from tests.requirements_plugin import POSTGRES_URL

    url = POSTGRES_URL.replace("postgresql://", "postgresql+asyncpg://", 1)
    database = Database(url)
    if schema is not None:

        @event.listens_for(database.engine.sync_engine, "connect")
        def enter_schema(dbapi_connection: Any, _: object) -> None:
            cursor = dbapi_connection.cursor()
            cursor.execute(f'SET search_path TO "{schema}"')
            # Nothing here must survive a power cut.
            cursor.execute("SET synchronous_commit TO off")
            cursor.close()
            # Otherwise the pool's first rollback takes it back.
            dbapi_connection.commit()

    return database


async def until(condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Return once ``condition`` holds, which may be an async function; TimeoutError after ``seconds``."""
    async with asyncio.timeout(seconds):
        while True:
            found = condition()
            if inspect.isawaitable(found):
                found = await found
            if found:
                return
            await asyncio.sleep(0.002)


@asynccontextmanager
async def own_postgres(name: str) -> AsyncIterator[str]:
    """The URL of an empty PostgreSQL database that exists until the block ends."""
    name = f"dealnudge_{name}_{os.getpid()}"[:60]
    server = postgres_database()
    outside = server.engine.execution_options(isolation_level="AUTOCOMMIT")

    async def run(statement: str) -> None:
        async with outside.connect() as connection:
            await connection.execute(text(statement))

    await run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    await run(f'CREATE DATABASE "{name}"')
    try:
        yield server.url.rpartition("/")[0] + f"/{name}"
    finally:
        await run(f'DROP DATABASE "{name}" WITH (FORCE)')
        await server.close()
