"""What the new owner of a deal hears, from what is true when it is delivered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, DealEvent, Member, Team, User
from bot.models.facts_outgoing import DealAssigned
from bot.services.access import name_if_several
from bot.services.outbox import Delivery, OutboxRow
from bot.services.pushes import may_ring
from bot.services.stages import Stages
from bot.services.worktime import worktime_of


class Assignments:
    """The outbox kind ``assigned``."""

    def __init__(self, stages: Stages) -> None:
        self._stages = stages

    async def load(self, session: AsyncSession, row: OutboxRow, now: datetime) -> Delivery | None:
        """None when the deal has gone to somebody else meanwhile, its owner has left, or the change was undone."""
        query = (
            select(DealEvent, Deal, Team, User, Member)
            .join(Deal, Deal.id == DealEvent.deal_id)
            .join(Team, Team.id == Deal.team_id)
            .join(User, User.id == Deal.owner_id)
            .join(Member, and_(Member.team_id == Deal.team_id, Member.user_id == Deal.owner_id, Member.active))
            .where(DealEvent.id == row.args["event"], DealEvent.undone_by.is_(None), Deal.owner_id == row.chat_id)
        )
        found = (await session.execute(query)).one_or_none()
        if found is None:
            return None
        event, deal, team, owner, member = found
        actor = await session.get(User, event.actor_id)
        stage = (await self._stages.of(session, deal.pipeline_id)).by_id[deal.stage_id]
        name = actor.name if actor else ""
        named = await name_if_several(session, owner.id, team)
        facts = DealAssigned(deal.id, deal.client, name, deal.amount_minor, deal.currency, stage, named)
        return Delivery(
            op="send",
            chat_id=owner.id,
            facts=facts,
            locale=owner.locale or team.locale,
            zone=owner.time_zone or team.time_zone,
            # News of somebody else's doing wakes nobody; the reminder, if one is due, comes in the morning.
            silent=not (worktime_of(member, team, owner).is_open(now) and await may_ring(session, owner.id, now)),
        )
