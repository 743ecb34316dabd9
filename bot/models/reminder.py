"""Reminders: one reason at a time why somebody should look at a deal, and the messages that say so."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, Moment, Pk, TelegramId, enum_column


class ReminderKind(StrEnum):
    """Why a reminder arose. What the message says is decided again when it rings."""

    FOLLOW_UP = "follow_up"
    STEP = "step"
    RETURN = "return"
    WARN = "warn"
    FIRST_CONTACT = "first_contact"


class ReminderState(StrEnum):
    """``waiting`` to ring, ``live`` on somebody's screen, ``ended`` by an action, ``dropped`` as pointless."""

    WAITING = "waiting"
    LIVE = "live"
    ENDED = "ended"
    DROPPED = "dropped"


_OPEN = text("state IN ('waiting', 'live')")
IS_OPEN = text("reminder.state IN ('waiting', 'live')")
"""For queries: word for word as the indexes have it, since neither database sees through parameters."""
IS_UNSENT = text("nudge.sent_at IS NULL AND NOT nudge.closed")
"""The same for nudges that nobody has got yet."""
_RINGS = text("rings_at IS NOT NULL")
_OVER = text("ended_at IS NOT NULL")
_UNSENT = text("sent_at IS NULL AND NOT closed")


class Nudge(Base):
    """One message to one person about one or several deals of one team: ``single``, ``batch`` or ``plan``.

    A ``digest``, ``question`` or ``answer`` that rang stands here, too, closed from the start: it counts as a push.
    """

    __tablename__ = "nudge"
    __table_args__ = (
        Index("ix_nudge_user_id_made_at", "user_id", "made_at"),
        Index("ix_nudge_made_at", "made_at"),
        Index("ix_nudge_unsent", "id", sqlite_where=_UNSENT, postgresql_where=_UNSENT),
        # Old buttons name nudges: an id must not come again after old ones are deleted.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Pk]
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[str] = mapped_column(String(16))
    # The reader's date that a plan is for.
    day: Mapped[date | None]
    made_at: Mapped[Moment]
    sent_at: Mapped[Moment | None]
    message_id: Mapped[int | None]
    # Its message is gone or has lost its buttons: nothing is left to end on it.
    closed: Mapped[bool] = mapped_column(default=False)


class Reminder(Base):
    """A deal that waits for its owner. At most one is open per deal, whatever reasons come together."""

    __tablename__ = "reminder"
    __table_args__ = (
        Index("uq_reminder_open", "deal_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_reminder_ring", "ring_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_reminder_user", "user_id", "team_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_reminder_nudge_id", "nudge_id"),
        # Upkeep deletes what is long over.
        Index("ix_reminder_ended_at", "ended_at", sqlite_where=_OVER, postgresql_where=_OVER),
    )

    id: Mapped[Pk]
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id", ondelete="CASCADE"))
    # Who hears it: the owner, or the deputy of one who is away.
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[ReminderKind] = mapped_column(enum_column(ReminderKind))
    state: Mapped[ReminderState] = mapped_column(enum_column(ReminderState), default=ReminderState.WAITING)
    # When its reason arose, and when it rings next: a working moment of the person, or the typed time of a step.
    arose_at: Mapped[Moment]
    ring_at: Mapped[Moment | None]
    # A step with a typed time rings at that time, whatever the hours.
    exact: Mapped[bool] = mapped_column(default=False)
    rung: Mapped[int] = mapped_column(default=0)
    nudge_id: Mapped[int | None] = mapped_column(ForeignKey("nudge.id"))
    ended_at: Mapped[Moment | None]
    # The history event that ended it.
    ended_by: Mapped[int | None] = mapped_column(BigInteger)


class DigestDay(Base):
    """What a team's digest counted on one day, so that the next one can say what changed."""

    __tablename__ = "digest_day"
    __table_args__ = (UniqueConstraint("team_id", "day"),)

    id: Mapped[Pk]
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    day: Mapped[date]
    stuck: Mapped[list[Any]] = mapped_column(JSON)
    made_at: Mapped[Moment]


class Question(Base):
    """A manager asked a rep about a deal; the answer goes back to the manager."""

    __tablename__ = "question"
    __table_args__ = (
        # Hardly any question waits.
        Index("ix_question_rings_at", "rings_at", sqlite_where=_RINGS, postgresql_where=_RINGS),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Pk]
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id", ondelete="CASCADE"), index=True)
    asker_id: Mapped[TelegramId]
    asked_id: Mapped[TelegramId]
    asked_at: Mapped[Moment]
    # It waits for the first working moment of one who is out of office. None: it is on its way or there.
    rings_at: Mapped[Moment | None]
    # A key of digests.ftl, or the rep's own words.
    answer: Mapped[str | None] = mapped_column(String(500))
    answered_at: Mapped[Moment | None]
    message_id: Mapped[int | None]
