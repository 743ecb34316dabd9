"""Nothing is said twice, and whatever rings is named: what the simulation of `benchmarks/noise` has found."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.models import ReminderState
from bot.models.facts_outgoing import DealAssigned
from bot.models.facts_reminders import MOST_NAMED, NudgeFacts, NudgeLine, PlanFacts
from bot.reader import reader_for
from bot.services.outbox import Delivery
from bot.views.outgoing import render
from tests.services.nudge_world import NOON, NudgeWorld, clients, pushes, wants_plan
from tests.services.world import MANAGER, REP, SECOND, utc

# Monday noon in Warsaw, where the day starts at nine; no holiday is near.
TUESDAY, WEDNESDAY, THURSDAY = utc("2026-03-03 08:00"), utc("2026-03-04 08:00"), utc("2026-03-05 08:00")


@pytest.fixture
def world(noon: NudgeWorld) -> NudgeWorld:
    return noon


def words(delivery: Delivery, world: NudgeWorld) -> str:
    """The message as its reader sees it."""
    return str(render(delivery.facts, reader_for(delivery.locale, delivery.zone, world.clock.now())).text)


def lines(delivery: Delivery) -> dict[str, NudgeLine]:
    """What a nudge says, by client."""
    assert isinstance(delivery.facts, NudgeFacts | PlanFacts)
    return {line.deal.client: line for line in delivery.facts.lines}


async def test_a_message_names_every_deal_that_it_rings_for_the_lightest_come_later(world: NudgeWorld) -> None:
    for number in range(MOST_NAMED + 2):
        await world.deal(client=f"Client {number:02}", amount_minor=(number + 1) * 1_000)
    [push] = await world.jump(hours=48)
    assert all(f"Client {number:02}" in words(push, world) for number in range(2, MOST_NAMED + 2))
    [rest] = await world.jump(hours=1)
    assert sorted(clients(rest)) == ["Client 00", "Client 01"]


async def test_a_long_plan_names_every_deal_that_it_rings_for(world: NudgeWorld) -> None:
    await wants_plan(world)
    world.clock.set(TUESDAY)
    await world.sweep()
    names = [f"Client {number:02}" for number in range(MOST_NAMED - 2)]
    for name in names:
        await world.deal(client=name)
    world.clock.set(THURSDAY)
    [push] = pushes(await world.sweep())
    assert isinstance(push.facts, PlanFacts)
    assert [name for name in names if name not in words(push, world)] == []


async def test_what_has_no_room_on_the_plan_beside_what_rings_is_not_lost(world: NudgeWorld) -> None:
    await wants_plan(world)
    await world.deal(client="Old")
    world.clock.set(WEDNESDAY)
    await world.sweep()
    for number in range(MOST_NAMED):
        deal = await world.deal(client=f"Client {number:02}")
        await world.set_deal(deal, follow_up_at=THURSDAY)
    world.clock.set(THURSDAY)
    [push] = pushes(await world.sweep())
    assert "Old" not in [name for name, line in lines(push).items() if line.rings]
    old = (await world.reminders())[0]
    assert (old.state, old.nudge_id) == (ReminderState.LIVE, None)
    world.clock.set(utc("2026-03-06 08:00"))
    said = [name for push in pushes(await world.sweep()) for name in clients(push)]
    assert "Old" in said


async def test_a_snoozed_step_is_not_on_the_plan(world: NudgeWorld) -> None:
    await wants_plan(world)
    deal = await world.deal()
    await world.work.plan_in_days(REP, deal.id, 1, world.zone, world.press())
    world.clock.set(TUESDAY)
    assert clients(pushes(await world.sweep())[0]) == ["Acme"]
    await world.pausing.snooze(REP, deal.id, world.zone, world.press(), days=2)
    world.clock.set(WEDNESDAY)
    assert pushes(await world.sweep()) == []
    world.clock.set(THURSDAY)
    assert clients(pushes(await world.sweep())[0]) == ["Acme"]


async def test_a_step_that_a_move_has_answered_is_not_on_the_plan(world: NudgeWorld) -> None:
    await wants_plan(world)
    deal = await world.deal()
    await world.work.plan_in_days(REP, deal.id, 1, world.zone, world.press())
    world.clock.set(TUESDAY + timedelta(hours=1))
    await world.move(deal, "profiling")
    world.clock.set(WEDNESDAY)
    assert pushes(await world.sweep()) == []


async def test_a_typed_time_rings_on_the_dot_though_a_warning_came_first(world: NudgeWorld) -> None:
    await world.set_stage("contact", stuck_days=4)
    deal = await world.deal()
    night = utc("2026-03-06 21:15")
    await world.work.plan(REP, deal.id, night, world.press(), has_time=True)
    [warned] = pushes(await world.jump(days=3))
    assert lines(warned)["Acme"].why == ("warn",)
    world.clock.set(night)
    [push] = pushes(await world.sweep())
    assert lines(push)["Acme"].why[0] == "step"
    # The warning was no reminder that somebody ignored.
    assert (lines(push)["Acme"].rung, lines(push)["Acme"].ignored) == (1, 0)


async def test_a_warning_names_itself_before_the_step_of_the_day(world: NudgeWorld) -> None:
    await world.set_stage("contact", stuck_days=4)
    deal = await world.deal()
    await world.work.plan(REP, deal.id, utc("2026-03-05 15:00"), world.press(), has_time=True)
    [push] = pushes(await world.jump(days=3))
    assert lines(push)["Acme"].why == ("warn", "step")


async def test_a_warning_comes_with_the_days_first_push(world: NudgeWorld) -> None:
    await world.set_stage("contact", stuck_days=4, followup_hours=200)
    world.clock.set(utc("2026-03-02 15:00"))
    await world.deal(client="Warned")
    other = await world.deal(client="Due")
    await world.work.plan_in_days(REP, other.id, 3, world.zone, world.press())
    world.clock.set(THURSDAY)
    [push] = pushes(await world.sweep())
    assert set(clients(push)) == {"Warned", "Due"}
    assert pushes(await world.jump(hours=8)) == []


async def test_silence_later_on_the_day_of_a_warning_is_said_with_it(world: NudgeWorld) -> None:
    await world.set_stage("contact", stuck_days=4, followup_hours=76)
    world.clock.set(utc("2026-03-02 09:00"))
    await world.deal()
    world.clock.set(utc("2026-03-05 09:00"))
    assert lines(pushes(await world.sweep())[0])["Acme"].why[0] == "follow_up"
    assert pushes(await world.jump(hours=4)) == []


async def test_a_first_contact_is_flagged_with_what_was_said_hours_before(world: NudgeWorld) -> None:
    await world.set_stage(world.ladder.first_open.key, followup_hours=24)
    await world.deal(client="First")
    world.clock.advance(hours=2)
    await world.deal(client="Enquiry", source_id=await world.source())
    world.clock.set(NOON + timedelta(hours=24))
    [push] = pushes(await world.sweep())
    assert lines(push)["Enquiry"].why[0] == "first_contact"
    assert pushes(await world.jump(hours=2)) == []


async def test_the_plan_flags_the_enquiries_of_its_day(world: NudgeWorld) -> None:
    await wants_plan(world)
    await world.deal(client="Enquiry", source_id=await world.source())
    world.clock.set(TUESDAY)
    [push] = pushes(await world.sweep())
    assert lines(push)["Enquiry"].why[0] == "first_contact"
    assert pushes(await world.jump(hours=4)) == []


async def test_who_is_back_hears_what_the_deputy_left_in_one_message(world: NudgeWorld) -> None:
    await world.deal()
    await wants_plan(world, away_until=THURSDAY - timedelta(hours=9), deputy_id=SECOND)
    await world.set_member(REP, next_plan_at=THURSDAY)
    world.clock.set(WEDNESDAY + timedelta(hours=3))
    [push] = pushes(await world.sweep())
    assert push.chat_id == SECOND
    [reminder] = await world.reminders()
    assert reminder.ring_at is not None
    await world.set_member(REP, next_plan_at=reminder.ring_at)
    world.clock.set(reminder.ring_at)
    [push] = pushes(await world.sweep())
    assert (push.chat_id, clients(push)) == (REP, ["Acme"])


async def test_a_deputy_hears_in_one_message_what_will_be_due_of_a_colleagues(world: NudgeWorld) -> None:
    await world.deal(client="Now")
    world.clock.advance(hours=2)
    await world.deal(client="Soon")
    await world.set_member(REP, away_until=NOON + timedelta(days=9), deputy_id=SECOND)
    world.clock.set(NOON + timedelta(hours=48))
    [push] = pushes(await world.sweep())
    assert (push.chat_id, clients(push)) == (SECOND, ["Now", "Soon"])
    assert pushes(await world.jump(hours=2)) == []


async def test_an_accepted_wait_ends_the_warning(world: NudgeWorld) -> None:
    await world.set_stage("contact", stuck_days=4, followup_hours=200)
    deal = await world.deal()
    assert len(pushes(await world.jump(days=3))) == 1
    await world.pausing.accept_wait(MANAGER, deal.id, 7, world.press())
    [edit] = await world.deliver()
    assert edit.op == "edit"
    [reminder] = await world.reminders()
    assert (reminder.state, (await world.fresh(deal)).reminder_id) == (ReminderState.ENDED, None)


@pytest.mark.parametrize(("moment", "silent"), [("2026-03-03 20:00", True), ("2026-03-03 10:00", False)])
async def test_a_deal_given_at_night_makes_no_sound(world: NudgeWorld, moment: str, silent: bool) -> None:
    deal = await world.deal()
    world.clock.set(utc(moment))
    await world.edits.reassign(MANAGER, deal.id, SECOND, world.press())
    [news] = [one for one in await world.deliver() if isinstance(one.facts, DealAssigned)]
    assert (news.chat_id, news.silent) == (SECOND, silent)
