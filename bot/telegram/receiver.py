"""Long polling: whatever Telegram has for us is written to the inbox, and only then confirmed."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)

from bot.services.inbox import Inbox
from bot.telegram.session import LeanSession
from bot.telegram.worker import Worker

log = structlog.get_logger(__name__)

POLL_SECONDS = 25
"""How long Telegram may hold an empty poll (at most 50)."""

POLL_GRACE_SECONDS = 15.0
BATCH = 100
BACKOFF_SECONDS = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0)


class Receiver:
    """One poller. Updates that are stored but not confirmed come again and are recognised by their number."""

    def __init__(
        self, bot: Bot, session: LeanSession, inbox: Inbox, worker: Worker, allowed_updates: list[str]
    ) -> None:
        self._bot = bot
        self._session = session
        self._inbox = inbox
        self._worker = worker
        self._allowed = allowed_updates
        self._offset: int | None = None
        self._failures = 0
        self._trouble = ""

    async def run(self) -> None:
        """Poll until cancelled. No answer of Telegram's and no trouble of the database's ends it."""
        webhook = True
        while True:
            try:
                await self._worker.room()
                if webhook:
                    await self._leave_webhook()
                    webhook = False
                await self._store(await self._poll())
                self._recovered()
            except Exception as error:
                webhook = isinstance(error, TelegramConflictError) and "webhook" in error.message
                await asyncio.sleep(self._failed(error))

    async def _leave_webhook(self) -> None:
        """Polling and a webhook exclude each other. A server that knows no webhooks has none to leave."""
        try:
            await self._bot.delete_webhook(drop_pending_updates=False)
        except TelegramNotFound:
            log.info("receiver.no_webhooks")

    async def _poll(self) -> list[dict[str, Any]]:
        params: dict[str, Any] = {"timeout": POLL_SECONDS, "limit": BATCH, "allowed_updates": self._allowed}
        if self._offset is not None:
            params["offset"] = self._offset
        found = await self._session.raw(self._bot, "getUpdates", params, POLL_SECONDS + POLL_GRACE_SECONDS)
        usable = [u for u in found if isinstance(u, dict) and isinstance(u.get("update_id"), int)]
        if len(usable) < len(found):
            log.error("receiver.malformed_updates", count=len(found) - len(usable))
        return usable

    async def _store(self, updates: list[dict[str, Any]]) -> None:
        if not updates:
            return
        last = updates[-1]["update_id"]
        # The first batch, and numbers that went back: Telegram may have started them anew.
        tidy = self._offset is None or updates[0]["update_id"] < self._offset
        async with self._worker.done.ride() as done:
            received = await self._inbox.store(updates, done, tidy=tidy)
        self._offset = last + 1
        self._worker.submit(received)

    def _failed(self, error: Exception) -> float:
        """Say once what is wrong, and return how many seconds to wait."""
        if isinstance(error, TelegramRetryAfter):
            return float(error.retry_after)
        delay = BACKOFF_SECONDS[min(self._failures, len(BACKOFF_SECONDS) - 1)]
        self._failures += 1
        trouble = type(error).__name__
        if trouble != self._trouble:
            self._trouble = trouble
            if isinstance(error, TelegramConflictError):
                log.error("receiver.conflict", hint="another process polls with this token; only one may run")
            elif isinstance(error, TelegramUnauthorizedError):
                log.error("receiver.unauthorized", hint="Telegram no longer accepts BOT_TOKEN")
            else:
                log.warning("receiver.trouble", error=trouble, exc_info=error)
        return delay * random.uniform(0.8, 1.2)

    def _recovered(self) -> None:
        if self._trouble:
            log.info("receiver.recovered", after=self._trouble, failures=self._failures)
        self._failures, self._trouble = 0, ""
