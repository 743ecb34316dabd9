"""Snooze and pause on a phone: two taps or a typed day, never beyond the limit, never somebody else's deal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.callbacks.reminders import Pause, PauseEnd, PauseFor, PauseMenu, Snooze
from bot.clock import FixedClock
from bot.database import Database
from bot.models import EventKind, ReminderState, Team
from tests.handlers.chats import Chats
from tests.handlers.reminder_support import MESSAGE, kinds, remind, reminders, said
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


async def test_later_is_two_taps(chats: Chats, world: World) -> None:
    shown, [deal] = await remind(world, chats, "Acme")
    menu = await chats.taps(REP, shown, "🔔 Later")
    assert [label for row in menu.buttons[:2] for label in row][1:] == ["Tomorrow", "3 d", "1 w", "Pick"]
    after = await chats.taps(REP, menu, "Tomorrow")
    assert after.text.replace("\u00a0", " ").startswith("🔔 I'll remind you tomorrow 09:00")
    assert await reminders(world) == [ReminderState.ENDED]
    again = await chats.taps(REP, after, "↩️ Undo")
    assert again.text.startswith("↩️ Taken back")
    assert (await world.fresh(deal)).snoozed_until is None


async def test_a_pause_is_until_then_because(chats: Chats, world: World) -> None:
    shown, [deal] = await remind(world, chats, "Acme")
    until = await chats.taps(REP, shown, "⏸ Pause")
    why = await chats.taps(REP, until, "1 w")
    after = await chats.taps(REP, why, "Client is away")
    assert "⏸ Paused until 11 Mar: client is away" in after.text.replace("\u00a0", " ")
    assert "⏸ paused until 11 Mar: client is away" in after.text.replace("\u00a0", " ")
    paused = await world.fresh(deal)
    assert paused.pause_reason == "away"
    menu = await chats.taps(REP, after, "⋯")
    ended = await chats.taps(REP, menu, "🔔 End the pause")
    assert ended.text.startswith("🔔 The pause is over")
    assert (await world.fresh(deal)).paused_until is None


@pytest.mark.parametrize("words", ["20 Mar, their <boss> is ill", "until 20 Mar: their <boss> is ill"])
async def test_a_pause_typed_whole(chats: Chats, world: World, words: str) -> None:
    shown, [deal] = await remind(world, chats, "Acme")
    asked = await chats.taps(REP, await chats.taps(REP, shown, "⏸ Pause"), "Pick")
    assert asked.text.startswith("⏸ Until when is")
    after = await chats.types(REP, words)
    assert "20 Mar: their &lt;boss&gt; is ill" in after.text.replace("\u00a0", " ")
    assert (await world.fresh(deal)).pause_reason == "their <boss> is ill"


async def test_a_typed_day_has_the_reason_asked(chats: Chats, world: World) -> None:
    shown, [deal] = await remind(world, chats, "Acme")
    await chats.taps(REP, await chats.taps(REP, shown, "⏸ Pause"), "Pick")
    why = await chats.types(REP, "20 Mar")
    assert "Until 20 Mar, because…" in why.text.replace("\u00a0", " ")
    await chats.taps(REP, why, "Another reason")
    after = await chats.types(REP, "they count their stock")
    assert "they count their stock" in after.text
    assert (await world.fresh(deal)).pause_reason == "they count their stock"


async def test_the_reason_may_be_typed_where_buttons_ask_for_it(chats: Chats, world: World) -> None:
    shown, [deal] = await remind(world, chats, "Acme")
    await chats.taps(REP, await chats.taps(REP, shown, "⏸ Pause"), "1 w")
    after = await chats.types(REP, "they count their stock")
    assert "11 Mar: they count their stock" in after.text.replace("\u00a0", " ")
    assert (await world.fresh(deal)).pause_reason == "they count their stock"
    assert [message.id for message in chats.live] == [after.id]


async def test_after_a_typed_day_the_reason_may_be_typed_through_a_restart(chats: Chats, world: World) -> None:
    shown, [deal] = await remind(world, chats, "Acme")
    await chats.taps(REP, await chats.taps(REP, shown, "⏸ Pause"), "Pick")
    await chats.types(REP, "20 Mar")
    chats.restart()
    # The day's message was not marked as done, so it comes once more; it is no reason.
    why = await chats.types(REP, "20 Mar", again=True)
    assert "Until 20 Mar, because…" in why.text.replace("\u00a0", " ")
    await chats.types(REP, "they count their stock")
    assert (await world.fresh(deal)).pause_reason == "they count their stock"


async def test_too_long_a_pause_is_answered_with_the_limit(chats: Chats, world: World) -> None:
    shown, [deal] = await remind(world, chats, "Acme")
    await chats.taps(REP, await chats.taps(REP, shown, "⏸ Pause"), "Pick")
    for words in ("in 6 weeks", "in 6 weeks, budget"):
        answer = await chats.types(REP, words)
        assert "at most" in answer.text
        assert "30 days" in answer.text.replace("\u00a0", " ")
    assert "I can't read" in (await chats.types(REP, "when pigs fly")).text
    # The question is still open.
    assert "because…" in (await chats.types(REP, "friday")).text
    version = (await world.fresh(deal)).version
    for forged in (PauseFor(deal=deal.id, days=400, version=version), PauseFor(deal=deal.id, days=-1, version=version)):
        await chats.presses(REP, shown, forged.pack())
        assert "30 days at most" in said(chats)
    assert await kinds(world, deal) == []


async def test_the_teams_limit_may_have_changed_since_the_button(chats: Chats, world: World) -> None:
    shown, [deal] = await remind(world, chats, "Acme")
    why = await chats.taps(REP, await chats.taps(REP, shown, "⏸ Pause"), "2 w")
    async with world.database.write() as session:
        (await session.get_one(Team, world.team.id)).pause_cap_days = 10
    after = await chats.taps(REP, why, "Client is away")
    assert "10 days at most" in said(chats)
    assert after.buttons[0] == ["1 w", "Pick"]
    assert await kinds(world, deal) == []


async def test_a_pause_button_whose_day_has_come_asks_again(chats: Chats, world: World) -> None:
    shown, [deal] = await remind(world, chats, "Acme")
    why = await chats.taps(REP, await chats.taps(REP, shown, "⏸ Pause"), "1 w")
    world.clock.advance(timedelta(days=8))
    after = await chats.taps(REP, why, "Client is away")
    assert said(chats) == "That day has come: choose another one"
    assert after.buttons[0] == ["1 w", "2 w", "1 month", "Pick"]
    assert await kinds(world, deal) == []


async def test_a_reminder_can_be_put_off_by_word(chats: Chats, world: World) -> None:
    shown, [deal] = await remind(world, chats, "Acme")
    await chats.taps(REP, await chats.taps(REP, shown, "🔔 Later"), "Pick")
    assert "pause the deal" in (await chats.types(REP, "in 3 months")).text
    after = await chats.types(REP, "friday")
    assert after.text.startswith("🔔 I'll remind you")
    assert await kinds(world, deal) == [EventKind.SNOOZED]


async def test_a_reminder_can_be_put_off_to_an_hour(chats: Chats, world: World) -> None:
    shown, [deal] = await remind(world, chats, "Acme")
    await chats.taps(REP, await chats.taps(REP, shown, "🔔 Later"), "Pick")
    after = await chats.types(REP, "tomorrow 15:30")
    assert after.text.startswith("🔔 I'll remind you tomorrow 15:30")
    assert await kinds(world, deal) == [EventKind.SNOOZED]


async def test_bad_answers_leave_no_dead_questions_behind(chats: Chats, world: World) -> None:
    shown, _ = await remind(world, chats, "Acme")
    await chats.taps(REP, await chats.taps(REP, shown, "🔔 Later"), "Pick")
    for words in ("25:00", "yesterday", "in 3 months"):
        complaint = await chats.types(REP, words)
        assert [each.id for each in chats.live] == [MESSAGE, complaint.id]
    after = await chats.types(REP, "friday")
    assert [each.id for each in chats.live] == [after.id]


@pytest.mark.parametrize("who", [SECOND, VIEWER, STRANGER])
async def test_nobody_silences_anothers_deal(chats: Chats, world: World, who: int) -> None:
    shown, [deal] = await remind(world, chats, "Acme")
    forged = [
        Snooze(deal=deal.id, choice="1", version=deal.version),
        PauseMenu(deal=deal.id, version=deal.version),
        PauseEnd(deal=deal.id, version=deal.version),
        Pause(deal=deal.id, until="260320", because="away", version=deal.version),
    ]
    for button in forged:
        await chats.presses(who, shown, button.pack())
        if who != VIEWER or not isinstance(button, PauseMenu):
            assert chats.telegram.answers[-1].show_alert
    assert await kinds(world, deal) == []


@pytest.mark.parametrize("packed", ["z:{}:99:1", "pz:{}:999999:away:1", "pz:{}:260320:because:1", "pa:{}:nonsense:1"])
async def test_nonsense_on_a_button_changes_nothing(chats: Chats, world: World, packed: str) -> None:
    shown, [deal] = await remind(world, chats, "Acme")
    await chats.presses(REP, shown, packed.format(deal.id))
    assert chats.telegram.answers[-1].show_alert
    assert await kinds(world, deal) == []
    assert "No deals" not in (await chats.types(REP, "/deals")).text


async def test_an_old_pause_button_of_a_deal_that_moved_on(chats: Chats, world: World) -> None:
    shown, [deal] = await remind(world, chats, "Acme")
    why = await chats.taps(REP, await chats.taps(REP, shown, "⏸ Pause"), "1 w")
    await world.move(deal, "qualification")
    after = await chats.taps(REP, why, "Client is away")
    assert said(chats).startswith("You moved Acme to Qualification")
    assert "paused" not in after.text
    assert (await world.fresh(deal)).paused_until is None


async def test_ending_what_is_not_paused_and_snoozing_what_is(chats: Chats, world: World) -> None:
    shown, [deal] = await remind(world, chats, "Acme")
    await chats.presses(REP, shown, PauseEnd(deal=deal.id, version=deal.version).pack())
    assert said(chats) == "Acme is not paused"
    why = await chats.taps(REP, await chats.taps(REP, shown, "Open"), "⋯")
    paused = await chats.taps(REP, await chats.taps(REP, why, "⏸ Pause"), "2 w")
    await chats.taps(REP, paused, "Decides later")
    version = (await world.fresh(deal)).version
    await chats.presses(REP, shown, Snooze(deal=deal.id, choice="1", version=version).pack())
    assert said(chats) == "Acme is paused until 18 Mar anyway"
    assert await kinds(world, deal) == [EventKind.PAUSED]
