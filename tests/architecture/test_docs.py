"""The papers are true: README and docs name every setting, command and make target; the lock is sound."""

import ast
import re
import shlex
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.__main__ import build_parser
from bot.settings import Settings
from tests.architecture.sources import BOT, ROOT, SOURCES

README = ROOT / "README.md"
LOCKS = ("requirements.txt", "requirements-dev.txt")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DIRECT = [Requirement(line) for line in PROJECT["dependencies"]]
DEV = [Requirement(line) for line in PROJECT["optional-dependencies"]["dev"]]

NOT_IMPORTED = {
    "asyncpg": "SQLAlchemy's driver, named in the database's address",
    "tzdata": "the zones of zoneinfo where the system has none",
    "async-timeout": "redis needs it on Python 3.11.0-3.11.2",
}
"""Direct dependencies without an import of their own, and why they are there."""

IMPORTED_AS = {"pydantic": "pydantic-settings", "fluent": "fluent.runtime"}
"""Packages whose import name is not their own, or that come as the public half of a direct dependency."""

REGISTRIES = {"pypi": r"\.(org|io)", "registry": r"\.npmjs", "python.?hosted": r"\.org", "extra-index": "-url"}


def guide() -> str:
    """Everything that a user reads: README and the pages under docs/."""
    pages = [README, *sorted((ROOT / "docs").rglob("*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def kept_files() -> list[Path]:
    """Text files of the repository: tracked ones and new ones that are not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    binary = {".png", ".jpg", ".ico", ".woff2", ".xlsx", ".gif", ".webp"}
    files = [ROOT / name for name in listed.split("\0") if name]
    return [file for file in files if file.is_file() and file.suffix not in binary]


def make_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))


def command_line() -> set[str]:
    """The subcommands of `python -m bot`."""
    choices = (action.choices for action in build_parser()._actions if action.choices and action.dest != "help")
    return {str(name) for names in choices for name in names or ()}


def chat_commands() -> set[str]:
    """What `Command("…")` filters of the handlers listen to."""
    found = set()
    for source in SOURCES:
        for node in ast.walk(source.tree):
            if source.layer == "handlers" and isinstance(node, ast.Call) and ast.unparse(node.func) == "Command":
                found |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    return {str(name) for name in found}


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_readme_names_every_setting(name: str) -> None:
    assert f"`{name.upper()}`" in README.read_text(encoding="utf-8")


def test_readme_names_no_setting_that_does_not_exist() -> None:
    known = {name.upper() for name in Settings.model_fields} | {"REQUIRE_SERVICES"}
    table = re.findall(r"^\| `([A-Z][A-Z_]+)`", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert table, "the README has no table of settings"
    assert set(table) <= known


@pytest.mark.parametrize("target", sorted(make_targets()))
def test_readme_names_every_make_target(target: str) -> None:
    assert f"make {target}" in guide()


def test_docs_name_no_make_target_that_does_not_exist() -> None:
    named = set(re.findall(r"`make ([a-z]+)", guide()))
    assert named <= make_targets()


@pytest.mark.parametrize("command", sorted(command_line()))
def test_docs_name_every_command_of_the_command_line(command: str) -> None:
    assert f"python -m bot {command}" in guide()


def test_docs_name_every_chat_command() -> None:
    commands = chat_commands()
    assert "language" in commands
    missing = sorted(name for name in commands if f"/{name}" not in guide())
    assert missing == []


def test_makefile_runs_nothing_that_is_missing() -> None:
    """A recipe that names a test file or a module names one that is there."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for module in re.findall(r"\$\(PY\) -m (bot|benchmarks|docs)\b([.\w]*)", makefile):
        path = ROOT / "".join(module).replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), f"no module {path.name}"
    for file in re.findall(r"tests/[\w/]+\.py", makefile):
        assert (ROOT / file).exists(), file


def test_ci_runs_the_readmes_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    last = shlex.split(script.strip().splitlines()[-1])
    assert last == ["exec", "make", "test"]
    assert "make test" in README.read_text(encoding="utf-8")


def test_links_between_pages_lead_somewhere() -> None:
    broken = []
    for page in [README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert not broken, "\n".join(broken)


def test_no_registry_address_and_no_path_of_a_machine() -> None:
    # The first words stand apart, so that this file does not find itself.
    machine = r"(?<![\w.$}/])/(?:work|root|home/\w+)/"
    registries = "|".join(f"{word}{end}" for word, end in REGISTRIES.items())
    unwanted = re.compile(f"{machine}|{registries}")
    found = []
    for file in kept_files():
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            if unwanted.search(line):
                found.append(f"{file.relative_to(ROOT)}:{number}")
    assert not found, "\n".join(found)


def locked(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)==([^\s;\\]+)", text, re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_hold_versions_and_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-(?!-hash)", text, re.MULTILINE), "no options such as an index or find-links"
    assert "WARNING" not in text
    assert text.count("==") == len(re.findall(r"^\S+==.*\\\n    --hash=sha256:", text, re.MULTILINE))


def test_every_direct_dependency_is_locked_within_its_range() -> None:
    for requirement in DIRECT:
        version = locked("requirements.txt")[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{requirement} is locked at {version}: run make lock"
    for requirement in [*DIRECT, *DEV]:
        version = locked("requirements-dev.txt")[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{requirement} is locked at {version}: run make lock"


def test_the_tests_run_on_the_versions_that_people_run() -> None:
    assert locked("requirements.txt").items() <= locked("requirements-dev.txt").items()


def test_every_direct_dependency_is_imported_or_explained_and_written_down() -> None:
    tops = set()
    for source in SOURCES:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Import):
                tops |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                tops.add(node.module.partition(".")[0])
    used = {canonicalize_name(IMPORTED_AS.get(top, top)) for top in tops} | set(NOT_IMPORTED)
    direct = {canonicalize_name(requirement.name) for requirement in DIRECT}
    assert sorted(direct - used) == []
    page = (ROOT / "docs" / "decisions" / "0001-dependencies.md").read_text(encoding="utf-8").lower()
    assert sorted(name for name in direct if f"`{name}`" not in page) == []


def test_the_sandbox_page_brings_its_licences() -> None:
    vendor = BOT / "sandbox" / "page" / "vendor"
    packages = [folder for folder in vendor.iterdir() if folder.is_dir()] if vendor.exists() else []
    assert [folder.name for folder in packages if not list(folder.glob("LICEN[CS]E*"))] == []
