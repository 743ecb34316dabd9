"""What a team expects of everybody: when it works, when managers hear, and the limits of its stages. Admins set it."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.errors import BadInput, NotFound
from bot.models import Pipeline, Role, Stage, StageKind, Team
from bot.models.facts_preferences import Hours, StageRule, StageRules, TeamRules
from bot.services import preference_inputs as inputs
from bot.services.access import may_exist, member_of
from bot.services.due_times import first_contact_changed, limits_changed
from bot.services.people import People
from bot.services.rescheduling import rescheduled
from bot.services.stages import Stages
from bot.services.worktime import knows_holidays, team_worktime


class TeamRuling:
    """All of it is for admins: NotAllowed to other members, NotFound to strangers."""

    def __init__(self, database: Database, clock: Clock, people: People, stages: Stages) -> None:
        self._database = database
        self._clock = clock
        self._people = people
        self._stages = stages

    async def rules(self, user_id: int, team_id: int) -> TeamRules:
        """The team's rules."""
        async with self._database.read() as session:
            team, _ = await member_of(session, user_id, team_id, Role.ADMIN)
        return _facts(team)

    async def change(self, user_id: int, team_id: int, field: str, value: str) -> TeamRules:
        """Change one rule; everybody's plans, digests and reminders that are due already move with it.

        Fields: ``day`` ("3+" or "3-"), ``start``, ``end``, ``digest_at`` (a time), ``holidays`` (1 or 0), ``country``
        (its code or name), ``pause_cap`` (days), ``first_contact`` (hours, "0": not watched). Raises BadInput for what
        cannot be read; nothing is changed then.
        """
        if field not in _FIELDS:
            raise BadInput("setting", field)
        now = self._clock.now()
        async with self._database.write() as session:
            team, _ = await member_of(session, user_id, team_id, Role.ADMIN)
            async with rescheduled(session, now, by=user_id, team_id=team.id):
                _FIELDS[field](team, value)
            if field == "first_contact":
                await first_contact_changed(session, team, now)
            facts = _facts(team)
        self._people.forget()
        return facts

    async def stages(self, user_id: int, team_id: int) -> StageRules:
        """The open stages of the team's pipeline with their limits."""
        async with self._database.read() as session:
            team, _ = await member_of(session, user_id, team_id, Role.ADMIN)
            ladder = await self._stages.default(session, team_id)
        return StageRules(team.id, team.name, ladder.open_stages)

    async def stage(self, user_id: int, stage_id: int) -> StageRule:
        """One stage's limits."""
        async with self._database.read() as session:
            team, stage = await _stage(session, user_id, stage_id)
        return StageRule(team.id, stage)

    async def change_stage(self, user_id: int, stage_id: int, field: str, value: str) -> StageRule:
        """Change a limit of an open stage; the deals that stand in it are due by the new one at once.

        Fields: ``followup`` (hours, or with a unit: "3 d"), ``stuck`` (days), both "0" for never; ``working`` (1: the
        limit counts working days, 0: calendar days).
        """
        async with self._database.write() as session:
            team, stage = await _stage(session, user_id, stage_id, lock=True)
            if field == "followup":
                stage.followup_hours = inputs.hours(value)
            elif field == "stuck":
                stage.stuck_days = inputs.days(value)
            elif field == "working":
                stage.stuck_working = inputs.yes(value)
            else:
                raise BadInput("setting", field)
            await session.flush()
            moved = await limits_changed(session, team, stage, self._clock.now(), user_id)
        self._stages.forget()
        return StageRule(team.id, stage, moved)


async def _stage(session: AsyncSession, user_id: int, stage_id: int, *, lock: bool = False) -> tuple[Team, Stage]:
    if not may_exist(stage_id):
        raise NotFound("button")
    query = (
        select(Stage, Pipeline.team_id)
        .join(Pipeline, Pipeline.id == Stage.pipeline_id)
        .where(Stage.id == stage_id, Stage.kind == StageKind.OPEN)
    )
    row = (await session.execute(query.with_for_update(of=Stage) if lock else query)).one_or_none()
    if row is None:
        raise NotFound("button")
    try:
        team, _ = await member_of(session, user_id, row[1], Role.ADMIN)
    except NotFound:
        # A stranger must not learn which stage numbers exist.
        raise NotFound("button") from None
    return team, row[0]


def _day(team: Team, value: str) -> None:
    team.work_days = inputs.toggled(team.work_days, value)


def _start(team: Team, value: str) -> None:
    team.day_start, team.day_end = inputs.hours_of_day(inputs.clock_minutes(value), team.day_end)


def _end(team: Team, value: str) -> None:
    team.day_start, team.day_end = inputs.hours_of_day(team.day_start, inputs.clock_minutes(value, is_end=True))


def _holidays(team: Team, value: str) -> None:
    team.keeps_holidays = inputs.yes(value)


def _country(team: Team, value: str) -> None:
    team.country = inputs.country(value)
    team.keeps_holidays = True


def _digest_at(team: Team, value: str) -> None:
    team.digest_at = inputs.clock_minutes(value)


def _pause_cap(team: Team, value: str) -> None:
    cap = inputs.days(value)
    if cap is None:
        raise BadInput("limit-days", value)
    team.pause_cap_days = cap


def _first_contact(team: Team, value: str) -> None:
    team.first_contact_hours = inputs.hours(value)


_FIELDS: dict[str, Callable[[Team, str], None]] = {
    "day": _day,
    "start": _start,
    "end": _end,
    "holidays": _holidays,
    "country": _country,
    "digest_at": _digest_at,
    "pause_cap": _pause_cap,
    "first_contact": _first_contact,
}


def _facts(team: Team) -> TeamRules:
    usual = team_worktime(team)
    return TeamRules(
        team_id=team.id,
        team_name=team.name,
        hours=Hours(usual.days, usual.start, usual.end),
        keeps_holidays=team.keeps_holidays,
        country=team.country,
        knows_country=knows_holidays(team.country),
        digest_at=team.digest_at,
        pause_cap_days=team.pause_cap_days,
        first_contact_hours=team.first_contact_hours,
    )
