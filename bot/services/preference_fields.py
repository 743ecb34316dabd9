"""How each of one's own settings is set, from what a button carries or a person typed. BadInput changes nothing."""

from __future__ import annotations

from collections.abc import Callable

from bot.models import Member, Team
from bot.services import preference_inputs as inputs


def _set_hours(member: Member, team: Team, start: int, end: int) -> None:
    inputs.hours_of_day(start, end)
    same = (start, end) == (team.day_start, team.day_end)
    # Who works like the team follows it when it changes.
    member.day_start, member.day_end = (None, None) if same else (start, end)


def _day(member: Member, team: Team, value: str) -> None:
    days = inputs.toggled(team.work_days if member.work_days is None else member.work_days, value)
    member.work_days = None if days == team.work_days else days


def _start(member: Member, team: Team, value: str) -> None:
    end = team.day_end if member.day_end is None else member.day_end
    _set_hours(member, team, inputs.clock_minutes(value), end)


def _end(member: Member, team: Team, value: str) -> None:
    start = team.day_start if member.day_start is None else member.day_start
    _set_hours(member, team, start, inputs.clock_minutes(value, is_end=True))


def _as_the_team(member: Member, team: Team, value: str) -> None:
    member.work_days = member.day_start = member.day_end = None


def _plan(member: Member, team: Team, value: str) -> None:
    member.hears_plan = inputs.yes(value)


def _plan_at(member: Member, team: Team, value: str) -> None:
    member.plan_at = inputs.clock_minutes(value)


def _empty_plan(member: Member, team: Team, value: str) -> None:
    member.hears_empty_plan = inputs.yes(value)


def _warnings(member: Member, team: Team, value: str) -> None:
    member.hears_warnings = inputs.yes(value)


def _digest(member: Member, team: Team, value: str) -> None:
    member.hears_digest = inputs.yes(value)


def _digest_at(member: Member, team: Team, value: str) -> None:
    member.digest_at = inputs.clock_minutes(value)


def _digest_day(member: Member, team: Team, value: str) -> None:
    usual = team.work_days if member.work_days is None else member.work_days
    days = inputs.toggled(usual if member.digest_days is None else member.digest_days, value)
    member.digest_days = None if days == usual else days


FIELDS: dict[str, Callable[[Member, Team, str], None]] = {
    "day": _day,
    "start": _start,
    "end": _end,
    "hours": _as_the_team,
    "plan": _plan,
    "plan_at": _plan_at,
    "empty_plan": _empty_plan,
    "warnings": _warnings,
    "digest": _digest,
    "digest_at": _digest_at,
    "digest_day": _digest_day,
}
