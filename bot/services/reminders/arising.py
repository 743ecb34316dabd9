"""What is due becomes reminders: claimed in sets, so that the cost follows what is due and a kill loses nothing.

Each claim is one transaction: it empties the due time that it found and writes the reminder that takes its place. Who
claims at the same time skips the rows (PostgreSQL) or waits (SQLite) and finds them claimed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, case, func, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.models import Deal, Member, Reminder, ReminderKind, ReminderState, StageKind, Team
from bot.models.reminder import IS_OPEN
from bot.services.due_times import recompute_due
from bot.services.stages import Stages

AT_ONCE = 1_000
"""Deals claimed in one transaction."""

_OPEN = text("state IN ('waiting', 'live')")
_ONE_PER_DEAL: Mapping[str, Any] = {"index_elements": ["deal_id"], "index_where": _OPEN}
_NEW = {
    "sqlite": sqlite.insert(Reminder).on_conflict_do_nothing(**_ONE_PER_DEAL),
    "postgresql": postgresql.insert(Reminder).on_conflict_do_nothing(**_ONE_PER_DEAL),
}
_FACTS = (
    Deal.id, Deal.team_id, Deal.owner_id, Deal.kind, Deal.stage_id, Deal.follow_up_at, Deal.next_step_at,
    Deal.next_step_has_time, Deal.paused_until, Deal.snoozed_until, Deal.reminder_id,
)  # fmt: skip


async def follow_ups(session: AsyncSession, stages: Stages, now: datetime) -> int:
    """Deals whose follow-up reminder is due; returns how many were claimed."""
    due = await _claim(session, Deal.follow_up_at, now)
    await claim_silent(session, stages, due, now)
    return len(due)


async def claim_silent(session: AsyncSession, stages: Stages, due: Sequence[RowMapping], now: datetime) -> None:
    """Locked deals (rows of ``_FACTS``) become follow-up, step or return reminders that ring as soon as they may."""
    if not due:
        return
    await _add(session, [_reminder(row, _silent_kind(row, now), row["follow_up_at"], now) for row in due])
    ids = [row["id"] for row in due]
    held = [row["reminder_id"] for row in due if row["reminder_id"] is not None]
    if held:
        # It only said something else so far: that the deal is nearly stuck. Now it rings again.
        await session.execute(
            update(Reminder)
            .where(Reminder.id.in_(held), Reminder.kind == ReminderKind.WARN, IS_OPEN)
            .values(kind=ReminderKind.FOLLOW_UP, ring_at=now)
            .execution_options(synchronize_session=False)
        )
    await _mark(session, ids, follow_up_at=None, snoozed_until=None)
    await _end_pauses(session, stages, [row["id"] for row in due if row["paused_until"] is not None], now)


async def warnings(session: AsyncSession, now: datetime) -> int:
    """Deals that have used three quarters of their stage's limit: their owners are warned if they want to be."""
    due = await _claim(session, Deal.warn_at, now)
    if not due:
        return 0
    snoozed = await _after_snooze(session, due, Deal.warn_at, now)
    hearing = await _hear_warnings(session, due)
    await _add(
        session,
        [
            _reminder(row, ReminderKind.WARN, now, now)
            for row in due
            if row["id"] not in snoozed and (row["owner_id"], row["team_id"]) in hearing
        ],
    )
    await _mark(session, [row["id"] for row in due if row["id"] not in snoozed], warn_at=None)
    return len(due)


async def first_contacts(session: AsyncSession, now: datetime) -> int:
    """New enquiries that nobody touched in time."""
    due = await _claim(session, Deal.first_contact_at, now)
    if not due:
        return 0
    snoozed = await _after_snooze(session, due, Deal.first_contact_at, now)
    awake = [row for row in due if row["id"] not in snoozed]
    await _add(session, [_reminder(row, ReminderKind.FIRST_CONTACT, now, now) for row in awake])
    held = [row["reminder_id"] for row in awake if row["reminder_id"] is not None]
    if held:
        await session.execute(
            update(Reminder)
            .where(Reminder.id.in_(held), IS_OPEN)
            .values(
                kind=ReminderKind.FIRST_CONTACT,
                ring_at=case((or_(Reminder.ring_at.is_(None), Reminder.rung > 0), now), else_=Reminder.ring_at),
            )
            .execution_options(synchronize_session=False)
        )
    await _mark(session, [row["id"] for row in awake], first_contact_at=None)
    return len(due)


