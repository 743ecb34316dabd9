"""Taking back: every kind of change, with what came after it left alone; for ten minutes; one's own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import inspect

from bot.errors import NotAllowed, NotFound
from bot.models import Deal, EventKind, StageKind, TouchKind
from bot.models.facts import Press
from bot.models.facts_deals import Outcome, Verdict
from tests.services.world import MANAGER, REP, SECOND, World, utc

MONDAY = utc("2026-03-02 09:00")
Act = Callable[[World, Deal], Awaitable[Outcome]]


async def _lose(world: World, deal: Deal) -> Outcome:
    return await world.moves.lose(MANAGER, deal.id, await world.reason(), 9, world.press())


async def _source(world: World, deal: Deal) -> Outcome:
    return await world.edits.set_source(MANAGER, deal.id, await world.source(), world.press())


def _to(stage: str) -> Act:
    return lambda w, d: w.moves.move(MANAGER, d.id, w.stage(stage).id, 9, w.press())


def _set(**values: Any) -> Act:
    return lambda w, d: w.edits.set_fields(MANAGER, d.id, values, w.press())


ACTIONS: dict[str, Act] = {
    "move": _to("defence"),
    "win": _to("service"),
    "park": _to("parked"),
    "park_until": lambda w, d: w.moves.park_until(MANAGER, d.id, 9, w.press(), days=3),
    "lose": _lose,
    "touch": lambda w, d: w.work.touch(MANAGER, d.id, TouchKind.VISIT, w.zone, w.press()),
    "note": lambda w, d: w.work.note(MANAGER, d.id, "Likes blue", w.press()),
    "plan": lambda w, d: w.work.plan(MANAGER, d.id, MONDAY + timedelta(30), w.press(), has_time=True, text="Meet"),
    "plan_in_days": lambda w, d: w.work.plan_in_days(MANAGER, d.id, 7, w.zone, w.press()),
    "step_done": lambda w, d: w.work.end_step(MANAGER, d.id, finished=True, press=w.press()),
    "step_dropped": lambda w, d: w.work.end_step(MANAGER, d.id, finished=False, press=w.press()),
    "client": _set(client="Borey"),
    "title": _set(title="Refit"),
    "amount": _set(amount_minor=1, currency="EUR"),
    "probability": _set(probability=7),
    "phone": _set(phone="+48221234567"),
    "start": _set(start_date=date(2025, 12, 31)),
    "close": _set(expected_close=date(2026, 12, 31)),
    "source": _source,
    "reassign": lambda w, d: w.edits.reassign(MANAGER, d.id, SECOND, w.press()),
}
NOTHING_TO_DO = {("lose", "lost"), ("park", "parked"), ("park_until", "lost"), ("park_until", "rollout")}


def columns(deal: Deal) -> dict[str, Any]:
    """Every column but the version, which only ever grows."""
    return {column.key: getattr(deal, column.key) for column in inspect(Deal).column_attrs if column.key != "version"}


async def undo(world: World, outcome: Outcome, user: int = REP, press: Press | None = None) -> Outcome:
    assert outcome.event is not None
    return await world.undoing.undo(user, outcome.event.deal_id, outcome.event.id, press or world.press())


async def worked_on(world: World) -> Deal:
    """A deal with something in every field, last called two hours ago."""
    deal = await world.deal(title="Shelves", phone="+48227654321", expected_close=date(2026, 6, 1), probability=40)
    later = world.clock.now() + timedelta(days=4)
    await world.work.plan(REP, deal.id, later, world.press(), has_time=True, text="Call Ivan")
    await world.work.touch(REP, deal.id, TouchKind.CALL, world.zone, world.press())
    world.clock.advance(hours=2)
    return await world.fresh(deal)


@pytest.mark.parametrize("where", ["terms", "parked", "rollout", "lost"])
async def test_every_change_is_taken_back_to_the_last_column(world: World, where: str) -> None:
    for name in ACTIONS:
        await act_and_take_back(world, name, where)


async def act_and_take_back(world: World, name: str, where: str) -> None:
    deal = await worked_on(world)
    if where == "lost":
        await world.lose(deal)
        await world.moves.comment_loss(REP, deal.id, "Too dear", world.press())
    else:
        await world.move(deal, where)
    later = world.clock.now() + timedelta(days=5)
    await world.work.plan(REP, deal.id, later, world.press(), has_time=True, text="Ask again")
    world.clock.advance(hours=2)
    before = await world.fresh(deal)
    outcome = await ACTIONS[name](world, deal)
    if outcome.verdict is not Verdict.DONE:
        assert (name, where) in {
            ("lose", "lost"),
            ("park", "parked"),
            ("park_until", "lost"),
            ("park_until", "rollout"),
        }
        return
    assert columns(await world.fresh(deal)) != columns(before), name
    world.clock.advance(minutes=5)
    undone = await undo(world, outcome, MANAGER)
    assert undone.verdict is Verdict.DONE, name
    after = await world.fresh(deal)
    assert columns(after) == columns(before), name
    assert after.version == before.version + 2
    events = await world.events(deal)
    assert outcome.event is not None
    assert events[-1].kind is EventKind.UNDONE
    assert events[-1].data == {"event": outcome.event.id, "kind": outcome.event.kind.value}
    assert events[-2].undone_by == events[-1].id


async def test_an_undone_move_says_how_long_the_deal_stood_there(world: World) -> None:
    deal = await world.deal()
    moved = await world.move(deal, "terms")
    world.clock.advance(minutes=3)
    await undo(world, moved)
    event = (await world.events(deal))[-1]
    assert (event.from_stage_id, event.to_stage_id) == (world.stage("terms").id, world.stage("contact").id)
    assert (event.stayed_seconds, event.limit_days) == (180, 14)


async def test_undo_twice_takes_back_once(world: World) -> None:
    deal = await world.deal()
    moved = await world.move(deal, "terms")
    press = world.press()
    assert (await undo(world, moved, press=press)).verdict is Verdict.DONE
    for again in (press, Press(999, press.key), world.press()):
        assert (await undo(world, moved, press=again)).verdict is Verdict.AGAIN
    assert len(await world.events(deal)) == 3


@pytest.mark.parametrize(("minutes", "verdict"), [(10, Verdict.DONE), (10.1, Verdict.LATE)])
async def test_undo_lasts_ten_minutes(world: World, minutes: float, verdict: Verdict) -> None:
    deal = await world.deal()
    moved = await world.move(deal, "terms")
    world.clock.advance(minutes=minutes)
    assert (await undo(world, moved)).verdict is verdict
    assert (await world.fresh(deal)).stage_id == world.stage("terms" if verdict is Verdict.LATE else "contact").id


async def test_only_ones_own_action_is_taken_back_but_by_managers(world: World) -> None:
    deal = await world.deal()
    by_manager = await world.move(deal, "terms", MANAGER)
    with pytest.raises(NotAllowed) as caught:
        await undo(world, by_manager, REP)
    assert caught.value.why == "not_yours"
    assert (await world.fresh(deal)).stage_id == world.stage("terms").id
    by_rep = await world.work.note(REP, deal.id, "Likes blue", world.press())
    assert (await undo(world, by_rep, MANAGER)).verdict is Verdict.DONE


async def test_an_event_of_another_deal_is_not_found(world: World) -> None:
    deal, other = await world.deal(), await world.deal()
    moved = await world.move(other, "terms")
    assert moved.event is not None
    for event_id in (moved.event.id, 10**6, 0, -1, 10**30):
        with pytest.raises(NotFound):
            await world.undoing.undo(REP, deal.id, event_id, world.press())
    assert (await world.fresh(other)).stage_id == world.stage("terms").id


async def test_creation_and_undo_itself_are_not_taken_back(world: World) -> None:
    deal = await world.deal()
    undone = await undo(world, await world.move(deal, "terms"))
    created = (await world.events(deal))[0]
    assert (await world.undoing.undo(REP, deal.id, created.id, world.press())).verdict is Verdict.LATE
    assert (await undo(world, undone)).verdict is Verdict.LATE


# What came later


async def test_a_later_change_of_the_same_stands_in_the_way_and_is_named(world: World) -> None:
    deal = await world.deal()
    first = await world.move(deal, "terms")
    second = await world.move(deal, "defence", MANAGER)
    await world.work.note(REP, deal.id, "Likes blue", world.press())
    outcome = await undo(world, first)
    assert outcome.verdict is Verdict.STALE
    assert outcome.event is not None
    assert second.event is not None
    assert (outcome.event.id, outcome.actor_name) == (second.event.id, "Helen")
    assert (await world.fresh(deal)).stage_id == world.stage("defence").id


async def test_changes_are_taken_back_one_after_the_other(world: World) -> None:
    deal = await worked_on(world)
    before = columns(deal)
    done = []
    for stage in ("terms", "parked", "rollout", "service"):
        world.clock.advance(seconds=30)
        done.append(await world.move(deal, stage))
    for outcome in reversed(done):
        assert (await undo(world, outcome)).verdict is Verdict.DONE
    assert columns(await world.fresh(deal)) == before


async def test_what_came_later_and_elsewhere_stays(world: World) -> None:
    deal = await worked_on(world)
    moved = await world.move(deal, "terms")
    await world.edits.set_fields(REP, deal.id, {"amount_minor": 7}, world.press())
    world.clock.advance(minutes=1)
    await world.work.plan_in_days(REP, deal.id, 7, world.zone, world.press())
    touched = await world.work.touch(REP, deal.id, TouchKind.OFFER, world.zone, world.press())
    assert (await undo(world, moved)).verdict is Verdict.DONE
    now = await world.fresh(deal)
    assert (now.stage_id, now.stage_entered_at) == (deal.stage_id, deal.stage_entered_at)
    assert (now.amount_minor, now.last_touch_kind, now.last_touch_at) == (7, TouchKind.OFFER, world.clock.now())
    assert now.next_step_at == now.follow_up_at == utc("2026-03-09 08:00")
    assert now.stuck_at == deal.stuck_at
    # And the later touch, taken back in its turn, does not bring back that of the move.
    await undo(world, touched)
    now = await world.fresh(deal)
    assert (now.last_touch_at, now.last_touch_kind) == (MONDAY, TouchKind.CALL)


async def test_an_edit_after_a_mistaken_call_does_not_keep_the_call(world: World) -> None:
    deal = await world.deal()
    world.clock.advance(days=1)
    called = await world.work.touch(REP, deal.id, TouchKind.CALL, world.zone, world.press())
    await world.edits.set_fields(REP, deal.id, {"title": "Refit"}, world.press())
    await undo(world, called)
    now = await world.fresh(deal)
    assert (now.last_touch_at, now.last_touch_kind, now.title) == (MONDAY, None, "Refit")
    assert now.follow_up_at == MONDAY + timedelta(hours=48)


async def test_a_parked_deal_whose_day_was_chosen_is_taken_back_whole(world: World) -> None:
    deal = await worked_on(world)
    parked = await world.move(deal, "parked")
    await world.moves.park_until(REP, deal.id, parked.card.deal.version, world.press(), days=60)
    assert (await undo(world, parked)).verdict is Verdict.DONE
    assert columns(await world.fresh(deal)) == columns(deal)


async def test_a_loss_that_was_commented_is_taken_back_whole(world: World) -> None:
    deal = await worked_on(world)
    lost = await world.lose(deal)
    await world.moves.comment_loss(REP, deal.id, "Too dear", world.press())
    assert (await undo(world, lost)).verdict is Verdict.DONE
    assert columns(await world.fresh(deal)) == columns(deal)


async def test_a_change_that_was_undone_no_longer_stands_in_the_way(world: World) -> None:
    deal = await world.deal()
    first = await world.move(deal, "terms")
    second = await world.move(deal, "defence")
    await undo(world, second)
    assert (await undo(world, first)).verdict is Verdict.DONE
    assert (await world.fresh(deal)).stage_id == world.stage("contact").id


async def test_an_undone_win_is_open_again_with_its_clocks(world: World) -> None:
    deal = await worked_on(world)
    won = await world.move(deal, "rollout")
    assert won.card.deal.kind is StageKind.WON
    undone = await undo(world, won)
    now = undone.card.deal
    assert (now.kind, now.closed, now.closed_at) == (StageKind.OPEN, False, None)
    assert (now.follow_up_at, now.stuck_at) == (deal.follow_up_at, deal.stuck_at)


async def test_an_undone_handover_leaves_the_deal_with_who_had_it(world: World) -> None:
    deal = await world.deal()
    given = await world.edits.reassign(MANAGER, deal.id, SECOND, world.press())
    outcome = await undo(world, given, MANAGER)
    assert (outcome.verdict, outcome.card.owner_name) == (Verdict.DONE, "Anna")
    with pytest.raises(NotFound):
        await world.cards.card(SECOND, deal.id)


async def test_a_rep_who_lost_the_deal_takes_nothing_back(world: World) -> None:
    deal = await world.deal()
    moved = await world.move(deal, "terms")
    await world.edits.reassign(MANAGER, deal.id, SECOND, world.press())
    with pytest.raises(NotFound):
        await undo(world, moved)


async def test_the_team_chat_hears_that_a_move_was_taken_back(world: World) -> None:
    await world.team_chats.connect(MANAGER, world.team.id, -4001, 0, "Sales", "en")
    deal = await world.deal()
    world.clock.advance(minutes=2)
    moved = await world.move(deal, "terms")
    told = await world.outbox()
    await undo(world, moved)
    assert [row.kind for row in (await world.outbox())[len(told) :]] == ["post-undo"]
