"""What people read when something they asked for cannot be done."""

from __future__ import annotations

from bot.i18n import Markup
from bot.reader import Reader

QUOTED = 40
"""So much of what somebody typed is said back to them."""


def refusal(key: str, typed: str, reader: Reader) -> Markup:
    """Why not, as HTML; ``typed`` is what could not be read."""
    return reader.t(key, text=_quote(typed))


def alert(key: str, typed: str, reader: Reader) -> str:
    """The same without HTML, for the alert that answers a button."""
    return reader.t.plain(key, text=_quote(typed))


def _quote(typed: str) -> str:
    line = " ".join(typed.split())
    return line if len(line) <= QUOTED else line[: QUOTED - 1] + "…"
