"""The morning plan: what a rep's day holds, from what is true when it is read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, Nudge, Reminder, ReminderState, StageKind, User
from bot.models.facts_reminders import NudgeLine, PlanFacts
from bot.services.reminders.lines import Reading, Waiting, on_nudge, step_due, to_lines
from bot.services.stages import Stages

SECTION_LINES = 8
"""So many deals of a section are read besides those that ring with the message; the rest are counted."""

READ_AT_MOST = 300
"""Deals looked at for one plan. Whoever has more on one morning needs a list, not a message."""


async def plan_facts(
    session: AsyncSession, stages: Stages, nudge: Nudge, reading: Reading, team_name: str
) -> PlanFacts:
    """The plan as of now. What an action ended since it was sent stands in ``done``."""
    rung = await on_nudge(session, nudge.id)
    ended = [one for one in rung if one.ended is not None]
    waiting = {one.deal.id: one for one in rung if one.ended is None}
    since = await _plan_before(session, nudge)
    for deal, owner, reminder in await _of_the_day(session, nudge, reading, since):
        new = since is not None and deal.created_at >= since
        waiting.setdefault(deal.id, Waiting(deal, owner, reminder, new=new, rings=False))
    lines = await to_lines(session, stages, list(waiting.values()), reading)
    done = await to_lines(session, stages, [one for one in ended if one.deal.id not in waiting], reading)
    sections: dict[str, list[NudgeLine]] = {"overdue": [], "today": [], "quiet": [], "stuck": [], "new": []}
    for line in lines:
        sections[_section(line, reading)].append(line)
    sections["overdue"].sort(key=_step_order)
    sections["today"].sort(key=_step_order)
    shown = {name: _shortened(section) for name, section in sections.items()}
    return PlanFacts(
        nudge_id=nudge.id,
        user_id=nudge.user_id,
        day=nudge.day or reading.now.astimezone(reading.zone).date(),
        zone=reading.zone.key,
        now=reading.now,
        more=sum(len(section) - len(shown[name]) for name, section in sections.items()),
        team_name=team_name,
        done=tuple(done[:SECTION_LINES]),
        **shown,
    )


def _shortened(section: Sequence[NudgeLine]) -> tuple[NudgeLine, ...]:
    """All that ring, and the first of the others, in the section's order."""
    room = [line.deal.id for line in section if not line.rings][:SECTION_LINES]
    return tuple(line for line in section if line.rings or line.deal.id in room)


def _step_order(line: NudgeLine) -> tuple[datetime, int]:
    return line.deal.next_step_at or line.deal.last_touch_at, line.deal.id


def _section(line: NudgeLine, reading: Reading) -> str:
    """Where a deal stands that may have several reasons: a planned step first, and stuck before merely quiet."""
    at, first = line.deal.next_step_at, line.why[0] if line.why else ""
    if first in ("return", "first_contact"):
        return "quiet"
    if "step" in line.why and at is not None:
        today = reading.now.astimezone(reading.zone).date()
        return "overdue" if at.astimezone(reading.zone).date() < today else "today"
    if "stuck" in line.why:
        return "stuck"
    if first == "follow_up":
        return "quiet"
    if "warn" in line.why:
        return "stuck"
    return "new" if "new" in line.why else "quiet"


async def _plan_before(session: AsyncSession, nudge: Nudge) -> datetime | None:
    """When the plan before this one was made: what came since is new. None: there was none."""
    query = (
        select(Nudge.made_at)
        .where(
            Nudge.user_id == nudge.user_id,
            Nudge.team_id == nudge.team_id,
            Nudge.kind == "plan",
            Nudge.id < nudge.id,
        )
        .order_by(Nudge.made_at.desc())
        .limit(1)
    )
    return await session.scalar(query)


async def _of_the_day(
    session: AsyncSession, nudge: Nudge, reading: Reading, since: datetime | None
) -> list[tuple[Deal, str, Reminder | None]]:
    """The person's own deals that the day should not pass over, whether a reminder waits for them or not."""
    midnight = datetime.combine(reading.now.astimezone(reading.zone).date() + timedelta(days=1), time(), reading.zone)
    step = and_(Deal.next_step_at < midnight, Deal.next_step_at >= Deal.last_touch_at)
    reasons = [step, Deal.stuck_at <= reading.now, Deal.reminder_id.is_not(None)]
    if since is not None:
        reasons.append(Deal.created_at >= since)
    query = (
        select(Deal, User, Reminder)
        .join(User, User.id == Deal.owner_id)
        .outerjoin(Reminder, Reminder.id == Deal.reminder_id)
        .where(
            Deal.team_id == nudge.team_id,
            Deal.owner_id == nudge.user_id,
            Deal.closed.is_(False),
            Deal.paused_until.is_(None),
            # "Not now" holds for the plan, too.
            or_(Deal.snoozed_until.is_(None), Deal.snoozed_until < midnight),
            or_(*reasons),
        )
        .order_by(Deal.last_touch_at, Deal.id)
        .limit(READ_AT_MOST)
    )
    found: list[tuple[Deal, str, Reminder | None]] = []
    for deal, owner, reminder in await session.execute(query):
        if deal.kind is StageKind.PARKED and reminder is None and not (since and deal.created_at >= since):
            continue
        if reminder is not None and reminder.nudge_id != nudge.id and _rings_by_itself(reminder, midnight):
            continue
        # A live reminder that stands on another message is not said a second time, but for the step it is about.
        elsewhere = reminder is not None and reminder.nudge_id not in (None, nudge.id)
        if not elsewhere or step_due(deal, reading):
            found.append((deal, owner.name, reminder))
    return found


def _rings_by_itself(reminder: Reminder, midnight: datetime) -> bool:
    """Whether another message will speak of it today: the plan had no room for it, or it came later."""
    today = reminder.ring_at is not None and reminder.ring_at < midnight
    return today or reminder.state is ReminderState.WAITING
