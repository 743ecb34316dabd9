"""What holds for any text at all: it is read without an error, and nothing typed disappears."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.models.facts_deals import FURTHEST_STEP_DAYS
from bot.services.reading import (
    MAX_MINOR,
    BadInput,
    Reading,
    ReadingContext,
    StageName,
    read_amount,
    read_date,
    read_line,
    read_percent,
    read_phone,
    read_step,
    read_when,
)
from bot.services.reading.tokens import INVISIBLE

STAGES = (
    StageName(1, ("Offer sent", "КП отправлено", "Oferta wysłana")),
    StageName(2, ("Negotiation", "Переговоры", "Negocjacje")),
    StageName(3, ("", "!!!")),
)
PIECES = [
    *("Acme", "ООО", "«Ромашка»", "sp. z o.o.", "Kowalski", "120k", "120 000", "1,2 млн", "₽", "zł", "$", "45 tys."),
    *("offer", "переговоры", "oferta", "friday", "в пятницу", "w piątek", "15.12", "15.12.2026", "2026-12-15"),
    *("tomorrow", "завтра", "jutro", "15:30", "at 3", "in 2 weeks", "через", "za", "3", "дня", "next", "monday"),
    *("close", "закрытие", "zamknięcie", "end of month", "call Ivan", "счёт", "+7 912 345-67-89", "512 345 678"),
    *("10%", "№ 12", "кабинет", "2 шт", "-", "—", ",", ".", ":", "(", ")", '"', "\n", "\u00a0", "\u202a", "0", "к"),
    *("tonight", "вечером", "29.02", "31.11", "99999999999999999999", "a@b.pl", "сделка с", "client:", "№", "🙂"),
]
TYPED = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=20).map("".join),
)
ZONES = st.sampled_from(["UTC", "Europe/Warsaw", "Australia/Lord_Howe", "Pacific/Kiritimati", "America/New_York"])
NOWS = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2040, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001
CONTEXTS = st.builds(
    ReadingContext,
    now=NOWS,
    tz=ZONES.map(ZoneInfo),
    locale=st.sampled_from(["en", "ru", "pl"]),
    default_currency=st.sampled_from(["RUB", "PLN", "USD", "JPY", "KWD"]),
    country=st.sampled_from(["RU", "PL", "US"]),
    stages=st.just(STAGES),
)


def ink(text: str) -> Counter[str]:
    """Every visible character and how often it stands there."""
    return Counter(char for char in text if not char.isspace() and char not in INVISIBLE)


def kept(text: str, reading: Reading) -> Counter[str]:
    """The characters that the reading accounts for: under a span (the client's among them) or in the title."""
    spans = sum((ink(text[span.start : span.end]) for span in reading.spans), Counter[str]())
    return spans + ink(reading.title)


@settings(deadline=None)
@given(TYPED, CONTEXTS)
@example(
    "Acme close friday 15:00 10k",
    ReadingContext(dt.datetime(2026, 1, 1, tzinfo=dt.UTC), ZoneInfo("UTC"), "en", "EUR", "PL"),
)
def test_nothing_typed_disappears(text: str, ctx: ReadingContext) -> None:
    assert kept(text, read_line(text, ctx)) == ink(text)


@settings(deadline=None)
@given(TYPED, CONTEXTS)
def test_a_reading_is_always_sound(text: str, ctx: ReadingContext) -> None:
    reading = read_line(text, ctx)
    assert (reading.amount_minor is None) == (reading.currency is None)
    assert reading.amount_minor is None or 0 < reading.amount_minor <= MAX_MINOR
    assert reading.client is None or reading.client.strip() == reading.client != ""
    assert reading.stage_id in (None, 1, 2)
    assert reading.phone is None or reading.phone.startswith("+")
    assert reading.expected_close is None or reading.expected_close >= ctx.today
    assert reading.next_step_text is None or reading.next_step is not None
    if reading.next_step:
        assert reading.next_step.date >= ctx.today
        assert not reading.next_step.has_time or reading.next_step.at > ctx.now - dt.timedelta(minutes=1)
    typed = {span.kind: text[span.start : span.end] for span in reading.spans}
    assert ink(typed.get("client", "")) == ink(reading.client or "")
    assert ink(typed.get("next_step_text", "")) == ink(reading.next_step_text or "")
    ends = [0, *(span.end for span in reading.spans)]
    assert all(span.start >= end for span, end in zip(reading.spans, ends, strict=False))
    assert read_line(text, ctx) == reading


@settings(deadline=None)
@given(TYPED, CONTEXTS)
def test_single_fields_are_read_or_refused(text: str, ctx: ReadingContext) -> None:
    with contextlib.suppress(BadInput):
        assert 0 < read_amount(text, ctx.default_currency).minor <= MAX_MINOR
    with contextlib.suppress(BadInput):
        assert read_date(text, ctx) >= ctx.today
    with contextlib.suppress(BadInput):
        assert read_when(text, ctx).date >= ctx.today
    with contextlib.suppress(BadInput):
        assert read_phone(text, ctx.country).startswith("+")
    with contextlib.suppress(BadInput):
        assert 0 <= read_percent(text) <= 100
    with contextlib.suppress(BadInput):
        step = read_step(text, ctx)
        assert step is None or step.when.date >= ctx.today


@settings(deadline=None)
@given(st.integers(1, MAX_MINOR // 100), st.sampled_from([" ", "\u00a0", "\u202f", "'", ""]))
def test_grouped_numbers_read_back(value: int, mark: str) -> None:
    typed = f"{value:,}".replace(",", mark)
    assert read_amount(typed, "EUR").minor == value * 100
    assert read_amount(f"€{typed}.00", "PLN").minor == value * 100
    assert read_amount(f"{typed},00 zł", "EUR").minor == value * 100


@settings(deadline=None)
@given(
    st.dates(dt.date(2026, 11, 24), dt.date(2050, 1, 1)),
    st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y"]),
)
def test_full_dates_read_back(day: dt.date, form: str) -> None:
    ctx = ReadingContext(dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC), ZoneInfo("UTC"), "en", "EUR", "PL")
    assert read_date(day.strftime(form), ctx) == day
    step = read_line(f"Acme {day.strftime(form)}", ctx).next_step
    if (day - ctx.today).days > FURTHEST_STEP_DAYS:
        assert step is None
        return
    assert step is not None
    assert step.date == day
