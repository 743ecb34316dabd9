"""The words that are read, as data: English, Russian and Polish side by side, since people mix them.

Every word goes through `tokens.key`, so diacritics and case may be left out when typing. Adding a word here is
all it takes to read it.
"""

from typing import TypeVar

from bot.services.reading.tokens import key

Value = TypeVar("Value")


def words(*lines: str) -> frozenset[str]:
    """A set of comparable words from lines of words."""
    return frozenset(key(word) for line in lines for word in line.split())


def table(entries: dict[Value, str]) -> dict[str, Value]:
    """word -> meaning, from meaning -> its words."""
    return {key(word): meaning for meaning, line in entries.items() for word in line.split()}
