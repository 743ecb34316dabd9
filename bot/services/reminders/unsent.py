"""Nudges that have not left yet, since Telegram is away: the next one takes their reminders along, so that after an
outage a person gets one message and not one for every round of the sweep.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import String, cast, literal, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Nudge, OutboxMessage, OutboxState, Reminder, ReminderState
from bot.models.reminder import IS_UNSENT
from bot.services.reminders.persons import MANY, Key, among
from bot.services.reminders.rows import DUE, Due, as_due


async def take_along(session: AsyncSession, keys: Collection[Key]) -> dict[Key, list[Due]]:
    """What waits on messages to these people that nobody has sent and nobody is sending now; by who hears it now (one
    who was handed the reminder since need not be among ``keys``).

    Those messages are closed, and the caller must leave nothing on them: with nothing left to say they are dropped.
    The morning plan stays, since it tells of more than its reminders.
    """
    key = literal("nudge:", String) + cast(Nudge.id, String)
    # Leased: it is on its way, and may have arrived.
    lies = OutboxMessage.state == OutboxState.PENDING, OutboxMessage.leased_until.is_(None)
    taken: dict[Key, list[Due]] = defaultdict(list)
    closed: set[int] = set()
    asked = sorted(keys)
    for start in range(0, len(asked), MANY):
        these = asked[start : start + MANY]
        query = (
            DUE.join(Nudge, Nudge.id == Reminder.nudge_id)
            .join(OutboxMessage, OutboxMessage.dedupe_key == key)
            .where(IS_UNSENT, *lies, Nudge.kind != "plan", Reminder.state == ReminderState.LIVE)
            .where(among(these, Nudge.user_id, Nudge.team_id))
            .order_by(Reminder.id)
            # The message, too: another process's sender must not set out with it now.
            .with_for_update(of=[Reminder, OutboxMessage])
        )
        connection = await session.connection()
        for reminder, deal in map(as_due, await connection.execute(query)):
            taken[reminder.user_id, deal.team_id].append((reminder, deal))
            closed.add(reminder.nudge_id or 0)
    if closed:
        await session.execute(update(Nudge).where(Nudge.id.in_(closed)).values(closed=True))
    return taken
