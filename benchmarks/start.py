"""Start: from spawning the process until its first getUpdates, and its memory then, against a bot that only polls."""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import line, ratio, title
from benchmarks.processes import cores, running
from bot.sandbox.server import Server
from bot.sandbox.telegram import Telegram

SETTLE_SECONDS = 2.0
PATIENCE_SECONDS = 120.0
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Started:
    """One start: seconds by the clock and of CPU until the first poll, and MiB in memory when all is quiet."""

    seconds: float
    cpu: float
    memory: float


def main(rounds: int = 5) -> None:
    """Measure and print."""
    title("Start: our bot until its first getUpdates / a process that only polls with aiogram")
    asyncio.run(_measure(rounds))


async def _measure(rounds: int) -> None:
    telegram = Telegram(limits=False, keep_calls=0)
    server = Server(telegram)
    await server.start()
    env = {"BOT_API_URL": server.url, "BOT_TOKEN": telegram.world.token, "LOG_LEVEL": "WARNING"}
    bare, usual, first = [], [], []
    with tempfile.TemporaryDirectory(prefix="dealnudge-bench-") as folder:
        url = f"sqlite:///{folder}/start.db"
        # Once each unmeasured, so that every file is in the system's cache and compiled.
        for arguments in (["-m", "benchmarks.bare"], ["-m", "bot", "run"]):
            await _start(telegram, arguments, {**env, "DATABASE_URL": url}, Path(folder))
        for number in range(rounds):
            bare.append(await _start(telegram, ["-m", "benchmarks.bare"], env, Path(folder)))
            usual.append(await _start(telegram, ["-m", "bot", "run"], {**env, "DATABASE_URL": url}, Path(folder)))
            new = {**env, "DATABASE_URL": f"sqlite:///{folder}/new{number}.db"}
            first.append(await _start(telegram, ["-m", "bot", "run"], new, Path(folder)))
    await server.stop()
    _report("usual start", usual, bare)
    _report("first start (makes the database)", first, bare)
    line("only polling", _text(bare))


async def _start(telegram: Telegram, arguments: list[str], env: dict[str, str], folder: Path) -> Started:
    telegram.updates.listening.clear()
    begin = time.perf_counter()
    child = contextlib.ExitStack()
    try:
        process = child.enter_context(running(arguments, core=cores()[0], env=env, folder=folder))
        async with asyncio.timeout(PATIENCE_SECONDS):
            await telegram.updates.listening.wait()
        seconds, cpu = time.perf_counter() - begin, process.cpu_seconds()
        await asyncio.sleep(SETTLE_SECONDS)
        return Started(seconds, cpu, process.resident_bytes() / MEBIBYTE)
    finally:
        # In a thread: the stand-in answers from this loop until the child is gone.
        await asyncio.to_thread(child.__exit__, *sys.exc_info())


def _report(name: str, ours: list[Started], bare: list[Started]) -> None:
    line(f"{name}: seconds ÷ only polling", ratio([each.seconds for each in ours], [each.seconds for each in bare]))
    line("    CPU ÷ only polling", ratio([each.cpu for each in ours], [each.cpu for each in bare]))
    line("    resident memory ÷ only polling", ratio([each.memory for each in ours], [each.memory for each in bare]))
    line("    seconds, CPU, memory", _text(ours))


def _text(found: list[Started]) -> str:
    seconds, cpu, memory = (statistics.median(getattr(each, name) for each in found) for name in Started.__slots__)
    return f"{seconds:.2f} s, {cpu:.2f} s, {memory:.0f} MiB"
