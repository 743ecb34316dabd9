"""Open reminders and their deals as a round of the sweep reads them: by the thousand, so only what it decides by."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Row, select

from bot.models import Deal, Reminder, ReminderKind, ReminderState, Stage, StageKind


class ReminderRow(NamedTuple):
    """Columns of a `Reminder`."""

    id: int
    user_id: int
    kind: ReminderKind
    state: ReminderState
    arose_at: datetime
    ring_at: datetime | None
    exact: bool
    rung: int
    nudge_id: int | None


class DealRow(NamedTuple):
    """Columns of a `Deal`, and the rhythm of its stage."""

    id: int
    team_id: int
    owner_id: int
    kind: StageKind
    closed: bool
    amount_minor: int | None
    currency: str
    next_step_at: datetime | None
    next_step_has_time: bool
    stuck_at: datetime | None
    warn_at: datetime | None
    paused_until: datetime | None
    reminder_id: int | None
    ignored: int
    followup_hours: int | None


Due: TypeAlias = tuple[ReminderRow, DealRow]

_OF_REMINDER = len(ReminderRow._fields)
DUE = (
    select(
        *(getattr(Reminder, name) for name in ReminderRow._fields),
        *(getattr(Deal, name) for name in DealRow._fields if name != "followup_hours"),
        Stage.followup_hours,
    )
    .join_from(Reminder, Deal, Deal.id == Reminder.deal_id)
    .join(Stage, Stage.id == Deal.stage_id)
)
"""The query whose rows `as_due` reads."""


def as_due(row: Row[*tuple[Any, ...]]) -> Due:
    """A row of ``DUE`` as the two that it consists of."""
    return ReminderRow._make(row[:_OF_REMINDER]), DealRow._make(row[_OF_REMINDER:])
