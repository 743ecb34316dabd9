"""What Telegram finds in a plain text by itself: commands, mentions, links, tags, phone numbers."""

from __future__ import annotations

import re

from bot.sandbox.entities import utf16_length
from bot.sandbox.params import Json

_HINT = re.compile(r"[/@#$+]|\w\.\w")
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b", re.IGNORECASE)),
    (
        "url",
        re.compile(
            r"(?<![\w@.])(?:https?://(?:[\w-]+\.)*[\w-]+(?::\d+)?|(?:[a-z0-9-]+\.)+"
            r"(?:com|org|net|ru|pl|me|io|dev|info|eu|uk|de|рф)(?![\w.]))(?:[/?#][^\s<>\"]*[^\s<>\".,;:!?)])?/?",
            re.IGNORECASE,
        ),
    ),
    ("bot_command", re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{3,31})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w/.@])@[A-Za-z]\w{3,31}\b")),
    ("hashtag", re.compile(r"(?<![\w/])#\w*[^\W\d]\w*")),
    ("cashtag", re.compile(r"(?<![\w$])\$[A-Z]{1,8}\b")),
    ("phone_number", re.compile(r"(?<![\w+])\+\d(?:[ ()-]{0,2}\d){7,14}\b")),
)


def add_detected(text: str, entities: list[Json]) -> list[Json]:
    """The entities plus what is found outside links and code, sorted by offset."""
    if not _HINT.search(text):
        return entities
    taken = [
        (e["offset"], e["offset"] + e["length"])
        for e in entities
        if e["type"] in {"code", "pre", "text_link", "text_mention"}
    ]
    found: list[Json] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start = utf16_length(text[: match.start()])
            end = start + utf16_length(match.group())
            if all(end <= a or start >= b for a, b in taken):
                taken.append((start, end))
                found.append({"type": kind, "offset": start, "length": end - start})
    if not found:
        return entities
    return sorted([*entities, *found], key=lambda e: (e["offset"], -e["length"]))
