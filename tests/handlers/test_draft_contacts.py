"""Shared contacts, and people who try what is not theirs."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.callbacks.drafts import DraftField, DraftSave, DraftShow, DraftStep
from bot.clock import FixedClock
from bot.database import Database
from bot.models import Member, Role
from tests.handlers.chats import Chats
from tests.handlers.draft_support import LINE, deals, draft_of, plain
from tests.services.world import REP, SECOND, STRANGER, VIEWER, World
from tests.support import SecondSession


@pytest.fixture
async def world(database: Database, clock: FixedClock, second_session: SecondSession) -> World:
    made = World(database, clock, second_session)
    await made.build("solution")
    return made


@pytest.fixture
def chats(world: World) -> Chats:
    return Chats(world.database, world.clock)


# Contacts


async def test_a_contact_becomes_a_draft(chats: Chats, world: World) -> None:
    card = await chats.shares(REP, "48512345678", "Jan", last_name="Nowak", user_id=77)
    assert plain(card).splitlines()[1:] == ["Jan Nowak", "📞 +48 512 345 678"]
    await chats.taps(REP, card, "✅ Save")
    [deal] = await deals(world)
    assert (deal.client, deal.contact_name, deal.contact_user_id) == ("Jan Nowak", "Jan Nowak", 77)


async def test_a_contact_whose_phone_is_known_offers_the_deal(chats: Chats, world: World) -> None:
    await world.deal(client="Borey", phone="+48512345678")
    found = await chats.shares(REP, "+48512345678", "Jan")
    assert found.buttons == [["1 Borey"], ["New deal"]]


async def test_a_contact_answers_the_phone_question(chats: Chats, world: World) -> None:
    card = await chats.types(REP, LINE)
    await chats.taps(REP, card, "Phone")
    after = await chats.shares(REP, "48512345678", "Jan")
    assert "📞 Jan, +48 512 345 678" in plain(after)
    await chats.taps(REP, after, "Amount")
    still = await chats.shares(REP, "48512345679", "Ola")
    assert plain(still).startswith("💰 How much?")
    assert "📞 Ola, +48 512 345 679" in plain(still)


async def test_a_contact_without_a_number_takes_none_away(chats: Chats, world: World) -> None:
    await chats.types(REP, "/new")
    await chats.shares(REP, "48512345678", "Jan")
    # Asked for the amount: of this contact there is nothing that the draft lacks.
    shown = await chats.shares(REP, "", "Zed")
    assert "📞 +48 512 345 678" in plain(shown)
    for _ in range(4):
        shown = await chats.taps(REP, shown, "Skip")
    said = await chats.shares(REP, "", "Zed")
    assert "This contact has no number" in plain(said)
    assert plain(said).endswith("Jan\n📞 +48 512 345 678")


# Nobody else's


@pytest.mark.parametrize("user_id", [SECOND, VIEWER, STRANGER])
async def test_forged_buttons_are_refused(chats: Chats, world: World, user_id: int) -> None:
    card = await chats.types(REP, LINE)
    draft = (await draft_of(world)).id
    theirs = await chats.types(user_id, "/start")
    before = theirs.text
    for data in (DraftSave(draft=draft), DraftShow(draft=draft), DraftField(draft=draft, field="client")):
        assert (await chats.presses(user_id, theirs, data.pack())).text == before
        assert chats.telegram.answers[-1].text == "There is no such draft for you."
    assert await deals(world) == []
    assert chats.telegram.shown[card.id].text == card.text


async def test_forged_fields_are_refused(chats: Chats, world: World) -> None:
    card = await chats.types(REP, LINE)
    draft = (await draft_of(world)).id
    for data in (DraftField(draft=draft, field="deal_id"), DraftStep(draft=draft, question="owner")):
        await chats.presses(REP, card, data.pack())
        assert chats.telegram.answers[-1].show_alert


async def test_who_lost_the_role_is_told_and_not_held(chats: Chats, world: World) -> None:
    card = await chats.types(REP, LINE)
    await chats.taps(REP, card, "Amount")
    async with world.database.write() as session:
        query = select(Member).where(Member.user_id == REP, Member.team_id == world.team.id)
        (await session.scalars(query)).one().role = Role.VIEWER
    chats.restart()
    await chats.taps(REP, card, "✅ Save")
    assert chats.telegram.answers[-1].text == "Viewers can look, but change nothing."
    assert (await chats.types(REP, "45k")).text == "Viewers can look, but change nothing."
    assert "not create them" in (await chats.types(REP, "Zeta")).text
    assert await deals(world) == []
