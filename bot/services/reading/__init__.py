"""Reads what people type: a whole deal in one line, or one field, in English, Russian and Polish mixed.

Pure: text and context in, values out. Every rule and example is in docs/decisions/0011-reading-one-line.md.
"""

from bot.services.reading.errors import BadInput
from bot.services.reading.fields import (
    read_amount,
    read_date,
    read_deal_date,
    read_percent,
    read_phone,
    read_step,
    read_when,
)
from bot.services.reading.fold import FOLD_VERSION, fold
from bot.services.reading.line import read_line
from bot.services.reading.types import (
    MAX_MINOR,
    Money,
    NextStep,
    Reading,
    ReadingContext,
    Span,
    StageName,
    When,
)
from bot.services.reading.visible import trimmed

__all__ = [
    "FOLD_VERSION",
    "MAX_MINOR",
    "BadInput",
    "Money",
    "NextStep",
    "Reading",
    "ReadingContext",
    "Span",
    "StageName",
    "When",
    "fold",
    "read_amount",
    "read_date",
    "read_deal_date",
    "read_line",
    "read_percent",
    "read_phone",
    "read_step",
    "read_when",
    "trimmed",
]
