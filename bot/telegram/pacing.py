"""Telegram's send limits, kept ahead of time: a 429 is a debt that grows when one asks again.

About 30 messages a second overall, one a second in a private chat (short bursts pass), 20 a minute in a
group; edits count too. Answers to taps take from the same budget and are never held back: they push what
the sender has to say further into the future. Times are monotonic seconds.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

from aiogram import Bot
from aiogram.client.session.middlewares.base import NextRequestMiddlewareType
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType

SHARE = 0.96
"""The part of the overall rate that the sender uses: the network bunches calls that left evenly spaced."""

CATCH_UP = 8
"""So many calls that left late, since the process was busy or had to wait for its turn, are made up for."""

SECOND_SHARE = 0.98
"""The part of the overall rate that any one second may hold, also while the sender catches up."""

COUNTED = ("send", "edit", "copy", "forward")
NOT_COUNTED = frozenset({"sendChatAction"})


OVERALL_DEBT_SECONDS = 2.0
DEBT = 4
"""A budget overdrawn by answers recovers after so many even intervals at most; beyond that only a 429 can
tell.
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """One call every ``interval`` seconds, with ``burst`` calls allowed at once after a rest."""

    interval: float
    burst: int
    debt: int = DEBT

    @property
    def slack(self) -> float:
        """How far ahead of an even pace one may run, in seconds."""
        return self.interval * (self.burst - 1)

    def after(self, planned: float, now: float) -> float:
        """The next even moment once one more call has gone out at ``now``."""
        return min(max(planned, now) + self.interval, now + self.slack + self.debt * self.interval)


PRIVATE = Limit(interval=1.05, burst=3)
# In any 60 seconds a burst of 4 and 16 more pass: 20.
GROUP = Limit(interval=60 / 16, burst=4)


@dataclass(frozen=True, slots=True)
class Wait:
    """Not yet: for ``seconds``, because of this chat or of all calls together."""

    scope: Literal["chat", "all"]
    seconds: float


class Pacing(Protocol):
    """A budget of calls. One process keeps it in memory; several share it through Redis."""

    async def reserve(self, chat_id: int) -> Wait | None:
        """Take one call to a chat from the budget. None: taken, send now. Else nothing was taken: ask
        again later.
        """

    def account(self, chat_id: int) -> None:
        """Note a call that goes out now whatever the budget says."""

    def refund(self, chat_id: int) -> None:
        """Give back a reserved call that turned out not to be needed."""

    def rest(self, chat_id: int) -> float:
        """For how many seconds this chat cannot take another call, as far as this process knows."""

    async def close(self) -> None:
        """Let go of connections."""


def limit_of(chat_id: int) -> Limit:
    """Groups, supergroups and channels have negative ids."""
    return GROUP if chat_id < 0 else PRIVATE


class LocalPacing:
    """The budget of one process: for each scope, the moment at which an evenly paced caller would call
    next.
    """

    def __init__(self, per_second: float, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        interval = 1 / (per_second * SHARE)
        # Two at once, so that a caller who wakes a little late does not lose the pace.
        self.even = Limit(interval, burst=2, debt=max(DEBT, round(OVERALL_DEBT_SECONDS / interval)))
        self.overall = replace(self.even, burst=CATCH_UP)
        self._next_all = 0.0
        # When the calls of the last second left: as many as it may hold.
        self._recent: deque[float] = deque(maxlen=max(1, int(per_second * SECOND_SHARE)))
        self._next: dict[int, float] = {}
        self._tidy_at = 1_000

    async def reserve(self, chat_id: int) -> Wait | None:
        """See `Pacing.reserve`."""
        chat = self.rest(chat_id)
        if chat > 0:
            return Wait("chat", chat)
        overall = max(self._next_all - self.overall.slack, self._second_over()) - self._now()
        if overall > 0:
            return Wait("all", overall)
        self.account(chat_id)
        return None

    def account(self, chat_id: int) -> None:
        """See `Pacing.account`."""
        now = self._now()
        self._next_all = self.overall.after(self._next_all, now)
        self._recent.append(now)
        self._next[chat_id] = limit_of(chat_id).after(self._next.get(chat_id, 0.0), now)
        if len(self._next) > self._tidy_at:
            self._next = {chat: moment for chat, moment in self._next.items() if moment > now}
            self._tidy_at = max(1_000, 2 * len(self._next))

    def refund(self, chat_id: int) -> None:
        """See `Pacing.refund`."""
        self._next_all -= self.overall.interval
        if self._recent:
            # Where a second holds few calls, this one may be forgotten already.
            self._recent.pop()
        if chat_id in self._next:
            self._next[chat_id] -= limit_of(chat_id).interval

    def rest(self, chat_id: int) -> float:
        """See `Pacing.rest`."""
        return max(0.0, self._next.get(chat_id, 0.0) - limit_of(chat_id).slack - self._now())

    async def close(self) -> None:
        """Nothing to let go of."""

    def _second_over(self) -> float:
        """The first moment at which the second before it has room for one more call."""
        return self._recent[0] + 1.0 if len(self._recent) == self._recent.maxlen else 0.0


def build_pacing(per_second: float, redis_url: str | None, bot_id: int) -> Pacing:
    """The budget for these settings; Redis is only imported where it is used."""
    if redis_url is None:
        return LocalPacing(per_second)
    from bot.telegram.pacing_redis import RedisPacing

    return RedisPacing(per_second, redis_url, bot_id)


class Accounting:
    """Session middleware: every answer that a handler sends is taken from the budget, and none is delayed.

    The sender reserves its calls before it makes them, and goes past the middlewares so that none counts
    twice.
    """

    def __init__(self, pacing: Pacing) -> None:
        self._pacing = pacing

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Any:
        name = method.__api_method__
        chat = getattr(method, "chat_id", None)
        if name.startswith(COUNTED) and isinstance(chat, int) and name not in NOT_COUNTED:
            self._pacing.account(chat)
        return await make_request(bot, method)
