"""The machine's own clock is set while the bot runs, no sandbox about: what is due by the new time comes at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.e2e.due import TEN, WARSAW
from tests.e2e.harness import QUIET_SECONDS, sandbox_in
from tests.e2e.phones import City, Phone, words
from tests.e2e.teams_by_hand import found_team, new_deal
from tests.requirements_plugin import faketime_path
from tests.support import until

pytestmark = [pytest.mark.e2e, pytest.mark.faketime]


class Machine:
    """A machine whose clock runs as far from the real one as a file says. What waits (the monotonic clock) is real."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "faketime"
        self.started = monday_at_ten()
        self.set_clock(self.started)
        self.environment = {
            "LD_PRELOAD": faketime_path() or "",
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            # With both of these on, libfaketime itself hangs processes that have threads.
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
        }

    def set_clock(self, moment: datetime) -> None:
        """Set the machine's clock."""
        self._file.write_text(f"{round((moment - datetime.now(UTC)).total_seconds()):+d}\n")


def monday_at_ten() -> datetime:
    """Of a week in which Wednesday and Thursday are worked, too."""
    moment = WARSAW.next_at(datetime.now(UTC), TEN, days=0b1)
    while not all(WARSAW.is_open(moment + timedelta(days=days)) for days in (0, 2, 3)):
        moment = WARSAW.next_at(moment, TEN, days=0b1)
    return moment


def reminders(shown: list[dict[str, object]]) -> list[str]:
    """What the bot said of the quiet deal of its own accord, digests aside: a reminder, or the morning's plan."""
    said = [words(message) for message in shown]
    return [text for text in said if text.startswith(("🔔", "☀")) and "Acme" in text]


async def reminded(boss: Phone) -> None:
    """Return once the reminder has come."""

    async def came() -> bool:
        return bool(reminders(await boss.messages()))

    await until(came, 30)


# A minute is longer than anybody waits here: the jump itself must wake the sweep.
@pytest.mark.parametrize("seconds", ["1", "60"])
async def test_a_jump_of_48_hours_brings_the_reminder(tmp_path: Path, seconds: str) -> None:
    machine = Machine(tmp_path)
    async with sandbox_in(tmp_path, "--no-limits") as sandbox:
        city = City(tmp_path, sandbox, SANDBOX_CLOCK_FILE="", SWEEP_INTERVAL_SECONDS=seconds, **machine.environment)
        await city.bot.start_and_wait()
        boss = await city.person("Helen")
        await found_team(boss, "North")
        await new_deal(boss, "Acme 120k")
        if seconds == "60":
            # Into the night first: it becomes a reminder, and waits.
            machine.set_clock(machine.started + timedelta(hours=60))
            waits = "SELECT id FROM reminder WHERE ring_at > ? AND rung = 0"
            midnight = f"{machine.started + timedelta(hours=62):%Y-%m-%d %H:%M}"
            await until(lambda: city.rows(waits, midnight), QUIET_SECONDS)
            await city.delivered()
            assert reminders(await boss.messages()) == []
            machine.set_clock(machine.started + timedelta(hours=72))
        else:
            machine.set_clock(machine.started + timedelta(hours=48))
        await reminded(boss)
        await city.delivered()
        # Set back, it says nothing a second time, and answers.
        noticed = city.bot.output().count("jobs.clock_was_set")
        machine.set_clock(machine.started + timedelta(hours=2))
        await until(lambda: city.bot.output().count("jobs.clock_was_set") > noticed, QUIET_SECONDS)
        assert "Acme" in words(await boss.types("/deals"))
        await city.delivered()
        assert len(reminders(await boss.messages())) == 1
        assert await city.bot.stop() == 0
