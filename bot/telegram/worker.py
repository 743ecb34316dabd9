"""Replays inbox rows through the dispatcher: in order within a chat, side by side across chats."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import Enum

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
)
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from pydantic import ValidationError

from bot.clock import Clock
from bot.logs import safe_traceback
from bot.services.inbox import Inbox, Received
from bot.telegram.batch import Batch
from bot.telegram.refusals import meaning
from bot.telegram.trimming import trimmed

log = structlog.get_logger(__name__)

BACKOFF_SECONDS = (1.0, 5.0, 30.0, 120.0, 600.0)
"""Waits before an update that failed is tried again; after the last one it is a dead letter."""

IN_ORDER = 2
"""For so many retries the chat's later updates wait; then they go on without the one that fails."""

BACKLOG = 2_000
"""So many updates may wait in memory; beyond that the receiver leaves them with Telegram."""

MARK_SECONDS = 0.3
"""How long a stop waits for the last marks; unmarked updates are only replayed."""

HARMLESS = ("query is too old", "message is not modified", "message to delete not found")
"""Refusals that only say that the person is no longer waiting, or already sees what we meant to show."""

CLOSED_TO_US = ("blocked", "kicked", "chat_not_found", "topic_closed", "no_rights")
"""What a refusal means (`refusals`) when the answer could be shown to nobody there; what was done is done."""


class Verdict(Enum):
    """What a handler's error means for its update."""

    DONE = "done"
    RETRY = "retry"
    DEAD = "dead"


def judge(error: Exception) -> Verdict:
    """Whether trying again can help.

    Telegram's refusals stay refusals: a blocked bot, a group where we may not write or that has another id by now, or
    a tap whose time has passed is nobody's fault and is done; any other bad request is our bug and goes to the dead
    letters at once. Everything else (the database, the network, Telegram's own trouble, our bugs that depend on the
    moment) is tried again; services are idempotent.
    """
    if isinstance(error, TelegramForbiddenError | TelegramMigrateToChat):
        return Verdict.DONE
    if isinstance(error, TelegramBadRequest | TelegramNotFound):
        harmless = meaning(error) in CLOSED_TO_US or any(text in error.message for text in HARMLESS)
        return Verdict.DONE if harmless else Verdict.DEAD
    if isinstance(error, ValidationError):
        return Verdict.DEAD
    return Verdict.RETRY


