"""The bot's process: started, watched, restarted when it dies, stopped within seconds."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence

STOP_SECONDS = 4.0
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
HEALTHY_SECONDS = 60.0
_PR_SET_PDEATHSIG = 1

Report = Callable[[str, str], None]


class Child:
    """Keeps one command running between `start` and `stop`; `report(status, text)` hears what happens."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], report: Report) -> None:
        self._command = tuple(command)
        self._environment = dict(environment)
        self._report = report
        self._process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._last_line = ""

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        process = self._process
        return process.pid if process is not None and process.returncode is None else None

    def start(self) -> None:
        """Begins to keep the command running."""
        self._keeper = asyncio.create_task(self._keep())

    def kill(self) -> None:
        """SIGKILL, as a crash would end it; the keeper starts it again."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    async def stop(self) -> None:
        """SIGTERM, then SIGKILL after four seconds; nothing is started again."""
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await keeper
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    async def _keep(self) -> None:
        loop = asyncio.get_running_loop()
        pause = FIRST_PAUSE
        while True:
            self._report("starting", "")
            begin = loop.time()
            code = await self._run()
            if loop.time() - begin > HEALTHY_SECONDS:
                pause = FIRST_PAUSE
            detail = f": {self._last_line}" if self._last_line else ""
            self._report("failed", f"{_ending(code)}; starting again in {pause:.0f} s{detail}")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _run(self) -> int:
        self._last_line = ""
        self._process = process = await asyncio.create_subprocess_exec(
            *self._command,
            env=self._environment,
            stdin=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )
        assert process.stderr is not None
        await self._pass_on(process.stderr)
        return await process.wait()

    async def _pass_on(self, stream: asyncio.StreamReader) -> None:
        """Copies the child's error output to ours and keeps its last line for the page."""
        while chunk := await stream.read(65_536):
            sys.stderr.buffer.write(chunk)
            sys.stderr.buffer.flush()
            lines = chunk.decode("utf-8", "replace").strip().splitlines()
            if lines:
                self._last_line = lines[-1][:200]


def _ending(code: int) -> str:
    if code < 0:
        return f"the bot was ended by {signal.Signals(-code).name}"
    return f"the bot ended with code {code}"


def _die_with_parent() -> None:
    """The child gets SIGTERM when the supervisor dies without a chance to stop it (Linux only)."""
    libc = ctypes.CDLL(None)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == 1:
        os.kill(os.getpid(), signal.SIGTERM)
