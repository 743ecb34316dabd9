"""Rules that a reviewer would otherwise repeat: time, transactions, purity, length, swallowed errors."""

import ast

import pytest

from tests.architecture.sources import BOT, ROOT, SOURCES, Source

MAX_LINES = 260
MAX_TEST_LINES = 450
LONGER: dict[str, int] = {}
"""Files that may be longer, with the length they may have: each needs a reason in a comment here."""

MAX_HANDLER_LINES = 40

NO_SESSION = {"handlers", "views", "middlewares", "models", "jobs", "callbacks", "states"}

CURRENT_TIME = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime"},
}


def test_nobody_but_the_clock_asks_for_the_time() -> None:
    """The sandbox, which imports nothing of the bot, has a clock of its own and the same rule."""
    clocks = {"bot.clock", "bot.sandbox.clock"}
    wrong = [line for source in SOURCES if source.module not in clocks for line in time_questions(source)]
    assert not wrong, "\n".join(wrong)


def time_questions(source: Source) -> list[str]:
    """Places that ask for the current time, called or handed on, by module or by name."""
    found = []
    # A variable may be called `time`; only the module, under whatever name, answers with the current one.
    aliases = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute):
            name = ast.unparse(node.value).rpartition(".")[2]
            owner = aliases.get(name, "" if name == "time" else name)
            if node.attr in CURRENT_TIME.get(owner, ()):
                found.append(f"{source.at(node)} asks {owner}.{node.attr}")
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            names = {alias.name for alias in node.names} & CURRENT_TIME["time"]
            found += [f"{source.at(node)} imports time.{name}" for name in sorted(names)]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"func.now", "sqlalchemy.func.now"}:
            found.append(f"{source.at(node)} asks the database for the time")
    return found


def test_only_the_database_commits_and_sessions_stay_in_services() -> None:
    wrong = []
    for source in SOURCES:
        for node in ast.walk(source.tree):
            is_commit = isinstance(node, ast.Attribute) and node.attr in {"commit", "rollback"}
            if is_commit and source.layer not in {"database", "sqlite", "sandbox", "migrations"}:
                wrong.append(f"{source.at(node)} ends a transaction")
            name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
            if name in {"AsyncSession", "Session", "AsyncEngine"} and source.layer in NO_SESSION:
                wrong.append(f"{source.at(node)} holds a {name}")
    assert not wrong, "\n".join(wrong)


def test_views_are_pure() -> None:
    waiting = ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith
    views = [source for source in SOURCES if source.layer == "views"]
    wrong = [source.at(node) for source in views for node in ast.walk(source.tree) if isinstance(node, waiting)]
    assert views
    assert not wrong, "\n".join(wrong)


def test_no_error_is_swallowed() -> None:
    """`except Exception: pass` hides bugs; waiting for something narrow is written with its name."""
    wrong = [
        source.at(node)
        for source in SOURCES
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        and all(_says_nothing(line) for line in node.body)
    ]
    assert not wrong, "\n".join(wrong)


def _says_nothing(line: ast.stmt) -> bool:
    nothing = isinstance(line, ast.Return) and (line.value is None or isinstance(line.value, ast.Constant))
    return nothing or isinstance(line, ast.Pass | ast.Continue)


def test_files_stay_short() -> None:
    files = [path for folder in (BOT, ROOT / "tests", ROOT / "benchmarks") for path in folder.rglob("*.py")]
    too_long = []
    for path in sorted(files):
        name = str(path.relative_to(ROOT))
        length = len(path.read_text(encoding="utf-8").splitlines())
        limit = MAX_TEST_LINES if name.startswith("tests/") else MAX_LINES
        if "migrations" not in path.parts and length > LONGER.get(name, limit):
            too_long.append(f"{name} has {length} lines")
    assert not too_long, "\n".join(too_long)
    assert [name for name in LONGER if not (ROOT / name).exists()] == []


def test_handlers_stay_short() -> None:
    wrong = [
        f"{source.at(node)} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for source in SOURCES
        if source.layer == "handlers"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None
        if node.end_lineno - node.lineno + 1 > MAX_HANDLER_LINES
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "code",
    [
        "datetime.now(UTC)",
        "import datetime as d\nx = datetime.datetime.utcnow",
        "date.today()",
        "import time\ndefault = time.time",
        "import time as t\nt.time()",
        "from datetime import datetime as when\nwhen.now()",
        "from time import time",
        "column(server_default=func.now())",
    ],
)
def test_asking_for_the_time_is_seen(code: str) -> None:
    assert time_questions(Source(BOT / "sample.py", "bot.sample", ast.parse(code)))


def test_monotonic_time_is_free() -> None:
    code = ast.parse("import time\ntime.monotonic()\ntime.perf_counter()\nclock.now()")
    assert time_questions(Source(BOT / "sample.py", "bot.sample", code)) == []
