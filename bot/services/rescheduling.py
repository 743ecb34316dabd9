"""Whoever changes when people work moves, in the same transaction, what is already due for them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, Member, Nudge, Question, Reminder, StageKind, Team, TeamChat, User
from bot.models.reminder import IS_OPEN
from bot.services.due_times import working_days_changed
from bot.services.schedules import next_plan, set_headline, set_schedule
from bot.services.worktime import WorkTime, team_worktime, worktime_of


@asynccontextmanager
async def rescheduled(
    session: AsyncSession, now: datetime, *, by: int, team_id: int | None = None, user_id: int | None = None
) -> AsyncIterator[None]:
    """Around a change of settings: afterwards plans, digests, reminders and days without a time follow it.

    Named are the members whom it concerns: one in one team, all of a team (then its chats' headlines follow, too), or
    one in all their teams. ``by`` is the user who makes the change.
    """
    rows = await _members(session, team_id, user_id)
    before = {member.id: (worktime_of(member, team, user), member.deputy_id) for member, team, user in rows}
    teams = {team.id: (team, team_worktime(team)) for _, team, _ in rows}
    chats = await _chats(session, team_id) if team_id is not None and user_id is None else []
    yield
    await session.flush()
    for member, team, user in rows:
        new, (old, deputy), planned = worktime_of(member, team, user), before[member.id], member.next_plan_at
        set_schedule(member, team, user, now)
        if member.next_plan_at != planned:
            await _plan_once_a_day(session, member, new)
        # What waits for a plan that comes at another time, or no more, rings when it may without it.
        if (new, member.deputy_id, member.next_plan_at) != (old, deputy, planned):
            await _move(session, member, old, new, now)
    for chat in chats:
        set_headline(chat, teams[chat.team_id][0], now)
    for team, working in teams.values():
        if team_worktime(team) != working:
            await working_days_changed(session, team, now, by)
    await session.flush()


async def _members(session: AsyncSession, team_id: int | None, user_id: int | None) -> list[tuple[Member, Team, User]]:
    which: list[ColumnElement[bool]] = [Member.active.is_(True)]
    if team_id is not None:
        which.append(Member.team_id == team_id)
    if user_id is not None:
        which.append(Member.user_id == user_id)
    await session.execute(select(Member.id).where(*which).order_by(Member.id).with_for_update())
    # Read once the locks are held: whoever held them until now may have changed the team, too.
    query = (
        select(Member, Team, User)
        .join(Team, Team.id == Member.team_id)
        .join(User, User.id == Member.user_id)
        .where(*which)
        .order_by(Member.id)
    )
    found = await session.execute(query.execution_options(populate_existing=True))
    return [(row[0], row[1], row[2]) for row in found]


async def _chats(session: AsyncSession, team_id: int) -> list[TeamChat]:
    """All of the team's chats: one that turns its headline on meanwhile does so by the old hour, or waits."""
    query = select(TeamChat).where(TeamChat.team_id == team_id).order_by(TeamChat.id)
    return list(await session.scalars(query.with_for_update(key_share=True)))


async def _plan_once_a_day(session: AsyncSession, member: Member, worktime: WorkTime) -> None:
    """Whoever had a day's plan already (and chooses a later hour, or whose clock went back) gets the next one."""
    while member.next_plan_at is not None:
        day = worktime.today(member.next_plan_at)
        had = select(Nudge.id).where(
            Nudge.user_id == member.user_id, Nudge.team_id == member.team_id, Nudge.kind == "plan", Nudge.day == day
        )
        if await session.scalar(had.limit(1)) is None:
            return
        midnight = worktime.wall(day + timedelta(days=1), 0)
        member.next_plan_at = next_plan(member, worktime, midnight - timedelta(seconds=1))


async def _move(session: AsyncSession, member: Member, old: WorkTime, new: WorkTime, now: datetime) -> None:
    if (old.zone, old.start) != (new.zone, new.start):
        await _move_days(session, member, old, new)
    if not new.is_away(now):
        await hand_back(session, member)
        await stand_in(session, [member], now)
    await _move_rings(session, member, old, new, now)
    await session.execute(
        update(Question)
        .where(Question.asked_id == member.user_id, Question.team_id == member.team_id, Question.rings_at.is_not(None))
        .values(rings_at=new.next_open(now))
    )


async def _move_days(session: AsyncSession, member: Member, old: WorkTime, new: WorkTime) -> None:
    """A next step with a date but no time means the start of that working day, wherever the day now starts."""
    query = select(Deal).where(
        Deal.team_id == member.team_id,
        Deal.owner_id == member.user_id,
        Deal.closed.is_(False),
        Deal.next_step_at.is_not(None),
        Deal.next_step_has_time.is_(False),
    )
    for deal in await session.scalars(query.with_for_update()):
        assert deal.next_step_at is not None
        was, deal.next_step_at = deal.next_step_at, new.day_opens(old.today(deal.next_step_at))
        if deal.kind is StageKind.OPEN and deal.paused_until is None and deal.follow_up_at is not None:
            due = max(was, deal.snoozed_until or was)
            if deal.follow_up_at == due:
                deal.follow_up_at = max(deal.next_step_at, deal.snoozed_until or deal.next_step_at)


async def hand_back(session: AsyncSession, member: Member) -> None:
    """Who is back hears their own reminders again instead of the deputy."""
    own = select(Deal.id).where(Deal.team_id == member.team_id, Deal.owner_id == member.user_id)
    await session.execute(
        update(Reminder)
        .where(
            Reminder.team_id == member.team_id,
            Reminder.user_id != member.user_id,
            IS_OPEN,
            Reminder.deal_id.in_(own),
        )
        .values(user_id=member.user_id)
    )


async def stand_in(session: AsyncSession, deputies: Collection[Member], now: datetime) -> None:
    """Who is there again hears for colleagues who are still away: what waited for a colleague's first working moment
    rings now. What is due only later keeps its time.
    """
    for deputy in deputies:
        query = (
            select(Member, Team, User)
            .join(Team, Team.id == Member.team_id)
            .join(User, User.id == Member.user_id)
            .where(Member.team_id == deputy.team_id, Member.deputy_id == deputy.user_id)
            .where(Member.active, Member.away_until > now)
        )
        for member, team, user in (await session.execute(query)).all():
            opens = worktime_of(member, team, user).next_open(now)
            waits = (Reminder.user_id == user.id, Reminder.team_id == team.id, IS_OPEN, Reminder.exact.is_(False))
            await session.execute(update(Reminder).where(*waits, Reminder.ring_at == opens).values(ring_at=now))


async def _move_rings(session: AsyncSession, member: Member, old: WorkTime, new: WorkTime, now: datetime) -> None:
    """Reminders ring at the next working moment; for one who is away they wait, or ring on time for the deputy."""
    hours = replace(new, away_until=None) if member.deputy_id is not None else new
    query = select(Reminder).where(
        Reminder.team_id == member.team_id,
        Reminder.user_id == member.user_id,
        IS_OPEN,
        Reminder.ring_at.is_not(None),
        Reminder.exact.is_(False),
    )
    for reminder in await session.scalars(query.with_for_update()):
        assert reminder.ring_at is not None
        waited = old.away_until is not None and reminder.ring_at >= old.away_until
        # Rung already: what comes next keeps its distance, unless only the absence held it back.
        due = reminder.ring_at if reminder.rung and not waited else reminder.arose_at
        reminder.ring_at = hours.next_open(max(now, due))
