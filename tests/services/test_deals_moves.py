"""Moving deals: to a stage, to won, to lost with a reason, aside until a date; and what old buttons do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.errors import BadInput, NotFound
from bot.models import Deal, EventKind, LossReason, StageKind, TouchKind
from bot.models.facts import NO_PRESS, Press
from bot.models.facts_deals import Outcome, Verdict
from tests.services.world import MANAGER, REP, SECOND, World, utc

MONDAY = utc("2026-03-02 09:00")


async def tap(world: World, deal: Deal, key: str, version: int, user: int = REP, press: Press | None = None) -> Outcome:
    """Press a stage button that was drawn at ``version``."""
    return await world.moves.move(user, deal.id, world.stage(key).id, version, press or world.press())


async def test_a_move_changes_the_stage_and_writes_what_was_true_then(world: World) -> None:
    deal = await world.deal()
    world.clock.advance(days=3, hours=2)
    outcome = await tap(world, deal, "defence", 1)
    assert outcome.verdict is Verdict.DONE
    assert outcome.card.stage.key == "defence"
    now = await world.fresh(deal)
    assert (now.stage_id, now.kind, now.closed) == (world.stage("defence").id, StageKind.OPEN, False)
    assert now.stage_entered_at == now.last_touch_at == world.clock.now()
    assert now.version == 2
    _, event = await world.events(deal)
    assert (event.kind, event.actor_id, event.at, event.version) == (EventKind.MOVED, REP, world.clock.now(), 2)
    assert (event.from_stage_id, event.to_stage_id) == (world.stage("contact").id, world.stage("defence").id)
    assert event.stayed_seconds == (3 * 24 + 2) * 3600
    # The limit of the stage that was left, for "four days in Contact, limit 14".
    assert (world.stage("contact").stuck_days, world.stage("defence").stuck_days, event.limit_days) == (14, 10, 14)
    assert (event.amount_minor, event.currency) == (12_000_000, "PLN")
    assert outcome.event is not None
    assert outcome.event.id == event.id


async def test_history_keeps_the_amount_of_then(world: World) -> None:
    deal = await world.deal()
    await tap(world, deal, "profiling", 1)
    await world.edits.set_fields(REP, deal.id, {"amount_minor": 5, "currency": "EUR"}, world.press())
    await world.move(deal, "terms")
    moves = [event for event in await world.events(deal) if event.kind is EventKind.MOVED]
    assert [(event.amount_minor, event.currency) for event in moves] == [(12_000_000, "PLN"), (5, "EUR")]


async def test_a_move_restarts_both_clocks(world: World) -> None:
    deal = await world.deal()
    world.clock.advance(days=5)
    await tap(world, deal, "defence", 1)
    now = await world.fresh(deal)
    assert now.stuck_at == world.clock.now() + timedelta(days=10)
    assert now.follow_up_at == world.clock.now() + timedelta(hours=48)


async def test_a_planned_step_outlives_a_move_and_keeps_the_reminder(world: World) -> None:
    step = MONDAY + timedelta(days=4)
    deal = await world.deal(next_step_at=step, next_step_has_time=True, next_step_text="Call Ivan")
    await tap(world, deal, "terms", 1)
    now = await world.fresh(deal)
    assert (now.next_step_at, now.next_step_text, now.follow_up_at) == (step, "Call Ivan", step)


async def test_a_move_after_a_call_is_not_a_call(world: World) -> None:
    deal = await world.deal()
    await world.work.touch(REP, deal.id, TouchKind.CALL, world.zone, world.press())
    world.clock.advance(hours=1)
    await world.move(deal, "terms")
    now = await world.fresh(deal)
    assert (now.last_touch_at, now.last_touch_kind) == (world.clock.now(), None)


async def test_moving_to_where_it_stands_changes_nothing(world: World) -> None:
    deal = await world.deal()
    outcome = await tap(world, deal, "contact", 1)
    assert outcome.verdict is Verdict.SAME
    assert (await world.fresh(deal)).version == 1
    assert len(await world.events(deal)) == 1


async def test_a_stage_of_another_pipeline_is_not_found(world: World) -> None:
    deal = await world.deal()
    other = await world.second_pipeline()
    for stage_id in (other.id, world.foreign_ladder.stages[1].id, 0, -1, 10**30):
        with pytest.raises(NotFound):
            await world.moves.move(REP, deal.id, stage_id, 1, world.press())
    assert (await world.fresh(deal)).version == 1


# Won


async def test_winning_closes_the_deal_and_stops_its_clocks(world: World) -> None:
    deal = await world.deal()
    await tap(world, deal, "rollout", 1)
    now = await world.fresh(deal)
    assert (now.kind, now.closed, now.closed_at) == (StageKind.WON, True, MONDAY)
    assert (now.follow_up_at, now.stuck_at) == (None, None)


async def test_what_follows_the_sale_keeps_the_day_it_was_won(world: World) -> None:
    deal = await world.deal()
    await tap(world, deal, "rollout", 1)
    world.clock.advance(days=20)
    await world.move(deal, "service")
    now = await world.fresh(deal)
    assert (now.stage_id, now.closed_at) == (world.stage("service").id, MONDAY)
    assert now.stage_entered_at == world.clock.now()


async def test_winning_straight_into_a_later_won_stage_wins(world: World) -> None:
    deal = await world.deal()
    await tap(world, deal, "service", 1)
    assert (await world.fresh(deal)).closed_at == MONDAY


async def test_reopening_forgets_that_it_was_closed(world: World) -> None:
    deal = await world.deal()
    await tap(world, deal, "rollout", 1)
    world.clock.advance(days=1)
    await world.move(deal, "signing")
    now = await world.fresh(deal)
    assert (now.kind, now.closed, now.closed_at) == (StageKind.OPEN, False, None)
    assert now.follow_up_at is not None
    assert now.stuck_at is not None


async def test_won_again_after_a_loss_is_closed_anew(world: World) -> None:
    deal = await world.deal()
    await world.lose(deal)
    world.clock.advance(days=3)
    await world.move(deal, "rollout")
    now = await world.fresh(deal)
    assert (now.kind, now.closed_at, now.loss_reason_id) == (StageKind.WON, world.clock.now(), None)


# Lost


async def test_the_lost_stage_asks_for_a_reason_first(world: World) -> None:
    deal = await world.deal()
    outcome = await tap(world, deal, "lost", 1)
    assert outcome.verdict is Verdict.REASON
    assert len(await world.events(deal)) == 1


async def test_losing_keeps_the_reason_and_its_words(world: World) -> None:
    deal = await world.deal(next_step_at=MONDAY + timedelta(days=1), next_step_text="Call")
    reason = await world.reason()
    outcome = await world.lose(deal, reason=reason)
    assert outcome.verdict is Verdict.DONE
    now = await world.fresh(deal)
    assert (now.kind, now.closed, now.closed_at) == (StageKind.LOST, True, MONDAY)
    assert (now.loss_reason_id, now.loss_comment) == (reason, None)
    assert (now.follow_up_at, now.stuck_at, now.next_step_at, now.next_step_text) == (None, None, None, None)
    event = (await world.events(deal))[-1]
    async with world.elsewhere() as session:
        names = (await session.get_one(LossReason, reason)).names
    assert event.data == {"reason": names}
    assert outcome.card.loss_reason is not None
    assert outcome.card.loss_reason.id == reason


async def test_a_reason_must_be_one_of_the_teams_own(world: World) -> None:
    deal = await world.deal()
    for reason in (await world.reason(foreign=True), 10**6, 0, -5, 2**63, 10**30):
        with pytest.raises(NotFound):
            await world.moves.lose(REP, deal.id, reason, 1, world.press())
    now = await world.fresh(deal)
    assert (now.kind, now.version) == (StageKind.OPEN, 1)


async def test_a_lost_deal_is_not_lost_again(world: World) -> None:
    deal = await world.deal()
    await world.lose(deal)
    assert (await world.lose(deal)).verdict is Verdict.SAME
    assert len(await world.events(deal)) == 2


async def test_a_loss_can_be_commented_and_a_comment_corrected(world: World) -> None:
    deal = await world.deal()
    await world.lose(deal)
    for words in ("  Too dear ", "Too dear, they said"):
        outcome = await world.moves.comment_loss(REP, deal.id, words, world.press())
        assert outcome.verdict is Verdict.DONE
    now = await world.fresh(deal)
    assert now.loss_comment == "Too dear, they said"
    assert now.version == 4
    assert (await world.events(deal))[2].data == {"field": "loss_comment", "text": "Too dear"}


@pytest.mark.parametrize(("words", "kind"), [("", "empty"), ("  \n", "empty"), ("x" * 501, "too_long")])
async def test_a_comment_that_cannot_be_kept_is_refused(world: World, words: str, kind: str) -> None:
    deal = await world.deal()
    await world.lose(deal)
    with pytest.raises(BadInput) as caught:
        await world.moves.comment_loss(REP, deal.id, words, world.press())
    assert caught.value.kind == kind
    assert (await world.fresh(deal)).loss_comment is None


async def test_a_comment_comes_too_late_for_a_reopened_deal_and_hears_why(world: World) -> None:
    deal = await world.deal()
    await world.lose(deal)
    await world.move(deal, "terms", MANAGER)
    outcome = await world.moves.comment_loss(REP, deal.id, "Too dear", world.press())
    assert outcome.verdict is Verdict.STALE
    assert outcome.event is not None
    assert (outcome.event.to_stage_id, outcome.actor_name) == (world.stage("terms").id, "Helen")
    assert (await world.fresh(deal)).loss_comment is None


# Parked


async def test_parking_comes_back_after_thirty_days_by_itself(world: World) -> None:
    deal = await world.deal(next_step_at=MONDAY + timedelta(days=1), next_step_text="Call")
    await tap(world, deal, "parked", 1)
    now = await world.fresh(deal)
    # 1 April is summer time in Warsaw: nine o'clock is seven in UTC.
    assert now.returns_at == utc("2026-04-01 07:00")
    assert (now.kind, now.closed, now.closed_at) == (StageKind.PARKED, False, None)
    assert (now.follow_up_at, now.stuck_at) == (now.returns_at, None)
    assert (now.next_step_at, now.next_step_text) == (None, None)


async def test_the_return_can_be_chosen_in_days_or_by_date(world: World) -> None:
    deal = await world.deal()
    await tap(world, deal, "parked", 1)
    await world.moves.park_until(REP, deal.id, 2, world.press(), days=7)
    assert (await world.fresh(deal)).returns_at == utc("2026-03-09 08:00")
    outcome = await world.moves.park_until(REP, deal.id, 3, world.press(), until=date(2026, 6, 15))
    assert outcome.verdict is Verdict.DONE
    now = await world.fresh(deal)
    assert now.returns_at == now.follow_up_at == utc("2026-06-15 07:00")
    assert now.last_touch_at == MONDAY
    assert (await world.events(deal))[-1].data == {"field": "returns_at", "to": "2026-06-15T07:00:00+00:00"}


async def test_an_open_deal_is_parked_until_the_chosen_day_at_once(world: World) -> None:
    deal = await world.deal()
    outcome = await world.moves.park_until(REP, deal.id, 1, world.press(), days=14)
    assert outcome.verdict is Verdict.DONE
    now = await world.fresh(deal)
    assert (now.kind, now.returns_at) == (StageKind.PARKED, utc("2026-03-16 08:00"))
    assert (await world.events(deal))[-1].kind is EventKind.MOVED


@pytest.mark.parametrize("days", [0, -3, 731, 10**12])
async def test_a_day_to_come_back_lies_ahead_and_within_two_years(world: World, days: int) -> None:
    deal = await world.deal()
    with pytest.raises(BadInput) as caught:
        await world.moves.park_until(REP, deal.id, 1, world.press(), days=days)
    assert caught.value.kind == ("past" if days <= 0 else "too_far")
    with pytest.raises(BadInput):
        await world.moves.park_until(REP, deal.id, 1, world.press(), until=date(2026, 3, 2))
    assert (await world.fresh(deal)).kind is StageKind.OPEN


async def test_a_parked_card_knows_the_stage_that_was_left(world: World) -> None:
    deal = await world.deal()
    await world.move(deal, "terms")
    await tap(world, deal, "parked", 2)
    await world.move(deal, "requirements")
    assert (await world.cards.card(REP, deal.id)).left is None
    await world.move(deal, "parked")
    left = (await world.cards.card(REP, deal.id)).left
    assert left is not None
    assert left.key == "requirements"


async def test_leaving_parked_forgets_the_return(world: World) -> None:
    deal = await world.deal()
    await tap(world, deal, "parked", 1)
    await world.move(deal, "terms")
    now = await world.fresh(deal)
    assert (now.returns_at, now.kind) == (None, StageKind.OPEN)
    assert now.follow_up_at == MONDAY + timedelta(hours=48)


async def test_a_closed_deal_is_not_parked_by_choosing_a_day(world: World) -> None:
    deal = await world.deal()
    await tap(world, deal, "rollout", 1)
    outcome = await world.moves.park_until(REP, deal.id, 2, world.press(), days=7)
    assert outcome.verdict is Verdict.STALE
    assert (await world.fresh(deal)).kind is StageKind.WON


# Old buttons


async def test_an_old_button_says_who_moved_the_deal_meanwhile(world: World) -> None:
    deal = await world.deal()
    await tap(world, deal, "terms", 1, MANAGER)
    for act in (
        tap(world, deal, "profiling", 1),
        world.moves.lose(REP, deal.id, await world.reason(), 1, world.press()),
        world.moves.park_until(REP, deal.id, 1, world.press(), days=7),
    ):
        outcome = await act
        assert outcome.verdict is Verdict.STALE
        assert outcome.actor_name == "Helen"
        assert outcome.event is not None
        assert outcome.event.to_stage_id == world.stage("terms").id
        assert outcome.card.deal.version == 2
    assert len(await world.events(deal)) == 2


async def test_an_old_button_says_who_closed_the_deal(world: World) -> None:
    deal = await world.deal()
    await world.lose(deal, MANAGER)
    outcome = await tap(world, deal, "profiling", 1)
    assert outcome.verdict is Verdict.STALE
    assert outcome.event is not None
    assert outcome.event.to_stage_id == world.stage("lost").id


async def test_an_old_button_says_who_gave_the_deal_away(world: World) -> None:
    deal = await world.deal()
    await world.edits.reassign(MANAGER, deal.id, SECOND, world.press())
    # Another manager's old card of the deal, drawn when it was Anna's.
    outcome = await tap(world, deal, "profiling", 1, MANAGER)
    assert outcome.verdict is Verdict.STALE
    assert outcome.event is not None
    assert (outcome.event.kind, outcome.actor_name) == (EventKind.REASSIGNED, "")
    assert outcome.card.owner_name == "Boris"


async def test_the_change_that_is_told_is_one_that_still_holds(world: World) -> None:
    deal = await world.deal()
    await world.edits.reassign(MANAGER, deal.id, SECOND, world.press())
    await world.move(deal, "terms", SECOND)
    await world.move(deal, "contact", SECOND)
    outcome = await tap(world, deal, "profiling", 1, MANAGER)
    assert outcome.verdict is Verdict.STALE
    assert outcome.event is not None
    assert outcome.event.kind is EventKind.REASSIGNED


async def test_moved_away_and_back_is_where_it_was(world: World) -> None:
    deal = await world.deal()
    await world.move(deal, "terms", MANAGER)
    await world.move(deal, "contact", MANAGER)
    assert (await tap(world, deal, "profiling", 1)).verdict is Verdict.DONE
    assert (await world.fresh(deal)).stage_id == world.stage("profiling").id


async def test_a_move_that_was_undone_does_not_hold_an_old_button(world: World) -> None:
    deal = await world.deal()
    moved = await tap(world, deal, "terms", 1)
    assert moved.event is not None
    await world.undoing.undo(REP, deal.id, moved.event.id, world.press())
    assert (await tap(world, deal, "profiling", 1)).verdict is Verdict.DONE


async def test_edits_touches_notes_and_steps_do_not_hold_an_old_button(world: World) -> None:
    deal = await world.deal()
    await world.edits.set_fields(REP, deal.id, {"amount_minor": 1}, world.press())
    await world.edits.set_source(REP, deal.id, await world.source(), world.press())
    await world.work.touch(REP, deal.id, TouchKind.VISIT, world.zone, world.press())
    await world.work.note(REP, deal.id, "Likes blue", world.press())
    await world.work.plan_in_days(REP, deal.id, 2, world.zone, world.press())
    assert (await tap(world, deal, "profiling", 1)).verdict is Verdict.DONE


# The same tap twice


async def test_one_tap_told_twice_moves_once(world: World) -> None:
    for press, again in (
        (Press(70, "a"), Press(70, "a")),  # replayed after a restart
        (Press(71, "b"), Press(72, "b")),  # sent again by Telegram under another number
        (Press(73, None), Press(73, None)),  # typed, replayed
    ):
        deal = await world.deal()
        first = await tap(world, deal, "terms", 1, press=press)
        second = await tap(world, deal, "terms", 1, press=again)
        assert (first.verdict, second.verdict) == (Verdict.DONE, Verdict.AGAIN)
        assert first.event is not None
        assert second.event is not None
        assert first.event.id == second.event.id
        assert len(await world.events(deal)) == 2


async def test_one_tap_told_twice_shows_its_success_even_after_others_moved_on(world: World) -> None:
    deal = await world.deal()
    press = world.press()
    await tap(world, deal, "terms", 1, press=press)
    await world.move(deal, "defence", MANAGER)
    outcome = await tap(world, deal, "terms", 1, press=replace(press, inbox_id=999))
    assert outcome.verdict is Verdict.AGAIN
    assert outcome.card.stage.key == "defence"
    assert len(await world.events(deal)) == 3


async def test_losing_commenting_and_parking_act_once_per_tap(world: World) -> None:
    deal = await world.deal()
    reason = await world.reason()
    lost, said = Press(80, "lost"), Press(81, None)
    for verdict in (Verdict.DONE, Verdict.AGAIN):
        assert (await world.moves.lose(REP, deal.id, reason, 1, lost)).verdict is verdict
    for verdict in (Verdict.DONE, Verdict.AGAIN):
        assert (await world.moves.comment_loss(REP, deal.id, "Why", said)).verdict is verdict
    other = await world.deal()
    parked = Press(82, "parked")
    for verdict in (Verdict.DONE, Verdict.AGAIN):
        assert (await world.moves.park_until(REP, other.id, 1, parked, days=7)).verdict is verdict
    assert [len(await world.events(one)) for one in (deal, other)] == [3, 2]


async def test_the_same_button_much_later_is_a_new_wish(world: World) -> None:
    deal = await world.deal()
    await tap(world, deal, "terms", 1, press=Press(1, "a"))
    await world.move(deal, "contact")
    world.clock.advance(hours=2)
    assert (await tap(world, deal, "terms", 1, press=Press(9, "a"))).verdict is Verdict.DONE
    assert (await world.fresh(deal)).stage_id == world.stage("terms").id


async def test_without_anything_to_tell_taps_apart_an_old_button_is_stale(world: World) -> None:
    deal = await world.deal()
    await tap(world, deal, "terms", 1, press=NO_PRESS)
    assert (await tap(world, deal, "terms", 1, press=NO_PRESS)).verdict is Verdict.STALE
