"""The answer to a manager's question: it goes back to who asked. That the deal is won or lost is one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, Question
from bot.services.outbox import enqueue


async def answer_by_closing(session: AsyncSession, deal: Deal, user_id: int, how: str, now: datetime) -> None:
    """The deal is being closed (``how``: won or lost), which says how it stands. Part of the closing itself, so that a
    manager never hears of a loss that was thought better of.

    By the person who was asked it is their answer. By somebody else it leaves the question without an object: who asked
    is told, unless they closed the deal themselves. Should the closing be taken back, the question stands again.
    """
    query = select(Question).where(
        Question.deal_id == deal.id, Question.asked_id == deal.owner_id, Question.answered_at.is_(None)
    )
    for question in await session.scalars(query.order_by(Question.id)):
        if question.asked_id == user_id:
            question.answer, question.answered_at = how, now
            await send_answer(session, question, now)
        elif question.asker_id != user_id:
            await enqueue(
                session,
                key=f"closed:{question.id}:{now.isoformat()}",
                kind="answer",
                args={"question": question.id, "by": user_id},
                chat_id=question.asker_id,
                now=now,
            )


async def send_answer(session: AsyncSession, question: Question, now: datetime) -> None:
    """The answer goes back to who asked."""
    await enqueue(
        session,
        key=f"answer:{question.id}",
        kind="answer",
        args={"question": question.id},
        chat_id=question.asker_id,
        now=now,
    )
