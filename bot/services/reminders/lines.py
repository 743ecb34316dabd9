"""A deal as a nudge speaks of it: why it waits, for how long, and what was said last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, DealEvent, EventKind, Reminder, ReminderKind, ReminderState, StageKind, Team, User
from bot.models.due import WARN_SHARE
from bot.models.facts_reminders import NudgeLine
from bot.models.ladder import Ladder
from bot.services.access import name_if_several
from bot.services.reminders.rows import DealRow, ReminderRow
from bot.services.stages import Stages
from bot.services.weighing import Scale

MANY = 400
"""Deals asked about in one statement."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads, where and when."""

    user_id: int
    zone: ZoneInfo
    now: datetime

    def days_since(self, moment: datetime) -> int:
        """Midnights on the reader's wall since then: late yesterday is 1."""
        return max(0, (self.now.astimezone(self.zone).date() - moment.astimezone(self.zone).date()).days)

    @property
    def midnight(self) -> datetime:
        """The end of the reader's day."""
        tomorrow = self.now.astimezone(self.zone).date() + timedelta(days=1)
        return datetime.combine(tomorrow, time(), self.zone)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a line is made from. ``reminder`` None: the deal stands in a plan without one."""

    deal: Deal
    owner_name: str
    reminder: Reminder | None = None
    ended: DealEvent | None = None
    ended_name: str = ""
    new: bool = False
    rings: bool = True


async def reading_of(session: AsyncSession, user_id: int, team_id: int, now: datetime) -> tuple[Reading, str]:
    """How a person reads a team's nudges, and the team's name when they are in several ("" otherwise)."""
    query = select(User.time_zone, Team).join(Team, Team.id == team_id).where(User.id == user_id)
    own, team = (await session.execute(query)).one()
    return Reading(user_id, ZoneInfo(own or team.time_zone), now), await name_if_several(session, user_id, team)


async def on_nudge(session: AsyncSession, nudge_id: int) -> list[Waiting]:
    """What a nudge's message speaks of: reminders that wait on it, and those that an action ended while they did."""
    query = (
        select(Reminder, Deal, User, DealEvent)
        .join(Deal, Deal.id == Reminder.deal_id)
        .join(User, User.id == Deal.owner_id)
        .outerjoin(DealEvent, DealEvent.id == Reminder.ended_by)
        .where(Reminder.nudge_id == nudge_id)
        .order_by(Reminder.id)
    )
    found = []
    for reminder, deal, owner, event in await session.execute(query):
        waits = reminder.state is ReminderState.LIVE and deal.reminder_id == reminder.id
        if waits or (reminder.state is ReminderState.ENDED and event is not None):
            found.append((reminder, deal, owner.name, event))
    names = await _names(session, {event.actor_id for *_, event in found if event is not None})
    return [
        Waiting(deal, owner, reminder, event, names.get(event.actor_id, "") if event else "")
        for reminder, deal, owner, event in found
    ]


async def to_lines(
    session: AsyncSession, stages: Stages, waiting: Sequence[Waiting], reading: Reading
) -> list[NudgeLine]:
    """Lines for all of them: what waits first, the most valuable and most late before the rest."""
    notes = await _newest(session, [one.deal.id for one in waiting], EventKind.NOTED)
    back = [one.deal.id for one in waiting if one.reminder is not None and one.reminder.kind is ReminderKind.RETURN]
    pauses = await _newest(session, back, EventKind.PAUSED)
    lines = []
    # What has ended, too: the order stays while the message is worked off.
    scale = Scale([one.deal for one in waiting], reading.now)
    for one in sorted(waiting, key=lambda one: (one.ended is not None, urgency(one.deal, one.reminder, scale))):
        ladder = await stages.of(session, one.deal.pipeline_id)
        said = notes.get(one.deal.id, {}).get("text", "")
        lines.append(_line(one, ladder, reading, said, pauses.get(one.deal.id, {}).get("reason")))
    return lines


