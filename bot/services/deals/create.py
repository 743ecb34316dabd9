"""How a deal comes into being: used by drafts and by the demo."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import BadInput, NotFound
from bot.models import Deal, DealEvent, EventKind, Source, StageKind, Team
from bot.models.facts import Press
from bot.models.facts_deals import NewDeal
from bot.models.ladder import Ladder
from bot.services.access import find
from bot.services.due_times import recompute_due
from bot.services.reminders.answering import first_contact_due
from bot.services.workdays import PARK_DAYS, day_ahead, day_starts, today_in


async def create_deal(
    session: AsyncSession,
    *,
    team: Team,
    owner_id: int,
    actor_id: int,
    ladder: Ladder,
    fields: NewDeal,
    now: datetime,
    press: Press,
) -> tuple[Deal, DealEvent]:
    """Insert a deal and its first history event. The caller has authorised the actor and announces the event.

    Raises NotFound for a stage or source that is not the team's, BadInput for a stage that means lost: a loss needs a
    reason. A deal that starts parked comes back when its next step was planned for, or after the usual time.
    """
    stage = ladder.first_open if fields.stage_id is None else ladder.by_id.get(fields.stage_id)
    if stage is None or ladder.team_id != team.id:
        raise NotFound("stage")
    if stage.kind is StageKind.LOST:
        raise BadInput("stage", stage.names[team.locale], "lost")
    if fields.source_id is not None:
        source = await find(session, Source, fields.source_id)
        if source is None or source.team_id != team.id:
            raise NotFound("source")
    deal = Deal(
        team_id=team.id,
        number=await _next_number(session, team.id),
        pipeline_id=ladder.pipeline_id,
        owner_id=owner_id,
        client=fields.client,
        client_folded=fields.client_folded,
        title=fields.title,
        amount_minor=fields.amount_minor,
        currency=fields.currency,
        probability=fields.probability,
        source_id=fields.source_id,
        phone=fields.phone,
        contact_name=fields.contact_name,
        contact_user_id=fields.contact_user_id,
        start_date=fields.start_date or today_in(ZoneInfo(team.time_zone), now),
        expected_close=fields.expected_close,
        next_step_text=fields.next_step_text,
        next_step_at=fields.next_step_at,
        next_step_has_time=fields.next_step_has_time,
        last_touch_at=now,
        created_at=now,
        version=1,
    )
    deal.enter(stage, now)
    if stage.kind is StageKind.PARKED:
        deal.returns_at = deal.next_step_at or _usual_return(team, now)
        deal.drop_step()
    recompute_due(deal, stage, team)
    if stage is ladder.first_open and deal.source_id is not None:
        deal.first_contact_at = first_contact_due(deal, team)
    session.add(deal)
    await session.flush()
    event = DealEvent(
        team_id=team.id,
        deal_id=deal.id,
        kind=EventKind.CREATED,
        actor_id=actor_id,
        at=now,
        version=1,
        inbox_id=press.inbox_id,
        press_key=press.key,
        to_stage_id=stage.id,
        amount_minor=deal.amount_minor,
        currency=deal.currency,
        limit_days=stage.stuck_days,
        data={},
        before={},
    )
    session.add(event)
    await session.flush()
    return deal, event


def _usual_return(team: Team, now: datetime) -> datetime:
    zone = ZoneInfo(team.time_zone)
    return day_starts(day_ahead(PARK_DAYS, zone, now), zone, team.day_start)


async def _next_number(session: AsyncSession, team_id: int) -> int:
    """The team's next deal number; the row lock of the update keeps two creators apart on PostgreSQL too."""
    query = update(Team).where(Team.id == team_id).values(deal_count=Team.deal_count + 1).returning(Team.deal_count)
    return int((await session.execute(query, execution_options={"synchronize_session": False})).scalar_one())
