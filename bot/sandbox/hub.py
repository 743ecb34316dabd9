"""Pushes what happens to the connected pages. With no page connected an event costs one comparison."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson

QUEUE_LIMIT = 10_000


class Hub:
    """Numbers events and fans them out; a page that reads too slowly is dropped and reloads the state."""

    def __init__(self) -> None:
        self.seq = 0
        self._queues: set[asyncio.Queue[bytes | None]] = set()

    @property
    def active(self) -> bool:
        """Whether anybody watches; callers skip building events otherwise."""
        return bool(self._queues)

    def emit(self, kind: str, **payload: Any) -> None:
        """Sends one event to every page."""
        self.seq += 1
        if not self._queues:
            return
        data = orjson.dumps({"seq": self.seq, "type": kind, **payload})
        for queue in list(self._queues):
            try:
                queue.put_nowait(data)
            except asyncio.QueueFull:
                self._queues.discard(queue)
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(None)

    def close(self) -> None:
        """Ends every stream."""
        for queue in list(self._queues):
            while not queue.empty():
                queue.get_nowait()
            queue.put_nowait(None)
        self._queues.clear()

    @asynccontextmanager
    async def stream(self) -> AsyncIterator[asyncio.Queue[bytes | None]]:
        """A queue of events from now on; None means the end."""
        queue: asyncio.Queue[bytes | None] = asyncio.Queue(QUEUE_LIMIT)
        self._queues.add(queue)
        try:
            yield queue
        finally:
            self._queues.discard(queue)
