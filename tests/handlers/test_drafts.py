"""Creating deals from one message, and correcting it by tap and word."""

from __future__ import annotations

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.models import Draft
from tests.handlers.chats import Chats
from tests.handlers.draft_support import LINE, deals, plain
from tests.services.world import REP, STRANGER, VIEWER, World
from tests.support import SecondSession


@pytest.fixture
async def world(database: Database, clock: FixedClock, second_session: SecondSession) -> World:
    made = World(database, clock, second_session)
    await made.build("solution")
    return made


@pytest.fixture
def chats(world: World) -> Chats:
    return Chats(world.database, world.clock)


# One line


async def test_a_deal_is_one_message_and_one_tap(chats: Chats, world: World) -> None:
    card = await chats.types(REP, LINE)
    assert plain(card) == "New deal — check and save\nAcme\n💰 120,000 zł  📍 Terms  ➡️ Fri 6 Mar"
    assert card.buttons == [
        ["✅ Save"],
        ["Client", "Amount", "Stage"],
        ["Next step", "Phone"],
        ["Close date", "Title"],
        ["Source", "Cancel"],
    ]
    assert card.button("✅ Save").style == "success"
    saved = await chats.taps(REP, card, "✅ Save")
    assert saved.id == card.id
    assert plain(saved).startswith("✅ Saved as #1\n\nAcme")
    assert not any("Tomorrow" in row for row in saved.buttons), "the line named a day"
    [deal] = await deals(world)
    assert (deal.client, deal.amount_minor, deal.owner_id) == ("Acme", 12_000_000, REP)


async def test_save_pressed_again_opens_the_same_deal(chats: Chats, world: World) -> None:
    card = await chats.types(REP, LINE)
    await chats.taps(REP, card, "✅ Save", again=False)
    replayed = await chats.taps(REP, card, "✅ Save", again=True)
    later = await chats.taps(REP, card, "✅ Save")
    assert replayed.text == later.text
    assert len(await deals(world)) == 1


async def test_a_replayed_line_is_one_draft(chats: Chats, world: World) -> None:
    first = await chats.types(REP, LINE)
    again = await chats.types(REP, LINE, again=True)
    assert again.text == first.text
    assert await world.count(Draft) == 1
    assert chats.live == [again]


async def test_a_line_without_client_asks_for_it_and_keeps_the_rest(chats: Chats, world: World) -> None:
    asked = await chats.types(REP, "120k friday")
    assert plain(asked) == "What is the client called?\n\n💰 120,000 zł  ➡️ Fri 6 Mar"
    assert asked.buttons == [["Cancel"]]
    card = await chats.types(REP, "Acme")
    assert plain(card).splitlines()[1:] == ["Acme", "💰 120,000 zł  ➡️ Fri 6 Mar"]
    assert chats.live == [card]


async def test_markup_is_shown_and_not_obeyed(chats: Chats) -> None:
    card = await chats.types(REP, "Acme & Co <b> 120k")
    assert "Acme &amp; Co" in card.text
    assert "&lt;b&gt;" in card.text


async def test_words_for_a_client_that_exists_offer_its_deals_first(chats: Chats, world: World) -> None:
    await world.deal(client="Acme Corp")
    found = await chats.types(REP, "acme 50k")
    assert plain(found).splitlines()[1:] == ["1  Acme Corp · 120,000 zł · Finding a contact · 👤 Anna"]
    assert found.buttons == [["1 Acme Corp"], ["New deal"]]
    card = await chats.taps(REP, found, "New deal")
    assert "💰 50,000 zł" in plain(card)
    assert chats.live == [card]


async def test_a_found_deal_opens_in_place(chats: Chats, world: World) -> None:
    await world.deal(client="Acme Corp")
    found = await chats.types(REP, "acme")
    opened = await chats.taps(REP, found, "1 Acme Corp")
    assert (opened.id, plain(opened).splitlines()[0]) == (found.id, "Acme Corp #1")


async def test_viewers_find_deals_and_are_told_the_rest(chats: Chats, world: World) -> None:
    await world.deal(client="Acme Corp")
    found = await chats.types(VIEWER, "acme")
    assert len(found.buttons) == 1
    told = await chats.types(VIEWER, "Borey 5k")
    assert "not create them" in told.text
    assert await world.count(Draft) == 0


