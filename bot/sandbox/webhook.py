"""Delivering updates to the bot's own HTTP server: in order within a chat, across chats side by side.

Anything but 2xx is sent again, later and later. The answer's body may be a method call, which is carried out.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass

import aiohttp
import orjson

from bot.sandbox.errors import ApiError
from bot.sandbox.methods.registry import METHODS
from bot.sandbox.params import Json, Params
from bot.sandbox.telegram import Telegram

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
TIMEOUT = 60.0
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
DEFAULT_CONNECTIONS = 40


@dataclass(slots=True)
class Target:
    """Where updates go, as setWebhook was given it."""

    url: str
    secret: str = ""
    max_connections: int = DEFAULT_CONNECTIONS


class Webhook:
    """The deliverer of one webhook, from `start` to `stop`."""

    def __init__(self, tg: Telegram, target: Target) -> None:
        self.target = target
        self.last_error_date = 0
        self.last_error = ""
        self._tg = tg
        self._queues: dict[int, deque[bytes]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(target.max_connections)
        self._session: aiohttp.ClientSession | None = None

    def start(self) -> None:
        """Begins to deliver what is pending and what comes."""
        self._tg.updates.webhook_active = True
        self._tg.updates.arrived.set()
        self._spawn(self._pump())

    async def stop(self) -> None:
        """Stops delivering; what has not arrived goes back to the queue."""
        self._tg.updates.webhook_active = False
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tg.updates.put_back([data for queue in self._queues.values() for data in queue])
        self._queues.clear()
        if self._session is not None:
            await self._session.close()

    def pending(self) -> int:
        """Updates not yet accepted by the bot."""
        return len(self._tg.updates) + sum(map(len, self._queues.values()))

    async def _pump(self) -> None:
        updates = self._tg.updates
        while True:
            await updates.arrived.wait()
            updates.arrived.clear()
            while (taken := updates.take()) is not None:
                key = _queue_of(taken)
                queue = self._queues.get(key)
                if queue is None:
                    self._queues[key] = deque([taken])
                    self._spawn(self._drain(key))
                else:
                    queue.append(taken)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, key: int) -> None:
        queue = self._queues[key]
        pause = FIRST_PAUSE
        while queue:
            async with self._slots:
                accepted = await self._deliver(queue[0])
            if accepted:
                queue.popleft()
                pause = FIRST_PAUSE
            else:
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        del self._queues[key]

    async def _deliver(self, data: bytes) -> bool:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT))
        headers = {"Content-Type": "application/json"}
        if self.target.secret:
            headers[SECRET_HEADER] = self.target.secret
        try:
            async with self._session.post(self.target.url, data=data, headers=headers) as response:
                body = await response.read()
                if 200 <= response.status < 300:
                    self._answer(body)
                    return True
                self._fail(f"Wrong response from the webhook: {response.status} {response.reason}")
        except TimeoutError:
            self._fail("Read timeout expired")
        except aiohttp.ClientError as error:
            refused = isinstance(error, aiohttp.ClientConnectorError)
            self._fail("Connection refused" if refused else "Connection closed")
        return False

    def _fail(self, text: str) -> None:
        self.last_error = text
        self.last_error_date = int(self._tg.clock.now())

    def _answer(self, body: bytes) -> None:
        """Carries out the method an answer may name; a failure is only noted, as with the real server."""
        try:
            given = orjson.loads(body) if body.startswith(b"{") else None
        except orjson.JSONDecodeError:
            given = None
        name = given.get("method") if isinstance(given, dict) else None
        function = METHODS.get(str(name).lower()) if name else None
        if function is None or not isinstance(given, dict):
            return
        arguments: Json = {key: value for key, value in given.items() if key != "method"}
        code, text = 0, ""
        try:
            function(self._tg, Params(arguments))
        except ApiError as error:
            code, text = error.code, error.description
        self._tg.call_log(str(name), arguments, code, text)


def _queue_of(data: bytes) -> int:
    """The chat an update belongs to; 0 for none."""
    for name, payload in orjson.loads(data).items():
        if name != "update_id":
            chat = payload.get("chat") or payload.get("message", {}).get("chat") or {}
            return int(chat.get("id", 0))
    return 0