class Worker:
    """Handles updates. ``slots`` bounds how many are handled at once; ``kept_buttons``: how the data begins of those
    buttons on a tapped message that handlers look for.
    """

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        inbox: Inbox,
        clock: Clock,
        *,
        slots: int = 64,
        backoff: Sequence[float] = BACKOFF_SECONDS,
        kept_buttons: tuple[str, ...] = (),
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._inbox = inbox
        self._clock = clock
        self._backoff = tuple(backoff)
        self._kept_buttons = kept_buttons
        self._slots = asyncio.Semaphore(slots)
        self._lanes: dict[int, deque[Received]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._parked: set[asyncio.TimerHandle] = set()
        self._waiting = 0
        self._room = asyncio.Event()
        self._room.set()
        self._stopping = False
        # Per lane, the number of its last mark in `done`: the next update waits until that is committed, so
        # that a crash replays at most one update of a chat and doubles at most one answer there.
        self._last_mark: dict[int, int] = {}
        self.done: Batch[int] = Batch(self._inbox.mark_done)

    async def start(self) -> None:
        """Take up what a crash or a stop left behind."""
        after = 0
        while rows := await self._inbox.load_new(after):
            after = rows[-1].id
            now = self._clock.now()
            self.submit(row for row in rows if row.try_at is None or row.attempts <= IN_ORDER)
            for row in rows:
                if row.try_at is not None and row.attempts > IN_ORDER:
                    self._park(row, (row.try_at - now).total_seconds())
            await self.room()

    def submit(self, items: Iterable[Received]) -> None:
        """Queue updates in the order given; they are handled soon. Ignored while stopping: they stay in
        the inbox.
        """
        if self._stopping:
            return
        for item in items:
            self._waiting += 1
            lane = self._lanes.get(item.lane)
            if lane is not None:
                lane.append(item)
                continue
            self._lanes[item.lane] = lane = deque((item,))
            task = asyncio.get_running_loop().create_task(self._run_lane(item.lane, lane))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        if self._waiting >= BACKLOG:
            self._room.clear()

    async def room(self) -> None:
        """Return once there is room for more updates in memory."""
        await self._room.wait()

    async def idle(self) -> None:
        """Return once nothing is being handled and every mark is written. Parked updates do not count."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))
        await self.done.settle()

    async def stop(self, seconds: float) -> None:
        """Finish the updates being handled, for at most ``seconds``; all others stay in the inbox as new."""
        self._stopping = True
        for handle in self._parked:
            handle.cancel()
        tasks = set(self._tasks)
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self.done.settle_within(MARK_SECONDS)

    async def _run_lane(self, number: int, lane: deque[Received]) -> None:
        try:
            while lane and not self._stopping:
                if self._last_mark.get(number, 0) > self.done.written:
                    await self.done.settle()
                if await self._handle(lane[0]):
                    lane.popleft()
                    self._left(1)
        finally:
            del self._lanes[number]
            self._left(len(lane))
            if len(self._last_mark) > 2 * BACKLOG:
                written = self.done.written
                self._last_mark = {lane: mark for lane, mark in self._last_mark.items() if mark > written}

    async def _handle(self, item: Received) -> bool:
        """Handle one update once. True: its lane may go on; False: after a wait it is this one's turn
        again.
        """
        try:
            async with self._slots:
                if self._stopping:
                    return False
                await self._feed(item)
        except Exception as error:
            verdict = judge(error)
            if verdict is not Verdict.DONE:
                return await self._failed(item, error, verdict)
            log.info("worker.harmless", inbox_id=item.id, error=type(error).__name__)
        self._last_mark[item.lane] = self.done.add(item.id)
        return True

    async def _feed(self, item: Received) -> None:
        update = Update.model_validate(trimmed(item.update, self._kept_buttons), context={"bot": self._bot})
        answer = await self._dispatcher.feed_update(self._bot, update, inbox_id=item.id)
        if isinstance(answer, TelegramMethod):
            await self._bot(answer)

    async def _failed(self, item: Received, error: Exception, verdict: Verdict) -> bool:
        item.attempts += 1
        dead = verdict is Verdict.DEAD or item.attempts > len(self._backoff)
        delay = 0.0 if dead else self._delay(item, error)
        try_at: datetime | None = None if dead else self._clock.now() + timedelta(seconds=delay)
        event = "worker.dead_letter" if dead else "worker.will_retry"
        if isinstance(error, TelegramRetryAfter) and not dead:
            # Somebody taps faster than Telegram lets us answer: nothing is wrong, so no traceback.
            log.warning(event, inbox_id=item.id, attempts=item.attempts, retry_after=error.retry_after)
        else:
            log.error(event, inbox_id=item.id, attempts=item.attempts, exc_info=error)
        try:
            await self._inbox.mark_failed(item.id, item.attempts, try_at, safe_traceback(error))
        except Exception as trouble:
            # The database is in trouble; the row is still new there, so a restart would find it.
            log.error("worker.mark_failed", inbox_id=item.id, error=type(trouble).__name__)
        if dead:
            return True
        if item.attempts > IN_ORDER:
            self._park(item, delay)
            return True
        await asyncio.sleep(delay)
        return False

    def _delay(self, item: Received, error: Exception) -> float:
        delay = self._backoff[item.attempts - 1]
        return max(delay, float(error.retry_after)) if isinstance(error, TelegramRetryAfter) else delay

    def _park(self, item: Received, delay: float) -> None:
        """Try again later, behind whatever its chat is doing then. A clock that was set cannot park it for
        longer.
        """

        def unpark() -> None:
            self._parked.discard(handle)
            self.submit((item,))

        seconds = min(max(delay, 0.0), max(self._backoff, default=0.0))
        handle = asyncio.get_running_loop().call_later(seconds, unpark)
        self._parked.add(handle)

    def _left(self, count: int) -> None:
        self._waiting -= count
        if self._waiting < BACKLOG:
            self._room.set()
