"""For whom a text is written: language, time zone and the moment it is read. Every view takes one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.i18n import Translator, translator


@dataclass(frozen=True, slots=True)
class Reader:
    """The person (or chat) who will read a message. ``now`` is UTC and aware."""

    t: Translator
    zone: ZoneInfo
    now: datetime

    @property
    def locale(self) -> str:
        """``en``, ``ru`` or ``pl``."""
        return self.t.locale

    @property
    def today(self) -> date:
        """The date on the reader's wall."""
        return self.now.astimezone(self.zone).date()


@lru_cache(maxsize=512)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def reader_for(locale: str, zone: str, now: datetime) -> Reader:
    """Build a reader. ``zone`` is an IANA name; an unknown one raises ``ZoneInfoNotFoundError``."""
    return Reader(translator(locale), _zone(zone), now)
