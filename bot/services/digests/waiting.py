"""The sweep of questions that waited for somebody out of office, and how they are put into the outbox."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Question
from bot.services.outbox import enqueue

AT_ONCE = 20
"""Questions claimed in one transaction."""


async def questions(session: AsyncSession, now: datetime) -> int:
    """Send some of those whose reader is back; returns how many. What has no object any more is dropped at delivery."""
    query = (
        select(Question)
        .where(Question.rings_at <= now)
        .order_by(Question.rings_at, Question.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    due = (await session.scalars(query)).all()
    for question in due:
        await send_question(session, question, now)
    return len(due)


async def send_question(session: AsyncSession, question: Question, now: datetime) -> None:
    """It goes to the rep, who has a day before it may be asked once more."""
    question.asked_at, question.rings_at = now, None
    await enqueue(
        session,
        key=f"question:{question.id}:{now.isoformat()}",
        kind="question",
        args={"question": question.id},
        chat_id=question.asked_id,
        now=now,
    )
