"""What nudges say at delivery, what becomes of the messages that they replace, and those that were never sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, and_, cast, exists, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, Member, Nudge, OutboxMessage, OutboxState, Reminder, ReminderState, Team, User
from bot.models.facts_reminders import NudgeFacts, NudgeGone, PlanFacts
from bot.models.reminder import IS_UNSENT
from bot.services.outbox import Delivery, OutboxRow, enqueue
from bot.services.reminders.locking import lock_ringing
from bot.services.reminders.nudges import facts_of
from bot.services.reminders.persons import persons
from bot.services.stages import Stages

DELETABLE = timedelta(hours=47)
"""Telegram deletes a bot's message for 48 hours; an hour less, since ours waited before it was sent."""

FRESH = timedelta(minutes=30)
"""A nudge that waited longer for its delivery (Telegram was away) is not sent at night any more."""

AT_ONCE = 200

_KEY = literal("nudge:", String) + cast(Nudge.id, String)
_DROPPED = exists().where(OutboxMessage.dedupe_key == _KEY, OutboxMessage.state == OutboxState.DROPPED)
WAS_DROPPED = exists(select(Nudge.id).where(IS_UNSENT, _DROPPED))
"""Whether `take_up` would find anything."""


class NudgeDeliveries:
    """The outbox kinds ``nudge``, ``nudge-refresh`` and ``nudge-remove``."""

    def __init__(self, stages: Stages) -> None:
        self._stages = stages

    async def send(self, session: AsyncSession, row: OutboxRow, now: datetime) -> Delivery | None:
        """The message, with what still waits. None: nothing does, or it is night by now (it rings anew: `take_up`)."""
        found = await _find(session, row)
        if found is None:
            return None
        nudge, team, user = found
        if user.unreachable_at is not None or await _too_late(session, nudge, now):
            return None
        facts = await facts_of(session, self._stages, nudge, now)
        if isinstance(facts, PlanFacts):
            if await _has_newer_plan(session, nudge):
                return None
            wanted = not facts.empty or await _wants_empty(session, nudge)
            return _delivery("send", nudge, team, user, replace(facts, done=())) if wanted else None
        facts = replace(facts, lines=facts.waiting)
        return _delivery("send", nudge, team, user, facts) if facts.lines else None

    async def refresh(self, session: AsyncSession, row: OutboxRow, now: datetime) -> Delivery | None:
        """The message with what has ended since, less what a newer message speaks of or nobody needs any more."""
        found = await _find(session, row)
        if found is None or found[0].message_id is None or found[0].closed:
            return None
        nudge, team, user = found
        facts = await facts_of(session, self._stages, nudge, now)
        if isinstance(facts, NudgeFacts) and not facts.lines and not await _lost_all(session, nudge):
            return None
        return _delivery("edit", nudge, team, user, facts)

    async def remove(self, session: AsyncSession, row: OutboxRow, now: datetime) -> Delivery | None:
        """Delete the message, or leave one line of it without buttons when it is too old for that."""
        found = await _find(session, row, left=True)
        if found is None or found[0].message_id is None:
            return None
        nudge, team, user = found
        if nudge.sent_at is not None and now - nudge.sent_at < DELETABLE:
            return _delivery("delete", nudge, team, user, None)
        gone = NudgeGone(row.args["client"], row.args["count"], row.args.get("name", ""))
        return _delivery("edit", nudge, team, user, gone)

    async def delivered(self, session: AsyncSession, row: OutboxRow, message_id: int | None, now: datetime) -> None:
        """Note the message's id. What came while it was on its way is edited in, what it replaces goes."""
        nudge = await session.get(Nudge, row.args["nudge"])
        if nudge is None or row.kind != "nudge":
            return
        nudge.message_id, nudge.sent_at = message_id, nudge.sent_at or now
        await session.flush()
        over = (ReminderState.ENDED, ReminderState.DROPPED)
        changed = exists().where(Reminder.nudge_id == nudge.id, Reminder.state.in_(over))
        if await session.scalar(select(changed)):
            await _again(session, nudge, f"nudge-refresh:{nudge.id}:after", "nudge-refresh", now)
        for old in await session.scalars(select(Nudge).where(Nudge.id.in_(row.args["before"]))):
            await _replace(session, old, nudge, now)


