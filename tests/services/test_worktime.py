"""Working time: days, hours, holidays, and nights when the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.database import Database
from bot.models import Member, Role, Team, User
from bot.services.worktime import (
    WorkTime,
    holidays_of,
    knows_holidays,
    sensible_hours,
    sensible_week,
    team_worktime,
    worktime_of,
    worktimes,
)

WARSAW = ZoneInfo("Europe/Warsaw")
KOLKATA = ZoneInfo("Asia/Kolkata")
MOSCOW = ZoneInfo("Europe/Moscow")
OFFICE = WorkTime(WARSAW, country="PL")


def local(zone: ZoneInfo, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=zone).astimezone(UTC)  # type: ignore[misc,arg-type]


def test_it_opens_at_the_start_and_closes_at_the_end() -> None:
    start, end = local(WARSAW, 2026, 3, 2, 9), local(WARSAW, 2026, 3, 2, 18)
    assert OFFICE.is_open(start)
    assert OFFICE.next_open(start) == start
    assert OFFICE.next_open(start - timedelta(seconds=1)) == start
    assert OFFICE.is_open(end - timedelta(seconds=1))
    assert not OFFICE.is_open(end)
    assert OFFICE.next_open(end) == local(WARSAW, 2026, 3, 3, 9)


def test_a_weekend_waits_for_monday() -> None:
    assert not OFFICE.is_open(local(WARSAW, 2026, 3, 7, 12))
    assert OFFICE.next_open(local(WARSAW, 2026, 3, 6, 18)) == local(WARSAW, 2026, 3, 9, 9)
    sundays = WorkTime(WARSAW, days=0b1000000)
    assert sundays.next_open(local(WARSAW, 2026, 3, 9, 9)) == local(WARSAW, 2026, 3, 15, 9)


def test_spring_loses_an_hour_of_the_night_and_no_day() -> None:
    every = WorkTime(WARSAW, days=0b1111111)
    # 29 March 2026: 02:00 becomes 03:00, so nine o'clock comes an hour sooner.
    saturday, sunday = every.day_opens(date(2026, 3, 28)), every.day_opens(date(2026, 3, 29))
    assert saturday == datetime(2026, 3, 28, 8, tzinfo=UTC)
    assert sunday == datetime(2026, 3, 29, 7, tzinfo=UTC)
    assert every.next_open(datetime(2026, 3, 28, 22, tzinfo=UTC)) == sunday
    early = WorkTime(WARSAW, days=0b1111111, start=150)
    assert early.day_opens(date(2026, 3, 29)).astimezone(WARSAW).hour == 3, "half past two is skipped"
    nothing = WorkTime(WARSAW, days=0b1111111, start=150, end=190)
    assert nothing.next_open(datetime(2026, 3, 29, 0, 30, tzinfo=UTC)) == nothing.day_opens(date(2026, 3, 30))


def test_autumn_repeats_an_hour_and_doubles_nothing() -> None:
    every = WorkTime(WARSAW, days=0b1111111, start=150, end=1_080)
    # 25 October 2026: 03:00 becomes 02:00; half past two comes twice and counts once.
    first = every.day_opens(date(2026, 10, 25))
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert every.is_open(first + timedelta(hours=1))
    assert every.next_at(first - timedelta(seconds=1), 150) == first
    assert every.next_at(first, 150) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)
    assert every.next_at(first + timedelta(minutes=59), 150) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)
    assert OFFICE.next_open(local(WARSAW, 2026, 10, 24, 12)) == datetime(2026, 10, 26, 8, tzinfo=UTC)


def test_a_zone_with_half_an_hour() -> None:
    assert WorkTime(KOLKATA).next_open(datetime(2026, 3, 2, 0, 0, tzinfo=UTC)) == datetime(
        2026, 3, 2, 3, 30, tzinfo=UTC
    )
    # In Kolkata it is Saturday already.
    assert WorkTime(KOLKATA).next_open(datetime(2026, 3, 6, 19, tzinfo=UTC)) == datetime(2026, 3, 9, 3, 30, tzinfo=UTC)


def test_public_holidays_of_the_country() -> None:
    assert not OFFICE.works(date(2026, 11, 11))
    assert WorkTime(WARSAW).works(date(2026, 11, 11))
    assert OFFICE.next_open(local(WARSAW, 2026, 11, 10, 20)) == local(WARSAW, 2026, 11, 12, 9)
    assert not WorkTime(MOSCOW, country="RU").works(date(2026, 6, 12))
    assert WorkTime(MOSCOW, country="PL").works(date(2026, 6, 12))
    assert holidays_of("XX", 2026) == frozenset()
    assert WorkTime(WARSAW, country="XX").works(date(2026, 11, 11))
    assert knows_holidays("PL")
    assert not knows_holidays("XX")


def test_new_year_lies_in_two_years() -> None:
    closing = local(WARSAW, 2026, 12, 31, 18)
    # Friday 1 January is a holiday, then comes the weekend.
    assert OFFICE.next_open(closing) == local(WARSAW, 2027, 1, 4, 9)
    assert OFFICE.add_working_days(local(WARSAW, 2026, 12, 31, 10), 1) == local(WARSAW, 2027, 1, 4, 10)
    # Russia rests for the first days of the year, in whichever year one asks.
    russia = WorkTime(MOSCOW, country="RU")
    assert russia.next_open(local(MOSCOW, 2026, 12, 31, 20)) == local(MOSCOW, 2027, 1, 11, 9)


def test_who_works_on_a_holiday_only_still_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.worktime.holidays_of", lambda country, year: _Always())
    closed = WorkTime(WARSAW, country="PL")
    assert closed.next_open(local(WARSAW, 2026, 3, 2, 9)) < local(WARSAW, 2026, 6, 1, 9)


class _Always(frozenset[date]):
    def __contains__(self, day: object) -> bool:
        return True


def test_out_of_office_until_a_moment() -> None:
    back = local(WARSAW, 2026, 3, 11, 0)
    away = WorkTime(WARSAW, away_until=back)
    assert not away.is_open(local(WARSAW, 2026, 3, 10, 12))
    assert away.is_away(back - timedelta(seconds=1))
    assert not away.is_away(back)
    assert away.next_open(local(WARSAW, 2026, 3, 10, 12)) == local(WARSAW, 2026, 3, 11, 9)
    assert away.next_at(local(WARSAW, 2026, 3, 2, 12), 540) == local(WARSAW, 2026, 3, 11, 9)
    assert WorkTime(WARSAW, away_until=local(WARSAW, 2026, 3, 11, 9)).next_at(
        local(WARSAW, 2026, 3, 2, 12), 540
    ) == local(WARSAW, 2026, 3, 11, 9)
    # Never what has passed by then, or whoever asks again and again never gets on.
    nine = local(WARSAW, 2026, 3, 11, 9)
    moment = timedelta.resolution
    just_after = WorkTime(WARSAW, away_until=nine + 2 * moment)
    assert just_after.next_at(nine + moment, 540) == local(WARSAW, 2026, 3, 12, 9)


def test_next_at_is_strictly_later_and_narrows_the_days() -> None:
    nine = local(WARSAW, 2026, 3, 2, 9)
    assert OFFICE.next_at(nine - timedelta(seconds=1), 540) == nine
    assert OFFICE.next_at(nine, 540) == local(WARSAW, 2026, 3, 3, 9)
    assert OFFICE.next_at(nine, 540, days=0b1) == local(WARSAW, 2026, 3, 9, 9)
    assert OFFICE.next_at(nine, 540, days=0b0100000) == local(WARSAW, 2026, 3, 7, 9), "asked for Saturdays only"


def test_working_days_are_added_at_the_same_time_of_day() -> None:
    friday = local(WARSAW, 2026, 3, 6, 15)
    assert OFFICE.add_working_days(friday, 0) == friday
    assert OFFICE.add_working_days(friday, 1) == local(WARSAW, 2026, 3, 9, 15)
    assert OFFICE.add_working_days(friday, 6) == local(WARSAW, 2026, 3, 16, 15)
    assert OFFICE.add_working_days(local(WARSAW, 2026, 3, 7, 15), 1) == local(WARSAW, 2026, 3, 10, 9)
    # Over the change of the clocks it stays the same time on the wall.
    assert OFFICE.add_working_days(local(WARSAW, 2026, 3, 27, 15), 1) == local(WARSAW, 2026, 3, 30, 15)


def test_working_days_between() -> None:
    friday = local(WARSAW, 2026, 3, 6, 15)
    assert OFFICE.working_days_between(friday, local(WARSAW, 2026, 3, 9, 14, 59)) == 0
    assert OFFICE.working_days_between(friday, local(WARSAW, 2026, 3, 9, 15)) == 1
    assert OFFICE.working_days_between(friday, local(WARSAW, 2026, 3, 16, 15)) == 6
    assert OFFICE.working_days_between(friday, friday - timedelta(days=9)) == 0


MOMENTS = st.integers(0, 4 * 365 * 86_400).map(
    lambda seconds: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
HOURS = st.tuples(st.integers(0, 1_439), st.integers(1, 1_440)).filter(lambda pair: pair[0] < pair[1])
ZONES = st.sampled_from([WARSAW, KOLKATA, MOSCOW, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("America/St_Johns")])
WORKTIMES = st.builds(
    lambda zone, days, hours, country: WorkTime(zone, days, hours[0], hours[1], country),
    ZONES,
    st.integers(1, 127),
    HOURS,
    st.sampled_from([None, "PL", "RU"]),
)


@given(WORKTIMES, MOMENTS)
def test_the_next_opening_is_open_and_not_earlier(worktime: WorkTime, moment: datetime) -> None:
    opening = worktime.next_open(moment)
    assert opening >= moment
    assert worktime.is_open(opening)
    assert worktime.next_open(opening) == opening
    assert worktime.is_open(moment) == (opening == moment)


@given(WORKTIMES, MOMENTS, st.integers(0, 30))
def test_counting_back_what_was_added(worktime: WorkTime, moment: datetime, count: int) -> None:
    assert worktime.working_days_between(moment, worktime.add_working_days(moment, count)) >= count


@pytest.mark.parametrize(("days", "start", "end"), [(0, 540, 1_080), (128, 540, 1_080), (31, 540, 540), (31, 600, 540)])
def test_impossible_weeks_and_hours_are_refused(days: int, start: int, end: int) -> None:
    assert not (sensible_week(days) and sensible_hours(start, end))
    with pytest.raises(ValueError, match="nobody works like that"):
        WorkTime(WARSAW, days, start, end)


def a_team(**values: object) -> Team:
    base: dict[str, object] = {
        "id": 1, "name": "Alpha", "currency": "PLN", "time_zone": "Europe/Warsaw", "locale": "pl", "country": "PL",
        "day_start": 540, "day_end": 1_080, "work_days": 31, "keeps_holidays": True, "created_by": 1,
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
    }  # fmt: skip
    return Team(**base | values)


def a_member(user: int = 1, **values: object) -> Member:
    return Member(
        team_id=1, user_id=user, role=Role.REP, joined_at=datetime(2026, 1, 1, tzinfo=UTC), active=True, **values
    )


def a_user(key: int = 1, **values: object) -> User:
    return User(id=key, first_name="Anna", created_at=datetime(2026, 1, 1, tzinfo=UTC), **values)


def test_own_settings_come_before_the_teams() -> None:
    back = datetime(2026, 4, 1, tzinfo=UTC)
    own = a_member(work_days=0b11, day_start=600, day_end=720, away_until=back)
    assert worktime_of(own, a_team(), a_user(time_zone="Asia/Kolkata")) == WorkTime(KOLKATA, 0b11, 600, 720, "PL", back)
    assert worktime_of(a_member(), a_team(), a_user()) == OFFICE == team_worktime(a_team())
    assert team_worktime(a_team(keeps_holidays=False)).country is None


def test_half_of_the_hours_fits_the_other_half_or_does_not_count() -> None:
    late = a_member(day_start=1_100)
    assert worktime_of(late, a_team(), a_user()).start == 540
    assert worktime_of(late, a_team(day_end=1_200), a_user()).start == 1_100


async def test_working_times_of_many(database: Database) -> None:
    async with database.write() as session:
        session.add(a_team())
        session.add_all([a_user(1), a_user(2, time_zone="Asia/Kolkata"), a_user(3)])
        await session.flush()
        gone = a_member(3)
        gone.active = False
        session.add_all([a_member(1), a_member(2, work_days=1), gone])
    async with database.read() as session:
        found = await worktimes(session, {(1, 1), (2, 1), (3, 1), (1, 9)})
    assert found == {(1, 1): OFFICE, (2, 1): WorkTime(KOLKATA, 1, country="PL")}
