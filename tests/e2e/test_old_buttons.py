"""Buttons that are weeks old, taps sent twice, and a bot that was down or died in the middle of an entry."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.e2e.harness import Json
from tests.e2e.phones import City, Phone, buttons, labels, words
from tests.e2e.teams_by_hand import Crew, crew, deal_id, new_deal

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]

WEEKS = 21 * 24 * 3600


@pytest.fixture(autouse=True)
async def running(city: City) -> AsyncIterator[None]:
    """Whatever a test did to it, the next one finds a running bot."""
    yield
    assert city.bot.process is not None
    if city.bot.process.returncode is not None:
        await city.bot.start_and_wait()


async def with_old_card(city: City, name: str) -> tuple[Crew, Json, int]:
    """A deal with its card as it was weeks ago on the rep's phone, and the deal's id."""
    team = await crew(city, name)
    card = await new_deal(team.rep, f"{name} 120k offer")
    await city.skip(WEEKS)
    return team, card, await deal_id(team.rep, name)


async def restart(city: City) -> None:
    """As a power cut ends it, and started anew."""
    await city.bot.kill()
    await city.bot.start_and_wait()


async def test_an_old_move_that_still_fits_is_done(city: City) -> None:
    team, card, deal = await with_old_card(city, "Fits")
    answer = await team.rep.presses("Follow-up ›", message=card)
    assert not answer.alert
    assert words(await team.rep.last()).startswith("Offer sent → Follow-up")
    history = city.rows("SELECT stayed_seconds FROM deal_event WHERE kind = 'moved' AND deal_id = ?", deal)
    assert history[0][0] >= WEEKS, "history knows how long it stood there"


async def test_an_old_move_after_somebody_elses_says_who_what_and_when(city: City) -> None:
    team, card, deal = await with_old_card(city, "Stale")
    await team.boss.opens(f"https://t.me/dealnudge_sandbox_bot?start=d{deal}")
    await team.boss.presses("⋯")
    await team.boss.presses("Any stage")
    await team.boss.presses("Qualification")
    await city.skip(5 * 60)
    before = city.rows("SELECT * FROM deal_event WHERE deal_id = ?", deal)
    for label in ("Follow-up ›", "🏆 Won"):
        data = next(button["callback_data"] for button in buttons(card) if button["text"] == label)
        answer = await team.rep.forges(data, card["id"])
        assert answer.alert
        assert answer.text == "Helen Stale moved Stale to Qualification 5 min ago"
    assert city.rows("SELECT * FROM deal_event WHERE deal_id = ?", deal) == before
    assert "📍 Qualification" in words(await team.rep.last()), "the fresh card stands in place of the old one"
    await team.rep.presses("First contact ›")
    assert words(await team.rep.last()).startswith("Qualification → First contact")


async def test_old_touch_step_and_note_buttons_always_act(city: City) -> None:
    team, card, deal = await with_old_card(city, "Acts")
    anna = team.rep
    await team.boss.opens(f"https://t.me/dealnudge_sandbox_bot?start=d{deal}")
    await team.boss.presses("Follow-up ›")
    tomorrow = next(button["callback_data"] for button in buttons(card) if button["text"] == "Tomorrow")
    answer = await anna.forges(tomorrow, card["id"])
    assert not answer.alert
    await anna.has("➡️ Next step: tomorrow")
    version = city.rows("SELECT version FROM deal WHERE id = ?", deal)[0][0]
    await anna.forges(f"t:{deal}:meeting:{version - 2}", card["id"])
    await anna.has("Logged: meeting")
    await anna.forges(f"a:{deal}:note:1", card["id"])
    await anna.types("an old note button")
    await anna.has("📝 Noted: an old note button")


async def test_a_button_on_a_closed_deal_says_so(city: City) -> None:
    team, card, deal = await with_old_card(city, "Final")
    await team.boss.opens(f"https://t.me/dealnudge_sandbox_bot?start=d{deal}")
    await team.boss.presses("🏆 Won")
    answer = await team.rep.presses("Follow-up ›", message=card)
    assert answer.alert
    assert "Helen Final moved Final to" in answer.text
    assert "🏆 won in" in words(await team.rep.last())


async def test_a_tap_sent_again_acts_once_and_shows_its_success(city: City) -> None:
    team = await crew(city, "Twice")
    await new_deal(team.rep, "Acme 120k offer")
    deal = await deal_id(team.rep, "Acme")
    for label in ("Follow-up ›", "Tomorrow", "Undo", "🏆 Won"):
        answer = await team.rep.presses(label)
        shown = words(await team.rep.last())
        before = city.rows("SELECT * FROM deal_event WHERE deal_id = ?", deal)
        await city.sandbox.post("resend", query_id=answer.query_id)
        await city.settle()
        assert city.rows("SELECT * FROM deal_event WHERE deal_id = ?", deal) == before
        assert words(await team.rep.last()) == shown, label
    calls = await city.calls("answerCallbackQuery")
    assert not [call for call in calls if call["params"].get("show_alert") and "Acme" in str(call["params"])]


async def test_save_sent_again_makes_one_deal(city: City) -> None:
    team = await crew(city, "Once")
    await team.rep.types("Acme 120k offer")
    answer = await team.rep.presses("Save")
    await city.sandbox.post("resend", query_id=answer.query_id)
    await city.settle()
    assert len(city.rows("SELECT id FROM deal WHERE team_id = ?", team.team_id)) == 1
    await team.rep.has("Saved as #1")


async def test_a_restart_in_a_guided_entry_loses_nothing(city: City) -> None:
    anna = (await crew(city, "Guide")).rep
    await anna.types("/new")
    await anna.types("Borey")
    await restart(city)
    await anna.types("86k")
    await restart(city)
    while "✅ Save" not in labels(await anna.last()):
        await anna.presses("Skip")
    shown = words(await anna.last())
    assert "Borey" in shown
    assert "€86,000" in shown
    await anna.presses("Save")
    await anna.has("Saved as #1")


async def test_a_restart_in_a_typed_question_loses_nothing(city: City) -> None:
    anna = (await crew(city, "Note")).rep
    await new_deal(anna, "Acme 120k offer")
    await anna.presses("Note")
    await restart(city)
    await anna.types("still a note")
    await anna.has("📝 Noted: still a note")
    assert len(city.rows("SELECT id FROM draft WHERE source_text = 'still a note'")) == 0


async def test_a_restart_while_a_team_is_being_created_loses_nothing(city: City) -> None:
    boss = await city.person("Helen")
    await boss.types("/start")
    await boss.presses("Create a team")
    await restart(city)
    await boss.types("Northwind")
    await restart(city)
    await boss.presses("EUR")
    await boss.types("Kraków")
    assert "Kraków" in str(labels(await boss.last()))


async def test_taps_and_words_while_the_bot_is_down_are_handled_after_its_start(city: City) -> None:
    anna = (await crew(city, "Down")).rep
    card = await new_deal(anna, "Acme 120k offer")
    await city.bot.kill()
    await down(city, anna, card)
    await city.bot.start_and_wait()
    await city.settle()
    shown = [words(message) for message in await anna.messages() if message["from"]["is_bot"]]
    assert any(text.startswith("Offer sent → Follow-up") for text in shown)
    assert "Borey" in shown[-1]
    assert city.rows("SELECT count(*) FROM deal_event WHERE kind = 'moved' AND actor_id = ?", anna.user_id) == [(1,)]


async def down(city: City, anna: Phone, card: Json) -> None:
    """A tap and a line, to nobody yet."""
    data = next(button["callback_data"] for button in buttons(card) if button["text"] == "Follow-up ›")
    user = anna.user_id
    await city.sandbox.post("press", user_id=user, chat_id=user, message_id=card["id"], data=data)
    await city.sandbox.send(user, "Borey 86k")
