"""The follow-up reminder: when it arises, what ends it, how it comes back, and who never hears one."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from bot.models import EventKind, ReminderState, TouchKind
from bot.models.facts import Press
from bot.models.facts_deals import Verdict
from bot.models.facts_outgoing import DealAssigned
from bot.models.facts_reminders import NudgeFacts, NudgeGone
from tests.services.nudge_world import NudgeWorld, clients, pushes
from tests.services.world import MANAGER, REP, SECOND, utc


@pytest.fixture
def world(noon: NudgeWorld) -> NudgeWorld:
    return noon


async def nudged(world: NudgeWorld) -> NudgeFacts:
    """A deal of Anna's that has just been nudged."""
    await world.deal()
    [push] = pushes(await world.jump(hours=48))
    assert isinstance(push.facts, NudgeFacts)
    return push.facts


async def test_48_hours_after_the_last_touch_the_owner_hears_once(world: NudgeWorld) -> None:
    deal = await world.deal()
    assert await world.jump(hours=47, minutes=59) == []
    [push] = await world.jump(minutes=1)
    assert (push.op, push.chat_id) == ("send", REP)
    assert isinstance(push.facts, NudgeFacts)
    [line] = push.facts.lines
    assert (line.deal.id, line.why, line.quiet_days, line.rung) == (deal.id, ("follow_up",), 2, 1)
    assert line.next_stage is not None
    assert await world.sweep() == []
    assert (await world.fresh(deal)).reminder_id is not None


async def test_a_stage_sets_its_own_hours_and_none_means_never(world: NudgeWorld) -> None:
    await world.set_stage(world.ladder.first_open.key, followup_hours=3)
    await world.deal(client="Soon")
    await world.set_stage(world.ladder.first_open.key, followup_hours=None)
    await world.deal(client="Never")
    assert [clients(push) for push in pushes(await world.jump(hours=3))] == [["Soon"]]
    assert all("Never" not in clients(push) for push in pushes(await world.later(days=7)))


async def test_a_touch_a_minute_before_cancels_it(world: NudgeWorld) -> None:
    deal = await world.deal()
    world.clock.advance(hours=47, minutes=59)
    await world.work.touch(REP, deal.id, TouchKind.CALL, world.zone, world.press())
    assert await world.jump(minutes=1) == []
    assert len(pushes(await world.later(hours=48))) == 1


async def test_a_touch_between_claim_and_delivery_cancels_it(world: NudgeWorld) -> None:
    deal = await world.deal()
    world.clock.advance(hours=48)
    await world.sweeps.run()
    await world.work.touch(REP, deal.id, TouchKind.CALL, world.zone, world.press())
    assert await world.deliver() == []


@pytest.mark.parametrize("how", ["touch", "note", "move", "step", "lose", "snooze", "pause", "park"])
async def test_one_tap_ends_it_and_its_message_says_so(world: NudgeWorld, how: str) -> None:
    facts = await nudged(world)
    deal = facts.lines[0].deal
    await act(world, how, deal.id)
    [edit] = await world.deliver()
    assert edit.op == "edit"
    assert isinstance(edit.facts, NudgeFacts)
    [line] = edit.facts.lines
    assert line.ended is not None
    assert line.ended_name == "Anna"
    [reminder] = await world.reminders()
    assert (reminder.state, reminder.ended_by, reminder.ring_at) == (ReminderState.ENDED, line.ended.id, None)
    fresh = await world.fresh(deal)
    assert (fresh.reminder_id, fresh.ignored) == (None, 0)
    assert pushes(await world.later(hours=2)) == []


@pytest.mark.parametrize("how", ["touch", "note", "move", "step", "lose", "park"])
async def test_one_tap_ends_the_reminder_of_a_deal_that_is_back_from_parking(world: NudgeWorld, how: str) -> None:
    deal = await world.deal()
    await world.move(deal, "parked")
    back = world.clock.now() + timedelta(hours=2)
    await world.set_deal(deal, returns_at=back, follow_up_at=back)
    [push] = pushes(await world.jump(hours=2))
    assert isinstance(push.facts, NudgeFacts)
    assert push.facts.lines[0].why == ("return",)
    await act(world, how, deal.id)
    [edit] = await world.deliver()
    assert edit.op == "edit"
    assert [reminder.state for reminder in await world.reminders()] == [ReminderState.ENDED]
    if how == "step":
        # It rings again at the time of the step, and for it.
        fresh = await world.fresh(deal)
        assert fresh.follow_up_at == fresh.next_step_at
        [push] = pushes(await world.jump(days=1))
        assert isinstance(push.facts, NudgeFacts)
        assert push.facts.lines[0].why == ("step",)


