"""Teams: creating one, standing in one, and its settings."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.errors import BadInput, NotAllowed
from bot.models import Deal, Member, Pipeline, Role, StageKind, Team, TeamChat, User
from bot.models.facts_teams import HomeFacts, NewTeam, Place, TeamFacts, TemplateFacts
from bot.services import founding, team_inputs
from bot.services.access import member_of
from bot.services.menus import menus_changed
from bot.services.people import People, active_members
from bot.services.rescheduling import rescheduled
from bot.services.schedules import set_schedule
from bot.services.worktime import sensible_hours

MAX_TEAMS = 20
"""How many teams one person may create: nobody needs more, and a loop must not fill the disk."""

WHEN_PEOPLE_WORK = ("zone", "day")
"""Settings with which everybody's plans, digests and reminders move."""


class Teams:
    """``owners`` None: anybody may create a team; else only these Telegram users (TEAM_CREATION, OWNER_IDS)."""

    def __init__(self, database: Database, clock: Clock, people: People, owners: frozenset[int] | None = None) -> None:
        self._database = database
        self._clock = clock
        self._people = people
        self._owners = owners

    def may_create(self, user_id: int) -> bool:
        """Whether the person may create teams."""
        return self._owners is None or user_id in self._owners

    def templates(self) -> tuple[TemplateFacts, ...]:
        """The stage templates that a team can start from, in the order to offer them."""
        return founding.templates()

    async def create(self, user_id: int, new: NewTeam, key: str) -> Team:
        """Create a team with its stages; the person becomes its admin and stands in it.

        ``key`` names the dialogue: the same person and key give the same team, however often it is asked for.
        Raises NotAllowed, BadInput for a template, zone or currency that does not exist.
        """
        if not self.may_create(user_id):
            raise NotAllowed("create-team")
        async with self._database.write() as session:
            team = await _created(session, user_id, key)
            if team is None:
                team = await self._create(session, user_id, new, key)
        self._people.forget(user_id)
        return team

    async def created(self, user_id: int, key: str) -> Team | None:
        """The team that this dialogue created already."""
        async with self._database.read() as session:
            return await _created(session, user_id, key)

    async def _create(self, session: AsyncSession, user_id: int, new: NewTeam, key: str) -> Team:
        mine = select(func.count()).select_from(Team).where(Team.created_by == user_id)
        if (await session.scalar(mine) or 0) >= MAX_TEAMS:
            raise NotAllowed("too-many-teams")
        now = self._clock.now()
        team = Team(
            name=team_inputs.team_name(new.name),
            currency=team_inputs.currency(new.currency),
            time_zone=team_inputs.zone(new.zone),
            locale=new.locale,
            country=new.country,
            created_by=user_id,
            created_at=now,
            creation_key=_own(user_id, key),
        )
        session.add(team)
        await session.flush()
        member = Member(team_id=team.id, user_id=user_id, role=Role.ADMIN, joined_at=now)
        session.add(member)
        await founding.install(session, team.id, new.template, now)
        user = await session.get_one(User, user_id)
        user.team_id = team.id
        set_schedule(member, team, user, now)
        await menus_changed(session, [user_id], now)
        return team

    async def home(self, user_id: int) -> HomeFacts | None:
        """The start screen of the team that the person stands in; None without a team."""
        async with self._database.read() as session:
            places = await _places(session, user_id)
            here = next((place for place in places if place.current), None)
            if here is None:
                return None
            team = await session.get_one(Team, here.team_id)
            whose = "m" if here.role is Role.REP else "t"
            counts = await _counts(session, team, user_id if whose == "m" else None, self._clock.now())
            members = await active_members(session, team.id)
        return HomeFacts(team.id, team.name, here.role, len(places), members, whose, *counts)

    async def mine(self, user_id: int) -> tuple[Place, ...]:
        """The person's teams, in the order in which they joined."""
        async with self._database.read() as session:
            return await _places(session, user_id)

    async def switch(self, user_id: int, team_id: int) -> None:
        """Stand in another of one's teams. Raises NotFound for a team that one is not in."""
        async with self._database.write() as session:
            await member_of(session, user_id, team_id)
            user = await session.get_one(User, user_id)
            user.team_id = team_id
            await menus_changed(session, [user_id], self._clock.now())
        self._people.forget(user_id)

    async def settings_of(self, user_id: int, team_id: int) -> TeamFacts:
        """A team's settings, for its members. Raises NotFound to strangers."""
        async with self._database.read() as session:
            team, member = await member_of(session, user_id, team_id)
            return await _facts(session, team, member.role)

    async def change(self, user_id: int, team_id: int, field: str, value: str) -> TeamFacts:
        """Change a setting: name, currency, zone, day (typed or in minutes), see_all (0 or 1). Admins only.

        Raises BadInput for a value that cannot be read; nothing is changed then.
        """
        async with self._database.write() as session:
            team, member = await member_of(session, user_id, team_id, Role.ADMIN)
            if field in WHEN_PEOPLE_WORK:
                async with rescheduled(session, self._clock.now(), by=user_id, team_id=team.id):
                    _change(team, field, value)
            else:
                _change(team, field, value)
            facts = await _facts(session, team, member.role)
        self._people.forget()
        return facts

    async def choose_zone(self, user_id: int, zone: str | None) -> None:
        """Set one's own time zone; None: live by the team's."""
        now = self._clock.now()
        async with self._database.write() as session, rescheduled(session, now, by=user_id, user_id=user_id):
            user = await session.get_one(User, user_id)
            user.time_zone = None if zone is None else team_inputs.zone(zone)
        self._people.forget(user_id)


