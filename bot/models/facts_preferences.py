"""Facts about what people and teams want to hear and when they work, that services hand to views."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.models.people import Role
from bot.models.pipeline import Stage


@dataclass(frozen=True, slots=True)
class Hours:
    """A working week. ``days``: a mask, bit 0 is Monday; ``start`` and ``end``: minutes after local midnight."""

    days: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MyPreferences:
    """One person's settings in one team, as they hold: own ones, else the team's."""

    team_id: int
    team_name: str
    role: Role
    zone: str
    hours: Hours
    # The team's own week is another one.
    own_hours: bool
    # Out of office until this moment; None: at work.
    away_until: datetime | None
    deputy_id: int | None
    deputy_name: str
    plan: bool
    plan_at: int
    empty_plan: bool
    warnings: bool
    digest: bool
    digest_at: int
    digest_days: int

    @property
    def works(self) -> bool:
        """Viewers have no deals, so nothing about deals comes to them."""
        return self.role.may(Role.REP)

    @property
    def leads(self) -> bool:
        """Managers and admins get digests."""
        return self.role.may(Role.MANAGER)


@dataclass(frozen=True, slots=True)
class Deputies:
    """A page of those who could deputise. ``chosen``: who does now."""

    team_id: int
    rows: tuple[tuple[int, str], ...]
    chosen: int | None
    page: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class TeamRules:
    """A team's settings about work and nudges. ``first_contact_hours`` None: new enquiries are not watched."""

    team_id: int
    team_name: str
    hours: Hours
    keeps_holidays: bool
    country: str
    # Whether the country's holidays are known to the library.
    knows_country: bool
    digest_at: int
    pause_cap_days: int
    first_contact_hours: int | None


@dataclass(frozen=True, slots=True)
class StageRules:
    """The limits of a team's open stages, in their order."""

    team_id: int
    team_name: str
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class StageRule:
    """The limits of one stage. ``moved``: how many deals a change has just moved."""

    team_id: int
    stage: Stage
    moved: int = 0
