"""What each HTML tag of `parse_mode=HTML` becomes once it is closed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.links import checked_url
from bot.sandbox.params import Json

_SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
TAGS = {*_SIMPLE, "a", "code", "pre", "blockquote", "tg-emoji", "tg-time"}
_USER_LINK = re.compile(r"^tg://user\?id=(\d+)$")


@dataclass(frozen=True, slots=True)
class Tag:
    """A closed tag: its name, attributes, place in the plain text, and the text inside."""

    name: str
    attributes: Json
    place: Json
    inner: str


def refusal(text: str) -> ApiError:
    """400 in the words of the parser."""
    return bad_request(f"can't parse entities: {text}")


def add_entity(entities: list[Json], tag: Tag) -> None:
    """Appends what the tag means; inner tags come before outer ones."""
    name, attributes, place = tag.name, tag.attributes, tag.place
    if name in _SIMPLE:
        entities.append({"type": _SIMPLE[name], **place})
    elif name == "a":
        _link(entities, attributes.get("href") or tag.inner, place)
    elif name == "blockquote":
        kind = "expandable_blockquote" if "expandable" in attributes else "blockquote"
        entities.append({"type": kind, **place})
    elif name == "tg-emoji":
        number = attributes.get("emoji-id", "")
        if not number.isdigit() or not 0 < int(number) < 2**63:
            raise refusal("Invalid custom emoji identifier specified")
        entities.append({"type": "custom_emoji", **place, "custom_emoji_id": number})
    elif name == "tg-time":
        _time(entities, attributes, place)
    else:
        _code(entities, name, attributes, place)


def _link(entities: list[Json], url: str, place: Json) -> None:
    user = _USER_LINK.match(url)
    if user:
        mention = {"id": int(user.group(1)), "is_bot": False, "first_name": ""}
        entities.append({"type": "text_mention", **place, "user": mention})
        return
    try:
        address = checked_url(url, "")
    except ApiError:
        return  # Telegram keeps the text and drops a link it cannot use
    entities.append({"type": "text_link", **place, "url": address})


def _time(entities: list[Json], attributes: Json, place: Json) -> None:
    unix = attributes.get("unix", "")
    if not unix.lstrip("-").isdigit():
        raise refusal("Invalid date-time identifier specified")
    entity: Json = {"type": "date_time", **place, "unix_time": int(unix)}
    if attributes.get("format"):
        entity["date_time_format"] = attributes["format"]
    entities.append(entity)


def _code(entities: list[Json], name: str, attributes: Json, place: Json) -> None:
    language = attributes.get("class", "")
    language = language[len("language-") :] if language.startswith("language-") else ""
    last = entities[-1] if entities else {}
    same = all(last.get(key) == value for key, value in place.items())
    if name == "pre" and same and last.get("type") == "code":
        last["type"] = "pre"
        return
    entities.append({"type": name, **place, **({"language": language} if language else {})})
