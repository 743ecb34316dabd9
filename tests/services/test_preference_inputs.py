"""What people type about working time and limits."""

from __future__ import annotations

import pytest

from bot.errors import BadInput
from bot.services.preference_inputs import clock_minutes, country, days, hours


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("48", 48), ("36 h", 36), ("36ч", 36), ("12 godz.", 12), ("3 d", 72), ("3 дня", 72), ("5 dni", 120),
        ("2 weeks", 336), ("1 нед.", 168), ("2 tyg.", 336), ("0", None), ("–", None),
        ("never", None), ("Никогда", None), ("nigdy.", None), (" не нужно ", None), ("no limit", None),
    ],
)  # fmt: skip
def test_hours_as_people_write_them(text: str, expected: int | None) -> None:
    assert hours(text) == expected


def test_days_as_people_write_them() -> None:
    assert [days(text) for text in ("7", "10 days", "2 недели", "-")] == [7, 10, 14, None]
    assert [days(text) for text in ("Never", "никогда", "Nigdy")] == [None, None, None]
    for text in ("5 h", "x", "", "3 moons", "1.5", "99999", "nevermore"):
        with pytest.raises(BadInput):
            days(text)


def test_times_as_people_write_them() -> None:
    assert [clock_minutes(text) for text in ("9", "9:30", "09.05", "0")] == [540, 570, 545, 0]
    assert clock_minutes("24", is_end=True) == 1_440
    for text in ("24", "9:60", "-1", "noon", ""):
        with pytest.raises(BadInput):
            clock_minutes(text)


def test_countries_as_people_write_them() -> None:
    assert [country(text) for text in ("PL", "polska", "Казахстан", "Germany")] == ["PL", "PL", "KZ", "DE"]
