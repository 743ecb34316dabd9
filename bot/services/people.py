"""The people who talk to the bot: who they are, their language, and the team that they stand in."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.models import Member, Team, User
from bot.models.facts import Who
from bot.services import reach
from bot.services.menus import menus_changed

# More people than this in memory and the cache starts afresh; a member costs about half a kilobyte.
CACHED_PEOPLE = 10_000


@dataclass(frozen=True, slots=True)
class Profile:
    """What Telegram says of a person in every update."""

    user_id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None


class People:
    """Knows each person. On SQLite, where one process owns the file, it remembers them between taps."""

    def __init__(self, database: Database, clock: Clock, default_zone: str = "UTC") -> None:
        self._database = database
        self._clock = clock
        self._default_zone = default_zone
        self._known: dict[int, tuple[Profile, Who]] = {}

    async def meet(self, profile: Profile, guess_locale: str, *, reachable: bool = True) -> Who:
        """The person behind an update; written down at the first meeting and whenever Telegram's facts change.

        ``reachable``: they wrote to us in private, so we can write to them again.
        """
        known = self._known.get(profile.user_id)
        if known is not None and known[0] == profile:
            return known[1]
        async with self._database.read() as session:
            user = await session.get(User, profile.user_id)
            lost = user is not None and user.unreachable_at is not None
            known_as_is = user is not None and not _differs(user, profile) and not (lost and reachable)
            who = await _who(session, user, self._default_zone) if user is not None and known_as_is else None
        if who is None:
            who = await self._write_down(profile, guess_locale, reachable)
        if reachable or not lost:
            self._remember(profile, who)
        return who

    async def lost(self, user_id: int) -> None:
        """Telegram takes nothing for this person any more: they blocked us, or are gone. Their admins hear of it."""
        async with self._database.write() as session:
            await reach.lost(session, user_id, self._clock.now())
        self.forget(user_id)

    async def _write_down(self, profile: Profile, guess_locale: str, reachable: bool) -> Who:
        async with self._database.write() as session:
            user = await session.get(User, profile.user_id)
            if user is None:
                user = User(id=profile.user_id, locale=guess_locale, created_at=self._clock.now())
                session.add(user)
            user.first_name = profile.first_name[:128]
            user.last_name = profile.last_name[:128] if profile.last_name else None
            user.username = profile.username
            user.language_code = profile.language_code
            if reachable and user.unreachable_at is not None:
                await reach.regained(session, user, self._clock.now())
            await session.flush()
            return await _who(session, user, self._default_zone)

    def _remember(self, profile: Profile, who: Who) -> None:
        if not self._database.is_sqlite:
            # Other processes share this database and could not tell us to forget.
            return
        if len(self._known) >= CACHED_PEOPLE:
            self._known.clear()
        self._known[profile.user_id] = (profile, who)

    def forget(self, *user_ids: int) -> None:
        """Read these people afresh next time; without arguments, all. Call after changing team, role or settings."""
        if not user_ids:
            self._known.clear()
        for user_id in user_ids:
            self._known.pop(user_id, None)

    async def choose_locale(self, user_id: int, locale: str) -> None:
        """Remember the language that the person chose; it wins over Telegram's."""
        async with self._database.write() as session:
            user = await session.get_one(User, user_id)
            user.locale = locale
            await menus_changed(session, [user_id], self._clock.now())
        self.forget(user_id)


def _differs(user: User, profile: Profile) -> bool:
    return (
        user.first_name != profile.first_name[:128]
        or user.last_name != (profile.last_name[:128] if profile.last_name else None)
        or user.username != profile.username
        or user.language_code != profile.language_code
    )


async def _who(session: AsyncSession, user: User, default_zone: str) -> Who:
    memberships = (
        await session.execute(
            select(Team, Member.role, Member.day_start)
            .join(Member, Member.team_id == Team.id)
            .where(Member.user_id == user.id, Member.active)
            .order_by(Member.joined_at, Team.id)
        )
    ).all()
    current = next((row for row in memberships if row[0].id == user.team_id), memberships[0] if memberships else None)
    locale = user.locale or "en"
    if current is None:
        return Who(user.id, user.name, locale, user.time_zone or default_zone)
    team, role, day_start = current
    return Who(
        user_id=user.id,
        name=user.name,
        locale=locale,
        zone=user.time_zone or team.time_zone,
        team_id=team.id,
        team_name=team.name,
        role=role,
        currency=team.currency,
        country=team.country,
        day_start=team.day_start if day_start is None else day_start,
        teams=len(memberships),
        sees_all=team.reps_see_all,
    )


async def active_members(session: AsyncSession, team_id: int) -> int:
    """How many people are in the team."""
    return (
        await session.scalar(select(func.count()).select_from(Member).where(Member.team_id == team_id, Member.active))
        or 0
    )
