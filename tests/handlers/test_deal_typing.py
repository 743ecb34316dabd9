"""Questions about a deal, answered by typing: a bad answer leaves nothing behind once there is a good one."""

from __future__ import annotations

import pytest
from aiogram.types import Voice

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


async def test_a_shared_contact_answers_the_question_about_the_phone_and_can_be_undone(
    chats: Chats, world: World
) -> None:
    deal = await world.deal(client="Acme", phone="+48600100200", contact_name="Ola")
    card = await chats.types(REP, f"/start d{deal.id}")
    edit = await chats.taps(REP, await chats.taps(REP, card, "⋯"), "✏️ Edit")
    asked = await chats.taps(REP, edit, "Phone")
    assert "share a contact" in asked.text
    done = await chats.shares(REP, "48512345678", "Jan", last_name="Nowak", user_id=77)
    assert "📞 Jan Nowak, +48 512 345 678" in done.text.replace("\u00a0", " ")
    now = await world.fresh(deal)
    assert (now.phone, now.contact_name, now.contact_user_id) == ("+48512345678", "Jan Nowak", 77)
    await chats.taps(REP, done, "↩️ Undo")
    now = await world.fresh(deal)
    assert (now.phone, now.contact_name, now.contact_user_id) == ("+48600100200", "Ola", None)


async def test_a_contact_without_a_number_is_no_answer_and_clears_nothing(chats: Chats, world: World) -> None:
    deal = await world.deal(client="Acme", phone="+48600100200", contact_name="Ola")
    card = await chats.types(REP, f"/start d{deal.id}")
    edit = await chats.taps(REP, await chats.taps(REP, card, "⋯"), "✏️ Edit")
    await chats.taps(REP, edit, "Phone")
    assert "This contact has no number" in (await chats.shares(REP, "", "Zed")).text
    now = await world.fresh(deal)
    assert (now.phone, now.contact_name) == ("+48600100200", "Ola")


async def test_a_contact_is_no_answer_to_other_questions(chats: Chats, world: World) -> None:
    deal = await world.deal(client="Acme")
    card = await chats.types(REP, f"/start d{deal.id}")
    await chats.taps(REP, card, "📝 Note")
    said = await chats.shares(REP, "48512345678", "Jan")
    assert "Words only" in said.text
    assert "Noted: ok" in (await chats.types(REP, "ok")).text


async def test_a_step_without_a_day_asks_when_and_says_what_reminders_do(chats: Chats, world: World) -> None:
    deal = await world.deal(client="Acme")
    card = await chats.types(REP, f"/start d{deal.id}")
    await chats.taps(REP, await chats.taps(REP, card, "➡️"), "Pick")
    done = await chats.types(REP, "call Ivan")
    assert done.text.startswith("➡️ Next step: call Ivan. When? Until it has a day, reminders come as before.")
    planned = await chats.taps(REP, done, "Tomorrow")
    assert "➡️ call Ivan · tomorrow" in planned.text.replace("\u00a0", " ")


async def test_a_voice_is_no_setting(chats: Chats, world: World) -> None:
    shown = await chats.types(REP, "/settings")
    for label in ("🕘", "From"):
        shown = await chats.taps(REP, shown, label)
    voice = Voice(file_id="a", file_unique_id="b", duration=3)
    assert "Words only" in (await chats.types(REP, None, voice=voice)).text


@pytest.mark.parametrize("command", ["/today", "/deals", "/help", "/nonsense"])
async def test_a_command_ends_the_question_so_that_the_next_line_is_a_deal(
    chats: Chats, world: World, command: str
) -> None:
    deal = await world.deal(client="Acme")
    card = await chats.types(REP, f"/start d{deal.id}")
    await chats.taps(REP, card, "📝 Note")
    await chats.types(REP, command)
    assert (await chats.types(REP, "Zeta 12k friday")).button("✅ Save")
    assert len(await world.events(deal)) == 1, "Zeta is no note about Acme"


@pytest.mark.parametrize("way", [("🕘", "From"), ("🕘", "Until")])
async def test_a_command_ends_a_question_about_settings(chats: Chats, world: World, way: tuple[str, str]) -> None:
    shown = await chats.types(REP, "/settings")
    for label in way:
        shown = await chats.taps(REP, shown, label)
    await chats.types(REP, "/deals")
    assert (await chats.types(REP, "Zeta 12k friday")).button("✅ Save")
