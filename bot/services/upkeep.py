"""Housekeeping: what the bot no longer needs is deleted, so that a small machine lasts for years."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, or_, select

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

AT_ONCE = 500
"""Rows looked at in one transaction."""


class Upkeep:
    """Deletes what is over, in transactions that touch only old rows."""

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
        gone = or_(
            over & (OutboxMessage.created_at < now - SENT_KEPT),
            dead & (OutboxMessage.created_at < now - DEAD_KEPT),
        )
        await self._oldest_first(OutboxMessage, gone, now - SENT_KEPT)

    async def dialogues(self) -> None:
        """Dialogues that nobody continued for 30 days."""
        async with self._database.write() as session:
            await session.execute(delete(FsmState).where(FsmState.updated_at < self._clock.now() - DIALOGUES_KEPT))

    async def drafts(self) -> None:
        """Drafts 30 days after they were started; the deals saved from them stay."""
        before = self._clock.now() - DRAFTS_KEPT
        await self._oldest_first(Draft, Draft.created_at < before, before)

    async def reminders(self) -> None:
        """Reminders 90 days after they ended, and messages that speak of none any more; history keeps what was done."""
        before = self._clock.now() - REMINDERS_KEPT
        async with self._database.write() as session:
            await session.execute(delete(Reminder).where(Reminder.ended_at < before))
            spoken_of = exists().where(Reminder.nudge_id == Nudge.id)
            await session.execute(delete(Nudge).where(Nudge.made_at < before, ~spoken_of))

    async def _oldest_first(
        self, table: type[OutboxMessage | Draft], gone: ColumnElement[bool], before: datetime
    ) -> None:
        """Delete what is ``gone`` among the rows from before a moment. Ids grow with time, so that only those are read,
        however many there are since; no index need be kept for it.
        """
        last = 0
        while True:
            async with self._database.write() as session:
                query = select(table.id, table.created_at).where(table.id > last).order_by(table.id).limit(AT_ONCE)
                rows = (await session.execute(query)).all()
                if rows:
                    await session.execute(delete(table).where(table.id > last, table.id <= rows[-1].id, gone))
            if len(rows) < AT_ONCE or rows[-1].created_at >= before:
                return
            last = rows[-1].id
