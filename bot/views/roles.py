"""Words and small pieces that several screens of teams share."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from aiogram.types import InlineKeyboardButton
from babel import Locale

from bot.callbacks.teams import Home
from bot.models import Role
from bot.reader import Reader
from bot.views.formatting import clock_time
from bot.views.screen import button

ROLES = (Role.VIEWER, Role.REP, Role.MANAGER, Role.ADMIN)
LANGUAGES = {"en": "English", "ru": "Русский", "pl": "Polski"}
"""Each language in its own words: whoever needs the button may not read the others."""


def role_name(role: Role, reader: Reader) -> str:
    """The role as one word."""
    return reader.t.plain(f"role-{role.value}")


def city(zone: str, reader: Reader) -> str:
    """A zone's place as the reader writes it: "Москва", "Warsaw", "UTC+5"."""
    name = Locale.parse(reader.locale).time_zones.get(zone, {}).get("city")
    if name:
        return str(name)
    if zone == "UTC" or zone.startswith("Etc/"):
        return offset(zone, reader)
    return zone.rpartition("/")[2].replace("_", " ")


def offset(zone: str, reader: Reader) -> str:
    """The zone's offset now: "UTC+3", "UTC+5:30", "UTC"."""
    shift = reader.now.astimezone(ZoneInfo(zone)).utcoffset()
    minutes = round(shift.total_seconds() / 60) if shift else 0
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def zone_now(zone: str, reader: Reader) -> str:
    """A zone with the time on its clocks: "Moscow, UTC+3, now 15:42"."""
    name = ", ".join(dict.fromkeys((city(zone, reader), offset(zone, reader))))
    return reader.t.plain("zone-now", zone=name, time=clock_time(reader.now, zone))


def minutes_as_time(minutes: int) -> str:
    """Minutes after midnight as "09:30"."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def mark(on: bool, text: str) -> str:
    """A button's text with a tick when it is the present choice."""
    return f"✓ {text}" if on else text


def home_button(reader: Reader) -> InlineKeyboardButton:
    """The way to the start screen."""
    return button(reader.t.plain("button-home"), Home())
