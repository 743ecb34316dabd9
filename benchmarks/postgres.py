"""A PostgreSQL database of the benchmarks' own, where a server can be reached."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Iterator

import asyncpg

SERVER = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/test")
"""As for the tests: a server on which we may create a database."""

CONNECT_SECONDS = 5


@contextlib.contextmanager
def scratch_database(purpose: str = "") -> Iterator[str | None]:
    """The address of a new empty database, dropped at the end; None where there is no server. ``purpose`` tells
    several at once apart.
    """
    name = f"dealnudge_bench_{os.getpid()}{purpose and '_'}{purpose}"
    try:
        asyncio.run(_execute(f'CREATE DATABASE "{name}"'))
    except (OSError, TimeoutError, asyncpg.PostgresError):
        yield None
        return
    try:
        yield f"{SERVER.rpartition('/')[0]}/{name}".replace("postgresql://", "postgresql+asyncpg://", 1)
    finally:
        asyncio.run(_execute(f'DROP DATABASE "{name}" WITH (FORCE)'))


async def _execute(statement: str) -> None:
    connection = await asyncpg.connect(SERVER, timeout=CONNECT_SECONDS)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
