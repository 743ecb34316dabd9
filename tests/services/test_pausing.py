"""Snooze, pause, resume and accepted waits: how long, by whom, and that a tap acts once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from bot.errors import BadInput, NotAllowed, NotFound
from bot.models import EventKind, TouchKind
from bot.models.facts_deals import Verdict
from bot.models.facts_reminders import NudgeFacts, PlanFacts
from bot.models.facts_teams import NewTeam
from tests.services.nudge_world import NOON, NudgeWorld, clients, pushes
from tests.services.world import ADMIN, MANAGER, REP, SECOND, STRANGER, VIEWER, utc


@pytest.fixture
def world(noon: NudgeWorld) -> NudgeWorld:
    return noon


async def test_a_snoozed_deal_comes_back_at_its_time_and_was_not_touched(world: NudgeWorld) -> None:
    deal = await world.deal()
    await world.jump(hours=48)
    press = world.press()
    outcome = await world.pausing.snooze(REP, deal.id, world.zone, press, hours=3)
    assert outcome.verdict is Verdict.DONE
    assert (await world.pausing.snooze(REP, deal.id, world.zone, press, hours=3)).verdict is Verdict.AGAIN
    assert outcome.card.deal.last_touch_at == NOON
    await world.deliver()
    assert pushes(await world.jump(hours=2, minutes=59)) == []
    [push] = pushes(await world.jump(minutes=1))
    assert clients(push) == ["Acme"]
    assert (await world.fresh(deal)).snoozed_until is None


@pytest.mark.parametrize(
    ("choice", "until"),
    [
        ({"days": 1}, "2026-03-03 08:00"),
        ({"days": 30}, "2026-04-01 07:00"),
        ({"until": date(2026, 3, 9)}, "2026-03-09 08:00"),
        # Saturday is a day off, and the working day has an end: it says at once when it will really ring.
        ({"days": 5}, "2026-03-09 08:00"),
        ({"hours": 7}, "2026-03-03 08:00"),
        ({"at": utc("2026-03-04 13:30")}, "2026-03-04 13:30"),
        ({"at": utc("2026-03-04 21:30")}, "2026-03-05 08:00"),
    ],
)
async def test_a_snooze_lasts_until_a_working_moment(world: NudgeWorld, choice: dict[str, Any], until: str) -> None:
    deal = await world.deal()
    await world.pausing.snooze(REP, deal.id, world.zone, world.press(), **choice)
    assert (await world.fresh(deal)).snoozed_until == utc(until)


@pytest.mark.parametrize(
    ("choice", "kind"),
    [
        ({"days": 31}, "too_far"),
        ({"days": 0}, "past"),
        ({"until": date(2026, 3, 2)}, "past"),
        ({"hours": -1}, "past"),
        ({"at": NOON}, "past"),
        ({"at": NOON + timedelta(days=30, minutes=1)}, "too_far"),
    ],
)
async def test_a_snooze_has_its_limits(world: NudgeWorld, choice: dict[str, Any], kind: str) -> None:
    deal = await world.deal()
    with pytest.raises(BadInput) as caught:
        await world.pausing.snooze(REP, deal.id, world.zone, world.press(), **choice)
    assert (caught.value.field, caught.value.kind) == ("snooze", kind)


async def test_a_touch_ends_a_snooze(world: NudgeWorld) -> None:
    deal = await world.deal()
    await world.pausing.snooze(REP, deal.id, world.zone, world.press(), days=20)
    await world.work.touch(REP, deal.id, TouchKind.CALL, world.zone, world.press())
    fresh = await world.fresh(deal)
    assert (fresh.snoozed_until, fresh.follow_up_at) == (None, NOON + timedelta(hours=48))


async def test_a_closed_deal_is_not_snoozed_and_a_paused_one_need_not_be(world: NudgeWorld) -> None:
    lost, paused = await world.deal(), await world.deal()
    await world.lose(lost)
    snooze = world.pausing.snooze
    assert (await snooze(REP, lost.id, world.zone, world.press(), days=1)).verdict is Verdict.STALE
    await world.pausing.pause(REP, paused.id, date(2026, 3, 20), "us", 1, world.zone, world.press())
    assert (await snooze(REP, paused.id, world.zone, world.press(), days=1)).verdict is Verdict.SAME


async def test_a_pause_says_why_and_until_when(world: NudgeWorld) -> None:
    deal = await world.deal()
    press = world.press()
    outcome = await world.pausing.pause(REP, deal.id, date(2026, 3, 20), " budget ", 1, world.zone, press)
    assert outcome.verdict is Verdict.DONE
    again = await world.pausing.pause(REP, deal.id, date(2026, 3, 20), "budget", 1, world.zone, press)
    assert again.verdict is Verdict.AGAIN
    fresh = await world.fresh(deal)
    assert (fresh.paused_until, fresh.pause_reason) == (utc("2026-03-20 08:00"), "budget")
    assert (fresh.follow_up_at, fresh.stuck_at, fresh.warn_at) == (utc("2026-03-20 08:00"), None, None)
    assert [event.kind for event in await world.events(deal)] == [EventKind.CREATED, EventKind.PAUSED]


@pytest.mark.parametrize(
    ("until", "reason", "kind"),
    [
        (date(2026, 3, 2), "budget", "past"),
        (date(2026, 4, 2), "budget", "too_far"),
        (date(2026, 3, 20), "  ", "empty"),
        (date(2026, 3, 20), "x" * 201, "too_long"),
    ],
)
async def test_a_pause_has_its_limits(world: NudgeWorld, until: date, reason: str, kind: str) -> None:
    deal = await world.deal()
    with pytest.raises(BadInput) as caught:
        await world.pausing.pause(REP, deal.id, until, reason, 1, world.zone, world.press())
    assert (caught.value.field, caught.value.kind) == ("pause", kind)
    await world.set_team(pause_cap_days=31)
    if kind == "too_far":
        await world.pausing.pause(REP, deal.id, until, reason, 1, world.zone, world.press())


async def test_an_old_pause_button_sees_that_the_deal_moved_on(world: NudgeWorld) -> None:
    deal = await world.deal()
    await world.move(deal, "profiling")
    outcome = await world.pausing.pause(REP, deal.id, date(2026, 3, 20), "us", 1, world.zone, world.press())
    assert outcome.verdict is Verdict.STALE
    assert (await world.fresh(deal)).paused_until is None


async def test_a_move_ends_a_pause_and_its_undo_brings_it_back(world: NudgeWorld) -> None:
    deal = await world.deal()
    await world.pausing.pause(REP, deal.id, date(2026, 3, 20), "us", 1, world.zone, world.press())
    moved = await world.move(deal, "profiling")
    assert (await world.fresh(deal)).paused_until is None
    assert moved.event is not None
    undone = await world.undoing.undo(REP, deal.id, moved.event.id, world.press())
    assert undone.verdict is Verdict.DONE
    fresh = await world.fresh(deal)
    assert (fresh.paused_until, fresh.pause_reason) == (utc("2026-03-20 08:00"), "us")


async def test_resuming_starts_the_clock_afresh_without_a_touch(world: NudgeWorld) -> None:
    deal = await world.deal()
    await world.pausing.pause(REP, deal.id, date(2026, 3, 20), "us", 1, world.zone, world.press())
    world.clock.advance(days=7)
    version = (await world.fresh(deal)).version
    press = world.press()
    assert (await world.pausing.resume(REP, deal.id, version, press)).verdict is Verdict.DONE
    assert (await world.pausing.resume(REP, deal.id, version, press)).verdict is Verdict.AGAIN
    fresh = await world.fresh(deal)
    assert (fresh.paused_until, fresh.last_touch_at) == (None, NOON)
    assert fresh.follow_up_at == world.clock.now() + timedelta(hours=48)
    assert (await world.pausing.resume(REP, deal.id, fresh.version, world.press())).verdict is Verdict.SAME


async def test_only_managers_accept_a_wait(world: NudgeWorld) -> None:
    deal = await world.deal()
    with pytest.raises(NotAllowed):
        await world.pausing.accept_wait(REP, deal.id, 7, world.press())
    for days, kind in ((0, "past"), (366, "too_far")):
        with pytest.raises(BadInput) as caught:
            await world.pausing.accept_wait(MANAGER, deal.id, days, world.press())
        assert caught.value.kind == kind
    press = world.press()
    assert (await world.pausing.accept_wait(MANAGER, deal.id, 30, press)).verdict is Verdict.DONE
    assert (await world.pausing.accept_wait(MANAGER, deal.id, 30, press)).verdict is Verdict.AGAIN
    fresh = await world.fresh(deal)
    assert fresh.wait_until == fresh.stuck_at == utc("2026-04-01 07:00")
    assert fresh.warn_at is None


@pytest.mark.parametrize(("user", "error"), [(VIEWER, NotAllowed), (STRANGER, NotFound), (SECOND, NotFound)])
async def test_others_can_do_none_of_it(world: NudgeWorld, user: int, error: type[Exception]) -> None:
    deal = await world.deal()
    until, press = date(2026, 3, 20), world.press()
    for attempt in (
        world.pausing.snooze(user, deal.id, world.zone, press, days=1),
        world.pausing.pause(user, deal.id, until, "us", 1, world.zone, press),
        world.pausing.resume(user, deal.id, 1, press),
        world.pausing.accept_wait(user, deal.id, 3, press),
    ):
        with pytest.raises(error):
            await attempt
    assert (await world.fresh(deal)).version == 1


async def test_all_of_a_message_is_put_off_with_one_tap(world: NudgeWorld) -> None:
    for number in range(3):
        await world.deal(client=f"Client {number}")
    done = await world.deal(client="Done")
    await world.jump(hours=48)
    await world.work.touch(REP, done.id, TouchKind.CALL, world.zone, world.press())
    [nudge] = await world.nudge_rows()
    press = world.press()
    for _ in range(2):
        facts = await world.nudges.snooze_all(REP, nudge.id, press)
        assert isinstance(facts, NudgeFacts)
        assert facts.waiting == ()
        assert len(facts.lines) == 4
    kinds = [event.kind for client in facts.lines for event in await world.events(client.deal)]
    assert kinds.count(EventKind.SNOOZED) == 3
    # Thursday morning.
    world.clock.set(utc("2026-03-05 08:00"))
    [push] = pushes(await world.sweep())
    assert len(clients(push)) == 3


async def test_a_message_is_only_its_readers(world: NudgeWorld) -> None:
    deal = await world.deal()
    await world.jump(hours=48)
    [nudge] = await world.nudge_rows()
    for user in (SECOND, MANAGER, STRANGER):
        for attempt in (
            world.nudges.facts(user, nudge.id),
            world.nudges.line(user, nudge.id, deal.id),
            world.nudges.snooze_all(user, nudge.id, world.press()),
        ):
            with pytest.raises(NotFound):
                await attempt
    foreign = await world.deal(foreign=True)
    with pytest.raises(NotFound):
        await world.nudges.line(REP, nudge.id, foreign.id)


async def test_one_deal_of_a_message_names_its_team_to_those_in_several(world: NudgeWorld) -> None:
    deal = await world.deal()
    await world.jump(hours=48)
    [nudge] = await world.nudge_rows()
    assert (await world.nudges.line(REP, nudge.id, deal.id))[1] == "", "in one team only"
    await world.teams.create(REP, NewTeam("Annas own", "PLN", "Europe/Warsaw", "PL", "pl", "blank"), "k")
    assert (await world.nudges.line(REP, nudge.id, deal.id))[1] == world.team.name


async def test_who_left_the_team_is_shown_nothing_of_it_any_more(world: NudgeWorld) -> None:
    await world.deal()
    world.clock.advance(hours=5)
    await world.deal(client="Later")
    await world.jump(hours=43)
    [nudge] = await world.nudge_rows()
    world.clock.advance(hours=5)
    await world.sweeps.run()
    await world.members.remove(ADMIN, world.team.id, REP)
    assert [one for one in await world.deliver() if isinstance(one.facts, NudgeFacts)] == []
    with pytest.raises(NotFound):
        await world.nudges.facts(REP, nudge.id)


async def test_a_line_says_what_was_said_last(world: NudgeWorld) -> None:
    deal = await world.deal()
    await world.work.note(REP, deal.id, "wait for the board", world.press())
    await world.jump(hours=48)
    [nudge] = await world.nudge_rows()
    line, _ = await world.nudges.line(REP, nudge.id, deal.id)
    assert (line.last_note, line.stage_day, line.limit_days, line.ended) == ("wait for the board", 3, 14, None)
    facts = await world.nudges.facts(REP, nudge.id)
    assert not isinstance(facts, PlanFacts)
    assert facts.team_name == ""


async def test_a_deal_back_from_a_pause_says_what_it_waited_for(world: NudgeWorld) -> None:
    deal = await world.deal()
    for until, reason in ((date(2026, 3, 10), "budget"), (date(2026, 3, 5), "their boss is away")):
        version = (await world.fresh(deal)).version
        done = await world.pausing.pause(REP, deal.id, until, reason, version, world.zone, world.press())
        if reason == "budget":
            assert done.event is not None
            await world.pausing.resume(REP, deal.id, done.card.deal.version, world.press())
    world.clock.set(utc("2026-03-05 08:00"))
    [push] = pushes(await world.sweep())
    assert isinstance(push.facts, NudgeFacts)
    [line] = push.facts.lines
    assert (line.why[0], line.paused_for) == ("return", "their boss is away")