async def _replace(session: AsyncSession, old: Nudge, by: Nudge, now: datetime) -> None:
    if old.closed or old.message_id is None:
        return
    live = exists().where(Reminder.nudge_id == old.id, Reminder.state == ReminderState.LIVE)
    # Yesterday's plan is over when today's is there; until then it tells of more than its reminders.
    stays = by.kind != "plan" if old.kind == "plan" else await session.scalar(select(live))
    if stays:
        await _again(session, old, f"nudge-refresh:{old.id}:by:{by.id}", "nudge-refresh", now)
        return
    old.closed = True
    query = select(Deal.client).join(Reminder, Reminder.deal_id == Deal.id).where(Reminder.nudge_id == by.id)
    clients = list(await session.scalars(query.order_by(Reminder.id)))
    args = {"client": clients[0] if clients else "", "count": len(clients)}
    if by.user_id != old.user_id:
        reader = await session.get_one(User, by.user_id)
        args["name"] = reader.name
    await _again(session, old, f"nudge-remove:{old.id}", "nudge-remove", now, **args)


async def _again(session: AsyncSession, nudge: Nudge, key: str, kind: str, now: datetime, **args: Any) -> None:
    await enqueue(session, key=key, kind=kind, args={"nudge": nudge.id, **args}, chat_id=nudge.user_id, now=now)


async def take_up(session: AsyncSession, now: datetime) -> int:
    """Nudges whose delivery was dropped (night by then, or the person could not be reached): what still waits on them
    rings again when it may. Returns how many nudges were looked at.
    """
    await lock_ringing(session)
    nudges = list(await session.scalars(select(Nudge).where(IS_UNSENT, _DROPPED).order_by(Nudge.id).limit(AT_ONCE)))
    for nudge in nudges:
        nudge.closed = True
    await session.flush()
    ids = [nudge.id for nudge in nudges]
    if ids:
        await session.execute(_unrung(ids, now).execution_options(synchronize_session=False))
    return len(nudges)


def _unrung(nudge_ids: Sequence[int], now: datetime) -> Any:
    return (
        update(Reminder)
        .where(Reminder.nudge_id.in_(nudge_ids), Reminder.state == ReminderState.LIVE)
        .values(state=ReminderState.WAITING, nudge_id=None, rung=Reminder.rung - 1, ring_at=now)
    )


async def _find(session: AsyncSession, row: OutboxRow, *, left: bool = False) -> tuple[Nudge, Team, User] | None:
    """The nudge with its team and its reader. ``left``: also for one who is no longer of the team."""
    query = (
        select(Nudge, Team, User)
        .join(Team, Team.id == Nudge.team_id)
        .join(User, User.id == Nudge.user_id)
        .where(Nudge.id == row.args["nudge"])
    )
    if not left:
        place = and_(Member.user_id == Nudge.user_id, Member.team_id == Nudge.team_id, Member.active)
        query = query.join(Member, place)
    found = (await session.execute(query)).one_or_none()
    return None if found is None else (found[0], found[1], found[2])


async def _too_late(session: AsyncSession, nudge: Nudge, now: datetime) -> bool:
    if now - nudge.made_at <= FRESH:
        return False
    key = (nudge.user_id, nudge.team_id)
    person = (await persons(session, [key], now)).get(key)
    return person is None or not person.hours.is_open(now)


async def _has_newer_plan(session: AsyncSession, nudge: Nudge) -> bool:
    newer = exists().where(
        Nudge.user_id == nudge.user_id, Nudge.team_id == nudge.team_id, Nudge.kind == "plan", Nudge.id > nudge.id
    )
    return bool(await session.scalar(select(newer)))


async def _lost_all(session: AsyncSession, nudge: Nudge) -> bool:
    """Whether the message is empty because nobody needs its reminders any more. Otherwise they have moved to a newer
    one, which is on its way and takes this message's place.
    """
    dropped = exists().where(Reminder.nudge_id == nudge.id, Reminder.state == ReminderState.DROPPED)
    return bool(await session.scalar(select(dropped)))


async def _wants_empty(session: AsyncSession, nudge: Nudge) -> bool:
    query = select(Member.hears_empty_plan).where(Member.user_id == nudge.user_id, Member.team_id == nudge.team_id)
    return bool(await session.scalar(query))


def _delivery(op: Any, nudge: Nudge, team: Team, user: User, facts: object) -> Delivery:
    return Delivery(
        op=op,
        chat_id=nudge.user_id,
        facts=facts,
        locale=user.locale or team.locale,
        zone=user.time_zone or team.time_zone,
        message_id=None if op == "send" else nudge.message_id,
    )
