"""Pipelines and their stages, remembered in the process: every tap on a deal asks, edits are rare."""

from __future__ import annotations

import time

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound
from bot.models import Pipeline, Stage
from bot.models.ladder import Ladder

# Another process on the same PostgreSQL cannot tell us of its edits; for so long we may show the old stages.
LIFETIME_SECONDS = 30.0
# A ladder costs some 20 kB; beyond this many the memory starts afresh.
REMEMBERED = 1_000


class Stages:
    """Looks stages up inside the caller's transaction. What comes out is shared: never change it."""

    def __init__(self, lifetime: float = LIFETIME_SECONDS) -> None:
        self._lifetime = lifetime
        self._ladders: dict[int, tuple[float, Ladder]] = {}
        self._defaults: dict[int, tuple[float, int]] = {}

    async def of(self, session: AsyncSession, pipeline_id: int) -> Ladder:
        """The pipeline's stages. Raises NotFound for an unknown one. Checks no rights: the caller did."""
        known = self._ladders.get(pipeline_id)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        ladder = await _load(session, pipeline_id)
        if len(self._ladders) >= REMEMBERED:
            self.forget()
        self._ladders[pipeline_id] = (time.monotonic() + self._lifetime, ladder)
        return ladder

    async def default(self, session: AsyncSession, team_id: int) -> Ladder:
        """The stages of the pipeline that the team's new deals enter. Raises NotFound for an unknown team."""
        known = self._defaults.get(team_id)
        if known is not None and known[0] > time.monotonic():
            return await self.of(session, known[1])
        pipeline_id = await session.scalar(
            select(Pipeline.id)
            .where(Pipeline.team_id == team_id)
            .order_by(Pipeline.is_default.desc(), Pipeline.id)
            .limit(1)
        )
        if pipeline_id is None:
            raise NotFound("pipeline")
        self._defaults[team_id] = (time.monotonic() + self._lifetime, pipeline_id)
        return await self.of(session, pipeline_id)

    def forget(self) -> None:
        """Read everything afresh next time. Call after a commit that changed a pipeline or its stages."""
        self._ladders.clear()
        self._defaults.clear()


async def _load(session: AsyncSession, pipeline_id: int) -> Ladder:
    rows = (
        await session.execute(
            select(Stage, Pipeline.team_id)
            .join(Pipeline, Pipeline.id == Stage.pipeline_id)
            .where(Stage.pipeline_id == pipeline_id)
            .order_by(Stage.position, Stage.id)
        )
    ).all()
    if not rows:
        raise NotFound("pipeline")
    stages = tuple(row[0] for row in rows)
    for stage in stages:
        # Shared between transactions from now on: it must not belong to one of them.
        session.expunge(stage)
    return Ladder(pipeline_id=pipeline_id, team_id=rows[0][1], stages=stages)
