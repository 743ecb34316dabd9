"""What the owner of the machine decides: environment variables, or the same names in `.env`.

Every field stands in `.env.example` and in the README (tests hold all three equal). `load_settings` turns
whatever is wrong into one line that names the setting and never repeats its value: values are secrets.
"""

import difflib
import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, NoDecode, SettingsConfigDict

TOKEN_SHAPE = re.compile(r"\d+:[A-Za-z0-9_-]{8,}")
"""Telegram's own tokens end in 35 characters; a local Bot API server may hand out shorter ones."""

DATABASE_DRIVERS = {
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
}

LAST_PORT = 65_535


class SettingsError(Exception):
    """A setting is missing or wrong. The message is one line, names the setting, and holds no secret."""


class Settings(BaseSettings):
    """All settings. Times are in seconds unless the name says otherwise."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8-sig", env_ignore_empty=True, extra="ignore", frozen=True
    )

    bot_token: SecretStr | None = None
    bot_api_url: str = "https://api.telegram.org"
    database_url: str = Field(default="sqlite+aiosqlite:///data/dealnudge.db", repr=False)
    redis_url: str | None = Field(default=None, repr=False)
    team_creation: Literal["anyone", "owners"] = "anyone"
    owner_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    sweep_interval_seconds: float = Field(default=30, gt=0, le=3600)
    telegram_rate_per_second: float = Field(default=30, gt=0, le=1000)
    workers: int = Field(default=64, ge=1, le=10_000)
    shutdown_seconds: float = Field(default=4, gt=0, le=60)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    sandbox_port: int = Field(default=8081, ge=0, le=LAST_PORT)
    sandbox_language: Literal["en", "ru", "pl"] = "en"
    sandbox_clock_file: Path | None = None

    @property
    def token(self) -> str:
        """The bot token in the clear. Raises SettingsError when there is none."""
        if self.bot_token is None:
            raise SettingsError("BOT_TOKEN is missing: put the token from @BotFather into .env or the environment")
        return self.bot_token.get_secret_value()

    @field_validator("log_level", "log_format", "team_creation", "sandbox_language", mode="before")
    @classmethod
    def _any_case(cls, value: object, info: Any) -> object:
        if not isinstance(value, str):
            return value
        return value.strip().upper() if info.field_name == "log_level" else value.strip().lower()

    @field_validator("bot_token")
    @classmethod
    def _token_shape(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not TOKEN_SHAPE.fullmatch(value.get_secret_value()):
            raise ValueError("does not look like a token from @BotFather (digits, a colon, then letters)")
        return value

    @field_validator("bot_api_url")
    @classmethod
    def _http_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("must be an address such as https://api.telegram.org")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _async_driver(cls, value: str) -> str:
        scheme, found, rest = value.partition("://")
        driver = DATABASE_DRIVERS.get(scheme)
        if not found or driver is None:
            raise ValueError("must start with sqlite:/// or postgresql://")
        # Behind a password, which may hold anything, and an IPv6 address, which has colons of its own.
        host = rest.rpartition("@")[2].partition("/")[0].rpartition("]")[2]
        port = host.rpartition(":")[2] if ":" in host else ""
        if driver.startswith("postgresql") and port and not (port.isdecimal() and 0 < int(port) <= LAST_PORT):
            raise ValueError("has a port that is no number from 1 to 65535")
        return f"{driver}://{rest}"

    @field_validator("redis_url")
    @classmethod
    def _redis_address(cls, value: str | None) -> str | None:
        if value is not None and urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
            raise ValueError("must start with redis:// or rediss://")
        return value

    @field_validator("owner_ids", mode="before")
    @classmethod
    def _id_list(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return frozenset(int(part) for part in re.split(r"[\s,;]+", value) if part)
        except ValueError:
            raise ValueError("must be Telegram user ids separated by commas, such as 11111,22222") from None

    @model_validator(mode="after")
    def _owners_are_named(self) -> Self:
        if self.team_creation == "owners" and not self.owner_ids:
            raise ValueError("OWNER_IDS is missing: TEAM_CREATION=owners needs at least one owner")
        return self


def load_settings(env_file: Path | None = Path(".env"), **given: Any) -> Settings:
    """Read the settings: `given` first, then the environment, then `env_file`, then the defaults.

    Raises SettingsError, one line for everything that is wrong.
    """
    try:
        if env_file is not None:
            _refuse_misspelt(env_file)
        return Settings(_env_file=env_file, **given)
    except ValidationError as error:
        raise SettingsError("; ".join(_line(dict(problem)) for problem in error.errors())) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{env_file} cannot be read: {type(error).__name__}") from None


def _refuse_misspelt(env_file: Path) -> None:
    """A typing error in a name would be ignored in silence; names of other tools may stay."""
    names = [name.upper() for name in Settings.model_fields]
    for key in map(str.upper, DotEnvSettingsSource(Settings, env_file=env_file).env_vars):
        close = difflib.get_close_matches(key, names, n=1, cutoff=0.85)
        if close and key not in names:
            raise SettingsError(f"{key} in {env_file} is no setting: did you mean {close[0]}?")


def _line(problem: dict[str, Any]) -> str:
    message = str(problem["msg"]).removeprefix("Value error, ").removeprefix("Input ")
    if not problem["loc"]:
        return message
    return f"{str(problem['loc'][0]).upper()} {message}"
