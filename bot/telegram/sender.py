"""Drains the outbox: leases rows, paces them, hands them to the courier, notes what became of them."""

from __future__ import annotations

import asyncio
import contextlib

import structlog

from bot.clock import Clock
from bot.models.delivery import OutboxState
from bot.services.outbox import OutboxRow
from bot.services.outbox_queue import OutboxQueue, Outcome
from bot.telegram.batch import Batch
from bot.telegram.delivery import Courier
from bot.telegram.holds import Holds
from bot.telegram.pacing import Pacing

log = structlog.get_logger(__name__)

SLOTS = 30
"""Messages on their way at once. At 30 a second Telegram would have to take a second for each to fill
them.
"""

AHEAD = 4
"""Rows leased at a time: an urgent one that comes later waits behind so many."""

IDLE_SECONDS = 30.0
"""The longest sleep: rows that another process enqueued, or died with, are found after it."""

REST_SECONDS = 0.05
"""After a look into the outbox that found nothing to send."""

NOTE_SECONDS = 0.3
"""How long a stop waits to write down what arrived; what is not written is sent again."""


class Sender:
    """Sends what is due, most urgent first, at most one message at a time in a chat."""

    def __init__(self, queue: OutboxQueue, courier: Courier, pacing: Pacing, clock: Clock, holds: Holds) -> None:
        self._queue = queue
        self._courier = courier
        self._pacing = pacing
        self._clock = clock
        self._holds = holds
        self._busy: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._stopping = False
        self._outcomes: Batch[Outcome] = Batch(queue.note)

    def wake(self) -> None:
        """Look for due rows now: something was enqueued, or the clock was set."""
        self._wake.set()

    async def run(self) -> None:
        """Send until stopped or cancelled. No refusal and no outage ends it, and none loses a row."""
        while not self._stopping:
            self._wake.clear()
            try:
                pause = await self._round()
            except Exception as error:
                log.error("sender.trouble", exc_info=error)
                pause = 1.0
            if pause:
                # News come in crowds: a short rest lets one look find many of them.
                await asyncio.sleep(REST_SECONDS)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), pause)

    async def stop(self, seconds: float) -> None:
        """Let messages on their way arrive, for at most ``seconds``; what is left stays in the outbox."""
        self._stopping = True
        self.wake()
        tasks = set(self._tasks)
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._outcomes.settle_within(NOTE_SECONDS)

    async def _round(self) -> float:
        """Start what can be started; returns for how many seconds there is nothing more to do, unless
        woken.
        """
        if (wait := self._holds.all_for()) > 0:
            return wait
        room = min(SLOTS - len(self._tasks), AHEAD)
        if room <= 0:
            return IDLE_SECONDS
        now = self._clock.now()
        held = self._holds.chats()
        rows = await self._queue.lease(room, self._busy | held.keys(), now)
        for row in rows:
            await self._dispatch(row)
        if rows:
            return 0.0
        due = await self._queue.next_due(now)
        pauses = [IDLE_SECONDS, *held.values()]
        if due is not None:
            pauses.append((due - self._clock.now()).total_seconds())
        return max(0.0, min(pauses))

    async def _dispatch(self, row: OutboxRow) -> None:
        """Wait for this row's turn in the overall pace, then let it go."""
        while (wait := await self._pacing.reserve(row.chat_id)) is not None:
            if wait.scope == "chat" or self._stopping:
                self._holds.rest(row.chat_id, wait.seconds)
                self._outcomes.add(Outcome(row.id, OutboxState.PENDING, attempts=row.attempts))
                await self._outcomes.settle()
                return
            await asyncio.sleep(wait.seconds)
        self._busy.add(row.chat_id)
        task = asyncio.get_running_loop().create_task(self._deliver(row))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, row: OutboxRow) -> None:
        try:
            outcome = await self._courier.deliver(row)
            if outcome.state is OutboxState.DROPPED:
                self._pacing.refund(row.chat_id)
            # Until it is written that this one arrived, the chat gets no other: a crash repeats at most one.
            self._outcomes.add(outcome)
            await self._outcomes.settle()
        finally:
            self._holds.rest(row.chat_id, self._pacing.rest(row.chat_id))
            self._busy.discard(row.chat_id)
            self.wake()
