"""The sweep of managers' digests: whose is due, and what the team's digest counted that day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, DigestDay, Member, Team, User
from bot.services.digests.gathering import MOST_STUCK, local_day
from bot.services.outbox import enqueue_many, new_row
from bot.services.schedules import next_digest
from bot.services.worktime import WorkTime, worktime_of

AT_ONCE = 4
"""Members claimed in one transaction: on SQLite nobody's tap is answered while it runs."""

TIMELY = timedelta(hours=1)
"""A digest so late still goes out, whatever the hours; a later one (the bot was off) only within working hours."""

PRIORITY = 9
"""Digests go after what somebody waits for."""

_NEW_DAY = {
    "sqlite": sqlite.insert(DigestDay).on_conflict_do_nothing(index_elements=["team_id", "day"]),
    "postgresql": postgresql.insert(DigestDay).on_conflict_do_nothing(index_elements=["team_id", "day"]),
}


async def digests(session: AsyncSession, now: datetime) -> int:
    """Claim some of the members who are due by now and write down what must be sent; returns how many.

    After an outage each is due once, not once a day.
    """
    query = (
        select(Member, Team, User)
        .join(Team, Team.id == Member.team_id)
        .join(User, User.id == Member.user_id)
        .where(Member.next_digest_at <= now)
        .order_by(Member.next_digest_at, Member.id)
        .limit(AT_ONCE)
        .with_for_update(of=Member, skip_locked=True)
    )
    due = (await session.execute(query)).all()
    hearing: list[tuple[Member, Team]] = []
    changes = []
    for member, team, user in due:
        hours = worktime_of(member, team, user)
        coming = next_digest(member, team, hours, now)
        if coming is not None and is_timely(hours, member.next_digest_at, now):
            hearing.append((member, team))
        changes.append({"id": member.id, "next_digest_at": coming})
    if changes:
        await session.execute(update(Member), changes)
    await _tell(session, hearing, now)
    return len(due)


async def _tell(session: AsyncSession, hearing: Iterable[tuple[Member, Team]], now: datetime) -> None:
    teams: dict[int, tuple[Team, date]] = {}
    rows = []
    for member, team in hearing:
        _, day = teams.setdefault(team.id, (team, local_day(team, now)))
        rows.append(
            new_row(
                key=digest_key(member.id, day),
                kind="digest",
                args={"member": member.id, "day": day.isoformat()},
                chat_id=member.user_id,
                now=now,
                priority=PRIORITY,
            )
        )
    for _, (team, day) in sorted(teams.items()):
        await remember_day(session, team, day, now)
    await enqueue_many(session, rows)


def is_timely(hours: WorkTime, due_at: datetime | None, now: datetime) -> bool:
    """Whether what was due then may still go out now."""
    return hours.is_open(now) or (due_at is not None and now - due_at <= TIMELY)


def digest_key(member_id: int, day: date) -> str:
    """The outbox key of a member's digest of one of the team's days."""
    return f"digest:{member_id}:{day.isoformat()}"


async def remember_day(session: AsyncSession, team: Team, day: date, now: datetime) -> None:
    """Write down which deals are stuck on the team's day, once; the next day's digest compares with it.

    Whoever does so for several teams begins with the lowest: two claims that meet would wait for each other otherwise.
    """
    known = select(DigestDay.id).where(DigestDay.team_id == team.id, DigestDay.day == day)
    if await session.scalar(known) is not None:
        return
    query = select(Deal.id).where(Deal.team_id == team.id, Deal.stuck_at <= now).order_by(Deal.stuck_at, Deal.id)
    stuck = list(await session.scalars(query.limit(MOST_STUCK)))
    connection = await session.connection()
    row = {"team_id": team.id, "day": day, "stuck": stuck, "made_at": now}
    await connection.execute(_NEW_DAY[connection.dialect.name], [row])
