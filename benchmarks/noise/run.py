"""The simulation: people live, sweeps run, messages arrive, all by one clock that only this file moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from benchmarks.noise.company import Company
from benchmarks.noise.courier import Courier
from benchmarks.noise.desk import Desk
from benchmarks.noise.life import Life
from benchmarks.noise.oracle import Oracle
from benchmarks.noise.size import Size
from bot.database import Database
from bot.services.upkeep import Upkeep

LAG = timedelta(minutes=1)
"""Between a sweep and the delivery of what it wrote: people act meanwhile."""

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that the report looks at."""

    company: Company
    oracle: Oracle
    desk: Desk
    life: Life
    courier: Courier


async def simulate(database: Database, size: Size) -> Result:
    """Let a team live through ``size.days`` days on an empty database."""
    rng = Random(size.seed)
    company, oracle = Company(database, size), Oracle(size.begin)
    await company.found()
    desk = Desk(company, oracle, rng)
    life = Life(company, desk, rng)
    courier = Courier(company, oracle, desk, life)
    upkeep = Upkeep(database, company.clock)
    await life.begin()
    day = None
    for tick in _ticks(company):
        if day != tick.date():
            day = tick.date()
            await _new_day(company, life, upkeep, (day - size.start).days)
        await life.until(tick)
        company.clock.set(tick)
        await company.sweeps.run()
        await life.until(tick + LAG)
        company.clock.set(tick + LAG)
        await courier.deliver()
    oracle.finish(desk.deals.values(), size.end)
    return Result(company, oracle, desk, life, courier)


async def _new_day(company: Company, life: Life, upkeep: Upkeep, number: int) -> None:
    """Night in both zones: the day is planned, old rows go, and somebody may leave for their holiday."""
    await upkeep.tidy()
    first, length = company.size.away
    if number == first:
        # Who sits in the zone whose clocks change.
        person, deputy = company.reps[0], company.reps[1]
        await company.leave(person, deputy, company.clock.now() + timedelta(days=length))
    life.plan_day(company.size.start + timedelta(days=number))


def _ticks(company: Company) -> Iterator[datetime]:
    """When sweeps run: often while anybody works, hourly at night and on days off."""
    moment = company.size.begin
    while moment < company.size.end:
        yield moment
        busy = any(person.works_at(moment) for person in company.people.values())
        moment += company.size.step if busy else HOUR
