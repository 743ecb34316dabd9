"""The stand-in's clock: the machine's clock plus an offset that the page can push forward.

The bot under test learns of the offset through a small file (`SANDBOX_CLOCK_FILE`, seconds as text),
written by atomic replacement so that a reader never sees half of a number.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

MORNING_HOUR = 9


class SandboxClock:
    """Wall time for messages and expiries, monotonic time for rate limits; both can be injected by tests."""

    def __init__(
        self,
        file: Path | None = None,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.offset = 0
        self._file = file
        self._wall = wall
        self.monotonic = monotonic
        self._write()

    def now(self) -> float:
        """Unix time in the world of the phones, in seconds."""
        return self._wall() + self.offset

    def iso(self) -> str:
        """The same moment as ISO 8601 in UTC."""
        return datetime.fromtimestamp(self.now(), UTC).isoformat(timespec="seconds")

    def skip(self, seconds: int) -> None:
        """Moves the clock; negative values set it back, as a wrong NTP answer would."""
        self.offset += seconds
        self._write()

    def seconds_to_morning(self, zone: str) -> int:
        """Seconds until the next 9:00 in an IANA zone."""
        here = datetime.fromtimestamp(self.now(), ZoneInfo(zone))
        morning = here.replace(hour=MORNING_HOUR, minute=0, second=0, microsecond=0)
        if morning <= here:
            morning += timedelta(days=1)
        return max(1, math.ceil(morning.timestamp() - here.timestamp()))

    def reset(self) -> None:
        """Back to the machine's time."""
        self.offset = 0
        self._write()

    def _write(self) -> None:
        if self._file is None:
            return
        temporary = self._file.with_suffix(".tmp")
        temporary.write_text(f"{self.offset}\n", encoding="ascii")
        os.replace(temporary, self._file)
