"""The only place that asks what time it is.

Everything else receives a `Clock`. Time is an aware UTC datetime; zones are applied at the edges. In sandbox
mode the clock runs ahead by the seconds written in a file (`SANDBOX_CLOCK_FILE`), so that "skip 48 hours"
moves the whole bot without anybody else knowing.
"""

import math
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)

LOOK_EVERY_SECONDS = 0.2
"""How often, at most, the offset file is looked at: a tap asks for the time many times."""

JUMP_SECONDS = 2.0
"""A wall clock that runs away from the monotonic one by more than this has been set, not drifted."""


class Clock:
    """The machine's clock, plus the sandbox's offset when a file for it is given."""

    def __init__(self, offset_file: Path | None = None) -> None:
        self._file = offset_file
        self._offset = 0.0
        self._looked_at = -math.inf
        self._anchor = self._wall_minus_monotonic()

    def now(self) -> datetime:
        """The current time, aware, in UTC."""
        self._refresh(force=False)
        return datetime.now(UTC) + timedelta(seconds=self._offset)

    def poll_offset(self) -> bool:
        """True once after the clock was set: by the offset file, by hand, or by a machine that slept.

        The sweeps ask every second or so; a jump means "look at what is due now" instead of waiting for the
        next tick, which the scheduler would place by the clock as it was before.
        """
        self._refresh(force=True)
        anchor = self._wall_minus_monotonic()
        if abs(anchor - self._anchor) <= JUMP_SECONDS:
            return False
        self._anchor = anchor
        return True

    def _wall_minus_monotonic(self) -> float:
        return self.now().timestamp() - time.monotonic()

    def _refresh(self, *, force: bool) -> None:
        if self._file is None:
            return
        moment = time.monotonic()
        if not force and moment - self._looked_at < LOOK_EVERY_SECONDS:
            return
        self._looked_at = moment
        self._offset = self._read(self._file)

    def _read(self, file: Path) -> float:
        """The offset in seconds; 0 without a file. A file caught half-written keeps the offset we had."""
        try:
            offset = float(file.read_text(encoding="utf-8"))
            _ = datetime.now(UTC) + timedelta(seconds=offset)  # refuses nan, inf and years beyond 9999
        except FileNotFoundError:
            return 0.0
        except (OSError, ValueError, OverflowError) as error:
            log.warning("clock.offset_unreadable", file=file.name, error=type(error).__name__)
            return self._offset
        return offset


class FixedClock(Clock):
    """A clock for tests: stands still until told to move."""

    def __init__(self, now: datetime) -> None:
        if now.utcoffset() is None:
            raise ValueError("FixedClock needs an aware datetime")
        self._now = now.astimezone(UTC)
        self._moved = False
        super().__init__()

    def now(self) -> datetime:
        return self._now

    def poll_offset(self) -> bool:
        moved, self._moved = self._moved, False
        return moved

    def set(self, now: datetime) -> None:
        """Put the clock to this aware time, earlier or later."""
        if now.utcoffset() is None:
            raise ValueError("FixedClock needs an aware datetime")
        self._now = now.astimezone(UTC)
        self._moved = True

    def advance(self, delta: timedelta | None = None, **parts: float) -> datetime:
        """Move by a timedelta or by its parts (`hours=48`); returns the new time."""
        self.set(self._now + (delta or timedelta()) + timedelta(**parts))
        return self._now
