"""Reminders ring: what is due for a person, and what soon will be, becomes one push at a moment that suits them.

One process rings at a time, so that nobody gets two messages where one would do. Everything is in the database when
the transaction ends, the outbox row of the push included: a kill before that undoes all of it, a kill after it nothing.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, Reminder
from bot.models.reminder import IS_OPEN
from bot.services.pushes import PUSHES, PUSHES_WITHIN
from bot.services.reminders.deciding import Round
from bot.services.reminders.early import ONLY_WARNED, claim_early, first_contacts_early, join, warnings_early
from bot.services.reminders.locking import lock_ringing, open_reminders
from bot.services.reminders.persons import Key, Person, persons
from bot.services.reminders.pushing import Push
from bot.services.reminders.rows import Due
from bot.services.reminders.unsent import take_along
from bot.services.stages import Stages

LOOK_AHEAD = timedelta(hours=4)
"""What falls due so soon after a push is said with it."""

AT_ONCE = 1_000
"""Due reminders looked at in one transaction."""


async def ring(session: AsyncSession, stages: Stages, now: datetime) -> int:
    """One round; returns how many due reminders it dealt with. 0: nothing is left that is due."""
    await lock_ringing(session)
    keys = await _due_keys(session, now)
    if not keys:
        return 0
    found = await open_reminders(session, keys, Reminder.ring_at <= now + LOOK_AHEAD)
    people = await persons(session, keys | {(deal.owner_id, deal.team_id) for _, deal in found}, now)
    this = Round(session, now)
    groups: dict[Key, list[Due]] = defaultdict(list)
    for reminder, deal in found:
        person = this.hearer_of(reminder, deal, people)
        if person is not None:
            groups[person.key].append((reminder, deal))
    ringing: dict[Key, list[Due]] = {}
    wide: dict[Key, Person] = {}
    for key, group in groups.items():
        chosen, more = this.choose(people[key], group)
        if chosen:
            ringing[key] = chosen
            people[key].hears_now(now)
            if more:
                # The person's own deals, and those of colleagues who are away that they are told of now.
                wide |= dict.fromkeys((key, *((deal.owner_id, deal.team_id) for _, deal in chosen)), people[key])
                ringing[key] += [one for one in group if not this.due(one[0]) and not one[0].exact]
    for owner, early in (await _early(session, stages, wide, now)).items():
        join(ringing[wide[owner].key], early)
    unsent = await take_along(session, ringing)
    push = Push(session, now)
    for key, chosen in ringing.items():
        said, along = this.fit(chosen, unsent.pop(key, ()))
        push.send(people[key], said, taken_over=along, room=len(along))
    for handed in unsent.values():
        this.ring_anew(handed, now)
    await push.write()
    await this.write()
    return this.seen


async def _due_keys(session: AsyncSession, now: datetime) -> set[Key]:
    due = (
        select(Reminder.user_id, Reminder.team_id)
        .where(Reminder.ring_at <= now, IS_OPEN)
        .order_by(Reminder.ring_at)
        .limit(AT_ONCE)
        .subquery()
    )
    connection = await session.connection()
    return {(user_id, team_id) for user_id, team_id in await connection.execute(select(due).distinct())}


async def _early(session: AsyncSession, stages: Stages, wide: dict[Key, Person], now: datetime) -> dict[Key, list[Due]]:
    """What is due soon of these owners, by owner; ``wide`` says who hears it."""
    soon = now + LOOK_AHEAD
    early = await first_contacts_early(session, wide, now, soon)
    midnights = {key: person.midnight(now) for key, person in wide.items()}
    quiet = or_(Deal.next_step_at.is_(None), Deal.next_step_at < Deal.follow_up_at)
    for midnight in set(midnights.values()):
        keys = [key for key, end in midnights.items() if end == midnight]
        # A warning is never urgent: it comes with the day's first push, and with it the silence that follows that day.
        near = or_(Deal.follow_up_at < soon, ONLY_WARNED)
        for more in (
            await warnings_early(session, keys, now, midnight, soon),
            await claim_early(session, stages, keys, now, max(soon, midnight), quiet, near),
        ):
            for key, due in more.items():
                join(early[key], due)
    # Who hears the last push of the hour is told of steps with a typed time before the next one rather early than late.
    last = {key for key, person in wide.items() if len(person.pushes) >= PUSHES}
    timed = await claim_early(session, stages, last, now, now + PUSHES_WITHIN, Deal.next_step_has_time.is_(True))
    for key, due in timed.items():
        join(early[key], due)
    return early
