"""Creating deals from the chat: what people see, how many taps it takes, and what survives a restart."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from bot.callbacks.drafts import DraftField, DraftSave, DraftShow, DraftStep
from bot.clock import FixedClock
from bot.database import Database
from bot.models import Deal, Draft, Member, Role
from tests.handlers.phone import Phones, Shown
from tests.services.world import REP, SECOND, STRANGER, VIEWER, World
from tests.support import SecondSession

LINE = "Acme 120k terms friday"


@pytest.fixture
async def world(database: Database, clock: FixedClock, second_session: SecondSession) -> World:
    made = World(database, clock, second_session)
    await made.build("solution")
    return made


@pytest.fixture
def phones(world: World) -> Phones:
    return Phones(world.database, world.clock)


def plain(shown: Shown) -> str:
    return re.sub(r"</?\w+>", "", shown.text).replace("\u00a0", " ")


async def deals(world: World) -> list[Deal]:
    async with world.elsewhere() as session:
        return list(await session.scalars(select(Deal).order_by(Deal.id)))


async def draft_of(world: World) -> Draft:
    async with world.elsewhere() as session:
        return (await session.scalars(select(Draft).order_by(Draft.id.desc()).limit(1))).one()


# One line


async def test_a_deal_is_one_message_and_one_tap(phones: Phones, world: World) -> None:
    card = await phones.types(REP, LINE)
    assert plain(card) == "New deal — check and save\nAcme\n💰 120,000 zł   📍 Terms   ➡️ Fri 6 Mar"
    assert card.buttons == [
        ["✅ Save"],
        ["Client", "Amount", "Stage"],
        ["Next step", "Phone"],
        ["Close date", "Title"],
        ["Source", "Cancel"],
    ]
    assert card.button("✅ Save").style == "success"
    saved = await phones.taps(REP, card, "✅ Save")
    assert saved.id == card.id
    assert plain(saved).startswith("✅ Saved as #1\n\nAcme")
    assert saved.button("Tomorrow")
    [deal] = await deals(world)
    assert (deal.client, deal.amount_minor, deal.owner_id) == ("Acme", 12_000_000, REP)


async def test_save_pressed_again_opens_the_same_deal(phones: Phones, world: World) -> None:
    card = await phones.types(REP, LINE)
    await phones.taps(REP, card, "✅ Save", again=False)
    replayed = await phones.taps(REP, card, "✅ Save", again=True)
    later = await phones.taps(REP, card, "✅ Save")
    assert replayed.text == later.text
    assert len(await deals(world)) == 1


async def test_a_replayed_line_is_one_draft(phones: Phones, world: World) -> None:
    first = await phones.types(REP, LINE)
    again = await phones.types(REP, LINE, again=True)
    assert again.text == first.text
    assert await world.count(Draft) == 1
    assert phones.live == [again]


async def test_a_line_without_client_asks_for_it_and_keeps_the_rest(phones: Phones, world: World) -> None:
    asked = await phones.types(REP, "120k friday")
    assert plain(asked) == "What is the client called?\n\n💰 120,000 zł   ➡️ Fri 6 Mar"
    assert asked.buttons == [["Cancel"]]
    card = await phones.types(REP, "Acme")
    assert plain(card).splitlines()[1:] == ["Acme", "💰 120,000 zł   ➡️ Fri 6 Mar"]
    assert phones.live == [card]


async def test_markup_is_shown_and_not_obeyed(phones: Phones) -> None:
    card = await phones.types(REP, "Acme <i>& Co</i> 120k")
    assert "&lt;i&gt;&amp; Co&lt;/i&gt;" in card.text


async def test_words_for_a_client_that_exists_offer_its_deals_first(phones: Phones, world: World) -> None:
    await world.deal(client="Acme Corp")
    found = await phones.types(REP, "acme 50k")
    assert found.buttons == [["Acme Corp · 120k zł · Finding a con…"], ["New deal"]]
    card = await phones.taps(REP, found, "New deal")
    assert "💰 50,000 zł" in plain(card)
    assert phones.live == [card]


async def test_a_found_deal_opens_in_place(phones: Phones, world: World) -> None:
    await world.deal(client="Acme Corp")
    found = await phones.types(REP, "acme")
    opened = await phones.taps(REP, found, "Acme Corp")
    assert (opened.id, plain(opened).splitlines()[0]) == (found.id, "Acme Corp #1")


async def test_viewers_find_deals_and_are_told_the_rest(phones: Phones, world: World) -> None:
    await world.deal(client="Acme Corp")
    found = await phones.types(VIEWER, "acme")
    assert len(found.buttons) == 1
    told = await phones.types(VIEWER, "Borey 5k")
    assert "not create them" in told.text
    assert await world.count(Draft) == 0


async def test_without_a_team_there_is_a_way_on(phones: Phones, world: World) -> None:
    for text in ("Acme 120k", "/new", "/new Acme"):
        assert "no team yet" in (await phones.types(STRANGER, text)).text
    assert await world.count(Draft) == 0


# Corrections


async def test_a_field_is_corrected_by_tap_and_word(phones: Phones, world: World) -> None:
    card = await phones.types(REP, LINE)
    question = await phones.taps(REP, card, "Amount")
    assert question.id == card.id
    assert plain(question).startswith("💰 How much?")
    assert question.buttons == [["✓ zł PLN", "€ EUR", "$ USD"], ["‹ Back", "Clear"]]
    after = await phones.types(REP, "45 tys. zł")
    assert "💰 45,000 zł" in plain(after)
    assert phones.live == [after]


async def test_bad_input_is_said_with_an_example_and_asked_again(phones: Phones, world: World) -> None:
    card = await phones.types(REP, LINE)
    await phones.taps(REP, card, "Amount")
    told = await phones.types(REP, "12o k")
    assert plain(told).startswith('I can\'t read "12o k" as an amount. Like this: 120 000')
    assert plain(told).endswith("Acme\n💰 120,000 zł   📍 Terms   ➡️ Fri 6 Mar")
    after = await phones.types(REP, "12k")
    assert "💰 12,000 zł" in plain(after)
    assert phones.live == [after]


async def test_pictures_are_no_answer(phones: Phones) -> None:
    card = await phones.types(REP, LINE)
    await phones.taps(REP, card, "Amount")
    assert "Words only" in (await phones.types(REP, None)).text


async def test_choices_are_tapped_on_the_same_message(phones: Phones, world: World) -> None:
    card = await phones.types(REP, LINE)
    stages = await phones.taps(REP, card, "Stage")
    assert stages.buttons[-2][0].startswith("Signing")
    assert "✓ Terms" in sum(stages.buttons, [])
    after = await phones.taps(REP, stages, "Defence")
    assert (after.id, "📍 Defence" in after.text) == (card.id, True)
    steps = await phones.taps(REP, after, "Next step")
    assert steps.buttons == [["Tomorrow", "2 d", "1 w"], ["‹ Back", "Clear"]]
    assert "➡️ tomorrow" in (await phones.taps(REP, steps, "Tomorrow")).text


async def test_clear_and_back(phones: Phones, world: World) -> None:
    card = await phones.types(REP, LINE)
    question = await phones.taps(REP, card, "Amount")
    assert (await phones.taps(REP, question, "‹ Back")).text == card.text
    question = await phones.taps(REP, card, "Amount")
    assert "💰" not in (await phones.taps(REP, question, "Clear")).text
    # Nothing waits any more: this is a new line.
    await phones.types(REP, "Borey 5k")
    assert await world.count(Draft) == 2


async def test_cancel_can_be_taken_back(phones: Phones, world: World) -> None:
    card = await phones.types(REP, LINE)
    gone = await phones.taps(REP, card, "Cancel")
    assert plain(gone) == "Thrown away: Acme"
    assert (await phones.taps(REP, gone, "↩️ Undo")).text == card.text


async def test_buttons_of_a_saved_draft_open_its_deal(phones: Phones, world: World) -> None:
    card = await phones.types(REP, LINE)
    await phones.taps(REP, card, "✅ Save")
    for label in ("Client", "Cancel", "Stage"):
        assert plain(await phones.taps(REP, card, label)).startswith("✅ Saved as #1")
    assert len(await deals(world)) == 1


async def test_buttons_of_a_cancelled_draft_say_so(phones: Phones, world: World) -> None:
    card = await phones.types(REP, LINE)
    await phones.taps(REP, card, "Cancel")
    for label in ("✅ Save", "Client"):
        assert plain(await phones.taps(REP, card, label)) == "Thrown away: Acme"
    assert await deals(world) == []


async def test_two_drafts_stand_side_by_side(phones: Phones, world: World) -> None:
    first = await phones.types(REP, "Acme 1k")
    second = await phones.types(REP, "Borey 2k")
    await phones.taps(REP, first, "✅ Save")
    await phones.taps(REP, second, "✅ Save")
    assert [deal.client for deal in await deals(world)] == ["Acme", "Borey"]


# Guided


async def test_guided_entry_asks_one_question_at_a_time(phones: Phones, world: World) -> None:
    shown = await phones.types(REP, "/new")
    assert plain(shown) == "New deal · 1 of 8\nWhat is the client called?"
    assert shown.buttons == [["Cancel"]]
    shown = await phones.types(REP, "Acme")
    assert plain(shown).startswith("New deal · 2 of 8\n💰 How much?")
    assert shown.buttons == [["✓ zł PLN", "€ EUR", "$ USD"], ["‹ Back", "Skip ›"], ["Finish", "Cancel"]]
    shown = await phones.types(REP, "120k")
    assert plain(shown).startswith("New deal · 3 of 8\n📍 Which stage")
    shown = await phones.taps(REP, shown, "Terms")
    assert plain(shown).startswith("New deal · 4 of 8\n➡️ What is next")
    shown = await phones.taps(REP, shown, "Tomorrow")
    shown = await phones.types(REP, "15.12")
    assert plain(shown).startswith("New deal · 6 of 8\n📞")
    shown = await phones.types(REP, "512 345 678")
    assert plain(shown).startswith("New deal · 7 of 8\nWhere did it come from?")
    shown = await phones.taps(REP, shown, "Skip")
    shown = await phones.types(REP, "office refit")
    assert plain(shown).splitlines() == [
        "New deal — check and save",
        "Acme · office refit",
        "💰 120,000 zł   📍 Terms   ➡️ tomorrow",
        "📅 15 Dec   📞 +48512345678",
    ]
    assert phones.live == [shown]
    await phones.taps(REP, shown, "✅ Save")
    [deal] = await deals(world)
    assert (deal.client, deal.title, deal.phone) == ("Acme", "office refit", "+48512345678")


async def test_going_back_keeps_the_answers(phones: Phones, world: World) -> None:
    await phones.types(REP, "/new")
    await phones.types(REP, "Acme")
    shown = await phones.types(REP, "120k")
    shown = await phones.taps(REP, shown, "‹ Back")
    assert plain(shown).endswith("Acme\n💰 120,000 zł")
    assert shown.buttons[1] == ["‹ Back", "Next ›"]
    shown = await phones.taps(REP, shown, "‹ Back")
    assert shown.buttons == [["Next ›"], ["Finish", "Cancel"]]
    shown = await phones.types(REP, "Borey")
    assert plain(shown).endswith("Borey\n💰 120,000 zł")
    shown = await phones.taps(REP, shown, "Finish")
    assert shown.button("✅ Save")


async def test_a_currency_is_chosen_before_the_number(phones: Phones, world: World) -> None:
    await phones.types(REP, "/new")
    shown = await phones.types(REP, "Acme")
    shown = await phones.taps(REP, shown, "€ EUR")
    assert plain(shown).startswith("New deal · 2 of 8")
    shown = await phones.types(REP, "120k")
    assert "💰 €120,000" in plain(shown)


async def test_the_button_starts_the_guided_entry_in_place(phones: Phones, world: World) -> None:
    home = await phones.types(REP, "/start")
    shown = await phones.taps(REP, home, "New deal")
    assert (shown.id, plain(shown).splitlines()[0]) == (home.id, "New deal · 1 of 8")
    await phones.taps(REP, home, "New deal")
    assert await world.count(Draft) == 1


async def test_new_with_words_is_one_line(phones: Phones, world: World) -> None:
    assert "✅ Save" in sum((await phones.types(REP, "/new Acme 120k")).buttons, [])


@pytest.mark.parametrize("died_after", range(5))
async def test_a_restart_anywhere_loses_nothing(phones: Phones, world: World, died_after: int) -> None:
    answers = ["/new", "Acme", "120k", "terms", "call Ivan tomorrow"]
    for number, text in enumerate(answers):
        await phones.types(REP, text)
        if number == died_after:
            before = phones.last.text
            phones.restart()
            # The last update was not marked as done: it is handled once more.
            assert (await phones.types(REP, text, again=True)).text == before
    shown = await phones.taps(REP, phones.last, "Finish")
    assert plain(shown).splitlines()[1:] == ["Acme", "💰 120,000 zł   📍 Terms", "➡️ call Ivan · tomorrow"]
    assert await world.count(Draft) == 1


async def test_words_that_ended_a_correction_are_no_new_deal_when_replayed(phones: Phones, world: World) -> None:
    card = await phones.types(REP, LINE)
    await phones.taps(REP, card, "Amount")
    after = await phones.types(REP, "45k")
    phones.restart()
    again = await phones.types(REP, "45k", again=True)
    assert again.text == after.text
    assert await world.count(Draft) == 1
    assert phones.live == [again]


async def test_a_command_leaves_the_questions_and_keeps_the_draft(phones: Phones, world: World) -> None:
    await phones.types(REP, "/new")
    await phones.types(REP, "Acme")
    await phones.types(REP, "/help")
    kept, answer = sorted(phones.session.chat.values(), key=lambda shown: shown.id)[-2:]
    assert plain(kept) == "Draft kept: Acme"
    assert "Acme" not in answer.text
    card = await phones.taps(REP, kept, "Open draft")
    assert plain(card).splitlines()[1:] == ["Acme"]
    await phones.types(REP, "Borey 5k")
    assert await world.count(Draft) == 2


async def test_leaving_an_empty_entry_says_nothing(phones: Phones, world: World) -> None:
    await phones.types(REP, "/new")
    await phones.types(REP, "/help")
    assert not [shown for shown in phones.session.chat.values() if "Draft kept" in shown.text]


async def test_a_button_elsewhere_ends_the_question(phones: Phones, world: World) -> None:
    home = await phones.types(REP, "/start")
    card = await phones.types(REP, LINE)
    await phones.taps(REP, card, "Amount")
    await phones.taps(REP, home, "My deals")
    await phones.types(REP, "Borey 5k")
    assert (await draft_of(world)).fields["client"] == "Borey"


# Contacts


async def test_a_contact_becomes_a_draft(phones: Phones, world: World) -> None:
    card = await phones.shares(REP, "48512345678", "Jan", last_name="Nowak", user_id=77)
    assert plain(card).splitlines()[1:] == ["Jan Nowak", "📞 +48512345678"]
    await phones.taps(REP, card, "✅ Save")
    [deal] = await deals(world)
    assert (deal.client, deal.contact_name, deal.contact_user_id) == ("Jan Nowak", "Jan Nowak", 77)


async def test_a_contact_whose_phone_is_known_offers_the_deal(phones: Phones, world: World) -> None:
    await world.deal(client="Borey", phone="+48512345678")
    found = await phones.shares(REP, "+48512345678", "Jan")
    assert [row[0].split(" · ")[0] for row in found.buttons] == ["Borey", "New deal"]


async def test_a_contact_answers_the_phone_question(phones: Phones, world: World) -> None:
    card = await phones.types(REP, LINE)
    await phones.taps(REP, card, "Phone")
    after = await phones.shares(REP, "48512345678", "Jan")
    assert "📞 Jan, +48512345678" in plain(after)
    await phones.taps(REP, after, "Amount")
    still = await phones.shares(REP, "48512345679", "Ola")
    assert plain(still).startswith("💰 How much?")
    assert "📞 Ola, +48512345679" in plain(still)


# Nobody else's


@pytest.mark.parametrize("user_id", [SECOND, VIEWER, STRANGER])
async def test_forged_buttons_are_refused(phones: Phones, world: World, user_id: int) -> None:
    card = await phones.types(REP, LINE)
    draft = (await draft_of(world)).id
    theirs = await phones.types(user_id, "/start")
    before = theirs.text
    for data in (DraftSave(draft=draft), DraftShow(draft=draft), DraftField(draft=draft, field="client")):
        assert (await phones.presses(user_id, theirs, data.pack())).text == before
        assert phones.session.answers[-1].text == "There is no such draft for you."
    assert await deals(world) == []
    assert phones.session.chat[card.id].text == card.text


async def test_forged_fields_are_refused(phones: Phones, world: World) -> None:
    card = await phones.types(REP, LINE)
    draft = (await draft_of(world)).id
    for data in (DraftField(draft=draft, field="deal_id"), DraftStep(draft=draft, question="owner")):
        await phones.presses(REP, card, data.pack())
        assert phones.session.answers[-1].show_alert


async def test_who_lost_the_role_is_told_and_not_held(phones: Phones, world: World) -> None:
    card = await phones.types(REP, LINE)
    await phones.taps(REP, card, "Amount")
    async with world.database.write() as session:
        query = select(Member).where(Member.user_id == REP, Member.team_id == world.team.id)
        (await session.scalars(query)).one().role = Role.VIEWER
    phones.restart()
    await phones.taps(REP, card, "✅ Save")
    assert phones.session.answers[-1].text == "Viewers read; they change nothing."
    assert (await phones.types(REP, "45k")).text == "Viewers read; they change nothing."
    assert "not create them" in (await phones.types(REP, "Zeta")).text
    assert await deals(world) == []
