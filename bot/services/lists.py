"""Lists of deals, a page at a time, for those who may see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.errors import NotFound
from bot.models import Deal, Member, Role, Stage, Team, User
from bot.models.deal import stepless
from bot.models.facts_deals import DealPage, DealRow, StageCounts
from bot.services.access import member_of
from bot.services.list_pages import Condition, Named, View, count, fetch
from bot.services.reading import fold
from bot.services.stages import Stages
from bot.services.workdays import day_ahead

# "Closing soon": expected to close within these days; overdue ones come first.
SOON_DAYS = 14

SHORTEST_WORD = 3
"""So many letters of a later word of the client's name are needed: fewer are in every other name."""

MANY_DEALS = 20_000
"""In a team that has made more, names are found by their beginning alone: for the rest all of them are read."""


class Lists:
    """Pages of deals that a member may see. Every method raises NotFound to those who are not of the team."""

    def __init__(self, database: Database, stages: Stages, clock: Clock) -> None:
        self._database = database
        self._stages = stages
        self._clock = clock

    async def page(
        self,
        user_id: int,
        team_id: int,
        view: str,
        whose: str,
        arg: int = 0,
        turn: str = "n",
        cursor: str = "",
    ) -> DealPage:
        """One page of a list.

        ``view``: my, stage (``arg`` is the stage), closing, overdue (past the expected close), nostep, stuck.
        ``whose``: m, or t for the whole team, which only those get who may see it. A forged cursor starts at the first
        page. Raises NotFound for an unknown view.
        """
        async with self._database.read() as session:
            team, member, whose, has_both = await self._scope(session, user_id, team_id, whose)
            ladder = await self._stages.default(session, team_id)
            stage = ladder.by_id.get(arg) if view == "stage" else None
            shape = view_of(view, stage, team, self._clock.now())
            conditions: list[Condition] = [Deal.team_id == team_id, *shape.where]
            if whose == "m":
                conditions.append(Deal.owner_id == user_id)
            found = await fetch(session, shape, conditions, turn, cursor)
            total, capped = await count(session, conditions)
            rows = await self._with_stages(session, found.rows)
        return DealPage(
            view=view,
            whose=whose,
            arg=stage.id if stage else 0,
            rows=rows,
            total=total,
            capped=capped,
            previous=found.previous,
            next=found.next,
            stage=stage,
            has_both=has_both,
            may_create=member.role.may(Role.REP),
            team_id=team_id,
            turn=found.turn,
            cursor=found.cursor,
        )

    async def stage_counts(self, user_id: int, team_id: int, whose: str) -> StageCounts:
        """How many deals stand in each stage."""
        async with self._database.read() as session:
            _, _, whose, has_both = await self._scope(session, user_id, team_id, whose)
            ladder = await self._stages.default(session, team_id)
            query = select(Deal.stage_id, func.count()).where(Deal.team_id == team_id).group_by(Deal.stage_id)
            if whose == "m":
                query = query.where(Deal.owner_id == user_id)
            counts = {row[0]: row[1] for row in await session.execute(query)}
        return StageCounts(whose, tuple((stage, counts.get(stage.id, 0)) for stage in ladder.stages), has_both)

    async def search(self, user_id: int, team_id: int, text: str, limit: int = 5) -> tuple[DealRow, ...]:
        """Deals whose client's name starts like ``text``, open ones first, then those where a later word of it does.
        Ignores case, accents and alphabet.
        """
        folded = fold(text)[:200]
        if not folded:
            return ()
        async with self._database.read() as session:
            team, _, whose, _ = await self._scope(session, user_id, team_id, "t")
            own = (Deal.owner_id == user_id,) if whose == "m" else ()
            begins = Deal.client_folded >= folded, Deal.client_folded < folded + "\U0010ffff"
            found = await _named(session, limit, Deal.team_id == team_id, *begins, *own)
            if len(found) < limit and len(folded) >= SHORTEST_WORD and team.deal_count <= MANY_DEALS:
                # Folded names hold nothing but letters, digits and spaces: no wildcards of LIKE.
                inside = Deal.client_folded.like(f"% {folded}%"), Deal.client_folded.not_like(f"{folded}%")
                found += await _named(session, limit - len(found), Deal.team_id == team_id, *inside, *own)
            return await self._with_stages(session, found)

    async def _scope(
        self, session: AsyncSession, user_id: int, team_id: int, whose: str
    ) -> tuple[Team, Member, str, bool]:
        team, member = await member_of(session, user_id, team_id)
        if member.role is Role.VIEWER:
            # They own nothing: there is only the team's list, also behind an old button.
            return team, member, "t", False
        all_visible = member.role is not Role.REP or team.reps_see_all
        return team, member, "t" if whose == "t" and all_visible else "m", all_visible

    async def _with_stages(self, session: AsyncSession, found: Iterable[Named]) -> tuple[DealRow, ...]:
        rows = []
        for deal, owner_name in found:
            # Each of its own pipeline: a team may have several.
            ladder = await self._stages.of(session, deal.pipeline_id)
            rows.append(DealRow(deal, ladder.by_id[deal.stage_id], owner_name))
        return tuple(rows)


async def _named(session: AsyncSession, limit: int, *where: ColumnElement[bool]) -> list[Named]:
    query = (
        select(Deal, User)
        .join(User, User.id == Deal.owner_id)
        .where(*where)
        .order_by(Deal.closed, Deal.last_touch_at.desc(), Deal.id)
        .limit(limit)
    )
    return [(deal, owner.name) for deal, owner in await session.execute(query)]


def view_of(name: str, stage: Stage | None, team: Team, now: datetime) -> View:
    """How the list of that name selects and sorts. Raises NotFound for one that there is not, or without its stage."""
    if name == "my":
        return View((Deal.closed.is_(False),), Deal.last_touch_at)
    if name == "stage":
        if stage is None:
            raise NotFound("stage")
        # Among open deals the quietest is asked for first, among closed ones the latest.
        return View((Deal.stage_id == stage.id,), Deal.last_touch_at, descending=stage.kind.closed)
    if name == "closing":
        soon = day_ahead(SOON_DAYS, ZoneInfo(team.time_zone), now)
        return View((Deal.closed.is_(False), Deal.expected_close <= soon), Deal.expected_close)
    if name == "overdue":
        today = day_ahead(0, ZoneInfo(team.time_zone), now)
        return View((Deal.closed.is_(False), Deal.expected_close < today), Deal.expected_close)
    if name == "nostep":
        return View(stepless(now), Deal.last_touch_at)
    if name == "stuck":
        return View((Deal.stuck_at <= now,), Deal.stuck_at)
    raise NotFound("list")
