"""A missing service skips its tests at home and fails them on CI."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests import requirements_plugin as plugin


def item(*markers: str) -> Any:
    return SimpleNamespace(get_closest_marker=lambda name: name if name in markers else None)


@pytest.fixture(autouse=True)
def _only_redis_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(plugin.NEEDS, "redis", ("Redis", lambda: True))
    monkeypatch.setitem(plugin.NEEDS, "postgres", ("PostgreSQL", lambda: False))
    monkeypatch.setitem(plugin.NEEDS, "browser", ("Chromium", lambda: None))
    monkeypatch.delenv("REQUIRE_SERVICES", raising=False)


@pytest.mark.parametrize(("marker", "what"), [("postgres", "PostgreSQL"), ("browser", "Chromium")])
def test_what_is_missing_skips_with_its_name(marker: str, what: str) -> None:
    with pytest.raises(pytest.skip.Exception, match=f"needs {what}"):
        plugin.pytest_runtest_setup(item("redis", marker))


@pytest.mark.parametrize("marker", ["postgres", "browser"])
def test_what_is_missing_fails_when_it_is_required(monkeypatch: pytest.MonkeyPatch, marker: str) -> None:
    monkeypatch.setenv("REQUIRE_SERVICES", "1")
    with pytest.raises(pytest.fail.Exception, match="REQUIRE_SERVICES"):
        plugin.pytest_runtest_setup(item(marker))


def test_other_tests_just_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUIRE_SERVICES", "1")
    plugin.pytest_runtest_setup(item())
    plugin.pytest_runtest_setup(item("redis", "e2e"))


def test_nothing_listening_is_no_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugin, "REDIS_ADDRESS", ("127.0.0.1", 1))
    monkeypatch.setattr(plugin, "POSTGRES_URL", "postgresql://127.0.0.1:1/test")
    assert plugin.redis_available.__wrapped__() is False
    assert plugin.postgres_available.__wrapped__() is False
