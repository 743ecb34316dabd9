"""The commands that Telegram offers behind the menu button, in each language: only those that work."""

from __future__ import annotations

from collections.abc import Set

from aiogram import Bot
from aiogram.types import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

from bot.i18n import DEFAULT, SUPPORTED, translator

PRIVATE = ("new", "deals", "today", "stuck", "digest", "settings", "help")
GROUP = ("my", "stuck", "connect", "help")
WHISPERED = frozenset({"my", "stuck"})
"""In a group nobody but the asker sees these commands, nor what we answer."""


async def set_commands(bot: Bot) -> None:
    """Tell Telegram the commands. People whose language we do not speak get the English ones."""
    for locale in SUPPORTED:
        language = None if locale == DEFAULT else locale
        await bot.set_my_commands(_commands(PRIVATE, locale), BotCommandScopeAllPrivateChats(), language)
        await bot.set_my_commands(_commands(GROUP, locale, WHISPERED), BotCommandScopeAllGroupChats(), language)


def _commands(names: tuple[str, ...], locale: str, whispered: Set[str] = frozenset()) -> list[BotCommand]:
    t = translator(locale)
    return [
        BotCommand(
            command=name, description=t.plain(f"command-{name}"), is_ephemeral=True if name in whispered else None
        )
        for name in names
    ]
