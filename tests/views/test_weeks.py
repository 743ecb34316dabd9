"""Weeks and spans of time as people say them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.models.facts_preferences import Hours
from bot.reader import reader_for
from bot.views.weeks import day_span, span, week, working_time

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("mask", "english"),
    [
        (0b0011111, "Mon–Fri"),
        (0b1111111, "Mon–Sun"),
        (0b0011101, "Mon, Wed–Fri"),
        (0b1100000, "Sat, Sun"),
        (0b0000100, "Wed"),
        (0b1010101, "Mon, Wed, Fri, Sun"),
    ],
)
def test_a_week(mask: int, english: str) -> None:
    assert week(mask, reader_for("en", "UTC", NOW)) == english


@pytest.mark.parametrize(
    ("locale", "said"),
    [("en", "Mon–Fri, 09:00–24:00"), ("ru", "пн–пт, 09:00–24:00"), ("pl", "pon.–pt., 09:00–24:00")],
)
def test_working_time(locale: str, said: str) -> None:
    assert working_time(Hours(0b11111, 540, 1_440), reader_for(locale, "UTC", NOW)) == said


@pytest.mark.parametrize(
    ("hours", "said"), [(4, "4 hours"), (48, "48 hours"), (72, "3 days"), (73, "73 hours"), (None, "never")]
)
def test_spans(hours: int | None, said: str) -> None:
    assert span(hours, reader_for("en", "UTC", NOW)).replace("\u00a0", " ") == said


def test_days() -> None:
    reader = reader_for("pl", "UTC", NOW)
    assert [day_span(count, reader).replace("\u00a0", " ") for count in (1, 7, None)] == ["1 dzień", "7 dni", "nigdy"]
