"""Another limit un-sticks deals: that is recorded like any other end of being stuck, and is nothing that anybody did to
the deal.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.models import Deal, DealEvent, EventKind, OutboxMessage, ReminderState, TouchKind
from bot.models.facts_deals import Verdict
from bot.models.facts_reminders import NudgeFacts
from bot.reader import reader_for
from bot.services import due_times
from bot.services.deals.cards import HISTORY_LINES
from bot.services.team_rules import TeamRuling
from bot.views.outgoing import render
from tests.services.nudge_world import NOON, NudgeWorld, as_row, clients, pushes
from tests.services.world import ADMIN, MANAGER, REP, utc
from tests.support import SecondSession

DAY = 24 * 3600


@pytest.fixture
async def world(database: Database, clock: FixedClock, second_session: SecondSession) -> NudgeWorld:
    """Deals of the first stage are stuck after four days, and never called quiet."""
    made = NudgeWorld(database, clock, second_session)
    await made.build("solution")
    await made.set_stage("contact", followup_hours=None, stuck_days=4)
    clock.set(NOON)
    return made


@pytest.fixture
def rules(world: NudgeWorld) -> TeamRuling:
    return TeamRuling(world.database, world.clock, world.people, world.stages)


async def last(world: NudgeWorld, deal: Deal) -> DealEvent:
    """The newest event of a deal's history."""
    return (await world.events(deal))[-1]


@pytest.mark.parametrize("swept", [True, False])
async def test_a_raised_limit_records_how_long_each_deal_was_stuck(
    world: NudgeWorld, rules: TeamRuling, monkeypatch: pytest.MonkeyPatch, swept: bool
) -> None:
    monkeypatch.setattr(due_times, "CHUNK", 2)
    deals = [await world.deal(client=f"C{number}") for number in range(5)]
    elsewhere = await world.deal(client="Elsewhere")
    await world.move(elsewhere, "profiling")
    world.clock.advance(days=3)
    young = await world.deal(client="Young")
    world.clock.advance(days=3)
    if swept:
        await world.sweep()
    before = {deal.id: await world.fresh(deal) for deal in deals}
    told = await world.count(OutboxMessage)
    await rules.change_stage(ADMIN, deals[0].stage_id, "stuck", "14")
    for deal in deals:
        event, now = await last(world, deal), await world.fresh(deal)
        assert (event.kind, event.actor_id, event.at) == (EventKind.LIMIT_CHANGED, ADMIN, world.clock.now())
        assert (event.stuck_seconds, event.limit_days, event.to_stage_id) == (2 * DAY, 14, deal.stage_id)
        assert event.data == {"limit": 14, "working": False, "recounted": False}
        assert (now.stuck_since, now.stuck_at) == (None, NOON + timedelta(days=14))
        was = before[deal.id]
        assert (now.last_touch_at, now.version, event.version) == (was.last_touch_at, was.version, was.version)
    for deal in (young, elsewhere):
        assert EventKind.LIMIT_CHANGED not in [event.kind for event in await world.events(deal)]
    assert await world.count(OutboxMessage) == told
    # Nothing to record a second time.
    count = await world.count(DealEvent)
    await rules.change_stage(ADMIN, deals[0].stage_id, "stuck", "21")
    assert await world.count(DealEvent) == count


async def test_a_limit_that_is_still_too_short_un_sticks_nothing(world: NudgeWorld, rules: TeamRuling) -> None:
    deal = await world.deal()
    await world.jump(days=6)
    await rules.change_stage(ADMIN, deal.stage_id, "stuck", "5")
    assert (await last(world, deal)).kind is EventKind.BECAME_STUCK
    assert (await world.fresh(deal)).stuck_since == NOON + timedelta(days=4)


