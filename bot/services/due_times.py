"""When deals are due, once the limits of their stage or team have changed: what is already due moves with them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import (
    Deal,
    DealEvent,
    EventKind,
    Nudge,
    Pipeline,
    Reminder,
    ReminderKind,
    ReminderState,
    Stage,
    StageKind,
    Team,
)
from bot.services.outbox import enqueue_many, new_row
from bot.services.worktime import team_worktime

CHUNK = 500
"""Deals in memory at a time: a stage may hold a hundred thousand."""

SILENCES = (ReminderKind.FOLLOW_UP, ReminderKind.STEP, ReminderKind.RETURN)
"""Reminders that ``follow_up_at`` became when it was claimed."""

_UNSAID = (
    Reminder.kind == ReminderKind.FIRST_CONTACT,
    Reminder.state == ReminderState.WAITING,
    Reminder.rung == 0,
)

OPEN_STATES = (ReminderState.WAITING, ReminderState.LIVE)


def recompute_due(deal: Deal, stage: Stage, team: Team) -> None:
    """Set a deal's due times from its own facts, in working days of its team where the stage counts those."""
    limit = None
    if stage.stuck_working and stage.stuck_days is not None:
        limit = team_worktime(team).add_working_days(deal.stage_entered_at, stage.stuck_days)
    deal.recompute_due(stage, limit)


async def limits_changed(
    session: AsyncSession, team: Team, stage: Stage, now: datetime, by: int, *, recounted: bool = False
) -> int:
    """Move what is due of every deal in ``stage`` to its present limits; returns how many deals there are.

    ``by`` changed the setting (a user's id): history says so of each deal that is no longer stuck for it, and how long
    it had been. ``recounted``: not the limit is another one, but the days that it counts.
    """
    count, events = 0, []
    data = {"limit": stage.stuck_days, "working": stage.stuck_working, "recounted": recounted}
    async for deal, reminder in _deals(session, Deal.team_id == team.id, Deal.stage_id == stage.id):
        since = deal.stuck_since or deal.stuck_at
        before = {} if deal.stuck_since is None else {"stuck_since": deal.stuck_since.isoformat()}
        _move(deal, reminder, lambda deal: recompute_due(deal, stage, team), now)
        # The sweep may not have seen yet that the old limit had passed.
        if since is not None and since <= now and (deal.stuck_at is None or deal.stuck_at > now):
            events.append(_unstuck(deal, since, now, actor_id=by, data=data, before=before))
        count += 1
        if len(events) >= CHUNK:
            await _record(session, events)
    await _record(session, events)
    await _say_dropped(session, team, now)
    return count


def _unstuck(deal: Deal, since: datetime, now: datetime, **facts: Any) -> dict[str, Any]:
    """The event of a deal that another limit un-stuck, in columns. Like getting stuck it is nothing that was done to
    the deal: its version stays, so buttons mean what they meant.
    """
    return {
        "team_id": deal.team_id,
        "deal_id": deal.id,
        "kind": EventKind.LIMIT_CHANGED,
        "at": now,
        "version": deal.version,
        "to_stage_id": deal.stage_id,
        "amount_minor": deal.amount_minor,
        "currency": deal.currency,
        "limit_days": facts["data"]["limit"],
        "stuck_seconds": int((now - since).total_seconds()),
        **facts,
    }


async def _record(session: AsyncSession, events: list[dict[str, Any]]) -> None:
    """Write the events down, and forget them."""
    if events:
        await (await session.connection()).execute(insert(DealEvent), events)
        events.clear()


async def working_days_changed(session: AsyncSession, team: Team, now: datetime, by: int) -> None:
    """The team works on other days: stages that count working days reach their limits at other times."""
    query = (
        select(Stage)
        .join(Pipeline, Pipeline.id == Stage.pipeline_id)
        .where(Pipeline.team_id == team.id, Stage.stuck_working, Stage.stuck_days.is_not(None))
    )
    for stage in await session.scalars(query):
        await limits_changed(session, team, stage, now, by, recounted=True)


