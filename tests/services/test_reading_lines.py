"""One typed line, in three languages and mixed: the examples of the issue, clients and titles."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from bot.services.reading import read_line
from tests.services.reading_support import CTX, EUR, PLN, RUB, check

ISSUE_EXAMPLES: list[tuple[str, dict[str, Any]]] = [
    ("Acme 120k offer friday", {"client": "Acme", "amount": (12000000, RUB), "stage": 3, "step": "2026-11-27"}),
    ("Ромашка 1,2 млн ₽ переговоры", {"client": "Ромашка", "amount": (120000000, RUB), "stage": 4}),
    (
        "Kowalski 45 tys. zł oferta w piątek",
        {"client": "Kowalski", "amount": (4500000, PLN), "stage": 3, "step": "2026-11-27"},
    ),
    (
        "Acme office refit 120 000 offer tomorrow 15:30",
        {
            "client": "Acme",
            "title": "office refit",
            "amount": (12000000, RUB),
            "stage": 3,
            "step": "2026-11-25 15:30",
        },
    ),
    (
        "ООО Ромашка внедрение 350 тыс. руб. счёт завтра +7 912 345-67-89",
        {
            "client": "ООО Ромашка",
            "title": "внедрение",
            "amount": (35000000, RUB),
            "step": "2026-11-25",
            "text": "счёт",
            "phone": "+79123456789",
        },
    ),
    ("Kowalski 45.000,50 PLN", {"client": "Kowalski", "amount": (4500050, PLN)}),
    (
        "Beta €1.5m negotiation close 15 dec",
        {"client": "Beta", "amount": (150000000, EUR), "stage": 4, "close": "2026-12-15"},
    ),
    ("Ромашка 120к закрытие 20 декабря", {"client": "Ромашка", "amount": (12000000, RUB), "close": "2026-12-20"}),
    (
        "Kowalski 45 tys. zł zamknięcie 20 grudnia",
        {"client": "Kowalski", "amount": (4500000, PLN), "close": "2026-12-20"},
    ),
    ("Acme close in 2 weeks", {"client": "Acme", "close": "2026-12-08"}),
    ("call Ivan tomorrow 10:00", {"step": "2026-11-25 10:00", "text": "call Ivan"}),
]


@pytest.mark.parametrize(("text", "expected"), ISSUE_EXAMPLES)
def test_the_examples_of_the_issue(text: str, expected: dict[str, Any]) -> None:
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "client", "title"),
    [
        ("Acme office refit 10k", "Acme", "office refit"),
        ("acme 10k", "acme", ""),
        ("иван петров 10k", "иван петров", ""),
        ("Burger King Warszawa remont 10k", "Burger King Warszawa", "remont"),
        ("Иванов И.И. 10k", "Иванов И.И.", ""),
        ("Coca-Cola 10k", "Coca-Cola", ""),
        ("H&M 10k", "H&M", ""),
        ("Marks & Spencer lights 10k", "Marks & Spencer", "lights"),
        ("Booking.com 10k", "Booking.com", ""),
        ("1С Франчайзи внедрение 10k", "1С Франчайзи", "внедрение"),
        ("7 Eleven fridges 10k", "7 Eleven", "fridges"),
        ("ООО «Рога и копыта» поставка 10k", "ООО «Рога и копыта»", "поставка"),
        ('АО "Вектор" поставка 10k', 'АО "Вектор"', "поставка"),
        ("«Friday Foods» 10k", "«Friday Foods»", ""),
        ("ип иванов ремонт 10k", "ип иванов", "ремонт"),
        ("Ромашка ООО поставка 10k", "Ромашка ООО", "поставка"),
        ("Kowalski i synowie sp. z o.o. remont 10k", "Kowalski i synowie sp. z o.o.", "remont"),
        ("Budimex S.A. remont 10k", "Budimex S.A.", "remont"),
        ("Acme, Inc. refit 10k", "Acme, Inc.", "refit"),
        ("Acme Ltd refit 10k", "Acme Ltd", "refit"),
        ("Black Friday Ltd 10k", "Black Friday Ltd", ""),
        ("Monday Software 10k", "Monday Software", ""),
        ("Acme Meeting Rooms 10k", "Acme Meeting Rooms", ""),
        ("Acme sun panels 10k", "Acme", "sun panels"),
        ("Acme march foods 10k", "Acme", "march foods"),
        ("Салон красоты Лилия стулья 10k", "Салон красоты Лилия", "стулья"),
        ("Kancelaria Nowak i Wspólnicy 10k", "Kancelaria Nowak i Wspólnicy", ""),
        ("Acme, office refit, 10k", "Acme", "office refit"),
        ("Acme — office refit — 10k", "Acme", "office refit"),
        ("Acme\noffice refit\n10k", "Acme", "office refit"),
        ("Client: Acme, amount: 10k", "Acme", ""),
        ("Сделка с Ромашкой на 10к", "Ромашкой", ""),
        ("10k Acme refit", "Acme", "refit"),
        ("ivan@acme.com 10k", "ivan@acme.com", ""),
        ("Ivan ivan@acme.com 10k", "Ivan", "ivan@acme.com"),
        ("🙂 10k", "🙂", ""),
        ("Acme 🙂 10k", "Acme", "🙂"),
    ],
)
def test_client_and_title(text: str, client: str, title: str) -> None:
    reading = read_line(text, CTX)
    assert (reading.client, reading.title, reading.amount_minor) == (client, title, 1000000)
    assert reading.next_step is None
    assert reading.stage_id is None


def test_facts_tell_a_deal_from_a_search() -> None:
    assert not read_line("Acme office", CTX).has_facts
    assert read_line("Acme 120k", CTX).has_facts


@pytest.mark.parametrize("text", ["", " ", "\n", "...", ",", "\u200b"])
def test_nothing_typed_is_nothing_read(text: str) -> None:
    reading = read_line(text, CTX)
    assert (reading.client, reading.title, reading.has_facts) == (None, "", False)


def test_a_letter_is_kept_whole_and_read_at_its_beginning() -> None:
    reading = read_line("Acme 120k " + "word " * 800 + "friday", CTX)
    assert reading.amount_minor == 12000000
    assert reading.next_step is None
    assert reading.title.endswith("word friday")


def test_the_context_needs_an_aware_now() -> None:
    with pytest.raises(ValueError, match="aware"):
        replace(CTX, now=dt.datetime(2026, 11, 24, 9, 0))  # noqa: DTZ001 - that is the point
