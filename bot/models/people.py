"""Teams, the people in them, and how people get in."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, Moment, Name, Pk, TelegramId, enum_column


class Role(StrEnum):
    """What a member may do. Each role may do what the former may (product.md, "Words")."""

    VIEWER = "viewer"
    REP = "rep"
    MANAGER = "manager"
    ADMIN = "admin"

    @property
    def rank(self) -> int:
        """Position in the order viewer < rep < manager < admin."""
        return _RANKS[self.value]

    def may(self, needed: Role) -> bool:
        """True when this role includes ``needed``."""
        return self.rank >= needed.rank


_RANKS = {"viewer": 0, "rep": 1, "manager": 2, "admin": 3}


def full_name(first: str, last: str | None) -> str:
    """A person's name as Telegram shows it."""
    return f"{first} {last}" if first and last else first or last or ""


class User(Base):
    """A person on Telegram who has met the bot. The key is Telegram's own id."""

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    first_name: Mapped[Name]
    last_name: Mapped[str | None] = mapped_column(String(128))
    username: Mapped[str | None] = mapped_column(String(64))
    # What Telegram says, and what the person chose with /language (wins).
    language_code: Mapped[str | None] = mapped_column(String(16))
    locale: Mapped[str | None] = mapped_column(String(2))
    time_zone: Mapped[str | None] = mapped_column(String(64))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id", use_alter=True), index=True)
    unreachable_at: Mapped[Moment | None]
    created_at: Mapped[Moment]

    @property
    def name(self) -> str:
        """First and last name as Telegram shows them."""
        return full_name(self.first_name, self.last_name)


class Team(Base):
    """A set of members with their pipelines, team chats and settings. Nothing of it is visible to another team."""

    __tablename__ = "team"

    id: Mapped[Pk]
    name: Mapped[Name]
    currency: Mapped[str] = mapped_column(String(3))
    time_zone: Mapped[str] = mapped_column(String(64))
    locale: Mapped[str] = mapped_column(String(2))
    country: Mapped[str] = mapped_column(String(2))
    # Minutes after local midnight when the working day starts: a next step with a date but no time means this moment.
    day_start: Mapped[int] = mapped_column(default=540)
    # Minutes after local midnight when it ends, and the days worked: bit 0 is Monday.
    day_end: Mapped[int] = mapped_column(default=1080)
    work_days: Mapped[int] = mapped_column(default=0b0011111)
    # Public holidays of the team's country are days off.
    keeps_holidays: Mapped[bool] = mapped_column(default=True)
    # When managers and team chats hear of stuck deals, minutes after local midnight.
    digest_at: Mapped[int] = mapped_column(default=540)
    # A pause may last this long at most, in days.
    pause_cap_days: Mapped[int] = mapped_column(default=30)
    # A new enquiry must be touched within these hours; None: not watched.
    first_contact_hours: Mapped[int | None] = mapped_column(default=24)
    reps_see_all: Mapped[bool] = mapped_column(default=False)
    # The number of the newest deal; the next deal takes the one after it.
    deal_count: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[TelegramId]
    created_at: Mapped[Moment]
    # The dialogue that created it: its last button pressed twice, or replayed, finds the team instead of a second one.
    creation_key: Mapped[str | None] = mapped_column(String(64), unique=True)


class Member(Base):
    """A person's place in a team."""

    __tablename__ = "member"
    __table_args__ = (
        UniqueConstraint("team_id", "user_id"),
        Index("ix_member_user_id_active", "user_id", "active"),
    )

    id: Mapped[Pk]
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    role: Mapped[Role] = mapped_column(enum_column(Role))
    active: Mapped[bool] = mapped_column(default=True)
    joined_at: Mapped[Moment]
    # This person's own working days and hours; None: the team's.
    work_days: Mapped[int | None]
    day_start: Mapped[int | None]
    day_end: Mapped[int | None]
    # Out of office until this moment; a deputy hears the reminders meanwhile, without one they wait.
    away_until: Mapped[Moment | None] = mapped_column(index=True)
    deputy_id: Mapped[int | None] = mapped_column(BigInteger)
    # What to hear: the morning plan (and a friendly line on empty days), warnings before a deal is stuck, the digest.
    hears_plan: Mapped[bool] = mapped_column(default=True)
    hears_empty_plan: Mapped[bool] = mapped_column(default=False)
    hears_warnings: Mapped[bool] = mapped_column(default=True)
    hears_digest: Mapped[bool] = mapped_column(default=True)
    # The hour of the plan and of the digest, minutes after local midnight, and the digest's days; None: the usual ones.
    plan_at: Mapped[int | None]
    digest_at: Mapped[int | None]
    digest_days: Mapped[int | None]
    # When each is due next; None: never. Kept right by whatever changes the settings above.
    next_plan_at: Mapped[Moment | None] = mapped_column(index=True)
    next_digest_at: Mapped[Moment | None] = mapped_column(index=True)


class Invite(Base):
    """A link into a team. Only a hash of its token is stored, so a stolen database opens no team."""

    __tablename__ = "invite"

    id: Mapped[Pk]
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[Role] = mapped_column(enum_column(Role))
    uses_left: Mapped[int | None]
    uses: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[Moment | None]
    revoked_at: Mapped[Moment | None]
    created_by: Mapped[TelegramId]
    created_at: Mapped[Moment]
    # The button that made it: pressed twice it makes one link, whose token is then renewed.
    creation_key: Mapped[str | None] = mapped_column(String(64), unique=True)

    def refusal(self, now: datetime) -> str | None:
        """Why the link cannot be used at ``now``: ``revoked``, ``expired`` or ``used_up``; None when it can."""
        if self.revoked_at is not None:
            return "revoked"
        if self.expires_at is not None and self.expires_at <= now:
            return "expired"
        if self.uses_left is not None and self.uses_left <= 0:
            return "used_up"
        return None
