"""The people of a team: who is in, with which role, and how they leave."""

from __future__ import annotations

from sqlalchemy import case, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.errors import NotAllowed, NotFound
from bot.models import Deal, Member, Role, Team, User
from bot.models.facts_teams import MemberCard, MemberPage, MemberRow
from bot.services.access import member_of
from bot.services.menus import menus_changed
from bot.services.outbox import enqueue
from bot.services.people import People, active_members
from bot.services.schedules import set_schedule

PAGE = 8
_RANK = case({Role.ADMIN: 0, Role.MANAGER: 1, Role.REP: 2}, value=Member.role, else_=3)

LAST_PAGE = 1_000
"""A forged page lies no further: a database counts rows up to a limit of its own."""


class Members:
    """Everybody sees who is in their team; only admins change it, and everybody may leave."""

    def __init__(self, database: Database, clock: Clock, people: People) -> None:
        self._database = database
        self._clock = clock
        self._people = people

    async def page(self, user_id: int, team_id: int, page: int = 0) -> MemberPage:
        """A page of the members, admins first. Raises NotFound to strangers."""
        page = min(max(page, 0), LAST_PAGE)
        async with self._database.read() as session:
            team, viewer = await member_of(session, user_id, team_id)
            rows = (
                await session.execute(
                    select(User, Member.role)
                    .join(Member, Member.user_id == User.id)
                    .where(Member.team_id == team_id, Member.active)
                    .order_by(_RANK, User.first_name, User.id)
                    .offset(page * PAGE)
                    .limit(PAGE + 1)
                )
            ).all()
            total = await active_members(session, team_id)
        people = tuple(MemberRow(user.id, user.name, role, user.unreachable_at is None) for user, role in rows[:PAGE])
        may_manage = viewer.role.may(Role.ADMIN)
        return MemberPage(team_id, team.name, people, total, page, len(rows) > PAGE, may_manage, user_id)

    async def card(self, user_id: int, team_id: int, target_id: int) -> MemberCard:
        """One member. Raises NotFound to strangers and for somebody who is not in the team."""
        async with self._database.read() as session:
            team, viewer = await member_of(session, user_id, team_id)
            return await _card(session, team, viewer, target_id)

    async def set_role(self, user_id: int, team_id: int, target_id: int, role: Role) -> MemberCard:
        """Give a member a role. Raises NotAllowed to all but admins, and when the last admin would be gone."""
        now = self._clock.now()
        async with self._database.write() as session:
            team, viewer = await member_of(session, user_id, team_id, Role.ADMIN)
            target = await _locked(session, team_id, target_id)
            if target.role is not role:
                if target.role is Role.ADMIN:
                    await _spare_admin(session, team_id, target_id)
                target.role = role
                set_schedule(target, team, await session.get_one(User, target_id), now)
                if not role.may(Role.REP):
                    await _end_deputy(session, team_id, target_id)
                if target_id != user_id:
                    await _tell(session, target, team, role.value, now.isoformat(), self._clock)
                await menus_changed(session, [target_id], now)
            await session.flush()
            card = await _card(session, team, viewer, target_id)
        self._people.forget(target_id)
        return card

    async def remove(self, user_id: int, team_id: int, target_id: int) -> MemberRow:
        """End a membership: one's own, or as admin anybody's. Their deals stay where they are.

        Raises NotAllowed when the last admin would be gone, NotFound for somebody who is not in the team.
        """
        now = self._clock.now()
        async with self._database.write() as session:
            needed = Role.VIEWER if target_id == user_id else Role.ADMIN
            team, _ = await member_of(session, user_id, team_id, needed)
            target = await _locked(session, team_id, target_id)
            if target.role is Role.ADMIN:
                await _spare_admin(session, team_id, target_id)
            target.active = False
            user = await session.get_one(User, target_id)
            set_schedule(target, team, user, now)
            await _end_deputy(session, team_id, target_id)
            if user.team_id == team_id:
                user.team_id = None
            if target_id != user_id:
                await _tell(session, target, team, None, now.isoformat(), self._clock)
            await menus_changed(session, [target_id], now)
        self._people.forget(target_id)
        return MemberRow(target_id, user.name, target.role)


async def _locked(session: AsyncSession, team_id: int, user_id: int) -> Member:
    """The target's row. All admins' rows are locked with it: two admins must not remove each other at once."""
    rows = (
        await session.scalars(
            select(Member)
            .where(
                Member.team_id == team_id,
                Member.active,
                (Member.user_id == user_id) | (Member.role == Role.ADMIN),
            )
            .order_by(Member.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    ).all()
    for row in rows:
        if row.user_id == user_id:
            return row
    raise NotFound("member")


async def _spare_admin(session: AsyncSession, team_id: int, target_id: int) -> None:
    if await _other_admins(session, team_id, target_id) == 0:
        raise NotAllowed("last-admin")


async def _end_deputy(session: AsyncSession, team_id: int, user_id: int) -> None:
    """Nobody is deputised for by somebody who no longer works on deals here: their reminders wait instead."""
    query = update(Member).where(Member.team_id == team_id, Member.deputy_id == user_id).values(deputy_id=None)
    await session.execute(query)


async def _other_admins(session: AsyncSession, team_id: int, target_id: int) -> int:
    query = (
        select(func.count())
        .select_from(Member)
        .where(
            Member.team_id == team_id,
            Member.active,
            Member.role == Role.ADMIN,
            Member.user_id != target_id,
        )
    )
    return await session.scalar(query) or 0


async def _card(session: AsyncSession, team: Team, viewer: Member, target_id: int) -> MemberCard:
    row = (
        await session.execute(
            select(User, Member.role)
            .join(Member, Member.user_id == User.id)
            .where(Member.team_id == team.id, Member.user_id == target_id, Member.active)
        )
    ).one_or_none()
    if row is None:
        raise NotFound("member")
    deals = select(func.count()).where(Deal.team_id == team.id, Deal.owner_id == target_id, Deal.closed.is_(False))
    return MemberCard(
        team_id=team.id,
        team_name=team.name,
        member=MemberRow(row[0].id, row[0].name, row[1], row[0].unreachable_at is None),
        open_deals=await session.scalar(deals) or 0,
        only_admin=row[1] is Role.ADMIN and await _other_admins(session, team.id, target_id) == 0,
        may_manage=viewer.role.may(Role.ADMIN),
        is_self=viewer.user_id == target_id,
    )


async def _tell(session: AsyncSession, target: Member, team: Team, role: str | None, moment: str, clock: Clock) -> None:
    await enqueue(
        session,
        key=f"place:{target.id}:{role or 'removed'}:{moment}",
        kind="place-changed",
        args={"team": team.id, "role": role},
        chat_id=target.user_id,
        now=clock.now(),
    )
