"""Money, dates, spans of time and numbers in the reader's own format: pure functions that return plain text.

Numbers and names come from CLDR (Babel), words from ``locales/*/formatting.ftl``. Hours are written 10:00 in
all three languages. Inside an amount or a span stands a no-break space, so that a line never ends between the
number and its unit.
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.numbers import NumberPattern, get_currency_precision, parse_pattern

from bot.i18n import translator

NBSP = "\u00a0"

# What people write; CLDR's English and Polish fall back to the code ("RUB") for most of these.
SYMBOLS = {
    "RUB": "₽", "PLN": "zł", "USD": "$", "EUR": "€", "GBP": "£", "UAH": "₴", "KZT": "₸", "BYN": "Br",
    "CZK": "Kč", "JPY": "¥", "GEL": "₾", "AMD": "֏", "TRY": "₺", "INR": "₹", "ILS": "₪", "KRW": "₩",
}  # fmt: skip
PREFIXED = frozenset("$€£¥₹₪₩")  # in English these stand before the number

UNITS = ((3, "fmt-thousand"), (6, "fmt-million"), (9, "fmt-billion"))
SIGNIFICANT = 3  # digits of a compact amount
HOUR, DAY = 3600, 86_400
NEAR_DAYS = 6  # within these days a weekday says more than a number alone
AGO_DAYS = 60  # further back a date says more than a count


def money(amount_minor: int, currency: str, locale: str) -> str:
    """An amount in minor units of an ISO 4217 currency: "$120,000", "120 000 ₽", "99,50 zł".

    Decimals are written only when there are any.
    """
    return _money(amount_minor, currency, locale)


def compact_money(amount_minor: int, currency: str, locale: str) -> str:
    """The same for buttons, rounded to three digits that count: "$120k", "1,84 млн ₽", "45 tys. zł"."""
    major = _major(amount_minor, currency)
    rounded = _significant(abs(major))
    fitting = [(power, key) for power, key in UNITS if rounded >= Decimal(10) ** power]
    if not fitting:
        return money(amount_minor, currency, locale)
    power, key = fitting[-1]
    digits = _apply(rounded.scaleb(-power).normalize(), locale)
    return _with_symbol(translator(locale).plain(key, number=digits), currency, locale, negative=major < 0)


@cache
def minor_digits(currency: str) -> int:
    """How many decimals the currency has (2 when unknown): by CLDR, as when an amount is read."""
    return get_currency_precision(currency)


def currency_symbol(currency: str) -> str:
    """The sign people write for the currency, or its code."""
    return SYMBOLS.get(currency, currency)


def number(value: int | Decimal, locale: str) -> str:
    """A number with the locale's separators: "12,000", "12 000"."""
    return _apply(Decimal(value), locale)


@lru_cache(maxsize=1024)
def percent(value: int | Decimal, locale: str) -> str:
    """Percent (60 means 60 %) as the locale writes it: "60%", "60 %"."""
    pattern: NumberPattern = _cldr(locale).percent_formats[None]
    return str(pattern.apply(Decimal(value) / 100, _cldr(locale)))


def day(value: date, locale: str, today: date) -> str:
    """A date as short as it can be said: today, tomorrow, yesterday, Fri 28 Nov, 15 Dec, 15 Dec 2027.

    Both dates are the reader's local ones.
    """
    distance = (value - today).days
    if distance in _NEAREST:
        return translator(locale).plain(_NEAREST[distance])
    short = _day_and_month(value, locale)
    if abs(distance) <= NEAR_DAYS:
        return f"{_weekdays(locale, 'abbreviated')[value.weekday()]} {short}"
    return short if value.year == today.year else f"{short} {value.year}"


_NEAREST = {-1: "fmt-yesterday", 0: "fmt-today", 1: "fmt-tomorrow"}


def heading_day(value: date, locale: str, *, first: bool = False) -> str:
    """A date for a heading, with the whole weekday: "Monday 24 Nov", "понедельник, 24 нояб.".

    ``first``: the line begins with it, so it has a capital letter in every language.
    """
    name = _weekdays(locale, "wide")[value.weekday()]
    weekday_name = name[0].upper() + name[1:] if first else name
    return translator(locale).plain("fmt-heading", weekday=weekday_name, day=_day_and_month(value, locale))


def weekday(value: date, locale: str) -> str:
    """The short name of its weekday: "Mon", "пн", "pon."."""
    return _weekdays(locale, "abbreviated")[value.weekday()]


def clock_time(moment_utc: datetime, tz: str | tzinfo) -> str:
    """The local time of day, 24 hours: "09:05"."""
    return f"{_local(moment_utc, tz):%H:%M}"


def moment(moment_utc: datetime, tz: str | tzinfo, locale: str, now: datetime) -> str:
    """A moment as day and time in the reader's zone: "tomorrow 10:00". Both moments must be aware."""
    local = _local(moment_utc, tz)
    return f"{day(local.date(), locale, _local(now, tz).date())} {local:%H:%M}"


