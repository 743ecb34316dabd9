"""A deal has one live reminder, and it carries the warning before the stage's limit: said in time, once, and without
that ring counting as one more that was ignored.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.models import Deal, Reminder, ReminderKind, TouchKind
from bot.models.facts_reminders import NudgeFacts, NudgeLine, PlanFacts
from bot.reader import reader_for
from bot.services.outbox import Delivery
from bot.views.outgoing import render
from tests.services.nudge_world import NOON, NudgeWorld, pushes, wants_plan
from tests.services.world import REP, SECOND, utc

# Monday noon in Warsaw, where the day starts at nine.
WEDNESDAY, THURSDAY, FRIDAY = utc("2026-03-04 08:00"), utc("2026-03-05 08:00"), utc("2026-03-06 08:00")


@pytest.fixture
def world(noon: NudgeWorld) -> NudgeWorld:
    return noon


def line(delivery: Delivery, client: str = "Acme") -> NudgeLine:
    """What a nudge says of a deal."""
    assert isinstance(delivery.facts, NudgeFacts | PlanFacts)
    return next(each for each in delivery.facts.lines if each.deal.client == client)


async def rings(world: NudgeWorld, until: datetime) -> list[tuple[datetime, NudgeLine]]:
    """What is pushed about the one deal from now on, with sweeps every half hour."""
    heard = []
    while world.clock.now() < until:
        world.clock.advance(minutes=30)
        heard += [(world.clock.now(), line(push)) for push in pushes(await world.sweep())]
    return heard


async def test_an_ignored_reminder_rings_again_for_the_warning_and_that_is_no_further_ignored_one(
    world: NudgeWorld,
) -> None:
    # Quiet on Wednesday at noon and not answered; nearly stuck on Thursday at noon, four days' limit.
    await world.set_stage("contact", stuck_days=4)
    deal = await world.deal()
    first, second, third = await rings(world, FRIDAY + timedelta(days=4))
    assert (first[0], first[1].why) == (NOON + timedelta(days=2), ("follow_up",))
    assert (second[0], second[1].why) == (NOON + timedelta(days=3), ("follow_up", "warn"))
    assert (second[1].nearly_stuck, second[1].rung, second[1].ignored) == (True, 1, 0)
    # 48 hours after the warning is Saturday: on Monday it counts as ignored once, and the deal is stuck.
    assert (third[0], third[1].why) == (utc("2026-03-09 08:00"), ("follow_up", "stuck"))
    assert (third[1].rung, (await world.fresh(deal)).ignored) == (2, 1)
    assert len(await world.reminders()) == 1


async def test_the_warning_of_a_deal_ignored_often_keeps_its_rare_times(world: NudgeWorld) -> None:
    await world.set_stage("contact", stuck_days=20, followup_hours=24)
    deal = await world.deal()
    await world.later(days=8)
    [before] = await world.reminders()
    ignored = (await world.fresh(deal)).ignored
    assert (before.rung, ignored) == (5, 4)
    await world.set_deal(deal, warn_at=world.clock.now() + timedelta(hours=1), stuck_at=NOON + timedelta(days=10))
    [push] = pushes(await world.jump(hours=1))
    assert line(push).why == ("follow_up", "warn")
    [after] = await world.reminders()
    assert (after.rung, (await world.fresh(deal)).ignored) == (5, ignored)
    assert after.ring_at is not None
    assert after.ring_at >= world.clock.now() + timedelta(hours=96)


async def test_a_reminder_that_waits_for_the_morning_says_it_with_its_own_ring(world: NudgeWorld) -> None:
    # Quiet on Wednesday at 20:00 and nearly stuck at 23:00 of the same evening.
    world.clock.set(utc("2026-03-02 19:00"))
    await world.set_stage("contact", stuck_days=3)
    await world.deal()
    [(at, said)] = await rings(world, THURSDAY + timedelta(hours=9))
    assert (at, said.why, said.rung) == (THURSDAY, ("follow_up", "warn"), 1)


async def test_a_ring_of_the_morning_names_the_warning_of_its_day_and_it_is_not_said_again(world: NudgeWorld) -> None:
    # Quiet since 48 hours on Thursday at nine, nearly stuck the same day at noon.
    await world.set_stage("contact", stuck_days=4, followup_hours=69)
    deal = await world.deal()
    [(at, said)] = await rings(world, THURSDAY + timedelta(hours=9))
    assert (at, said.why, said.nearly_stuck) == (THURSDAY, ("follow_up", "warn"), True)
    assert (await world.fresh(deal)).warn_at is None
    text = str(render(world.said[-1][1].facts, reader_for("en", "Europe/Warsaw", at)).text)
    assert "🟡 day 3 of 4" in text.replace("\u00a0", " ")


async def test_a_warning_comes_with_the_days_first_push_though_another_reminder_is_out(world: NudgeWorld) -> None:
    await world.set_stage("contact", stuck_days=4)
    await world.deal()
    other = await world.deal(client="Other", owner=REP)
    await world.work.plan_in_days(REP, other.id, 3, world.zone, world.press())
    world.clock.set(NOON + timedelta(days=2))
    assert line(pushes(await world.sweep())[0]).why == ("follow_up",)
    world.clock.set(THURSDAY)
    [push] = pushes(await world.sweep())
    assert line(push).why == ("follow_up", "warn")
    assert line(push).rung == 1
    assert line(push, "Other").why[0] == "step"
    assert pushes(await world.jump(hours=4)) == []
    assert pushes(await world.jump(hours=5)) == []


async def test_the_plan_says_it_and_nothing_else_does(world: NudgeWorld) -> None:
    await world.set_stage("contact", stuck_days=4)
    deal = await world.deal()
    world.clock.set(NOON + timedelta(days=2))
    await world.sweep()
    await wants_plan(world)
    heard = await rings(world, THURSDAY + timedelta(hours=9))
    assert [(at, said.why, said.rung) for at, said in heard] == [(THURSDAY, ("follow_up", "warn"), 1)]
    assert (await world.fresh(deal)).ignored == 0


async def test_a_reminder_ignored_too_often_to_stand_on_the_plan_is_on_that_of_the_warning(world: NudgeWorld) -> None:
    await world.set_stage("contact", stuck_days=4)
    deal = await world.deal()
    world.clock.set(NOON + timedelta(days=2))
    await world.sweep()
    [reminder] = await world.reminders()
    await world.set_deal(deal, ignored=4)
    await world.execute(update(Reminder).where(Reminder.id == reminder.id).values(rung=5, ring_at=FRIDAY))
    await wants_plan(world)
    world.clock.set(THURSDAY)
    [push] = pushes(await world.sweep())
    assert isinstance(push.facts, PlanFacts)
    assert line(push).why == ("follow_up", "warn")
    assert ((await world.reminders())[0].rung, (await world.fresh(deal)).ignored) == (5, 4)


async def test_who_wants_no_warnings_is_not_rung_for_them(world: NudgeWorld) -> None:
    await world.set_stage("contact", stuck_days=4)
    await world.set_member(REP, hears_warnings=False)
    deal = await world.deal()
    other = await world.deal(client="Other")
    await world.work.plan_in_days(REP, other.id, 3, world.zone, world.press())
    world.clock.set(NOON + timedelta(days=2))
    await world.sweep()
    before = (await world.reminders(deal))[0].ring_at
    world.clock.set(THURSDAY)
    [push] = pushes(await world.sweep())
    assert isinstance(push.facts, NudgeFacts)
    assert [each.deal.client for each in push.facts.lines] == ["Other"]
    assert pushes(await world.jump(hours=4)) == []
    assert (await world.reminders(deal))[0].ring_at == before
    assert (await world.fresh(deal)).warn_at is None


async def test_at_night_it_waits_for_the_morning_and_a_touch_ends_it(world: NudgeWorld) -> None:
    world.clock.set(utc("2026-03-03 00:00"))
    await world.set_stage("contact", stuck_days=4)
    deal, called = await world.deal(), await world.deal(client="Called")
    world.clock.set(THURSDAY)
    assert len(pushes(await world.sweep())) == 1
    world.clock.set(utc("2026-03-06 00:00"))
    assert pushes(await world.sweep()) == []
    await world.work.touch(REP, called.id, TouchKind.CALL, world.zone, world.press())
    world.clock.set(FRIDAY)
    [push] = pushes(await world.sweep())
    assert isinstance(push.facts, NudgeFacts)
    assert [(each.deal.id, each.why) for each in push.facts.lines] == [(deal.id, ("follow_up", "warn"))]


async def test_a_deputy_hears_it(world: NudgeWorld) -> None:
    await world.set_stage("contact", stuck_days=4)
    await world.deal()
    world.clock.set(NOON + timedelta(days=2))
    await world.sweep()
    await world.set_member(REP, away_until=NOON + timedelta(days=14), deputy_id=SECOND)
    [push] = pushes(await world.jump(days=1))
    assert (push.chat_id, line(push).why) == (SECOND, ("follow_up", "warn"))


async def test_a_snoozed_deal_is_warned_of_with_what_it_was_put_off_to(world: NudgeWorld) -> None:
    await world.set_stage("contact", stuck_days=4)
    deal = await world.deal()
    world.clock.set(NOON + timedelta(days=2))
    await world.sweep()
    await world.pausing.snooze(REP, deal.id, world.zone, world.press(), days=2)
    heard = await rings(world, FRIDAY + timedelta(hours=9))
    assert [(at, said.why) for at, said in heard] == [(FRIDAY, ("follow_up", "warn"))]


async def test_a_message_that_has_not_left_yet_says_it_by_itself(world: NudgeWorld) -> None:
    await world.set_stage("contact", stuck_days=4, followup_hours=71)
    deal = await world.deal()
    world.clock.set(NOON + timedelta(hours=71))
    await world.sweeps.run()
    # A limit that was made shorter meanwhile: the warning was not known when the message was made.
    await world.set_deal(deal, warn_at=NOON + timedelta(hours=71, minutes=10))
    world.clock.advance(minutes=10)
    await world.sweeps.run()
    [push] = pushes(await world.deliver())
    assert line(push).why == ("follow_up", "warn")
    assert len(await world.outbox()) == 1
    assert (await world.fresh(deal)).warn_at is None


async def test_a_touch_on_the_day_of_the_warning_does_not_bring_it_a_second_time(world: NudgeWorld) -> None:
    await world.set_stage("contact", stuck_days=4, followup_hours=69)
    deal = await world.deal()
    world.clock.set(THURSDAY)
    assert line(pushes(await world.sweep())[0]).why == ("follow_up", "warn")
    world.clock.advance(hours=1)
    await world.work.touch(REP, deal.id, TouchKind.CALL, world.zone, world.press())
    assert pushes(await world.jump(hours=5)) == []


async def test_a_warning_that_turned_into_silence_rings_on(world: NudgeWorld) -> None:
    await world.set_stage("contact", stuck_days=4, followup_hours=76)
    world.clock.set(utc("2026-03-02 09:00"))
    deal = await world.deal()
    world.clock.set(utc("2026-03-05 09:00"))
    [push] = pushes(await world.sweep())
    assert line(push).why[0] == "follow_up"
    [reminder] = await world.reminders(deal)
    assert (reminder.kind, reminder.ring_at) == (ReminderKind.FOLLOW_UP, utc("2026-03-09 08:00"))


async def test_a_first_contact_that_rings_for_itself_is_no_further_ignored_one(world: NudgeWorld) -> None:
    await world.set_stage("contact", followup_hours=12)
    await world.set_team(first_contact_hours=48)
    deal: Deal = await world.deal(source_id=await world.source())
    await world.jump(hours=21)
    [before] = await world.reminders()
    assert before.rung == 1
    await world.execute(update(Reminder).where(Reminder.id == before.id).values(ring_at=FRIDAY))
    world.clock.set(WEDNESDAY + timedelta(hours=4))
    [push] = pushes(await world.sweep())
    assert line(push).why[0] == "first_contact"
    assert (line(push).rung, (await world.fresh(deal)).ignored) == (1, 0)
