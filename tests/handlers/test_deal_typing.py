"""Questions about a deal, answered by typing: a bad answer leaves nothing behind once there is a good one."""

from __future__ import annotations

import pytest

from bot.clock import FixedClock
from bot.database import Database
from tests.handlers.chats import Chats
from tests.services.world import REP, World
from tests.support import SecondSession


@pytest.fixture
async def world(database: Database, clock: FixedClock, second_session: SecondSession) -> World:
    made = World(database, clock, second_session)
    await made.build("solution")
    return made


@pytest.fixture
def chats(world: World) -> Chats:
    return Chats(world.database, world.clock)


async def test_a_bad_answer_is_explained_and_leaves_no_dead_buttons(chats: Chats, world: World) -> None:
    deal = await world.deal(client="Acme", amount_minor=12_000_000)
    card = await chats.types(REP, f"/start d{deal.id}")
    edit = await chats.taps(REP, await chats.taps(REP, card, "⋯"), "✏️ Edit")
    asked = await chats.taps(REP, edit, "Amount")
    assert "Now: 120,000" in asked.text.replace("\u00a0", " ")
    for wrong in ("12o k", "lots"):
        said = await chats.types(REP, wrong)
        assert f'I can\'t read "{wrong}"' in said.text.replace("&quot;", '"')
    done = await chats.types(REP, "45k")
    assert "45,000" in done.text
    assert [shown.id for shown in chats.live] == [done.id], "the question and what was said about it are gone"
    assert (await world.fresh(deal)).amount_minor == 4_500_000
