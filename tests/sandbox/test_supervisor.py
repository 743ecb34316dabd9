"""The supervisor with a tiny bot as its child: start, crash, reset, stop."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.sandbox import child
from bot.sandbox.people import People
from bot.sandbox.supervisor import run_sandbox

BOT = """
import json, os, sys, urllib.request
def call(method, **params):
    url = f"{os.environ['BOT_API_URL']}/bot{os.environ['BOT_TOKEN']}/{method}"
    request = urllib.request.Request(url, json.dumps(params).encode(), {"Content-Type": "application/json"})
    return json.load(urllib.request.urlopen(request))["result"]
database = os.environ["DATABASE_URL"].removeprefix("sqlite+aiosqlite:///")
offset = 0
while True:
    for update in call("getUpdates", offset=offset, timeout=50):
        offset = update["update_id"] + 1
        text = update["message"]["text"]
        if text == "die":
            sys.exit("the bot is unhappy")
        skipped = open(os.environ["SANDBOX_CLOCK_FILE"]).read().strip()
        call("sendMessage", chat_id=1001, text=f"{open(database).read()} {skipped} {os.getpid()} {text}")
"""


class Demo:
    """A running supervisor and a page that talks to it."""

    def __init__(self, session: aiohttp.ClientSession, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.session = session
        self.socket = socket

    async def until(self, kind: str, **wanted: Any) -> dict[str, Any]:
        """The next event of this kind with these values."""
        async with asyncio.timeout(20):
            while True:
                event: dict[str, Any] = await self.socket.receive_json()
                if event["type"] == kind and all(event.get(k) == v for k, v in wanted.items()):
                    return event

    async def post(self, name: str, **given: Any) -> None:
        async with self.session.post(f"/page/{name}", json=given) as response:
            assert response.status == 200, await response.text()

    async def say(self, text: str) -> str:
        """Types as the rep and returns what the bot answers."""
        await self.post("send", user_id=1001, chat_id=1001, text=text)
        while True:
            message = (await self.until("message"))["message"]
            if message["from"]["is_bot"]:
                return str(message["text"])


def fill(path: Path, text: str) -> None:
    """Writes the new database, which must not be there yet."""
    assert not path.exists()
    path.write_text(text, encoding="utf-8")


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Demo]:
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    may_seed = asyncio.Event()

    async def seed(language: str, database_url: str, people: People) -> None:
        await may_seed.wait()
        fill(Path(database_url.removeprefix("sqlite+aiosqlite:///")), f"{language} {people.rep.first_name}")

    task = asyncio.create_task(
        run_sandbox(
            port=0,
            language="en",
            data_dir=folder,
            seed=seed,
            command=(sys.executable, "-c", BOT),
            announce=lambda line: address.set_result(line.rsplit(" ", 1)[-1]),
        )
    )
    async with aiohttp.ClientSession(await address) as session, session.ws_connect("/page/ws") as socket:
        may_seed.set()
        yield Demo(session, socket)
        os.kill(os.getpid(), signal.SIGTERM)
        async with asyncio.timeout(5):
            await task
    loop = asyncio.get_running_loop()
    loop.remove_signal_handler(signal.SIGTERM)
    loop.remove_signal_handler(signal.SIGINT)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "FIRST_PAUSE", 0.0)


async def test_seed_start_skip_crash_reset_stop(tmp_path: Path) -> None:
    async with running(tmp_path) as demo:
        await demo.until("status", status="running")
        language, name, offset, first_pid, _ = (await demo.say("hello")).split()
        assert (language, name, offset) == ("en", "Anna", "0")
        await demo.post("clock", skip="+48h")
        assert (await demo.say("later")).split()[2] == str(48 * 3600)

        await demo.post("send", user_id=1001, chat_id=1001, text="die")
        failed = await demo.until("status", status="failed")
        assert "the bot ended with code 1" in failed["status_text"]
        assert "the bot is unhappy" in failed["status_text"]
        await demo.post("reset", language="pl")
        await demo.until("reset")
        await demo.until("status", status="running")
        language, _, offset, second_pid, _ = (await demo.say("hej")).split()
        assert (language, offset) == ("pl", "0")

        await demo.post("restart_bot")
        killed = await demo.until("status", status="failed")
        assert "SIGKILL" in killed["status_text"]
        await demo.until("status", status="running")
        third_pid = (await demo.say("hej")).split()[3]
        assert len({first_pid, second_pid, third_pid}) == 3
    with pytest.raises(ProcessLookupError):
        os.kill(int(third_pid), 0)
