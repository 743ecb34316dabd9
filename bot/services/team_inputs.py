"""Reads what people type when they set up a team. Every reader raises BadInput with the field's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from bot.errors import BadInput
from bot.models.facts_teams import ZoneChoice
from bot.services.timezones import find_zones, is_zone

NAME_LENGTH = 64
LIKELY_CURRENCIES = {
    "ru": ("RUB", "USD", "EUR", "KZT", "BYN", "CNY"),
    "pl": ("PLN", "EUR", "USD", "GBP", "CZK", "UAH"),
    "en": ("USD", "EUR", "GBP", "PLN", "INR", "AED"),
}
_SIGNS = {
    "$": "USD", "€": "EUR", "£": "GBP", "₽": "RUB", "₴": "UAH", "₸": "KZT", "₾": "GEL", "₺": "TRY", "₹": "INR",
    "₪": "ILS", "ZŁ": "PLN", "ZL": "PLN", "РУБ": "RUB", "KČ": "CZK",
}  # fmt: skip
# Where a language is spoken first, for teams whose zone names no country (an offset).
_COUNTRIES = {"ru": "RU", "pl": "PL", "en": "GB"}
_TIME = re.compile(r"(\d{1,2})(?:[:.h ](\d{2}))?")


def team_name(text: str) -> str:
    """A name on one line, 1–64 characters."""
    name = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    if not name:
        raise BadInput("team-name", text, "empty")
    if len(name) > NAME_LENGTH:
        raise BadInput("team-name", text, "long")
    return name


def currency(text: str) -> str:
    """An ISO 4217 code that is money somewhere today, from its code or sign ("chf", "zł")."""
    asked = text.strip().rstrip(".").upper()
    code = _SIGNS.get(asked, asked)
    if code not in _money_of_today():
        raise BadInput("currency", text)
    return code


def day_start(text: str) -> int:
    """Minutes after midnight, from "9", "9:30" or "09.00"."""
    match = _TIME.fullmatch(text.strip())
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        raise BadInput("day-start", text)
    return int(match[1]) * 60 + int(match[2] or 0)


def zone(name: str) -> str:
    """An IANA zone as a button carries it."""
    if not is_zone(name):
        raise BadInput("zone", name)
    return name


def zones(text: str) -> Sequence[ZoneChoice]:
    """Zones for a typed city or offset, best first. The first call takes about a second: run it in a thread."""
    found = [ZoneChoice(match.zone, match.city, match.country) for match in find_zones(text)]
    if not found:
        raise BadInput("zone", text)
    return found


def country_of(zone_name: str, locale: str) -> str:
    """The ISO 3166 country of a zone, else the first one of a language."""
    country = _global("zone_territories").get(zone_name, "ZZ")
    return country if country != "ZZ" else _COUNTRIES[locale]


@cache
def _money_of_today() -> frozenset[str]:
    used = _global("territory_currencies").values()
    return frozenset(code for rows in used for code, _start, end, tender in rows if end is None and tender)


def _global(name: Any) -> Any:
    from babel.core import get_global  # rarely needed, so not at start

    return get_global(name)
