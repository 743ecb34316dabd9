"""What the tests need beside Python: PostgreSQL, Redis, Chromium, libfaketime.

A pytest plugin (the conftest names it in `pytest_plugins`). A test marked `postgres`, `redis`, `browser` or
`faketime` is skipped on a machine that lacks it, with the reason; with REQUIRE_SERVICES=1, as on CI, it fails
instead, so that nobody mistakes a skipped test for a passed one.
"""

import asyncio
import functools
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/test")
"""A database that tests may fill and empty."""

REDIS_ADDRESS = (
    os.environ.get("TEST_REDIS_HOST", "127.0.0.1"),
    int(os.environ.get("TEST_REDIS_PORT", "6379")),
)

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

FAKETIME = ("lib/*/faketime", "lib/faketime", "lib64/faketime")
"""Where distributions put the library, below /usr."""

CONNECT_SECONDS = 5


@functools.cache
def postgres_available() -> bool:
    """Whether the test database of POSTGRES_URL lets us in."""

    async def connect() -> None:
        connection = await asyncpg.connect(POSTGRES_URL, timeout=CONNECT_SECONDS)
        await connection.close()

    try:
        asyncio.run(connect())
    except (OSError, TimeoutError, asyncpg.PostgresError):
        return False
    return True


@functools.cache
def redis_available() -> bool:
    """Whether a Redis without a password answers PING."""
    try:
        with socket.create_connection(REDIS_ADDRESS, timeout=CONNECT_SECONDS) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False


@functools.cache
def chromium_path() -> str | None:
    """The browser to drive: CHROMIUM in the environment, else the first one installed."""
    names = (os.environ.get("CHROMIUM") or "", *BROWSERS)
    return next((path for name in names if (path := shutil.which(name))), None)


@functools.cache
def faketime_path() -> str | None:
    """The library that shows a process another time than the machine's: Debian's package libfaketime."""
    found = (path for folder in FAKETIME for path in Path("/usr").glob(f"{folder}/libfaketime.so.1"))
    return next(map(str, found), None)


NEEDS: dict[str, tuple[str, Callable[[], object]]] = {
    "postgres": (f"PostgreSQL at {POSTGRES_URL.rpartition('@')[2]}", postgres_available),
    "redis": (f"Redis at {REDIS_ADDRESS[0]}:{REDIS_ADDRESS[1]}", redis_available),
    "browser": ("Chromium", chromium_path),
    "faketime": ("libfaketime", faketime_path),
}


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, or with REQUIRE_SERVICES fail, before any fixture tries to connect."""
    for marker, (what, available) in NEEDS.items():
        if item.get_closest_marker(marker) is None or available():
            continue
        if os.environ.get("REQUIRE_SERVICES", "") not in {"", "0"}:
            pytest.fail(f"{what} is not there, and REQUIRE_SERVICES is set", pytrace=False)
        pytest.skip(f"needs {what}")
