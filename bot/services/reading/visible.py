"""Text that a person can see. Names of invisible characters would leave cards and buttons blank."""

from __future__ import annotations

import unicodedata

# Letters and symbols to Unicode, but nothing is drawn for them: Hangul fillers and the empty Braille pattern.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Marks, which stand on another character, controls and format characters, separators.
_UNSEEN = frozenset("MCZ")


def trimmed(text: str) -> str:
    """The text without white space around it; empty when nothing in it can be seen.

    The zero character goes: PostgreSQL cannot store it, and nobody means it.
    """
    text = text.replace("\x00", "").strip()
    return text if any(_is_seen(character) for character in text) else ""


def _is_seen(character: str) -> bool:
    return character not in _BLANK and unicodedata.category(character)[0] not in _UNSEEN