async def test_parked_once_more_a_deal_plans_nothing_before_it_is_back(world: NudgeWorld) -> None:
    deal = await world.deal()
    await world.move(deal, "parked")
    await act(world, "step", deal.id)
    await act(world, "park", deal.id)
    fresh = await world.fresh(deal)
    assert (fresh.next_step_at, fresh.follow_up_at) == (None, fresh.returns_at)


async def act(world: NudgeWorld, how: str, deal_id: int, press: Press | None = None) -> None:
    press = press or world.press()
    async with world.database.read() as session:
        version = (await session.get_one(type(await world.deal(client="Other", owner=SECOND)), deal_id)).version
    tomorrow = world.clock.now() + timedelta(days=1)
    if how == "touch":
        await world.work.touch(REP, deal_id, TouchKind.CALL, world.zone, press)
    elif how == "note":
        await world.work.note(REP, deal_id, "sent the terms", press)
    elif how == "move":
        await world.moves.move(REP, deal_id, world.ladder.open_stages[1].id, version, press)
    elif how == "step":
        await world.work.plan(REP, deal_id, tomorrow, press, has_time=True)
    elif how == "lose":
        await world.moves.lose(REP, deal_id, await world.reason(), version, press)
    elif how == "snooze":
        await world.pausing.snooze(REP, deal_id, world.zone, press, days=3)
    elif how == "pause":
        await world.pausing.pause(REP, deal_id, tomorrow.date(), "budget", version, world.zone, press)
    else:
        await world.moves.park_until(REP, deal_id, version, press, days=30)


async def test_a_button_on_the_message_itself_is_answered_by_its_handler(world: NudgeWorld) -> None:
    facts = await nudged(world)
    [nudge] = await world.nudge_rows()
    press = Press(inbox_id=7, key="on-it", chat_id=REP, message_id=nudge.message_id)
    await world.work.touch(REP, facts.lines[0].deal.id, TouchKind.CALL, world.zone, press)
    assert await world.deliver() == []


async def test_an_edit_of_the_deal_does_not_end_it(world: NudgeWorld) -> None:
    facts = await nudged(world)
    deal = facts.lines[0].deal
    await world.edits.set_fields(REP, deal.id, {"phone": "+48123456789"}, world.press())
    assert await world.deliver() == []
    fresh = await world.fresh(deal)
    assert fresh.reminder_id is not None
    assert fresh.follow_up_at is None
    assert pushes(await world.jump(hours=2)) == []


async def test_undoing_the_answer_arms_it_again(world: NudgeWorld) -> None:
    facts = await nudged(world)
    deal = facts.lines[0].deal
    done = await world.work.touch(REP, deal.id, TouchKind.CALL, world.zone, world.press())
    assert done.event is not None
    world.clock.advance(minutes=1)
    undone = await world.undoing.undo(REP, deal.id, done.event.id, world.press())
    assert undone.verdict is Verdict.DONE
    said = pushes(await world.jump(minutes=6))
    assert [clients(push) for push in said] == [["Acme"]]
    assert [reminder.state for reminder in await world.reminders()] == [ReminderState.ENDED, ReminderState.LIVE]


async def test_undoing_a_snooze_arms_it_again(world: NudgeWorld) -> None:
    facts = await nudged(world)
    deal = facts.lines[0].deal
    done = await world.pausing.snooze(REP, deal.id, world.zone, world.press(), days=3)
    assert done.event is not None
    assert (await world.undoing.undo(REP, deal.id, done.event.id, world.press())).verdict is Verdict.DONE
    assert (await world.fresh(deal)).snoozed_until is None
    assert len(pushes(await world.jump(minutes=6))) == 1


async def test_nudging_again_sends_a_new_message_and_deletes_the_old_one(world: NudgeWorld) -> None:
    facts = await nudged(world)
    world.clock.set(utc("2026-03-06 10:59"))
    assert await world.sweep() == []
    said = await world.jump(minutes=1)
    assert [delivery.op for delivery in said] == ["send", "edit"]
    assert isinstance(said[1].facts, NudgeGone)
    assert said[1].facts.client == "Acme"
    old, new = await world.nudge_rows()
    assert (old.closed, new.closed) == (True, False)
    assert said[1].message_id == old.message_id
    [reminder] = await world.reminders()
    assert (reminder.nudge_id, reminder.rung) == (new.id, 2)
    assert facts.nudge_id == old.id


async def test_of_an_old_message_whose_deal_went_to_a_deputy_it_is_said_who_has_it(world: NudgeWorld) -> None:
    await nudged(world)
    await world.set_member(REP, away_until=utc("2026-03-20 08:00"), deputy_id=SECOND)
    world.clock.set(utc("2026-03-06 11:00"))
    new, old = await world.sweep()
    assert (new.op, new.chat_id) == ("send", SECOND)
    assert (old.op, old.chat_id) == ("edit", REP)
    assert isinstance(old.facts, NudgeGone)
    assert (old.facts.client, old.facts.name) == ("Acme", "Boris")


