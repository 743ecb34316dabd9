"""The answer to a manager's question: it goes back to who asked. That the deal is lost is one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Question
from bot.services.outbox import enqueue


async def answer_with_loss(session: AsyncSession, deal_id: int, user_id: int, now: datetime) -> None:
    """Answer what the person was asked about the deal and has not answered: it is lost. Part of the loss itself, so a
    manager never hears of one that was thought better of.
    """
    query = select(Question).where(
        Question.deal_id == deal_id, Question.asked_id == user_id, Question.answered_at.is_(None)
    )
    for question in await session.scalars(query.order_by(Question.id)):
        question.answer, question.answered_at = "lost", now
        await send_answer(session, question, now)


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
