"""Column values as JSON and back: what a history event keeps so that undo can restore it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Enum

from bot.models import Deal
from bot.models.base import UtcDateTime

_COLUMNS = Deal.__table__.columns


def encode(values: Mapping[str, Any]) -> dict[str, Any]:
    """Deal column values as JSON can hold them. Moments and dates become ISO 8601 text."""
    return {name: value.isoformat() if isinstance(value, date | datetime) else value for name, value in values.items()}


def decode(values: Mapping[str, Any]) -> dict[str, Any]:
    """The inverse of ``encode``."""
    return {name: _decode_one(name, value) for name, value in values.items()}


def _decode_one(name: str, value: Any) -> Any:
    if value is None:
        return None
    kind = _COLUMNS[name].type
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return kind.enum_class(value)
    return value
