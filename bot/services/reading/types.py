"""What goes into the reader and what comes out of it. Plain values: no database, no texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

MAX_MINOR = 9_000_000_000_000_000
"""Amounts above this are refused: they still fit a signed 64-bit column and a float of a spreadsheet."""

SpanKind = Literal[
    "client", "amount", "stage", "next_step", "next_step_text", "expected_close", "phone", "label", "separator"
]


@dataclass(frozen=True, slots=True)
class StageName:
    """A stage by all the names it may be typed as (one per language, or the team's own)."""

    id: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """Who is typing, when and where.

    `now` is aware (UTC); `tz` is the person's zone: "today" and typed times are theirs. `country` (ISO 3166) is
    where a phone without a country code is dialled; `country` "US" with `locale` "en" also reads 5/6 as May 6,
    everybody else as 5 June. `day_start` is when a working day begins: a date without time means that hour.
    """

    now: dt.datetime
    tz: ZoneInfo
    locale: str
    default_currency: str
    country: str
    stages: Sequence[StageName] = ()
    day_start: dt.time = dt.time(9, 0)

    def __post_init__(self) -> None:
        if self.now.utcoffset() is None:
            raise ValueError("ReadingContext.now must be an aware datetime")

    @property
    def today(self) -> dt.date:
        return self.now.astimezone(self.tz).date()

    @property
    def month_first(self) -> bool:
        return self.country == "US" and self.locale == "en"


@dataclass(frozen=True, slots=True)
class Money:
    """`minor` units (cents, kopecks; none for JPY) of an ISO 4217 `currency`. Always positive."""

    minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class When:
    """A planned moment. Without a typed time `at` is the start of that working day and `has_time` is False."""

    at: dt.datetime
    has_time: bool
    date: dt.date


@dataclass(frozen=True, slots=True)
class NextStep:
    """A next step typed as one text: when, and what is to be done (None if only the moment was typed)."""

    when: When
    text: str | None


@dataclass(frozen=True, slots=True)
class Span:
    """text[start:end] of the typed line was understood as `kind`."""

    kind: SpanKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One typed line, read. Every typed character is in `client`, in `title` or under one of `spans`."""

    client: str | None = None
    title: str = ""
    amount_minor: int | None = None
    currency: str | None = None
    stage_id: int | None = None
    next_step: When | None = None
    next_step_text: str | None = None
    expected_close: dt.date | None = None
    phone: str | None = None
    spans: tuple[Span, ...] = ()

    @property
    def has_facts(self) -> bool:
        """Whether anything but plain words was found: without it the line may rather be a search."""
        return any(span.kind not in ("client", "label", "separator") for span in self.spans)
