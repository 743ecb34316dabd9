"""The demo as a whole: the stand-in, a seeded database, and the real bot as a child process."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from bot.sandbox.child import Child
from bot.sandbox.clock import SandboxClock
from bot.sandbox.people import People, people_of
from bot.sandbox.server import Server
from bot.sandbox.telegram import DEFAULT_TOKEN, Telegram

DATABASE = "sandbox.db"
CLOCK = "clock"
BOT_COMMAND = (sys.executable, "-m", "bot", "run")

Seed = Callable[[str, str, People], Awaitable[None]]
"""`await seed(language, database_url, people)` fills a new, empty database before the bot starts."""


class Supervisor:
    """Starts and stops everything, and is what the page's reset and restart buttons reach."""

    def __init__(
        self, server: Server, seed: Seed, directory: Path, command: Sequence[str], extra: Mapping[str, str]
    ) -> None:
        self.status = "starting"
        self.status_text = ""
        self._server = server
        self._seed = seed
        self._directory = directory
        self._command = command
        self._extra = extra
        self._lock = asyncio.Lock()
        self._child: Child | None = None
        self._watcher: asyncio.Task[None] | None = None

    @property
    def database_url(self) -> str:
        """The SQLAlchemy URL of the demo's database."""
        return f"sqlite+aiosqlite:///{self._directory / DATABASE}"

    async def start(self) -> None:
        """A new database, the seed, the bot."""
        async with self._lock:
            await self._begin()

    async def stop(self) -> None:
        """Stops the bot."""
        async with self._lock:
            await self._end()

    async def reset(self, language: str) -> None:
        """Everything anew, in a language."""
        async with self._lock:
            await self._end()
            await self._server.reset(language)
            await self._begin()

    async def restart_bot(self) -> None:
        """Kills the bot as a crash would; it comes back by itself."""
        if self._child is not None:
            self._child.kill()

    async def _begin(self) -> None:
        tg = self._server.tg
        self._report("starting", "")
        for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal"):
            (self._directory / name).unlink(missing_ok=True)
        await self._seed(tg.world.language, self.database_url, people_of(tg.world.language))
        environment = {
            **os.environ,
            **self._extra,
            "BOT_API_URL": self._server.url,
            "BOT_TOKEN": tg.world.token,
            "DATABASE_URL": self.database_url,
            "SANDBOX_CLOCK_FILE": str(self._directory / CLOCK),
        }
        self._child = Child(self._command, environment, self._report)
        self._child.start()

    async def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            await child.stop()
        if self._watcher is not None:
            self._watcher.cancel()
            self._watcher = None
        self._report("stopped", "")

    def _report(self, status: str, text: str) -> None:
        self.status, self.status_text = status, text
        self._server.tg.hub.emit("status", status=status, status_text=text)
        if self._watcher is not None:
            self._watcher.cancel()
            self._watcher = None
        if status == "starting":
            self._watcher = asyncio.create_task(self._wait_until_running())

    async def _wait_until_running(self) -> None:
        """The bot counts as running from its first getUpdates or setWebhook."""
        listening = self._server.tg.updates.listening
        listening.clear()
        await listening.wait()
        self._watcher = None
        self._report("running", "")


async def run_sandbox(
    *,
    port: int,
    language: str,
    data_dir: Path,
    seed: Seed,
    token: str = DEFAULT_TOKEN,
    limits: bool = True,
    command: Sequence[str] = BOT_COMMAND,
    environment: Mapping[str, str] | None = None,
    announce: Callable[[str], None] | None = None,
) -> None:
    """Runs the demo until SIGINT or SIGTERM, then stops bot and server within five seconds.

    `announce` gets one line with the page's address once the server listens. Raises OSError when the port is
    taken, ValueError for an unknown language, and whatever the first `seed` raises.
    """
    data_dir = _prepared(data_dir)
    clock = SandboxClock(data_dir / CLOCK)
    tg = Telegram(token, language=language, clock=clock, limits=limits)
    server = Server(tg, port=port)
    supervisor = Supervisor(server, seed, data_dir, command, environment or {})
    server.control = supervisor
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await server.start()
    try:
        (announce or _announce)(f"The sandbox is at {server.url}")
        await supervisor.start()
        await stop.wait()
    finally:
        await supervisor.stop()
        await server.stop()


def _announce(line: str) -> None:
    print(line, flush=True)


def _prepared(directory: Path) -> Path:
    directory = directory.resolve()
    directory.mkdir(parents=True, exist_ok=True)
    return directory