async def test_a_removed_limit_and_other_working_days_are_recorded_too(world: NudgeWorld, rules: TeamRuling) -> None:
    deal = await world.deal()
    await world.jump(days=5)
    await rules.change_stage(ADMIN, deal.stage_id, "stuck", "0")
    event = await last(world, deal)
    assert (event.stuck_seconds, event.limit_days, event.data["limit"]) == (DAY, None, None)
    await rules.change_stage(ADMIN, deal.stage_id, "stuck", "4")
    await world.sweep()
    # It is Saturday: of the four days three were worked.
    await rules.change_stage(ADMIN, deal.stage_id, "working", "1")
    assert (await last(world, deal)).kind is EventKind.BECAME_STUCK
    await rules.change(ADMIN, world.team.id, "day", "2-")
    event = await last(world, deal)
    assert (event.kind, event.actor_id, event.stuck_seconds) == (EventKind.LIMIT_CHANGED, ADMIN, DAY)
    assert event.data == {"limit": 4, "working": True, "recounted": True}


async def test_history_says_who_and_undo_leaves_it(world: NudgeWorld, rules: TeamRuling) -> None:
    deal = await world.deal()
    await world.jump(days=5)
    done = await world.work.touch(REP, deal.id, TouchKind.CALL, world.zone, world.press())
    assert done.event is not None
    await rules.change_stage(ADMIN, deal.stage_id, "stuck", "14")
    event = await last(world, deal)
    page = await world.cards.history(REP, deal.id, 0)
    assert len(page.lines) <= HISTORY_LINES
    assert [(line.event.kind, line.actor_name) for line in page.lines][:2] == [
        (EventKind.LIMIT_CHANGED, "Olga"),
        (EventKind.TOUCHED, "Anna"),
    ]
    for kind in (EventKind.LIMIT_CHANGED, EventKind.BECAME_STUCK):
        which = next(each.id for each in await world.events(deal) if each.kind is kind)
        assert (await world.undoing.undo(MANAGER, deal.id, which, world.press())).verdict is Verdict.LATE
    assert (await world.undoing.undo(REP, deal.id, done.event.id, world.press())).verdict is Verdict.DONE
    now = await world.fresh(deal)
    assert (now.stuck_since, now.last_touch_at) == (None, NOON)
    assert (await world.events(deal))[-1].stuck_seconds is None
    assert event.before == {"stuck_since": (NOON + timedelta(days=4)).isoformat()}


async def test_a_move_that_is_undone_after_the_limit_was_raised_is_not_stuck(
    world: NudgeWorld, rules: TeamRuling
) -> None:
    deal = await world.deal()
    await world.jump(days=5)
    moved = await world.move(deal, "profiling")
    assert moved.event is not None
    assert moved.event.stuck_seconds == DAY
    await rules.change_stage(ADMIN, deal.stage_id, "stuck", "14")
    assert (await world.undoing.undo(REP, deal.id, moved.event.id, world.press())).verdict is Verdict.DONE
    now = await world.fresh(deal)
    assert (now.stage_id, now.stuck_since, now.stuck_at) == (deal.stage_id, None, NOON + timedelta(days=14))


async def test_old_buttons_still_act(world: NudgeWorld, rules: TeamRuling) -> None:
    deal = await world.deal()
    await world.jump(days=5)
    version = (await world.fresh(deal)).version
    await rules.change_stage(ADMIN, deal.stage_id, "stuck", "14")
    goal = world.stage("profiling").id
    assert (await world.moves.move(REP, deal.id, goal, version, world.press())).verdict is Verdict.DONE
    # What the limit has ended is not counted once more.
    assert (await last(world, deal)).stuck_seconds is None


async def test_who_changes_the_setting_is_not_taken_for_one_at_work_on_deals(
    world: NudgeWorld, rules: TeamRuling
) -> None:
    deal = await world.deal(owner=ADMIN)
    world.clock.set(utc("2026-03-09 08:50"))
    await world.sweep()
    await world.set_stage("profiling", followup_hours=48, stuck_days=None)
    other = await world.deal(client="Other", owner=ADMIN)
    await world.move(other, "profiling", ADMIN)
    world.clock.set(utc("2026-03-11 08:50"))
    await rules.change_stage(ADMIN, deal.stage_id, "stuck", "30")
    assert (await last(world, deal)).kind is EventKind.LIMIT_CHANGED
    [push] = pushes(await world.sweep())
    assert clients(push) == ["Other"]


