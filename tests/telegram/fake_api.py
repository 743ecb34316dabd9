"""A Bot API server of a few lines: answers what a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.types import LinkPreviewOptions
from aiohttp import web

from bot.telegram.session import LeanSession

TOKEN = "4242:AAtest_token_of_the_fake_server_0123"
BOT_ID = 4242

DEFAULTS = DefaultBotProperties(parse_mode="HTML", link_preview=LinkPreviewOptions(is_disabled=True))

Answer = web.Response | dict[str, Any] | Callable[["Call"], Any]


@dataclass
class Call:
    """One request: the method's Bot API name, its parameters and how they came."""

    method: str
    params: dict[str, Any]
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class FakeApi:
    """``script[method]`` holds answers used up first to last; after them every call succeeds."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    script: dict[str, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    updates: list[dict[str, Any]] = field(default_factory=list)
    next_message_id: int = 100
    delay: float = 0.0
    in_flight: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    most_in_flight: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def of(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method]

    async def until(self, condition: Callable[[], bool]) -> None:
        """Return once ``condition`` holds; it is looked at after every call."""
        async with asyncio.timeout(20):
            while not condition():
                self.changed.clear()
                await self.changed.wait()

    async def handle(self, request: web.Request) -> web.Response:
        name = request.match_info["method"]
        if request.content_type == "application/json":
            params = orjson.loads(await request.read())
        else:
            params = {
                key: value.file.read() if isinstance(value, web.FileField) else value
                for key, value in (await request.post()).items()
            }
        call = Call(name, params, request.content_type, dict(request.headers))
        self.calls.append(call)
        chat = params.get("chat_id", 0)
        self.in_flight[chat] += 1
        self.most_in_flight[chat] = max(self.most_in_flight[chat], self.in_flight[chat])
        try:
            if name != "getUpdates" and self.delay:
                await asyncio.sleep(self.delay)
            return await self._answer(call)
        finally:
            self.in_flight[chat] -= 1
            self.changed.set()

    async def _answer(self, call: Call) -> web.Response:
        if self.script[call.method]:
            answer = self.script[call.method].pop(0)
            if callable(answer):
                answer = answer(call)
            return answer if isinstance(answer, web.Response) else web.json_response(answer)
        if call.method == "getUpdates":
            return web.json_response(ok(await self._updates(call.params)))
        if call.method.startswith(("send", "edit", "copy")) and call.method != "sendChatAction":
            return web.json_response(ok(self.message(call.params)))
        return web.json_response(ok(True))

    async def _updates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        offset = params.get("offset", 0)
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        if not self.updates:
            await asyncio.sleep(0.01)
        return self.updates[: params["limit"]]

    def message(self, params: dict[str, Any]) -> dict[str, Any]:
        """A message as Telegram returns it."""
        self.next_message_id += 1
        chat = int(params["chat_id"])
        return {
            "message_id": params.get("message_id", self.next_message_id),
            "date": 1_772_442_000,
            "chat": {"id": chat, "type": "private" if chat > 0 else "supergroup", "first_name": "A"},
            "from": {"id": BOT_ID, "is_bot": True, "first_name": "Bot"},
            "text": params.get("text", ""),
        }


def ok(result: Any) -> dict[str, Any]:
    """A success."""
    return {"ok": True, "result": result}


def refusal(code: int, description: str, **parameters: Any) -> web.Response:
    """An error as Telegram sends it."""
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return web.json_response(body, status=code)


@asynccontextmanager
async def serve() -> AsyncIterator[FakeApi]:
    """A running fake on a free port."""
    api = FakeApi()
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", api.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    api.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield api
    await runner.cleanup()


@asynccontextmanager
async def bot_for(api: FakeApi) -> AsyncIterator[Bot]:
    """Our bot against the fake, with the defaults that the app sets."""
    session = LeanSession(api.url)
    yield Bot(TOKEN, session=session, default=DEFAULTS)
    await session.close()
