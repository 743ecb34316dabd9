"""A manager asks a rep about a deal, and the answer comes back. Both stand in the deal's history."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.database import Database
from bot.errors import BadInput, NotAllowed, NotFound
from bot.models import EventKind, Question, Role, User
from bot.models.facts import Press
from bot.models.facts_deals import Outcome, Verdict
from bot.models.facts_digests import ANSWERS, QuestionFacts
from bot.services.access import deal_for, find
from bot.services.deals.changing import Change, Changing
from bot.services.digests.answers import send_answer
from bot.services.digests.waiting import send_question
from bot.services.stages import Stages
from bot.services.worktime import WorkTime, worktimes

LONGEST_ANSWER = 500

ASK_AGAIN = timedelta(hours=20)
"""A question that nobody answered may be sent once more with the next day's digest, not with every tap."""


class Asking:
    """Questions and answers. One question of a manager to a rep about a deal is open at a time."""

    def __init__(self, database: Database, stages: Stages, changing: Changing) -> None:
        self._database = database
        self._stages = stages
        self._changing = changing

    async def ask(self, user_id: int, deal_id: int, press: Press) -> Outcome:
        """Ask the deal's owner how it stands. AGAIN when this tap asked already; SAME when an answer is still awaited;
        STALE when the deal is closed. Somebody out of office is asked on their return, and the outcome says when.

        Raises NotFound, NotAllowed (below manager), and NotFound("button") for asking oneself.
        """
        async with self._database.write() as session:
            change = await self._changing.open(session, user_id, deal_id, press)
            _managers_only(change)
            hours = await _hours_of_owner(change)
            back_on = hours.today(hours.away_until) if hours is not None and hours.away_until is not None else None
            done = await change.already()
            if done is not None:
                return replace(await change.outcome(Verdict.AGAIN, done), back_on=back_on)
            deal = change.deal
            if deal.owner_id == user_id:
                raise NotFound("button")
            if deal.closed:
                return await change.outcome(Verdict.STALE, await change.last_move())
            question = await _open_question(change)
            waits = question is not None and question.rings_at is not None
            if question is not None and (waits or change.now - question.asked_at < ASK_AGAIN):
                return replace(await change.outcome(Verdict.SAME), back_on=back_on if waits else None)
            if question is None:
                question = Question(team_id=deal.team_id, deal_id=deal.id, asker_id=user_id, asked_id=deal.owner_id)
                session.add(question)
            question.asked_at = change.now
            await session.flush()
            if back_on is None:
                await send_question(session, question, change.now)
            elif hours is not None:
                question.rings_at = hours.next_open(change.now)
            data = {"question": question.id, "to": question.asked_id}
            return replace(await change.finish(EventKind.ASKED, data, touched=False), back_on=back_on)

    async def about(self, user_id: int, question_id: int) -> QuestionFacts:
        """The question, for the rep who was asked. Raises NotFound to all others, and once the deal is not theirs."""
        async with self._database.read() as session:
            question = await find(session, Question, question_id)
            if question is None or question.asked_id != user_id:
                raise NotFound("button")
            grant = await deal_for(session, user_id, question.deal_id)
            deal = grant.deal
            stage = (await self._stages.of(session, deal.pipeline_id)).by_id[deal.stage_id]
            asker = await session.get(User, question.asker_id)
            name = asker.name if asker else ""
            return QuestionFacts(question_id, name, deal, stage, question.answered_at is not None, grant.team_name)

    async def answer(self, user_id: int, question_id: int, answer: str, press: Press) -> Outcome:
        """Answer with one of `ANSWERS`. AGAIN when it is answered already, STALE when somebody else closed the deal.

        Raises NotFound for a forged answer, for somebody else's question, and for a deal that is no longer theirs to
        see.
        """
        if answer not in ANSWERS:
            raise NotFound("button")
        return await self._answer(user_id, question_id, answer, {"answer": answer}, press)

    async def answer_in_words(self, user_id: int, question_id: int, text: str, press: Press) -> Outcome:
        """Answer in one's own words. Raises BadInput when empty or longer than 500 characters."""
        words = " ".join(text.split())
        if not words or len(words) > LONGEST_ANSWER:
            raise BadInput("answer", text, "too_long" if words else "empty")
        return await self._answer(user_id, question_id, words, {"text": words}, press)

    async def _answer(self, user_id: int, question_id: int, answer: str, data: dict[str, Any], press: Press) -> Outcome:
        deal_id = (await self.about(user_id, question_id)).deal.id
        async with self._database.write() as session:
            # The deal is locked first, so two answers to one question come one after the other.
            change = await self._changing.open(session, user_id, deal_id, press)
            question = await session.get_one(Question, question_id, populate_existing=True)
            done = await change.already()
            if done is not None or question.answered_at is not None:
                return await change.outcome(Verdict.AGAIN, done)
            if change.deal.closed:
                return await change.outcome(Verdict.STALE, await change.last_move())
            question.answer, question.answered_at = answer, change.now
            await send_answer(session, question, change.now)
            return await change.finish(EventKind.ANSWERED, {"question": question_id, **data}, touched=False)


def _managers_only(change: Change) -> None:
    if not change.grant.role.may(Role.MANAGER):
        raise NotAllowed("role")


async def _hours_of_owner(change: Change) -> WorkTime | None:
    """The working time of a deal's owner who is out of office now; else None."""
    key = (change.deal.owner_id, change.deal.team_id)
    hours = (await worktimes(change.session, [key])).get(key)
    return hours if hours is not None and hours.is_away(change.now) else None


async def _open_question(change: Change) -> Question | None:
    deal = change.deal
    query = (
        select(Question)
        .where(
            Question.deal_id == deal.id,
            Question.asker_id == change.grant.user_id,
            Question.asked_id == deal.owner_id,
            Question.answered_at.is_(None),
        )
        .order_by(Question.id.desc())
        .limit(1)
    )
    question: Question | None = await change.session.scalar(query)
    return question
