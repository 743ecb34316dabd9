"""One question at a time, through kills and detours."""

from __future__ import annotations

from contextlib import suppress
from math import inf

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.models import Draft
from bot.telegram.fsm import SqlStorage
from tests.handlers.chats import Chats
from tests.handlers.draft_support import LINE, deals, draft_of, plain
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


# Guided


async def test_guided_entry_asks_one_question_at_a_time(chats: Chats, world: World) -> None:
    shown = await chats.types(REP, "/new")
    assert plain(shown) == "New deal · 1 of 8\nWhat is the client called?"
    assert shown.buttons == [["Cancel"]]
    shown = await chats.types(REP, "Acme")
    assert plain(shown).startswith("New deal · 2 of 8\n💰 How much?")
    assert shown.buttons == [["✓ zł PLN", "€ EUR", "$ USD"], ["‹ Back", "Skip ›"], ["Finish", "Cancel"]]
    shown = await chats.types(REP, "120k")
    assert plain(shown).startswith("New deal · 3 of 8\n📍 Which stage")
    shown = await chats.taps(REP, shown, "Terms")
    assert plain(shown).startswith("New deal · 4 of 8\n➡️ What is next")
    shown = await chats.taps(REP, shown, "Tomorrow")
    shown = await chats.types(REP, "15.12")
    assert plain(shown).startswith("New deal · 6 of 8\n📞")
    shown = await chats.types(REP, "512 345 678")
    assert plain(shown).startswith("New deal · 7 of 8\nWhere did it come from?")
    shown = await chats.taps(REP, shown, "Skip")
    shown = await chats.types(REP, "office refit")
    assert plain(shown).splitlines() == [
        "New deal — check and save",
        "Acme · office refit",
        "💰 120,000 zł  📍 Terms  ➡️ tomorrow",
        "📅 15 Dec  📞 +48 512 345 678",
    ]
    assert chats.live == [shown]
    await chats.taps(REP, shown, "✅ Save")
    [deal] = await deals(world)
    assert (deal.client, deal.title, deal.phone) == ("Acme", "office refit", "+48512345678")


async def test_going_back_keeps_the_answers(chats: Chats, world: World) -> None:
    await chats.types(REP, "/new")
    await chats.types(REP, "Acme")
    shown = await chats.types(REP, "120k")
    shown = await chats.taps(REP, shown, "‹ Back")
    assert plain(shown).endswith("Acme\n💰 120,000 zł")
    assert shown.buttons[1] == ["‹ Back", "Next ›"]
    shown = await chats.taps(REP, shown, "‹ Back")
    assert shown.buttons == [["Next ›"], ["Finish", "Cancel"]]
    shown = await chats.types(REP, "Borey")
    assert plain(shown).endswith("Borey\n💰 120,000 zł")
    shown = await chats.taps(REP, shown, "Finish")
    assert shown.button("✅ Save")


async def test_a_currency_is_chosen_before_the_number(chats: Chats, world: World) -> None:
    await chats.types(REP, "/new")
    shown = await chats.types(REP, "Acme")
    shown = await chats.taps(REP, shown, "€ EUR")
    assert plain(shown).startswith("New deal · 2 of 8")
    shown = await chats.types(REP, "120k")
    assert "💰 €120,000" in plain(shown)


async def test_the_button_starts_the_guided_entry_in_place(chats: Chats, world: World) -> None:
    home = await chats.types(REP, "/start")
    shown = await chats.taps(REP, home, "New deal")
    assert (shown.id, plain(shown).splitlines()[0]) == (home.id, "New deal · 1 of 8")
    await chats.taps(REP, home, "New deal")
    assert await world.count(Draft) == 1


async def test_new_with_words_is_one_line(chats: Chats, world: World) -> None:
    assert (await chats.types(REP, "/new Acme 120k")).button("✅ Save")


ENTRY = ("/new", "Acme", "120k", "terms", "call Ivan tomorrow")


@pytest.mark.parametrize("calls", [0, 1, 2, inf])
async def test_killed_at_any_call_nothing_is_lost(chats: Chats, world: World, calls: float) -> None:
    for killed_at in range(len(ENTRY)):
        for number, text in enumerate(ENTRY):
            if number == killed_at:
                chats.telegram.lives = calls
                with suppress(ConnectionError):
                    await chats.types(REP, text)
                chats.restart()
            # The update was not marked as done, so it is handled once more.
            await chats.types(REP, text, again=number == killed_at)
        await _is_whole(chats, world, killed_at + 1)


