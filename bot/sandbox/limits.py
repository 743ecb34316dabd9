"""How often a bot may send: about 30 messages/s in all, 1/s in a chat with short bursts, 20/min in a group.

Edits count as messages. Telegram publishes the rates but not the bursts; those here are field values. Whoever
asks again before `retry_after` has passed waits longer, as with the real server.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from bot.sandbox.errors import too_many_requests

OVERALL_PER_SECOND = 30.0
CHAT_PER_SECOND = 1.0
CHAT_BURST = 10.0
GROUP_PER_SECOND = 20 / 60
GROUP_BURST = 20.0
FORGET_ABOVE = 5_000


class _Bucket:
    """A token bucket with a penalty for those who do not wait."""

    __slots__ = ("at", "burst", "rate", "strikes", "tokens", "until")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self.rate = rate
        self.burst = burst
        self.tokens = burst
        self.at = now
        self.until = 0.0
        self.strikes = 0

    def wait(self, now: float) -> int:
        """0 when a message may go now, else whole seconds to wait; does not take a token."""
        if now < self.until:
            self.strikes += 1
            self.until += self.strikes
            return math.ceil(self.until - now)
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        if self.tokens >= 1.0:
            self.strikes = 0
            return 0
        seconds = max(1, math.ceil((1.0 - self.tokens) / self.rate))
        self.until = now + seconds
        return seconds


class Limits:
    """The three limits; `enabled` switches them off for benchmarks."""

    def __init__(self, monotonic: Callable[[], float], *, enabled: bool = True) -> None:
        self.enabled = enabled
        self._now = monotonic
        self._overall = _Bucket(OVERALL_PER_SECOND, OVERALL_PER_SECOND, monotonic())
        self._chats: dict[int, _Bucket] = {}

    def check(self, chat_id: int, *, group: bool) -> None:
        """Counts one message for the chat; raises 429 when one of the limits is exceeded."""
        if not self.enabled:
            return
        now = self._now()
        bucket = self._chats.get(chat_id)
        if bucket is None:
            bucket = self._open(chat_id, group, now)
        seconds = max(bucket.wait(now), self._overall.wait(now))
        if seconds:
            raise too_many_requests(seconds)
        bucket.tokens -= 1.0
        self._overall.tokens -= 1.0

    def reset(self) -> None:
        """Forgets everything that was counted."""
        self._chats.clear()
        self._overall = _Bucket(OVERALL_PER_SECOND, OVERALL_PER_SECOND, self._now())

    def _open(self, chat_id: int, group: bool, now: float) -> _Bucket:
        if len(self._chats) > FORGET_ABOVE:
            self._chats.clear()
        rate, burst = (GROUP_PER_SECOND, GROUP_BURST) if group else (CHAT_PER_SECOND, CHAT_BURST)
        bucket = self._chats[chat_id] = _Bucket(rate, burst, now)
        return bucket
