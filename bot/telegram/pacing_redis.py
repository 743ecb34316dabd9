"""The send budget shared by several bot processes: the same arithmetic as `LocalPacing`, kept in Redis.

Redis is a help and not a need: while it is down each process keeps to the limits by itself, and Telegram's own 429
catches what two of them send too much together.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.telegram.pacing import Limit, LocalPacing, Wait, limit_of

log = structlog.get_logger(__name__)

TIMEOUT_SECONDS = 1.0
AWAY_SECONDS = 10.0
"""After a failure Redis is left alone for so long."""

_SCRIPT = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local function planned(key) return tonumber(redis.call('GET', key) or '0') end
local all, chat = planned(KEYS[1]), planned(KEYS[2])
if ARGV[7] == '0' then
  if chat - ARGV[5] > now then return {'chat', tostring(chat - ARGV[5] - now)} end
  if all - ARGV[2] > now then return {'all', tostring(all - ARGV[2] - now)} end
end
local function push(key, plan, interval, slack, debt)
  local after = math.min(math.max(plan, now) + interval, now + slack + debt * interval)
  redis.call('SET', key, string.format('%.6f', after), 'PX', math.ceil((after - now) * 1000) + 1000)
end
push(KEYS[1], all, ARGV[1], ARGV[2], ARGV[3])
push(KEYS[2], chat, ARGV[4], ARGV[5], ARGV[6])
return {'', '0'}
"""


class RedisPacing:
    """See `bot.telegram.pacing.Pacing`. ``bot_id`` keeps two bots on one Redis apart."""

    def __init__(self, per_second: float, url: str, bot_id: int) -> None:
        self._local = LocalPacing(per_second)
        self._prefix = f"dealnudge:{bot_id}:pace:"
        self._redis = Redis.from_url(
            url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS, decode_responses=True
        )
        self._script = self._redis.register_script(_SCRIPT)
        self._away_until = 0.0
        self._away = False
        self._noted: list[int] = []
        self._noting: asyncio.Task[None] | None = None

    async def reserve(self, chat_id: int) -> Wait | None:
        """See `Pacing.reserve`."""
        answer = await self._call(chat_id, force=False)
        if answer is None:
            return await self._local.reserve(chat_id)
        scope, seconds = answer
        if scope:
            return Wait(scope, float(seconds))
        self._local.account(chat_id)
        return None

    def account(self, chat_id: int) -> None:
        """See `Pacing.account`. Told to Redis in the background: an answer never waits for it."""
        self._local.account(chat_id)
        self._noted.append(chat_id)
        if self._noting is None or self._noting.done():
            self._noting = asyncio.get_running_loop().create_task(self._note())

    def refund(self, chat_id: int) -> None:
        """See `Pacing.refund`. Only here: the shared budget recovers by itself within a moment."""
        self._local.refund(chat_id)

    def rest(self, chat_id: int) -> float:
        """See `Pacing.rest`."""
        return self._local.rest(chat_id)

    async def close(self) -> None:
        """Close the connections to Redis."""
        if self._noting is not None:
            self._noting.cancel()
            await asyncio.gather(self._noting, return_exceptions=True)
        await self._redis.aclose()

    async def _note(self) -> None:
        while self._noted:
            await self._call(self._noted.pop(0), force=True)

    async def _call(self, chat_id: int, *, force: bool) -> Any:
        """The script's answer, or None while Redis is away."""
        if time.monotonic() < self._away_until:
            return None
        keys = [f"{self._prefix}all", f"{self._prefix}{chat_id}"]
        numbers = [*_numbers(self._local.even), *_numbers(limit_of(chat_id)), int(force)]
        try:
            answer = await self._script(keys=keys, args=numbers)
        except (RedisError, OSError, TimeoutError) as error:
            self._away_until = time.monotonic() + AWAY_SECONDS
            if not self._away:
                self._away = True
                log.warning("pacing.redis_away", error=type(error).__name__, hint="each process paces itself")
            return None
        if self._away:
            self._away = False
            log.info("pacing.redis_back")
        return answer


def _numbers(limit: Limit) -> tuple[float, float, int]:
    return limit.interval, limit.slack, limit.debt
