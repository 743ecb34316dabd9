"""One outbox row on its way: load what is true now, word it, call Telegram, and say what became of it."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import DeleteMessage, EditMessageText, SendMessage, SetMyCommands, TelegramMethod
from aiogram.types import BotCommandScopeChat, Message

from bot.clock import Clock
from bot.logs import safe_traceback, scrub
from bot.models.delivery import OutboxState
from bot.models.facts_outgoing import MenuFacts
from bot.reader import Reader, reader_for
from bot.services.outbox import Delivery, OutboxRow, Outgoing, Why
from bot.services.outbox_queue import OutboxQueue, Outcome
from bot.telegram.holds import Holds
from bot.telegram.refusals import meaning
from bot.views.menus import private_menu
from bot.views.screen import Screen

log = structlog.get_logger(__name__)

Render = Callable[[Any, Reader], Screen]

IN_ORDER = 5
"""For so many attempts a chat's later messages wait for the one in trouble; then they may overtake it."""

OUR_RETRIES = (1.0, 5.0, 30.0, 120.0, 600.0)
"""Waits after an error of ours; after the last one the row is a dead letter."""

UNAUTHORIZED_SECONDS = 60.0

SHOWN_SECONDS = 60.0
"""For so long it is remembered what a message shows: several edits that waited say the same by now."""

SHOWN_MESSAGES = 2_000


