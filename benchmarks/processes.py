"""Processes to measure: the stand-in for Telegram, our bot, and a bare one, each on a core of its own."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[1]
STOP_SECONDS = 20.0
LOAD_SECONDS = 600.0
START_SECONDS = 120.0
TAIL = 3_000


class Process:
    """A running child. Times are CPU seconds of all its threads, sizes bytes. Linux only: it reads /proc."""

    def __init__(self, child: subprocess.Popen[str]) -> None:
        self.child = child

    def cpu_seconds(self) -> float:
        """CPU time used so far, in user and kernel mode."""
        fields = Path(f"/proc/{self.child.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_bytes(self) -> int:
        """Memory in RAM now."""
        pages = Path(f"/proc/{self.child.pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")


def cores() -> tuple[int | None, int | None]:
    """(for the bot, for the stand-in). The same one twice where there is only one; None where none can be chosen."""
    if not hasattr(os, "sched_getaffinity"):
        return None, None
    usable = sorted(os.sched_getaffinity(0))
    return usable[-1], usable[0]


@contextlib.contextmanager
def running(
    arguments: Sequence[str], *, core: int | None = None, env: Mapping[str, str] | None = None, folder: Path = ROOT
) -> Iterator[Process]:
    """``python <arguments>`` until the block ends. What it says is shown only if the block fails."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        child = spawn(arguments, core=core, env=env, folder=folder, stderr=said)
        try:
            yield Process(child)
        except BaseException:
            said.seek(0)
            print(f"python {' '.join(arguments)} said:\n{said.read()[-TAIL:]}", file=sys.stderr)
            raise
        finally:
            end(child)


def end(child: subprocess.Popen[str]) -> None:
    """Stop a child: politely, then by force."""
    child.terminate()
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    if child.stdout is not None:
        child.stdout.close()


def spawn(
    arguments: Sequence[str],
    *,
    core: int | None = None,
    env: Mapping[str, str] | None = None,
    folder: Path = ROOT,
    stderr: IO[str] | None = None,
) -> subprocess.Popen[str]:
    """Start ``python <arguments>`` on one core."""
    before = os.sched_getaffinity(0) if core is not None else None
    if core is not None:
        # A child starts where its parent may run.
        os.sched_setaffinity(0, {core})
    try:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )
    finally:
        if before is not None:
            os.sched_setaffinity(0, before)


class StandIn:
    """The sandbox's server as a process, driven through its page."""

    def __init__(self, process: Process, url: str, token: str, users: list[int]) -> None:
        self.process = process
        self.url = url
        self.token = token
        self.users = users

    def call(self, method: str, /, **given: Any) -> Any:
        """A Bot API call; returns its result."""
        return _post(f"{self.url}/bot{self.token}/{method}", given)["result"]

    def page(self, action: str, /, **given: Any) -> Any:
        """Something that a person does on the page."""
        return _post(f"{self.url}/page/{action}", given)

    def group(self, owner: int, title: str) -> int:
        """A new group with the bot in it; returns its id."""
        chat_id = int(self.page("group", action="create", user_id=owner, title=title)["chat_id"])
        self.page("group", action="add_bot", user_id=owner, chat_id=chat_id)
        return chat_id

    def stats(self) -> Any:
        """What was called so far: ``calls`` by method and ``errors`` by description."""
        return _get(f"{self.url}/page/stats")

    def wait_for_bot(self) -> None:
        """Return once the bot has taken everything that waits for it. Raises TimeoutError when it does not."""
        deadline = time.monotonic() + START_SECONDS
        while self.stats()["pending_updates"]:
            if time.monotonic() > deadline:
                raise TimeoutError("the bot does not take its updates")
            time.sleep(0.1)


@contextlib.contextmanager
def stand_in(users: int, core: int | None, *, limits: bool = False) -> Iterator[StandIn]:
    """A stand-in with that many people, without a list of calls. ``limits``: with Telegram's rate limits."""
    arguments = ["-m", "bot.sandbox", "--no-calls", "--users", str(users), *([] if limits else ["--no-limits"])]
    with running(arguments, core=core) as process:
        assert process.child.stdout is not None
        ready = json.loads(process.child.stdout.readline())
        yield StandIn(process, ready["url"], ready["token"], ready["users"])


def _post(url: str, given: Mapping[str, Any]) -> Any:
    return _get(urllib.request.Request(url, json.dumps(given).encode(), {"Content-Type": "application/json"}))


def _get(request: str | urllib.request.Request) -> Any:
    try:
        with urllib.request.urlopen(request, timeout=LOAD_SECONDS) as answer:
            return json.loads(answer.read())
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"the stand-in refused: {error.read().decode()}") from None
