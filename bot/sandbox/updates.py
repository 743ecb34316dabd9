"""The queue of updates and long polling.

Updates are serialised when they happen, so that a later edit does not change what the bot is told. Their
numbers are not contiguous. `offset` confirms everything below it; a second poller ends the first with 409.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from typing import Any

import orjson

from bot.sandbox.errors import ApiError, conflict
from bot.sandbox.params import Json, words

MAX_LIMIT = 100
MAX_TIMEOUT = 50
GATHER_SECONDS = 0.002  # telegram-bot-api holds a woken long poll back this long to hand over more at once
KINDS = frozenset(
    words(
        "message edited_message channel_post edited_channel_post business_connection business_message "
        "edited_business_message deleted_business_messages guest_message message_reaction "
        "message_reaction_count inline_query chosen_inline_result callback_query shipping_query "
        "pre_checkout_query purchased_paid_media poll poll_answer my_chat_member chat_member "
        "chat_join_request chat_boost removed_chat_boost managed_bot subscription "
        "stopped_message_generation"
    )
)
DEFAULT_KINDS = KINDS - {"chat_member", "message_reaction", "message_reaction_count"}


class Updates:
    """Pending updates of the bot and the poller that waits for them."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self._next = self._random.randrange(100_000_000, 900_000_000)
        self._pending: deque[tuple[int, bytes]] = deque()
        self._poller: asyncio.Future[None] | None = None
        self.allowed = DEFAULT_KINDS
        self.webhook_active = False
        self.arrived = asyncio.Event()
        self.listening = asyncio.Event()

    def __len__(self) -> int:
        return len(self._pending)

    def push(self, kind: str, payload: Json) -> int | None:
        """Queues an update; None when the bot does not want this kind."""
        if kind not in self.allowed:
            return None
        number = self._next
        self._next = number + self._random.choice((1, 1, 1, 2, 3))
        self._pending.append((number, orjson.dumps({"update_id": number, kind: payload})))
        if self.webhook_active:
            self.arrived.set()
        elif self._poller is not None and len(self._pending) == 1:
            asyncio.get_running_loop().call_later(GATHER_SECONDS, self._wake, self._poller)
        return number

    def allow(self, kinds: list[Any] | None) -> None:
        """Sets which kinds are delivered from now on; None keeps the last choice, [] is the default."""
        if kinds is None:
            return
        known = KINDS.intersection(kind for kind in kinds if isinstance(kind, str))
        self.allowed = known or DEFAULT_KINDS

    def drop(self) -> None:
        """Forgets everything pending."""
        self._pending.clear()

    def confirm(self, offset: int) -> None:
        """Drops what lies below `offset`; a negative one keeps only the last -offset updates."""
        pending = self._pending
        if offset < 0:
            while len(pending) > -offset:
                pending.popleft()
            return
        while pending and pending[0][0] < offset:
            pending.popleft()

    def peek(self, limit: int = MAX_LIMIT) -> list[tuple[int, bytes]]:
        """The oldest pending updates, still unconfirmed."""
        if len(self._pending) <= limit:
            return list(self._pending)
        return [self._pending[i] for i in range(limit)]

    def take(self) -> bytes | None:
        """Removes and returns the oldest update (for webhook delivery)."""
        return self._pending.popleft()[1] if self._pending else None

    def put_back(self, undelivered: list[bytes]) -> None:
        """Returns updates that a webhook did not accept to their place in the queue."""
        numbered = [(int(orjson.loads(data)["update_id"]), data) for data in undelivered]
        self._pending = deque(sorted([*numbered, *self._pending]))

    async def poll(self, offset: int, limit: int, timeout: int) -> bytes:
        """The JSON array of updates for getUpdates; waits up to `timeout` seconds when there are none.

        Raises 409 in the *earlier* call when a second one comes, and in this one while a webhook is set.
        """
        if self.webhook_active:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        self.end_poll("terminated by other getUpdates request; make sure that only one bot instance is running")
        self.listening.set()
        self.confirm(offset)
        limit = limit if 1 <= limit <= MAX_LIMIT else MAX_LIMIT
        timeout = min(timeout, MAX_TIMEOUT)
        if not self._pending and timeout > 0:
            poller = self._poller = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(timeout):
                    await poller
            except TimeoutError:
                return b"[]"
            finally:
                if self._poller is poller:
                    self._poller = None
        return b"[" + b",".join([data for _, data in self.peek(limit)]) + b"]"

    def end_poll(self, reason: str) -> None:
        """Refuses the waiting poller, if there is one, with 409."""
        self._finish(conflict(reason))

    def _wake(self, poller: asyncio.Future[None]) -> None:
        if not poller.done():
            poller.set_result(None)

    def _finish(self, error: ApiError) -> None:
        poller, self._poller = self._poller, None
        if poller is not None and not poller.done():
            poller.set_exception(error)