def ago(past: datetime, now: datetime, tz: str | tzinfo, locale: str) -> str:
    """How long ago: just now, 5 min ago, today, yesterday, 2 days ago; after 60 days the date.

    Days are counted by the reader's calendar (``tz``), not by 24 hours: late yesterday is "yesterday".
    """
    t = translator(locale)
    minutes = int((now - past).total_seconds() // 60)
    if minutes < 1:
        return t.plain("fmt-now")
    if minutes < 60:
        return t.plain("fmt-minutes-ago", count=minutes)
    local, today = _local(past, tz).date(), _local(now, tz).date()
    days = (today - local).days
    if 1 < days <= AGO_DAYS:
        return t.plain("fmt-days-ago", count=days)
    return day(local, locale, today)


@lru_cache(maxsize=1024)
def days(count: int, locale: str, *, short: bool = False) -> str:
    """A span of days: "12 days", short "12 d"."""
    t = translator(locale)
    return t.plain("fmt-days-short", count=count) if short else t.plain("fmt-days", count=count)


@lru_cache(maxsize=1024)
def hours(count: int, locale: str, *, short: bool = False) -> str:
    """A span of hours: "48 hours", short "48 h"."""
    t = translator(locale)
    return t.plain("fmt-hours-short", count=count) if short else t.plain("fmt-hours", count=count)


def span(seconds: int, locale: str) -> str:
    """How long something lasted, in whole hours, from a day on in whole days: "5 hours", "12 days"."""
    return days(seconds // DAY, locale) if seconds >= DAY else hours(seconds // HOUR, locale)


@lru_cache(maxsize=4096)
def phone(e164: str) -> str:
    """A number in groups as its country writes it for people abroad: "+48 512 345 678"; what is no number stays."""
    # Most of the library's weight is data, and few screens show a number: it is imported at the first.
    import phonenumbers

    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def dots(position: int, total: int) -> str:
    """The place in the pipeline: 3 of 5 is "●●●○○". Raises ValueError for a place outside 0..total."""
    if not 0 <= position <= total:
        raise ValueError(f"place {position} of {total}")
    return "●" * position + "○" * (total - position)


def country(code: str, locale: str) -> str:
    """The name of an ISO 3166 country ("PL" -> "Polska"), or the code when CLDR has no name for it."""
    return str(_cldr(locale).territories.get(code, code))


@lru_cache(maxsize=4096)
def _money(amount_minor: int, currency: str, locale: str) -> str:
    major = _major(amount_minor, currency)
    places = minor_digits(currency) if major != major.to_integral_value() else 0
    digits = _apply(abs(major), locale, places)
    return _with_symbol(digits, currency, locale, negative=major < 0)


def _major(amount_minor: int, currency: str) -> Decimal:
    return Decimal(amount_minor).scaleb(-minor_digits(currency))


def _significant(value: Decimal) -> Decimal:
    """Rounded to SIGNIFICANT digits, so that 999,999 becomes a million and not 1000 thousand."""
    if not value:
        return value
    return round(value, SIGNIFICANT - 1 - value.adjusted())


def _with_symbol(digits: str, currency: str, locale: str, *, negative: bool) -> str:
    symbol = currency_symbol(currency)
    minus = "-" if negative else ""
    if locale == "en" and symbol in PREFIXED:
        return f"{minus}{symbol}{digits}"
    return f"{minus}{digits}{NBSP}{symbol}"


def _apply(value: Decimal, locale: str, places: int | None = None) -> str:
    return str(_pattern(places).apply(value, _cldr(locale)))


@cache
def _pattern(places: int | None) -> NumberPattern:
    """Thousands grouped; exactly so many decimals, or (None) as many as there are, up to three."""
    if places is None:
        return parse_pattern("#,##0.###")
    return parse_pattern("#,##0." + "0" * places if places else "#,##0")


@cache
def _cldr(locale: str) -> Locale:
    return Locale.parse(locale)


@cache
def _weekdays(locale: str, width: str) -> tuple[str, ...]:
    names = _cldr(locale).days["format"][width]
    return tuple(names[number] for number in range(7))


@cache
def _months(locale: str) -> tuple[str, ...]:
    names = _cldr(locale).months["format"]["abbreviated"]
    return ("", *(names[number] for number in range(1, 13)))


def _day_and_month(value: date, locale: str) -> str:
    return f"{value.day}{NBSP}{_months(locale)[value.month]}"


def _local(moment_utc: datetime, tz: str | tzinfo) -> datetime:
    """The reader's local time. Raises ValueError for a naive moment: Python would take the server's zone."""
    if moment_utc.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment_utc.astimezone(ZoneInfo(tz) if isinstance(tz, str) else tz)