async def test_within_48_hours_the_old_message_is_deleted(world: NudgeWorld) -> None:
    await world.set_stage(world.ladder.first_open.key, followup_hours=4)
    await world.deal()
    assert len(pushes(await world.jump(hours=4))) == 1
    said = await world.later(hours=18)
    assert [delivery.op for delivery in said] == ["send", "delete"]


async def test_ignored_three_times_it_becomes_rarer(world: NudgeWorld) -> None:
    deal = await world.deal()
    moments = []
    world.clock.advance(hours=48)
    for _ in range(8):
        assert len(pushes(await world.sweep())) == 1
        moments.append(world.clock.now())
        [reminder] = await world.reminders()
        assert reminder.ring_at is not None
        world.clock.set(reminder.ring_at - timedelta(minutes=1))
        assert await world.sweep() == []
        world.clock.set(reminder.ring_at)
    gaps = [(later - earlier).days for earlier, later in pairwise(moments)]
    # 48 hours three times (whatever falls on a weekend waits for Monday), then 4, 8 and at most 14 days.
    assert gaps[:5] == [2, 2, 2, 5, 8]
    assert all(14 <= gap <= 17 for gap in gaps[5:])
    assert (await world.fresh(deal)).ignored == len(moments) - 1


async def test_reassigning_moves_it(world: NudgeWorld) -> None:
    facts = await nudged(world)
    deal = facts.lines[0].deal
    await world.edits.reassign(MANAGER, deal.id, SECOND, world.press())
    said = await world.sweep()
    assert [(one.op, one.chat_id) for one in said if isinstance(one.facts, NudgeFacts)] == [
        ("edit", REP),
        ("send", SECOND),
    ]
    edited = next(one.facts for one in said if one.op == "edit")
    assert isinstance(edited, NudgeFacts)
    assert edited.lines[0].ended is not None
    assert edited.lines[0].ended.kind is EventKind.REASSIGNED
    [news] = [one for one in said if isinstance(one.facts, DealAssigned)]
    assert (news.chat_id, news.op) == (SECOND, "send")


async def test_reassigning_before_delivery_tells_only_the_new_owner(world: NudgeWorld) -> None:
    deal = await world.deal()
    world.clock.advance(hours=48)
    await world.sweeps.run()
    await world.edits.reassign(MANAGER, deal.id, SECOND, world.press())
    nudges = [one for one in await world.sweep() if isinstance(one.facts, NudgeFacts)]
    assert [(one.op, one.chat_id) for one in nudges] == [("send", SECOND)]


async def test_an_enquiry_given_to_somebody_else_waits_for_their_first_touch(world: NudgeWorld) -> None:
    deal = await world.deal(source_id=await world.source())
    assert [one.chat_id for one in pushes(await world.jump(hours=24))] == [REP]
    await world.edits.reassign(MANAGER, deal.id, SECOND, world.press())
    [flagged] = [one for one in pushes(await world.sweep()) if isinstance(one.facts, NudgeFacts)]
    assert isinstance(flagged.facts, NudgeFacts)
    assert (flagged.chat_id, flagged.facts.lines[0].why) == (SECOND, ("first_contact",))
    # Touched, it is nobody's first contact any more.
    await world.work.touch(SECOND, deal.id, TouchKind.CALL, world.zone, world.press())
    await world.edits.reassign(MANAGER, deal.id, REP, world.press())
    assert [one for one in pushes(await world.sweep()) if isinstance(one.facts, NudgeFacts)] == []


async def test_who_is_given_a_nearly_stuck_deal_is_warned_of_it(world: NudgeWorld) -> None:
    await world.set_stage("contact", stuck_days=4, followup_hours=None)
    deal = await world.deal()
    assert [one.chat_id for one in pushes(await world.jump(days=3))] == [REP]
    await world.edits.reassign(MANAGER, deal.id, SECOND, world.press())
    [warned] = [one for one in pushes(await world.sweep()) if isinstance(one.facts, NudgeFacts)]
    assert isinstance(warned.facts, NudgeFacts)
    assert (warned.chat_id, warned.facts.lines[0].why) == (SECOND, ("warn",))
    # Once it is stuck, the warning comes too late.
    world.clock.advance(days=1, hours=1)
    await world.edits.reassign(MANAGER, deal.id, REP, world.press())
    assert [one for one in pushes(await world.sweep()) if isinstance(one.facts, NudgeFacts)] == []


async def test_without_an_open_reminder_a_tap_costs_no_statement_more(world: NudgeWorld) -> None:
    deal = await world.deal()
    await world.work.touch(REP, deal.id, TouchKind.CALL, world.zone, world.press())
    assert await world.reminders() == []
    assert not [row for row in await world.outbox() if row.kind.startswith("nudge")]
