"""When SQLite's log is moved into its file: soon after each change, beside the writers, and seldom in their way.

A checkpoint waits for the disk, which no commit does. See docs/decisions/0002-sqlite-inline.md.
"""

from __future__ import annotations

import asyncio
import sqlite3

import structlog

from bot import sqlite

COMMITS = 250
"""So many commits are moved at once, while the bot is busy..."""

SECONDS = 5.0
"""...and what is left after so long, while it is not: a power cut takes back no more than that."""

LOG_PAGES = 8_192
"""At this length (32 MB) writers wait while the rest is moved: only a log that holds nothing new begins anew."""

log = structlog.get_logger(__name__)


class Checkpoints:
    """Those of one file. ``writer`` is the lock that each of its writers holds."""

    def __init__(self, path: str, writer: asyncio.Lock) -> None:
        self._path = path
        self._writer = writer
        self._commits = 0
        self._timer: asyncio.TimerHandle | None = None
        self._running: asyncio.Task[None] | None = None

    def committed(self) -> None:
        """Note a commit. What it wrote is moved soon."""
        self._commits += 1
        if self._running is None:
            self._plan()

    async def close(self) -> None:
        """Start none any more, and wait for the one that goes on. What is left moves when the file is closed."""
        while self._running is not None:
            await self._running
        self._stop_timer()

    def _plan(self) -> None:
        if self._commits >= COMMITS:
            self._start()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(SECONDS, self._start)

    def _start(self) -> None:
        self._stop_timer()
        self._commits = 0
        self._running = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        try:
            pages = await asyncio.to_thread(sqlite.checkpoint, self._path)
            if pages >= LOG_PAGES:
                async with self._writer:
                    await asyncio.to_thread(sqlite.checkpoint, self._path)
        except sqlite3.Error as error:
            # What was committed stays in the log, and the next one takes it along.
            log.warning("database.checkpoint_failed", error=str(error))
        finally:
            self._running = None
        if self._commits:
            self._plan()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
