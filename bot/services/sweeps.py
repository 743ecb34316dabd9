"""What time itself causes, a few times a minute: due times become reminders, reminders ring, plans and digests go out.

Every round claims what is due in one transaction and finds nothing when it runs again; so it does not matter how late
it comes, how often, or in how many processes at once.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.models import Member
from bot.services.digests.claiming import DigestSweep
from bot.services.reminders import arising
from bot.services.reminders.deliveries import take_up
from bot.services.reminders.planning import plans
from bot.services.reminders.ringing import ring
from bot.services.reminders.sticking import stuck
from bot.services.rescheduling import hand_back
from bot.services.stages import Stages

Claim = Callable[[AsyncSession, datetime], Awaitable[int]]


class Sweeps:
    """The whole round. One that fails does not keep the others from running."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        # Its own, read afresh every round: what was edited meanwhile counts.
        self._stages = Stages()
        self._clock = clock
        self._digests = DigestSweep(database, clock)

    async def run(self) -> None:
        """Deal with everything that is due by now. Raises an ExceptionGroup of what failed, once all had their turn."""
        self._stages.forget()
        errors: list[Exception] = []
        for sweep in (self.back, self.arise, self.plans, self.ring, self._digests.run):
            try:
                await sweep()
            except Exception as error:
                errors.append(error)
        if errors:
            raise ExceptionGroup("sweeps failed", errors)

    async def back(self) -> None:
        """Who was out of office until now is there again: no deputy speaks for them any more."""
        await self._drain(_back)

    async def arise(self) -> None:
        """Whatever has fallen due becomes a reminder; deals past their limits count as stuck."""
        await self._drain(arising.first_contacts)
        await self._drain(lambda session, now: arising.follow_ups(session, self._stages, now))
        await self._drain(arising.warnings)
        await self._drain(stuck)

    async def plans(self) -> None:
        """Morning plans; before reminders ring, since they take along what would ring in the morning."""
        await self._drain(take_up)
        await self._drain(lambda session, now: plans(session, self._stages, now))

    async def ring(self) -> None:
        """Reminders that are due reach people, or wait for a better moment."""
        await self._drain(lambda session, now: ring(session, self._stages, now))

    async def _drain(self, claim: Claim) -> None:
        """Round after round, each a transaction of its own, until one finds nothing."""
        now = self._clock.now()
        while True:
            async with self._database.write() as session:
                found = await claim(session, now)
            if not found:
                return


async def _back(session: AsyncSession, now: datetime) -> int:
    query = select(Member).where(Member.away_until <= now).with_for_update(skip_locked=True)
    for member in await session.scalars(query):
        member.away_until = None
        # Before the plan goes out, which would miss what still waits for the deputy.
        await hand_back(session, member)
    return 0