class Courier:
    """Delivers single rows. Never raises but for cancellation: whatever happens becomes an `Outcome`."""

    def __init__(
        self, bot: Bot, queue: OutboxQueue, outgoing: Outgoing, render: Render, clock: Clock, holds: Holds
    ) -> None:
        self._bot = bot
        self._queue = queue
        self._outgoing = outgoing
        self._render = render
        self._clock = clock
        self._holds = holds
        # One row at a time is read and worded, however many are on their way: on a machine that cannot keep up, a
        # person's tap waits behind one of them and not behind all.
        self._preparing = asyncio.Lock()
        # (chat, message) -> what we last made it show, and when. Kinds tell what is true now, so after a burst of
        # changes all the edits that waited are alike, and Telegram would count each against the chat's limit.
        self._shown: OrderedDict[tuple[int, int], tuple[int, float]] = OrderedDict()

    async def deliver(self, row: OutboxRow) -> Outcome:
        """Take one row as far as it goes today."""
        try:
            async with self._preparing:
                delivery = await self._outgoing.load(row)
                method = None if delivery is None else self._method(delivery)
            if delivery is None or method is None:
                return Outcome(row.id, OutboxState.DROPPED, error="nobody needs it any more")
            if isinstance(method, EditMessageText) and self._shows(method):
                return Outcome(row.id, OutboxState.DROPPED, error="the message shows this already")
            if self._holds.all_for() > 0:
                # Telegram asked everybody to wait while this one was worded: asking earlier makes the wait longer.
                return Outcome(row.id, OutboxState.PENDING, attempts=row.attempts)
            try:
                # Past the session's middlewares: this call was already reserved in the pacing.
                answer = await self._bot.session.make_request(self._bot, method)
            except AiogramError as error:
                return await self._trouble(row, delivery, error)
            self._holds.worked()
            self._remember(method, answer)
            return await self._arrived(row, delivery, answer)
        except Exception as error:
            return self._our_error(row, error)

    def _method(self, delivery: Delivery) -> TelegramMethod[Any]:
        if delivery.op == "delete":
            return DeleteMessage(chat_id=delivery.chat_id, message_id=_message_id(delivery))
        if isinstance(delivery.facts, MenuFacts):
            return SetMyCommands(
                commands=private_menu(delivery.facts.role, delivery.locale),
                scope=BotCommandScopeChat(chat_id=delivery.chat_id),
            )
        reader = reader_for(delivery.locale, delivery.zone, self._clock.now())
        screen = self._render(delivery.facts, reader)
        if delivery.op == "edit":
            return EditMessageText(
                chat_id=delivery.chat_id,
                message_id=_message_id(delivery),
                text=screen.text,
                reply_markup=screen.keyboard,
            )
        return SendMessage(
            chat_id=delivery.chat_id,
            message_thread_id=delivery.thread_id or None,
            text=screen.text,
            reply_markup=screen.keyboard,
            disable_notification=True if delivery.silent else None,
        )

    def _shows(self, edit: EditMessageText) -> bool:
        digest, at = self._shown.get(_place(edit), (0, -SHOWN_SECONDS))
        return digest == _digest(edit) and time.monotonic() - at < SHOWN_SECONDS

    def _remember(self, method: TelegramMethod[Any], answer: object) -> None:
        if isinstance(method, EditMessageText):
            self._shown[_place(method)] = (_digest(method), time.monotonic())
        elif isinstance(method, SendMessage) and isinstance(answer, Message):
            place = (answer.chat.id, answer.message_id)
            self._shown[place] = (_digest(method), time.monotonic())
        if len(self._shown) > SHOWN_MESSAGES:
            self._shown.popitem(last=False)

    async def _arrived(self, row: OutboxRow, delivery: Delivery, answer: object) -> Outcome:
        message_id = answer.message_id if isinstance(answer, Message) else delivery.message_id
        kept = None if delivery.op == "delete" else message_id
        await self._outgoing.delivered(row, kept, silent=delivery.silent)
        return Outcome(row.id, OutboxState.SENT, message_id, attempts=row.attempts)

    async def _trouble(self, row: OutboxRow, delivery: Delivery, error: AiogramError) -> Outcome:
        if isinstance(error, TelegramRetryAfter):
            log.warning("sender.limited", outbox_id=row.id, retry_after=error.retry_after)
            self._holds.limited(row.chat_id, float(error.retry_after))
            return Outcome(row.id, OutboxState.PENDING, attempts=row.attempts)
        if isinstance(error, TelegramMigrateToChat):
            return await self._migrated(row, error)
        if isinstance(error, TelegramUnauthorizedError):
            log.error("sender.unauthorized", hint="Telegram no longer accepts BOT_TOKEN")
            self._holds.hold_all(UNAUTHORIZED_SECONDS)
            return Outcome(row.id, OutboxState.PENDING, attempts=row.attempts)
        refusals = TelegramBadRequest | TelegramForbiddenError | TelegramNotFound | TelegramEntityTooLarge
        if isinstance(error, refusals):
            self._holds.worked()
            return await self._refused(row, delivery, error)
        return self._outage(row, error)

    def _outage(self, row: OutboxRow, error: AiogramError) -> Outcome:
        """Telegram or the network is in trouble: wait, longer each time, and never give up.

        What fails for everybody is no attempt of this row: after an outage all goes out in its order.
        """
        attempts = row.attempts + 1
        seconds = self._holds.trouble(row.chat_id, attempts)
        log.warning("sender.outage", outbox_id=row.id, attempts=attempts, error=type(error).__name__)
        if seconds is None:
            return Outcome(row.id, OutboxState.PENDING, None, type(error).__name__, row.attempts)
        retry_at = self._clock.now() + timedelta(seconds=seconds) if attempts > IN_ORDER else None
        return Outcome(row.id, OutboxState.PENDING, None, type(error).__name__, attempts, retry_at)

    async def _migrated(self, row: OutboxRow, error: TelegramMigrateToChat) -> Outcome:
        attempts = row.attempts + 1
        if attempts > len(OUR_RETRIES):
            return Outcome(row.id, OutboxState.DEAD, None, "the chat migrates again and again", attempts)
        await self._outgoing.migrated(row, error.migrate_to_chat_id)
        await self._queue.move_chat(row.chat_id, error.migrate_to_chat_id)
        return Outcome(row.id, OutboxState.PENDING, None, "migrated", attempts)

    async def _refused(self, row: OutboxRow, delivery: Delivery, error: TelegramAPIError) -> Outcome:
        found = meaning(error)
        if found == "as_wanted":
            return await self._arrived(row, delivery, None)
        if found == "our_bug":
            log.error("sender.dead_letter", outbox_id=row.id, kind=row.kind, exc_info=error)
            return Outcome(row.id, OutboxState.DEAD, None, scrub(error.message), row.attempts + 1)
        log.info("sender.undeliverable", outbox_id=row.id, why=found)
        await self._outgoing.undeliverable(row, found)
        await self._drop_waiting(row, delivery, found)
        return Outcome(row.id, OutboxState.DROPPED, None, found, row.attempts + 1)

    async def _drop_waiting(self, row: OutboxRow, delivery: Delivery, why: Why) -> None:
        if why == "message_gone" or delivery.op == "menu":
            # A menu that is refused says nothing of messages: they find out for themselves.
            return
        thread = delivery.thread_id if why == "topic_closed" else None
        await self._queue.drop_waiting(row.chat_id, thread, why)

    def _our_error(self, row: OutboxRow, error: Exception) -> Outcome:
        attempts = row.attempts + 1
        dead = attempts > len(OUR_RETRIES)
        event = "sender.dead_letter" if dead else "sender.will_retry"
        log.error(event, outbox_id=row.id, kind=row.kind, attempts=attempts, exc_info=error)
        trace = safe_traceback(error)
        if dead:
            return Outcome(row.id, OutboxState.DEAD, None, trace, attempts)
        retry_at = self._clock.now() + timedelta(seconds=OUR_RETRIES[attempts - 1])
        return Outcome(row.id, OutboxState.PENDING, None, trace, attempts, retry_at)


def _message_id(delivery: Delivery) -> int:
    if delivery.message_id is None:
        raise ValueError(f"a delivery that wants to {delivery.op} needs a message id")
    return delivery.message_id


def _place(edit: EditMessageText) -> tuple[int, int]:
    return int(edit.chat_id or 0), edit.message_id or 0


def _digest(method: EditMessageText | SendMessage) -> int:
    markup = method.reply_markup
    return hash((method.text, markup.model_dump_json() if markup is not None else ""))
