"""When a deal is due: silence, the warning before its stage's limit, and the limit itself. From its own facts alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Index, text

from bot.models.pipeline import Stage, StageKind

if TYPE_CHECKING:
    from bot.models.deal import Deal

WARN_SHARE = 0.75
"""The owner is warned at this share of a stage's limit, the manager hears at the whole (issue 3, "Stuck")."""

USUAL_SILENCE = timedelta(hours=48)
"""A reminder's rhythm where a stage has none of its own (product.md, "follow-up reminder")."""


def indexes() -> list[Index]:
    """What the sweeps look for: only deals that are due some day, so that each look costs what it finds."""
    conditions = {
        "follow_up_at": "follow_up_at IS NOT NULL",
        "warn_at": "warn_at IS NOT NULL",
        "first_contact_at": "first_contact_at IS NOT NULL",
        "stuck_at": "stuck_at IS NOT NULL AND stuck_since IS NULL",
    }
    return [
        Index(f"ix_deal_due_{column}", column, sqlite_where=text(where), postgresql_where=text(where))
        for column, where in conditions.items()
    ]


def recompute(deal: Deal, stage: Stage, stuck_at: datetime | None = None) -> None:
    """Set ``follow_up_at``, ``stuck_at`` and ``warn_at`` from the deal's own facts and its stage's limits.

    A planned next step moves the reminder to its own time; a parked or paused deal is due when it returns, a snoozed
    one not before; a closed deal is never due (product.md, "follow-up reminder"). ``stuck_at`` replaces the stage's
    calendar limit where the limit counts working days, which only the service knows.
    """
    deal.follow_up_at = deal.stuck_at = deal.warn_at = None
    if deal.kind.closed:
        return
    deal.follow_up_at = _silent_until(deal, stage)
    if deal.snoozed_until is not None:
        deal.follow_up_at = max(deal.follow_up_at or deal.snoozed_until, deal.snoozed_until)
    if deal.kind is StageKind.PARKED or deal.paused_until is not None:
        return
    limit = stuck_at or stage.stuck_at(deal.stage_entered_at)
    if limit is None:
        return
    deal.stuck_at = max(limit, deal.wait_until) if deal.wait_until else limit
    if deal.wait_until is None:
        deal.warn_at = deal.stage_entered_at + (limit - deal.stage_entered_at) * WARN_SHARE


def quiet_at(deal: Deal, stage: Stage) -> datetime | None:
    """When the deal has been silent for too long, whatever is planned. None: its stage reminds of nothing."""
    at = stage.follow_up_at(deal.last_touch_at)
    # The parked stage has no rhythm of its own.
    return deal.last_touch_at + USUAL_SILENCE if at is None and deal.taken_up else at


def _silent_until(deal: Deal, stage: Stage) -> datetime | None:
    """When the deal deserves a reminder, but for snoozing."""
    if deal.paused_until is not None:
        return deal.paused_until
    if deal.kind is StageKind.PARKED and not deal.taken_up:
        return deal.returns_at
    return _planned(deal) or quiet_at(deal, stage)


def _planned(deal: Deal) -> datetime | None:
    """When the next step is due. One that was due before the last touch has been answered by it."""
    at = deal.next_step_at
    return at if at is not None and at >= deal.last_touch_at else None
