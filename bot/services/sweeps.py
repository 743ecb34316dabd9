"""What time itself causes, a few times a minute: due times become reminders, reminders ring, plans and digests go out.

Every round claims what is due in one transaction and finds nothing when it runs again; so it does not matter how late
it comes, how often, or in how many processes at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.clock import Clock
from bot.database import BREATH_SECONDS, Database
from bot.models import Deal, Member, Question, Reminder, TeamChat
from bot.models.base import UtcDateTime
from bot.models.reminder import IS_OPEN
from bot.services.digests.claiming import digests
from bot.services.digests.headlines import headlines
from bot.services.digests.waiting import questions
from bot.services.reminders import arising
from bot.services.reminders.deliveries import WAS_DROPPED, take_up
from bot.services.reminders.planning import plans
from bot.services.reminders.ringing import ring
from bot.services.reminders.sticking import stuck
from bot.services.rescheduling import hand_back, stand_in
from bot.services.stages import Stages

Claim = Callable[[AsyncSession, datetime], Awaitable[int]]
"""One transaction's worth of what is due; returns how much that was, 0: nothing was left."""

_NOW = bindparam("now", type_=UtcDateTime())


def _passed(column: InstrumentedAttribute[datetime | None], *where: Any) -> ColumnElement[bool]:
    """Whether the earliest of these moments has come: one step into their index, whatever planners expect of "now"."""
    earliest = select(func.min(column)).where(column.is_not(None), *where).scalar_subquery()
    return earliest <= _NOW


_DUE: Mapping[str, ColumnElement[bool]] = {
    "back": _passed(Member.away_until),
    "first_contacts": _passed(Deal.first_contact_at),
    "follow_ups": _passed(Deal.follow_up_at),
    "warnings": _passed(Deal.warn_at),
    "stuck": _passed(Deal.stuck_at, Deal.stuck_since.is_(None)),
    "take_up": WAS_DROPPED,
    "plans": _passed(Member.next_plan_at),
    "ring": _passed(Reminder.ring_at, IS_OPEN),
    "questions": _passed(Question.rings_at),
    "digests": _passed(Member.next_digest_at),
    "headlines": _passed(TeamChat.next_digest_at),
}
"""Whether there is anything to claim. Looking needs no write lock, and mostly there is nothing."""


@cache
def _look(names: tuple[str, ...]) -> Any:
    return select(*(_DUE[name].label(name) for name in names))


class Sweeps:
    """The whole round. One that fails does not keep the others from running."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        # Its own, read afresh every round: what was edited meanwhile counts.
        self._stages = Stages()
        self._clock = clock

    async def run(self) -> None:
        """Deal with everything that is due by now. Raises an ExceptionGroup of what failed, once all had their turn."""
        if not await self._due(tuple(_DUE), self._clock.now()):
            return
        self._stages.forget()
        errors: list[Exception] = []
        for sweep in (self.back, self.arise, self.plans, self.ring, self.questions, self.digests, self.headlines):
            try:
                await sweep()
            except Exception as error:
                errors.append(error)
        if errors:
            raise ExceptionGroup("sweeps failed", errors)

    async def back(self) -> None:
        """Who was out of office until now is there again: no deputy speaks for them any more."""
        await self._drain(back=_back)

    async def arise(self) -> None:
        """Whatever has fallen due becomes a reminder; deals past their limits count as stuck."""
        await self._drain(
            first_contacts=arising.first_contacts,
            follow_ups=lambda session, now: arising.follow_ups(session, self._stages, now),
            warnings=arising.warnings,
            stuck=stuck,
        )

    async def plans(self) -> None:
        """Morning plans; before reminders ring, since they take along what would ring in the morning."""
        await self._drain(take_up=take_up, plans=lambda session, now: plans(session, self._stages, now))

    async def ring(self) -> None:
        """Reminders that are due reach people, or wait for a better moment."""
        await self._drain(ring=lambda session, now: ring(session, self._stages, now))

    async def questions(self) -> None:
        """Who is back hears what managers asked meanwhile."""
        await self._drain(questions=questions)

    async def digests(self) -> None:
        """Managers' digests that are due go out."""
        await self._drain(digests=digests)

    async def headlines(self) -> None:
        """Team chats hear the digest's headline at their team's hour."""
        await self._drain(headlines=headlines)

    async def _drain(self, **claims: Claim) -> None:
        """Turn after turn, each claim a transaction of its own, until nothing is left but what others hold."""
        now = self._clock.now()
        while due := await self._due(tuple(claims), now):
            found = 0
            for name in due:
                async with self._database.write() as session:
                    found += await claims[name](session, now)
            if not found:
                return
            await asyncio.sleep(BREATH_SECONDS)

    async def _due(self, names: tuple[str, ...], now: datetime) -> list[str]:
        async with self._database.read() as session:
            row = (await session.execute(_look(names), {"now": now})).one()
        return [name for name, due in zip(names, row, strict=True) if due]


async def _back(session: AsyncSession, now: datetime) -> int:
    query = select(Member).where(Member.away_until <= now).with_for_update(skip_locked=True)
    for member in await session.scalars(query):
        member.away_until = None
        # Before the plan goes out, which would miss what still waits for the deputy.
        await hand_back(session, member)
        await stand_in(session, [member], now)
    return 0