async def test_it_ends_no_reminder_but_a_warning_of_the_old_limit(world: NudgeWorld, rules: TeamRuling) -> None:
    await world.set_stage("contact", followup_hours=96)
    warned = await world.deal(client="Warned")
    world.clock.set(NOON + timedelta(days=2))
    quiet = await world.deal(client="Quiet")
    await world.set_deal(quiet, follow_up_at=world.clock.now() + timedelta(days=1), warn_at=None)
    # Quiet rings on Thursday, when the other one is nearly stuck.
    [push] = pushes(await world.jump(days=1))
    assert isinstance(push.facts, NudgeFacts)
    assert {line.deal.client: line.why[0] for line in push.facts.lines} == {"Warned": "warn", "Quiet": "follow_up"}
    await world.set_stage("contact", followup_hours=12)
    await rules.change_stage(ADMIN, warned.stage_id, "stuck", "20")
    [gone], [stays] = await world.reminders(warned), await world.reminders(quiet)
    assert (gone.state, gone.ended_by, (await world.fresh(warned)).reminder_id) == (ReminderState.DROPPED, None, None)
    assert (stays.state, (await world.fresh(quiet)).reminder_id) == (ReminderState.LIVE, stays.id)
    assert (await world.fresh(warned)).warn_at == NOON + timedelta(days=15)
    [edit] = await world.deliver()
    assert (edit.op, clients(edit)) == ("edit", ["Quiet"]), "the message lists only what still waits"


async def test_a_message_whose_only_reminder_is_dropped_loses_its_buttons(world: NudgeWorld, rules: TeamRuling) -> None:
    await world.set_stage("contact", followup_hours=48, stuck_days=None)
    deal = await world.deal()
    assert len(pushes(await world.jump(days=2))) == 1
    await rules.change_stage(ADMIN, deal.stage_id, "followup", "5 d")
    [edit] = await world.deliver()
    assert (edit.op, edit.message_id) == ("edit", 101)
    assert isinstance(edit.facts, NudgeFacts)
    screen = render(edit.facts, reader_for("en", "Europe/Warsaw", world.clock.now()))
    assert (screen.text, screen.keyboard) == ("Nothing waits here any more.", None)
    assert await world.deliver() == []


async def test_a_reminder_dropped_while_its_message_was_on_its_way_is_taken_off(
    world: NudgeWorld, rules: TeamRuling
) -> None:
    await world.set_stage("contact", followup_hours=48, stuck_days=None)
    deal = await world.deal()
    world.clock.advance(days=2)
    await world.sweeps.run()
    [row] = [as_row(one) for one in await world.outbox() if one.kind == "nudge"]
    assert await world.outgoing.load(row) is not None
    await rules.change_stage(ADMIN, deal.stage_id, "followup", "5 d")
    await world.outgoing.delivered(row, 77, silent=False)
    edits = [one for one in await world.outbox() if one.kind == "nudge-refresh"]
    assert [one.args["nudge"] for one in edits] == [row.args["nudge"]]


async def test_a_limit_that_stays_does_not_warn_a_second_time(world: NudgeWorld, rules: TeamRuling) -> None:
    await world.set_stage("contact", followup_hours=69)
    deal = await world.deal()
    world.clock.set(utc("2026-03-05 08:00"))
    # Quiet since nine, nearly stuck at noon: both are said at nine.
    assert len(pushes(await world.sweep())) == 1
    await rules.change_stage(ADMIN, deal.stage_id, "followup", "70")
    assert (await world.fresh(deal)).warn_at is None
