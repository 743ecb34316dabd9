"""What the tests of the reader share. Now is Tuesday 24 November 2026, 10:00 in Warsaw."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from bot.services.reading import Reading, ReadingContext, StageName, read_line

RUB, PLN, EUR, USD = "RUB", "PLN", "EUR", "USD"
WARSAW = ZoneInfo("Europe/Warsaw")
STAGES = (
    StageName(1, ("New enquiry", "Новая заявка", "Nowe zapytanie")),
    StageName(2, ("Qualification", "Квалификация", "Kwalifikacja")),
    StageName(3, ("Offer sent", "КП отправлено", "Oferta wysłana")),
    StageName(4, ("Negotiation", "Переговоры", "Negocjacje")),
    StageName(5, ("Closing", "Закрытие", "Zamknięcie")),
    StageName(6, ("Meeting", "Встреча", "Spotkanie")),
)
CTX = ReadingContext(
    now=dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC),
    tz=WARSAW,
    locale="en",
    default_currency="RUB",
    country="RU",
    stages=STAGES,
)
POLAND = replace(CTX, locale="pl", default_currency="PLN", country="PL")
AMERICA = replace(CTX, default_currency="USD", country="US")


def facts(reading: Reading) -> dict[str, Any]:
    """What was read, short: amounts as (minor, currency), steps as local text; empty things left out."""
    step = reading.next_step
    said = {
        "client": reading.client,
        "title": reading.title,
        "amount": (reading.amount_minor, reading.currency) if reading.amount_minor else None,
        "stage": reading.stage_id,
        "step": step and (f"{step.at.astimezone(WARSAW):%Y-%m-%d %H:%M}" if step.has_time else step.date.isoformat()),
        "text": reading.next_step_text,
        "close": reading.expected_close and reading.expected_close.isoformat(),
        "phone": reading.phone,
    }
    return {name: value for name, value in said.items() if value not in (None, "")}


def check(text: str, expected: dict[str, Any], ctx: ReadingContext = CTX) -> None:
    assert facts(read_line(text, ctx)) == expected
