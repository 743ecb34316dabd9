"""The sandbox page's files: three languages say the same, nothing comes from elsewhere, what is vendored is true."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "bot" / "sandbox" / "page"
VENDOR = PAGE / "vendor"
LANGUAGES = ("en", "ru", "pl")
OWN = sorted(path for path in PAGE.rglob("*") if path.suffix in {".js", ".css", ".html"} and VENDOR not in path.parents)
MODULES = [path for path in OWN if path.suffix == ".js"]
MAX_LINES = 200
STATIC = "/static/"
KEY = re.compile(r"""(?<![\w.$])t\(\s*(?P<quote>["'`])(?P<key>[^"'`]+)(?P=quote)""")
CHOSEN = re.compile(r"""(?<![\w.$])t\([^()"'`]*\?\s*"(?P<yes>[^"]+)"\s*:\s*"(?P<no>[^"]+)"\)""")


def texts(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((PAGE / "texts" / f"{language}.json").read_text(encoding="utf-8"))
    return found


def used_keys() -> tuple[set[str], set[str]]:
    """Keys that the modules name whole, and the beginnings of those put together (t(`action.${id}`))."""
    whole: set[str] = set()
    begun: set[str] = set()
    for module in MODULES:
        source = module.read_text(encoding="utf-8")
        for match in KEY.finditer(source):
            name, dollar, _ = match["key"].partition("${")
            (begun if dollar else whole).add(name)
        for match in CHOSEN.finditer(source):
            whole |= {match["yes"], match["no"]}
    return whole, begun


def vendored() -> dict[str, str]:
    """File and sha256 as the table in vendor/README.md says."""
    table = (VENDOR / "README.md").read_text(encoding="utf-8")
    rows = [[cell.strip(" `") for cell in line.split("|")[1:-1]] for line in table.splitlines() if line.startswith("|")]
    return {row[3]: row[5] for row in rows[2:]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_texts_and_placeholders(language: str) -> None:
    english, other = texts("en"), texts(language)
    assert list(other) == list(english)
    for key, text in other.items():
        assert text.strip(), key
        assert set(re.findall(r"\{(\w+)\}", text)) == set(re.findall(r"\{(\w+)\}", english[key])), key


def test_every_text_used_exists_and_every_text_is_used() -> None:
    whole, begun = used_keys()
    known = set(texts("en"))
    assert len(whole) > 50, "the pattern that finds t(…) no longer fits the code"
    assert whole <= known
    named_elsewhere = {key for key in known for module in MODULES if f'"{key}"' in module.read_text(encoding="utf-8")}
    unused = {key for key in known - whole - named_elsewhere if not key.startswith(tuple(begun))}
    assert not unused


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_files_are_small_and_load_nothing_from_elsewhere(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) < MAX_LINES
    hosts = set(re.findall(r"\w+://([^/\s\"'`<>)]+)", source)) - {
        "www.w3.org",
        "t.me",
        "${address}",
        "${location.host}",
    }
    assert not hosts


def test_everything_that_is_loaded_is_there() -> None:
    index = (PAGE / "index.html").read_text(encoding="utf-8")
    wanted = {PAGE / name for name in re.findall(rf'"{STATIC}([^"]+)"', index)}
    for path in OWN:
        source = path.read_text(encoding="utf-8")
        relative = re.findall(r'from "(\.[^"]+)"', source) + re.findall(r"url\(([^)]+)\)", source)
        wanted |= {(path.parent / name).resolve() for name in relative}
    assert len(wanted) > len(MODULES)
    assert [str(path) for path in sorted(wanted) if not path.is_file()] == []
    loaded = {path for path in wanted if path.suffix in {".js", ".css"}}
    assert loaded == {path for path in OWN if path.suffix in {".js", ".css"}}, "a file nobody loads"


def test_what_comes_from_npm_is_as_published_and_licensed() -> None:
    listed = vendored()
    kept = {path for path in VENDOR.rglob("*") if path.is_file() and path.name not in {"README.md", "LICENSE"}}
    assert {VENDOR / name for name in listed} == kept
    for name, digest in listed.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest, name
        assert (VENDOR / name).with_name("LICENSE").read_text(encoding="utf-8").strip()
