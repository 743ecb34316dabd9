"""Pipelines, their stages, and the lists that a team chooses from: sources and reasons of loss."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, Moment, Pk, Texts, enum_column


class StageKind(StrEnum):
    """What being in a stage means for a deal."""

    OPEN = "open"
    PARKED = "parked"
    WON = "won"
    LOST = "lost"

    @property
    def closed(self) -> bool:
        """Won and lost deals are over; parked ones come back."""
        return self in (StageKind.WON, StageKind.LOST)


class Pipeline(Base):
    """An ordered set of stages. A team starts with one; more come later."""

    __tablename__ = "pipeline"

    id: Mapped[Pk]
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    names: Mapped[Texts]
    template: Mapped[str] = mapped_column(String(32))
    is_default: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[Moment]


class Stage(Base):
    """A step of a pipeline, with the result in the client that lets a deal leave it."""

    __tablename__ = "stage"
    __table_args__ = (Index("ix_stage_pipeline_id_position", "pipeline_id", "position"),)

    id: Mapped[Pk]
    pipeline_id: Mapped[int] = mapped_column(ForeignKey("pipeline.id", ondelete="CASCADE"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(32))
    kind: Mapped[StageKind] = mapped_column(enum_column(StageKind))
    names: Mapped[Texts]
    goals: Mapped[Texts]
    criteria: Mapped[list[Any]] = mapped_column(JSON)
    probability: Mapped[int]
    # Longer than this many days in the stage and the deal is stuck; None: never.
    stuck_days: Mapped[int | None]
    # The limit counts the team's working days instead of calendar days.
    stuck_working: Mapped[bool] = mapped_column(default=False)
    # No touch for this long and the owner is reminded; None: never.
    followup_hours: Mapped[int | None]

    def name(self, locale: str) -> str:
        """The stage's name in one language."""
        return self.names.get(locale) or self.names["en"]

    def goal(self, locale: str) -> str:
        """What must have changed in the client, in one language; may be empty."""
        return self.goals.get(locale) or self.goals.get("en", "")

    def stuck_at(self, entered: datetime) -> datetime | None:
        """When a deal that entered at ``entered`` becomes stuck here."""
        return None if self.stuck_days is None else entered + timedelta(days=self.stuck_days)

    def follow_up_at(self, touched: datetime) -> datetime | None:
        """When a deal last touched at ``touched`` deserves a follow-up reminder here."""
        return None if self.followup_hours is None else touched + timedelta(hours=self.followup_hours)


class Source(Base):
    """Where deals come from: the team's own list."""

    __tablename__ = "source"

    id: Mapped[Pk]
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    names: Mapped[Texts]
    active: Mapped[bool] = mapped_column(default=True)

    def name(self, locale: str) -> str:
        """The source's name in one language."""
        return self.names.get(locale) or self.names["en"]


class LossReason(Base):
    """Why deals are lost: the team's own list, so that losses can be counted."""

    __tablename__ = "loss_reason"

    id: Mapped[Pk]
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    names: Mapped[Texts]
    active: Mapped[bool] = mapped_column(default=True)

    def name(self, locale: str) -> str:
        """The reason in one language."""
        return self.names.get(locale) or self.names["en"]
