"""One push: a nudge is written down with the reminders that it carries, and when each of them rings next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Update, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, Nudge, Reminder, ReminderKind, ReminderState
from bot.models.base import UtcDateTime
from bot.models.due import USUAL_SILENCE
from bot.services.outbox import enqueue_many, new_row
from bot.services.reminders.persons import Key, Person
from bot.services.reminders.rows import DealRow, Due, ReminderRow

PATIENCE = 3
"""A reminder ignored so often becomes rarer: each further time it waits twice as long."""

LONGEST_REST = timedelta(days=14)

PRIORITY = 5

AT_ONCE = 1_000
"""Reminders or deals changed by one statement."""

_NEW = insert(Nudge).returning(Nudge.id, Nudge.user_id, Nudge.team_id)
# The one that was just made for whoever hears the reminder; an older one of the same moment has a smaller id.
_ITS_NUDGE = (
    select(func.max(Nudge.id))
    .where(Nudge.user_id == Reminder.user_id, Nudge.team_id == Reminder.team_id)
    .where(Nudge.made_at == bindparam("now", type_=UtcDateTime()))
    .scalar_subquery()
)
_MOVED = (
    update(Reminder)
    .where(Reminder.id.in_(bindparam("ids", expanding=True)))
    .values(state=ReminderState.LIVE, nudge_id=_ITS_NUDGE, exact=False)
)
_RUNG = _MOVED.values(rung=Reminder.rung + 1, ring_at=bindparam("next_ring", type_=UtcDateTime()))
_HANDED = update(Reminder).where(Reminder.id.in_(bindparam("ids", expanding=True))).values(user_id=bindparam("hearer"))
_LEFT = update(Reminder).where(Reminder.id.in_(bindparam("ids", expanding=True))).values(nudge_id=None)
_IGNORED = update(Deal).where(Deal.id.in_(bindparam("ids", expanding=True))).values(ignored=bindparam("times"))
_WARNED = update(Deal).where(Deal.id.in_(bindparam("ids", expanding=True))).values(warn_at=None)


class Push:
    """Collects what one round of the sweep sends, at most one nudge a person, and writes it with a few statements."""

    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now
        self._nudges: list[dict[str, Any]] = []
        self._older: dict[Key, list[int]] = {}
        # Ids of reminders, by when they ring next, and of deals, by how many of their rings were ignored.
        self._rung: dict[datetime | None, list[int]] = defaultdict(list)
        self._taken_over: list[int] = []
        self._left_over: list[int] = []
        # By who hears them now instead of the owner, who is away.
        self._handed: dict[int, list[int]] = defaultdict(list)
        self._ignored: dict[int, list[int]] = defaultdict(list)
        self._warned: list[int] = []
        self._opens: dict[tuple[Key, int | None, int], datetime] = {}

    def send(
        self,
        person: Person,
        ringing: Sequence[Due],
        *,
        taken_over: Sequence[Due] = (),
        room: int = 0,
        day: date | None = None,
        before: Iterable[int] = (),
    ) -> None:
        """Nudge ``person`` about ``ringing``. ``taken_over``: live reminders that move to this message without
        ringing anew, as many as there is ``room``; the others stand on no message until they ring again. ``day``: it
        is the plan for it. ``before``: older messages that this one replaces besides those of its reminders.
        """
        kind = "plan" if day is not None else "single" if len(ringing) + len(taken_over) == 1 else "batch"
        user_id, team_id = person.key
        self._nudges.append({"team_id": team_id, "user_id": user_id, "kind": kind, "day": day, "made_at": self._now})
        older = {reminder.nudge_id for reminder, _ in (*ringing, *taken_over)} | set(before)
        self._older[person.key] = sorted(one for one in older if one is not None)
        for reminder, deal in ringing:
            self._ring(person, reminder, deal)
        # A line says that its deal is nearly stuck from the morning of that day on: nobody is warned of it once more.
        midnight = person.midnight(self._now)
        named = [deal for _, deal in (*ringing, *taken_over[:room])]
        self._warned += [deal.id for deal in named if deal.warn_at is not None and deal.warn_at < midnight]
        self._taken_over += [reminder.id for reminder, _ in taken_over[:room]]
        self._left_over += [reminder.id for reminder, _ in taken_over[room:]]

    async def write(self) -> None:
        """Everything that was sent, into the caller's transaction."""
        if not self._nudges:
            return
        connection = await self._session.connection()
        # By person and not by place: in which order the ids come back nobody promises.
        made = {(user, team): nudge for nudge, user, team in await connection.execute(_NEW, self._nudges)}
        for hearer, ids in self._handed.items():
            await self._change(_HANDED, ids, hearer=hearer)
        for next_ring, ids in self._rung.items():
            await self._change(_RUNG, ids, now=self._now, next_ring=next_ring)
        await self._change(_MOVED, self._taken_over, now=self._now)
        await self._change(_LEFT, self._left_over)
        for times, ids in self._ignored.items():
            await self._change(_IGNORED, ids, times=times)
        await self._change(_WARNED, self._warned)
        await enqueue_many(self._session, [self._outbox_row(key, nudge) for key, nudge in made.items()])

    async def _change(self, statement: Update, ids: Sequence[int], **values: Any) -> None:
        connection = await self._session.connection()
        for start in range(0, len(ids), AT_ONCE):
            await connection.execute(statement, {"ids": ids[start : start + AT_ONCE], **values})

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
        self._rung[self._next_ring(person, reminder, deal, reminder.rung + 1)].append(reminder.id)
        if reminder.user_id != person.key[0]:
            self._handed[person.key[0]].append(reminder.id)
        if reminder.rung != deal.ignored:
            self._ignored[reminder.rung].append(deal.id)

    def _next_ring(self, person: Person, reminder: ReminderRow, deal: DealRow, times: int) -> datetime | None:
        if reminder.kind is ReminderKind.WARN:
            # Said once: at the limit the deal is stuck, and others hear of it.
            return None
        # A person's deals mostly ring again at one moment, which their calendar need not be asked for each time.
        alike = person.key, deal.followup_hours, times
        if alike not in self._opens:
            rhythm = timedelta(hours=deal.followup_hours) if deal.followup_hours else USUAL_SILENCE
            self._opens[alike] = person.hours.next_open(self._now + rest(rhythm, times))
        return self._opens[alike]


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
