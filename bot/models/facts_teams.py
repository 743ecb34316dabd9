"""Facts about teams, members, invites and team chats that services hand to views."""

from __future__ import annotations

from dataclasses import dataclass

from bot.models.people import Invite, Role, Team
from bot.models.pipeline import Stage
from bot.models.team_chat import TeamChat


@dataclass(frozen=True, slots=True)
class ZoneChoice:
    """A time zone to offer: IANA name, the city that was meant and its ISO 3166 country (both may be empty)."""

    zone: str
    city: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """A stage template as the new-team dialogue shows it. Its ``stages`` are of no database."""

    key: str
    names: dict[str, str]
    descriptions: dict[str, str]
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class NewTeam:
    """What a team starts with. ``country`` (ISO 3166) decides holidays and how phone numbers are read."""

    name: str
    currency: str
    zone: str
    country: str
    locale: str
    template: str


@dataclass(frozen=True, slots=True)
class Place:
    """One of a person's teams. ``current``: the one that they stand in."""

    team_id: int
    name: str
    role: Role
    current: bool = False


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """The start screen. Counts are of one's own deals for reps, of the team's for all others (``whose``: m or t)."""

    team_id: int
    team_name: str
    role: Role
    teams: int
    members: int
    whose: str
    open_deals: int
    due_today: int
    stepless: int
    stuck: int


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """A team as its settings show it, and what the reader may do there."""

    team: Team
    role: Role
    members: int
    chats: int
    broken_chats: int
    pipeline_names: dict[str, str]

    @property
    def may_change(self) -> bool:
        """Admins change settings."""
        return self.role.may(Role.ADMIN)

    @property
    def may_connect(self) -> bool:
        """Managers and admins connect team chats."""
        return self.role.may(Role.MANAGER)


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member in a list. ``reachable`` False: they have blocked the bot or left Telegram."""

    user_id: int
    name: str
    role: Role
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class MemberPage:
    """A page of a team's members, admins first."""

    team_id: int
    team_name: str
    rows: tuple[MemberRow, ...]
    total: int
    page: int
    has_more: bool
    may_manage: bool
    viewer_id: int


@dataclass(frozen=True, slots=True)
class MemberCard:
    """One member. ``only_admin``: neither role nor membership can end before somebody else is an admin."""

    team_id: int
    team_name: str
    member: MemberRow
    open_deals: int
    only_admin: bool
    may_manage: bool
    is_self: bool


@dataclass(frozen=True, slots=True)
class InviteDraft:
    """A link about to be made. ``days`` 0: for ever; ``uses`` 0: any number. ``nonce`` makes its button unique."""

    team_id: int
    team_name: str
    role: Role
    days: int
    uses: int
    nonce: str


@dataclass(frozen=True, slots=True)
class NewInvite:
    """A link just made: the only moment when its token is known."""

    invite: Invite
    team_name: str
    token: str


@dataclass(frozen=True, slots=True)
class InviteRow:
    """A link that still works, for the list of links."""

    invite: Invite
    creator_name: str


@dataclass(frozen=True, slots=True)
class InviteList:
    """The links of a team that still work, newest first."""

    team_id: int
    team_name: str
    rows: tuple[InviteRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Joined:
    """How using a link ended. ``already``: the person was in the team before; they now stand in it.

    ``offered``: the role that the link is for. It changes nobody's who is in the team.
    """

    team_id: int
    team_name: str
    role: Role
    already: bool
    offered: Role


@dataclass(frozen=True, slots=True)
class ChatCard:
    """A connected group or topic."""

    chat: TeamChat
    team_name: str


@dataclass(frozen=True, slots=True)
class ChatList:
    """The chats that a team has connected."""

    team_id: int
    team_name: str
    chats: tuple[TeamChat, ...]


@dataclass(frozen=True, slots=True)
class ConnectOffer:
    """What can be connected here. ``taken``: another team, of which the asker is no manager, has this chat."""

    places: tuple[Place, ...]
    current: ChatCard | None = None
    taken: bool = False
