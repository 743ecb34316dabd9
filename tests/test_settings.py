"""Settings: defaults, one clear line for what is wrong, and nothing secret in it."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load_settings

ROOT = Path(__file__).resolve().parents[1]
TOKEN = "123456:AAEhBP0av28zE3LQGzXw9x5_secret-token"


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_defaults_need_nothing() -> None:
    settings = load_settings()
    assert settings.bot_token is None
    assert settings.database_url == "sqlite+aiosqlite:///data/dealnudge.db"
    assert settings.owner_ids == frozenset()
    assert settings.sweep_interval_seconds == 30


def test_the_file_and_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"\ufeffBOT_TOKEN={TOKEN}\nWORKERS=5\nLOG_LEVEL=debug\nREDIS_URL=\n")
    monkeypatch.setenv("WORKERS", "7")
    settings = load_settings()
    assert settings.token == TOKEN
    assert settings.workers == 7, "the environment wins over the file"
    assert settings.log_level == "DEBUG"
    assert settings.redis_url is None, "an empty value means the default"


def test_names_of_other_tools_may_stand_in_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("COMPOSE_PROJECT_NAME=sales\n")
    assert load_settings() == load_settings(env_file=None)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("postgresql://bot:pw@db/sales", "postgresql+asyncpg://bot:pw@db/sales"),
        ("postgres://db/sales", "postgresql+asyncpg://db/sales"),
        ("postgresql+asyncpg://db/sales", "postgresql+asyncpg://db/sales"),
        ("sqlite:///sales.db", "sqlite+aiosqlite:///sales.db"),
        ("postgresql://me:se:c@[::1]:5432/sales", "postgresql+asyncpg://me:se:c@[::1]:5432/sales"),
        ("postgresql://[::1]/sales", "postgresql+asyncpg://[::1]/sales"),
        ("postgresql:///sales?host=/run", "postgresql+asyncpg:///sales?host=/run"),
    ],
)
def test_database_addresses_get_their_async_driver(given: str, expected: str) -> None:
    assert load_settings(database_url=given).database_url == expected


@pytest.mark.parametrize("text", ["11,22", " 11 , 22,", "11 22", "11;22"])
def test_owner_ids(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("OWNER_IDS", text)
    monkeypatch.setenv("TEAM_CREATION", "Owners")
    settings = load_settings()
    assert settings.owner_ids == {11, 22}
    assert settings.team_creation == "owners"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "hunter2-not-a-token"),
        ("BOT_TOKEN", "123456"),
        ("BOT_API_URL", "api.hunter2.example"),
        ("BOT_API_URL", "ftp://hunter2"),
        ("DATABASE_URL", "mysql://root:hunter2@db/x"),
        ("DATABASE_URL", "hunter2.db"),
        ("DATABASE_URL", "postgresql://db:hunter2/sales"),
        ("DATABASE_URL", "postgresql://me:hunter2@db:70000/sales"),
        ("REDIS_URL", "hunter2:6379"),
        ("SWEEP_INTERVAL_SECONDS", "0"),
        ("SWEEP_INTERVAL_SECONDS", "hunter2"),
        ("SWEEP_INTERVAL_SECONDS", "nan"),
        ("TEAM_CREATION", "hunter2"),
        ("OWNER_IDS", "11,hunter2"),
        ("SANDBOX_PORT", "70000"),
        ("SANDBOX_LANGUAGE", "hunter2"),
        ("LOG_LEVEL", "hunter2"),
        ("LOG_FORMAT", "hunter2"),
        ("TELEGRAM_RATE_PER_SECOND", "-1"),
        ("WORKERS", "0"),
        ("WORKERS", "1.5"),
        ("SHUTDOWN_SECONDS", "hunter2"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line_without_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    line = str(caught.value)
    assert line.startswith(f"{name} ")
    assert "\n" not in line
    assert "hunter2" not in line
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__, "a traceback must not carry the value either"


def test_everything_wrong_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKERS", "none")
    monkeypatch.setenv("SANDBOX_PORT", "many")
    with pytest.raises(SettingsError, match=r"WORKERS .*; SANDBOX_PORT "):
        load_settings()


def test_owners_without_ids_names_the_missing_setting() -> None:
    with pytest.raises(SettingsError, match=r"^OWNER_IDS is missing"):
        load_settings(team_creation="owners")


def test_a_missing_token_is_named_when_it_is_needed() -> None:
    with pytest.raises(SettingsError, match=r"^BOT_TOKEN is missing"):
        _ = load_settings().token


@pytest.mark.parametrize("typo", ["BOT_TOKE", "OWNER_ID", "DATABSE_URL", "sweep_interval_second"])
def test_a_misspelt_name_in_the_file_is_refused(tmp_path: Path, typo: str) -> None:
    (tmp_path / ".env").write_text(f"{typo}=hunter2\n")
    with pytest.raises(SettingsError, match=r"did you mean [A-Z_]+\?") as caught:
        load_settings()
    assert "hunter2" not in str(caught.value)


def test_a_file_that_is_not_text_is_one_line_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"BOT_TOKEN=\xff\xfe\xfa")
    with pytest.raises(SettingsError, match=r"^\.env cannot be read"):
        load_settings()


def test_secrets_stay_out_of_repr() -> None:
    settings = load_settings(bot_token=TOKEN, database_url="postgresql://bot:hunter2@db/x")
    assert "secret-token" not in repr(settings)
    assert "hunter2" not in repr(settings)


def test_example_and_settings_name_the_same_fields() -> None:
    assert set(example()) == {name.upper() for name in Settings.model_fields}


def test_the_example_shows_the_defaults() -> None:
    shown = load_settings(env_file=ROOT / ".env.example")
    assert shown == load_settings(env_file=None)
    empty = {name for name, value in example().items() if not value}
    no_default = {name.upper() for name, field in Settings.model_fields.items() if field.default in (None, frozenset())}
    assert empty == no_default


def test_every_line_of_the_example_is_explained() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    for name in example():
        assert re.search(rf"^# .+\n{name}=", text, re.MULTILINE), f"{name} has no comment above it"
