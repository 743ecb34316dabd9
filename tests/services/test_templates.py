"""The templates are what product.md says they are, in three languages."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.models.pipeline import StageKind
from bot.services.templates import (
    StageTemplate,
    Template,
    TemplateError,
    load_loss_reasons,
    load_sources,
    load_templates,
    loader,
)

# Stages by kind as product.md lists them: open, won (taken over by themselves), optional ones.
COUNTS = {
    "solution": (7, 2, 0),
    "classic": (6, 1, 0),
    "inbound": (6, 1, 3),
    "agency": (4, 3, 0),
    "seven": (6, 1, 0),
    "blank": (1, 1, 0),
}
TEMPLATES = load_templates()
ALL = pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES.keys())
# Words by which a goal in each language betrays that it is our action and not the client's result.
OUR_ACTIONS = {
    "en": r"^(we|send|call|prepare|make|ask)\b",
    "ru": r"^(мы|отправ|позвон|подготов|сдела)",
    "pl": r"^(my|wyśl|zadzwoń|przygotuj|zrób)",
}
LETTERS = {"en": r"[A-Za-z]", "ru": r"[А-Яа-яЁё]", "pl": r"[A-Za-zĄ-ż]"}


def texts_of(template: Template) -> Iterator[tuple[str, dict[str, str]]]:
    yield f"{template.key} name", template.names
    yield f"{template.key} description", template.descriptions
    for stage in template.stages:
        yield f"{template.key}.{stage.key} name", stage.names
        yield f"{template.key}.{stage.key} goal", stage.goals
        for criterion in stage.criteria:
            yield f"{template.key}.{stage.key} criterion", criterion


def of_kind(stages: tuple[StageTemplate, ...], kind: StageKind) -> list[StageTemplate]:
    return [stage for stage in stages if stage.kind is kind]


def test_the_six_in_the_order_of_the_product() -> None:
    assert list(TEMPLATES) == list(COUNTS)
    assert all(template.key == key for key, template in TEMPLATES.items())


@ALL
def test_counts(template: Template) -> None:
    stages = template.default_stages
    optional = len(template.stages) - len(stages)
    assert (len(of_kind(stages, StageKind.OPEN)), len(of_kind(stages, StageKind.WON)), optional) == COUNTS[template.key]
    assert len(of_kind(stages, StageKind.LOST)) == 1
    assert len(of_kind(stages, StageKind.PARKED)) == (0 if template.key == "blank" else 1)


@ALL
def test_order_and_keys(template: Template) -> None:
    kinds = [stage.kind for stage in template.stages]
    order = [StageKind.OPEN, StageKind.WON, StageKind.PARKED, StageKind.LOST]
    assert kinds == sorted(kinds, key=order.index)
    keys = [stage.key for stage in template.stages]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z_]{3,32}", key) for key in keys)


@ALL
def test_probabilities_rise(template: Template) -> None:
    chances = [stage.probability for stage in of_kind(template.stages, StageKind.OPEN)]
    assert chances == sorted(set(chances))
    assert chances[0] > 0
    assert chances[-1] < 100
    assert {stage.probability for stage in of_kind(template.stages, StageKind.WON)} == {100}
    assert {stage.probability for stage in of_kind(template.stages, StageKind.LOST)} == {0}


@ALL
def test_clocks_run_in_open_stages_only(template: Template) -> None:
    for stage in template.stages:
        if stage.kind is StageKind.OPEN:
            assert stage.stuck_days is not None
            assert 1 <= stage.stuck_days <= 30
            assert stage.followup_hours in (24, 48)
        else:
            assert stage.stuck_days is None
            assert stage.followup_hours is None


def test_first_contact_within_a_day_and_follow_up_within_two() -> None:
    stages = {stage.key: stage for stage in TEMPLATES["inbound"].stages}
    assert stages["enquiry"].followup_hours == 24
    assert stages["offer"].followup_hours == 48
    assert {stage.key for stage in stages.values() if stage.optional} == {
        "negotiation",
        "meeting",
        "after_sales",
    }


def test_not_more_open_stages_than_people_keep_up_to_date() -> None:
    assert all(len(of_kind(template.default_stages, StageKind.OPEN)) <= 9 for template in TEMPLATES.values())


@ALL
def test_texts_are_in_their_language(template: Template) -> None:
    for where, texts in texts_of(template):
        for language, text in texts.items():
            assert re.search(LETTERS[language], text), (where, language)
            assert text == " ".join(text.split()), (where, "spaces")
            assert not text.endswith("."), (where, "no full stop in a label")
            if language == "ru":
                assert not re.search(r"[A-Za-z]", text.replace("B2B", "")), (where, text)
            else:
                assert not re.search(r"[А-яЁё]", text), (where, text)


@ALL
def test_texts_fit_where_they_are_shown(template: Template) -> None:
    for stage in template.stages:
        assert 2 <= len(stage.criteria) <= 4, stage.key
        for language in ("en", "ru", "pl"):
            assert len(stage.names[language]) <= 25, "a stage's name stands on half a row of buttons"
            assert len(stage.goals[language]) <= 70, "a goal wraps once on a phone"
            assert not re.search(OUR_ACTIONS[language], stage.goals[language]), stage.goals[language]
            criteria = [criterion[language] for criterion in stage.criteria]
            assert len(set(criteria)) == len(criteria)


@ALL
def test_names_of_a_pipeline_differ(template: Template) -> None:
    for language in ("en", "ru", "pl"):
        names = [stage.names[language] for stage in template.stages]
        assert len(set(names)) == len(names), names


def test_choices() -> None:
    reasons, sources = load_loss_reasons(), load_sources()
    assert [reason.key for reason in reasons] == [
        "price", "competitor", "no_budget", "silent", "timing", "no_fit", "other",
    ]  # fmt: skip
    assert [source.key for source in sources] == [
        "referral", "website", "call_in", "cold", "ads", "event", "partner", "other",
    ]  # fmt: skip
    for choice in (*reasons, *sources):
        for language in ("en", "ru", "pl"):
            assert 2 < len(choice.names[language]) <= 20


GOOD: dict[str, Any] = {
    "key": "first",
    "probability": 10,
    "stuck_days": 7,
    "name": {"en": "a", "ru": "б", "pl": "c"},
    "goal": {"en": "a", "ru": "б", "pl": "c"},
    "criteria": [{"en": "a", "ru": "б", "pl": "c"}],
}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": {"en": "a", "ru": "б"}}, "name"),
        ({"goal": {"en": "a", "ru": "", "pl": "c"}}, "goal"),
        ({"criteria": [{"en": "a"}]}, "exactly"),
        ({"colour": "red"}, "unknown colour"),
    ],
)
def test_a_wrong_file_is_refused(change: dict[str, Any], message: str) -> None:
    assert loader._stage(GOOD, "x").followup_hours == 48
    with pytest.raises(TemplateError, match=message):
        loader._stage({**GOOD, **change}, "x")


def test_a_missing_figure_is_refused() -> None:
    with pytest.raises(TemplateError, match="stuck_days"):
        loader._stage({name: value for name, value in GOOD.items() if name != "stuck_days"}, "x")
