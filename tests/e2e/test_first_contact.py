"""A new enquiry that nobody touches: a day later its owner is told, and the next morning, if need be, the manager."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.e2e.due import TEN, WARSAW
from tests.e2e.harness import sandbox_in
from tests.e2e.phones import City, Phone, words
from tests.e2e.teams_by_hand import crew, new_deal

pytestmark = pytest.mark.e2e

HELLO = "for a first word"
NOBODY = "New enquiries that nobody touched in time"


async def heard(phone: Phone, phrase: str) -> bool:
    """Whether any message of the bot's in the private chat says it."""
    return any(phrase in words(message) for message in await phone.messages())


async def test_first_the_rep_then_the_manager(tmp_path: Path) -> None:
    async with sandbox_in(tmp_path, "--no-limits") as sandbox:
        city = City(tmp_path, sandbox)
        begin = WARSAW.next_at(datetime.now(UTC), TEN)
        await city.set_clock(begin)
        await city.bot.start_and_wait()
        team = await crew(city, "North")
        await new_deal(team.rep, "Acme 120k")
        for label in ("⋯", "Edit", "Source", "Website"):
            await team.rep.presses(label)
        # The day after: plans and digests at nine know of nothing; at ten and a bit 24 hours have passed.
        told = WARSAW.next_at(begin, TEN) + timedelta(minutes=10)
        await city.set_clock(told - timedelta(hours=1))
        await team.boss.has("📊")
        await city.delivered()
        await city.set_clock(told)
        await team.rep.has(HELLO)
        await city.delivered()
        assert "Acme" in words(await team.rep.last())
        assert not await heard(team.boss, NOBODY)
        # The next morning's digest comes to the manager by itself.
        await city.set_clock(WARSAW.next_at(told, TEN))
        await team.boss.has(NOBODY)
        digest = words(await team.boss.last())
        assert "Acme" in digest.partition(NOBODY)[2]
        assert "Anna North" in digest
        assert await city.bot.stop() == 0
