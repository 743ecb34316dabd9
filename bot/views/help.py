"""How things are done, on one screen."""

from __future__ import annotations

from bot.reader import Reader
from bot.views.roles import home_button
from bot.views.screen import Screen, keyboard


def private(reader: Reader) -> Screen:
    """For a person."""
    return Screen(reader.t("help-private"), keyboard([[home_button(reader)]]))


def group(reader: Reader) -> Screen:
    """For a group."""
    return Screen(reader.t("help-group"))
