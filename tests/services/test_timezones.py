"""Zones for what people type, in three languages; nothing but zones that zoneinfo knows."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services import timezones
from bot.services.timezones import find_zones, guess_zone, is_zone, offset_label

WINTER = datetime(2025, 1, 15, 12, tzinfo=UTC)
SUMMER = datetime(2025, 7, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("ru", "Europe/Moscow"),
        ("ru-RU", "Europe/Moscow"),
        ("pl", "Europe/Warsaw"),
        ("en-GB", "Europe/London"),
        ("en", "UTC"),
        ("xx", "UTC"),
        ("", "UTC"),
        (None, "UTC"),
    ],
)
def test_guess(code: str | None, zone: str) -> None:
    assert guess_zone(code) == zone


def test_every_zone_in_the_tables_exists() -> None:
    tables = (timezones.BY_LANGUAGE, timezones.ABBREVIATIONS, timezones.FROM_MOSCOW, timezones.UNEVEN)
    assert {zone for table in tables for zone in table.values() if not is_zone(zone)} == set()


@pytest.mark.parametrize(
    ("typed", "zone", "city"),
    [
        ("Warszawa", "Europe/Warsaw", "Warszawa"),
        ("Екатеринбург", "Asia/Yekaterinburg", "Екатеринбург"),
        ("екат", "Asia/Yekaterinburg", "Екатеринбург"),
        ("New York", "America/New_York", "New York"),
        ("нью-йорк", "America/New_York", "Нью-Йорк"),
        ("Nowy Jork", "America/New_York", "Nowy Jork"),
        ("Kraków", "Europe/Warsaw", "Kraków"),
        ("krakow", "Europe/Warsaw", "Kraków"),
        ("  ŁÓDŹ ", "Europe/Warsaw", "Łódź"),
        ("lodz", "Europe/Warsaw", "Łódź"),
        ("Londyn", "Europe/London", "Londyn"),
        ("питер", "Europe/Moscow", "Питер"),
        ("г. Пермь", "Asia/Yekaterinburg", "Пермь"),
        ("екб", "Asia/Yekaterinburg", "Екатеринбург"),
        ("Ново", "Asia/Novosibirsk", "Новосибирск"),
        ("Los Ang", "America/Los_Angeles", "Los Angeles"),
        ("Georgetown, GY", "America/Guyana", "Georgetown"),
        ("Варшава, Польша", "Europe/Warsaw", "Варшава"),
        ("Polska", "Europe/Warsaw", "Warsaw"),
    ],
)
def test_city(typed: str, zone: str, city: str) -> None:
    best = find_zones(typed)[0]
    assert (best.zone, best.city) == (zone, city)
    assert best.population > 15_000
    assert len(best.country) == 2


def test_every_nickname_is_found() -> None:
    assert [name for name in timezones.NICKNAMES if not find_zones(name)] == []


def test_several_zones_each_once_largest_first() -> None:
    matches = find_zones("Springfield")
    zones = [match.zone for match in matches]
    assert zones == ["America/Chicago", "America/New_York", "America/Los_Angeles"]
    assert [match.population for match in matches] == sorted((m.population for m in matches), reverse=True)
    assert len(find_zones("Россия", limit=20)) > 6
    assert len(find_zones("Россия")) == 6


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("+5", "Etc/GMT-5"),
        ("UTC+3", "Etc/GMT-3"),
        ("utc +3", "Etc/GMT-3"),
        ("GMT-3", "Etc/GMT+3"),
        ("\u22123", "Etc/GMT+3"),
        ("+05:30", "Asia/Kolkata"),
        ("+0530", "Asia/Kolkata"),
        ("+14", "Etc/GMT-14"),
        ("-12", "Etc/GMT+12"),
        ("+0", "UTC"),
        ("UTC", "UTC"),
        ("МСК", "Europe/Moscow"),
        ("МСК+2", "Asia/Yekaterinburg"),
        ("msk -1", "Europe/Kaliningrad"),
        ("мск-3", "UTC"),
        ("Europe/Warsaw", "Europe/Warsaw"),
        ("america/new york", "America/New_York"),
    ],
)
def test_offset_or_name(typed: str, zone: str) -> None:
    assert [match.zone for match in find_zones(typed)] == [zone]


@pytest.mark.parametrize(
    "typed", ["", "  ", "?", "5", "14:30", "+15", "-13", "+5:17", "ABC+3", "🤷", "asdfgh", "q", ","]
)
def test_nothing_for_what_cannot_be_read(typed: str) -> None:
    assert find_zones(typed) == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=12) | st.from_regex(r"(utc|мск|)[+-][0-9]{1,2}(:[0-9]{2})?", fullmatch=True))
def test_only_known_zones_come_out(typed: str) -> None:
    matches = find_zones(typed)
    assert {match.zone for match in matches} <= available_timezones()
    assert len(matches) <= 6


@pytest.mark.parametrize("minutes", range(-12 * 60, 14 * 60 + 1, 60))
def test_whole_hours_mean_what_was_typed(minutes: int) -> None:
    (match,) = find_zones(f"{minutes // 60:+d}")
    assert WINTER.astimezone(ZoneInfo(match.zone)).utcoffset() == timedelta(minutes=minutes)


@pytest.mark.parametrize("minutes", sorted(timezones.UNEVEN))
def test_uneven_offsets_are_kept_there(minutes: int) -> None:
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    (match,) = find_zones(f"{sign}{hours}:{rest:02}")
    offsets = {moment.astimezone(ZoneInfo(match.zone)).utcoffset() for moment in (WINTER, SUMMER)}
    assert timedelta(minutes=minutes) in offsets


@pytest.mark.parametrize("hours", sorted(timezones.FROM_MOSCOW))
def test_hours_from_moscow(hours: int) -> None:
    offset = WINTER.astimezone(ZoneInfo(timezones.FROM_MOSCOW[hours])).utcoffset()
    assert offset == timedelta(hours=3 + hours)


def test_offset_label() -> None:
    assert offset_label("Europe/Moscow", WINTER) == "UTC+3"
    assert offset_label("Europe/Warsaw", WINTER) == "UTC+1"
    assert offset_label("Europe/Warsaw", SUMMER) == "UTC+2"
    assert offset_label("Asia/Kolkata", WINTER) == "UTC+5:30"
    assert offset_label("America/St_Johns", WINTER) == "UTC-3:30"
    assert offset_label("Europe/London", WINTER) == "UTC"
