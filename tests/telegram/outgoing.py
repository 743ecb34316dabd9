"""A stand-in for the service that knows the kinds of outbox rows, and a sender around it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot
from sqlalchemy import select

from bot.clock import FixedClock
from bot.database import Database
from bot.models import OutboxMessage, Role
from bot.models.facts_outgoing import MenuFacts
from bot.reader import Reader
from bot.services.outbox import Delivery, OutboxRow, Why, enqueue
from bot.services.outbox_queue import OutboxQueue
from bot.telegram.delivery import Courier
from bot.telegram.holds import Holds
from bot.telegram.pacing import LocalPacing, Pacing
from bot.telegram.sender import Sender
from bot.views.screen import Screen
from tests.support import until


class NewsDesk:
    """Every row says its ``args["text"]``; ``args["op"]`` may ask for an edit, a delete or a rep's menu."""

    def __init__(self) -> None:
        self.delivered_rows: list[tuple[int, int | None]] = []
        self.silent_rows: list[int] = []
        self.refused: list[tuple[int, str]] = []
        self.migrations: list[tuple[int, int]] = []
        self.pointless: set[str] = set()
        self.fail: Callable[[OutboxRow], None] = lambda row: None

    async def load(self, row: OutboxRow) -> Delivery | None:
        self.fail(row)
        if row.args["text"] in self.pointless:
            return None
        return Delivery(
            op=row.args.get("op", "send"),
            chat_id=row.chat_id,
            thread_id=row.thread_id,
            message_id=row.args.get("message_id"),
            facts=MenuFacts(Role.REP) if row.args.get("op") == "menu" else row.args["text"],
            locale=row.args.get("locale", "en"),
            zone="Europe/Warsaw",
            silent=row.args.get("silent", False),
        )

    async def delivered(self, row: OutboxRow, message_id: int | None, *, silent: bool = False) -> None:
        self.delivered_rows.append((row.id, message_id))
        self.silent_rows += [row.id] * silent

    async def undeliverable(self, row: OutboxRow, why: Why) -> None:
        self.refused.append((row.chat_id, why))

    async def migrated(self, row: OutboxRow, new_chat_id: int) -> None:
        self.migrations.append((row.chat_id, new_chat_id))


def render(facts: Any, reader: Reader) -> Screen:
    """The text itself, with the reader's language to be seen."""
    return Screen(f"{facts} [{reader.locale}]")


class Post:
    """An outbox, a sender that drains it, and what became of the rows."""

    def __init__(self, bot: Bot, database: Database, clock: FixedClock, pacing: Pacing | None = None) -> None:
        self.database = database
        self.clock = clock
        self.desk = NewsDesk()
        self.queue = OutboxQueue(database, clock)
        self.holds = Holds(jitter=lambda low, high: low)
        self.courier = Courier(bot, self.queue, self.desk, render, clock, self.holds)
        self.pacing = pacing or LocalPacing(1000)
        self.sender = Sender(self.queue, self.courier, self.pacing, clock, self.holds)
        database.on_outbox(self.sender.wake)
        self.task: asyncio.Task[None] | None = None

    async def put(self, text: str, chat_id: int = 7, **options: Any) -> None:
        args = {"text": text} | {
            name: options.pop(name) for name in ("op", "message_id", "locale", "silent") if name in options
        }
        due_in: timedelta = options.pop("due_in", timedelta())
        now: datetime = self.clock.now()
        options.setdefault("key", f"key:{text}:{chat_id}")
        async with self.database.write() as session:
            await enqueue(session, kind="news", args=args, chat_id=chat_id, now=now, due_at=now + due_in, **options)

    async def rows(self) -> list[OutboxMessage]:
        async with self.database.read() as session:
            return list(await session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))

    async def states(self) -> list[str]:
        return [row.state.value for row in await self.rows()]

    async def until(self, *states: str) -> None:
        """Return once the rows stand like this."""

        async def reached() -> bool:
            return await self.states() == list(states)

        await until(reached)

    def start(self) -> None:
        self.task = asyncio.create_task(self.sender.run())


@asynccontextmanager
async def running(post: Post) -> AsyncIterator[Post]:
    """The sender at work until the block ends."""
    post.start()
    yield post
    await post.sender.stop(1.0)
    assert post.task is not None
    await post.task
