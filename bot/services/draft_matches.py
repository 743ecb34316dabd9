"""The deals that a new one may be about: by the client's name, or by the phone."""

from __future__ import annotations

from sqlalchemy import select

from bot.database import Database
from bot.models import Deal, Role, User
from bot.models.facts import Who
from bot.models.facts_deals import DealRow
from bot.models.facts_drafts import DraftValues
from bot.services.access import member_of
from bot.services.lists import Lists
from bot.services.reading import fold
from bot.services.stages import Stages

SHOWN = 5
"""How many deals are offered before *New deal*: more would push it off the phone."""

SHORTEST = 2
"""A single letter matches half the pipeline and means nobody."""


class DraftMatches:
    """Looks for deals that the person may see; the search by name is that of the lists."""

    def __init__(self, database: Database, stages: Stages, lists: Lists) -> None:
        self._database = database
        self._stages = stages
        self._lists = lists

    async def of(self, who: Who, team_id: int, values: DraftValues, text: str) -> tuple[tuple[DealRow, ...], bool]:
        """At most ``SHOWN`` deals, those with the same phone first, and whether there are more."""
        rows = list(await self._with_phone(who, team_id, values.phone)) if values.phone else []
        name = values.client or (text if values.is_empty else "")
        if len(fold(name)) >= SHORTEST:
            known = {row.deal.id for row in rows}
            found = await self._lists.search(who.user_id, team_id, name, SHOWN + 1)
            rows += [row for row in found if row.deal.id not in known]
        return tuple(rows[:SHOWN]), len(rows) > SHOWN

    async def _with_phone(self, who: Who, team_id: int, phone: str) -> tuple[DealRow, ...]:
        async with self._database.read() as session:
            team, member = await member_of(session, who.user_id, team_id)
            query = (
                select(Deal, User)
                .join(User, User.id == Deal.owner_id)
                .where(Deal.team_id == team_id, Deal.phone == phone)
                .order_by(Deal.closed, Deal.last_touch_at.desc(), Deal.id)
                .limit(SHOWN + 1)
            )
            if member.role is Role.REP and not team.reps_see_all:
                query = query.where(Deal.owner_id == who.user_id)
            found = (await session.execute(query)).all()
            return tuple(
                [
                    DealRow(deal, (await self._stages.of(session, deal.pipeline_id)).by_id[deal.stage_id], owner.name)
                    for deal, owner in found
                ]
            )
