"""The command line: ``python -m bot run | sandbox | start | migrate``."""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bot.logs import configure_logging
from bot.settings import Settings, SettingsError, load_settings

INTERRUPTED = 130
SANDBOX_FOLDER = Path("data/sandbox")
BAD_SETTINGS = 2
"""Exit code when a setting is missing or wrong, after one line that names it."""


def run(settings: Settings) -> None:
    """Run the bot against Telegram, or whatever BOT_API_URL points at."""
    # What is imported stays: looking for garbage among it takes a fifth of the start (python -m benchmarks start).
    gc.disable()
    from bot import app

    gc.freeze()
    gc.enable()
    asyncio.run(app.run(settings))


def sandbox(settings: Settings) -> None:
    """Run the bot against a local stand-in for Telegram, with a page that shows the phones of a small team."""
    from bot.sandbox.supervisor import run_sandbox

    asyncio.run(
        run_sandbox(port=settings.sandbox_port, language=settings.sandbox_language, data_dir=SANDBOX_FOLDER, seed=_seed)
    )


async def _seed(language: str, url: str, people: Any) -> None:
    """A believable team in the sandbox's new database."""
    from bot.clock import Clock
    from bot.database import Database
    from bot.migrations import upgrade
    from bot.services import demo

    database = Database(url)
    try:
        await upgrade(database)
        roles = ((people.rep, "rep"), (people.second_rep, "rep"), (people.manager, "admin"))
        members = [(p.id, p.first_name, p.last_name, p.username, p.language_code, role) for p, role in roles]
        await demo.seed(database, Clock(), language=language, people=members, group_chat_id=people.group_id)
    finally:
        await database.close()


def start(settings: Settings) -> None:
    """`run` when there is a BOT_TOKEN, else `sandbox`."""
    if settings.bot_token is None:
        print("BOT_TOKEN is not set: starting the sandbox, a stand-in for Telegram on this machine.")
        sandbox(settings)
    else:
        run(settings)


def migrate(settings: Settings) -> None:
    """Bring the database up to this version and stop; `run` does it by itself on start."""
    from bot.database import Database
    from bot.migrations import head, upgrade

    async def work() -> None:
        database = Database(settings.database_url)
        try:
            changed = await upgrade(database)
        finally:
            await database.close()
        print(f"The database {'is now' if changed else 'was already'} at {head()}.")

    asyncio.run(work())


COMMANDS: dict[str, Callable[[Settings], None]] = {
    "run": run,
    "sandbox": sandbox,
    "start": start,
    "migrate": migrate,
}


def build_parser() -> argparse.ArgumentParser:
    """The command line as it is documented."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Dealnudge, a sales pipeline in Telegram.")
    commands = parser.add_subparsers(dest="command", metavar="command", required=True)
    for name, command in COMMANDS.items():
        commands.add_parser(name, help=command.__doc__, description=command.__doc__)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says; returns the exit code."""
    arguments = build_parser().parse_args(argv)
    try:
        settings = load_settings()
        token = settings.bot_token.get_secret_value() if settings.bot_token else ""
        configure_logging(settings.log_level, settings.log_format, secrets=[token] if token else [])
        COMMANDS[arguments.command](settings)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return BAD_SETTINGS
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main())
