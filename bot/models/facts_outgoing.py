"""Facts that the sender delivers: posts in team chats, and news for single people."""

from __future__ import annotations

from dataclasses import dataclass

from bot.models.people import Role
from bot.models.pipeline import Stage


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A deal's news as a team chat reads it: the facts of the moment. ``what``: created, moved, back, won or lost."""

    what: str
    deal_id: int
    client: str
    actor: str
    amount_minor: int | None
    currency: str
    url: str
    from_stage: Stage | None = None
    to_stage: Stage | None = None
    stayed_seconds: int | None = None
    days: int | None = None
    reason: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class PostTakenBack:
    """What remains of a post that is too old to be deleted."""

    client: str


@dataclass(frozen=True, slots=True)
class ChatBroken:
    """A team chat cannot be posted to any more; ``why`` is one of the outbox's reasons."""

    chat_id: int
    title: str
    topic: bool
    team_name: str
    why: str


@dataclass(frozen=True, slots=True)
class ChatBack:
    """Posted into a chat that was repaired, which also proves that it was."""

    team_name: str


@dataclass(frozen=True, slots=True)
class SomebodyJoined:
    """News for the admin who made the link."""

    name: str
    team_id: int
    team_name: str
    role: Role


@dataclass(frozen=True, slots=True)
class MemberUnreachable:
    """News for a team's admins: this person has blocked the bot or is gone, so nothing reaches them."""

    user_id: int
    name: str
    team_id: int
    team_name: str


@dataclass(frozen=True, slots=True)
class PlaceChanged:
    """News for a member: their new role, or None when they were removed."""

    team_name: str
    role: Role | None


@dataclass(frozen=True, slots=True)
class DealAssigned:
    """News for the one who was given a deal."""

    deal_id: int
    client: str
    actor: str
    amount_minor: int | None
    currency: str
    stage: Stage
    # The team's name, for a person who is in several; else "".
    team_name: str = ""


@dataclass(frozen=True, slots=True)
class MenuFacts:
    """Whose command menu it is: somebody's with this role, or (None) in no team."""

    role: Role | None
