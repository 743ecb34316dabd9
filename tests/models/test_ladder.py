"""A pipeline's order: next, previous, and where a stage stands."""

from __future__ import annotations

import pytest

from bot.models import Stage, StageKind
from bot.models.ladder import Ladder
from bot.services.founding import templates


def ladder_of(key: str) -> Ladder:
    """A template's stages with ids from 1."""
    template = next(template for template in templates() if template.key == key)
    stages = tuple(
        Stage(id=number, pipeline_id=1, key=stage.key, kind=stage.kind, names=stage.names, position=number)
        for number, stage in enumerate(template.stages, 1)
    )
    return Ladder(pipeline_id=1, team_id=1, stages=stages)


def key(stage: Stage | None) -> str | None:
    return None if stage is None else stage.key


def by_key(ladder: Ladder, name: str) -> Stage:
    return next(stage for stage in ladder.stages if stage.key == name)


def walk(ladder: Ladder) -> list[str]:
    """All steps from the first open stage on."""
    found, here = [], ladder.first_open
    while here is not None:
        found.append(here.key)
        following = ladder.next_of(here.id)
        if following is None:
            break
        here = following
    return found


def test_next_leads_through_the_sale_and_what_follows() -> None:
    ladder = ladder_of("solution")
    assert walk(ladder) == [stage.key for stage in (*ladder.open_stages, *ladder.won_stages)]
    assert (len(ladder.open_stages), len(ladder.won_stages)) == (7, 2)


def test_previous_stays_on_its_side_of_the_sale() -> None:
    ladder = ladder_of("solution")
    assert ladder.previous_of(ladder.first_open.id) is None
    assert ladder.previous_of(ladder.first_won.id) is None
    assert key(ladder.previous_of(ladder.won_stages[1].id)) == ladder.first_won.key
    assert key(ladder.previous_of(ladder.open_stages[2].id)) == ladder.open_stages[1].key


def test_parked_and_lost_stand_beside_the_road() -> None:
    ladder = ladder_of("solution")
    assert ladder.parked is not None
    for stage in (ladder.parked, ladder.lost):
        assert ladder.next_of(stage.id) is None
        assert ladder.previous_of(stage.id) is None
        assert ladder.place(stage) == (0, 7)
    assert ladder_of("blank").parked is None


def test_places_count_from_one_and_won_is_all_done() -> None:
    ladder = ladder_of("solution")
    assert [ladder.place(stage) for stage in ladder.open_stages] == [(number, 7) for number in range(1, 8)]
    assert ladder.place(ladder.won_stages[1]) == (7, 7)


def test_an_unknown_stage_has_no_neighbours() -> None:
    ladder = ladder_of("blank")
    assert ladder.next_of(99) is None
    assert ladder.previous_of(99) is None


@pytest.mark.parametrize("template", [template.key for template in templates()])
def test_every_template_can_be_walked(template: str) -> None:
    ladder = ladder_of(template)
    assert ladder.first_open.kind is StageKind.OPEN
    assert ladder.first_won.kind is StageKind.WON
    assert ladder.lost.kind is StageKind.LOST
    assert (ladder.parked is None) is (template == "blank")
    assert len(walk(ladder)) == len(ladder.open_stages) + len(ladder.won_stages)