async def _claim(
    session: AsyncSession, column: InstrumentedAttribute[datetime | None], now: datetime
) -> Sequence[RowMapping]:
    query = select(*_FACTS).where(column <= now).order_by(column).limit(AT_ONCE)
    return (await session.execute(query.with_for_update(skip_locked=True))).mappings().all()


def facts_where(*conditions: ColumnElement[bool]) -> Any:
    """The query of deals to claim before they are due, locked; their rows are for `claim_silent`."""
    return select(*_FACTS).where(*conditions).limit(AT_ONCE).with_for_update(skip_locked=True)


def _silent_kind(row: RowMapping, now: datetime) -> ReminderKind:
    if row["paused_until"] is not None or (row["kind"] is StageKind.PARKED and row["next_step_at"] is None):
        return ReminderKind.RETURN
    step = row["next_step_at"]
    planned = step is not None and step <= max(now, row["follow_up_at"])
    return ReminderKind.STEP if planned else ReminderKind.FOLLOW_UP


def _reminder(row: RowMapping, kind: ReminderKind, arose: datetime, now: datetime) -> dict[str, Any]:
    exact = kind is ReminderKind.STEP and row["next_step_has_time"] and row["follow_up_at"] == row["next_step_at"]
    return {
        "team_id": row["team_id"],
        "deal_id": row["id"],
        "user_id": row["owner_id"],
        "kind": kind,
        "state": ReminderState.WAITING,
        "arose_at": arose,
        "ring_at": row["next_step_at"] if exact else now,
        "exact": exact,
        "rung": 0,
    }


async def _add(session: AsyncSession, rows: list[dict[str, Any]]) -> None:
    """Write reminders down, but for deals that have one already."""
    if rows:
        connection = await session.connection()
        await connection.execute(_NEW[connection.dialect.name], rows)


async def _mark(session: AsyncSession, deal_ids: Sequence[int], **values: Any) -> None:
    """Empty the due time and note the open reminder."""
    if not deal_ids:
        return
    mine = select(func.max(Reminder.id)).where(Reminder.deal_id == Deal.id, IS_OPEN).scalar_subquery()
    await session.execute(
        update(Deal)
        .where(Deal.id.in_(deal_ids))
        .values(reminder_id=mine, **values)
        .execution_options(synchronize_session=False)
    )


async def _end_pauses(session: AsyncSession, stages: Stages, deal_ids: Sequence[int], now: datetime) -> None:
    """A pause is over: limits count again, but nothing is stuck before this moment."""
    if not deal_ids:
        return
    query = select(Deal, Team).join(Team, Team.id == Deal.team_id).where(Deal.id.in_(deal_ids))
    for deal, team in await session.execute(query.execution_options(populate_existing=True)):
        deal.wait_until = max(at for at in (deal.paused_until, deal.wait_until) if at is not None)
        deal.paused_until = deal.pause_reason = None
        recompute_due(deal, (await stages.of(session, deal.pipeline_id)).by_id[deal.stage_id], team)
        if deal.follow_up_at is not None and deal.follow_up_at <= now:
            deal.follow_up_at = None
    await session.flush()


async def _after_snooze(
    session: AsyncSession, due: Sequence[RowMapping], column: InstrumentedAttribute[datetime | None], now: datetime
) -> set[int]:
    """Deals that somebody put off are not spoken of before the time they were put off to."""
    snoozed = {row["id"] for row in due if row["snoozed_until"] is not None and row["snoozed_until"] > now}
    if snoozed:
        await session.execute(
            update(Deal)
            .where(Deal.id.in_(snoozed))
            .values({column: Deal.snoozed_until})
            .execution_options(synchronize_session=False)
        )
    return snoozed


async def _hear_warnings(session: AsyncSession, due: Sequence[RowMapping]) -> set[tuple[int, int]]:
    """(user, team) of the owners who want to be warned."""
    owners = {row["owner_id"] for row in due}
    query = select(Member.user_id, Member.team_id).where(
        Member.user_id.in_(owners), Member.active, Member.hears_warnings
    )
    return {(row[0], row[1]) for row in await session.execute(query)}
