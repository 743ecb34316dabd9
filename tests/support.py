"""Helpers that tests import by name. (Fixtures stand in conftest.py.)"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database

SecondSession = Callable[[], AbstractAsyncContextManager[AsyncSession]]
"""``async with second_session() as session``: what another process sees."""


def postgres_database(schema: str | None = None, name: str | None = None) -> Database:
    """PostgreSQL's test database seen from one schema, or another database of the same server."""
    # Not at the top: pytest must load this plugin itself, to rewrite its assertions.
    from tests.requirements_plugin import POSTGRES_URL

    url = POSTGRES_URL.replace("postgresql://", "postgresql+asyncpg://", 1)
    database = Database(url if name is None else f"{url.rpartition('/')[0]}/{name}")
    if schema is not None:

        @event.listens_for(database.engine.sync_engine, "connect")
        def enter_schema(dbapi_connection: Any, _: object) -> None:
            cursor = dbapi_connection.cursor()
            cursor.execute(f'SET search_path TO "{schema}"')
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
