"""When reminders ring: batched, within somebody's hours, not too often, not while they work, and by whom instead."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.models import Role, TouchKind
from bot.models.facts_reminders import MOST_NAMED, NudgeFacts
from bot.services.people import Profile
from bot.services.preferences import Preferences
from tests.services.nudge_world import NOON, NudgeWorld, clients, pushes
from tests.services.world import ADMIN, FOREIGN_ADMIN, REP, SECOND, utc

# Monday noon in Warsaw; two days later is a working moment, too.


@pytest.fixture
def world(noon: NudgeWorld) -> NudgeWorld:
    return noon


async def test_several_due_deals_are_one_message_the_weightiest_first(world: NudgeWorld) -> None:
    await world.deal(client="Small", amount_minor=1_000)
    await world.deal(client="Big", amount_minor=900_000)
    await world.deal(client="None", amount_minor=None)
    await world.deal(client="Other", owner=SECOND)
    said = pushes(await world.jump(hours=48))
    assert {push.chat_id: clients(push) for push in said} == {REP: ["Big", "None", "Small"], SECOND: ["Other"]}
    # By person: in which order two people's messages leave nobody promises.
    kinds = {push.chat_id: push.facts.kind for push in said if isinstance(push.facts, NudgeFacts)}
    assert kinds == {REP: "batch", SECOND: "single"}


async def test_of_two_currencies_each_counts_by_its_own_average(world: NudgeWorld) -> None:
    # In minor units the yen would be the least: they have no smaller ones.
    await world.deal(client="Dollars", amount_minor=10_000, currency="USD")
    await world.deal(client="More dollars", amount_minor=30_000, currency="USD")
    await world.deal(client="Yen", amount_minor=1_000, currency="JPY")
    await world.deal(client="More yen", amount_minor=9_000, currency="JPY")
    [push] = pushes(await world.jump(hours=48))
    assert clients(push) == ["More yen", "More dollars", "Dollars", "Yen"]


async def test_a_message_has_room_for_the_weightiest_in_whatever_currency(world: NudgeWorld) -> None:
    for number in range(MOST_NAMED):
        await world.deal(client=f"Dollars {number}", amount_minor=10_000, currency="USD")
    await world.deal(client="Big yen", amount_minor=9_000, currency="JPY")
    await world.deal(client="Small yen", amount_minor=1_000, currency="JPY")
    [first] = pushes(await world.jump(hours=48))
    assert "Big yen" in clients(first)
    assert "Small yen" not in clients(first)


async def test_what_falls_due_within_hours_comes_along(world: NudgeWorld) -> None:
    await world.deal(client="Now")
    world.clock.advance(hours=3, minutes=59)
    await world.deal(client="Soon")
    world.clock.advance(minutes=2)
    await world.deal(client="Later")
    world.clock.set(NOON + timedelta(hours=48))
    [push] = await world.sweep()
    assert clients(push) == ["Now", "Soon"]
    assert pushes(await world.jump(hours=4)) == []
    # 17:01 on a working day.
    assert [clients(push) for push in pushes(await world.jump(minutes=1))] == [["Later"]]


async def test_nothing_at_night_nor_on_days_off_nor_on_holidays(world: NudgeWorld) -> None:
    # Good Friday is worked in Poland, Easter Monday (6 April 2026) is not.
    world.clock.set(utc("2026-04-02 15:30"))
    await world.deal()
    moments = []
    for _ in range(24 * 6):
        world.clock.advance(hours=1)
        if pushes(await world.sweep()):
            moments.append(world.clock.now())
    # Due on Saturday, said when Tuesday opens.
    assert moments == [utc("2026-04-07 07:30")]


async def test_ones_own_hours_and_zone_count(world: NudgeWorld) -> None:
    await world.set_member(REP, work_days=0b1000000, day_start=300, day_end=360)
    await world.set_user(REP, time_zone="Asia/Kolkata")
    await world.deal()
    assert await world.jump(days=5) == []
    [reminder] = await world.reminders()
    # Sunday, 05:00 in Kolkata.
    assert reminder.ring_at == utc("2026-03-07 23:30")
    world.clock.set(utc("2026-03-07 23:30"))
    assert len(await world.sweep()) == 1


@pytest.mark.parametrize(
    ("zone", "touched", "rings"),
    [
        # Clocks go forward on Sunday 29 March and back on Sunday 25 October; Saturday and Sunday are worked here.
        ("Europe/Warsaw", "2026-03-27 19:30", "2026-03-30 07:00"),
        ("Europe/Warsaw", "2026-10-23 19:30", "2026-10-26 08:00"),
        ("Europe/Warsaw", "2026-03-27 07:30", "2026-03-29 07:30"),
        ("Asia/Kolkata", "2026-03-27 19:30", "2026-03-30 03:30"),
        ("Australia/Lord_Howe", "2026-04-02 19:30", "2026-04-04 22:30"),
    ],
)
async def test_once_in_the_morning_whatever_the_clocks_do(
    world: NudgeWorld, zone: str, touched: str, rings: str
) -> None:
    await world.set_team(work_days=0b1111111, keeps_holidays=False, time_zone=zone)
    world.clock.set(utc(touched))
    await world.deal()
    moments: list[datetime] = []
    world.clock.set(utc(rings) - timedelta(hours=12))
    while world.clock.now() < utc(rings) + timedelta(hours=6):
        if pushes(await world.sweep()):
            moments.append(world.clock.now())
        world.clock.advance(minutes=30)
    assert moments == [utc(rings)]


async def test_a_typed_time_rings_at_that_time_whatever_the_hours(world: NudgeWorld) -> None:
    deal = await world.deal()
    night = utc("2026-03-07 21:15")
    await world.work.plan(REP, deal.id, night, world.press(), has_time=True, text="Call Ivan")
    assert pushes(await world.jump(days=5)) == []
    world.clock.set(night)
    [push] = await world.sweep()
    assert isinstance(push.facts, NudgeFacts)
    assert (push.facts.lines[0].why, push.facts.lines[0].step_due) == (("step",), True)


async def test_a_typed_time_that_passed_long_ago_waits_for_the_morning(world: NudgeWorld) -> None:
    deal = await world.deal()
    await world.work.plan(REP, deal.id, utc("2026-03-03 15:00"), world.press(), has_time=True)
    world.clock.set(utc("2026-03-04 02:00"))
    assert await world.sweep() == []
    world.clock.set(utc("2026-03-04 08:00"))
    assert len(await world.sweep()) == 1


async def test_a_day_without_a_time_is_the_start_of_that_working_day(world: NudgeWorld) -> None:
    deal = await world.deal()
    # Saturday.
    await world.work.plan_in_days(REP, deal.id, 5, world.zone, world.press())
    world.clock.set(utc("2026-03-07 09:00"))
    assert await world.sweep() == []
    world.clock.set(utc("2026-03-09 07:59"))
    assert await world.sweep() == []
    assert len(await world.jump(minutes=1)) == 1


async def test_at_most_three_pushes_an_hour(world: NudgeWorld) -> None:
    for number in range(5):
        deal = await world.deal(client=f"Client {number}")
        at = utc("2026-03-03 10:00") + timedelta(minutes=10 * number)
        await world.work.plan(REP, deal.id, at, world.press(), has_time=True)
    moments = []
    world.clock.set(utc("2026-03-03 09:50"))
    for _ in range(20):
        world.clock.advance(minutes=5)
        moments += [(world.clock.now(), clients(push)) for push in pushes(await world.sweep())]
    assert [at for at, _ in moments] == [utc(f"2026-03-03 10:{minute}") for minute in ("00", "10", "20")]
    # What could not ring by itself within the hour was said early rather than late.
    assert [name for _, names in moments for name in names] == [f"Client {number}" for number in range(5)]


async def test_in_two_teams_it_is_three_pushes_an_hour_together(world: NudgeWorld) -> None:
    link = await world.invites.make(FOREIGN_ADMIN, world.foreign.id, Role.REP, 1, 1, "two-teams")
    await world.invites.use(REP, link.token)
    await world.set_member(hears_plan=False, next_plan_at=None, hears_digest=False, next_digest_at=None)
    first = utc("2026-03-03 10:00")
    for number in range(4):
        deal = await world.deal(client=f"Client {number}", foreign=number == 3)
        # The last two at one moment, one in each team.
        at = first + timedelta(minutes=10 * min(number, 2))
        await world.work.plan(REP, deal.id, at, world.press(), has_time=True)
    await world.deliver()
    heard = []
    for number in range(3):
        world.clock.set(first + timedelta(minutes=10 * number))
        heard += pushes(await world.sweep())
    assert len(heard) == 3
    heard += pushes(await world.later(hours=1))
    assert sorted(name for push in heard for name in clients(push)) == [f"Client {number}" for number in range(4)]


async def test_typed_times_beyond_the_third_wait_until_the_hour_is_over(world: NudgeWorld) -> None:
    for _ in range(3):
        await world.deal()
        await world.set_stage("contact", followup_hours=1)
    first = utc("2026-03-03 10:00")
    for number in range(3):
        deal = await world.deal(client=f"Client {number}")
        await world.work.plan(REP, deal.id, first + timedelta(minutes=number), world.press(), has_time=True)
    for number in range(3):
        world.clock.set(first + timedelta(minutes=number))
        await world.sweep()
    late = await world.deal(client="Late")
    await world.work.plan(REP, late.id, first + timedelta(minutes=4), world.press(), has_time=True)
    world.clock.set(first + timedelta(minutes=5))
    assert await world.sweep() == []
    world.clock.set(first + timedelta(minutes=59))
    assert await world.sweep() == []
    said = await world.jump(minutes=1)
    assert "Late" in [name for push in pushes(said) for name in clients(push)]


async def test_who_has_just_acted_is_left_alone_for_five_minutes(world: NudgeWorld) -> None:
    await world.deal()
    other = await world.deal(client="Other")
    world.clock.advance(hours=47, minutes=58)
    await world.work.touch(REP, other.id, TouchKind.CALL, world.zone, world.press())
    assert await world.jump(minutes=2) == []
    assert await world.jump(minutes=2, seconds=59) == []
    [push] = await world.jump(seconds=1)
    assert clients(push) == ["Acme"]


async def test_too_many_for_one_message_come_with_the_next(world: NudgeWorld) -> None:
    for number in range(MOST_NAMED + 2):
        await world.deal(client=f"Client {number}")
    [push] = await world.jump(hours=48)
    assert len(clients(push)) == MOST_NAMED
    [rest] = await world.jump(hours=1)
    assert len(clients(rest)) == 2


async def test_a_deputy_hears_for_one_who_is_away_and_may_act(world: NudgeWorld) -> None:
    deal = await world.deal()
    back = NOON + timedelta(days=3)
    await world.set_member(REP, away_until=back, deputy_id=SECOND)
    [push] = await world.jump(hours=48)
    assert isinstance(push.facts, NudgeFacts)
    assert (push.chat_id, push.facts.lines[0].owner_name) == (SECOND, "Anna")
    await world.work.touch(SECOND, deal.id, TouchKind.CALL, world.zone, world.press())
    assert (await world.fresh(deal)).owner_id == REP
    world.clock.set(back)
    await world.sweep()
    with pytest.raises(Exception, match="deal"):
        await world.cards.card(SECOND, deal.id)


async def test_without_a_deputy_reminders_wait_until_one_is_back(world: NudgeWorld) -> None:
    await world.deal()
    back = NOON + timedelta(days=3)
    await world.set_member(REP, away_until=back)
    assert await world.jump(hours=48) == []
    world.clock.set(back)
    assert [push.chat_id for push in await world.sweep()] == [REP]


async def test_a_deputy_who_is_away_too_is_none(world: NudgeWorld) -> None:
    await world.deal()
    await world.set_member(REP, away_until=NOON + timedelta(days=3), deputy_id=SECOND)
    await world.set_member(SECOND, away_until=NOON + timedelta(days=9))
    assert await world.jump(hours=48) == []
    world.clock.set(NOON + timedelta(days=3))
    assert [push.chat_id for push in await world.sweep()] == [REP]


@pytest.mark.parametrize("how", ["returns", "says so", "unblocks"])
async def test_a_deputy_who_is_there_again_hears_for_one_who_is_not(world: NudgeWorld, how: str) -> None:
    await world.deal()
    await world.set_member(REP, away_until=NOON + timedelta(days=9), deputy_id=SECOND)
    if how == "unblocks":
        await world.people.lost(SECOND)
        await world.deliver()
    else:
        await world.set_member(SECOND, away_until=NOON + timedelta(days=3 if how == "returns" else 5))
    assert await world.jump(hours=48) == []
    world.clock.set(NOON + timedelta(days=3))
    if how == "unblocks":
        await world.people.meet(Profile(SECOND, "Boris"), "en", reachable=True)
    elif how == "says so":
        await Preferences(world.database, world.clock, world.people).away(SECOND, world.team.id, 0)
    assert [push.chat_id for push in await world.sweep()] == [SECOND]
    assert await world.sweep() == []


async def test_an_owner_who_only_looks_by_now_is_asked_for_nothing(world: NudgeWorld) -> None:
    deal = await world.deal()
    await world.members.set_role(ADMIN, world.team.id, REP, Role.VIEWER)
    await world.deliver()
    assert await world.jump(hours=48) == []
    await world.edits.reassign(ADMIN, deal.id, SECOND, world.press())
    await world.deliver()
    assert [push.chat_id for push in await world.jump(days=1)] == [SECOND]


async def test_a_deputy_who_is_there_again_hears_nothing_before_it_is_due(world: NudgeWorld) -> None:
    await world.deal()
    assert [push.chat_id for push in await world.jump(hours=48)] == [REP]
    rings_again = NOON + timedelta(hours=96)
    await world.set_member(REP, away_until=rings_again - timedelta(hours=2), deputy_id=SECOND)
    await world.set_member(SECOND, away_until=NOON + timedelta(hours=72))
    world.clock.set(NOON + timedelta(hours=72))
    assert await world.sweep() == [], "the deputy is back, but it is due the day after"
    world.clock.set(rings_again)
    assert [push.chat_id for push in pushes(await world.sweep())] == [REP]
