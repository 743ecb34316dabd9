"""Reading the arguments of a Bot API call, which may arrive as JSON, as a form or in the query string.

A form carries every value as text and nested objects as JSON in text, so each getter accepts both spellings.
Arguments nobody asks for are ignored, as Telegram ignores them; a value of the wrong type is refused.
"""

from __future__ import annotations

from typing import Any

import orjson

from bot.sandbox.errors import bad_request

Json = dict[str, Any]


class Upload:
    """A file of a multipart request."""

    __slots__ = ("content", "mime", "name")

    def __init__(self, name: str, content: bytes, mime: str) -> None:
        self.name = name
        self.content = content
        self.mime = mime


class Params:
    """Typed access to the arguments of one call."""

    __slots__ = ("files", "raw")

    def __init__(self, raw: Json, files: dict[str, Upload] | None = None) -> None:
        self.raw = raw
        self.files = files or {}

    def text(self, name: str) -> str:
        """Text, or '' when missing. Numbers are taken by their spelling, objects are refused."""
        value = self.raw.get(name)
        if isinstance(value, str):
            return value
        if value is None:
            return ""
        if isinstance(value, bool | dict | list):
            raise bad_request(f'field "{name}" must be of type String')
        return str(value)

    def number(self, name: str, default: int = 0) -> int:
        """A whole number, in JSON or as text."""
        value = self.raw.get(name)
        if value is None or value == "":
            return default
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, str):
            try:
                return int(value)
            except ValueError:
                pass
        raise bad_request(f'field "{name}" must be of type Number')

    def flag(self, name: str) -> bool:
        """True for true, "true", "yes" and "1", as Client.cpp reads a boolean argument."""
        value = self.raw.get(name)
        if isinstance(value, bool):
            return value
        if isinstance(value, dict | list):
            raise bad_request(f'field "{name}" must be of type Boolean')
        return str(value).lower() in {"true", "yes", "1"}

    def nested(self, name: str, wrong: str) -> Any:
        """A nested value; text is parsed as JSON. `wrong` is the description used when it cannot be."""
        value = self.raw.get(name)
        if isinstance(value, str):
            if not value:
                return None
            try:
                return orjson.loads(value)
            except orjson.JSONDecodeError:
                raise bad_request(wrong) from None
        return value

    def mapping(self, name: str, wrong: str) -> Json | None:
        """A nested object or None."""
        value = self.nested(name, wrong)
        if value is not None and not isinstance(value, dict):
            raise bad_request(wrong)
        return value

    def array(self, name: str, wrong: str) -> list[Any] | None:
        """A nested array or None."""
        value = self.nested(name, wrong)
        if value is not None and not isinstance(value, list):
            raise bad_request(wrong)
        return value


def want_bool(value: Json, name: str, prefix: str = "field") -> bool:
    """A boolean inside a nested object; anything else is refused with the parser's own words."""
    found = value.get(name)
    if found is None:
        return False
    if not isinstance(found, bool):
        raise bad_request(f'{prefix} "{name}" must be of type Boolean')
    return found


def want_text(value: Json, name: str, owner: str, *, required: bool = False) -> str:
    """Text inside a nested object called `owner` in the refusal."""
    found = value.get(name)
    if found is None:
        if required:
            raise bad_request(f"can't parse {owner}: Can't find field \"{name}\"")
        return ""
    if isinstance(found, int | float) and not isinstance(found, bool):
        return str(found)
    if not isinstance(found, str):
        raise bad_request(f'can\'t parse {owner}: Field "{name}" must be of type String')
    return found


def words(text: str) -> list[str]:
    """A list of names written as one text, which stays readable where a list would fill the screen."""
    return text.split()
