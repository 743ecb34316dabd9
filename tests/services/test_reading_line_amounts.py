"""Amounts, currencies and phones in one typed line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.services.reading import read_line
from tests.services.reading_support import AMERICA, CTX, EUR, PLN, POLAND, RUB, USD, check

AMOUNTS: list[tuple[str, tuple[int, str]]] = [
    ("120k", (12000000, RUB)),
    ("120 k", (12000000, RUB)),
    ("120 к", (12000000, RUB)),
    ("120К", (12000000, RUB)),
    ("1.2m", (120000000, RUB)),
    ("1,2 млн", (120000000, RUB)),
    ("1.5 million", (150000000, RUB)),
    ("1 mln zł", (100000000, PLN)),
    ("45 tys.", (4500000, RUB)),
    ("45 тыс.руб.", (4500000, RUB)),
    ("300 тысяч", (30000000, RUB)),
    ("120т.р.", (12000000, RUB)),
    ("120тр", (12000000, RUB)),
    ("3 млрд", (300000000000, RUB)),
    ("полмиллиона", (50000000, RUB)),
    ("полтора миллиона ₽", (150000000, RUB)),
    ("pół miliona zł", (50000000, PLN)),
    ("120 000", (12000000, RUB)),
    ("120\u00a0000 ₽", (12000000, RUB)),
    ("120\u202f000\u00a0₽", (12000000, RUB)),
    ("120000", (12000000, RUB)),
    ("120,000.50", (12000050, RUB)),
    ("120.000,50", (12000050, RUB)),
    ("120.000", (12000000, RUB)),
    ("1,250k", (125000000, RUB)),
    ("1,250 млн", (125000000, RUB)),
    ("120'000 CHF", (12000000, "CHF")),
    ("$5k", (500000, USD)),
    ("5k$", (500000, USD)),
    ("$5k CAD", (500000, "CAD")),
    ("10 USD", (1000, USD)),
    ("USD 10", (1000, USD)),
    ("500 р.", (50000, RUB)),
    ("500 руб", (50000, RUB)),
    ("500 zl", (50000, PLN)),
    ("500 złotych", (50000, PLN)),
    ("€1.5m", (150000000, EUR)),
    ("100 евро", (10000, EUR)),
    ("100 euro", (10000, EUR)),
    ("£5k", (500000, "GBP")),
    ("5000 ₸", (500000, "KZT")),
    ("5000 тенге", (500000, "KZT")),
    ("5000 ₴", (500000, "UAH")),
    ("1500 Kč", (150000, "CZK")),
    ("500000 JPY", (500000, "JPY")),
    ("¥5000", (5000, "JPY")),
    ("10 KWD", (10000, "KWD")),
    ("500 Ft", (50000, "HUF")),
    ("500", (50000, RUB)),
]


NOT_AMOUNTS = [
    "2027",
    "2 шт",
    "5 pcs",
    "1500 кг",
    "кабинет 12",
    "№ 1542",
    "10%",
    "100 %",
    "50",
    "0",
    "0 zł",
    "-500",
    "-120k",
    "5k-10k",
    "24/7",
    "120x80",
    "1.5",
    "1.2.3",
    "a1200",
    "#1200",
    "99999999999999999 zł",
    "5000.5 JPY",
    "120 USD/month",
]


@pytest.mark.parametrize(("words", "amount"), AMOUNTS)
def test_amounts(words: str, amount: tuple[int, str]) -> None:
    check(f"Acme {words} переговоры", {"client": "Acme", "amount": amount, "stage": 4})


@pytest.mark.parametrize("words", NOT_AMOUNTS)
def test_what_is_no_amount_stays_in_the_title(words: str) -> None:
    check(f"Acme {words} offer", {"client": "Acme", "title": words, "stage": 3})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ромашка 120 к пятнице", {"client": "Ромашка", "amount": (12000, RUB), "step": "2026-11-27"}),
        ("Ромашка 120 к завтра", {"client": "Ромашка", "amount": (12000000, RUB), "step": "2026-11-25"}),
        ("Школа 57 200к", {"client": "Школа 57", "amount": (20000000, RUB)}),
        ("Acme кабинет 12 120 000", {"client": "Acme", "title": "кабинет 12", "amount": (12000000, RUB)}),
        ("Acme office 120 000", {"client": "Acme", "title": "office", "amount": (12000000, RUB)}),
        ("Acme 2027 год 1999 р.", {"client": "Acme", "title": "2027 год", "amount": (199900, RUB)}),
        ("Acme 1500 pcs 120k", {"client": "Acme", "title": "1500 pcs", "amount": (12000000, RUB)}),
        ("Acme 10 USD 20 EUR", {"client": "Acme", "title": "20 EUR", "amount": (1000, USD)}),
        ("Acme training 2 weeks 120k", {"client": "Acme", "title": "training 2 weeks", "amount": (12000000, RUB)}),
        ("Acme 15.12 120 000", {"client": "Acme", "amount": (12000000, RUB), "step": "2026-12-15"}),
        ("Acme 12.05 млн", {"client": "Acme", "amount": (1205000000, RUB)}),
        ("договор на 120к Acme", {"client": "договор", "title": "Acme", "amount": (12000000, RUB)}),
    ],
)
def test_which_number_is_the_amount(text: str, expected: dict[str, Any]) -> None:
    check(text, expected)


def test_signs_shared_by_several_currencies_mean_the_teams_own() -> None:
    assert read_line("Acme $5k", replace(CTX, default_currency="CAD")).currency == "CAD"
    assert read_line("Acme 500 руб", replace(CTX, default_currency="BYN")).currency == "BYN"
    assert read_line("Acme 500 kr", replace(CTX, default_currency="NOK")).currency == "NOK"


def test_no_currency_without_an_amount() -> None:
    assert read_line("Acme", CTX).currency is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+7 912 345-67-89", {"phone": "+79123456789"}),
        ("Иван Петров 89123456789", {"client": "Иван Петров", "phone": "+79123456789"}),
        ("Иван 9123456789", {"client": "Иван", "phone": "+79123456789"}),
        (
            "Вектор тел. 8 (495) 123-45-67, 300к",
            {"client": "Вектор", "amount": (30000000, RUB), "phone": "+74951234567"},
        ),
        ("Nowak +48 512 345 678", {"client": "Nowak", "phone": "+48512345678"}),
        ("Acme +1 212 555 0123 ext. 5", {"client": "Acme", "title": "ext. 5", "phone": "+12125550123"}),
        ("Acme 120 000 000", {"client": "Acme", "amount": (12000000000, RUB)}),
    ],
)
def test_phones_in_russia(text: str, expected: dict[str, Any]) -> None:
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nowak 512 345 678 45 tys. zł", {"client": "Nowak", "amount": (4500000, PLN), "phone": "+48512345678"}),
        ("Nowak 120 000 512 345 678", {"client": "Nowak", "amount": (12000000, PLN), "phone": "+48512345678"}),
        ("Nowak 512 345 678 zł", {"client": "Nowak", "amount": (51234567800, PLN)}),
        ("Nowak 120 000 000", {"client": "Nowak", "amount": (12000000000, PLN)}),
    ],
)
def test_phones_in_poland(text: str, expected: dict[str, Any]) -> None:
    check(text, expected, POLAND)


def test_america_writes_the_month_first() -> None:
    check("Acme 12/05 (212) 555-0123", {"client": "Acme", "step": "2026-12-05", "phone": "+12125550123"}, AMERICA)
    check("Acme 05/12", {"client": "Acme", "step": "2026-12-05"})
