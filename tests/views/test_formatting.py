"""What people read: money, days, spans of time, in English, Russian and Polish."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import SUPPORTED
from bot.services.reading.money import Amount
from bot.services.reading.types import Money
from bot.views import formatting

MONDAY = date(2025, 11, 24)
NOON = datetime(2025, 11, 24, 12, 0, tzinfo=UTC)  # 13:00 in Warsaw
WARSAW = "Europe/Warsaw"


def spaced(text: str) -> str:
    """No-break spaces as plain ones, to keep the expectations readable."""
    return text.replace(formatting.NBSP, " ")


@pytest.mark.parametrize(
    ("minor", "currency", "locale", "expected"),
    [
        (12_000_000, "RUB", "ru", "120 000 ₽"),
        (12_000_000, "RUB", "en", "120,000 ₽"),
        (12_000_000, "USD", "en", "$120,000"),
        (12_000_000, "USD", "ru", "120 000 $"),
        (4_500_050, "PLN", "pl", "45 000,50 zł"),
        (100_000, "PLN", "pl", "1 000 zł"),
        (9_950, "JPY", "en", "¥9,950"),
        (1_005, "KWD", "en", "1.005 KWD"),
        (-9_950, "USD", "en", "-$99.50"),
        (-9_950, "EUR", "pl", "-99,50 €"),
        (0, "EUR", "ru", "0 €"),
        (100, "XYZ", "en", "1 XYZ"),
    ],
)
def test_money(minor: int, currency: str, locale: str, expected: str) -> None:
    assert spaced(formatting.money(minor, currency, locale)) == expected


@pytest.mark.parametrize(
    ("minor", "currency", "locale", "expected"),
    [
        (12_000_000, "RUB", "en", "120k ₽"),
        (12_000_000, "RUB", "ru", "120 тыс. ₽"),
        (12_000_000, "PLN", "pl", "120 tys. zł"),
        (12_000_000, "USD", "en", "$120k"),
        (184_000_000, "RUB", "ru", "1,84 млн ₽"),
        (8_645_000, "USD", "en", "$86.4k"),
        (99_999_900, "EUR", "pl", "1 mln €"),
        (99_949, "PLN", "en", "999.49 zł"),
        (99_950, "PLN", "en", "1k zł"),
        (45_050, "PLN", "pl", "450,50 zł"),
        (123_456_789_012, "USD", "en", "$1.23bn"),
        (-184_000_000, "USD", "en", "-$1.84m"),
    ],
)
def test_compact_money(minor: int, currency: str, locale: str, expected: str) -> None:
    assert spaced(formatting.compact_money(minor, currency, locale)) == expected


@given(st.integers(-(10**15), 10**15), st.sampled_from(["RUB", "USD", "JPY", "KWD"]), st.sampled_from(SUPPORTED))
def test_no_digit_of_an_amount_is_lost(minor: int, currency: str, locale: str) -> None:
    text = formatting.money(minor, currency, locale)
    decimal_sign = "." if locale == "en" else ","
    digits = "".join(c for c in text if c.isdigit() or c == decimal_sign).replace(decimal_sign, ".")
    shown = Decimal(digits) * (-1 if text.startswith("-") else 1)
    assert shown == Decimal(minor).scaleb(-formatting.minor_digits(currency))
    assert " " not in text, "a plain space would let the line break inside the amount"


@pytest.mark.parametrize("currency", ["RUB", "JPY", "KWD", "AMD", "ALL", "IQD", "XYZ"])
def test_amounts_are_shown_as_they_were_read(currency: str) -> None:
    """A currency whose minor units the reader and the writer see differently would be shown 100 times wrong."""
    read = Amount(0, 1, Decimal(120_000), currency, strong=True, grouped=False).money("USD")
    assert isinstance(read, Money)
    assert formatting.money(read.minor, currency, "en").strip("¥₽֏").startswith("120,000")


@given(st.integers(0, 10**14), st.sampled_from(SUPPORTED))
def test_compact_amount_is_short(minor: int, locale: str) -> None:
    assert len(formatting.compact_money(minor, "PLN", locale)) <= 14


@pytest.mark.parametrize(
    ("distance", "english", "russian", "polish"),
    [
        (-1, "yesterday", "вчера", "wczoraj"),
        (0, "today", "сегодня", "dziś"),
        (1, "tomorrow", "завтра", "jutro"),
        (4, "Fri 28 Nov", "пт 28 нояб.", "pt. 28 lis"),
        (-5, "Wed 19 Nov", "ср 19 нояб.", "śr. 19 lis"),
        (6, "Sun 30 Nov", "вс 30 нояб.", "niedz. 30 lis"),
        (7, "1 Dec", "1 дек.", "1 gru"),
        (21, "15 Dec", "15 дек.", "15 gru"),
        (751, "15 Dec 2027", "15 дек. 2027", "15 gru 2027"),
    ],
)
def test_day(distance: int, english: str, russian: str, polish: str) -> None:
    for locale, expected in (("en", english), ("ru", russian), ("pl", polish)):
        assert spaced(formatting.day(MONDAY + timedelta(days=distance), locale, MONDAY)) == expected


def test_near_day_of_next_year_needs_no_year() -> None:
    assert spaced(formatting.day(date(2026, 1, 2), "en", date(2025, 12, 29))) == "Fri 2 Jan"


def test_heading_day() -> None:
    assert [spaced(formatting.heading_day(MONDAY, locale)) for locale in SUPPORTED] == [
        "Monday 24 Nov",
        "понедельник, 24 нояб.",
        "poniedziałek, 24 lis",
    ]


def test_a_heading_that_begins_a_line_has_a_capital() -> None:
    assert [spaced(formatting.heading_day(MONDAY, locale, first=True)) for locale in SUPPORTED] == [
        "Monday 24 Nov",
        "Понедельник, 24 нояб.",
        "Poniedziałek, 24 lis",
    ]


def test_moment_is_told_in_the_readers_zone() -> None:
    late = datetime(2025, 11, 24, 23, 30, tzinfo=UTC)
    assert formatting.moment(late, WARSAW, "en", NOON) == "tomorrow 00:30"
    assert formatting.moment(late, "America/New_York", "en", NOON) == "today 18:30"
    assert formatting.moment(late, UTC, "pl", NOON) == "dziś 23:30"
    assert formatting.clock_time(datetime(2025, 7, 1, 7, 5, tzinfo=UTC), WARSAW) == "09:05"


def test_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        formatting.moment(datetime(2025, 11, 24), WARSAW, "en", NOON)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("minutes", "english", "russian", "polish"),
    [
        (-3, "just now", "только что", "przed chwilą"),
        (0, "just now", "только что", "przed chwilą"),
        (5, "5 min ago", "5 мин назад", "5 min temu"),
        (59, "59 min ago", "59 мин назад", "59 min temu"),
        (60, "today", "сегодня", "dziś"),
        (13 * 60, "today", "сегодня", "dziś"),
        (13 * 60 + 1, "yesterday", "вчера", "wczoraj"),
        (2 * 1440, "2 days ago", "2 дня назад", "2 dni temu"),
        (5 * 1440, "5 days ago", "5 дней назад", "5 dni temu"),
        (21 * 1440, "21 days ago", "21 день назад", "21 dni temu"),
        (70 * 1440, "15 Sep", "15 сент.", "15 wrz"),
    ],
)
def test_ago(minutes: int, english: str, russian: str, polish: str) -> None:
    past = NOON - timedelta(minutes=minutes)
    for locale, expected in (("en", english), ("ru", russian), ("pl", polish)):
        assert spaced(formatting.ago(past, NOON, WARSAW, locale)) == expected


def test_a_few_minutes_over_midnight_stay_minutes() -> None:
    past, now = datetime(2025, 11, 24, 22, 50, tzinfo=UTC), datetime(2025, 11, 24, 23, 10, tzinfo=UTC)
    assert spaced(formatting.ago(past, now, WARSAW, "en")) == "20 min ago"


@pytest.mark.parametrize(
    ("count", "english", "russian", "polish"),
    [
        (1, "1 day", "1 день", "1 dzień"),
        (2, "2 days", "2 дня", "2 dni"),
        (5, "5 days", "5 дней", "5 dni"),
        (12, "12 days", "12 дней", "12 dni"),
        (22, "22 days", "22 дня", "22 dni"),
    ],
)
def test_days(count: int, english: str, russian: str, polish: str) -> None:
    for locale, expected in (("en", english), ("ru", russian), ("pl", polish)):
        assert spaced(formatting.days(count, locale)) == expected


def test_short_spans_and_hours() -> None:
    assert [spaced(formatting.days(7, locale, short=True)) for locale in SUPPORTED] == [
        "7 d",
        "7 дн.",
        "7 dni",
    ]
    assert [spaced(formatting.hours(48, locale)) for locale in SUPPORTED] == [
        "48 hours",
        "48 часов",
        "48 godzin",
    ]
    assert spaced(formatting.hours(24, "ru", short=True)) == "24 ч"


def test_percent_and_numbers() -> None:
    assert [spaced(formatting.percent(60, locale)) for locale in SUPPORTED] == ["60%", "60 %", "60%"]
    assert [spaced(formatting.number(12_345, locale)) for locale in SUPPORTED] == [
        "12,345",
        "12 345",
        "12 345",
    ]


def test_dots() -> None:
    assert formatting.dots(3, 5) == "●●●○○"
    assert formatting.dots(0, 2) == "○○"
    assert formatting.dots(0, 0) == ""
    for position, total in ((6, 5), (-1, 5)):
        with pytest.raises(ValueError, match="place"):
            formatting.dots(position, total)


def test_country() -> None:
    assert [formatting.country("PL", locale) for locale in SUPPORTED] == ["Poland", "Польша", "Polska"]
    assert formatting.country("??", "en") == "??"
