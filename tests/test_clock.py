"""The clock: UTC, the sandbox's offset, and noticing that somebody set it."""

import ast
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import bot.clock as module
from bot.clock import Clock, FixedClock

NOON = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)


@pytest.fixture
def pass_monotonic(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Move the monotonic clock on by hand, so that no test waits."""
    moment = [1000.0]
    monkeypatch.setattr("bot.clock.time.monotonic", lambda: moment[0])

    def forward(seconds: float) -> None:
        moment[0] += seconds

    return forward


def test_now_is_the_machines_time_in_utc() -> None:
    before = datetime.now(UTC)
    now = Clock().now()
    assert before <= now <= datetime.now(UTC)
    assert now.utcoffset() == timedelta(0)


def test_offset_file_moves_the_clock(tmp_path: Path) -> None:
    file = tmp_path / "offset"
    file.write_text("172800\n")
    ahead = Clock(file).now() - datetime.now(UTC)
    assert timedelta(hours=47, minutes=59) < ahead <= timedelta(hours=48)


def test_missing_offset_file_means_no_offset(tmp_path: Path) -> None:
    clock = Clock(tmp_path / "none")
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert clock.poll_offset() is False


def test_a_change_is_seen_after_the_look_interval_and_not_before(
    tmp_path: Path, pass_monotonic: Callable[[float], None]
) -> None:
    file = tmp_path / "offset"
    file.write_text("0")
    clock = Clock(file)
    file.write_text("3600")
    assert clock.now() - datetime.now(UTC) < timedelta(minutes=1)
    pass_monotonic(module.LOOK_EVERY_SECONDS)
    assert clock.now() - datetime.now(UTC) > timedelta(minutes=59)


def test_poll_reports_each_change_once(tmp_path: Path) -> None:
    file = tmp_path / "offset"
    file.write_text("0")
    clock = Clock(file)
    assert clock.poll_offset() is False
    file.write_text("3600")
    assert clock.poll_offset() is True
    assert clock.poll_offset() is False
    file.write_text("0")
    assert clock.poll_offset() is True, "set back is a change too"


def test_poll_notices_that_the_machine_slept(pass_monotonic: Callable[[float], None]) -> None:
    clock = Clock()
    pass_monotonic(-3600.0)  # seen from the monotonic clock, the wall clock has run an hour ahead
    assert clock.poll_offset() is True
    assert clock.poll_offset() is False


@pytest.mark.parametrize("broken", ["", "soon", "nan", "inf", "1e300"])
def test_an_unreadable_offset_keeps_the_last_one(tmp_path: Path, broken: str) -> None:
    file = tmp_path / "offset"
    file.write_text("7200")
    clock = Clock(file)
    file.write_text(broken)
    assert clock.poll_offset() is False
    assert clock.now() - datetime.now(UTC) > timedelta(minutes=119)


def test_fixed_clock_stands_still_and_moves_on_demand() -> None:
    clock = FixedClock(NOON.astimezone(ZoneInfo("Europe/Warsaw")))
    assert clock.now() == NOON
    assert clock.now().tzinfo is UTC
    assert clock.poll_offset() is False
    assert clock.advance(timedelta(hours=1), minutes=30) == NOON + timedelta(minutes=90)
    assert clock.poll_offset() is True
    assert clock.poll_offset() is False
    clock.set(NOON)
    assert clock.now() == NOON


def test_fixed_clock_refuses_naive_times() -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(ValueError, match="aware"):
        FixedClock(naive)
    with pytest.raises(ValueError, match="aware"):
        FixedClock(NOON).set(naive)


def test_the_clock_module_is_the_only_one_the_architecture_test_lets_through() -> None:
    """Guards the guard: the rule below finds the very calls that this module makes."""
    from_source = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    calls = {ast.unparse(node.func) for node in ast.walk(from_source) if isinstance(node, ast.Call)}
    assert "datetime.now" in calls
