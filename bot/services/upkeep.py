"""Housekeeping: what the bot no longer needs is deleted, so that a small machine lasts for years."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, exists, or_

from bot.clock import Clock
from bot.database import Database
from bot.models import Draft, FsmState, InboxState, InboxUpdate, Nudge, OutboxMessage, OutboxState, Reminder
from bot.services.inbox import KEPT, free_numbers

SENT_KEPT = timedelta(days=30)
"""Sent and dropped messages: their keys keep a late replay from telling the same news twice."""

DEAD_KEPT = timedelta(days=90)
"""Dead letters: long enough for somebody to look."""

DIALOGUES_KEPT = timedelta(days=30)
DRAFTS_KEPT = timedelta(days=30)

REMINDERS_KEPT = timedelta(days=90)
"""Longer than any list of a message that somebody may scroll back to."""


class Upkeep:
    """Deletes what is over. Each method is one transaction and touches only old rows."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def tidy(self) -> None:
        """Everything below, in small transactions, so that nobody who taps waits for long."""
        await self.inbox()
        await self.outbox()
        await self.dialogues()
        await self.drafts()
        await self.reminders()

    async def inbox(self) -> None:
        """Handled updates after 48 hours, dead letters after 90 days."""
        now = self._clock.now()
        async with self._database.write() as session:
            await free_numbers(session, now - KEPT)
            await session.execute(
                delete(InboxUpdate).where(
                    InboxUpdate.state == InboxState.DEAD, InboxUpdate.received_at < now - DEAD_KEPT
                )
            )

    async def outbox(self) -> None:
        """Sent and dropped messages after 30 days, dead letters after 90."""
        now = self._clock.now()
        over = OutboxMessage.state.in_((OutboxState.SENT, OutboxState.DROPPED))
        dead = OutboxMessage.state == OutboxState.DEAD
        async with self._database.write() as session:
            await session.execute(
                delete(OutboxMessage).where(
                    or_(
                        over & (OutboxMessage.created_at < now - SENT_KEPT),
                        dead & (OutboxMessage.created_at < now - DEAD_KEPT),
                    )
                )
            )

    async def dialogues(self) -> None:
        """Dialogues that nobody continued for 30 days."""
        async with self._database.write() as session:
            await session.execute(delete(FsmState).where(FsmState.updated_at < self._clock.now() - DIALOGUES_KEPT))

    async def drafts(self) -> None:
        """Drafts 30 days after they were started; the deals saved from them stay."""
        async with self._database.write() as session:
            await session.execute(delete(Draft).where(Draft.created_at < self._clock.now() - DRAFTS_KEPT))

    async def reminders(self) -> None:
        """Reminders 90 days after they ended, and messages that speak of none any more; history keeps what was done."""
        before = self._clock.now() - REMINDERS_KEPT
        async with self._database.write() as session:
            await session.execute(delete(Reminder).where(Reminder.ended_at < before))
            spoken_of = exists().where(Reminder.nudge_id == Nudge.id)
            await session.execute(delete(Nudge).where(Nudge.made_at < before, ~spoken_of))
