"""What is due becomes reminders: claimed in sets, so that the cost follows what is due and a kill loses nothing.

Each claim is one transaction: it empties the due time that it found and writes the reminder that takes its place. Who
claims at the same time skips the rows (PostgreSQL) or waits (SQLite) and finds them claimed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, bindparam, case, func, literal, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.models import Deal, Member, Nudge, Reminder, ReminderKind, ReminderState, StageKind, Team
from bot.models.base import UtcDateTime
from bot.models.reminder import IS_OPEN
from bot.services.due_times import recompute_due
from bot.services.stages import Stages
from bot.services.worktime import worktimes

AT_ONCE = 1_000
"""Deals claimed in one transaction."""

_FACTS = (Deal.id, Deal.team_id, Deal.owner_id, Deal.paused_until, Deal.snoozed_until, Deal.reminder_id)
_NOW = bindparam("now", type_=UtcDateTime())
THESE = Deal.id.in_(bindparam("deals", expanding=True))
"""For statements that write about the claimed deals: their ids are the parameter ``deals``."""

_OPEN = text("state IN ('waiting', 'live')")


def _silent() -> dict[str, Any]:
    """The reminder that a silent deal deserves, in columns of the deal: its return, its next step, or that it is quiet.
    A step with a typed time rings at that time.
    """
    returns = or_(Deal.paused_until.is_not(None), and_(Deal.kind == StageKind.PARKED, Deal.next_step_at.is_(None)))
    planned = or_(Deal.next_step_at <= _NOW, Deal.next_step_at <= Deal.follow_up_at)
    timed = and_(~returns, planned, Deal.next_step_has_time, Deal.follow_up_at == Deal.next_step_at)
    quiet = _kind(ReminderKind.FOLLOW_UP)
    return {
        "kind": case((returns, _kind(ReminderKind.RETURN)), (planned, _kind(ReminderKind.STEP)), else_=quiet),
        "arose_at": Deal.follow_up_at,
        "ring_at": case((timed, Deal.next_step_at), else_=_NOW),
        "exact": case((timed, True), else_=False),
        "rung": literal(0),
    }


def _kind(kind: ReminderKind) -> ColumnElement[Any]:
    return literal(kind, Reminder.kind.type)


def _new(says: Mapping[str, Any]) -> Mapping[str, Any]:
    """By dialect: write down a reminder for each claimed deal, but for those that have one already."""
    columns = {
        "team_id": Deal.team_id,
        "deal_id": Deal.id,
        "user_id": Deal.owner_id,
        "state": literal(ReminderState.WAITING, Reminder.state.type),
        **says,
    }
    source = select(*columns.values()).where(THESE)
    return {
        name: insert(Reminder)
        .from_select([*columns], source)
        .on_conflict_do_nothing(index_elements=["deal_id"], index_where=_OPEN)
        for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
    }


_NEW_SILENT = _new(_silent())
_AT_ONCE = {"arose_at": _NOW, "ring_at": _NOW, "exact": literal(False), "rung": literal(0)}
_NEW_WARNING = _new({"kind": _kind(ReminderKind.WARN), **_AT_ONCE})
_NEW_FIRST_CONTACT = _new({"kind": _kind(ReminderKind.FIRST_CONTACT), **_AT_ONCE})

# It only said so far that the deal is nearly stuck: now it rings anew, for another reason.
_TURN_WARNING = (
    update(Reminder)
    .where(Reminder.id == Deal.reminder_id, Reminder.kind == ReminderKind.WARN, IS_OPEN, THESE)
    .values(_silent())
)


async def follow_ups(session: AsyncSession, stages: Stages, now: datetime) -> int:
    """Deals whose follow-up reminder is due; returns how many were claimed."""
    due = await _claim(session, Deal.follow_up_at, now)
    await claim_silent(session, stages, due, now)
    return len(due)


async def claim_silent(session: AsyncSession, stages: Stages, due: Sequence[RowMapping], now: datetime) -> None:
    """Locked deals (rows of ``_FACTS``) become follow-up, step or return reminders that ring as soon as they may."""
    if not due:
        return
    ids = [row["id"] for row in due]
    await _add(session, _NEW_SILENT, ids, now)
    warned = [row["id"] for row in due if row["reminder_id"] is not None]
    if warned:
        await (await session.connection()).execute(_TURN_WARNING, {"deals": warned, "now": now})
    await _mark(session, ids, follow_up_at=None, snoozed_until=None)
    await _end_pauses(session, stages, [row["id"] for row in due if row["paused_until"] is not None], now)


async def warnings(session: AsyncSession, now: datetime) -> int:
    """Deals that have used three quarters of their stage's limit: their owners are warned if they want to be.

    A deal has one live reminder. One that is out already carries the warning: every line says when its deal is nearly
    stuck. It rings for that as soon as a warning of its own would, unless it is going to by itself, or has not been
    read yet.
    """
    due = await _claim(session, Deal.warn_at, now)
    if not due:
        return 0
    snoozed = await _after_snooze(session, due, Deal.warn_at, now)
    hearing = await _hear_warnings(session, due)
    awake = [row for row in due if row["id"] not in snoozed]
    told = [row for row in awake if (row["owner_id"], row["team_id"]) in hearing]
    await _add(session, _NEW_WARNING, [row["id"] for row in told], now)
    held = await _said_without(session, [row["reminder_id"] for row in told if row["reminder_id"] is not None], now)
    await _ring_again(session, held, ring_at=now)
    await _mark(session, [row["id"] for row in awake], warn_at=None)
    return len(due)


async def first_contacts(session: AsyncSession, now: datetime) -> int:
    """New enquiries that nobody touched in time."""
    due = await _claim(session, Deal.first_contact_at, now)
    if not due:
        return 0
    snoozed = await _after_snooze(session, due, Deal.first_contact_at, now)
    awake = [row for row in due if row["id"] not in snoozed]
    await _add(session, _NEW_FIRST_CONTACT, [row["id"] for row in awake], now)
    held = [row["reminder_id"] for row in awake if row["reminder_id"] is not None]
    at_once = or_(Reminder.ring_at.is_(None), Reminder.rung > 0)
    await _ring_again(
        session, held, kind=ReminderKind.FIRST_CONTACT, ring_at=case((at_once, now), else_=Reminder.ring_at)
    )
    await _mark(session, [row["id"] for row in awake], first_contact_at=None)
    return len(due)


async def _claim(
    session: AsyncSession, column: InstrumentedAttribute[datetime | None], now: datetime
) -> Sequence[RowMapping]:
    query = select(*_FACTS).where(column <= now).order_by(column).limit(AT_ONCE)
    connection = await session.connection()
    return (await connection.execute(query.with_for_update(skip_locked=True))).mappings().all()


def facts_where(*conditions: ColumnElement[bool]) -> Any:
    """The query of deals to claim before they are due, locked; their rows are for `claim_silent`."""
    return select(*_FACTS).where(*conditions).limit(AT_ONCE).with_for_update(skip_locked=True)


async def _add(session: AsyncSession, new: Mapping[str, Any], deal_ids: Collection[int], now: datetime) -> None:
    """Write reminders down, but for deals that have one already."""
    if deal_ids:
        connection = await session.connection()
        await connection.execute(new[connection.dialect.name], {"deals": list(deal_ids), "now": now})


async def _mark(session: AsyncSession, deal_ids: Sequence[int], **values: Any) -> None:
    """Empty the due time and note the open reminder."""
    if not deal_ids:
        return
    mine = select(func.max(Reminder.id)).where(Reminder.deal_id == Deal.id, IS_OPEN).scalar_subquery()
    marked = update(Deal).where(THESE).values(reminder_id=mine, **values)
    await (await session.connection()).execute(marked, {"deals": deal_ids})


async def _ring_again(session: AsyncSession, reminder_ids: Sequence[int], **values: Any) -> None:
    """Reminders that are out ring for another reason. That replaces their last ring, which nobody has ignored by that:
    it is no further step towards ringing more rarely and being named to the manager.
    """
    if not reminder_ids:
        return
    ignored = select(Deal.ignored).where(Deal.id == Reminder.deal_id).scalar_subquery()
    await session.execute(
        update(Reminder)
        .where(Reminder.id.in_(reminder_ids), IS_OPEN)
        .values(rung=case((Reminder.rung > ignored, ignored), else_=Reminder.rung), **values)
        .execution_options(synchronize_session=False)
    )


async def _said_without(session: AsyncSession, reminder_ids: Sequence[int], now: datetime) -> list[int]:
    """Those of these reminders whose readers have them on their screens without what is new, and would not hear it with
    the next ring. What has not been read yet says everything by itself.
    """
    if not reminder_ids:
        return []
    query = (
        select(Reminder.id, Reminder.user_id, Reminder.team_id, Reminder.ring_at)
        .outerjoin(Nudge, Nudge.id == Reminder.nudge_id)
        .where(Reminder.id.in_(reminder_ids), Reminder.state == ReminderState.LIVE, IS_OPEN)
        .where(or_(Reminder.nudge_id.is_(None), Nudge.closed, Nudge.sent_at.is_not(None)))
        .where(or_(Reminder.ring_at.is_(None), Reminder.ring_at > now))
    )
    rows = (await (await session.connection()).execute(query)).all()
    hours = await worktimes(session, {(row.user_id, row.team_id) for row in rows})
    # Of one who is away a deputy hears, or it waits; either is seen to when it rings.
    opens = {key: replace(one, away_until=None).next_open(now) for key, one in hours.items()}
    return [row.id for row in rows if row.ring_at is None or row.ring_at > opens.get((row.user_id, row.team_id), now)]


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