def _line(one: Waiting, ladder: Ladder, reading: Reading, note: str, paused_for: str | None) -> NudgeLine:
    deal, reminder, now = one.deal, one.reminder, reading.now
    stage = ladder.by_id[deal.stage_id]
    stuck = deal.stuck_at is not None and deal.stuck_at <= now
    return NudgeLine(
        deal=deal,
        stage=stage,
        next_stage=ladder.next_of(deal.stage_id),
        why=tuple(dict.fromkeys(_reasons(one, reading))),
        quiet_days=reading.days_since(deal.last_touch_at),
        stage_day=max(0, (now - deal.stage_entered_at).days) + 1,
        limit_days=stage.stuck_days,
        stuck=stuck,
        nearly_stuck=nearly_stuck(deal, now, reading.midnight),
        last_note=note,
        paused_for=paused_for if deal.kind is StageKind.OPEN else None,
        owner_name=one.owner_name if deal.owner_id != reading.user_id else "",
        rung=reminder.rung if reminder else 0,
        ignored=deal.ignored,
        ended=one.ended,
        ended_name=one.ended_name,
        step_due=step_due(deal, reading),
        rings=one.rings,
    )


def nearly_stuck(deal: Deal, now: datetime, by: datetime | None = None) -> bool:
    """Three quarters of the stage's limit are used, and it is not stuck yet. An accepted wait is no reason to hurry.

    ``by``: they will be used by then. A nudge says so from the morning of that day on, since a warning comes with the
    day's first push.
    """
    if deal.stuck_at is None or deal.stuck_at <= now or deal.wait_until is not None:
        return False
    return (by or now) - deal.stage_entered_at >= (deal.stuck_at - deal.stage_entered_at) * WARN_SHARE


def step_due(deal: Deal, reading: Reading) -> bool:
    """Whether the next step's time has come, or its day when it has no time."""
    at = deal.next_step_at
    if at is None:
        return False
    return at <= reading.now or (not deal.next_step_has_time and not _later_day(at, reading))


def _later_day(at: datetime, reading: Reading) -> bool:
    return at.astimezone(reading.zone).date() > reading.now.astimezone(reading.zone).date()


def _reasons(one: Waiting, reading: Reading) -> Iterable[str]:
    deal, reminder = one.deal, one.reminder
    stuck = deal.stuck_at is not None and deal.stuck_at <= reading.now
    rang = None if reminder is None else reminder.kind
    if rang is not None:
        # What it rang for comes first; the limit that it warned of may have passed meanwhile.
        yield "stuck" if rang is ReminderKind.WARN and stuck else rang.value
    if rang in (None, ReminderKind.WARN) and _step_today(deal, reading):
        yield "step"
    if stuck:
        yield "stuck"
    elif nearly_stuck(deal, reading.now, reading.midnight):
        yield "warn"
    if one.new:
        yield "new"


def _step_today(deal: Deal, reading: Reading) -> bool:
    """A step of today or before that no later touch has answered (`bot.models.due`)."""
    at = deal.next_step_at
    if at is None or at < deal.last_touch_at:
        return False
    return at <= reading.now or not _later_day(at, reading)


def urgency(deal: Deal | DealRow, reminder: Reminder | ReminderRow | None, scale: Scale) -> tuple[bool, float, int]:
    """A sort key: steps with a time of their own, then the most valuable and most late."""
    now = scale.now
    timed = deal.next_step_at is not None and deal.next_step_has_time and deal.kind is StageKind.OPEN
    since = reminder.arose_at if reminder is not None else deal.stuck_at or now
    late = max(now - since, timedelta()) / timedelta(days=1)
    return not timed, -scale.value(deal) * (1 + late), deal.id


async def _newest(session: AsyncSession, deal_ids: Sequence[int], kind: EventKind) -> dict[int, Mapping[str, Any]]:
    """What the last event of a kind said, by deal; what was taken back said nothing."""
    said: dict[int, Mapping[str, Any]] = {}
    for start in range(0, len(deal_ids), MANY):
        newest = (
            select(func.max(DealEvent.id))
            .where(
                DealEvent.deal_id.in_(deal_ids[start : start + MANY]),
                DealEvent.kind == kind,
                DealEvent.undone_by.is_(None),
            )
            .group_by(DealEvent.deal_id)
        )
        for deal_id, data in await session.execute(
            select(DealEvent.deal_id, DealEvent.data).where(DealEvent.id.in_(newest))
        ):
            said[deal_id] = data
    return said


async def _names(session: AsyncSession, user_ids: set[int]) -> dict[int, str]:
    if not user_ids:
        return {}
    return {user.id: user.name for user in await session.scalars(select(User).where(User.id.in_(user_ids)))}
