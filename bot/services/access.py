"""Who may do what, decided inside the transaction that does it. Deny by default: callback data can be forged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotAllowed, NotFound
from bot.models import Base, Deal, Member, Role, Team, User
from bot.models.people import full_name
from bot.prepared import Prepared, loaded

LARGEST_ID = 2**63 - 1
"""A button can be forged to name a larger number, which neither database could even be asked for."""

Row = TypeVar("Row", bound=Base)


def may_exist(key: int) -> bool:
    """Whether a row could have this id at all. Telegram's groups have negative ones, our rows never."""
    return 0 < key <= LARGEST_ID


async def find(session: AsyncSession, table: type[Row], key: int) -> Row | None:
    """A row by its id; None for one that there is not or cannot be."""
    return await session.get(table, key) if may_exist(key) else None


@dataclass(frozen=True, slots=True)
class Grant:
    """A deal together with the actor's place in its team."""

    deal: Deal
    role: Role
    team: Team
    user_id: int
    owner_name: str
    # Whose name ``owner_name`` is: the deal may change hands within the transaction.
    loaded_owner_id: int
    # The owner is out of office and the actor hears their reminders meanwhile.
    deputy: bool = False
    # The actor is in other teams besides this one.
    several_teams: bool = False

    @property
    def team_name(self) -> str:
        """The team's name for an actor who is in several: they must read whose deal it is. Else ""."""
        return self.team.name if self.several_teams else ""

    @property
    def sees(self) -> bool:
        """Own deals; all of them for managers, admins and viewers, and for reps where the team lets them."""
        return self._own or self.role is not Role.REP or self.team.reps_see_all

    @property
    def changes(self) -> bool:
        """Reps change their own deals (and those of a colleague who is away and named them), managers and admins all,
        viewers none.
        """
        return self.role.may(Role.MANAGER) or (self.role is Role.REP and self._own)

    @property
    def _own(self) -> bool:
        return self.deal.owner_id == self.user_id or self.deputy


_DEAL, _TEAM = tuple(Deal.__table__.columns), tuple(Team.__table__.columns)
_OWNER = User.__table__.c
_ELSEWHERE = Member.__table__.alias("elsewhere").c
_SEVERAL = exists().where(
    _ELSEWHERE.user_id == bindparam("user"), _ELSEWHERE.active, _ELSEWHERE.team_id != Deal.__table__.c.team_id
)
_BESIDE = Member.__table__.c.role, _OWNER.id, _OWNER.first_name, _OWNER.last_name, _SEVERAL.label("several")
# Every tap on a deal asks this.
_GRANTED = Prepared(
    select(*_DEAL, *_TEAM, *_BESIDE)
    .select_from(Deal)
    .join(User, User.id == Deal.owner_id)
    .join(Team, Team.id == Deal.team_id)
    .join(Member, Member.team_id == Deal.team_id)
    .where(Deal.id == bindparam("deal"), Member.user_id == bindparam("user"), Member.active),
    (*_DEAL, *_TEAM, *_BESIDE),
)


async def deal_for(session: AsyncSession, user_id: int, deal_id: int, *, change: bool = False) -> Grant:
    """Load a deal that the actor may see (``change``: may change), locked for the change on PostgreSQL.

    Raises NotFound where the actor may not know that the deal exists, NotAllowed where they see it but may not change
    it.
    """
    if not may_exist(deal_id):
        raise NotFound("deal")
    if change and session.get_bind().dialect.name == "postgresql":
        # Locked by itself and first. A lock taken by the join below would, once its wait is over, look for the changed
        # deal beside the owner it had before, and find nothing when it went to somebody else meanwhile.
        await session.execute(select(Deal.id).where(Deal.id == deal_id).with_for_update())
    found = await _GRANTED.run(session, {"deal": deal_id, "user": user_id})
    if not found:
        raise NotFound("deal")
    [row] = found
    deal, team = loaded(session, Deal, row), loaded(session, Team, row[len(_DEAL) :])
    role, owner_id, first_name, last_name, several = row[len(_DEAL) + len(_TEAM) :]
    deputy = role is Role.REP and owner_id != user_id and await _is_deputy(session, user_id, team.id, owner_id)
    grant = Grant(deal, role, team, user_id, full_name(first_name, last_name), owner_id, deputy, several)
    if not grant.sees:
        raise NotFound("deal")
    if change and not grant.changes:
        raise NotAllowed("viewer" if grant.role is Role.VIEWER else "not_owner")
    return grant


async def _is_deputy(session: AsyncSession, user_id: int, team_id: int, owner_id: int) -> bool:
    """Whether the owner is away and named the actor. A sweep empties ``away_until`` when the time is over."""
    query = select(Member.id).where(
        Member.team_id == team_id,
        Member.user_id == owner_id,
        Member.deputy_id == user_id,
        Member.away_until.is_not(None),
    )
    return await session.scalar(query) is not None


async def name_if_several(session: AsyncSession, user_id: int, team: Team) -> str:
    """`Grant.team_name`, where there is no grant: news that come to a person by themselves."""
    query = select(Member.id).where(Member.user_id == user_id, Member.active, Member.team_id != team.id).limit(1)
    return team.name if await session.scalar(query) is not None else ""


async def member_of(
    session: AsyncSession, user_id: int, team_id: int, needed: Role = Role.VIEWER
) -> tuple[Team, Member]:
    """The team and the actor's membership of it. Raises NotFound to strangers, NotAllowed below ``needed``."""
    if not may_exist(team_id):
        raise NotFound("team")
    row = (
        await session.execute(
            select(Team, Member)
            .join(Member, Member.team_id == Team.id)
            .where(Team.id == team_id, Member.user_id == user_id, Member.active)
        )
    ).one_or_none()
    if row is None:
        raise NotFound("team")
    team, member = row
    if not member.role.may(needed):
        raise NotAllowed("role")
    return team, member