async def first_contact_changed(session: AsyncSession, team: Team, now: datetime) -> None:
    """The team gives new enquiries another time, or watches them from now on, or no more.

    One that was flagged but not said yet is flagged again when its new time comes; one that was said stays said.
    """
    first = {stage.id: stage for stage in await _first_stages(session, team)}
    said = exists().where(Reminder.deal_id == Deal.id, Reminder.kind == ReminderKind.FIRST_CONTACT)
    unsaid = exists().where(Reminder.id == Deal.reminder_id, *_UNSAID)
    waiting = (
        Deal.team_id == team.id,
        Deal.stage_id.in_(first),
        Deal.closed.is_(False),
        Deal.source_id.is_not(None),
        # Creating a deal is its first touch; any later one was a contact.
        Deal.last_touch_at == Deal.created_at,
        Deal.first_contact_at.is_not(None) | ~said | unsaid,
    )
    hours = team.first_contact_hours
    async for deal, reminder in _deals(session, *waiting):
        due = None if hours is None else deal.created_at + timedelta(hours=hours)
        if reminder is not None and reminder.kind is ReminderKind.FIRST_CONTACT:
            if due is not None and due <= now:
                continue
            _drop(deal, reminder, now)
            # It may have been about silence, too: that arises anew.
            recompute_due(deal, first[deal.stage_id], team)
        deal.first_contact_at = due
    await _say_dropped(session, team, now)


def _move(deal: Deal, reminder: Reminder | None, recompute: Callable[[Deal], None], now: datetime) -> None:
    warned = deal.warn_at is None and deal.stuck_at is not None and deal.wait_until is None
    limit = deal.stuck_at
    recompute(deal)
    if warned and deal.warn_at is not None and (deal.warn_at <= now or deal.stuck_at == limit):
        # The owner has heard it; under the new limit, or the same one, it would only be said again.
        deal.warn_at = None
    if deal.stuck_since is not None and (deal.stuck_at is None or deal.stuck_at > now):
        deal.stuck_since = None
    if reminder is not None and reminder.kind is ReminderKind.WARN and (deal.warn_at or deal.stuck_at is None):
        # It said nothing but that the old limit was near; the new one is far, or there is none.
        _drop(deal, reminder, now)
    if reminder is None or reminder.kind not in SILENCES:
        return
    due = deal.follow_up_at is not None and deal.follow_up_at <= now
    if reminder.kind is ReminderKind.FOLLOW_UP and not due:
        _drop(deal, reminder, now)
    else:
        # It is out already; and what returns, or whose step has come, does so whatever the limit.
        deal.follow_up_at = None


def _drop(deal: Deal, reminder: Reminder, now: datetime) -> None:
    reminder.state, reminder.ended_at, reminder.ring_at = ReminderState.DROPPED, now, None
    deal.reminder_id, deal.ignored = None, 0


async def _say_dropped(session: AsyncSession, team: Team, now: datetime) -> None:
    """Messages lose the reminders that were dropped just now: their readers would work on what nobody waits for."""
    query = (
        select(Nudge.id, Nudge.user_id)
        .join(Reminder, Reminder.nudge_id == Nudge.id)
        .where(Reminder.team_id == team.id, Reminder.state == ReminderState.DROPPED, Reminder.ended_at == now)
        .where(Nudge.message_id.is_not(None), Nudge.closed.is_(False))
        .distinct()
    )
    rows = [
        new_row(
            key=f"nudge-refresh:{nudge}:dropped:{now.isoformat()}",
            kind="nudge-refresh",
            args={"nudge": nudge},
            chat_id=user,
            now=now,
        )
        for nudge, user in await session.execute(query)
    ]
    await enqueue_many(session, rows)


async def _deals(session: AsyncSession, *which: ColumnElement[bool]) -> AsyncIterator[tuple[Deal, Reminder | None]]:
    """Deals with their open reminders, locked, a chunk at a time; each chunk is written before the next is read."""
    last = 0
    while True:
        query = select(Deal).where(*which, Deal.id > last).order_by(Deal.id).limit(CHUNK).with_for_update()
        deals = list(await session.scalars(query))
        ids = [deal.reminder_id for deal in deals if deal.reminder_id is not None]
        found = select(Reminder).where(Reminder.id.in_(ids), Reminder.state.in_(OPEN_STATES))
        reminders = {reminder.id: reminder for reminder in await session.scalars(found)} if ids else {}
        for deal in deals:
            yield deal, reminders.get(deal.reminder_id or 0)
        await session.flush()
        for row in (*deals, *reminders.values()):
            session.expunge(row)
        if len(deals) < CHUNK:
            return
        last = deals[-1].id


async def _first_stages(session: AsyncSession, team: Team) -> list[Stage]:
    """The first open stage of each of the team's pipelines."""
    query = (
        select(Stage)
        .join(Pipeline, Pipeline.id == Stage.pipeline_id)
        .where(Pipeline.team_id == team.id, Stage.kind == StageKind.OPEN)
        .order_by(Stage.position.desc())
    )
    return list({stage.pipeline_id: stage for stage in await session.scalars(query)}.values())
