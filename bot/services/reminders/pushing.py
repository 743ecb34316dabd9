"""One push: a nudge is written down with the reminders that it carries, and when each of them rings next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, false, insert, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, Nudge, Reminder, ReminderKind
from bot.models.due import USUAL_SILENCE
from bot.services.outbox import enqueue_many, new_row
from bot.services.reminders.persons import Key, Person
from bot.services.reminders.rows import DealRow, Due, ReminderRow

PATIENCE = 3
"""A reminder ignored so often becomes rarer: each further time it waits twice as long."""

LONGEST_REST = timedelta(days=14)

PRIORITY = 5

_NEW = insert(Nudge.__table__).returning(Nudge.id, Nudge.user_id, Nudge.team_id)  # type: ignore[arg-type]  # as below
_RUNG = (
    update(Reminder.__table__)  # type: ignore[arg-type]  # executemany needs the table, not the class
    .where(Reminder.id == bindparam("reminder"))
    .values(
        state=literal_column("'live'"),
        rung=bindparam("times"),
        nudge_id=bindparam("nudge"),
        user_id=bindparam("user"),
        ring_at=bindparam("next_ring"),
        exact=false(),
    )
)
_IGNORED = (
    update(Deal.__table__)  # type: ignore[arg-type]  # the same
    .where(Deal.id == bindparam("deal"))
    .values(ignored=bindparam("times"))
)


class Push:
    """Collects what one round of the sweep sends, at most one nudge a person, and writes it with a few statements."""

    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now
        self._nudges: list[dict[str, Any]] = []
        self._older: dict[Key, list[int]] = {}
        # (whose nudge, the reminder that moves to it with its new values).
        self._rung: list[tuple[Key, dict[str, Any]]] = []
        self._ignored: list[dict[str, Any]] = []
        self._opens: dict[tuple[Key, timedelta], datetime] = {}

    def send(
        self,
        person: Person,
        ringing: Sequence[Due],
        *,
        taken_over: Sequence[Due] = (),
        day: date | None = None,
        before: Iterable[int] = (),
    ) -> None:
        """Nudge ``person`` about ``ringing``. ``taken_over``: live reminders that move to this message without
        ringing anew. ``day``: it is the plan for it. ``before``: older messages that this one replaces besides those
        of its reminders.
        """
        kind = "plan" if day is not None else "single" if len(ringing) == 1 else "batch"
        user_id, team_id = person.key
        self._nudges.append({"team_id": team_id, "user_id": user_id, "kind": kind, "day": day, "made_at": self._now})
        person.pushes.append(self._now)
        older = {reminder.nudge_id for reminder, _ in (*ringing, *taken_over)} | set(before)
        self._older[person.key] = sorted(one for one in older if one is not None)
        for reminder, deal in ringing:
            self._ring(person, reminder, deal)
        for reminder, _ in taken_over:
            self._move(person, reminder, reminder.rung, reminder.ring_at)

    async def write(self) -> None:
        """Everything that was sent, into the caller's transaction."""
        if not self._nudges:
            return
        connection = await self._session.connection()
        # By person and not by place: in which order the ids come back nobody promises.
        made = {(user, team): nudge for nudge, user, team in await connection.execute(_NEW, self._nudges)}
        if self._rung:
            await connection.execute(_RUNG, [{"nudge": made[key], **row} for key, row in self._rung])
        if self._ignored:
            await connection.execute(_IGNORED, self._ignored)
        await enqueue_many(self._session, [self._outbox_row(key, nudge) for key, nudge in made.items()])

    def _outbox_row(self, key: Key, nudge: int) -> dict[str, Any]:
        return new_row(
            key=f"nudge:{nudge}",
            kind="nudge",
            args={"nudge": nudge, "before": self._older[key]},
            chat_id=key[0],
            now=self._now,
            priority=PRIORITY,
        )

    def _ring(self, person: Person, reminder: ReminderRow, deal: DealRow) -> None:
        times = reminder.rung + 1
        self._move(person, reminder, times, self._next_ring(person, reminder, deal, times))
        if times - 1 != deal.ignored:
            self._ignored.append({"deal": deal.id, "times": times - 1})

    def _move(self, person: Person, reminder: ReminderRow, times: int, next_ring: datetime | None) -> None:
        row = {"reminder": reminder.id, "times": times, "user": person.user.id, "next_ring": next_ring}
        self._rung.append((person.key, row))

    def _next_ring(self, person: Person, reminder: ReminderRow, deal: DealRow, times: int) -> datetime | None:
        if reminder.kind is ReminderKind.WARN:
            # Said once: at the limit the deal is stuck, and others hear of it.
            return None
        rhythm = timedelta(hours=deal.followup_hours) if deal.followup_hours else USUAL_SILENCE
        pause = rest(rhythm, times)
        # A person's deals mostly ring again at one moment, which their calendar need not be asked for each time.
        if (person.key, pause) not in self._opens:
            self._opens[person.key, pause] = person.hours.next_open(self._now + pause)
        return self._opens[person.key, pause]


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
