"""What a change of a deal means for its clocks and for the reminder that waits: part of every change's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import inspect, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, DealEvent, EventKind, Nudge, Reminder, ReminderKind, ReminderState, Team
from bot.models.facts import Press
from bot.models.ladder import Ladder
from bot.services.due_times import OPEN_STATES, recompute_due
from bot.services.outbox import enqueue

NO_ANSWER = (EventKind.EDITED, EventKind.ASKED, EventKind.ANSWERED, EventKind.WAIT_ACCEPTED)
"""Changes that leave the reason of a reminder as it was. All others are what the reminder asked for."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the clocks: how long the deal had been stuck if it no longer is, the reminder that is over."""

    stuck_seconds: int | None = None
    reminder_id: int | None = None


def settle(deal: Deal, ladder: Ladder, team: Team, kind: EventKind, now: datetime, *, touched: bool) -> Settled:
    """Recompute when the deal is due, and see what the change answers. Touches no row but the deal's."""
    if touched or kind is EventKind.STEP_SET:
        deal.snoozed_until = None
    _watch_first_contact(deal, ladder, team, kind, now, touched=touched)
    recompute_due(deal, ladder.by_id[deal.stage_id], team)
    heard = deal.warn_at is not None and (deal.warn_at <= now or _warned_early(deal))
    if heard and not (_given(deal) and not _is_stuck(deal, now)):
        # Warned already, or whoever changes the deal has it before their eyes; but not who is given it.
        deal.warn_at = None
    return Settled(_unstuck(deal, now), _answered(deal, kind, now))


async def end_reminder(session: AsyncSession, reminder_id: int, event: DealEvent, press: Press, now: datetime) -> None:
    """The event answered the reminder: its message says so, unless the button that did it stands on that message."""
    query = (
        update(Reminder)
        .where(Reminder.id == reminder_id, Reminder.state.in_(OPEN_STATES))
        .values(state=ReminderState.ENDED, ended_at=now, ended_by=event.id, ring_at=None)
        .returning(Reminder.nudge_id)
    )
    nudge_id = (await session.execute(query)).scalar_one_or_none()
    nudge = None if nudge_id is None else await session.get(Nudge, nudge_id)
    if nudge is None or nudge.message_id is None or nudge.closed:
        # Never shown, or still on its way: it is worded, or worded again, once it has arrived.
        return
    if (press.chat_id, press.message_id) == (nudge.user_id, nudge.message_id):
        return
    await enqueue(
        session,
        key=f"nudge-refresh:{nudge.id}:{event.id}",
        kind="nudge-refresh",
        args={"nudge": nudge.id},
        chat_id=nudge.user_id,
        now=now,
    )


async def end_warning(session: AsyncSession, deal: Deal, event: DealEvent, press: Press, now: datetime) -> None:
    """The limit that the deal's owner was warned of holds no more: a reminder that said nothing else is over."""
    reminder = None if deal.reminder_id is None else await session.get(Reminder, deal.reminder_id)
    if reminder is not None and reminder.kind is ReminderKind.WARN:
        deal.reminder_id, deal.ignored = None, 0
        await end_reminder(session, reminder.id, event, press, now)


def _before(deal: Deal, column: str) -> Any:
    return inspect(deal).committed_state.get(column, getattr(deal, column))


def _given(deal: Deal) -> bool:
    """Whether the change gives the deal to another owner, who has heard nothing of what was said to the last one."""
    return bool(deal.owner_id != _before(deal, "owner_id"))


def _warned_early(deal: Deal) -> bool:
    """Whether the day's first push has warned of the limit, hours before three quarters of it are used."""
    same = deal.stuck_at is not None and deal.stuck_at == _before(deal, "stuck_at")
    return same and _before(deal, "warn_at") is None and _before(deal, "wait_until") is None


def _is_stuck(deal: Deal, now: datetime) -> bool:
    return deal.stuck_at is not None and deal.stuck_at <= now


def _unstuck(deal: Deal, now: datetime) -> int | None:
    if _is_stuck(deal, now):
        return None
    since = _before(deal, "stuck_since") or _before(deal, "stuck_at")
    deal.stuck_since = None
    # The sweep may not have seen yet that the limit has passed.
    return int((now - since).total_seconds()) if since is not None and since <= now else None


def _answered(deal: Deal, kind: EventKind, now: datetime) -> int | None:
    """The open reminder if it is over; else the deal stays as claimed: its reminder is out and must not arise again."""
    if deal.reminder_id is None:
        return None
    due = deal.follow_up_at is not None and deal.follow_up_at <= now
    if due and not _given(deal):
        deal.follow_up_at = None
        return None
    if kind in NO_ANSWER and deal.returns_at == _before(deal, "returns_at"):
        return None
    # Given to somebody else, it arises anew for them.
    reminder_id, deal.reminder_id, deal.ignored = deal.reminder_id, None, 0
    return reminder_id


def _watch_first_contact(
    deal: Deal, ladder: Ladder, team: Team, kind: EventKind, now: datetime, *, touched: bool
) -> None:
    enquiry = deal.source_id is not None and deal.stage_id == ladder.first_open.id
    if touched or not enquiry:
        deal.first_contact_at = None
    elif deal.last_touch_at == deal.created_at:
        at = first_contact_due(deal, team)
        if _given(deal):
            # Flagged for the last owner or not: it is the new one's enquiry now.
            deal.first_contact_at = at
        elif kind is EventKind.EDITED and _before(deal, "source_id") is None:
            deal.first_contact_at = at if at is not None and at > now else None


def first_contact_due(deal: Deal, team: Team) -> datetime | None:
    """When a new enquiry that nobody touches is flagged (product.md: first contact within 24 hours)."""
    hours = team.first_contact_hours
    return None if hours is None else deal.created_at + timedelta(hours=hours)
