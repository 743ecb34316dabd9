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
NOBODY = "New enquiries nobody answered"


async def heard(phone: Phone, phrase: str) -> bool:
    """Whether any message of the bot's in the private chat says it."""
    return any(phrase in words(message) for message in await phone.messages())


@pytest.mark.parametrize("plan", [True, False], ids=["with a plan", "without a plan"])
async def test_first_the_rep_then_the_manager(tmp_path: Path, plan: bool) -> None:
    async with sandbox_in(tmp_path, "--no-limits") as sandbox:
        city = City(tmp_path, sandbox)
        begin = WARSAW.next_at(datetime.now(UTC), TEN)
        while WARSAW.next_at(begin, TEN) - begin > timedelta(days=1, hours=2):
            begin = WARSAW.next_at(begin, TEN)
        await city.set_clock(begin)
        await city.bot.start_and_wait()
        team = await crew(city, "North")
        if not plan:
            await team.rep.types("/settings")
            for label in ("What to hear", "Morning plan"):
                await team.rep.presses(label)
        await new_deal(team.rep, "Acme 120k")
        for label in ("⋯", "Edit", "Source", "Website"):
            await team.rep.presses(label)
        told = WARSAW.next_at(begin, TEN) + timedelta(minutes=10)
        await city.set_clock(told - timedelta(hours=1))
        await team.boss.has("📊")
        await city.delivered()
        if plan:
            # What will have waited for 24 hours today is in the morning's plan, so that nothing rings an hour later.
            await team.rep.has("new enquiry, 23 h")
        else:
            assert not await heard(team.rep, HELLO)
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
        assert "Anna N." in digest
        if plan:
            assert not await heard(team.rep, HELLO)
        assert await city.bot.stop() == 0
