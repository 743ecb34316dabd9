"""A stand-in per test, with its clocks in the test's hands, and short ways to call it over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.sandbox.clock import SandboxClock
from bot.sandbox.server import Server
from bot.sandbox.telegram import Telegram

REP, SECOND_REP, MANAGER, GROUP = 1001, 1002, 1003, -4001
BEGIN = 1_800_000_000.0


class Stand:
    """The server, and what a bot or a page would send it."""

    def __init__(self) -> None:
        self.wall = BEGIN
        self.ticks = 1000.0
        clock = SandboxClock(wall=lambda: self.wall, monotonic=lambda: self.ticks)
        self.tg = Telegram(clock=clock)
        self.server = Server(self.tg)
        self.session: aiohttp.ClientSession

    async def start(self) -> None:
        await self.server.start()
        self.session = aiohttp.ClientSession(self.server.url)

    async def stop(self) -> None:
        await self.session.close()
        await self.server.stop()

    async def raw(self, method: str, **params: Any) -> tuple[int, dict[str, Any]]:
        """HTTP status and answer of one Bot API call."""
        url = f"/bot{self.tg.world.token}/{method}"
        async with self.session.post(url, json=params) as response:
            return response.status, await response.json()

    async def ok(self, method: str, **params: Any) -> Any:
        """The result of a call that must succeed."""
        status, answer = await self.raw(method, **params)
        assert status == 200, answer
        assert answer["ok"] is True
        return answer["result"]

    async def refused(self, method: str, **params: Any) -> str:
        """The description of a call that must be refused; code and status must agree."""
        status, answer = await self.raw(method, **params)
        assert answer["ok"] is False, answer
        assert answer["error_code"] == status
        return str(answer["description"])

    async def page(self, name: str, **given: Any) -> dict[str, Any]:
        """A page action that must succeed."""
        async with self.session.post(f"/page/{name}", json=given) as response:
            answer: dict[str, Any] = await response.json()
            assert response.status == 200, answer
            return answer

    async def page_error(self, name: str, **given: Any) -> str:
        """The message of a page action that must fail."""
        async with self.session.post(f"/page/{name}", json=given) as response:
            assert response.status == 400
            return str((await response.json())["error"])

    async def state(self) -> dict[str, Any]:
        """The page's whole state."""
        async with self.session.get("/page/state") as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def updates(self) -> list[dict[str, Any]]:
        """Everything pending, confirmed at once."""
        found: list[dict[str, Any]] = await self.ok("getUpdates")
        if found:
            await self.ok("getUpdates", offset=found[-1]["update_id"] + 1)
        return found

    async def message(self, chat_id: int = REP, **params: Any) -> int:
        """Sends something with a button and returns its id."""
        given = {"text": "x", "reply_markup": button("go", "go"), **params}
        return int((await self.ok("sendMessage", chat_id=chat_id, **given))["message_id"])


def button(text: str, data: str) -> dict[str, Any]:
    """An inline keyboard of one button."""
    return {"inline_keyboard": [[{"text": text, "callback_data": data}]]}


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    """A running stand-in with frozen clocks and Telegram's limits on."""
    made = Stand()
    await made.start()
    yield made
    await made.stop()
