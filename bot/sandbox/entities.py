"""Text with entities: the HTML of `parse_mode`, explicit entities, and the trimming Telegram does to both.

Offsets and lengths are UTF-16 code units; offsets in refusals are UTF-8 bytes. Both are Telegram's choice
(tdlib, MessageEntity.cpp). Refusals carry the words of that parser.
"""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.html_tags import HtmlParser
from bot.sandbox.links import checked_url
from bot.sandbox.params import Json, Params, want_text, words

MAX_TEXT = 4096
MAX_CAPTION = 1024
_TYPES = frozenset(
    words(
        "mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough "
        "spoiler blockquote expandable_blockquote code pre text_link text_mention custom_emoji date_time"
    )
)
_DETECTED = frozenset(["mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"])
_PRIORITY = {"bold": 90, "italic": 91, "underline": 92, "strikethrough": 93, "spoiler": 94, "blockquote": 0}
_OPAQUE = frozenset(("code", "pre"))
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_EDGES = " \n"

Formatted = tuple[str, list[Json]]


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def utf16_slice(text: str, start: int, end: int | None = None) -> str:
    """The part between two UTF-16 offsets."""
    if text.isascii():
        return text[start:end]
    raw = text.encode("utf-16-le")
    return raw[start * 2 : None if end is None else end * 2].decode("utf-16-le")


def read_formatted(params: Params, text: str, entities_name: str) -> Formatted:
    """Applies `parse_mode` or the explicit entities of a call to `text`.

    Raises 400 for an unknown mode, for broken markup, and `text must be non-empty` when only spaces are left.
    """
    mode = params.text("parse_mode").lower()
    entities: list[Json] = []
    if mode == "html":
        text, entities = HtmlParser(text).parse()
    elif mode in {"markdown", "markdownv2"}:
        raise bad_request("the sandbox parses HTML only: parse_mode Markdown is not supported here")
    elif mode not in {"", "none"}:
        raise bad_request("unsupported parse_mode")
    else:
        given = params.array(entities_name, "can't parse entities JSON object")
        if given:
            entities = _explicit(text, given)
    return _tidy(text, entities)


def _explicit(text: str, given: list[Any]) -> list[Json]:
    total = utf16_length(text)
    found = (_explicit_one(item, total) for item in given)
    return [entity for entity in found if entity is not None]


def _explicit_one(item: Any, total: int) -> Json | None:
    if not isinstance(item, dict):
        raise bad_request("can't parse MessageEntity: expected an Object")
    kind = want_text(item, "type", "MessageEntity", required=True)
    offset, length = _whole(item, "offset"), _whole(item, "length")
    if kind not in _TYPES:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    extra = _extra_fields(kind, item)
    if offset < 0:
        raise bad_request(f"receive an entity with incorrect offset {offset}")
    if length < 0:
        raise bad_request(f"receive an entity with incorrect length {length}")
    if kind in _DETECTED or length == 0:
        return None  # Telegram finds these by itself
    if offset >= total:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
    if offset + length > total:
        raise bad_request(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text"
            f" at UTF-16 offset {offset + length}"
        )
    return {"type": kind, "offset": offset, "length": length, **extra}


def _whole(item: Json, name: str) -> int:
    value = item.get(name)
    if value is None:
        raise bad_request(f"can't parse MessageEntity: Can't find field \"{name}\"")
    if isinstance(value, bool) or not isinstance(value, int):
        raise bad_request(f'can\'t parse MessageEntity: Field "{name}" must be of type Number')
    return value


def _extra_fields(kind: str, item: Json) -> Json:
    if kind == "text_link":
        url = want_text(item, "url", "MessageEntity", required=True)
        return {"url": checked_url(url, f"entity URL '{url}' is invalid")}
    if kind == "pre" and item.get("language"):
        return {"language": want_text(item, "language", "MessageEntity")}
    if kind == "custom_emoji":
        number = want_text(item, "custom_emoji_id", "MessageEntity", required=True)
        if not number.isdigit() or int(number) >= 2**63:
            raise bad_request('can\'t parse MessageEntity: Field "custom_emoji_id" must be a valid Number')
        return {"custom_emoji_id": number}
    if kind == "text_mention":
        user = item.get("user")
        if user is None:
            raise bad_request("can't parse MessageEntity: Can't find field \"user\"")
        return {"user": user}
    if kind == "date_time":
        extra: Json = {"unix_time": _whole(item, "unix_time")}
        if item.get("date_time_format"):
            extra["date_time_format"] = want_text(item, "date_time_format", "MessageEntity")
        return extra
    return {}


def _tidy(text: str, entities: list[Json]) -> Formatted:
    """Trims, drops what became empty, and sorts as Telegram returns them: outer before inner."""
    if _CONTROL.search(text):
        text = _CONTROL.sub(" ", text.replace("\r", ""))
    trimmed = text.rstrip(_EDGES)
    if not trimmed.strip():
        raise bad_request("text must be non-empty")
    entities.sort(key=lambda e: (e["offset"], -e["length"], _PRIORITY.get(e["type"], 50)))
    lead = len(trimmed) - len(trimmed.lstrip(_EDGES))
    if lead and entities:
        lead = min(lead, entities[0]["offset"])
    if lead == 0 and len(trimmed) == len(text):
        return text, _flatten(entities)
    trimmed = trimmed[lead:]
    total = utf16_length(trimmed)
    kept = []
    for entity in entities:
        offset = entity["offset"] - lead
        length = min(entity["length"], total - offset)
        if length > 0:
            kept.append({**entity, "offset": offset, "length": length})
    return trimmed, _flatten(kept)


def _flatten(entities: list[Json]) -> list[Json]:
    """Code and pre hold no other entity; Telegram drops what is inside them."""
    if not any(e["type"] in _OPAQUE for e in entities):
        return entities
    kept: list[Json] = []
    end = -1
    for entity in entities:
        if entity["offset"] < end:
            continue
        kept.append(entity)
        if entity["type"] in _OPAQUE:
            end = entity["offset"] + entity["length"]
    return kept
