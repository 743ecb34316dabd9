"""Who must not be sent to for a while, because Telegram or the network said so. Times are monotonic
seconds.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

TROUBLE_SECONDS = (1.0, 2.0, 5.0, 15.0, 60.0, 300.0)
"""Waits of one chat after a server error or a lost connection, by the number of attempts."""

OUTAGE_AFTER = 3
"""So many failures in a row, of several chats and with no success between, are an outage and not one chat's trouble."""

OUTAGE_SECONDS = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
BEHIND_SECONDS = 1.0
"""After an outage the chats that failed let the others go first for so long: only a part of Telegram may be down."""

TWO_CHATS_SECONDS = 10.0
"""A second chat told to wait within this time after a first means that all calls together were too many."""


class Holds:
    """Waits by scope: one chat, or everything."""

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        jitter: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._now = now
        self._jitter = jitter
        self._until: dict[int, float] = {}
        self._all_until = 0.0
        self._failures = 0
        self._failing: set[int] = set()
        self._outages = 0
        self._last_limited: tuple[int, float] | None = None

    def all_for(self) -> float:
        """Seconds during which nothing may be sent; 0: one may."""
        return max(0.0, self._all_until - self._now())

    def chats(self) -> dict[int, float]:
        """Chats that must wait, and for how many seconds."""
        now = self._now()
        self._until = {chat: until for chat, until in self._until.items() if until > now}
        return {chat: until - now for chat, until in self._until.items()}

    def rest(self, chat_id: int, seconds: float) -> None:
        """Leave a chat alone for some seconds."""
        if seconds > 0:
            self._until[chat_id] = max(self._until.get(chat_id, 0.0), self._now() + seconds)

    def hold_all(self, seconds: float) -> None:
        """Leave everybody alone for some seconds."""
        self._all_until = max(self._all_until, self._now() + seconds)

    def limited(self, chat_id: int, retry_after: float) -> None:
        """A 429. Telegram does not say whether the chat or the bot was too fast: a second chat's 429
        tells.
        """
        # A little longer than asked: asking again early makes it longer.
        seconds = retry_after + self._jitter(0.1, 0.5)
        self.rest(chat_id, seconds)
        last, self._last_limited = self._last_limited, (chat_id, self._now())
        if last is not None and last[0] != chat_id and self._now() - last[1] <= TWO_CHATS_SECONDS:
            self.hold_all(seconds)

    def trouble(self, chat_id: int, attempts: int) -> float | None:
        """A server error or a lost connection. Returns for how many seconds the chat is left alone; None: it is an
        outage, everybody is left alone, and the chat hardly longer than the others.
        """
        self._failing.add(chat_id)
        if self.all_for() == 0:
            self._failures += 1
        if self._failures >= OUTAGE_AFTER and len(self._failing) > 1:
            if self.all_for() == 0:
                step = OUTAGE_SECONDS[min(self._outages, len(OUTAGE_SECONDS) - 1)]
                self._outages += 1
                self.hold_all(step * self._jitter(0.8, 1.2))
            self.rest(chat_id, self.all_for() + BEHIND_SECONDS)
            return None
        seconds = TROUBLE_SECONDS[min(attempts, len(TROUBLE_SECONDS)) - 1] * self._jitter(0.8, 1.2)
        self.rest(chat_id, seconds)
        return seconds

    def worked(self) -> None:
        """Something arrived: there is no outage."""
        self._failures = self._outages = 0
        self._failing.clear()
