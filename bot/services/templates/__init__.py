"""Stage templates that teams start from, and the first lists of sources and reasons of loss, as data.

One TOML file per template beside this one, every text in three languages. A template is copied into a team's
own pipeline; what the team edits there shows as edited to everybody, whatever their language.
"""

from bot.services.templates.loader import (
    Choice,
    StageTemplate,
    Template,
    TemplateError,
    load_loss_reasons,
    load_sources,
    load_templates,
)

__all__ = [
    "Choice",
    "StageTemplate",
    "Template",
    "TemplateError",
    "load_loss_reasons",
    "load_sources",
    "load_templates",
]
