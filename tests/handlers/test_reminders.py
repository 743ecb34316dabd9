"""Reminders on a phone: one tap ends it, several are worked off on one message; old and forged taps do no harm."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.callbacks.reminders import NudgeList, NudgeOpen, SnoozeAll
from bot.clock import FixedClock
from bot.database import Database
from bot.models import DealEvent, EventKind, Nudge, ReminderState
from tests.handlers.chats import Chats, Shown
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


@pytest.mark.parametrize(("label", "touch"), [("Called", "call"), ("Wrote", "message"), ("Met", "meeting")])
async def test_one_tap_ends_it_and_the_message_says_so(chats: Chats, world: World, label: str, touch: str) -> None:
    shown, [deal] = await remind(world, chats, "Acme")
    assert "has been quiet for 2 days" in shown.text.replace("\u00a0", " ")
    after = await chats.taps(REP, shown, label)
    assert after.id == shown.id
    assert after.text.startswith(f"Logged: {touch}")
    assert after.button("↩️ Undo")
    assert after.button("Tomorrow")
    assert await reminders(world) == [ReminderState.ENDED]
    assert (await world.fresh(deal)).reminder_id is None
    # Nothing is on its way that would take Undo and the next step's buttons from under the finger.
    assert [row.kind for row in await world.outbox() if row.kind.startswith("nudge")] == []


async def test_what_ends_it_elsewhere_is_written_on_its_message(chats: Chats, world: World) -> None:
    shown, _ = await remind(world, chats, "Acme")
    other = Shown(shown.id + 1, shown.text, shown.keyboard)
    chats.telegram.shown[other.id] = other
    await chats.taps(REP, other, "Called")
    assert [row.kind for row in await world.outbox() if row.kind.startswith("nudge")] == ["nudge-refresh"]


async def test_the_same_tap_twice_acts_once(chats: Chats, world: World) -> None:
    shown, [deal] = await remind(world, chats, "Acme")
    old = Shown(shown.id, shown.text, shown.keyboard)
    first = await chats.taps(REP, old, "Called")
    replayed = await chats.taps(REP, old, "Called", again=True)
    resent = await chats.taps(REP, old, "Called")
    assert first.text == replayed.text == resent.text
    assert await kinds(world, deal) == [EventKind.TOUCHED]


# Several on one message


async def test_several_are_worked_off_on_one_message(chats: Chats, world: World) -> None:
    shown, deals = await remind(world, chats, "Acme", "Borey", "Delta")
    assert shown.text.startswith("🔔 3 deals are waiting for you")
    one = await chats.taps(REP, shown, "1")
    assert one.id == shown.id
    assert one.buttons[-1] == ["‹ All"]
    done = await chats.taps(REP, one, "Called")
    assert done.text.startswith("Logged: call")
    rest = await chats.taps(REP, done, "‹ All")
    assert rest.text.startswith("🔔 2 deals are waiting for you")
    assert "✅ <b>" in rest.text
    # "‹ All" stays through menus too.
    menu = await chats.taps(REP, await chats.taps(REP, rest, "1"), "➡️ Next step")
    planned = await chats.taps(REP, menu, "Tomorrow")
    rest = await chats.taps(REP, planned, "‹ All")
    last = await chats.taps(REP, rest, "1")
    moved = await chats.taps(REP, last, "Qualification" if "Qualification ›" in str(last.buttons) else "Profiling")
    end = await chats.taps(REP, moved, "‹ All")
    assert end.text.startswith("✅ All done")
    assert list(chats.telegram.shown) == [MESSAGE]
    assert await reminders(world) == [ReminderState.ENDED] * 3
    assert {kind for deal in deals for kind in await kinds(world, deal)} == {
        EventKind.TOUCHED, EventKind.STEP_SET, EventKind.MOVED,
    }  # fmt: skip


async def test_what_is_typed_from_the_message_of_several_keeps_it(chats: Chats, world: World) -> None:
    shown, [acme, borey] = await remind(world, chats, "Acme", "Borey")
    menu = await chats.taps(REP, await chats.taps(REP, shown, "1"), "➡️ Next step")
    asked = await chats.taps(REP, menu, "Pick")
    assert asked.buttons[-1] == ["Cancel", "‹ All"]
    assert (await chats.taps(REP, asked, "Cancel")).buttons[-1] == ["‹ All"]
    await chats.presses(REP, asked, asked.button("‹ All").callback_data or "")
    menu = await chats.taps(REP, await chats.taps(REP, chats.telegram.shown[MESSAGE], "1"), "➡️ Next step")
    await chats.taps(REP, menu, "Pick")
    answer = await chats.types(REP, "call Ivan tomorrow")
    assert answer.text.startswith("➡️ Next step: tomorrow")
    assert chats.telegram.shown[MESSAGE].text.startswith("🔔 1 deal is waiting for you")
    assert sorted([len(await kinds(world, deal)) for deal in (acme, borey)]) == [0, 1]


@pytest.mark.parametrize("label", ["🔔 Later", "⏸ Pause", "Open", "❌ Lost"])
async def test_what_a_reminder_opens_leads_back_to_it(chats: Chats, world: World, label: str) -> None:
    shown, _ = await remind(world, chats, "Acme")
    opened = await chats.taps(REP, shown, label)
    back = await chats.taps(REP, opened, "‹ Reminder")
    assert back.text.startswith("🔔 <b>Acme</b> has been quiet")
    assert (await chats.taps(REP, back, "Called")).text.startswith("Logged: call")
    assert list(chats.telegram.shown) == [MESSAGE]


@pytest.mark.parametrize("label", ["🔔 Later", "⏸ Pause"])
async def test_back_leads_to_the_reminder_also_where_it_is_one_of_several(
    chats: Chats, world: World, label: str
) -> None:
    shown, _ = await remind(world, chats, "Acme", "Borey")
    one = await chats.taps(REP, shown, "1")
    menu = await chats.taps(REP, one, label)
    assert menu.buttons[-1] == ["‹ Back", "‹ All"]
    back = await chats.taps(REP, menu, "‹ Back")
    assert back.text == one.text
    assert back.button("Called")


async def test_all_come_back_tomorrow_by_one_tap_and_once(chats: Chats, world: World) -> None:
    shown, deals = await remind(world, chats, "Acme", "Borey")
    old = Shown(shown.id, shown.text, shown.keyboard)
    after = await chats.taps(REP, old, "🔔 Remind me of all")
    assert after.text.startswith("🔔 2 deals come back tomorrow")
    assert said(chats) == "🔔 2 deals come back tomorrow."
    await chats.taps(REP, old, "🔔 Remind me of all", again=True)
    await chats.taps(REP, old, "🔔 Remind me of all")
    assert [await kinds(world, deal) for deal in deals] == [[EventKind.SNOOZED]] * 2
    # Each can still be taken back.
    one = await chats.taps(REP, after, "Acme")
    assert (await chats.taps(REP, one, "↩️ Undo")).text.startswith("↩️ Taken back")


async def test_a_row_that_was_settled_elsewhere_shows_what_happened(chats: Chats, world: World) -> None:
    shown, [acme, _] = await remind(world, chats, "Acme", "Borey")
    await world.work.note(REP, acme.id, "they signed", world.press())
    number = shown.keyboard.inline_keyboard[0] if shown.keyboard else []
    row = next(each for each in number if each.callback_data and each.callback_data.endswith(f":{acme.id}"))
    opened = await chats.presses(REP, shown, row.callback_data or "")
    assert opened.text.startswith("✅ <b>Acme</b>: note")
    assert opened.buttons[-1] == ["‹ All"]
    rest = await chats.taps(REP, opened, "‹ All")
    assert rest.text.startswith("🔔 1 deal is waiting for you")


# Old and forged


@pytest.mark.parametrize("who", [SECOND, VIEWER, STRANGER])
async def test_another_persons_nudge_does_not_exist(chats: Chats, world: World, who: int) -> None:
    shown, [acme, _] = await remind(world, chats, "Acme", "Borey")
    async with world.elsewhere() as session:
        nudge = (await session.scalars(select(Nudge.id))).one()
    before, text = await world.count(DealEvent), shown.text
    for forged in (NudgeOpen(nudge=nudge, deal=acme.id), NudgeList(nudge=nudge), SnoozeAll(nudge=nudge)):
        await chats.presses(who, shown, forged.pack())
        assert said(chats) == "That no longer exists."
    assert chats.telegram.shown[MESSAGE].text == text
    assert await world.count(DealEvent) == before
    assert await reminders(world) == [ReminderState.LIVE] * 2


async def test_a_nudge_opens_no_deal_that_is_not_ones_own(chats: Chats, world: World) -> None:
    shown, _ = await remind(world, chats, "Acme", "Borey")
    foreign = await world.deal(SECOND, "Secret")
    async with world.elsewhere() as session:
        nudge = (await session.scalars(select(Nudge.id))).one()
    for deal in (foreign.id, 0, 2**63 - 1):
        after = await chats.presses(REP, shown, NudgeOpen(nudge=nudge, deal=deal).pack())
        assert "Secret" not in after.text
        assert chats.telegram.answers[-1].show_alert
    for unknown in (0, nudge + 1, 2**63 - 1, -1):
        await chats.presses(REP, shown, NudgeList(nudge=unknown).pack())
        assert said(chats) == "That no longer exists."
