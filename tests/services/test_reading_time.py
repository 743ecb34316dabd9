"""Wall time across clock changes: nothing is planned at an hour that does not exist, or in the wrong day."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bot.services.reading import ReadingContext, read_date, read_line, read_when


def context(now: str, zone: str) -> ReadingContext:
    return ReadingContext(
        now=dt.datetime.fromisoformat(now), tz=ZoneInfo(zone), locale="en", default_currency="EUR", country="PL"
    )


@pytest.mark.parametrize(
    ("now", "zone", "text", "utc"),
    [
        # Spring forward in Warsaw: 02:30 on 28 March 2027 does not exist and becomes 03:30.
        ("2027-03-27T12:00+00:00", "Europe/Warsaw", "tomorrow 01:59", "2027-03-28T00:59"),
        ("2027-03-27T12:00+00:00", "Europe/Warsaw", "tomorrow 02:30", "2027-03-28T01:30"),
        ("2027-03-27T12:00+00:00", "Europe/Warsaw", "tomorrow 10:00", "2027-03-28T08:00"),
        # Autumn: 02:30 on 25 October 2026 comes twice; the first is meant, unless it has passed.
        ("2026-10-24T12:00+00:00", "Europe/Warsaw", "tomorrow 02:30", "2026-10-25T00:30"),
        ("2026-10-25T00:45+00:00", "Europe/Warsaw", "today 02:30", "2026-10-25T01:30"),
        ("2026-10-24T12:00+00:00", "Europe/Warsaw", "tomorrow 10:00", "2026-10-25T09:00"),
        # A gap of half an hour (Lord Howe), and a zone of 45 minutes.
        ("2026-10-03T00:00+00:00", "Australia/Lord_Howe", "tomorrow 02:15", "2026-10-03T15:45"),
        ("2026-10-03T00:00+00:00", "Asia/Kathmandu", "tomorrow 10:00", "2026-10-04T04:15"),
        # A gap at midnight: the day begins at 01:00 (Beirut).
        ("2027-03-27T12:00+00:00", "Asia/Beirut", "tomorrow 00:30", "2027-03-27T22:30"),
        # "In 2 hours" is two real hours, "in 2 days" is the same wall time.
        ("2027-03-28T00:30+00:00", "Europe/Warsaw", "in 2 hours", "2027-03-28T02:30"),
        ("2027-03-27T12:00+00:00", "Europe/Warsaw", "in 2 days 10:00", "2027-03-29T08:00"),
    ],
)
def test_wall_time_across_clock_changes(now: str, zone: str, text: str, utc: str) -> None:
    when = read_when(text, context(now, zone))
    assert when.at == dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)
    assert when.date == when.at.astimezone(ZoneInfo(zone)).date()


def test_today_is_the_persons_day() -> None:
    late = "2026-11-24T23:30+00:00"
    assert read_date("today", context(late, "Europe/Warsaw")) == dt.date(2026, 11, 25)
    assert read_date("today", context(late, "America/New_York")) == dt.date(2026, 11, 24)


def test_the_clock_may_be_given_in_any_zone() -> None:
    assert read_when("15:30", context("2026-11-24T10:00+01:00", "Europe/Warsaw")).at == dt.datetime(
        2026, 11, 24, 14, 30, tzinfo=dt.UTC
    )


def test_new_year_and_leap_day() -> None:
    ctx = context("2026-12-31T12:00+00:00", "Europe/Warsaw")
    assert read_date("tomorrow", ctx) == dt.date(2027, 1, 1)
    assert read_date("in 2 months", ctx) == dt.date(2027, 2, 28)
    assert read_date("end of month", ctx) == dt.date(2026, 12, 31)
    assert read_date("5 january", ctx) == dt.date(2027, 1, 5)
    assert read_date("29 feb", ctx) == dt.date(2028, 2, 29)


def test_a_date_without_time_is_the_start_of_the_day_in_the_line_too() -> None:
    step = read_line("Acme friday", context("2026-11-24T12:00+00:00", "Asia/Kolkata")).next_step
    assert step is not None
    assert (step.at, step.has_time) == (dt.datetime(2026, 11, 27, 3, 30, tzinfo=dt.UTC), False)
