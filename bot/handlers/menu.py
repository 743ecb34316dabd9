"""The commands that Telegram offers behind the menu button to those who have no menu of their own yet."""

from __future__ import annotations

from aiogram import Bot
from aiogram.types import BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

from bot.i18n import DEFAULT, SUPPORTED
from bot.views.menus import group_menu, private_menu


async def set_commands(bot: Bot) -> None:
    """Tell Telegram the commands. People whose language we do not speak get the English ones.

    Members have menus of their own, by role and chosen language (`services.menus`).
    """
    for locale in SUPPORTED:
        language = None if locale == DEFAULT else locale
        await bot.set_my_commands(private_menu(None, locale), BotCommandScopeAllPrivateChats(), language)
        await bot.set_my_commands(group_menu(locale), BotCommandScopeAllGroupChats(), language)
