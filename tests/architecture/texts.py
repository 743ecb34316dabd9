"""The locale files as syntax trees, and where `bot` uses their keys, read once for the locale tests."""

import ast as python
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.i18n import LOCALES_FOLDER, SUPPORTED
from tests.architecture.sources import SOURCES, Source

PLURALS = {"zero", "one", "two", "few", "many", "other"}


class _Facts(Visitor):
    """Collects what a message is made of."""

    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.numbers: set[str] = set()
        self.choices: dict[str, set[str]] = {}
        self.plurals: list[set[str]] = []
        self.defaults: list[str] = []
        self.references: set[str] = set()
        self.words: list[str] = []

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:
        self.references.add(node.id.name)

    def visit_TermReference(self, node: ast.TermReference) -> None:
        self.references.add(f"-{node.id.name}")
        self.generic_visit(node)

    def visit_FunctionReference(self, node: ast.FunctionReference) -> None:
        self.numbers |= {arg.id.name for arg in node.arguments.positional if isinstance(arg, ast.VariableReference)}
        self.generic_visit(node)

    def visit_TextElement(self, node: ast.TextElement) -> None:
        self.words.append(node.value)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:
        keys = {v.key.name if isinstance(v.key, ast.Identifier) else v.key.value for v in node.variants}
        default = next(v.key for v in node.variants if v.default)
        plain = node.selector.id.name if isinstance(node.selector, ast.VariableReference) else None
        if keys & PLURALS - {"other"} or any(isinstance(v.key, ast.NumberLiteral) for v in node.variants):
            self.plurals.append(keys & PLURALS)
            self.defaults.append(default.name if isinstance(default, ast.Identifier) else default.value)
            self.numbers |= {plain} if plain else set()
        elif plain:
            self.choices.setdefault(plain, set()).update(keys)
        self.generic_visit(node)


@dataclass(frozen=True)
class Text:
    """One message or term (its key begins with a dash) of one language."""

    key: str
    file: str
    facts: _Facts


@dataclass
class Locale:
    """Everything in one language's folder."""

    texts: dict[str, Text] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    files: set[str] = field(default_factory=set)


def read(folder: Path) -> Locale:
    """All texts of a folder; what cannot be read or is there twice is listed as a problem."""
    locale = Locale()
    for path in sorted(folder.glob("*.ftl")):
        locale.files.add(path.name)
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            where = f"{folder.name}/{path.name}"
            if isinstance(entry, ast.Junk):
                locale.problems.append(f"{where}: cannot be read: {entry.content!r}")
            elif isinstance(entry, ast.Message | ast.Term):
                key = entry.id.name if isinstance(entry, ast.Message) else f"-{entry.id.name}"
                if key in locale.texts:
                    locale.problems.append(f"{where}: {key} is in {locale.texts[key].file} too")
                if entry.attributes or entry.value is None:
                    locale.problems.append(f"{where}: {key}: attributes are not used here")
                facts = _Facts()
                facts.visit(entry)
                locale.texts[key] = Text(key, where, facts)
    return locale


@cache
def locales() -> dict[str, Locale]:
    return {name: read(LOCALES_FOLDER / name) for name in SUPPORTED}


@dataclass(frozen=True)
class Use:
    """A call that renders a text. ``key`` is None for one put together, which then begins with ``prefix``."""

    where: str
    key: str | None
    prefix: str
    passed: frozenset[str]
    complete: bool
    plain: bool


def uses(sources: list[Source] | None = None) -> Iterator[Use]:
    """Every ``t("key")``, ``….t("key")``, ``translator(…)("key")`` and ``….plain("key")`` of `bot`."""
    for source in SOURCES if sources is None else sources:
        for node in python.walk(source.tree):
            if isinstance(node, python.Call) and node.args and _renders(node.func):
                plain = isinstance(node.func, python.Attribute) and node.func.attr == "plain"
                passed = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
                complete = all(keyword.arg for keyword in node.keywords)
                for key, prefix in _keys(node.args[0]):
                    yield Use(source.at(node), key, prefix, passed, complete, plain)


def _renders(function: python.expr) -> bool:
    if isinstance(function, python.Name):
        return function.id == "t"
    if isinstance(function, python.Attribute):
        return function.attr in {"t", "plain"}
    return isinstance(function, python.Call) and python.unparse(function.func).endswith("translator")


def _keys(node: python.expr) -> Iterator[tuple[str | None, str]]:
    """The key or keys that an expression may be; a variable says nothing: its key stands elsewhere."""
    if isinstance(node, python.Constant):
        yield str(node.value), ""
    elif isinstance(node, python.IfExp):
        yield from _keys(node.body)
        yield from _keys(node.orelse)
    elif isinstance(node, python.JoinedStr):
        first = node.values[0]
        yield None, str(first.value) if isinstance(first, python.Constant) else ""
    elif isinstance(node, python.BinOp):
        yield None, str(node.left.value) if isinstance(node.left, python.Constant) else ""


@cache
def constants() -> frozenset[str]:
    """Every string constant in `bot`: keys also stand in tables and are handed on."""
    return frozenset(
        node.value
        for source in SOURCES
        for node in python.walk(source.tree)
        if isinstance(node, python.Constant) and isinstance(node.value, str)
    )