@pytest.mark.parametrize("method", ["set_data", "set_state"])
@pytest.mark.parametrize("is_done", [False, True])
async def test_killed_between_draft_and_dialogue_nothing_is_lost(
    chats: Chats, world: World, monkeypatch: pytest.MonkeyPatch, method: str, is_done: bool
) -> None:
    real = getattr(SqlStorage, method)

    async def killed(*args: object, **kwargs: object) -> None:
        if is_done:
            await real(*args, **kwargs)
        raise ConnectionError("the process was killed")

    for killed_at in range(len(ENTRY)):
        for number, text in enumerate(ENTRY):
            if number == killed_at:
                monkeypatch.setattr(SqlStorage, method, killed)
                with pytest.raises(ConnectionError):
                    await chats.types(REP, text)
                monkeypatch.setattr(SqlStorage, method, real)
                chats.restart()
            await chats.types(REP, text, again=number == killed_at)
        await _is_whole(chats, world, killed_at + 1)


async def _is_whole(chats: Chats, world: World, drafts: int) -> None:
    shown = await chats.taps(REP, chats.last, "Finish")
    assert plain(shown).splitlines()[1:] == ["Acme", "💰 120,000 zł  📍 Terms", "➡️ call Ivan · tomorrow"]
    assert await world.count(Draft) == drafts


@pytest.mark.parametrize("calls", [0, 1])
async def test_killed_while_saving_there_is_one_deal(chats: Chats, world: World, calls: int) -> None:
    card = await chats.types(REP, LINE)
    chats.telegram.lives = calls
    with pytest.raises(ConnectionError):
        await chats.taps(REP, card, "✅ Save")
    chats.restart()
    saved = await chats.taps(REP, card, "✅ Save", again=True)
    assert plain(saved).startswith("✅ Saved as #1")
    assert len(await deals(world)) == 1


async def test_words_that_ended_a_correction_are_no_new_deal_when_replayed(chats: Chats, world: World) -> None:
    card = await chats.types(REP, LINE)
    await chats.taps(REP, card, "Amount")
    after = await chats.types(REP, "45k")
    chats.restart()
    again = await chats.types(REP, "45k", again=True)
    assert again.text == after.text
    assert await world.count(Draft) == 1
    assert chats.live == [again]


async def test_a_bad_answer_that_is_replayed_is_explained_again(chats: Chats) -> None:
    await chats.types(REP, "/new")
    await chats.types(REP, "Acme")
    chats.telegram.lives = 0
    with pytest.raises(ConnectionError):
        await chats.types(REP, "12o k")
    chats.restart()
    again = await chats.types(REP, "12o k", again=True)
    assert 'I can\'t read "12o k" as an amount' in plain(again)
    assert plain(await chats.types(REP, "120k")).startswith("New deal · 3 of 8\n📍")


async def test_a_command_leaves_the_questions_and_keeps_the_draft(chats: Chats, world: World) -> None:
    await chats.types(REP, "/new")
    await chats.types(REP, "Acme")
    await chats.types(REP, "/help")
    kept, answer = sorted(chats.telegram.shown.values(), key=lambda shown: shown.id)[-2:]
    assert plain(kept) == "Draft kept: Acme"
    assert answer.button("🏠")
    card = await chats.taps(REP, kept, "Open draft")
    assert plain(card).splitlines()[1:] == ["Acme"]
    await chats.types(REP, "Borey 5k")
    assert await world.count(Draft) == 2


async def test_leaving_an_empty_entry_says_nothing(chats: Chats, world: World) -> None:
    await chats.types(REP, "/new")
    await chats.types(REP, "/help")
    assert not [shown for shown in chats.telegram.shown.values() if "Draft kept" in shown.text]


async def test_a_button_elsewhere_ends_the_question(chats: Chats, world: World) -> None:
    home = await chats.types(REP, "/start")
    card = await chats.types(REP, LINE)
    await chats.taps(REP, card, "Amount")
    await chats.taps(REP, home, "My deals")
    await chats.types(REP, "Borey 5k")
    assert (await draft_of(world)).fields["client"] == "Borey"


async def test_a_too_long_client_is_said_until_the_title_that_holds_it_goes(chats: Chats) -> None:
    await chats.types(REP, "/new")
    shown = await chats.types(REP, "Long name " * 25)
    assert "the title has all of it" in plain(shown)
    for _ in range(6):
        shown = await chats.taps(REP, shown, "Skip ›")
    assert "the title has all of it" in plain(shown)
    shown = await chats.types(REP, "Spare parts")
    assert "Spare parts" in plain(shown)
    assert "the title has all of it" not in plain(shown)
