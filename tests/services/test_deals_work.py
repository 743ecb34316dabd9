"""Touches, notes and next steps: what they change, what they leave, and that no button for them grows too old."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.errors import BadInput
from bot.models import Deal, EventKind, TouchKind
from bot.models.facts import Press
from bot.models.facts_deals import Outcome, Verdict
from tests.services.world import MANAGER, REP, World, utc

MONDAY = utc("2026-03-02 09:00")
Act = Callable[[World, Deal, Press], Awaitable[Outcome]]

ACTIONS: dict[str, Act] = {
    "touch": lambda w, d, p: w.work.touch(REP, d.id, TouchKind.MEETING, w.zone, p),
    "note": lambda w, d, p: w.work.note(REP, d.id, "Likes blue", p),
    "plan": lambda w, d, p: w.work.plan(REP, d.id, MONDAY + timedelta(days=90), p, has_time=True, text="Call"),
    "plan_in_days": lambda w, d, p: w.work.plan_in_days(REP, d.id, 2, w.zone, p),
    "end_step": lambda w, d, p: w.work.end_step(REP, d.id, finished=True, press=p),
}


@pytest.mark.parametrize("kind", list(TouchKind))
async def test_a_touch_restarts_the_follow_up_clock_but_not_the_stages(world: World, kind: TouchKind) -> None:
    deal = await world.deal()
    world.clock.advance(days=2)
    outcome = await world.work.touch(REP, deal.id, kind, world.zone, world.press())
    assert outcome.verdict is Verdict.DONE
    now = await world.fresh(deal)
    assert (now.last_touch_at, now.last_touch_kind) == (world.clock.now(), kind)
    assert now.follow_up_at == world.clock.now() + timedelta(hours=48)
    assert now.stuck_at == MONDAY + timedelta(days=14)
    event = (await world.events(deal))[-1]
    assert (event.kind, event.data, event.version) == (EventKind.TOUCHED, {"touch": kind.value}, 2)
    assert (event.from_stage_id, event.to_stage_id, event.stayed_seconds) == (None, deal.stage_id, None)


async def test_a_touch_ends_a_step_that_is_due_and_none_that_is_not(world: World) -> None:
    due = await world.deal(next_step_at=MONDAY + timedelta(hours=1), next_step_has_time=True, next_step_text="Call")
    later = await world.deal(next_step_at=MONDAY + timedelta(hours=3), next_step_has_time=True, next_step_text="Meet")
    world.clock.advance(hours=2)
    for deal in (due, later):
        await world.work.touch(REP, deal.id, TouchKind.CALL, world.zone, world.press())
    done, planned = await world.fresh(due), await world.fresh(later)
    assert (done.next_step_at, done.next_step_text, done.next_step_has_time) == (None, None, False)
    assert done.follow_up_at == world.clock.now() + timedelta(hours=48)
    assert (await world.events(due))[-1].data == {"touch": "call", "step": "Call"}
    assert planned.follow_up_at == planned.next_step_at == MONDAY + timedelta(hours=3)
    assert (await world.events(later))[-1].data == {"touch": "call"}


@pytest.mark.parametrize(("zone", "done"), [("Europe/Warsaw", True), ("Pacific/Auckland", False)])
async def test_a_step_for_a_day_is_due_all_that_day_in_the_reps_own_zone(world: World, zone: str, done: bool) -> None:
    # Planned for Monday 16:00 in Warsaw, which is Tuesday 04:00 in Auckland; it is Monday in both.
    world.clock.set(utc("2026-03-02 07:00"))
    deal = await world.deal(next_step_at=utc("2026-03-02 15:00"), next_step_text="Call")
    await world.work.touch(REP, deal.id, TouchKind.CALL, ZoneInfo(zone), world.press())
    assert ((await world.fresh(deal)).next_step_at is None) is done


async def test_a_note_is_a_touch_of_no_kind(world: World) -> None:
    deal = await world.deal()
    await world.work.touch(REP, deal.id, TouchKind.CALL, world.zone, world.press())
    world.clock.advance(hours=3)
    await world.work.note(REP, deal.id, "  Likes\nblue ", world.press())
    now = await world.fresh(deal)
    assert (now.last_touch_at, now.last_touch_kind) == (world.clock.now(), None)
    assert (await world.events(deal))[-1].data == {"text": "Likes\nblue"}


@pytest.mark.parametrize(("words", "kind"), [(" \n ", "empty"), ("x" * 2001, "too_long")])
async def test_a_note_that_cannot_be_kept_is_refused(world: World, words: str, kind: str) -> None:
    deal = await world.deal()
    with pytest.raises(BadInput) as caught:
        await world.work.note(REP, deal.id, words, world.press())
    assert (caught.value.kind, caught.value.text) == (kind, words)
    assert len(await world.events(deal)) == 1


async def test_a_planned_step_takes_the_reminder_to_its_own_time(world: World) -> None:
    deal = await world.deal()
    at = MONDAY + timedelta(days=6, hours=5)
    await world.work.plan(REP, deal.id, at, world.press(), has_time=True, text="Call Ivan")
    now = await world.fresh(deal)
    assert (now.next_step_at, now.next_step_text, now.next_step_has_time) == (at, "Call Ivan", True)
    assert now.follow_up_at == at
    # Planning is no touch.
    assert now.last_touch_at == MONDAY
    assert (await world.events(deal))[-1].kind is EventKind.STEP_SET


async def test_another_day_keeps_the_words_and_other_words_replace_them(world: World) -> None:
    deal = await world.deal()
    await world.work.plan(REP, deal.id, MONDAY + timedelta(days=1), world.press(), has_time=True, text="Call Ivan")
    await world.work.plan_in_days(REP, deal.id, 7, world.zone, world.press())
    now = await world.fresh(deal)
    assert (now.next_step_text, now.next_step_has_time) == ("Call Ivan", False)
    await world.work.plan(REP, deal.id, MONDAY + timedelta(days=1), world.press(), has_time=True, text="Meet Ivan")
    assert (await world.fresh(deal)).next_step_text == "Meet Ivan"


async def test_words_without_a_day_go_to_a_step_that_has_a_day_and_no_words(world: World) -> None:
    deal = await world.deal()
    await world.work.plan_in_days(REP, deal.id, 7, world.zone, world.press())
    day = (await world.fresh(deal)).next_step_at
    await world.work.plan(REP, deal.id, None, world.press(), has_time=False, text="Call Ivan")
    now = await world.fresh(deal)
    assert (now.next_step_at, now.next_step_text) == (day, "Call Ivan")
    await world.work.plan(REP, deal.id, None, world.press(), has_time=False, text="Meet Ivan")
    now = await world.fresh(deal)
    assert (now.next_step_at, now.next_step_text) == (None, "Meet Ivan"), "another step: its day is not known"


async def test_a_step_may_have_words_and_no_day(world: World) -> None:
    deal = await world.deal()
    await world.work.plan(REP, deal.id, None, world.press(), has_time=False, text="Find the boss")
    now = await world.fresh(deal)
    assert (now.next_step_at, now.next_step_text) == (None, "Find the boss")
    assert now.follow_up_at == MONDAY + timedelta(hours=48)
    with pytest.raises(BadInput):
        await world.work.plan(REP, deal.id, None, world.press(), has_time=False)


async def test_a_step_two_years_away_is_planned_and_a_further_one_is_a_slip(world: World) -> None:
    deal = await world.deal()
    with pytest.raises(BadInput) as caught:
        await world.work.plan(REP, deal.id, MONDAY + timedelta(days=731), world.press(), has_time=False)
    assert caught.value.kind == "too_far"
    await world.work.plan(REP, deal.id, MONDAY + timedelta(days=730), world.press(), has_time=False)
    assert (await world.fresh(deal)).next_step_at == MONDAY + timedelta(days=730)


async def test_a_step_in_the_past_is_refused_but_today_without_a_time_is_not(world: World) -> None:
    deal = await world.deal()
    for at, has_time in ((MONDAY, True), (MONDAY - timedelta(minutes=1), True), (MONDAY - timedelta(days=2), False)):
        with pytest.raises(BadInput) as caught:
            await world.work.plan(REP, deal.id, at, world.press(), has_time=has_time)
        assert caught.value.kind == "past"
    assert len(await world.events(deal)) == 1
    await world.work.plan(REP, deal.id, utc("2026-03-02 08:00"), world.press(), has_time=False)
    assert (await world.fresh(deal)).next_step_at == utc("2026-03-02 08:00")


async def test_words_too_long_for_a_step_are_refused(world: World) -> None:
    deal = await world.deal()
    with pytest.raises(BadInput):
        await world.work.plan(REP, deal.id, None, world.press(), has_time=False, text="x" * 501)
    assert len(await world.events(deal)) == 1


@pytest.mark.parametrize(
    ("now", "days", "zone", "starts"),
    [
        ("2026-03-02 09:00", 1, "Europe/Warsaw", "2026-03-03 08:00"),
        ("2026-03-02 09:00", 0, "Europe/Warsaw", "2026-03-02 08:00"),
        # Late on Monday in Warsaw it is Monday morning in New York: tomorrow is each one's own tomorrow.
        ("2026-03-02 22:30", 1, "Europe/Warsaw", "2026-03-03 08:00"),
        ("2026-03-02 23:30", 1, "Europe/Warsaw", "2026-03-04 08:00"),
        ("2026-03-02 23:30", 1, "America/New_York", "2026-03-03 14:00"),
        # The clocks go forward on 29 March and back on 25 October.
        ("2026-03-28 09:00", 1, "Europe/Warsaw", "2026-03-29 07:00"),
        ("2026-03-28 09:00", 7, "Europe/Warsaw", "2026-04-04 07:00"),
        ("2026-10-24 09:00", 1, "Europe/Warsaw", "2026-10-25 08:00"),
        ("2026-10-24 09:00", 2, "Europe/Warsaw", "2026-10-26 08:00"),
    ],
)
async def test_in_days_means_the_start_of_that_working_day(
    world: World, now: str, days: int, zone: str, starts: str
) -> None:
    world.clock.set(utc(now))
    deal = await world.deal()
    await world.work.plan_in_days(REP, deal.id, days, ZoneInfo(zone), world.press())
    fresh = await world.fresh(deal)
    assert (fresh.next_step_at, fresh.next_step_has_time) == (utc(starts), False)


async def test_the_teams_working_day_may_start_in_an_hour_that_the_clocks_skip(world: World) -> None:
    await world.teams.change(1000, world.team.id, "day", "2:30")
    world.clock.set(utc("2026-03-28 09:00"))
    deal = await world.deal()
    await world.work.plan_in_days(REP, deal.id, 1, world.zone, world.press())
    # 02:30 does not exist that day; the same time after the change is 03:30 in summer time.
    assert (await world.fresh(deal)).next_step_at == utc("2026-03-29 01:30")


@pytest.mark.parametrize(("days", "kind"), [(-1, "past"), (731, "too_far"), (10**12, "too_far")])
async def test_no_button_plans_for_yesterday_or_the_next_century(world: World, days: int, kind: str) -> None:
    deal = await world.deal()
    with pytest.raises(BadInput) as caught:
        await world.work.plan_in_days(REP, deal.id, days, world.zone, world.press())
    assert caught.value.kind == kind


async def test_a_finished_step_is_a_touch(world: World) -> None:
    deal = await world.deal(next_step_at=MONDAY + timedelta(days=1), next_step_text="Call Ivan")
    world.clock.advance(hours=5)
    outcome = await world.work.end_step(REP, deal.id, finished=True, press=world.press())
    assert outcome.verdict is Verdict.DONE
    now = await world.fresh(deal)
    assert (now.next_step_at, now.next_step_text, now.last_touch_at) == (None, None, world.clock.now())
    assert now.follow_up_at == world.clock.now() + timedelta(hours=48)
    event = (await world.events(deal))[-1]
    assert (event.kind, event.data) == (EventKind.STEP_DONE, {"step": "Call Ivan"})


async def test_a_step_no_longer_wanted_is_no_touch(world: World) -> None:
    deal = await world.deal(next_step_at=MONDAY + timedelta(days=1), next_step_text="Call Ivan")
    world.clock.advance(hours=5)
    await world.work.end_step(REP, deal.id, finished=False, press=world.press())
    now = await world.fresh(deal)
    assert (now.next_step_at, now.last_touch_at) == (None, MONDAY)
    assert now.follow_up_at == MONDAY + timedelta(hours=48)
    assert (await world.events(deal))[-1].kind is EventKind.STEP_SET


async def test_there_is_nothing_to_end_without_a_step(world: World) -> None:
    deal = await world.deal()
    for finished in (True, False):
        outcome = await world.work.end_step(REP, deal.id, finished=finished, press=world.press())
        assert outcome.verdict is Verdict.SAME
    assert len(await world.events(deal)) == 1


@pytest.mark.parametrize(
    ("first", "again"),
    [(Press(50, "k"), Press(50, "k")), (Press(51, "k"), Press(52, "k")), (Press(53), Press(53))],
    ids=["replayed after a restart", "sent again", "typed, replayed"],
)
async def test_every_action_acts_once_per_tap(world: World, first: Press, again: Press) -> None:
    for name, act in ACTIONS.items():
        deal = await world.deal(next_step_at=MONDAY + timedelta(days=30), next_step_text="Wait")
        verdicts = [(await act(world, deal, press)).verdict for press in (first, again)]
        assert verdicts == [Verdict.DONE, Verdict.AGAIN], name
        assert len(await world.events(deal)) == 2, name
        assert (await world.fresh(deal)).version == 2, name


@pytest.mark.parametrize("where", ["rollout", "parked", "lost"])
async def test_every_action_acts_wherever_the_deal_went_meanwhile(world: World, where: str) -> None:
    for name, act in ACTIONS.items():
        deal = await world.deal()
        if where == "lost":
            await world.lose(deal, MANAGER)
        else:
            await world.move(deal, where, MANAGER)
        await world.work.plan_in_days(MANAGER, deal.id, 30, world.zone, world.press())
        returns_at = (await world.fresh(deal)).returns_at
        assert (await act(world, deal, world.press())).verdict is Verdict.DONE, name
        now = await world.fresh(deal)
        # Closed deals are never due, and a parked one comes back on its day, whatever is done meanwhile.
        assert (now.follow_up_at, now.stuck_at) == (returns_at, None), name
        assert (returns_at is not None) is (where == "parked"), name
