"""Composition root: builds everything, and starts and stops it in order. Only the command line imports it."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Sequence
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.exceptions import TelegramAPIError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.fsm.storage.memory import SimpleEventIsolation
from aiogram.types import LinkPreviewOptions, User

from bot import i18n, middlewares
from bot.clock import Clock
from bot.composition import build_services
from bot.database import Database
from bot.handlers import build_router
from bot.handlers.answering import KEPT_BUTTONS
from bot.handlers.menu import set_commands
from bot.jobs import Timetable, timetable
from bot.migrations import head, upgrade
from bot.services.inbox import Inbox
from bot.services.menus import Menus
from bot.services.outbox_queue import OutboxQueue
from bot.services.outgoing import Outgoing
from bot.services.sweeps import Sweeps
from bot.services.upkeep import Upkeep
from bot.settings import Settings, SettingsError
from bot.telegram.delivery import Courier
from bot.telegram.fsm import SqlStorage
from bot.telegram.holds import Holds
from bot.telegram.pacing import Accounting, build_pacing
from bot.telegram.receiver import Receiver
from bot.telegram.sender import Sender
from bot.telegram.session import LeanSession
from bot.telegram.worker import Worker
from bot.views import menus, outgoing

log = structlog.get_logger(__name__)

# Not link_preview_is_disabled: that one makes aiogram send Telegram's old parameter beside the new one.
DEFAULTS = DefaultBotProperties(parse_mode="HTML", link_preview=LinkPreviewOptions(is_disabled=True))

GC_THRESHOLDS = (5_000, 5, 400)
"""aiogram's hundreds of pydantic models make a full collection dear, so it is rare. Small ones are not: whoever presses
a button waits for them, and one after 50,000 new objects took 80 ms.
"""

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member", "chat_member"]
GET_ME_PAUSE_SECONDS = 5.0
CLOSING_SECONDS = 0.5
"""Kept back of the time for stopping: to write the last marks and close connections."""


def build_dispatcher(database: Database, clock: Clock, provided: dict[str, Any]) -> Dispatcher:
    """aiogram's dispatcher with our handlers, middlewares and dialogue storage."""
    dispatcher = Dispatcher(storage=SqlStorage(database, clock), events_isolation=SimpleEventIsolation(), **provided)
    dispatcher.include_router(build_router())
    middlewares.install(dispatcher, provided["people"], provided["team_chats"], clock)
    return dispatcher


class App:
    """The running bot: ``start``, then ``stop``, once each."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = Clock(settings.sandbox_clock_file)
        self.database = Database(settings.database_url)
        self.session = LeanSession(settings.bot_api_url)
        self.bot = Bot(
            settings.token,
            session=self.session,
            default=DEFAULTS,
        )
        self.pacing = build_pacing(settings.telegram_rate_per_second, settings.redis_url, self.bot.id)
        self.session.middleware.register(Accounting(self.pacing))
        self.sender: Sender | None = None
        self.worker: Worker | None = None
        self.timetable: Timetable | None = None
        # The sender first: it is the last to stop.
        self._tasks: list[asyncio.Task[None]] = []
        # What may end by itself.
        self._helpers: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Database, services, sender, worker, receiver, timetable: each may rely on those before it.

        Raises SettingsError when Telegram does not know the token.
        """
        i18n.load_all()
        if await upgrade(self.database):
            log.info("app.migrated", to=head())
        me = await self._get_me()
        provided, news = build_services(self.database, self.clock, self.settings, me.username or "")
        sender = await self._start_sender(news)
        dispatcher = build_dispatcher(self.database, self.clock, provided)
        inbox = Inbox(self.database, self.clock)
        self.worker = Worker(
            self.bot, dispatcher, inbox, self.clock, slots=self.settings.workers, kept_buttons=KEPT_BUTTONS
        )
        await self.worker.start()
        receiver = Receiver(self.bot, self.session, inbox, self.worker, ALLOWED_UPDATES)
        self._tasks.append(asyncio.create_task(receiver.run(), name="receiver"))
        upkeep = Upkeep(self.database, self.clock)
        sweeps = Sweeps(self.database, self.clock)
        jobs = timetable(upkeep, sweeps, self.settings.sweep_interval_seconds)
        self.timetable = Timetable(jobs, self.clock, sender)
        await self.timetable.start()
        self._helpers.append(asyncio.create_task(self._offer_commands(), name="commands"))
        _calm_garbage_collector()
        log.info("app.started", bot=me.username, database=self.database.engine.dialect.name)

    async def stop(self) -> None:
        """The reverse of ``start``, within SHUTDOWN_SECONDS: what is not finished then is taken up by the
        next start.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self.settings.shutdown_seconds - CLOSING_SECONDS
        if self.timetable is not None:
            await self.timetable.stop()
        await _cancel(self._helpers)
        receiving, sending = self._tasks[1:], self._tasks[:1]
        await _cancel(receiving)
        if self.worker is not None:
            await self.worker.stop(max(0.1, deadline - loop.time()))
        if self.sender is not None:
            await self.sender.stop(max(0.1, deadline - loop.time()))
        await _cancel(sending)
        await self.pacing.close()
        await self.session.close()
        await self.database.close()
        if self.timetable is not None:
            # One that never came up says why, in one line of its own.
            log.info("app.stopped")

    async def failed(self) -> None:
        """Return when a part that should run forever has ended; raises what ended it."""
        done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    async def _start_sender(self, news: Outgoing) -> Sender:
        queue = OutboxQueue(self.database, self.clock)
        if self.database.is_sqlite:
            # Whoever held a lease on this file is dead: there is only one of us.
            await queue.release_all()
        holds = Holds()
        courier = Courier(self.bot, queue, news, outgoing.render, self.clock, holds)
        self.sender = Sender(queue, courier, self.pacing, self.clock, holds)
        self.database.on_outbox(self.sender.wake)
        self._tasks.append(asyncio.create_task(self.sender.run(), name="sender"))
        return self.sender

    async def _offer_commands(self) -> None:
        """The menus behind "/". A server that refuses them costs the menus, not the bot."""
        try:
            await set_commands(self.bot)
        except TelegramAPIError as error:
            log.warning("app.commands_refused", error=type(error).__name__)
        await Menus(self.database, self.clock).offer_all(menus.edition())

    async def _get_me(self) -> User:
        """Who we are; asked until Telegram answers, so that a bot started without a network comes up with
        it.
        """
        while True:
            try:
                return await self.bot.me()
            except (TelegramUnauthorizedError, TelegramNotFound):
                raise SettingsError("BOT_TOKEN is not accepted by Telegram") from None
            except TelegramAPIError as error:
                log.warning("app.telegram_unreachable", error=type(error).__name__)
                await asyncio.sleep(GET_ME_PAUSE_SECONDS)


async def run(settings: Settings) -> None:
    """Run the bot until SIGTERM or SIGINT. Raises SettingsError when it cannot start with these settings."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    app = App(settings)
    stop = asyncio.create_task(stopping.wait())
    try:
        work = asyncio.create_task(_start_and_watch(app))
        await asyncio.wait({work, stop}, return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            work.result()
        await _cancel([work])
    finally:
        stop.cancel()
        await app.stop()


async def _start_and_watch(app: App) -> None:
    await app.start()
    await app.failed()


async def _cancel(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _calm_garbage_collector() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
