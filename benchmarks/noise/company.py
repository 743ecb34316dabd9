"""The simulated company: its people and services on a database of its own."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks.noise.people import Person
from benchmarks.noise.size import COUNTRY, FAR, HOME, OPENS, TEMPLATE, Size
from bot.clock import FixedClock
from bot.composition import build_services
from bot.database import Database
from bot.migrations import upgrade
from bot.models import LossReason, OutboxMessage, Role, Source
from bot.models.facts_teams import NewTeam
from bot.models.ladder import Ladder
from bot.services.outgoing import Outgoing
from bot.services.people import Profile
from bot.services.stages import Stages
from bot.services.sweeps import Sweeps
from bot.settings import Settings

LOCALES = ("en", "pl", "ru")
BOSS = 1_000
PLAN_OFF = 6
"""Every so many reps one wants no morning plan, and one wants it an hour later than the day starts."""


class Company:
    """``people`` by their id: reps first, then managers, the first of whom is the admin."""

    def __init__(self, database: Database, size: Size) -> None:
        self.database = database
        self.size = size
        self.clock = FixedClock(size.begin - timedelta(days=3))
        self.sweeps = Sweeps(database, self.clock)
        self.services: dict[str, Any]
        self.outgoing: Outgoing
        self.services, self.outgoing = build_services(database, self.clock, Settings(_env_file=None), "bench_bot")
        self.people: dict[int, Person] = {}
        self.team_id = 0
        self.ladder: Ladder
        self.sources: list[int] = []
        self.reasons: list[int] = []

    @property
    def reps(self) -> list[Person]:
        """Those who work on deals."""
        return [person for person in self.people.values() if person.role is Role.REP]

    @property
    def managers(self) -> list[Person]:
        """Those who get digests."""
        return [person for person in self.people.values() if person.role is not Role.REP]

    async def found(self) -> None:
        """The team with everybody in it, each with their own settings."""
        await upgrade(self.database)
        cast = [_rep(number) for number in range(self.size.reps)]
        cast += [_manager(number) for number in range(self.size.managers)]
        self.people = {person.user_id: person for person in cast}
        for person in cast:
            profile = Profile(person.user_id, f"P{person.user_id}", language_code=person.locale)
            await self.services["people"].meet(profile, person.locale)
        new = NewTeam("Noise", "PLN", HOME.key, COUNTRY, "en", TEMPLATE)
        team = await self.services["teams"].create(BOSS, new, "noise")
        self.team_id = team.id
        for person in cast:
            await self._settle(person)
        async with self.database.write() as session:
            self.ladder = await Stages().default(session, team.id)
            self.sources, self.reasons = await _lists(session, team.id)
            # Who joined is no matter here.
            await session.execute(delete(OutboxMessage))

    async def leave(self, person: Person, deputy: Person, back: datetime) -> None:
        """Out of office from now on, with a deputy."""
        now = self.clock.now()
        preferences = self.services["preferences"]
        await preferences.change(person.user_id, self.team_id, "deputy", str(deputy.user_id))
        await preferences.away(person.user_id, self.team_id, back=person.day(back))
        person.away, person.deputy = (now, person.at(person.day(back), time())), deputy

    async def _settle(self, person: Person) -> None:
        """Join, choose a time zone, and whether and when the morning plan comes."""
        services, user = self.services, person.user_id
        if user != BOSS:
            link = await services["invites"].make(BOSS, self.team_id, person.role, 1, 1, f"i{user}")
            await services["invites"].use(user, link.token)
        if person.zone is not HOME:
            await services["teams"].choose_zone(user, person.zone.key)
        if person.plan is None:
            await services["preferences"].change(user, self.team_id, "plan", "0")
        elif person.plan != OPENS:
            await services["preferences"].change(user, self.team_id, "plan_at", f"{person.plan:%H:%M}")


def _rep(number: int) -> Person:
    plans = {1: None, 2: time(10)}
    plan = plans.get(number % PLAN_OFF, OPENS)
    zone = FAR if number % 3 == 2 else HOME
    return Person(BOSS + 100 + number, LOCALES[number % len(LOCALES)], zone, Role.REP, plan)


def _manager(number: int) -> Person:
    role = Role.ADMIN if number == 0 else Role.MANAGER
    return Person(BOSS + number, LOCALES[number % len(LOCALES)], HOME, role, OPENS)


async def _lists(session: AsyncSession, team_id: int) -> tuple[list[int], list[int]]:
    sources = await session.scalars(select(Source.id).where(Source.team_id == team_id).order_by(Source.id))
    reasons = await session.scalars(select(LossReason.id).where(LossReason.team_id == team_id).order_by(LossReason.id))
    return list(sources), list(reasons)
