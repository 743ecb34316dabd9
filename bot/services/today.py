"""A rep's day on one screen: steps that are due, deals that come back, quiet and stuck ones, and what is new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.clock import Clock
from bot.database import Database
from bot.models import Deal, Role, StageKind, Team
from bot.models.due import quiet_at
from bot.models.facts_digests import TodayDeal, TodayFacts
from bot.models.ladder import Ladder
from bot.services.access import member_of
from bot.services.reminders.answering import first_contact_due
from bot.services.reminders.lines import nearly_stuck
from bot.services.stages import Stages
from bot.services.weighing import Scale
from bot.services.workdays import day_starts, today_in

MOST_DEALS = 1_000
"""Nobody has more open deals of their own; who does sees the quietest ones."""

ORDER = ("step", "back", "first", "quiet", "stuck", "warn", "new")


class Today:
    """What waits for a person today, read from the deals themselves, so it is right whether reminders rang or not."""

    def __init__(self, database: Database, stages: Stages, clock: Clock) -> None:
        self._database = database
        self._stages = stages
        self._clock = clock

    async def now(self, user_id: int, team_id: int, zone: ZoneInfo) -> TodayFacts:
        """The person's own open deals that wait for them on today's date in ``zone``. Raises NotFound to strangers."""
        now = self._clock.now()
        day = today_in(zone, now)
        yesterday, tomorrow = (day_starts(day + timedelta(days=days), zone, 0) for days in (-1, 1))
        query = select(Deal).where(Deal.team_id == team_id, Deal.owner_id == user_id, Deal.closed.is_(False))
        async with self._database.read() as session:
            team, member = await member_of(session, user_id, team_id)
            deals = (await session.scalars(query.order_by(Deal.last_touch_at, Deal.id).limit(MOST_DEALS))).all()
            found = []
            for deal in deals:
                ladder = await self._stages.of(session, deal.pipeline_id)
                why, at = _waiting(deal, ladder, team, now, tomorrow)
                if not why and deal.created_at >= yesterday and deal.kind is StageKind.OPEN:
                    why = "new"
                if why:
                    found.append(TodayDeal(deal, ladder.by_id[deal.stage_id], why, at))
        return TodayFacts(day, tuple(_ordered(found, deals, now)), member.role.may(Role.REP))


def _waiting(deal: Deal, ladder: Ladder, team: Team, now: datetime, tomorrow: datetime) -> tuple[str, datetime | None]:
    """Why the deal is on today's screen and since or at when: the first reason that holds, "" when it may rest."""
    back = deal.returns_at if deal.kind is StageKind.PARKED else deal.paused_until
    # A step that was due before the last touch has been answered by it (`bot.models.due`), such as by a move.
    step = deal.next_step_at if deal.next_step_at is not None and deal.next_step_at >= deal.last_touch_at else None
    if (back is not None or deal.kind is not StageKind.OPEN) and not deal.taken_up:
        if back is None or back >= tomorrow:
            return "", None
        # What comes back with a step, as the reminder has it.
        return ("step", step) if step is not None and step < tomorrow else ("back", back)
    if step is not None and step < tomorrow:
        return "step", step
    if _unanswered(deal, ladder, team, now):
        return "first", deal.created_at
    if deal.stuck_at is not None and deal.stuck_at <= now:
        return "stuck", deal.stuck_at
    quiet = quiet_at(deal, ladder.by_id[deal.stage_id])
    # A nudge, such as the plan, speaks in the morning of what falls due later on its day: so does this screen then.
    by = now if deal.reminder_id is None else tomorrow
    resting = step is not None or (deal.snoozed_until is not None and deal.snoozed_until > now)
    if quiet is not None and quiet <= by and not resting:
        return "quiet", quiet
    return ("warn", deal.stuck_at) if nearly_stuck(deal, now, by) else ("", None)


def _unanswered(deal: Deal, ladder: Ladder, team: Team, now: datetime) -> bool:
    """A new enquiry that nobody touched within the team's hours."""
    due = first_contact_due(deal, team)
    enquiry = deal.source_id is not None and deal.stage_id == ladder.first_open.id
    return enquiry and due is not None and due <= now and deal.last_touch_at <= deal.created_at


def _ordered(found: Sequence[TodayDeal], deals: Sequence[Deal], now: datetime) -> list[TodayDeal]:
    """By section; steps and returns by time, the rest by value times lateness."""
    scale = Scale(deals, now)

    def key(each: TodayDeal) -> tuple[int, float, int]:
        timed = each.why in ("step", "back") and each.at is not None
        rank = each.at.timestamp() if timed and each.at is not None else -scale.weight(each.deal)
        return ORDER.index(each.why), rank, each.deal.id

    return sorted(found, key=key)
