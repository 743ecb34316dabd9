"""Whether now is the moment for what is due for a person, and until when it waits if it is not. No query decides here;
what was decided is written with a few statements at the end of the round.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Reminder, ReminderState, Role
from bot.models.facts_reminders import MOST_NAMED
from bot.services.reminders.lines import urgency
from bot.services.reminders.persons import ASK_AGAIN, Key, Person, hearer
from bot.services.reminders.rows import DealRow, Due, ReminderRow
from bot.services.weighing import Scale

PLAN_WAIT = timedelta(hours=2)
"""With the morning plan so near, a nudge waits for it and is not said twice."""

EXACT_FOR = timedelta(hours=1)
"""A typed time that has passed by more than this (the bot was off) is no reason to ring at night any more."""

NEXT_MESSAGE = timedelta(hours=1)
"""What does not fit into one message comes with another one so much later."""


class Round:
    """One round of the sweep. ``seen`` counts the due reminders that it dealt with, one way or another."""

    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now
        self._changes: dict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
        self.seen = 0

    def due(self, reminder: ReminderRow) -> bool:
        """Whether it should ring by now."""
        return reminder.ring_at is not None and reminder.ring_at <= self._now

    def hearer_of(self, reminder: ReminderRow, deal: DealRow, people: Mapping[Key, Person]) -> Person | None:
        """Who hears it now. None: nobody can, or it is handed to somebody else, for whom it rings in the next round."""
        self.seen += self.due(reminder)
        if deal.reminder_id != reminder.id or deal.closed or deal.paused_until is not None:
            self._change([reminder], state=ReminderState.DROPPED, ended_at=self._now, ring_at=None)
            return None
        owner = people.get((deal.owner_id, deal.team_id))
        person = None if owner is None else hearer(owner, people, self._now)
        # An owner who only looks by now could end nothing: it waits for another owner, as where one has left.
        if person is None or not person.reachable or not person.member.role.may(Role.REP):
            if self.due(reminder):
                self._change([reminder], ring_at=self._now + ASK_AGAIN, exact=False)
            return None
        if person.user.id != reminder.user_id:
            self._change([reminder], user_id=person.user.id)
            return None
        return person

    def choose(self, person: Person, group: Sequence[Due]) -> tuple[list[Due], bool]:
        """What of a person's due reminders rings now, and whether this is a moment for what is not due yet, too."""
        due = [one for one in group if self.due(one[0])]
        timed = [one for one in due if self._on_the_dot(one[0], person)]
        usual = [one for one in due if one not in timed] if timed else due
        held, full = self._held_until(person), person.full_until(self._now)
        if timed and full is not None:
            self._change([reminder for reminder, _ in timed], ring_at=full)
            timed = []
        if usual and held is not None:
            self._change([reminder for reminder, _ in usual], ring_at=held, exact=False)
            usual = []
        return [*timed, *usual], held is None

    def fit(self, chosen: Sequence[Due], along: Sequence[Due] = ()) -> tuple[list[Due], list[Due]]:
        """As many as one message names, the most urgent first: of ``chosen``, which ring, and of ``along``, which have
        rung on a message that never left. The others come later.
        """
        ringing = {reminder.id for reminder, _ in chosen}
        ordered = self.urgent_first([*chosen, *(one for one in along if one[0].id not in ringing)])
        named, later, at = ordered[:MOST_NAMED], ordered[MOST_NAMED:], self._now + NEXT_MESSAGE
        unheard = {reminder.id for reminder, _ in along}
        self._change([reminder for reminder, _ in later if reminder.id not in unheard], ring_at=at)
        self.ring_anew([one for one in later if one[0].id in unheard], at)
        rings = [one for one in named if one[0].id in ringing]
        return self._not_ignored(rings, unheard), [one for one in named if one[0].id not in ringing]

    def _not_ignored(self, rings: Sequence[Due], unheard: Collection[int]) -> list[Due]:
        """What rings again before its last ring has left: that one does not count, since nobody could ignore it."""
        counted = []
        for reminder, deal in rings:
            if reminder.id in unheard:
                self._change([reminder], rung=reminder.rung)
                reminder = reminder._replace(rung=reminder.rung - 1)
            counted.append((reminder, deal))
        return counted

    def ring_anew(self, unheard: Sequence[Due], at: datetime) -> None:
        """What rang on a message that never left waits as if it had not, until ``at``."""
        for reminder, _ in unheard:
            rung = max(0, reminder.rung - 1)
            self._change([reminder], state=ReminderState.WAITING, nudge_id=None, rung=rung, ring_at=at)

    def urgent_first(self, group: Sequence[Due]) -> list[Due]:
        """The most valuable and most late before the rest."""
        scale = Scale([deal for _, deal in group], self._now)
        return sorted(group, key=lambda one: urgency(one[1], one[0], scale))

    async def write(self) -> None:
        """Everything that was decided, but for what rings."""
        for values, ids in self._changes.items():
            await self._session.execute(
                update(Reminder)
                .where(Reminder.id.in_(ids))
                .values(**dict(values))
                .execution_options(synchronize_session=False)
            )

    def _on_the_dot(self, reminder: ReminderRow, person: Person) -> bool:
        if not reminder.exact or person.away(self._now):
            return False
        return reminder.ring_at is not None and self._now - reminder.ring_at <= EXACT_FOR

    def _held_until(self, person: Person) -> datetime | None:
        """Until when the person is left alone by what has no time of its own; None: now is fine."""
        opens = person.hours.next_open(self._now)
        if opens > self._now:
            return opens
        plan = person.member.next_plan_at
        if plan is not None and self._now < plan <= self._now + PLAN_WAIT and person.hours.is_open(plan):
            return plan
        return person.busy_until(self._now)

    def _change(self, reminders: Sequence[ReminderRow], **values: Any) -> None:
        if reminders:
            self._changes[tuple(values.items())] += [reminder.id for reminder in reminders]
