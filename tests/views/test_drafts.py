"""Screens of drafts: only what was entered, readable on a phone, in three languages."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime

import pytest
from aiogram.types import InlineKeyboardMarkup

from bot.errors import BadInput
from bot.i18n import SUPPORTED
from bot.models import Source, Stage, StageKind
from bot.models.facts_drafts import QUESTIONS, DraftFacts, DraftStart, DraftValues
from bot.reader import Reader, reader_for
from bot.services.templates import load_sources, load_templates
from bot.views import drafts as views
from bot.views.draft_questions import question
from bot.views.screen import Screen

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ROW = 38
"""Letters that all labels of one row of buttons share on a phone."""

each_locale = pytest.mark.parametrize("locale", SUPPORTED)


def reader(locale: str = "en") -> Reader:
    return reader_for(locale, "Europe/Warsaw", NOW)


def stages() -> tuple[Stage, ...]:
    raw = [stage for stage in load_templates()["solution"].default_stages if stage.kind == StageKind.OPEN]
    return tuple(Stage(id=at, names=dict(stage.names), kind=StageKind.OPEN) for at, stage in enumerate(raw, 1))


def sources() -> tuple[Source, ...]:
    return tuple(Source(id=at, names=dict(source.names)) for at, source in enumerate(load_sources(), 1))


def draft(values: DraftValues | None = None, **facts: object) -> DraftFacts:
    made = {
        "id": 7,
        "values": values or DraftValues(client="Acme"),
        "team_name": "Northwind",
        "team_currency": "PLN",
        "elsewhere": False,
        "stages": stages(),
        "sources": sources(),
    }
    return DraftFacts(**{**made, **facts})  # type: ignore[arg-type]


FULL = DraftValues(
    client="Acme",
    title="office refit",
    amount_minor=12_000_000,
    currency="RUB",
    stage_id=5,
    next_step_at=datetime(2026, 3, 3, 9, 0, tzinfo=UTC),
    next_step_has_time=True,
    next_step_text="call Ivan",
    expected_close=date(2026, 12, 15),
    phone="+48512345678",
    contact_name="Jan",
    source_id=1,
)
LONGEST = DraftValues(
    client="&" * 200,
    title="<" * 500,
    amount_minor=9_000_000_000_000_000,
    currency="RUB",
    stage_id=1,
    next_step_at=datetime(2027, 3, 3, 9, 0, tzinfo=UTC),
    next_step_has_time=True,
    next_step_text=">" * 500,
    expected_close=date(2027, 12, 15),
    phone="9" * 32,
    contact_name='"' * 128,
    source_id=1,
    cut=("client", "step", "title"),
)


def plain(screen: Screen) -> str:
    return html.unescape(re.sub(r"</?[a-z]+>", "", screen.text)).replace("\u00a0", " ")


def rows(screen: Screen) -> list[list[str]]:
    assert isinstance(screen.keyboard, InlineKeyboardMarkup)
    return [[button.text for button in row] for row in screen.keyboard.inline_keyboard]


def every_screen(facts: DraftFacts, locale: str) -> list[Screen]:
    each = [question(facts, field, reader(locale), guided=guided) for field in QUESTIONS for guided in (False, True)]
    problems = [
        BadInput(field, "x" * 500, kind)
        for field in (*QUESTIONS, "when", "date")
        for kind in ("unreadable", "past", "not_positive", "too_big", "empty", "words")
        if (field, kind) not in {("client", "unreadable"), ("title", "unreadable")}
        if kind not in {"not_positive", "too_big"} or field == "amount"
        if kind != "unreadable" or field not in {"step", "close"}
    ]
    each += [question(facts, "amount", reader(locale), problem=problem) for problem in problems]
    each += [views.draft_card(facts, reader(locale)), views.cancelled(facts, reader(locale))]
    return [*each, views.kept(facts, reader(locale)), views.no_team(reader(locale)), views.viewer(reader(locale))]


@pytest.mark.parametrize(
    ("locale", "lines"),
    [
        (
            "en",
            [
                "New deal — check and save",
                "Acme · office refit",
                "💰 120,000 ₽  📍 Terms",
                "➡️ call Ivan · tomorrow 10:00  📅 15 Dec",
                "📞 Jan, +48 512 345 678  source: Referral",
            ],
        ),
        (
            "ru",
            [
                "Новая сделка: проверьте и сохраните",
                "Acme · office refit",
                "💰 120 000 ₽  📍 Условия",
                "➡️ call Ivan · завтра 10:00  📅 15 дек.",
                "📞 Jan, +48 512 345 678",
                "источник: Рекомендация",
            ],
        ),
        (
            "pl",
            [
                "Nowa szansa: sprawdź i zapisz",
                "Acme · office refit",
                "💰 120 000 ₽  📍 Warunki",
                "➡️ call Ivan · jutro 10:00  📅 15 gru",
                "📞 Jan, +48 512 345 678  źródło: Polecenie",
            ],
        ),
    ],
)
def test_the_card_says_what_was_entered(locale: str, lines: list[str]) -> None:
    screen = views.draft_card(draft(FULL), reader(locale))
    assert plain(screen).splitlines() == lines


@each_locale
def test_what_was_not_entered_is_not_there(locale: str) -> None:
    assert len(plain(views.draft_card(draft(), reader(locale))).splitlines()) == 2


@each_locale
def test_labels_fit_a_phone(locale: str) -> None:
    wrong = [
        row
        for values in (FULL, DraftValues())
        for screen in every_screen(draft(values), locale)
        for row in rows(screen)
        if len(row) * max(map(len, row)) > ROW or len(row) > 4
    ]
    assert not wrong


@each_locale
def test_the_longest_draft_fits_a_message(locale: str) -> None:
    for screen in every_screen(draft(LONGEST), locale):
        assert 0 < len(plain(screen)) <= 4096
        assert screen.keyboard is not None
        for button in (button for row in screen.keyboard.inline_keyboard for button in row):
            assert len((button.callback_data or "").encode()) <= 64


@each_locale
def test_what_was_cut_is_said(locale: str) -> None:
    text = plain(views.draft_card(draft(LONGEST), reader(locale)))
    assert text.count("✂️") == 3
    assert text.count("500") == 2


def test_another_teams_draft_names_the_team() -> None:
    assert "New deal in Northwind" in views.draft_card(draft(elsewhere=True), reader()).text


def test_without_a_client_the_only_way_out_is_cancel() -> None:
    assert rows(question(draft(DraftValues(amount_minor=5)), "client", reader())) == [["Cancel"]]


def test_a_team_without_sources_is_not_asked_for_one() -> None:
    facts = draft(sources=())
    assert "1 of 7" in question(facts, "client", reader(), guided=True).text
    assert rows(views.draft_card(facts, reader()))[-1] == ["Cancel"]


def test_the_present_choice_has_a_tick() -> None:
    assert ["✓ Terms", "Defence"] in rows(question(draft(FULL), "stage", reader()))
    assert ["✓ Referral", "Website"] in rows(question(draft(FULL), "source", reader()))


def test_an_empty_cancelled_draft_offers_nothing_back() -> None:
    assert rows(views.cancelled(draft(DraftValues()), reader())) == [["🏠 Home"]]


def test_a_draft_without_client_is_called_by_what_is_known() -> None:
    assert plain(views.kept(draft(DraftValues(amount_minor=500)), reader())) == "Draft kept: 💰 5 zł"
    assert plain(views.kept(draft(DraftValues(title="& so on")), reader())) == "Draft kept: & so on"


def test_a_viewer_is_offered_no_new_deal() -> None:
    assert rows(views.matches(DraftStart(None, "acme"), reader())) == []
    assert rows(views.matches(DraftStart(draft(), "acme"), reader())) == [["New deal"]]
