"""What a new team is given: a pipeline copied from a template, and its first sources and reasons of loss."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import BadInput
from bot.models import LossReason, Pipeline, Source, Stage
from bot.models.facts_teams import TemplateFacts
from bot.services.templates import StageTemplate, Template, load_loss_reasons, load_sources, load_templates


@cache
def templates() -> tuple[TemplateFacts, ...]:
    """The templates as people choose between them, with the stages that a team would get."""
    return tuple(
        TemplateFacts(template.key, template.names, template.descriptions, _stages(template, None))
        for template in load_templates().values()
    )


async def install(session: AsyncSession, team_id: int, key: str, now: datetime) -> None:
    """Give a new team its pipeline and lists. Raises BadInput for a template that does not exist."""
    template = load_templates().get(key)
    if template is None:
        raise BadInput("template", key)
    pipeline = Pipeline(team_id=team_id, names=dict(template.names), template=key, created_at=now)
    session.add(pipeline)
    await session.flush()
    session.add_all(_stages(template, pipeline.id))
    session.add_all(
        Source(team_id=team_id, position=place, names=dict(source.names)) for place, source in enumerate(load_sources())
    )
    session.add_all(
        LossReason(team_id=team_id, position=place, names=dict(reason.names))
        for place, reason in enumerate(load_loss_reasons())
    )
    await session.flush()


def _stages(template: Template, pipeline_id: int | None) -> tuple[Stage, ...]:
    return tuple(_stage(raw, place, pipeline_id) for place, raw in enumerate(template.default_stages))


def _stage(raw: StageTemplate, position: int, pipeline_id: int | None) -> Stage:
    return Stage(
        pipeline_id=pipeline_id,
        position=position,
        key=raw.key,
        kind=raw.kind,
        names=dict(raw.names),
        goals=dict(raw.goals),
        criteria=[dict(texts) for texts in raw.criteria],
        probability=raw.probability,
        stuck_days=raw.stuck_days,
        followup_hours=raw.followup_hours,
    )
