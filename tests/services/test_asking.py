"""A manager asks, the rep answers: once, by the right people, with both in the history."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.errors import BadInput, NotAllowed, NotFound
from bot.models import Deal, EventKind, OutboxMessage, Question
from bot.models.facts import Press
from bot.models.facts_deals import Outcome, Verdict
from bot.models.facts_digests import AnswerFacts, QuestionFacts
from bot.models.facts_teams import NewTeam
from bot.services.deals.changing import Changing
from bot.services.digests.asking import Asking
from bot.services.digests.showing import DigestDeliveries
from bot.services.outbox import Delivery, OutboxRow
from bot.services.preferences import Preferences
from bot.services.sweeps import Sweeps
from tests.services.world import ADMIN, FOREIGN_ADMIN, MANAGER, REP, SECOND, STRANGER, VIEWER, World, utc

NEW = NewTeam("Annas own", "PLN", "Europe/Warsaw", "PL", "pl", "blank")


@pytest.fixture
def asking(world: World) -> Asking:
    return Asking(world.database, world.stages, Changing(world.stages, world.announcements, world.clock))


async def questions(world: World) -> list[Question]:
    async with world.elsewhere() as session:
        return list(await session.scalars(select(Question).order_by(Question.id)))


async def asked(world: World, asking: Asking, deal: Deal) -> int:
    await asking.ask(MANAGER, deal.id, world.press())
    return (await questions(world))[-1].id


async def news(world: World, kind: str) -> list[OutboxMessage]:
    return [row for row in await world.outbox() if row.kind == kind]


async def load(world: World, message: OutboxMessage) -> Delivery | None:
    row = OutboxRow(message.id, message.kind, message.args, message.chat_id, 0, 5, 0, message.due_at)
    async with world.database.read() as session:
        return await DigestDeliveries(world.stages, "test_bot").kinds[row.kind](session, row, world.clock.now())


async def test_a_question_reaches_the_owner_and_the_answer_the_manager(world: World, asking: Asking) -> None:
    deal = await world.deal(REP)
    touched = deal.last_touch_at
    world.clock.advance(hours=3)
    assert (await asking.ask(MANAGER, deal.id, world.press())).verdict is Verdict.DONE
    [question] = await questions(world)
    [row] = await news(world, "question")
    assert row.chat_id == REP
    delivery = await load(world, row)
    assert delivery is not None
    assert isinstance(delivery.facts, QuestionFacts)
    assert (delivery.facts.asker_name, delivery.facts.deal.id) == ("Helen", deal.id)
    outcome = await asking.answer(REP, question.id, "waiting", world.press())
    assert outcome.verdict is Verdict.DONE
    [back] = await news(world, "answer")
    assert back.chat_id == MANAGER
    delivery = await load(world, back)
    assert delivery is not None
    assert isinstance(delivery.facts, AnswerFacts)
    assert (delivery.facts.rep_name, delivery.facts.answer) == ("Anna", "waiting")
    events = [event for event in await world.events(deal) if event.kind in (EventKind.ASKED, EventKind.ANSWERED)]
    assert [(event.kind, event.actor_id) for event in events] == [(EventKind.ASKED, MANAGER), (EventKind.ANSWERED, REP)]
    # Talking about a deal is no touch of the client.
    assert (await world.fresh(deal)).last_touch_at == touched
    assert await load(world, row) is None, "an answered question is not asked any more"


async def test_what_was_asked_and_answered_cannot_be_taken_back(world: World, asking: Asking) -> None:
    """No button offers it, but one can be forged; the history had no words for it."""
    deal = await world.deal(REP)
    await asking.answer(REP, await asked(world, asking, deal), "fine", world.press())
    said = [event.id for event in await world.events(deal) if event.kind in (EventKind.ASKED, EventKind.ANSWERED)]
    assert len(said) == 2
    for event_id in said:
        outcome = await world.undoing.undo(MANAGER, deal.id, event_id, world.press())
        assert outcome.verdict is Verdict.LATE
    assert EventKind.UNDONE not in {event.kind for event in await world.events(deal)}


@pytest.mark.parametrize(("hour", "silent"), [(10, False), (20, True)])
async def test_outside_working_hours_neither_makes_a_sound(
    world: World, asking: Asking, hour: int, silent: bool
) -> None:
    deal = await world.deal(REP)
    world.clock.set(world.clock.now().replace(hour=hour) + timedelta(days=1))
    question = await asked(world, asking, deal)
    [row] = await news(world, "question")
    sent = await load(world, row)
    await asking.answer(REP, question, "fine", world.press())
    [row] = await news(world, "answer")
    back = await load(world, row)
    assert sent is not None
    assert back is not None
    assert (sent.silent, back.silent) == (silent, silent)


async def test_the_same_tap_asks_once_and_so_does_a_second_one(world: World, asking: Asking) -> None:
    deal = await world.deal(REP)
    press = world.press()
    await asking.ask(MANAGER, deal.id, press)
    assert (await asking.ask(MANAGER, deal.id, press)).verdict is Verdict.AGAIN
    assert (await asking.ask(MANAGER, deal.id, world.press())).verdict is Verdict.SAME
    assert len(await questions(world)) == len(await news(world, "question")) == 1


async def test_two_taps_at_once_ask_once(world: World, asking: Asking) -> None:
    deal = await world.deal(REP)
    outcomes = await asyncio.gather(*[asking.ask(MANAGER, deal.id, world.press()) for _ in range(4)])
    assert sorted(outcome.verdict for outcome in outcomes) == ["done", "same", "same", "same"]
    assert len(await questions(world)) == 1


async def test_an_unanswered_question_may_be_sent_again_the_next_day(world: World, asking: Asking) -> None:
    deal = await world.deal(REP)
    await asked(world, asking, deal)
    world.clock.advance(days=1)
    assert (await asking.ask(MANAGER, deal.id, world.press())).verdict is Verdict.DONE
    assert len(await questions(world)) == 1
    assert len(await news(world, "question")) == 2


async def test_an_answer_counts_once(world: World, asking: Asking) -> None:
    deal = await world.deal(REP)
    question = await asked(world, asking, deal)
    press = world.press()
    await asking.answer(REP, question, "fine", press)
    again = await asking.answer(REP, question, "fine", press)
    other = await asking.answer(REP, question, "lost", world.press())
    assert (again.verdict, other.verdict, other.event) == (Verdict.AGAIN, Verdict.AGAIN, None)
    assert again.event is not None
    assert [each.answer for each in await questions(world)] == ["fine"]
    assert len(await news(world, "answer")) == 1


async def test_both_name_the_team_to_those_who_are_in_several(world: World, asking: Asking) -> None:
    deal = await world.deal(REP)
    question = await asked(world, asking, deal)
    [row] = await news(world, "question")
    for user, name in ((None, ""), (REP, world.team.name)):
        if user is not None:
            await world.teams.create(user, NEW, "k")
        sent = await load(world, row)
        assert sent is not None
        assert isinstance(sent.facts, QuestionFacts)
        assert (sent.facts.team_name, (await asking.about(REP, question)).team_name) == (name, name)
    await asking.answer(REP, question, "fine", world.press())
    [back] = await news(world, "answer")
    answer = await load(world, back)
    assert answer is not None
    assert isinstance(answer.facts, AnswerFacts)
    assert answer.facts.team_name == "", "the manager is in this one only"


@pytest.mark.parametrize("how", ["won", "lost"])
async def test_closing_answers_what_the_owner_was_asked(world: World, asking: Asking, how: str) -> None:
    deal = await world.deal(REP)
    await asked(world, asking, deal)
    await close(world, deal, how, REP)
    assert [each.answer for each in await questions(world)] == [how]
    [row] = await news(world, "answer")
    delivery = await load(world, row)
    assert row.chat_id == MANAGER
    assert delivery is not None
    assert isinstance(delivery.facts, AnswerFacts)
    assert (delivery.facts.rep_name, delivery.facts.answer) == ("Anna", how)


@pytest.mark.parametrize("how", ["won", "lost"])
async def test_a_deal_that_the_asker_closed_leaves_nothing_to_answer(world: World, asking: Asking, how: str) -> None:
    deal = await world.deal(REP)
    question = await asked(world, asking, deal)
    closed = await close(world, deal, how, MANAGER)
    assert (await asking.about(REP, question)).deal.closed
    late = await asking.answer(REP, question, "fine", world.press())
    assert (late.verdict, late.actor_name) == (Verdict.STALE, "Helen")
    late = await asking.answer_in_words(REP, question, "going well", world.press())
    assert late.verdict is Verdict.STALE
    assert [each.answer for each in await questions(world)] == [None]
    assert await news(world, "answer") == [], "who closed it knows"
    # Taken back, it is open as before, and so is the question.
    assert closed.event is not None
    await world.undoing.undo(MANAGER, deal.id, closed.event.id, world.press())
    assert (await asking.answer(REP, question, "fine", world.press())).verdict is Verdict.DONE


@pytest.mark.parametrize("how", ["won", "lost"])
async def test_who_asked_hears_that_a_third_person_closed_the_deal(world: World, asking: Asking, how: str) -> None:
    deal = await world.deal(REP)
    await asked(world, asking, deal)
    closed = await close(world, deal, how, ADMIN)
    [row] = await news(world, "answer")
    delivery = await load(world, row)
    assert row.chat_id == MANAGER
    assert delivery is not None
    assert isinstance(delivery.facts, AnswerFacts)
    assert (delivery.facts.rep_name, delivery.facts.answer) == ("Olga", how)
    assert closed.event is not None
    await world.undoing.undo(ADMIN, deal.id, closed.event.id, world.press())
    assert await load(world, row) is None, "it is no longer true"


async def close(world: World, deal: Deal, how: str, user: int) -> Outcome:
    """Win or lose the deal by a fresh button."""
    if how == "lost":
        return await world.lose(deal, user)
    return await world.move(deal, next(stage.key for stage in world.ladder.stages if stage.kind == "won"), user)


async def test_two_answers_at_once_count_once(world: World, asking: Asking) -> None:
    question = await asked(world, asking, await world.deal(REP))
    outcomes = await asyncio.gather(*[asking.answer(REP, question, said, world.press()) for said in ("fine", "call")])
    assert sorted(outcome.verdict for outcome in outcomes) == ["again", "done"]
    assert len(await news(world, "answer")) == 1


async def test_an_answer_in_words(world: World, asking: Asking) -> None:
    deal = await world.deal(REP)
    question = await asked(world, asking, deal)
    for text, kind in (("  \n ", "empty"), ("x" * 501, "too_long")):
        with pytest.raises(BadInput) as bad:
            await asking.answer_in_words(REP, question, text, world.press())
        assert bad.value.kind == kind
    await asking.answer_in_words(REP, question, "  Ivan is <away>,\nback on Monday ", world.press())
    assert [each.answer for each in await questions(world)] == ["Ivan is <away>, back on Monday"]
    assert (await world.events(deal))[-1].data["text"] == "Ivan is <away>, back on Monday"


@pytest.mark.parametrize("user", [REP, SECOND, VIEWER, STRANGER, FOREIGN_ADMIN])
async def test_only_managers_ask(world: World, asking: Asking, user: int) -> None:
    deal = await world.deal(REP)
    before = await world.dump()
    with pytest.raises((NotAllowed, NotFound)):
        await asking.ask(user, deal.id, world.press())
    assert await world.dump() == before


@pytest.mark.parametrize("user", [MANAGER, SECOND, VIEWER, STRANGER, FOREIGN_ADMIN])
async def test_only_the_asked_person_answers(world: World, asking: Asking, user: int) -> None:
    question = await asked(world, asking, await world.deal(REP))
    before = await world.dump()
    with pytest.raises(NotFound):
        await asking.answer(user, question, "fine", world.press())
    with pytest.raises(NotFound):
        await asking.about(user, question)
    assert await world.dump() == before


@pytest.mark.parametrize("question", [0, -1, 999_999, 10**30])
async def test_forged_questions_and_answers_are_refused(world: World, asking: Asking, question: int) -> None:
    real = await asked(world, asking, await world.deal(REP))
    with pytest.raises(NotFound):
        await asking.answer(REP, question, "fine", world.press())
    with pytest.raises(NotFound):
        await asking.answer(REP, real, "won", world.press())


async def test_nobody_asks_themselves_or_about_a_closed_deal(world: World, asking: Asking) -> None:
    own = await world.deal(MANAGER)
    with pytest.raises(NotFound):
        await asking.ask(MANAGER, own.id, world.press())
    closed = await world.deal(REP)
    await world.lose(closed)
    assert (await asking.ask(MANAGER, closed.id, world.press())).verdict is Verdict.STALE
    assert await questions(world) == []


async def test_a_reassigned_deal_is_not_asked_about_any_more(world: World, asking: Asking) -> None:
    deal = await world.deal(REP)
    question = await asked(world, asking, deal)
    [row] = await news(world, "question")
    await world.edits.reassign(MANAGER, deal.id, SECOND, world.press())
    assert await load(world, row) is None
    with pytest.raises(NotFound):
        await asking.answer(REP, question, "fine", Press())
    # The new owner can be asked.
    assert (await asking.ask(MANAGER, deal.id, world.press())).verdict is Verdict.DONE


# Somebody out of office

MONDAY_BACK = utc("2026-03-09 08:00")
"""The first working moment of one who is away until Saturday, 7 March."""


async def away(world: World, user: int = REP) -> None:
    """Out of office until Saturday; the tests start on Monday."""
    await Preferences(world.database, world.clock, world.people).away(user, world.team.id, days=5)


async def test_somebody_away_is_asked_on_the_first_working_morning(world: World, asking: Asking) -> None:
    deal = await world.deal(REP)
    await away(world)
    outcome = await asking.ask(MANAGER, deal.id, world.press())
    assert (outcome.verdict, outcome.back_on) == (Verdict.DONE, date(2026, 3, 7))
    again = await asking.ask(MANAGER, deal.id, world.press())
    assert (again.verdict, again.back_on) == (Verdict.SAME, date(2026, 3, 7))
    sweeps = Sweeps(world.database, world.clock)
    for moment in (world.clock.now() + timedelta(days=2), MONDAY_BACK - timedelta(seconds=1)):
        world.clock.set(moment)
        await sweeps.run()
        assert await news(world, "question") == []
        assert (await asking.ask(MANAGER, deal.id, world.press())).verdict is Verdict.SAME, "it waits already"
    world.clock.set(MONDAY_BACK)
    for _ in range(2):
        await sweeps.run()
    [row] = await news(world, "question")
    sent = await load(world, row)
    assert sent is not None
    assert (row.chat_id, sent.silent) == (REP, False)
    # Asked just now, it is not asked again with the next tap.
    again = await asking.ask(MANAGER, deal.id, world.press())
    assert (again.verdict, again.back_on) == (Verdict.SAME, None)


async def test_back_early_the_question_comes_early(world: World, asking: Asking) -> None:
    deal = await world.deal(REP)
    await away(world)
    await asked(world, asking, deal)
    world.clock.advance(days=1)
    await Preferences(world.database, world.clock, world.people).away(REP, world.team.id, days=0)
    await Sweeps(world.database, world.clock).run()
    assert [row.chat_id for row in await news(world, "question")] == [REP]


async def test_a_deal_closed_meanwhile_is_not_asked_about_on_return(world: World, asking: Asking) -> None:
    deal = await world.deal(REP)
    await away(world)
    await asked(world, asking, deal)
    await world.lose(deal, MANAGER)
    world.clock.set(MONDAY_BACK)
    await Sweeps(world.database, world.clock).run()
    [row] = await news(world, "question")
    assert await load(world, row) is None


async def test_who_is_not_away_is_asked_at_once(world: World, asking: Asking) -> None:
    deal = await world.deal(REP)
    await away(world, SECOND)
    assert (await asking.ask(MANAGER, deal.id, world.press())).back_on is None
    assert len(await news(world, "question")) == 1
