"""Days, times and what is to be done in one typed line."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bot.services.reading import BadInput, NextStep, read_step, read_when
from tests.services.reading_support import CTX, RUB, check

DAYS: list[tuple[str, str]] = [
    ("friday", "2026-11-27"),
    ("Fri", "2026-11-27"),
    ("tuesday", "2026-12-01"),  # today's own weekday is in a week
    ("next monday", "2026-11-30"),
    ("next friday", "2026-12-04"),  # of the next week, not the coming one
    ("this friday", "2026-11-27"),
    ("on sat", "2026-11-28"),
    ("today", "2026-11-24"),
    ("tomorrow", "2026-11-25"),
    ("day after tomorrow", "2026-11-26"),
    ("in 3 days", "2026-11-27"),
    ("in two weeks", "2026-12-08"),
    ("in a month", "2026-12-24"),
    ("3 weeks from now", "2026-12-15"),
    ("next week", "2026-11-30"),
    ("end of month", "2026-11-30"),
    ("end of the year", "2026-12-31"),
    ("on the 15th", "2026-12-15"),
    ("15 dec", "2026-12-15"),
    ("15th of December", "2026-12-15"),
    ("December 15, 2026", "2026-12-15"),
    ("5 may", "2027-05-05"),  # past this year: the next one
    ("15.12", "2026-12-15"),
    ("15.12.2026", "2026-12-15"),
    ("15.12.26", "2026-12-15"),
    ("15/12", "2026-12-15"),
    ("2026-12-15", "2026-12-15"),
    ("23.11", "2027-11-23"),
    ("24.11", "2026-11-24"),
    ("29.02", "2028-02-29"),
    ("friday 27 nov", "2026-11-27"),
    ("by friday", "2026-11-27"),
    ("в пятницу", "2026-11-27"),
    ("пт", "2026-11-27"),
    ("во вторник", "2026-12-01"),
    ("в следующий понедельник", "2026-11-30"),
    ("в следующую пятницу", "2026-12-04"),
    ("сегодня", "2026-11-24"),
    ("завтра", "2026-11-25"),
    ("послезавтра", "2026-11-26"),
    ("через 3 дня", "2026-11-27"),
    ("через неделю", "2026-12-01"),
    ("через пару недель", "2026-12-08"),
    ("через месяц", "2026-12-24"),
    ("на следующей неделе", "2026-11-30"),
    ("до конца месяца", "2026-11-30"),
    ("15 декабря", "2026-12-15"),
    ("15 декабря 2027 г.", "2027-12-15"),
    ("15-го", "2026-12-15"),
    ("15 числа", "2026-12-15"),
    ("до 15.12", "2026-12-15"),
    ("к пятнице", "2026-11-27"),
    ("w piątek", "2026-11-27"),
    ("w piatek", "2026-11-27"),
    ("we wtorek", "2026-12-01"),
    ("w środę", "2026-11-25"),
    ("w przyszły poniedziałek", "2026-11-30"),
    ("w przyszłym tygodniu", "2026-11-30"),
    ("dziś", "2026-11-24"),
    ("jutro", "2026-11-25"),
    ("pojutrze", "2026-11-26"),
    ("za 3 dni", "2026-11-27"),
    ("za tydzień", "2026-12-01"),
    ("za miesiąc", "2026-12-24"),
    ("do końca miesiąca", "2026-11-30"),
    ("15 grudnia", "2026-12-15"),
    ("15 grudnia 2026 r.", "2026-12-15"),
    ("do piątku", "2026-11-27"),
]


TIMES: list[tuple[str, str]] = [
    ("15:30", "2026-11-24 15:30"),
    ("09:59", "2026-11-25 09:59"),  # past today, so tomorrow
    ("3pm", "2026-11-24 15:00"),
    ("tomorrow 10:00", "2026-11-25 10:00"),
    ("tomorrow at 3", "2026-11-25 15:00"),
    ("tomorrow at noon", "2026-11-25 12:00"),
    ("fri 9am", "2026-11-27 09:00"),
    ("15.12 10:00", "2026-12-15 10:00"),
    ("10:00 tomorrow", "2026-11-25 10:00"),
    ("in 2 hours", "2026-11-24 12:00"),
    ("завтра в 10 утра", "2026-11-25 10:00"),
    ("завтра в 15", "2026-11-25 15:00"),
    ("в среду в 3 часа дня", "2026-11-25 15:00"),
    ("сегодня вечером в 7", "2026-11-24 19:00"),
    ("через 2 часа", "2026-11-24 12:00"),
    ("через полчаса", "2026-11-24 10:30"),
    ("jutro o 10", "2026-11-25 10:00"),
    ("w piątek o 15.30", "2026-11-27 15:30"),
    ("w piątek o godz. 9:15", "2026-11-27 09:15"),
    ("za godzinę", "2026-11-24 11:00"),
    ("za 15 minut", "2026-11-24 10:15"),
    ("tonight at 20:00", "2026-11-24 20:00"),
]


@pytest.mark.parametrize(("words", "day"), DAYS)
def test_a_bare_day_is_the_next_step(words: str, day: str) -> None:
    check(f"Acme {words}", {"client": "Acme", "step": day})


@pytest.mark.parametrize(("words", "day"), DAYS)
def test_the_same_day_after_a_word_for_closing_is_the_expected_close(words: str, day: str) -> None:
    check(f"Ромашка закрытие {words}", {"client": "Ромашка", "close": day})


@pytest.mark.parametrize(("words", "moment"), TIMES)
def test_times(words: str, moment: str) -> None:
    check(f"Acme {words}", {"client": "Acme", "step": moment})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Acme closing next friday, call tomorrow 9:30",
            {"client": "Acme", "close": "2026-12-04", "step": "2026-11-25 09:30", "text": "call"},
        ),
        ("Ромашка до 15 декабря закрыть", {"client": "Ромашка", "close": "2026-12-15"}),
        ("Ромашка дата закрытия: 15.12", {"client": "Ромашка", "close": "2026-12-15"}),
        ("Acme expected close date 15 dec", {"client": "Acme", "close": "2026-12-15"}),
        ("Acme закрытие в декабре", {"client": "Acme", "close": "2026-12-31"}),
        ("Acme zamknięcie do końca grudnia", {"client": "Acme", "close": "2026-12-31"}),
        ("Acme close friday 15:00", {"client": "Acme", "close": "2026-11-27", "title": "15:00"}),
        ("Acme tomorrow 10k 15:30", {"client": "Acme", "amount": (1000000, RUB), "step": "2026-11-25 15:30"}),
        ("Acme friday 28 nov", {"client": "Acme", "title": "friday", "step": "2026-11-28"}),
        ("Acme today 8:00", {"client": "Acme", "title": "today 8:00"}),
        ("Acme 15.12.2020", {"client": "Acme", "title": "15.12.2020"}),
        ("Acme close 15.12.2020", {"client": "Acme", "title": "close 15.12.2020"}),
        ("Acme yesterday", {"client": "Acme", "title": "yesterday"}),
        ("Acme 31.11", {"client": "Acme", "title": "31.11"}),
        ("Acme friday monday", {"client": "Acme", "title": "monday", "step": "2026-11-27"}),
    ],
)
def test_several_dates_and_refused_ones(text: str, expected: dict[str, Any]) -> None:
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acme call Ivan tomorrow", {"client": "Acme", "step": "2026-11-25", "text": "call Ivan"}),
        ("Call Ivan tomorrow", {"step": "2026-11-25", "text": "Call Ivan"}),
        (
            "Acme 10k tomorrow call Ivan",
            {"client": "Acme", "amount": (1000000, RUB), "step": "2026-11-25", "text": "call Ivan"},
        ),
        ("отправить КП Ромашке завтра", {"step": "2026-11-25", "text": "отправить КП Ромашке"}),
        ("Kowalski jutro zadzwonić do Jana", {"client": "Kowalski", "step": "2026-11-25", "text": "zadzwonić do Jana"}),
        ("Acme send offer friday", {"client": "Acme", "step": "2026-11-27", "text": "send offer"}),
        ("Acme demo friday", {"client": "Acme", "step": "2026-11-27", "text": "demo"}),
        ("Ромашка договор завтра", {"client": "Ромашка", "step": "2026-11-25", "text": "договор"}),
        ("Acme meeting with Ann friday", {"client": "Acme", "step": "2026-11-27", "text": "meeting with Ann"}),
        ("Acme meeting friday", {"client": "Acme", "stage": 6, "step": "2026-11-27"}),
        (
            "Acme call center refit 10k friday",
            {"client": "Acme", "title": "call center refit", "amount": (1000000, RUB), "step": "2026-11-27"},
        ),
    ],
)
def test_what_is_to_be_done(text: str, expected: dict[str, Any]) -> None:
    check(text, expected)


def test_a_step_typed_by_itself() -> None:
    step = read_step("позвонить Ивану завтра в 10", CTX)
    assert step is not None
    assert step.text == "позвонить Ивану"
    assert step.when.at == dt.datetime(2026, 11, 25, 9, 0, tzinfo=dt.UTC)
    assert read_step("call Ivan", CTX) is None
    assert read_step("2d", CTX) == NextStep(read_when("in 2 days", CTX), None)
    assert read_step("friday", CTX) == NextStep(read_when("friday", CTX), None)


@pytest.mark.parametrize("text", ["call Ivan yesterday", "вчера", "today 8:00 call"])
def test_a_step_in_the_past_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as error:
        read_step(text, CTX)
    assert (error.value.field, error.value.kind) == ("when", "past")


@pytest.mark.parametrize(
    "words",
    [
        "close 31.12.2050",
        "закрытие 31.12.2050",
        "zamknięcie 31.12.2050",
        "close in 20 years",
        # A next step that the card would ask again.
        "31.12.2030",
        "call Ivan in 3 years",
    ],
)
def test_a_day_too_far_for_its_field_is_left_to_see_in_the_title(words: str) -> None:
    check(f"Acme 10k {words}", {"client": "Acme", "amount": (1000000, RUB), "title": words})


def test_a_close_within_ten_years_is_taken() -> None:
    check("Acme 10k close 31.12.2030", {"client": "Acme", "amount": (1000000, RUB), "close": "2030-12-31"})
