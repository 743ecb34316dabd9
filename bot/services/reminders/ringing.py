"""Reminders ring: what is due for a person, and what soon will be, becomes one push at a moment that suits them.

One process rings at a time, so that nobody gets two messages where one would do. Everything is in the database when
the transaction ends, the outbox row of the push included: a kill before that undoes all of it, a kill after it nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, RowMapping, or_, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, Reminder, StageKind
from bot.models.reminder import IS_OPEN
from bot.services.reminders.arising import claim_silent, facts_where
from bot.services.reminders.deciding import Round
from bot.services.reminders.persons import MANY, PUSHES, PUSHES_WITHIN, Key, Person, among, persons
from bot.services.reminders.pushing import Push
from bot.services.reminders.rows import DUE, Due, as_due
from bot.services.stages import Stages

LOOK_AHEAD = timedelta(hours=4)
"""What falls due so soon after a push is said with it."""

AT_ONCE = 1_000
"""Due reminders looked at in one transaction."""

_LOCK = 0x72696E67
"""A PostgreSQL advisory lock (any number nobody else uses): one process rings at a time."""


async def lock_ringing(session: AsyncSession) -> None:
    """Wait until no other process rings; it ends with the transaction. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})


async def ring(session: AsyncSession, stages: Stages, now: datetime) -> int:
    """One round; returns how many due reminders it dealt with. 0: nothing is left that is due."""
    await lock_ringing(session)
    keys = await _due_keys(session, now)
    if not keys:
        return 0
    found = await open_reminders(session, keys, Reminder.ring_at <= now + LOOK_AHEAD)
    people = await persons(session, keys | {(deal.owner_id, deal.team_id) for _, deal in found}, now)
    this = Round(session, now)
    groups: dict[Key, list[Due]] = defaultdict(list)
    for reminder, deal in found:
        person = this.hearer_of(reminder, deal, people)
        if person is not None:
            groups[person.key].append((reminder, deal))
    ringing: dict[Key, list[Due]] = {}
    wide: dict[Key, Person] = {}
    for key, group in groups.items():
        chosen, more = this.choose(people[key], group)
        if chosen:
            ringing[key] = chosen
            if more:
                wide[key] = people[key]
                ringing[key] += [one for one in group if not this.due(one[0]) and not one[0].exact]
    for key, early in (await _early(session, stages, wide, now)).items():
        ringing[key] += early
    push = Push(session, now)
    for key, chosen in ringing.items():
        push.send(people[key], this.fit(chosen))
    await push.write()
    await this.write()
    return this.seen


async def _due_keys(session: AsyncSession, now: datetime) -> set[Key]:
    due = (
        select(Reminder.user_id, Reminder.team_id)
        .where(Reminder.ring_at <= now, IS_OPEN)
        .order_by(Reminder.ring_at)
        .limit(AT_ONCE)
        .subquery()
    )
    connection = await session.connection()
    return {(user_id, team_id) for user_id, team_id in await connection.execute(select(due).distinct())}


async def open_reminders(session: AsyncSession, keys: Collection[Key], *where: ColumnElement[bool]) -> list[Due]:
    """Open reminders of these people with their deals, locked; deals that somebody is changing now are left out."""
    found: list[Due] = []
    asked = sorted(keys)
    for start in range(0, len(asked), MANY):
        these = among(asked[start : start + MANY], Reminder.user_id, Reminder.team_id)
        found += await _locked(session, these, *where)
    return found


async def _locked(session: AsyncSession, *where: ColumnElement[bool]) -> list[Due]:
    query = DUE.where(IS_OPEN, *where).order_by(Reminder.id).with_for_update(of=[Deal, Reminder], skip_locked=True)
    # Past the mapper, which these rows do not need.
    connection = await session.connection()
    return [as_due(row) for row in await connection.execute(query)]


async def claim_early(
    session: AsyncSession, stages: Stages, keys: Collection[Key], now: datetime, *due: ColumnElement[bool]
) -> dict[Key, list[Due]]:
    """Deals of these owners that are not due yet but meet ``due`` become reminders now; by owner."""
    rows: list[RowMapping] = []
    asked = sorted(keys)
    for start in range(0, len(asked), MANY):
        query = facts_where(
            tuple_(Deal.owner_id, Deal.team_id).in_(asked[start : start + MANY]),
            Deal.closed.is_(False),
            Deal.kind == StageKind.OPEN,
            Deal.follow_up_at > now,
            # Whoever said "not now" or "not before" is not asked earlier; a reminder that is out says it all.
            Deal.paused_until.is_(None),
            Deal.snoozed_until.is_(None),
            Deal.reminder_id.is_(None),
            *due,
        )
        rows += (await session.execute(query)).mappings().all()
    await claim_silent(session, stages, rows, now)
    claimed: dict[Key, list[Due]] = defaultdict(list)
    if rows:
        for reminder, deal in await _locked(session, Reminder.deal_id.in_([row["id"] for row in rows])):
            claimed[deal.owner_id, deal.team_id].append((reminder, deal))
    return claimed


async def _early(session: AsyncSession, stages: Stages, wide: dict[Key, Person], now: datetime) -> dict[Key, list[Due]]:
    quiet = or_(Deal.next_step_at.is_(None), Deal.next_step_at < Deal.follow_up_at)
    early = await claim_early(session, stages, wide, now, Deal.follow_up_at <= now + LOOK_AHEAD, quiet)
    # Who hears the last push of the hour is told of steps with a typed time before the next one rather early than late.
    last = {key for key, person in wide.items() if len(person.pushes) >= PUSHES - 1}
    timed = await claim_early(
        session, stages, last, now, Deal.follow_up_at <= now + PUSHES_WITHIN, Deal.next_step_has_time.is_(True)
    )
    for key, due in timed.items():
        early[key] += due
    return early
