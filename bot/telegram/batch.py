"""Group commit: many tasks note small things, one transaction writes them all."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Generic, TypeVar

import structlog

T = TypeVar("T")
log = structlog.get_logger(__name__)

RETRY_SECONDS = (0.1, 0.5, 2.0, 5.0)


class Batch(Generic[T]):
    """Collects items and hands them to ``write`` in one call.

    ``add`` only notes; whatever was added is written after ``pause`` seconds, at ``size`` items, or when
    somebody waits in ``settle``. A failed write is tried again until it works: what is noted here has
    already happened.
    """

    def __init__(self, write: Callable[[list[T]], Awaitable[None]], *, pause: float = 0.05, size: int = 200) -> None:
        self._write = write
        self._pause = pause
        self._size = size
        self._items: list[T] = []
        self._added = 0
        self.written = 0
        self._writing = asyncio.Lock()
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None

    def add(self, item: T) -> int:
        """Note an item; it is written soon. Returns its number: once ``written`` reaches it, it is
        committed.
        """
        self._items.append(item)
        self._added += 1
        if len(self._items) >= self._size:
            self._start()
        else:
            self._start_later()
        return self._added

    @contextlib.asynccontextmanager
    async def ride(self) -> AsyncIterator[list[T]]:
        """What waits, to be written in the caller's own transaction inside the block. If that raises, it
        waits again.
        """
        async with self._writing:
            items, self._items = self._items, []
            upto = self._added
            self._stop_timer()
            try:
                yield items
            except BaseException:
                self._items[:0] = items
                self._start_later()
                raise
            self.written = upto

    async def settle(self) -> None:
        """Return once everything added before this call is written."""
        upto = self._added
        delays = iter(RETRY_SECONDS)
        while self.written < upto:
            try:
                async with self.ride() as items:
                    if items:
                        await self._write(items)
            except Exception as error:
                log.error("batch.write_failed", error=type(error).__name__, items=len(self._items))
                await asyncio.sleep(next(delays, RETRY_SECONDS[-1]))

    async def settle_within(self, seconds: float) -> None:
        """``settle`` for a stop, which must not wait for a database that is away."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.settle()
        if self.written < self._added:
            log.error("batch.left_unwritten", items=self._added - self.written)

    def _start(self) -> None:
        self._stop_timer()
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self.settle())

    def _start_later(self) -> None:
        if self._items and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._pause, self._start)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
