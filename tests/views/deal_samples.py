"""Deals as services hand them to views, made without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.models import Deal, DealEvent, EventKind, LossReason, Source, Stage, StageKind, TouchKind
from bot.models.facts_deals import Choices, DealCard, DealPage, DealRow
from bot.services.templates import load_loss_reasons, load_sources, load_templates

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ANNA, BORIS = 1, 2


def stages(template: str = "solution") -> tuple[Stage, ...]:
    """A template's stages as rows, numbered from 1."""
    return tuple(
        Stage(
            id=position,
            pipeline_id=1,
            position=position,
            key=stage.key,
            kind=stage.kind,
            names=dict(stage.names),
            goals=dict(stage.goals),
            criteria=[],
            probability=stage.probability,
            stuck_days=stage.stuck_days,
            followup_hours=stage.followup_hours,
        )
        for position, stage in enumerate(load_templates()[template].default_stages, 1)
    )


def deal(stage: Stage, **changes: Any) -> Deal:
    """A deal of Anna's in ``stage``, entered three and a bit days ago."""
    made = Deal(
        id=142,
        team_id=1,
        number=142,
        pipeline_id=1,
        owner_id=ANNA,
        client="Acme",
        client_folded="acme",
        title="office refit",
        amount_minor=12_000_000,
        currency="RUB",
        start_date=date(2026, 11, 3),
        stage_entered_at=NOW - timedelta(days=3, hours=4),
        last_touch_at=NOW - timedelta(days=2),
        last_touch_kind=TouchKind.CALL,
        created_at=NOW - timedelta(days=20),
        version=7,
        next_step_has_time=False,
        ignored=0,
    )
    made.stage_id, made.kind, made.closed = stage.id, stage.kind, stage.kind.closed
    for name, value in changes.items():
        setattr(made, name, value)
    made.recompute_due(stage)
    return made


def card(at: int = 2, template: str = "solution", *, may_change: bool = True, **changes: Any) -> DealCard:
    """The card of a deal in the stage at position ``at`` (from 0)."""
    road = stages(template)
    return DealCard(deal(road[at], **changes), road[at], road, "Anna", ANNA, may_change, True)


def choices(of: DealCard) -> Choices:
    """Everything that can be chosen for a deal."""
    sources = [Source(id=at, names=dict(each.names)) for at, each in enumerate(load_sources())]
    reasons = [LossReason(id=at, names=dict(each.names)) for at, each in enumerate(load_loss_reasons())]
    return Choices(of, tuple(sources), tuple(reasons), ((ANNA, "Anna"), (BORIS, "Boris Kowalski")))


def event(kind: EventKind, **facts: Any) -> DealEvent:
    """A history event by Anna, now."""
    made = DealEvent(id=5, kind=kind, actor_id=ANNA, at=NOW, version=8, currency="RUB", data={}, before={})
    for name, value in facts.items():
        setattr(made, name, value)
    return made


def page(view: str, rows: int = 3, **facts: Any) -> DealPage:
    """A page of a list with deals in the first stages."""
    road = [stage for stage in stages() if stage.kind is StageKind.OPEN]
    made = tuple(
        DealRow(deal(road[at % 3], id=at + 1, client=f"Client <{at}>"), road[at % 3], "Anna") for at in range(rows)
    )
    defaults: dict[str, Any] = {"whose": "m", "arg": 0, "total": rows, "capped": False, "previous": None, "next": None}
    return DealPage(view=view, rows=made, **(defaults | facts))