def _own(user_id: int, key: str) -> str:
    # The key comes from a button and can be forged; with the person in front it opens nobody else's team.
    return f"{user_id}:{key}"


async def _created(session: AsyncSession, user_id: int, key: str) -> Team | None:
    team: Team | None = await session.scalar(select(Team).where(Team.creation_key == _own(user_id, key)))
    return team


async def _places(session: AsyncSession, user_id: int) -> tuple[Place, ...]:
    rows = (
        await session.execute(
            select(Team.id, Team.name, Member.role, User.team_id)
            .join(Member, Member.team_id == Team.id)
            .join(User, User.id == Member.user_id)
            .where(Member.user_id == user_id, Member.active)
            .order_by(Member.joined_at, Team.id)
        )
    ).all()
    known = {row[0] for row in rows}
    # Somebody removed from their team stands in the first of the others, as `People` has it.
    current = next((row[3] for row in rows if row[3] in known), rows[0][0] if rows else None)
    return tuple(Place(row[0], row[1], row[2], row[0] == current) for row in rows)


async def _counts(session: AsyncSession, team: Team, owner_id: int | None, now: datetime) -> tuple[int, int, int, int]:
    """Open deals (as the lists count them: parked ones too), due today or before, without a next step, stuck."""
    zone = ZoneInfo(team.time_zone)
    tomorrow = datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(), zone).astimezone(UTC)
    is_open = Deal.kind == StageKind.OPEN
    query = select(
        func.count(),
        func.count().filter(Deal.next_step_at < tomorrow),
        func.count().filter(and_(is_open, Deal.next_step_at.is_(None))),
        func.count().filter(Deal.stuck_at <= now),
    ).where(Deal.team_id == team.id, Deal.closed.is_(False))
    if owner_id is not None:
        query = query.where(Deal.owner_id == owner_id)
    row = (await session.execute(query)).one()
    return row[0], row[1], row[2], row[3]


async def _facts(session: AsyncSession, team: Team, role: Role) -> TeamFacts:
    chats = (
        await session.execute(select(func.count(), func.count(TeamChat.broken)).where(TeamChat.team_id == team.id))
    ).one()
    names = await session.scalar(
        select(Pipeline.names).where(Pipeline.team_id == team.id).order_by(Pipeline.is_default.desc(), Pipeline.id)
    )
    return TeamFacts(team, role, await active_members(session, team.id), chats[0], chats[1], names or {})


def _change(team: Team, field: str, value: str) -> None:
    if field == "name":
        team.name = team_inputs.team_name(value)
    elif field == "currency":
        team.currency = team_inputs.currency(value)
    elif field == "zone":
        team.time_zone = team_inputs.zone(value)
        team.country = team_inputs.country_of(value, team.locale)
    elif field == "day":
        start = team_inputs.day_start(value)
        if not sensible_hours(start, team.day_end):
            raise BadInput("work-hours", value)
        team.day_start = start
    elif field == "see_all":
        team.reps_see_all = value == "1"
    else:
        raise BadInput("setting", field)
