"""Deals and their append-only history."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    TextClause,
    UniqueConstraint,
    or_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.models import due
from bot.models.base import Base, BigId, Moment, Pk, TelegramId, enum_column
from bot.models.pipeline import Stage, StageKind

STEPLESS = text("kind = 'open' AND next_step_at IS NULL")
# Names are compared letter by letter, whatever language the database was created for: a search reads one range of them.
Folded = String(200).with_variant(String(200, collation="C"), "postgresql")


class TouchKind(StrEnum):
    """What a rep did with the client."""

    CALL = "call"
    MESSAGE = "message"
    MEETING = "meeting"
    VISIT = "visit"
    OFFER = "offer"


class EventKind(StrEnum):
    """What history can say of a deal. Reports read these: never rename one, only add."""

    CREATED = "created"
    MOVED = "moved"
    TOUCHED = "touched"
    NOTED = "noted"
    STEP_SET = "step_set"
    STEP_DONE = "step_done"
    EDITED = "edited"
    REASSIGNED = "reassigned"
    UNDONE = "undone"
    SNOOZED = "snoozed"
    PAUSED = "paused"
    RESUMED = "resumed"
    WAIT_ACCEPTED = "wait_accepted"
    ASKED = "asked"
    ANSWERED = "answered"
    BECAME_STUCK = "became_stuck"
    # Another limit of its stage, or other working days, un-stuck it.
    LIMIT_CHANGED = "limit_changed"


class Deal(Base):
    """One possible sale. Amounts are integer minor units of an ISO 4217 currency; moments are UTC."""

    __tablename__ = "deal"
    __table_args__ = (
        UniqueConstraint("team_id", "number"),
        # Lists show one page in one order; each of these indexes is one list's order.
        Index("ix_deal_owner_list", "team_id", "owner_id", "closed", "last_touch_at", "id"),
        Index("ix_deal_team_list", "team_id", "closed", "last_touch_at", "id"),
        Index("ix_deal_owner_stage", "team_id", "owner_id", "stage_id", "last_touch_at", "id"),
        Index("ix_deal_team_stage", "team_id", "stage_id", "last_touch_at", "id"),
        Index("ix_deal_owner_close", "team_id", "owner_id", "closed", "expected_close", "id"),
        Index("ix_deal_team_close", "team_id", "closed", "expected_close", "id"),
        Index("ix_deal_owner_stuck", "team_id", "owner_id", "stuck_at", "id"),
        Index("ix_deal_team_stuck", "team_id", "stuck_at", "id"),
        # Deals without a next step are a list of their own, and most deals of a healthy team have one.
        Index(
            "ix_deal_owner_stepless",
            "team_id",
            "owner_id",
            "last_touch_at",
            "id",
            sqlite_where=STEPLESS,
            postgresql_where=STEPLESS,
        ),
        Index(
            "ix_deal_team_stepless",
            "team_id",
            "last_touch_at",
            "id",
            sqlite_where=STEPLESS,
            postgresql_where=STEPLESS,
        ),
        # What the sweeps look for: only deals that are due some day, so that each look costs what it finds.
        *due.indexes(),
        Index("ix_deal_client", "team_id", "client_folded", "id"),
        Index("ix_deal_phone", "team_id", "phone"),
    )

    id: Mapped[Pk]
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    # What people call it, #142: counted per team.
    number: Mapped[int]
    pipeline_id: Mapped[int] = mapped_column(ForeignKey("pipeline.id"))
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"))
    # The stage's kind, repeated here so that lists and sweeps need no join.
    kind: Mapped[StageKind] = mapped_column(enum_column(StageKind))
    closed: Mapped[bool] = mapped_column(default=False)
    owner_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    client: Mapped[str] = mapped_column(String(200))
    # The client's name as search compares it: no case, no accents, one alphabet.
    client_folded: Mapped[str] = mapped_column(Folded)
    title: Mapped[str] = mapped_column(String(500), default="")
    amount_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    # Percent; None: the stage's own.
    probability: Mapped[int | None]
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source.id"))
    phone: Mapped[str | None] = mapped_column(String(32))
    contact_name: Mapped[str | None] = mapped_column(String(128))
    contact_user_id: Mapped[int | None] = mapped_column(BigInteger)
    start_date: Mapped[date]
    expected_close: Mapped[date | None]
    next_step_text: Mapped[str | None] = mapped_column(String(500))
    next_step_at: Mapped[Moment | None]
    # False: only a day was named, and next_step_at is the start of that working day.
    next_step_has_time: Mapped[bool] = mapped_column(default=False)
    loss_reason_id: Mapped[int | None] = mapped_column(ForeignKey("loss_reason.id"))
    loss_comment: Mapped[str | None] = mapped_column(String(500))
    # A parked deal comes back by itself at this moment.
    returns_at: Mapped[Moment | None]
    stage_entered_at: Mapped[Moment]
    last_touch_at: Mapped[Moment]
    last_touch_kind: Mapped[TouchKind | None] = mapped_column(enum_column(TouchKind))
    closed_at: Mapped[Moment | None]
    created_at: Mapped[Moment]
    # Counts every change; buttons carry the version that they were drawn for.
    version: Mapped[int] = mapped_column(default=1)
    # When the owner is due a reminder, and when the deal becomes stuck; None: never as things stand.
    follow_up_at: Mapped[Moment | None]
    stuck_at: Mapped[Moment | None]
    # When three quarters of the stage's limit have passed and the owner is warned.
    warn_at: Mapped[Moment | None]
    # When a new enquiry that nobody touched is flagged; None: touched, or not watched.
    first_contact_at: Mapped[Moment | None]
    # "Not now": silent until then, without counting as a touch or a plan.
    snoozed_until: Mapped[Moment | None]
    # "Paused until, because": silent and not stuck until then. The reason is a key of pauses.ftl or the person's words.
    paused_until: Mapped[Moment | None]
    pause_reason: Mapped[str | None] = mapped_column(String(200))
    # A manager accepted the wait, or a pause ended then: not stuck before this moment.
    wait_until: Mapped[Moment | None]
    # Since when the deal counts as stuck; set by the sweep, cleared by what un-sticks it.
    stuck_since: Mapped[Moment | None]
    # The reminder that is waiting or on somebody's screen, and how many in a row were ignored.
    reminder_id: Mapped[int | None] = mapped_column(BigId)
    ignored: Mapped[int] = mapped_column(default=0)

    @property
    def taken_up(self) -> bool:
        """Parked, but as good as open again: it came back, and somebody has touched it since."""
        return self.kind is StageKind.PARKED and self.returns_at is not None and self.last_touch_at >= self.returns_at

    def drop_step(self) -> None:
        """Plan nothing next."""
        self.next_step_at = self.next_step_text = None
        self.next_step_has_time = False

    def enter(self, stage: Stage, now: datetime) -> None:
        """Stand in ``stage`` from ``now`` on. Due times are recomputed by the caller once all else is set."""
        # From one won stage to the next the deal stays won since the first.
        if stage.kind.closed and self.kind is not stage.kind:
            self.closed_at = now
        elif not stage.kind.closed:
            self.closed_at = None
        self.stage_id, self.kind, self.closed = stage.id, stage.kind, stage.kind.closed
        self.stage_entered_at = now
        # Silence was agreed on for the stage that is left.
        self.snoozed_until = self.paused_until = self.pause_reason = self.wait_until = None

    def recompute_due(self, stage: Stage, stuck_at: datetime | None = None) -> None:
        """Set ``follow_up_at``, ``stuck_at`` and ``warn_at``: see `bot.models.due.recompute`."""
        due.recompute(self, stage, stuck_at)


class DealEvent(Base):
    """One line of a deal's history. Append-only: undo adds an event, it never removes one.

    ``stayed_seconds``, ``amount_minor``, ``currency`` and ``limit_days`` are the facts of that moment, for reports.
    ``data`` holds what is particular to the kind; ``before`` holds what undo must restore.
    """

    __tablename__ = "deal_event"
    __table_args__ = (
        Index("ix_deal_event_deal_id_version", "deal_id", "version"),
        Index("ix_deal_event_team_id_at", "team_id", "at"),
    )

    id: Mapped[Pk]
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id", ondelete="CASCADE"))
    kind: Mapped[EventKind] = mapped_column(enum_column(EventKind))
    actor_id: Mapped[TelegramId]
    at: Mapped[Moment]
    # The deal's version after this event.
    version: Mapped[int]
    # The update that caused it, so that a replayed update finds what it already did.
    inbox_id: Mapped[int | None] = mapped_column(BigId, index=True)
    # The button press that caused it (who, which message, which button): Telegram may send one tap twice.
    press_key: Mapped[str | None] = mapped_column(String(64), index=True)
    from_stage_id: Mapped[int | None]
    to_stage_id: Mapped[int | None]
    stayed_seconds: Mapped[int | None]
    amount_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    limit_days: Mapped[int | None]
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # Set on the event that un-stuck a deal: how long it had been stuck.
    stuck_seconds: Mapped[int | None]
    undone_by: Mapped[int | None] = mapped_column(BigId)


def stepless(now: datetime) -> tuple[TextClause, ColumnElement[bool]]:
    """Open deals with no next step planned, but for paused ones, whose next step is to come back."""
    # The first word for word as the indexes have it: a plan made for any value of a parameter could not use them.
    return STEPLESS, or_(Deal.paused_until.is_(None), Deal.paused_until <= now)
