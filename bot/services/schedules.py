"""When a member's morning plan and digest, and a team chat's headline, are due next: columns, not jobs."""

from __future__ import annotations

from datetime import datetime

from bot.models import Member, Role, Team, TeamChat, User
from bot.services.worktime import WorkTime, team_worktime, worktime_of


def plan_minutes(member: Member, worktime: WorkTime) -> int:
    """The local time of the morning plan, minutes after midnight: the chosen hour, else the start of the day."""
    return worktime.start if member.plan_at is None else member.plan_at


def digest_minutes(member: Member, team: Team) -> int:
    """The local time of the digest, minutes after midnight: the manager's own hour, else the team's."""
    return team.digest_at if member.digest_at is None else member.digest_at


def next_plan(member: Member, worktime: WorkTime, after: datetime) -> datetime | None:
    """The next morning plan strictly after a moment; None for viewers and those who do not want it."""
    if not (member.active and member.hears_plan and member.role.may(Role.REP)):
        return None
    return worktime.next_at(after, plan_minutes(member, worktime))


def next_digest(member: Member, team: Team, worktime: WorkTime, after: datetime) -> datetime | None:
    """The next digest strictly after a moment, on the manager's days; None for reps and those who muted it."""
    if not (member.active and member.hears_digest and member.role.may(Role.MANAGER)):
        return None
    return worktime.next_at(after, digest_minutes(member, team), member.digest_days)


def next_headline(chat: TeamChat, team: Team, after: datetime) -> datetime | None:
    """A chat's next digest headline strictly after a moment: the team's hour on the team's working days, whatever its
    managers chose for themselves. None for a chat that is broken or does not want it.
    """
    if chat.broken is not None or not chat.hears_digest:
        return None
    return team_worktime(team).next_at(after, team.digest_at)


def set_schedule(member: Member, team: Team, user: User, now: datetime) -> None:
    """Set when plan and digest are due next. One that is due by now and only waits for the sweep is not put off."""
    worktime = worktime_of(member, team, user)
    member.next_plan_at = _due_first(member.next_plan_at, next_plan(member, worktime, now), now)
    member.next_digest_at = _due_first(member.next_digest_at, next_digest(member, team, worktime, now), now)


def set_headline(chat: TeamChat, team: Team, now: datetime) -> None:
    """Set when a chat's headline is due next. One that is due by now and only waits for the sweep is not put off."""
    chat.next_digest_at = _due_first(chat.next_digest_at, next_headline(chat, team, now), now)


def _due_first(present: datetime | None, coming: datetime | None, now: datetime) -> datetime | None:
    if coming is not None and present is not None and present <= now:
        return present
    return coming
