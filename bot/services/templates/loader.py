"""Reads the template files, fills in defaults and refuses a file that says something impossible."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.models.pipeline import StageKind

FOLDER = Path(__file__).parent
# In the order in which they are offered.
TEMPLATES = ("solution", "classic", "inbound", "agency", "seven", "blank")
LANGUAGES = frozenset({"en", "ru", "pl"})
FOLLOWUP_HOURS = 48  # product.md: follow up no later than 48 hours after the last touch
CERTAIN = {StageKind.WON: 100, StageKind.LOST: 0}

Texts = dict[str, str]  # {"en": …, "ru": …, "pl": …}; shared by everybody who loads, so never changed


class TemplateError(ValueError):
    """A template file misses a text or a figure, or has a field that nobody knows."""


@dataclass(frozen=True, slots=True)
class StageTemplate:
    """One stage of a template.

    ``goals`` and ``criteria`` are results in the client that let a deal leave the stage. ``probability`` is
    in percent. ``stuck_days`` and ``followup_hours`` are None where no clock runs: outside open stages.
    ``optional`` stages are offered, but not taken over by themselves.
    """

    key: str
    kind: StageKind
    names: Texts
    goals: Texts
    criteria: tuple[Texts, ...]
    probability: int
    stuck_days: int | None
    followup_hours: int | None
    optional: bool


@dataclass(frozen=True, slots=True)
class Template:
    """An ordered set of stages to start a pipeline from. Entering the first won stage wins the deal."""

    key: str
    names: Texts
    descriptions: Texts
    stages: tuple[StageTemplate, ...]

    @property
    def default_stages(self) -> tuple[StageTemplate, ...]:
        """The stages that a new pipeline gets: all but the optional ones."""
        return tuple(stage for stage in self.stages if not stage.optional)


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a list that a team starts with: a source, or a reason of loss."""

    key: str
    names: Texts


@cache
def load_templates() -> dict[str, Template]:
    """The six templates by key, in the order to offer them. Raises TemplateError for a wrong file."""
    shared = {stage["key"]: stage for stage in _read("common")["stages"]}
    return {key: _template(_read(key), shared) for key in TEMPLATES}


@cache
def load_loss_reasons() -> tuple[Choice, ...]:
    """The reasons of loss that a new team starts with."""
    return _choices("loss_reasons")


@cache
def load_sources() -> tuple[Choice, ...]:
    """The sources that a new team starts with."""
    return _choices("sources")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _choices(kind: str) -> tuple[Choice, ...]:
    return tuple(Choice(raw["key"], _texts(raw, "name", kind)) for raw in _read("choices")[kind])


def _template(raw: dict[str, Any], shared: dict[str, dict[str, Any]]) -> Template:
    key = raw["key"]
    stages = []
    for own in raw["stages"]:
        fields = {**shared[own["use"]], **own} if "use" in own else own
        stages.append(_stage(fields, f"{key}.{fields.get('key')}"))
    return Template(key, _texts(raw, "name", key), _texts(raw, "description", key), tuple(stages))


def _stage(raw: dict[str, Any], where: str) -> StageTemplate:
    fields = dict(raw)
    fields.pop("use", None)
    kind = StageKind(fields.pop("kind", "open"))
    running = kind is StageKind.OPEN
    try:
        stage = StageTemplate(
            key=fields.pop("key"),
            kind=kind,
            names=_texts(fields, "name", where),
            goals=_texts(fields, "goal", where),
            criteria=tuple(_three(text, where) for text in fields.pop("criteria")),
            probability=CERTAIN[kind] if kind in CERTAIN else fields.pop("probability"),
            stuck_days=fields.pop("stuck_days") if running else None,
            followup_hours=fields.pop("followup_hours", FOLLOWUP_HOURS) if running else None,
            optional=fields.pop("optional", False),
        )
    except KeyError as missing:
        raise TemplateError(f"{where}: {missing} is missing") from missing
    for name in ("name", "goal"):
        fields.pop(name)
    if fields:
        raise TemplateError(f"{where}: unknown {', '.join(sorted(fields))}")
    return stage


def _texts(raw: dict[str, Any], field: str, where: str) -> Texts:
    return _three(raw.get(field), f"{where}: {field}")


def _three(texts: Any, where: str) -> Texts:
    if not isinstance(texts, dict) or set(texts) != LANGUAGES or not all(texts.values()):
        raise TemplateError(f"{where}: a text in exactly {', '.join(sorted(LANGUAGES))} is needed")
    return {language: str(text) for language, text in texts.items()}