async def test_without_a_team_there_is_a_way_on(chats: Chats, world: World) -> None:
    for text in ("Acme 120k", "/new", "/new Acme"):
        assert "no team yet" in (await chats.types(STRANGER, text)).text
    assert await world.count(Draft) == 0


# Corrections


async def test_a_field_is_corrected_by_tap_and_word(chats: Chats, world: World) -> None:
    card = await chats.types(REP, LINE)
    question = await chats.taps(REP, card, "Amount")
    assert question.id == card.id
    assert plain(question).startswith("💰 How much?")
    assert question.buttons == [["✓ zł PLN", "€ EUR", "$ USD"], ["‹ Back", "Clear"]]
    after = await chats.types(REP, "45 tys. zł")
    assert "💰 45,000 zł" in plain(after)
    assert chats.live == [after]


async def test_bad_input_is_said_with_an_example_and_asked_again(chats: Chats, world: World) -> None:
    card = await chats.types(REP, LINE)
    await chats.taps(REP, card, "Amount")
    told = await chats.types(REP, "12o k")
    assert plain(told).startswith('I can\'t read "12o k" as an amount. Like this: 120 000')
    assert plain(told).endswith("Acme\n💰 120,000 zł  📍 Terms  ➡️ Fri 6 Mar")
    after = await chats.types(REP, "12k")
    assert "💰 12,000 zł" in plain(after)
    assert chats.live == [after]


async def test_pictures_are_no_answer(chats: Chats) -> None:
    card = await chats.types(REP, LINE)
    await chats.taps(REP, card, "Amount")
    assert "Words only" in (await chats.types(REP, None)).text


async def test_choices_are_tapped_on_the_same_message(chats: Chats, world: World) -> None:
    card = await chats.types(REP, LINE)
    stages = await chats.taps(REP, card, "Stage")
    assert stages.buttons[-2][0].startswith("Signing")
    assert "✓ Terms" in [label for row in stages.buttons for label in row]
    after = await chats.taps(REP, stages, "Defence")
    assert (after.id, "📍 Defence" in after.text) == (card.id, True)
    steps = await chats.taps(REP, after, "Next step")
    assert steps.buttons == [["Tomorrow", "2 d", "1 w"], ["‹ Back", "Clear"]]
    assert "➡️ tomorrow" in (await chats.taps(REP, steps, "Tomorrow")).text


async def test_clear_and_back(chats: Chats, world: World) -> None:
    card = await chats.types(REP, LINE)
    question = await chats.taps(REP, card, "Amount")
    assert (await chats.taps(REP, question, "‹ Back")).text == card.text
    question = await chats.taps(REP, card, "Amount")
    assert "💰" not in (await chats.taps(REP, question, "Clear")).text
    # Nothing waits any more: this is a new line.
    await chats.types(REP, "Borey 5k")
    assert await world.count(Draft) == 2


async def test_cancel_can_be_taken_back(chats: Chats, world: World) -> None:
    card = await chats.types(REP, LINE)
    gone = await chats.taps(REP, card, "Cancel")
    assert plain(gone) == "Not saved: Acme"
    assert (await chats.taps(REP, gone, "↩️ Undo")).text == card.text


async def test_buttons_of_a_saved_draft_open_its_deal(chats: Chats, world: World) -> None:
    card = await chats.types(REP, LINE)
    await chats.taps(REP, card, "✅ Save")
    for label in ("Client", "Cancel", "Stage"):
        assert plain(await chats.taps(REP, card, label)).startswith("✅ Saved as #1")
    assert len(await deals(world)) == 1


async def test_buttons_of_a_cancelled_draft_say_so(chats: Chats, world: World) -> None:
    card = await chats.types(REP, LINE)
    await chats.taps(REP, card, "Cancel")
    for label in ("✅ Save", "Client"):
        assert plain(await chats.taps(REP, card, label)) == "Not saved: Acme"
    assert await deals(world) == []


async def test_two_drafts_stand_side_by_side(chats: Chats, world: World) -> None:
    first = await chats.types(REP, "Acme 1k")
    second = await chats.types(REP, "Borey 2k")
    await chats.taps(REP, first, "✅ Save")
    await chats.taps(REP, second, "✅ Save")
    assert [deal.client for deal in await deals(world)] == ["Acme", "Borey"]
