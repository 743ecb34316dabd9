"""Looking at deals: the card, what can be chosen for it, and its history."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.errors import NotFound
from bot.models import Deal, DealEvent, EventKind, LossReason, Member, Role, Source, Stage, StageKind, User
from bot.models.facts_deals import Choices, DealCard, HistoryLine, HistoryPage
from bot.models.ladder import Ladder
from bot.services.access import Grant, deal_for
from bot.services.stages import Stages

HISTORY_LINES = 8
LAST_PAGE = 10_000  # no deal lives that long; a forged button must not ask for an offset that no database takes
Listed = TypeVar("Listed", Source, LossReason)


class DealCards:
    """Reads deals for people who may see them. Every method raises NotFound to those who may not."""

    def __init__(self, database: Database, stages: Stages) -> None:
        self._database = database
        self._stages = stages

    async def card(self, user_id: int, deal_id: int) -> DealCard:
        """One deal as it is now."""
        async with self._database.read() as session:
            return await self._card(session, user_id, deal_id)

    async def choices(self, user_id: int, deal_id: int) -> Choices:
        """The deal with its team's sources, loss reasons and possible owners."""
        async with self._database.read() as session:
            card = await self._card(session, user_id, deal_id)
            team_id = card.deal.team_id
            return Choices(
                card,
                sources=tuple(await session.scalars(_in_use(Source, team_id))),
                reasons=tuple(await session.scalars(_in_use(LossReason, team_id))),
                owners=await _owners(session, team_id),
            )

    async def history(self, user_id: int, deal_id: int, page: int) -> HistoryPage:
        """Page ``page`` (0 is the newest) of what happened to the deal."""
        page = min(max(page, 0), LAST_PAGE)
        async with self._database.read() as session:
            grant = await deal_for(session, user_id, deal_id)
            ladder = await self._stages.of(session, grant.deal.pipeline_id)
            rows = (
                await session.execute(
                    select(DealEvent, User)
                    .outerjoin(User, User.id == DealEvent.actor_id)
                    .where(DealEvent.deal_id == deal_id)
                    .order_by(DealEvent.version.desc(), DealEvent.id.desc())
                    .offset(page * HISTORY_LINES)
                    .limit(HISTORY_LINES + 1)
                )
            ).all()
            lines = tuple(
                HistoryLine(
                    event,
                    user.name if user else "",
                    ladder.by_id.get(event.from_stage_id or 0),
                    ladder.by_id.get(event.to_stage_id or 0),
                )
                for event, user in rows[:HISTORY_LINES]
            )
            card = await build_card(session, grant, ladder)
            return HistoryPage(
                card,
                lines,
                page,
                has_more=len(rows) > HISTORY_LINES,
                names=await _names(session, [line.event for line in lines]),
                sources=await _sources(session, [line.event for line in lines]),
            )

    async def _card(self, session: AsyncSession, user_id: int, deal_id: int) -> DealCard:
        grant = await deal_for(session, user_id, deal_id)
        return await build_card(session, grant, await self._stages.of(session, grant.deal.pipeline_id))


async def build_card(session: AsyncSession, grant: Grant, ladder: Ladder) -> DealCard:
    """Everything that the card of a granted deal shows."""
    deal = grant.deal
    stage = ladder.by_id.get(deal.stage_id)
    if stage is None:
        raise NotFound("stage")
    return DealCard(
        deal=deal,
        stage=stage,
        stages=ladder.stages,
        owner_name=grant.owner_name if deal.owner_id == grant.loaded_owner_id else await _name(session, deal.owner_id),
        viewer_id=grant.user_id,
        may_change=grant.changes,
        may_reassign=grant.role.may(Role.MANAGER),
        source=await session.get(Source, deal.source_id) if deal.source_id else None,
        loss_reason=await session.get(LossReason, deal.loss_reason_id) if deal.loss_reason_id else None,
        pause_cap=grant.team.pause_cap_days,
        team_name=grant.team_name,
        left=await _left(session, deal, ladder) if deal.kind is StageKind.PARKED else None,
    )


async def _left(session: AsyncSession, deal: Deal, ladder: Ladder) -> Stage | None:
    """The open stage that a parked deal came from: where it goes on when it is taken up again."""
    query = (
        select(DealEvent.from_stage_id)
        .where(
            DealEvent.deal_id == deal.id,
            DealEvent.to_stage_id == deal.stage_id,
            DealEvent.kind == EventKind.MOVED,
        )
        .order_by(DealEvent.version.desc())
        .limit(1)
    )
    stage = ladder.by_id.get(await session.scalar(query) or 0)
    return stage if stage is not None and stage.kind is StageKind.OPEN else None


async def _name(session: AsyncSession, user_id: int) -> str:
    user = await session.get(User, user_id)
    return user.name if user else ""


def _in_use(table: type[Listed], team_id: int) -> Select[Listed]:
    return select(table).where(table.team_id == team_id, table.active).order_by(table.position)


async def _names(session: AsyncSession, events: list[DealEvent]) -> dict[int, str]:
    """Names of the owners that reassignments speak of."""
    ids = {
        owner_id
        for event in events
        if event.kind is EventKind.REASSIGNED
        for owner_id in (event.before.get("owner_id"), event.data.get("to"))
    }
    if not ids:
        return {}
    return {user.id: user.name for user in await session.scalars(select(User).where(User.id.in_(ids)))}


async def _sources(session: AsyncSession, events: list[DealEvent]) -> tuple[Source, ...]:
    """The sources that edits speak of, whether still in use or not."""
    if not any(event.data.get("field") == "source_id" for event in events):
        return ()
    return tuple(await session.scalars(select(Source).where(Source.team_id == events[0].team_id)))


async def _owners(session: AsyncSession, team_id: int) -> tuple[tuple[int, str], ...]:
    users = await session.scalars(
        select(User)
        .join(Member, Member.user_id == User.id)
        .where(Member.team_id == team_id, Member.active, Member.role != Role.VIEWER)
        .order_by(User.first_name, User.id)
    )
    return tuple((user.id, user.name) for user in users)
