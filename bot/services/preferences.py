"""What one person wants in one team: when they work, whether they are away, what they hear. Each sets their own."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.errors import BadInput, NotFound
from bot.models import Deal, Member, Reminder, ReminderKind, ReminderState, Role, Team, User
from bot.models.facts_preferences import Deputies, Hours, MyPreferences
from bot.services.access import may_exist, member_of
from bot.services.people import People
from bot.services.preference_fields import FIELDS
from bot.services.rescheduling import rescheduled
from bot.services.schedules import digest_minutes, plan_minutes
from bot.services.worktime import team_worktime, worktime_of

PAGE = 8
LONGEST_ABSENCE_DAYS = 366
DEPUTIES = (Role.REP, Role.MANAGER, Role.ADMIN)
"""Who works on deals can deputise; viewers change nothing."""


class Preferences:
    """A person's own settings in their teams. Nobody sets another's; strangers to the team get NotFound."""

    def __init__(self, database: Database, clock: Clock, people: People) -> None:
        self._database = database
        self._clock = clock
        self._people = people

    async def mine(self, user_id: int, team_id: int) -> MyPreferences:
        """The settings as they hold now."""
        async with self._database.read() as session:
            return await _facts(session, user_id, team_id, self._clock.now())

    async def change(self, user_id: int, team_id: int, field: str, value: str) -> MyPreferences:
        """Change one setting; what is due already moves with it.

        Fields: ``day`` and ``digest_day`` ("3+" or "3-"), ``start``, ``end``, ``plan_at``, ``digest_at`` (a time),
        ``hours`` (any value: as the team), ``plan``, ``empty_plan``, ``warnings``, ``digest`` (1 or 0), ``deputy`` (a
        member's id, 0: nobody). Raises BadInput for what cannot be read and for a week without a day or an end before
        the start; nothing is changed then.
        """
        now = self._clock.now()
        async with self._database.write() as session:
            team, member = await member_of(session, user_id, team_id)
            async with rescheduled(session, now, by=user_id, team_id=team.id, user_id=user_id):
                if field == "deputy":
                    member.deputy_id = await _deputy(session, team, user_id, value)
                elif field in FIELDS:
                    FIELDS[field](member, team, value)
                else:
                    raise BadInput("setting", field)
            if field == "warnings" and not member.hears_warnings:
                await _drop_warnings(session, member, now)
            facts = await _facts(session, user_id, team_id, now)
        self._people.forget(user_id)
        return facts

    async def away(
        self, user_id: int, team_id: int, days: int | None = None, back: date | None = None
    ) -> MyPreferences:
        """Be out of office until a local date (``back``, or ``days`` from today); ``days`` 0: back now.

        Raises BadInput ``back`` for a date that has come already (``past``) or is more than a year off (``too_far``).
        """
        now = self._clock.now()
        async with self._database.write() as session:
            team, member = await member_of(session, user_id, team_id)
            user = await session.get_one(User, user_id)
            async with rescheduled(session, now, by=user_id, team_id=team.id, user_id=user_id):
                if days == 0:
                    member.away_until = None
                else:
                    worktime = worktime_of(member, team, user)
                    today = worktime.today(now)
                    day = _return_day(today, days, back)
                    member.away_until = worktime.wall(day, 0)
            return await _facts(session, user_id, team_id, now)

    async def deputies(self, user_id: int, team_id: int, page: int = 0) -> Deputies:
        """A page of those in the team who could deputise, by name."""
        page = min(max(page, 0), 1_000)
        async with self._database.read() as session:
            team, member = await member_of(session, user_id, team_id)
            query = (
                select(User)
                .join(Member, Member.user_id == User.id)
                .where(Member.team_id == team.id, Member.active, Member.role.in_(DEPUTIES), Member.user_id != user_id)
                .order_by(User.first_name, User.id)
                .offset(page * PAGE)
                .limit(PAGE + 1)
            )
            users = list(await session.scalars(query))
        rows = tuple((user.id, user.name) for user in users[:PAGE])
        return Deputies(team_id, rows, member.deputy_id, page, len(users) > PAGE)


def _return_day(today: date, days: int | None, back: date | None) -> date:
    if back is None:
        if days is None or not 0 < days <= LONGEST_ABSENCE_DAYS:
            raise BadInput("back", str(days))
        back = today + timedelta(days=days)
    if back <= today:
        raise BadInput("back", back.isoformat(), "past")
    if back > today + timedelta(days=LONGEST_ABSENCE_DAYS):
        raise BadInput("back", back.isoformat(), "too_far")
    return back


async def _deputy(session: AsyncSession, team: Team, user_id: int, value: str) -> int | None:
    if value == "0":
        return None
    key = int(value) if value.isascii() and value.isdigit() else 0
    query = select(Member.user_id).where(
        Member.team_id == team.id, Member.user_id == key, Member.active, Member.role.in_(DEPUTIES)
    )
    if key == user_id or not may_exist(key) or await session.scalar(query) is None:
        raise NotFound("member")
    return key


async def _drop_warnings(session: AsyncSession, member: Member, now: datetime) -> None:
    """Warnings that have not rung yet will not."""
    query = (
        update(Reminder)
        .where(
            Reminder.team_id == member.team_id,
            Reminder.user_id == member.user_id,
            Reminder.kind == ReminderKind.WARN,
            Reminder.state == ReminderState.WAITING,
            Reminder.rung == 0,
        )
        .values(state=ReminderState.DROPPED, ended_at=now, ring_at=None)
        .returning(Reminder.id)
    )
    dropped = list(await session.scalars(query))
    if dropped:
        await session.execute(
            update(Deal).where(Deal.team_id == member.team_id, Deal.reminder_id.in_(dropped)).values(reminder_id=None)
        )


async def _facts(session: AsyncSession, user_id: int, team_id: int, now: datetime) -> MyPreferences:
    team, member = await member_of(session, user_id, team_id)
    user = await session.get_one(User, user_id)
    worktime, usual = worktime_of(member, team, user), team_worktime(team)
    hours = Hours(worktime.days, worktime.start, worktime.end)
    deputy = None if member.deputy_id is None else await session.get(User, member.deputy_id)
    return MyPreferences(
        team_id=team.id,
        team_name=team.name,
        role=member.role,
        zone=worktime.zone.key,
        hours=hours,
        own_hours=hours != Hours(usual.days, usual.start, usual.end),
        away_until=member.away_until if worktime.is_away(now) else None,
        deputy_id=None if deputy is None else deputy.id,
        deputy_name="" if deputy is None else deputy.name,
        plan=member.hears_plan,
        plan_at=plan_minutes(member, worktime),
        empty_plan=member.hears_empty_plan,
        warnings=member.hears_warnings,
        digest=member.hears_digest,
        digest_at=digest_minutes(member, team),
        digest_days=worktime.days if member.digest_days is None else member.digest_days,
    )
