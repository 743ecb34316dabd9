"""The command menu behind "/", by role: only what works for that person (screens.md, "Commands")."""

from __future__ import annotations

import hashlib

from aiogram.types import BotCommand

from bot.i18n import SUPPORTED, translator
from bot.models import Role

STRANGER = ("settings", "help")
"""For those in no team, and so for everybody whom we do not know yet."""

BY_ROLE: dict[Role | None, tuple[str, ...]] = {
    None: STRANGER,
    Role.VIEWER: ("deals", "stuck", "settings", "help"),
    Role.REP: ("new", "deals", "today", "stuck", "settings", "help"),
    Role.MANAGER: ("new", "deals", "today", "stuck", "digest", "settings", "help"),
    Role.ADMIN: ("new", "deals", "today", "stuck", "digest", "settings", "help"),
}
GROUP = ("my", "stuck", "connect", "help")
WHISPERED = frozenset({"my", "stuck"})
"""In a group nobody but the asker sees these commands, nor what we answer."""


def private_menu(role: Role | None, locale: str) -> list[BotCommand]:
    """The menu of somebody's chat with the bot; ``role`` None: in no team."""
    return [BotCommand(command=name, description=describe(name, role, locale)) for name in BY_ROLE[role]]


def group_menu(locale: str) -> list[BotCommand]:
    """The menu of groups."""
    return [
        BotCommand(
            command=name, description=describe(name, None, locale), is_ephemeral=True if name in WHISPERED else None
        )
        for name in GROUP
    ]


def describe(name: str, role: Role | None, locale: str) -> str:
    """What a command is for to that role, in a few words."""
    if name == "settings" and (role is None or not role.may(Role.REP)):
        # Who has no deals has no working hours here, and nothing to be reminded of.
        return translator(locale).plain("command-settings-few")
    return translator(locale).plain(f"command-{name}")


def edition() -> str:
    """Names the menus as they are in this version of the bot: it changes when any of them does."""
    said = "".join(
        f"{command.command} {command.description}\n"
        for locale in SUPPORTED
        for role in BY_ROLE
        for command in private_menu(role, locale)
    )
    return hashlib.sha256(said.encode()).hexdigest()[:16]
