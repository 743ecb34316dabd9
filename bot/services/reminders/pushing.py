"""One push: a nudge is written down with the reminders that it carries, and when each of them rings next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, Nudge, Reminder, ReminderKind, ReminderState
from bot.models.due import USUAL_SILENCE
from bot.models.ladder import Ladder
from bot.services.outbox import enqueue_many, new_row
from bot.services.reminders.persons import Person
from bot.services.stages import Stages

PATIENCE = 3
"""A reminder ignored so often becomes rarer: each further time it waits twice as long."""

LONGEST_REST = timedelta(days=14)

PRIORITY = 5

_RUNG = (
    update(Reminder.__table__)  # type: ignore[arg-type]  # executemany needs the table, not the class
    .where(Reminder.id == bindparam("reminder"))
    .values(
        state=ReminderState.LIVE,
        rung=bindparam("times"),
        nudge_id=bindparam("nudge"),
        user_id=bindparam("user"),
        ring_at=bindparam("next_ring"),
        exact=False,
    )
)
_IGNORED = (
    update(Deal.__table__)  # type: ignore[arg-type]  # the same
    .where(Deal.id == bindparam("deal"))
    .values(ignored=bindparam("times"))
)


class Push:
    """Collects what one round of the sweep sends, and writes it with a few statements at its end."""

    def __init__(self, session: AsyncSession, stages: Stages, now: datetime) -> None:
        self._session = session
        self._stages = stages
        self._now = now
        self._rung: list[dict[str, Any]] = []
        self._ignored: list[dict[str, Any]] = []
        self._outbox: list[dict[str, Any]] = []

    async def send(
        self,
        person: Person,
        ringing: Sequence[tuple[Reminder, Deal]],
        *,
        taken_over: Sequence[tuple[Reminder, Deal]] = (),
        room: int = 0,
        day: date | None = None,
        before: Iterable[int] = (),
    ) -> None:
        """Nudge ``person`` about ``ringing``. ``taken_over``: live reminders that move to this message without
        ringing anew, as many as there is ``room``; the others stand on no message until they ring again. ``day``: it
        is the plan for it. ``before``: older messages that this one replaces besides those of its reminders.
        """
        kind = "plan" if day is not None else "single" if len(ringing) + len(taken_over) == 1 else "batch"
        nudge = Nudge(team_id=person.team.id, user_id=person.user.id, kind=kind, day=day, made_at=self._now)
        self._session.add(nudge)
        await self._session.flush()
        person.pushes.append(self._now)
        older = {reminder.nudge_id for reminder, _ in (*ringing, *taken_over)} | set(before)
        for reminder, deal in ringing:
            ladder = await self._stages.of(self._session, deal.pipeline_id)
            self._ring(person, nudge, reminder, deal, ladder)
        for place, (reminder, _) in enumerate(taken_over):
            self._move(person, nudge if place < room else None, reminder, reminder.rung, reminder.ring_at)
        self._outbox.append(
            new_row(
                key=f"nudge:{nudge.id}",
                kind="nudge",
                args={"nudge": nudge.id, "before": sorted(one for one in older if one is not None)},
                chat_id=person.user.id,
                now=self._now,
                priority=PRIORITY,
            )
        )

    async def write(self) -> None:
        """Everything that was sent, into the caller's transaction."""
        connection = await self._session.connection()
        if self._rung:
            await connection.execute(_RUNG, self._rung)
        if self._ignored:
            await connection.execute(_IGNORED, self._ignored)
        await enqueue_many(self._session, self._outbox)

    def _ring(self, person: Person, nudge: Nudge, reminder: Reminder, deal: Deal, ladder: Ladder) -> None:
        times = reminder.rung + 1
        self._move(person, nudge, reminder, times, self._next_ring(person, reminder, deal, ladder, times))
        if times - 1 != deal.ignored:
            self._ignored.append({"deal": deal.id, "times": times - 1})

    def _move(
        self, person: Person, nudge: Nudge | None, reminder: Reminder, times: int, next_ring: datetime | None
    ) -> None:
        self._rung.append(
            {
                "reminder": reminder.id,
                "times": times,
                "nudge": None if nudge is None else nudge.id,
                "user": person.user.id,
                "next_ring": next_ring,
            }
        )

    def _next_ring(self, person: Person, reminder: Reminder, deal: Deal, ladder: Ladder, times: int) -> datetime | None:
        if reminder.kind is ReminderKind.WARN:
            # Said once: at the limit the deal is stuck, and others hear of it.
            return None
        hours = ladder.by_id[deal.stage_id].followup_hours
        return person.hours.next_open(self._now + rest(timedelta(hours=hours) if hours else USUAL_SILENCE, times))


def rest(rhythm: timedelta, times: int) -> timedelta:
    """How long after its ``times``-th ring a reminder rings again: its stage's rhythm, after three ignored ones twice
    as long each time, up to 14 days.
    """
    doubled: timedelta = rhythm * 2 ** min(max(0, times - PATIENCE), 10)
    return max(rhythm, min(doubled, LONGEST_REST))


async def last_plan(session: AsyncSession, person: Person) -> list[int]:
    """The plan that a new one replaces, if its message is still there."""
    query = (
        select(Nudge.id)
        .where(Nudge.user_id == person.user.id, Nudge.team_id == person.team.id)
        .where(Nudge.kind == "plan", Nudge.closed.is_(False))
        .order_by(Nudge.made_at.desc())
        .limit(1)
    )
    return list(await session.scalars(query))
