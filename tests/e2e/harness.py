"""Bot and sandbox as two real processes that talk over HTTP, and the page's API to drive them."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).parents[2]
START_SECONDS = 180.0
QUIET_SECONDS = 180.0

Json = dict[str, Any]


class Process:
    """A child process whose output goes to a file."""

    def __init__(self, command: list[str], environment: Mapping[str, str], log: Path) -> None:
        self._command = command
        # Nothing of the developer's own .env may reach the processes: an empty value means "not set".
        self._environment = {**os.environ, **environment}
        self.log = log
        self.process: asyncio.subprocess.Process | None = None

    async def start(self, **options: Any) -> None:
        with self.log.open("ab") as output:
            self.process = await asyncio.create_subprocess_exec(
                *self._command, cwd=ROOT, env=self._environment, stderr=output, **{"stdout": output, **options}
            )

    async def kill(self) -> None:
        """SIGKILL, as a crash or a power cut ends it."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    async def stop(self, seconds: float = 10.0) -> int:
        """SIGTERM; the exit code. Raises TimeoutError when it does not stop in time."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.terminate()
        async with asyncio.timeout(seconds):
            return await self.process.wait()

    def output(self) -> str:
        """What it has written so far."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""


class Sandbox(Process):
    """The stand-in for Telegram, and what a person does on its page."""

    def __init__(self, folder: Path, *options: str) -> None:
        command = [sys.executable, "-m", "bot.sandbox", "--port", "0", *options]
        super().__init__(command, {}, folder / "sandbox.log")
        self.url = ""
        self.token = ""
        self.users: list[int] = []
        # Bots that talk to it: none may outlive a test that failed.
        self.bots: list[Process] = []
        self._http: aiohttp.ClientSession | None = None

    async def start(self, **options: Any) -> None:
        await super().start(stdout=asyncio.subprocess.PIPE)
        assert self.process is not None
        assert self.process.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            ready = json.loads(await self.process.stdout.readline())
        self.url, self.token, self.users = ready["url"], ready["token"], ready["users"]
        self._http = aiohttp.ClientSession()

    async def close(self) -> None:
        """End the process."""
        if self._http is not None:
            await self._http.close()
        for bot in self.bots:
            await bot.kill()
        await self.kill()

    async def post(self, what: str, /, **given: Any) -> Json:
        """Do something on the page. Raises AssertionError with the page's words when it refuses."""
        assert self._http is not None
        async with self._http.post(f"{self.url}/page/{what}", json=given) as response:
            answer: Json = await response.json()
            assert response.status == 200, f"{what} {given}: {answer}"
            return answer

    async def get(self, what: str) -> Any:
        """Read ``state``, ``stats`` or ``calls`` of the page."""
        assert self._http is not None
        async with self._http.get(f"{self.url}/page/{what}") as response:
            return await response.json()

    async def clear_faults(self) -> None:
        """End all injected faults."""
        assert self._http is not None
        async with self._http.delete(f"{self.url}/page/faults") as response:
            assert response.status == 200

    async def send(self, user_id: int, text: str, chat_id: int | None = None) -> int:
        """A person types; the message's id."""
        answer = await self.post("send", user_id=user_id, chat_id=chat_id or user_id, text=text)
        return int(answer["message_id"])

    async def messages(self, chat_id: int) -> list[Json]:
        """Every message of a chat that anybody sees, oldest first."""
        chats: dict[str, Json] = (await self.get("state"))["chats"]
        seen: dict[int, Json] = {}
        for chat in chats.values():
            if chat["id"] == chat_id:
                seen.update({message["id"]: message for message in chat["messages"]})
        return [seen[number] for number in sorted(seen)]

    async def from_bot(self, chat_id: int) -> list[Json]:
        """The bot's messages in a chat."""
        return [message for message in await self.messages(chat_id) if message["from"]["is_bot"]]

    async def calls_made(self) -> int:
        """How many calls of the Bot API there were, polls aside."""
        calls: dict[str, int] = (await self.get("stats"))["calls"]
        return sum(count for method, count in calls.items() if method.lower() != "getupdates")

    async def polls(self) -> int:
        """How many times the bot has asked for updates."""
        calls: dict[str, int] = (await self.get("stats"))["calls"]
        return sum(count for method, count in calls.items() if method.lower() == "getupdates")


class BotProcess(Process):
    """``python -m bot run`` against a sandbox."""

    def __init__(self, folder: Path, sandbox: Sandbox, database_url: str, **environment: str) -> None:
        self._sandbox = sandbox
        own = {
            "BOT_TOKEN": sandbox.token,
            "BOT_API_URL": sandbox.url,
            "DATABASE_URL": database_url,
            "REDIS_URL": "",
            "TEAM_CREATION": "",
            "OWNER_IDS": "",
            "SANDBOX_CLOCK_FILE": "",
            "LOG_LEVEL": "INFO",
            "TELEGRAM_RATE_PER_SECOND": "1000",
            **environment,
        }
        super().__init__([sys.executable, "-m", "bot", "run"], own, folder / "bot.log")
        sandbox.bots.append(self)

    async def start_and_wait(self) -> None:
        """Start it and return once it asks for updates. Raises AssertionError with its output when it ends."""
        before = self.output().count("app.started")
        await self.start()
        assert self.process is not None
        async with asyncio.timeout(START_SECONDS):
            while self.output().count("app.started") == before:
                assert self.process.returncode is None, self.output()
                await asyncio.sleep(0.02)


@asynccontextmanager
async def sandbox_in(folder: Path, *options: str) -> AsyncIterator[Sandbox]:
    """A sandbox that runs until the block ends."""
    sandbox = Sandbox(folder, *options)
    try:
        await sandbox.start()
        yield sandbox
    finally:
        await sandbox.close()
