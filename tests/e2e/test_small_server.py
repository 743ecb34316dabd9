"""The bot against the smallest Bot API there can be: five methods, all else 404, no menu, no deletion, no limits."""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tests.e2e.harness import START_SECONDS, Process, Sandbox, sandbox_in
from tests.e2e.phones import City, words
from tests.e2e.teams_by_hand import crew, new_deal
from tests.support import until

pytestmark = pytest.mark.e2e

TOKEN = "77:a-plain-server-has-short-tokens"
PERSON = {"id": 5, "is_bot": False, "first_name": "Anna", "language_code": "en"}
CHAT = {"id": 5, "type": "private", "first_name": "Anna"}
BOT = {"id": 77, "is_bot": True, "first_name": "Dealnudge", "username": "plain_bot"}


class SmallServer:
    """getMe, getUpdates, sendMessage, editMessageText, answerCallbackQuery: checked for what they need, no more."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.shown: dict[int, dict[str, Any]] = {}
        self.answered: list[str] = []
        self._numbers = itertools.count(1)
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        act = getattr(self, f"on_{method.lower()}", None)
        if request.match_info["token"] != TOKEN or act is None:
            answer = {"ok": False, "error_code": 404, "description": "Not Found"}
            return web.json_response(answer, status=404)
        return web.json_response({"ok": True, "result": await act(await _params(request))})

    async def on_getme(self, given: dict[str, Any]) -> Any:
        return BOT

    async def on_getupdates(self, given: dict[str, Any]) -> Any:
        offset = int(given.get("offset") or 0)
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        if not self.updates:
            await asyncio.sleep(0.05)
        return self.updates

    async def on_sendmessage(self, given: dict[str, Any]) -> Any:
        return self._show(next(self._numbers), given)

    async def on_editmessagetext(self, given: dict[str, Any]) -> Any:
        assert int(given["message_id"]) in self.shown
        return self._show(int(given["message_id"]), given)

    async def on_answercallbackquery(self, given: dict[str, Any]) -> Any:
        self.answered.append(given["callback_query_id"])
        return True

    def _show(self, number: int, given: dict[str, Any]) -> dict[str, Any]:
        assert int(given["chat_id"]) == CHAT["id"]
        message = {"message_id": number, "date": int(time.time()), "chat": CHAT, "from": BOT, "text": given["text"]}
        markup = given.get("reply_markup")
        if markup:
            message["reply_markup"] = json.loads(markup) if isinstance(markup, str) else markup
        self.shown[number] = message
        return message

    def types(self, text: str) -> None:
        """Anna types."""
        kind = [{"type": "bot_command", "offset": 0, "length": len(text)}] if text.startswith("/") else []
        sent = {"message_id": next(self._numbers), "date": int(time.time()), "chat": CHAT, "from": PERSON}
        self._update(message={**sent, "text": text, "entities": kind})

    def presses(self, label: str) -> str:
        """Anna presses a button; the press's id."""
        message = self.shown[max(self.shown)]
        rows = message["reply_markup"]["inline_keyboard"]
        [data] = [button["callback_data"] for row in rows for button in row if label in button["text"]]
        number = str(next(self._numbers))
        self._update(
            callback_query={"id": number, "from": PERSON, "message": message, "chat_instance": "1", "data": data}
        )
        return number

    def _update(self, **what: Any) -> None:
        self.updates.append({"update_id": next(self._numbers), **what})

    def last(self) -> str:
        """What the newest message says."""
        return words(self.shown[max(self.shown)]) if self.shown else ""


async def _params(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    return {**request.query, **await request.post()}


@pytest.fixture
async def server() -> AsyncIterator[SmallServer]:
    small = SmallServer()
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", small.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    small.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield small
    await runner.cleanup()


async def test_five_methods_are_enough(tmp_path: Path, server: SmallServer) -> None:
    own = {"BOT_TOKEN": TOKEN, "BOT_API_URL": server.url, "DATABASE_URL": f"sqlite:///{tmp_path / 'bot.db'}"}
    bot = BotAt(tmp_path, own)
    server.types("/start")
    await bot.start()
    try:
        await until(lambda: "Hi, Anna" in server.last(), START_SECONDS)
        for press, text, then in (
            ("Create a team", "", "called"),
            ("", "Northwind", "currency"),
            ("PLN", "", "Where"),
            ("", "Kraków", "Which of these"),
            ("Kraków", "", "stages"),
            ("Inbound", "", "Follow-up"),
            ("Create the team", "", "Northwind is ready"),
            ("", "Acme 120k offer", "check and save"),
            ("Save", "", "Saved as #1"),
            ("Follow-up ›", "", "Offer sent → Follow-up"),
            ("Note", "", "Write your note"),
            ("", "they like it", "Noted: they like it"),
        ):
            pressed = server.presses(press) if press else ""
            if text:
                server.types(text)
            await until(lambda then=then: then in server.last())  # type: ignore[misc]
            await until(lambda pressed=pressed: not pressed or pressed in server.answered)  # type: ignore[misc]
        assert await bot.stop() == 0
    finally:
        await bot.kill()
    assert "Traceback" not in bot.output(), bot.output()
    for secret in (TOKEN.partition(":")[2], "they like it", "Acme", "Northwind"):
        assert secret not in bot.output()


class BotAt(Process):
    """``python -m bot run`` at any server."""

    def __init__(self, folder: Path, own: dict[str, str]) -> None:
        clean = {"REDIS_URL": "", "TEAM_CREATION": "", "OWNER_IDS": "", "SANDBOX_CLOCK_FILE": "", "LOG_LEVEL": "DEBUG"}
        super().__init__([sys.executable, "-m", "bot", "run"], {**clean, **own}, folder / "bot.log")


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[Sandbox]:
    async with sandbox_in(tmp_path, "--no-limits") as sandbox:
        yield sandbox


async def test_it_stops_within_five_seconds_under_load(tmp_path: Path, sandbox: Sandbox) -> None:
    city = City(tmp_path, sandbox)
    await city.bot.start_and_wait()
    team = await crew(city, "Load")
    card = await new_deal(team.rep, "Acme 120k offer")
    deal = city.rows("SELECT id FROM deal")[0][0]
    user = team.rep.user_id
    given = {"user_id": user, "chat_id": user, "message_id": card["id"]}
    for _ in range(300):
        await sandbox.post("forge", **given, data=f"t:{deal}:call:1")
    await sandbox.send(user, "Borey 86k")
    # stop() fails unless it ends by itself in time.
    assert await city.bot.stop(seconds=5.0) == 0, city.bot.output()[-6000:]
    await city.bot.start_and_wait()
    await city.settle()
    assert "Borey" in words(await team.rep.last()), "what was not handled is handled after the next start"
    await city.bot.stop()
