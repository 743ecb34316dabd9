"""Links into a team. A token is known once, to the admin who made it; the database keeps only its hash."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.errors import BadInput, InviteRefused, NotFound
from bot.models import Invite, Member, Role, Team, User
from bot.models.facts_teams import InviteDraft, InviteList, InviteRow, Joined, NewInvite
from bot.services.access import member_of
from bot.services.menus import menus_changed
from bot.services.outbox import enqueue
from bot.services.people import People
from bot.services.schedules import set_schedule

TOKEN_BYTES = 24
"""192 random bits, 32 characters: nobody guesses one, and it fits a deep link (64)."""

DAYS = (1, 7, 30, 0)
USES = (1, 10, 0)
SHOWN = 20
JUST_JOINED = timedelta(minutes=10)
"""Within so long of joining, the same link greets again instead of saying "you are in already": it was a replay."""


class Invites:
    """Makes, lists, revokes and uses invite links. Only admins make them."""

    def __init__(self, database: Database, clock: Clock, people: People) -> None:
        self._database = database
        self._clock = clock
        self._people = people

    async def draft(self, user_id: int, team_id: int, role: Role, days: int, uses: int) -> InviteDraft:
        """A link about to be made, for an admin to look at. Raises NotAllowed, NotFound, BadInput."""
        _check(days, uses)
        async with self._database.read() as session:
            team, _ = await member_of(session, user_id, team_id, Role.ADMIN)
        return InviteDraft(team_id, team.name, role, days, uses, secrets.token_urlsafe(6))

    async def make(self, user_id: int, team_id: int, role: Role, days: int, uses: int, nonce: str) -> NewInvite:
        """Make a link (``days`` 0: never expires; ``uses`` 0: any number). Raises NotAllowed, NotFound, BadInput.

        The same ``nonce`` again (a button pressed twice, an update replayed) gives the one link a new token:
        the old one may never have reached its admin, and two live links for one press would be one too many.
        """
        _check(days, uses)
        now = self._clock.now()
        token = secrets.token_urlsafe(TOKEN_BYTES)
        async with self._database.write() as session:
            team, _ = await member_of(session, user_id, team_id, Role.ADMIN)
            key = f"{user_id}:{team_id}:{nonce}"
            invite = await session.scalar(select(Invite).where(Invite.creation_key == key).with_for_update())
            if invite is None:
                invite = Invite(
                    team_id=team_id,
                    token_hash=_hash(token),
                    role=role,
                    uses_left=uses or None,
                    expires_at=now + timedelta(days=days) if days else None,
                    created_by=user_id,
                    created_at=now,
                    creation_key=key,
                )
                session.add(invite)
            else:
                invite.token_hash = _hash(token)
        return NewInvite(invite, team.name, token)

    async def working(self, user_id: int, team_id: int) -> InviteList:
        """The links that still work, newest first, for admins."""
        async with self._database.read() as session:
            team, _ = await member_of(session, user_id, team_id, Role.ADMIN)
            works = (
                Invite.team_id == team_id,
                Invite.revoked_at.is_(None),
                or_(Invite.expires_at.is_(None), Invite.expires_at > self._clock.now()),
                or_(Invite.uses_left.is_(None), Invite.uses_left > 0),
            )
            rows = (
                await session.execute(
                    select(Invite, User)
                    .join(User, User.id == Invite.created_by)
                    .where(*works)
                    .order_by(Invite.id.desc())
                    .limit(SHOWN)
                )
            ).all()
            total = await session.scalar(select(func.count()).select_from(Invite).where(*works)) or 0
        return InviteList(team_id, team.name, tuple(InviteRow(row[0], row[1].name) for row in rows), total)

    async def revoke(self, user_id: int, invite_id: int) -> int:
        """End a link; returns its team. Revoking twice is one revoking. Raises NotFound, NotAllowed."""
        async with self._database.write() as session:
            invite = await session.get(Invite, invite_id, with_for_update=True)
            if invite is None:
                raise NotFound("invite")
            try:
                await member_of(session, user_id, invite.team_id, Role.ADMIN)
            except NotFound:
                # A stranger must not learn which invite numbers exist.
                raise NotFound("invite") from None
            if invite.revoked_at is None:
                invite.revoked_at = self._clock.now()
        return invite.team_id

    async def use(self, user_id: int, token: str) -> Joined:
        """Join the team of a link and stand in it. Raises InviteRefused (unknown, expired, used_up, revoked).

        Who is in the team already only switches to it: no use is taken and no role changes.
        """
        now = self._clock.now()
        async with self._database.write() as session:
            invite = await session.scalar(select(Invite).where(Invite.token_hash == _hash(token)).with_for_update())
            if invite is None:
                raise InviteRefused("unknown")
            joined = await _join(session, user_id, invite, now)
            await menus_changed(session, [user_id], now)
        self._people.forget(user_id)
        return joined


async def _join(session: AsyncSession, user_id: int, invite: Invite, now: datetime) -> Joined:
    team = await session.get_one(Team, invite.team_id)
    user = await session.get_one(User, user_id)
    member = await session.scalar(
        select(Member).where(Member.team_id == team.id, Member.user_id == user_id).with_for_update()
    )
    if member is not None and member.active:
        user.team_id = team.id
        return Joined(team.id, team.name, member.role, now - member.joined_at > JUST_JOINED, invite.role)
    refusal = invite.refusal(now)
    if refusal is not None:
        raise InviteRefused(refusal)
    if invite.uses_left is not None:
        invite.uses_left -= 1
    invite.uses += 1
    if member is None:
        member = Member(team_id=team.id, user_id=user_id)
        session.add(member)
    member.role, member.active, member.joined_at = invite.role, True, now
    user.team_id = team.id
    await session.flush()
    set_schedule(member, team, user, now)
    await _tell_inviter(session, invite, member, now)
    return Joined(team.id, team.name, member.role, already=False, offered=invite.role)


async def _tell_inviter(session: AsyncSession, invite: Invite, member: Member, now: datetime) -> None:
    still_in = select(Member.id).where(
        Member.team_id == invite.team_id, Member.user_id == invite.created_by, Member.active
    )
    if invite.created_by == member.user_id or await session.scalar(still_in) is None:
        return
    await enqueue(
        session,
        key=f"joined:{invite.id}:{member.id}:{now.isoformat()}",
        kind="somebody-joined",
        args={"team": invite.team_id, "user": member.user_id, "role": member.role.value},
        chat_id=invite.created_by,
        now=now,
    )


def _check(days: int, uses: int) -> None:
    """Only what the buttons offer: a forged button makes no link for a century."""
    if days not in DAYS or uses not in USES:
        raise BadInput("invite", f"{days}/{uses}")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
