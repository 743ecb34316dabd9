"""How things are done, on one screen."""

from __future__ import annotations

from bot.i18n import Markup
from bot.models import Role
from bot.reader import Reader
from bot.views.menus import BY_ROLE, describe
from bot.views.roles import home_button
from bot.views.screen import Screen, keyboard

HELP = "help"


def private(role: Role | None, reader: Reader) -> Screen:
    """For a person: what to type, and the commands of their menu. ``role`` None: in no team."""
    t = reader.t
    lines = [t("help-new"), t("help-contact")] if role is not None and role.may(Role.REP) else []
    lines += [t("help-find")] if role is not None else []
    names = ["start", *(name for name in BY_ROLE[role] if name != HELP)]
    commands = [t("help-command", name=name, what=describe(name, role, reader.locale)) for name in names]
    parts = [Markup("\n").join(each) for each in (lines, commands) if each]
    return Screen(Markup("\n\n").join(parts), keyboard([[home_button(reader)]]))


def group(reader: Reader) -> Screen:
    """For a group."""
    return Screen(reader.t("help-group"))
