"""The morning plan goes out: one push that takes along whatever would ring that day without a time of its own."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, Member, ReminderState
from bot.models.facts_reminders import MOST_NAMED
from bot.services.reminders.deciding import Round
from bot.services.reminders.early import claim_early, first_contacts_early, join, warnings_early
from bot.services.reminders.locking import lock_ringing, open_reminders
from bot.services.reminders.persons import Key, Person, persons
from bot.services.reminders.pushing import PATIENCE, Push, last_plan
from bot.services.reminders.rows import Due
from bot.services.schedules import next_plan
from bot.services.stages import Stages

AT_ONCE = 200
"""Members in one transaction."""

TIMELY = timedelta(hours=1)
"""A plan so late still goes out, whatever the hours; a later one only within working hours."""


async def plans(session: AsyncSession, stages: Stages, now: datetime) -> int:
    """One round; returns how many members' plans were due. After an outage each is due once, not once a day."""
    await lock_ringing(session)
    query = (
        select(Member)
        .where(Member.next_plan_at <= now)
        .order_by(Member.next_plan_at, Member.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    members = list(await session.scalars(query))
    people = await persons(session, {(member.user_id, member.team_id) for member in members}, now)
    morning: dict[Key, Person] = {}
    for member in members:
        person = people.get((member.user_id, member.team_id))
        if person is not None and _sends(person, now):
            morning[person.key] = person
        if person is None:
            member.next_plan_at = None
    await session.flush()
    if morning:
        await _send(session, stages, morning, people, now)
    return len(members)


def _sends(person: Person, now: datetime) -> bool:
    """Whether the plan goes out now; sets when it is due next."""
    member, due = person.member, person.member.next_plan_at
    coming = next_plan(member, person.hours, now)
    timely = due is not None and (now - due <= TIMELY or person.hours.is_open(now))
    wanted = coming is not None and timely and person.reachable and not person.away(now)
    busy = person.busy_until(now) if wanted else None
    member.next_plan_at = busy or coming
    if not wanted or busy is not None:
        return False
    person.hears_now(now)
    return True


async def _send(
    session: AsyncSession, stages: Stages, morning: dict[Key, Person], people: dict[Key, Person], now: datetime
) -> None:
    this = Round(session, now)
    groups: dict[Key, list[Due]] = defaultdict(list)
    found = await open_reminders(session, morning)
    owners = {(deal.owner_id, deal.team_id) for _, deal in found}
    people = {**await persons(session, owners - people.keys(), now), **people}
    for reminder, deal in found:
        person = this.hearer_of(reminder, deal, people)
        if person is not None and person.key in morning:
            groups[person.key].append((reminder, deal))
    midnights = {key: person.midnight(now) for key, person in morning.items()}
    # A day without a time, and silence: what has a time of its own rings at it.
    undated = or_(Deal.next_step_has_time.is_(False), Deal.next_step_at < Deal.follow_up_at)
    for midnight in set(midnights.values()):
        keys = [key for key, end in midnights.items() if end == midnight]
        for early in (
            await first_contacts_early(session, keys, now, midnight),
            await warnings_early(session, keys, now, midnight, midnight),
            await claim_early(session, stages, keys, now, midnight, undated),
        ):
            for key, due in early.items():
                join(groups[key], due)
    push = Push(session, now)
    for key, person in morning.items():
        group = groups[key]
        ringing = [one for one in group if _rings_today(one, midnights[key], this)]
        over = [one for one in group if one not in ringing and _moves_over(one)]
        said, _ = this.fit(ringing)
        push.send(
            person,
            said,
            taken_over=this.urgent_first(over),
            room=MOST_NAMED - len(said),
            day=person.hours.today(now),
            before=await last_plan(session, person),
        )
    await push.write()
    await this.write()


def _rings_today(one: Due, midnight: datetime, this: Round) -> bool:
    reminder, _ = one
    return reminder.ring_at is not None and reminder.ring_at < midnight and (this.due(reminder) or not reminder.exact)


def _moves_over(one: Due) -> bool:
    """Still waiting on an older message: the plan takes its place. What was ignored too often keeps its rare times."""
    reminder, deal = one
    return reminder.state is ReminderState.LIVE and deal.ignored < PATIENCE
