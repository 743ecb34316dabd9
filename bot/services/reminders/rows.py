"""Open reminders and their deals as a round of the sweep reads them: by the thousand, so only what it decides by."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, TypeAlias

from sqlalchemy import Row

from bot.models import Deal, Reminder, ReminderKind, ReminderState


class ReminderRow(NamedTuple):
    """Columns of a `Reminder`."""

    id: int
    user_id: int
    kind: ReminderKind
    state: ReminderState
    ring_at: datetime | None
    exact: bool
    rung: int
    nudge_id: int | None


class DealRow(NamedTuple):
    """Columns of a `Deal`."""

    id: int
    team_id: int
    owner_id: int
    pipeline_id: int
    stage_id: int
    closed: bool
    paused_until: datetime | None
    reminder_id: int | None
    ignored: int


Due: TypeAlias = tuple[ReminderRow, DealRow]

_OF_REMINDER = len(ReminderRow._fields)
COLUMNS = (
    *(getattr(Reminder, name) for name in ReminderRow._fields),
    *(getattr(Deal, name) for name in DealRow._fields),
)
"""What to select for `as_due`."""


def as_due(row: Row[tuple[object, ...]]) -> Due:
    """A row of ``COLUMNS`` as the two that it consists of."""
    return ReminderRow._make(row[:_OF_REMINDER]), DealRow._make(row[_OF_REMINDER:])
