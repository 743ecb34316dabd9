"""Texts in three languages: Fluent files in ``bot/locales/<locale>/<feature>.ftl`` behind one small class.

This is the one place where user data becomes HTML: ``Translator.__call__`` escapes every string argument
once. What is already HTML (another translated text) is ``Markup`` and passes as it is. Why Fluent, and
why it is wrapped: docs/decisions/0012-texts.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import SupportsIndex, TypeAlias

from fluent.runtime import FluentBundle, FluentResource, resolver
from fluent.syntax import ast

SUPPORTED = ("en", "ru", "pl")
DEFAULT = "en"
LOCALES_FOLDER = Path(__file__).parent / "locales"

REMEMBERED = 1024
"""Texts with arguments kept in memory, per locale: a card says much that the last one said."""

SHORT = 200
"""Longer arguments (notes, whole pages) are not worth remembering."""

Arg: TypeAlias = str | int | float | Decimal

# fluent.runtime refuses arguments over 2,500 characters, to protect servers that run foreign translations.
# Ours are our own files, and a digest page put together from Markup lines may fill a message (4,096
# characters after Telegram parsed it, several times that as HTML).
resolver.MAX_PART_LENGTH = 64_000


class MissingText(KeyError):
    """A text or one of its variables does not exist. Never shown to people as a bare key: it is our bug."""


class TextFileError(ValueError):
    """A locale file cannot be used: wrong syntax, or one key defined twice."""


class Markup(str):
    """Text that is HTML already; joining or adding plain strings to it escapes those."""

    __slots__ = ()

    def join(self, parts: Iterable[str], /) -> Markup:
        return Markup(str.join(self, [escape(part) for part in parts]))

    def __add__(self, other: str, /) -> Markup:
        return Markup(str.__add__(self, escape(other)))

    def __radd__(self, other: str, /) -> Markup:
        return Markup(str.__add__(escape(other), self))

    def __mul__(self, count: SupportsIndex, /) -> Markup:
        return Markup(str.__mul__(self, count))


def escape(text: str) -> Markup:
    """HTML of a plain string (the four characters that Telegram's HTML mode needs escaped); Markup stays."""
    if isinstance(text, Markup):
        return text
    return Markup(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;"))


class Translator:
    """All texts of one locale. Call it for message texts (HTML), ``plain`` for button labels and alerts."""

    __slots__ = ("_bundle", "_constant", "_patterns", "_remembered", "locale")

    def __init__(self, locale: str, folder: Path) -> None:
        """Read and compile every ``*.ftl`` file of the folder.

        Raises TextFileError for wrong syntax and for keys defined twice.
        """
        self.locale = locale
        self._bundle = FluentBundle([locale], use_isolating=False)
        keys = _add_files(self._bundle, folder)
        # Compiled here and not at first use, so that no person waits for it.
        self._patterns = {key: self._bundle.get_message(key).value for key in keys}
        self._constant: dict[str, Markup] = {}
        # Typed: 1 and 1.0 may be written differently.
        self._remembered = lru_cache(maxsize=REMEMBERED, typed=True)(self._word)

    def __call__(self, key: str, /, **args: Arg) -> Markup:
        """The text as Telegram HTML: string arguments are escaped here, numbers written as the locale does.

        Ids go in as strings, otherwise 1042 is shown as "1,042". Raises MissingText for an unknown key or a
        variable that was not passed, TypeError for an argument that is neither text nor number.
        """
        if not args:
            known = self._constant.get(key)
            if known is None:
                known = self._constant[key] = Markup(self._word(key))
            return known
        return Markup(self._format(key, {name: _native(name, value, html=True) for name, value in args.items()}))

    def plain(self, key: str, /, **args: Arg) -> str:
        """The text without HTML, for button labels, alerts and command descriptions.

        Raises what ``__call__`` raises, and TypeError for Markup: entities must not reach a button.
        """
        if not args:
            return str.__str__(self(key))
        return self._format(key, {name: _native(name, value, html=False) for name, value in args.items()})

    def __contains__(self, key: str) -> bool:
        return key in self._patterns

    def keys(self) -> frozenset[str]:
        """Every key of the locale."""
        return frozenset(self._patterns)

    def _format(self, key: str, args: dict[str, str | int | float]) -> str:
        if any(isinstance(value, str) and len(value) > SHORT for value in args.values()):
            return self._word(key, **args)
        return self._remembered(key, **args)

    def _word(self, key: str, /, **args: str | int | float) -> str:
        pattern = self._patterns.get(key)
        if pattern is None:
            raise MissingText(f"{self.locale}: no text {key!r}")
        text, errors = self._bundle.format_pattern(pattern, args)
        if errors:
            details = "; ".join(str(error) for error in errors)
            raise MissingText(f"{self.locale}: text {key!r} cannot be rendered: {details}")
        return str(text)


@cache
def translator(locale: str) -> Translator:
    """The one Translator of a supported locale. Raises MissingText for others; see ``pick_locale``."""
    if locale not in SUPPORTED:
        raise MissingText(f"no texts for locale {locale!r}")
    return Translator(locale, LOCALES_FOLDER / locale)


def load_all() -> None:
    """Read and compile every locale; called once at start, so that a broken file stops it there."""
    for locale in SUPPORTED:
        translator(locale)


def pick_locale(code: str | None) -> str:
    """Our locale for an IETF tag as Telegram sends it ("pl", "ru-RU", None); English for all others."""
    language = (code or "").lower().replace("_", "-").partition("-")[0]
    return language if language in SUPPORTED else DEFAULT


def _native(name: str, value: Arg, *, html: bool) -> str | int | float:
    """An argument as Fluent takes it: escaped text, or a number that plural selectors understand."""
    if isinstance(value, str):
        if html:
            return escape(value)
        if isinstance(value, Markup):
            raise TypeError(f"argument {name!r}: HTML in a plain text")
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise TypeError(f"argument {name!r}: {type(value).__name__} is neither text nor number")
    if isinstance(value, Decimal):
        # fluent.runtime looks up plural forms of int and float only; a Decimal would always be "other".
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _add_files(bundle: FluentBundle, folder: Path) -> list[str]:
    """Add every file of the folder to the bundle; returns the message keys.

    fluent.runtime skips what it cannot parse and ignores second definitions, so both are looked for here.
    """
    home: dict[str, str] = {}
    for path in sorted(folder.glob("*.ftl")):
        resource = FluentResource(path.read_text(encoding="utf-8"))
        for entry in resource.body:
            where = f"{folder.name}/{path.name}"
            if isinstance(entry, ast.Junk):
                raise TextFileError(f"{where}: cannot be read: {(entry.content or '').strip()[:80]!r}")
            if isinstance(entry, ast.Message | ast.Term):
                key = entry.id.name if isinstance(entry, ast.Message) else f"-{entry.id.name}"
                if entry.value is None:
                    raise TextFileError(f"{where}: {key} has no text of its own")
                if key in home:
                    raise TextFileError(f"{where}: {key} is already defined in {home[key]}")
                home[key] = where
        bundle.add_resource(resource)
    return [key for key in home if not key.startswith("-")]
