"""A pipeline with its stages in order: what every card, move and list asks about, loaded once and shared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bot.models.pipeline import Stage, StageKind


@dataclass(frozen=True)
class Ladder:
    """One pipeline's stages by position. They are detached and shared between readers: never change one."""

    pipeline_id: int
    team_id: int
    stages: tuple[Stage, ...]

    @cached_property
    def by_id(self) -> dict[int, Stage]:
        """Every stage by its id."""
        return {stage.id: stage for stage in self.stages}

    @cached_property
    def open_stages(self) -> tuple[Stage, ...]:
        """The stages before the sale, in order."""
        return tuple(stage for stage in self.stages if stage.kind is StageKind.OPEN)

    @cached_property
    def won_stages(self) -> tuple[Stage, ...]:
        """The sale and what follows it, in order."""
        return tuple(stage for stage in self.stages if stage.kind is StageKind.WON)

    @property
    def first_open(self) -> Stage:
        """Where a new deal starts. A pipeline always has an open stage (templates see to it)."""
        return self.open_stages[0]

    @property
    def first_won(self) -> Stage:
        """Entering it wins the deal."""
        return self.won_stages[0]

    @cached_property
    def lost(self) -> Stage:
        """Where lost deals go."""
        return next(stage for stage in self.stages if stage.kind is StageKind.LOST)

    @cached_property
    def parked(self) -> Stage | None:
        """Where deals wait that the client puts off; a blank pipeline has none."""
        return next((stage for stage in self.stages if stage.kind is StageKind.PARKED), None)

    def next_of(self, stage_id: int) -> Stage | None:
        """The step after: the next open stage, then the first won one, then the next won one.

        None at the end, and for parked and lost stages: they stand beside the road.
        """
        road = self._road
        place = self._places.get(stage_id)
        return road[place + 1] if place is not None and place + 1 < len(road) else None

    def previous_of(self, stage_id: int) -> Stage | None:
        """The step before, of the same kind: leaving the first won stage backwards is an undo, not a step."""
        place = self._places.get(stage_id)
        if not place:
            return None
        before = self._road[place - 1]
        return before if before.kind is self.by_id[stage_id].kind else None

    def place(self, stage: Stage) -> tuple[int, int]:
        """(position from 1, number) among the open stages; won stages count as all done, others as none."""
        total = len(self.open_stages)
        if stage.kind is StageKind.WON:
            return total, total
        if stage.kind is not StageKind.OPEN:
            return 0, total
        return self._places[stage.id] + 1, total

    @cached_property
    def _road(self) -> tuple[Stage, ...]:
        return (*self.open_stages, *self.won_stages)

    @cached_property
    def _places(self) -> dict[int, int]:
        return {stage.id: place for place, stage in enumerate(self._road)}
