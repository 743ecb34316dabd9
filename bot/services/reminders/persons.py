"""Who would hear a nudge, and whether now is a time for it: hours, absence, what they just did, how much they heard."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.models import DealEvent, EventKind, Member, Role, Team, User
from bot.services.pushes import coming_to, full_until, heard_by
from bot.services.worktime import WorkTime, worktime_of

Key = tuple[int, int]
"""(user id, team id)."""

JUST_ACTED = timedelta(minutes=5)
"""Whoever did something so recently is at it; they are not interrupted."""

ASK_AGAIN = timedelta(days=1)
"""Who cannot be reached, or has left, is tried again after this long: their deals may have gone to others by then."""

MANY = 400
"""Pairs asked about in one statement."""


@dataclass(slots=True)
class Person:
    """A member with their hours. ``pushes``: when they were last pushed, in all their teams; ``acted``: last did
    something.
    """

    member: Member
    team: Team
    user: User
    hours: WorkTime
    pushes: list[datetime] = field(default_factory=list)
    acted: datetime | None = None
    # (user id, team id).
    key: Key = field(init=False)

    def __post_init__(self) -> None:
        self.key = self.user.id, self.team.id

    @property
    def reachable(self) -> bool:
        """False for one who blocked the bot."""
        return self.user.unreachable_at is None

    def away(self, now: datetime) -> bool:
        """Out of office now."""
        return self.hours.is_away(now)

    def midnight(self, now: datetime) -> datetime:
        """The end of the person's day."""
        return self.hours.wall(self.hours.today(now) + timedelta(days=1), 0)

    def hears_now(self, now: datetime) -> None:
        """A push is on its way: it counts at once, for the person's other teams of the same round, too."""
        self.pushes.append(now)

    def full_until(self, now: datetime) -> datetime | None:
        """When the next push may come at the earliest, if that is later: they have heard enough this hour."""
        return full_until(self.pushes, now)

    def busy_until(self, now: datetime) -> datetime | None:
        """The same for what has no time of its own, which does not interrupt one who has just acted either."""
        full, done = self.full_until(now), self.acted and self.acted + JUST_ACTED
        return max((at for at in (full, done) if at is not None and at > now), default=None)


async def persons(session: AsyncSession, keys: Collection[Key], now: datetime) -> dict[Key, Person]:
    """Active members who may hear of deals, by key; others are missing. Deputies of those asked for come along."""
    found = await _members(session, keys)
    deputies = {
        (one.member.deputy_id, one.team.id)
        for one in found.values()
        if one.member.deputy_id is not None and one.away(now)
    }
    found.update(await _members(session, deputies - found.keys()))
    await _pushes(session, found, now)
    await _acts(session, found, now)
    return found


def hearer(owner: Person, people: Mapping[Key, Person], now: datetime) -> Person:
    """Who hears an owner's reminders now: the owner, or the deputy of one who is away. A deputy who is away, gone or
    cannot be reached is none.
    """
    if not owner.away(now) or owner.member.deputy_id is None:
        return owner
    deputy = people.get((owner.member.deputy_id, owner.team.id))
    fit = deputy is not None and deputy.member.role.may(Role.REP) and deputy.reachable and not deputy.away(now)
    return deputy if deputy is not None and fit else owner


def among(
    keys: Collection[Key], user_id: InstrumentedAttribute[int], team_id: InstrumentedAttribute[int]
) -> ColumnElement[bool]:
    """Rows of these people in these teams. The users are named apart, too: for several pairs alone SQLite looks through
    the whole table, whatever indexes there are.
    """
    return and_(user_id.in_({user for user, _ in keys}), tuple_(user_id, team_id).in_(keys))


async def _members(session: AsyncSession, keys: Iterable[Key]) -> dict[Key, Person]:
    asked = sorted(set(keys))
    found: dict[Key, Person] = {}
    for start in range(0, len(asked), MANY):
        query = (
            select(Member, Team, User)
            .join(Team, Team.id == Member.team_id)
            .join(User, User.id == Member.user_id)
            .where(among(asked[start : start + MANY], Member.user_id, Member.team_id), Member.active)
        )
        for member, team, user in await session.execute(query):
            found[user.id, team.id] = Person(member, team, user, worktime_of(member, team, user))
    return found


async def _pushes(session: AsyncSession, found: Mapping[Key, Person], now: datetime) -> None:
    """A person's pushes count together, whichever team they are about. What is on its way to them counts, too."""
    users = {user_id for user_id, _ in found}
    heard, coming = await heard_by(session, users, now), await coming_to(session, users, now)
    # One list per human, so that a push about one team counts at once for the other.
    pushes = {user_id: [*heard[user_id], *coming[user_id]] for user_id in users}
    for (user_id, _), person in found.items():
        person.pushes = pushes[user_id]


async def _acts(session: AsyncSession, found: Mapping[Key, Person], now: datetime) -> None:
    teams = sorted({team_id for _, team_id in found})
    acted: dict[int, datetime] = {}
    for start in range(0, len(teams), MANY):
        query = (
            select(DealEvent.actor_id, func.max(DealEvent.at))
            .where(
                DealEvent.team_id.in_(teams[start : start + MANY]), DealEvent.at > now - JUST_ACTED, DealEvent.at <= now
            )
            # Who changes a setting is at no deal, though history names them at each that it un-sticks.
            .where(DealEvent.kind != EventKind.LIMIT_CHANGED)
            .group_by(DealEvent.actor_id)
        )
        for user_id, at in await session.execute(query):
            acted[user_id] = max(at, acted.get(user_id, at))
    for (user_id, _), person in found.items():
        person.acted = acted.get(user_id)
