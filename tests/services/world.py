"""A team with its people and pipeline, made by the real services, for tests to work in."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import FixedClock
from bot.database import Database
from bot.models import Base, Deal, DealEvent, LossReason, OutboxMessage, Pipeline, Role, Source, Stage, StageKind, Team
from bot.models.facts import Press
from bot.models.facts_deals import NewDeal, Outcome
from bot.models.facts_teams import NewTeam
from bot.models.ladder import Ladder
from bot.services import menus
from bot.services.announcements import Announcements
from bot.services.deals import DealCards, DealEdits, DealMoves, DealUndoing, DealWork
from bot.services.deals.changing import Changing
from bot.services.deals.create import create_deal
from bot.services.invites import Invites
from bot.services.lists import Lists
from bot.services.members import Members
from bot.services.people import People, Profile
from bot.services.reading import fold
from bot.services.stages import Stages
from bot.services.team_chats import TeamChats
from bot.services.teams import Teams
from tests.support import SecondSession

ADMIN, REP, SECOND, MANAGER, VIEWER = 1000, 1001, 1002, 1003, 1004
STRANGER, FOREIGN_ADMIN, FOREIGN_REP = 2000, 2001, 2002
NAMES = {
    ADMIN: "Olga",
    REP: "Anna",
    SECOND: "Boris",
    MANAGER: "Helen",
    VIEWER: "Victor",
    STRANGER: "Nobody",
    FOREIGN_ADMIN: "Foreigner",
    FOREIGN_REP: "Far",
}
ROLES = {REP: Role.REP, SECOND: Role.REP, MANAGER: Role.MANAGER, VIEWER: Role.VIEWER}


class World:
    """The team of ``ADMIN``; ``foreign`` is the team of somebody else. Its deals start Monday, 2 March 2026."""

    def __init__(self, database: Database, clock: FixedClock, second_session: SecondSession) -> None:
        self.database, self.clock, self.elsewhere = database, clock, second_session
        self.people = People(database, clock)
        self.teams = Teams(database, clock, self.people)
        self.invites = Invites(database, clock, self.people)
        self.members = Members(database, clock, self.people)
        self.stages = Stages()
        self.team_chats = TeamChats(database, clock)
        self.announcements = Announcements(self.team_chats, self.stages)
        changing = self.changing = Changing(self.stages, self.announcements, clock)
        self.cards = DealCards(database, self.stages)
        self.moves = DealMoves(database, changing)
        self.work = DealWork(database, changing)
        self.edits = DealEdits(database, changing)
        self.undoing = DealUndoing(database, changing)
        self.lists = Lists(database, self.stages, clock)
        self.team: Team
        self.foreign: Team
        self.ladder: Ladder
        self.foreign_ladder: Ladder
        self.zone = ZoneInfo("Europe/Warsaw")
        self._presses = count(1)

    async def build(self, template: str) -> None:
        """Both teams with their members."""
        for user_id, name in NAMES.items():
            await self.people.meet(Profile(user_id, name), "en")
        self.team = await self._found(ADMIN, "Ours", template, ROLES)
        self.foreign = await self._found(FOREIGN_ADMIN, "Theirs", template, {FOREIGN_REP: Role.REP})
        async with self.database.read() as session:
            self.ladder = await self.stages.default(session, self.team.id)
            self.foreign_ladder = await self.stages.default(session, self.foreign.id)

    async def _found(self, admin: int, name: str, template: str, roles: dict[int, Role]) -> Team:
        new = NewTeam(name, "PLN", "Europe/Warsaw", "PL", "en", template)
        team = await self.teams.create(admin, new, f"test-{name}")
        for user_id, role in roles.items():
            link = await self.invites.make(admin, team.id, role, 1, 1, f"{name}-{user_id}")
            await self.invites.use(user_id, link.token)
        return team

    async def let_reps_see_all(self) -> None:
        """The team's setting."""
        await self.teams.change(ADMIN, self.team.id, "see_all", "1")

    # Deals

    async def deal(self, owner: int = REP, client: str = "Acme", *, foreign: bool = False, **fields: Any) -> Deal:
        """A new deal. ``fields`` are those of NewDeal."""
        team, ladder = (self.foreign, self.foreign_ladder) if foreign else (self.team, self.ladder)
        new = NewDeal(
            client=client, client_folded=fold(client), **{"currency": "PLN", "amount_minor": 12_000_000, **fields}
        )
        async with self.database.write() as session:
            deal, event = await create_deal(
                session,
                team=await session.get_one(Team, team.id),
                owner_id=owner,
                actor_id=owner,
                ladder=ladder,
                fields=new,
                now=self.clock.now(),
                press=Press(),
            )
            await self.announcements.announce(session, deal, event, self.clock.now())
        return deal

    def press(self) -> Press:
        """A tap that nobody made before."""
        number = next(self._presses)
        return Press(inbox_id=number, key=f"press-{number}")

    async def move(self, deal: Deal, key: str, user: int = REP) -> Outcome:
        """Move a deal by a fresh button."""
        now = await self.fresh(deal)
        return await self.moves.move(user, deal.id, self.stage(key).id, now.version, self.press())

    async def lose(self, deal: Deal, user: int = REP, reason: int | None = None) -> Outcome:
        """Lose a deal by a fresh button."""
        now = await self.fresh(deal)
        return await self.moves.lose(user, deal.id, reason or await self.reason(), now.version, self.press())

    # What another process sees

    async def fresh(self, deal: Deal) -> Deal:
        """The deal as it is in the database."""
        async with self.elsewhere() as session:
            return await session.get_one(Deal, deal.id)

    async def events(self, deal: Deal) -> list[DealEvent]:
        """The deal's history, oldest first."""
        async with self.elsewhere() as session:
            return list(
                await session.scalars(select(DealEvent).where(DealEvent.deal_id == deal.id).order_by(DealEvent.id))
            )

    async def outbox(self) -> list[OutboxMessage]:
        """What people must hear, oldest first; their command menus are nothing that one hears."""
        query = select(OutboxMessage).where(OutboxMessage.kind != menus.KIND).order_by(OutboxMessage.id)
        async with self.elsewhere() as session:
            return list(await session.scalars(query))

    async def count(self, table: type[Base]) -> int:
        """How many rows a table has."""
        async with self.elsewhere() as session:
            return await session.scalar(select(func.count()).select_from(table)) or 0

    async def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything that the database holds."""
        async with self.elsewhere() as session:
            return {
                table.name: sorted((tuple(row) for row in await session.execute(select(table))), key=repr)
                for table in Base.metadata.sorted_tables
            }

    # The team's lists

    def stage(self, key: str) -> Stage:
        """One of the pipeline's stages by its key in the template."""
        return next(stage for stage in self.ladder.stages if stage.key == key)

    async def reason(self, *, foreign: bool = False) -> int:
        """The id of the first reason of loss."""
        return await self._first(LossReason, (self.foreign if foreign else self.team).id)

    async def source(self, *, foreign: bool = False) -> int:
        """The id of the first source."""
        return await self._first(Source, (self.foreign if foreign else self.team).id)

    async def _first(self, table: type[LossReason] | type[Source], team_id: int) -> int:
        async with self.elsewhere() as session:
            query = select(table.id).where(table.team_id == team_id).order_by(table.position).limit(1)
            return (await session.scalars(query)).one()

    async def second_pipeline(self) -> Stage:
        """Another pipeline of the team, with an open stage, which is returned."""
        async with self.database.write() as session:
            return await _add_pipeline(session, self.team.id, self.clock.now())


async def _add_pipeline(session: AsyncSession, team_id: int, now: datetime) -> Stage:
    names = {"en": "Second", "ru": "Second", "pl": "Second"}
    pipeline = Pipeline(team_id=team_id, names=names, template="blank", is_default=False, created_at=now)
    session.add(pipeline)
    await session.flush()
    stage = Stage(
        pipeline_id=pipeline.id,
        position=0,
        key="only",
        kind=StageKind.OPEN,
        names=names,
        goals=names,
        criteria=[],
        probability=50,
        stuck_days=7,
        followup_hours=48,
    )
    session.add(stage)
    await session.flush()
    return stage


def utc(text: str) -> datetime:
    """A moment in UTC from "2026-03-02 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
