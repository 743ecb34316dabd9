"""The stand-in's clock and the file through which the bot learns of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sandbox.clock import SandboxClock

FRIDAY_NOON = 1_800_014_400.0


def test_the_offset_is_written_whole_and_at_once(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    clock = SandboxClock(file, wall=lambda: FRIDAY_NOON)
    assert file.read_text() == "0\n"
    clock.skip(3600)
    assert (file.read_text(), clock.now()) == ("3600\n", FRIDAY_NOON + 3600)
    assert [path.name for path in tmp_path.iterdir()] == ["clock"]
    clock.reset()
    assert file.read_text() == "0\n"


@pytest.mark.parametrize(("zone", "hours"), [("Europe/London", 21), ("Europe/Warsaw", 20), ("Europe/Moscow", 18)])
def test_the_next_morning_is_nine_o_clock_there(zone: str, hours: int) -> None:
    clock = SandboxClock(wall=lambda: FRIDAY_NOON)
    assert clock.seconds_to_morning(zone) == hours * 3600
    clock.skip(hours * 3600)
    assert clock.seconds_to_morning(zone) == 24 * 3600


def test_the_night_of_the_change_to_summer_time_is_an_hour_shorter() -> None:
    saturday_nine_in_warsaw = 1_806_134_400.0
    clock = SandboxClock(wall=lambda: saturday_nine_in_warsaw)
    assert clock.seconds_to_morning("Europe/Warsaw") == 23 * 3600
