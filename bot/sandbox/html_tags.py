"""The HTML dialect of `parse_mode=HTML`, strict in the places where Telegram is (MessageEntity.cpp)."""

from __future__ import annotations

import re
from typing import NoReturn

from bot.sandbox.params import Json
from bot.sandbox.tags import TAGS, Tag, add_entity, refusal

_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SPECIAL = re.compile(r"[<&]")
_REFERENCE = re.compile(r"&(?:#x([0-9a-f]+)|#([0-9]+)|([a-z]+));?", re.IGNORECASE)
_NAME_END = re.compile(r"[\s>]|$")
_ATTRIBUTE_END = re.compile(r"[\s=>]|$")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_SPACES = re.compile(r"\s*")


class HtmlParser:
    """One parse of one text; `parse` may be called once."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._parts: list[str] = []
        self._offset = 0
        self._open: list[tuple[str, Json, int, int]] = []
        self._entities: list[Json] = []

    def parse(self) -> tuple[str, list[Json]]:
        """Plain text and entities in the order their end tags came. Raises 400 `can't parse entities: …`."""
        source, position = self._source, 0
        while match := _SPECIAL.search(source, position):
            at = match.start()
            self._add(source[position:at])
            if source[at] == "&":
                position = self._reference(at)
            elif source.startswith("</", at):
                position = self._end_tag(at)
            else:
                position = self._start_tag(at)
        self._add(source[position:])
        if self._open:
            raise refusal(f'Can\'t find end tag corresponding to start tag "{self._open[-1][0]}"')
        for entity in self._entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        return "".join(self._parts), self._entities

    def _add(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._offset += len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2

    def _reference(self, at: int) -> int:
        text, end = _decoded(self._source, at)
        self._add(text)
        return end

    def _start_tag(self, at: int) -> int:
        source = self._source
        end = _end_of(_NAME_END, source, at + 1)
        if end >= len(source):
            self._fail("Unclosed start tag at byte offset {}", at)
        name = source[at + 1 : end].lower()
        if name not in TAGS:
            self._fail(f'Unsupported start tag "{name}" at byte offset {{}}', at)
        attributes, end = self._attributes(name, at, end)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            self._fail('Tag "span" must have class "tg-spoiler" at byte offset {}', at)
        self._open.append((name, attributes, self._offset, len(self._parts)))
        return end + 1

    def _attributes(self, tag: str, begin: int, at: int) -> tuple[Json, int]:
        source = self._source
        found: Json = {}
        while True:
            at = _end_of(_SPACES, source, at, whole=True)
            if source[at : at + 1] == ">":
                return found, at
            end = _end_of(_ATTRIBUTE_END, source, at)
            name = source[at:end]
            if not name:
                self._fail(f'Empty attribute name in the tag "{tag}" at byte offset {{}}', begin)
            at = _end_of(_SPACES, source, end, whole=True)
            if at >= len(source):
                self._fail(f'Unclosed start tag "{tag}" at byte offset {{}}', begin)
            if source[at] != "=":
                if (tag, name) != ("blockquote", "expandable"):
                    what = f'Expected equal sign in declaration of an attribute of the tag "{tag}"'
                    self._fail(what + " at byte offset {}", begin)
                found[name] = ""
                continue
            at = _end_of(_SPACES, source, at + 1, whole=True)
            found[name], at = self._value(tag, begin, at)

    def _value(self, tag: str, begin: int, at: int) -> tuple[str, int]:
        source = self._source
        if at >= len(source):
            self._fail(f'Unclosed start tag "{tag}" at byte offset {{}}', begin)
        quote = source[at]
        if quote not in "\"'":
            end = _end_of(_TOKEN, source, at, whole=True)
            if end < len(source) and not source[end].isspace() and source[end] != ">":
                self._fail("Unexpected end of name token at byte offset {}", at)
            value = source[at:end].lower()
        else:
            close = source.find(quote, at + 1)
            if close < 0:
                self._fail("Unclosed start tag at byte offset {}", begin)
            value, end = _REFERENCE.sub(_replace, source[at + 1 : close]), close + 1
        if end >= len(source):
            self._fail("Unclosed start tag at byte offset {}", begin)
        return value, end

    def _end_tag(self, at: int) -> int:
        source = self._source
        if not self._open:
            self._fail("Unexpected end tag at byte offset {}", at)
        end = _end_of(_NAME_END, source, at + 2)
        name = source[at + 2 : end].lower()
        end = _end_of(_SPACES, source, end, whole=True)
        if source[end : end + 1] != ">":
            self._fail("Unclosed end tag at byte offset {}", at)
        tag, attributes, offset, part = self._open.pop()
        if name and name != tag:
            self._fail(f'Unmatched end tag at byte offset {{}}, expected "</{tag}>", found "</{name}>"', at)
        length = self._offset - offset
        if length > 0:
            place: Json = {"offset": offset, "length": length}
            add_entity(self._entities, Tag(tag, attributes, place, "".join(self._parts[part:])))
        return end + 1

    def _fail(self, template: str, at: int) -> NoReturn:
        raise refusal(template.format(len(self._source[:at].encode())))


def _end_of(pattern: re.Pattern[str], text: str, at: int, *, whole: bool = False) -> int:
    match = pattern.match(text, at) if whole else pattern.search(text, at)
    return match.end() if match and whole else match.start() if match else len(text)


def _decoded(source: str, at: int) -> tuple[str, int]:
    match = _REFERENCE.match(source, at)
    if match is None:
        return "&", at + 1
    return _replace(match), match.end()


def _replace(match: re.Match[str]) -> str:
    sixteen, ten, name = match.groups()
    if name:
        return _NAMED.get(name, match.group())
    code = int(sixteen, 16) if sixteen else int(ten)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else match.group()
