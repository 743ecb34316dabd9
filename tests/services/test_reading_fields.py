"""One field at a time: the whole text is the value, or it is refused and named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.errors import BadInput
from bot.services.reading import (
    MAX_MINOR,
    Money,
    ReadingContext,
    read_amount,
    read_date,
    read_deal_date,
    read_percent,
    read_phone,
    read_when,
)

WARSAW = ZoneInfo("Europe/Warsaw")
CTX = ReadingContext(
    now=dt.datetime(2026, 11, 24, 9, 0, 30, tzinfo=dt.UTC),
    tz=WARSAW,
    locale="pl",
    default_currency="PLN",
    country="PL",
)


def refused(read: Callable[[], object]) -> tuple[str, str, str]:
    with pytest.raises(BadInput) as error:
        read()
    return error.value.field, error.value.text, error.value.kind


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("120 000", 12000000, "PLN"),
        ("120k", 12000000, "PLN"),
        (" 1.2m ", 120000000, "PLN"),
        ("45 tys. zł", 4500000, "PLN"),
        ("45 тыс. руб.", 4500000, "RUB"),
        ("12", 1200, "PLN"),
        ("2026", 202600, "PLN"),
        ("0,5", 50, "PLN"),
        ("0.01", 1, "PLN"),
        ("~5000", 500000, "PLN"),
        ("$5k", 500000, "USD"),
        ("5 000,50 €", 500050, "EUR"),
        ("10 KWD", 10000, "KWD"),
        ("10.125 KWD", 10125000, "KWD"),  # three digits after one mark are thousands, whatever the currency
        ("500 JPY", 500, "JPY"),
        ("90000000000000", MAX_MINOR, "PLN"),
    ],
)
def test_amount(text: str, minor: int, currency: str) -> None:
    assert read_amount(text, "PLN") == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("12o k", "unreadable"),
        ("", "unreadable"),
        ("free", "unreadable"),
        ("120k offer", "unreadable"),
        ("10-15k", "unreadable"),
        ("10%", "unreadable"),
        ("1.2.3", "unreadable"),
        ("0.001", "unreadable"),
        ("10.5 JPY", "unreadable"),
        ("0", "not_positive"),
        ("0 zł", "not_positive"),
        ("-5", "not_positive"),
        ("−5 zł", "not_positive"),
        ("90000000000000.01", "too_big"),
        ("999999 млрд", "too_big"),
    ],
)
def test_amount_refused(text: str, kind: str) -> None:
    assert refused(lambda: read_amount(text, "PLN")) == ("amount", text, kind)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15.12", "2026-12-15"),
        ("1.5", "2027-05-01"),
        ("15", "2026-12-15"),
        ("15.12.2026.", "2026-12-15"),
        ("by friday", "2026-11-27"),
        ("w piątek", "2026-11-27"),
        ("in 2 weeks", "2026-12-08"),
        ("2 weeks", "2026-12-08"),
        ("2w", "2026-12-08"),
        ("+3d", "2026-11-27"),
        ("через неделю", "2026-12-01"),
        ("end of month", "2026-11-30"),
        ("koniec roku", "2026-12-31"),
        ("март", "2027-03-31"),
        ("today", "2026-11-24"),
    ],
)
def test_date(text: str, expected: str) -> None:
    assert read_date(text, CTX).isoformat() == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("soon", "unreadable"),
        ("", "unreadable"),
        ("31.11", "unreadable"),
        ("32", "unreadable"),
        ("15.12 10:00", "unreadable"),
        ("friday maybe", "unreadable"),
        ("99999999 days", "unreadable"),
        ("15.12.2020", "past"),
        ("yesterday", "past"),
        ("вчера", "past"),
    ],
)
def test_date_refused(text: str, kind: str) -> None:
    assert refused(lambda: read_date(text, CTX)) == ("date", text, kind)


@pytest.mark.parametrize("text", ["1.1.2040", "2099-01-01", "15 December 2060", "in 11 years", "1.1.1998"])
def test_a_deal_neither_starts_nor_closes_more_than_ten_years_away(text: str) -> None:
    assert refused(lambda: read_deal_date(text, CTX, past_ok=True)) == ("date", text, "too_far")
    assert read_deal_date("24.11.2036", CTX).isoformat() == "2036-11-24"
    assert read_deal_date("1.2.2020", CTX, past_ok=True).isoformat() == "2020-02-01"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("15.11", "2026-11-15"), ("15.12", "2026-12-15"), ("1.2.2020", "2020-02-01"), ("позавчера", "2026-11-22")],
)
def test_a_date_that_may_lie_behind(text: str, expected: str) -> None:
    assert read_date(text, CTX, past_ok=True).isoformat() == expected


@pytest.mark.parametrize(
    ("text", "local", "has_time"),
    [
        ("tomorrow", "2026-11-25 09:00", False),
        ("today", "2026-11-24 09:00", False),
        ("fri 15:00", "2026-11-27 15:00", True),
        ("через 2 дня", "2026-11-26 09:00", False),
        ("2d", "2026-11-26 09:00", False),
        ("1 w", "2026-12-01 09:00", False),
        ("3 часа", "2026-11-24 13:00", True),
        ("in 2 hours", "2026-11-24 12:00", True),
        ("15.12 10:00", "2026-12-15 10:00", True),
        ("1.5 10:00", "2027-05-01 10:00", True),
        ("9:30", "2026-11-25 09:30", True),
        ("jutro rano", "2026-11-25 09:00", False),
        ("завтра вечером", "2026-11-25 18:00", True),
        ("Tomorrow, 10:00.", "2026-11-25 10:00", True),
    ],
)
def test_when(text: str, local: str, has_time: bool) -> None:
    when = read_when(text, CTX)
    assert f"{when.at.astimezone(WARSAW):%Y-%m-%d %H:%M}" == local
    assert (when.has_time, when.date.isoformat()) == (has_time, local[:10])
    assert when.at.utcoffset() == dt.timedelta(0)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "unreadable"),
        ("later", "unreadable"),
        ("15", "unreadable"),
        ("25:00", "unreadable"),
        ("call Ivan tomorrow", "unreadable"),
        ("today 8:00", "past"),
        ("15.12.2020 10:00", "past"),
        ("yesterday", "past"),
    ],
)
def test_when_refused(text: str, kind: str) -> None:
    assert refused(lambda: read_when(text, CTX)) == ("when", text, kind)


def test_the_working_day_begins_when_the_context_says() -> None:
    when = read_when("tomorrow", replace(CTX, day_start=dt.time(10, 30)))
    assert when.at == dt.datetime(2026, 11, 25, 9, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("+7 912 345-67-89", "PL", "+79123456789"),
        ("8 (912) 345-67-89", "RU", "+79123456789"),
        ("79123456789", "PL", "+79123456789"),
        ("512 345 678", "PL", "+48512345678"),
        ("48512345678", "RU", "+48512345678"),
        ("(212) 555-0123", "US", "+12125550123"),
        ("\u202a+48 512 345 678\u202c", "PL", "+48512345678"),
        ("tel. 512 345 678", "PL", "+48512345678"),
    ],
)
def test_phone(text: str, country: str, expected: str) -> None:
    assert read_phone(text, country) == expected


@pytest.mark.parametrize("text", ["", "123", "abc", "512 345 678 Jan", "+48 512 345 67", "1-800-FLOWERS", "9" * 100])
def test_phone_refused(text: str) -> None:
    assert refused(lambda: read_phone(text, "PL")) == ("phone", text, "unreadable")


@pytest.mark.parametrize(
    ("text", "expected"), [("60", 60), ("60%", 60), (" 60 % ", 60), ("0", 0), ("100 процентов", 100), ("60,0", 60)]
)
def test_percent(text: str, expected: int) -> None:
    assert read_percent(text) == expected


@pytest.mark.parametrize("text", ["", "101", "-1", "60.5", "sixty", "60 %%", "1e1"])
def test_percent_refused(text: str) -> None:
    assert refused(lambda: read_percent(text)) == ("percent", text, "unreadable")
