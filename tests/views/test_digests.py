"""Digests, questions and days as people read them, in three languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.i18n import SUPPORTED
from bot.models import Deal
from bot.models.facts_deals import DealCard
from bot.models.facts_digests import (
    ANSWERS,
    AnswerFacts,
    ChatDigest,
    DigestFacts,
    Headline,
    QuestionFacts,
    StuckDeal,
    StuckOfRep,
    TodayDeal,
    TodayFacts,
)
from bot.models.facts_outgoing import DealAssigned
from bot.reader import Reader, reader_for
from bot.views.digest_news import headline
from bot.views.digests import DEALS_A_PAGE, digest_screen
from bot.views.managing import manager_rows
from bot.views.outgoing import render
from bot.views.questions import BUTTONS, WORDS
from bot.views.screen import Screen
from bot.views.today import today_screen
from tests.views.deal_samples import BORIS, NOW, card, deal, stages
from tests.views.reminder_samples import fits

STAGE = stages()[2]
TEXT_LIMIT = 4_096  # Bot API, sendMessage: after the entities are read


def reader(locale: str = "en") -> Reader:
    return reader_for(locale, "Europe/Warsaw", NOW)


def stuck(at: int = 1, **changes: Any) -> StuckDeal:
    entered = NOW - timedelta(days=20, hours=2)
    values = {"id": at, "client": f"Client <{at}>", "ignored": 0, "stage_entered_at": entered, **changes}
    return StuckDeal(deal(STAGE, **values), STAGE)


def facts(count: int = 3, **changes: Any) -> DigestFacts:
    deals = tuple(stuck(at) for at in range(1, count + 1))
    made = DigestFacts(
        team_id=3,
        team_name="North & West",
        day=date(2026, 11, 23),
        headline=Headline(count, (("RUB", 184_000_000), ("PLN", 9_950)), date(2026, 11, 20), 2, 1),
        reps=(StuckOfRep(1, "Anna", deals, (("RUB", 184_000_000),)),) if deals else (),
    )
    return replace(made, **changes)


def labels(screen: Screen) -> list[str]:
    assert screen.keyboard is not None
    return [button.text for row in screen.keyboard.inline_keyboard for button in row]


def test_the_digest_reads_like_the_one_that_was_drawn() -> None:
    paused = stuck(7, client="Delta", paused_until=NOW + timedelta(days=3), pause_reason="their <boss> is away").deal
    waits = stuck(8, client="Eta", wait_until=NOW + timedelta(days=9)).deal
    made = facts(1, stepless=12, overdue=1, moved=("Borey",), eased=("Zeta & Co",), resting=(paused, waits))
    text = digest_screen(made, 0, reader()).text.replace("\u00a0", " ")
    assert text.split("\n") == [
        "📊 Stuck deals · Monday 23 Nov",
        "1 stuck, 1,840,000 ₽ + 99.50 zł · 2 new since Friday, 1 got moving",
        "🟢 Got moving: Borey",
        "✅ Limit changed, no longer stuck: Zeta &amp; Co",
        "⏸ Delta: paused until Thu 26 Nov, their &lt;boss&gt; is away",
        "✅ Eta: may wait until 2 Dec",
        "",
        "👤 Anna · 1 · 1,840,000 ₽",
        "1  🔴 <b>Client &lt;1&gt;</b> · 120,000 ₽",
        "20 days in Qualification, limit 14; silent for 2 · 🕒 call",
        "",
        "➡️ 12 deals have no next step",
        "📅 1 deal is past its close date",
        "",
        "You get this as a manager of North &amp; West. Hour, days, stop: /settings",
    ]


def test_only_so_many_that_rest_are_named() -> None:
    many = tuple(stuck(at, wait_until=NOW + timedelta(days=9)).deal for at in range(1, 6))
    text = digest_screen(facts(1, resting=many), 0, reader()).text
    assert text.count("may wait until") == 3
    assert "⏸ …and 2 more that wait\n" in text


def test_it_is_not_empty_while_something_got_moving() -> None:
    text = digest_screen(
        facts(0, headline=Headline(0, (), date(2026, 11, 22), 0, 1), moved=("Borey",)), 0, reader()
    ).text
    assert "Nothing is stuck" in text
    assert "Got moving: Borey" in text


@pytest.mark.parametrize("locale", SUPPORTED)
@pytest.mark.parametrize("count", [0, 1, DEALS_A_PAGE, DEALS_A_PAGE + 1, 300])
def test_every_page_fits_a_message_and_shows_every_deal_once(locale: str, count: int) -> None:
    made = facts(count, ignored=(stuck(901, ignored=4),), untouched=(stuck(902),), names=((1, "Anna " * 20),))
    pages = -(-(count + 2) // DEALS_A_PAGE)
    shown = [digest_screen(made, page, reader(locale)) for page in range(pages)]
    assert all(len(screen.text) <= TEXT_LIMIT for screen in shown)
    opened = [
        button.callback_data
        for screen in shown
        for row in (screen.keyboard.inline_keyboard if screen.keyboard else [])
        for button in row
        if (button.callback_data or "").startswith("go:")
    ]
    assert len(opened) == len(set(opened)) == count + 2
    assert digest_screen(made, 10**9, reader(locale)) == shown[-1]
    assert all("/settings" in screen.text for screen in shown), "every digest says how to stop it"


@pytest.mark.parametrize("locale", SUPPORTED)
def test_news_of_a_deal_name_the_team_for_people_of_several(locale: str) -> None:
    sample, team = stuck(7), "Firma <1>"
    for facts_of in (
        QuestionFacts(7, "Helen", sample.deal, sample.stage, team_name=team),
        AnswerFacts(sample.deal, sample.stage, "Anna", "fine", team),
        DealAssigned(7, "Acme", "Helen", 100, "PLN", sample.stage, team),
    ):
        assert "Firma &lt;1&gt;" in render(facts_of, reader(locale)).text
        assert ": Firma" not in render(replace(facts_of, team_name=""), reader(locale)).text


@pytest.mark.parametrize("locale", SUPPORTED)
def test_a_long_title_breaks_before_the_day_and_not_in_it(locale: str) -> None:
    title = digest_screen(facts(DEALS_A_PAGE + 1), 1, reader(locale)).text.split("\n")[0]
    assert title.endswith("2/2")
    assert " " not in title.split(" · ", 1)[1], "the day and the page stay together"


@pytest.mark.parametrize("locale", SUPPORTED)
def test_nothing_stuck_is_one_line(locale: str) -> None:
    text = digest_screen(facts(0, headline=Headline(0, ())), 0, reader(locale)).text
    assert "\n" not in text
    assert "/settings" in text


@pytest.mark.parametrize(
    ("locale", "since", "expected"),
    [
        ("en", 22, "5 stuck · 1 new since yesterday, 1 got moving"),
        ("en", 20, "5 stuck · 1 new since Friday, 1 got moving"),
        ("en", 12, "5 stuck · 1 new since 12 Nov, 1 got moving"),
        ("ru", 22, "Застряло 5 сделок · 1 новая со вчерашнего дня, 1 сдвинулась"),
        ("ru", 17, "Застряло 5 сделок · 1 новая со вторника, 1 сдвинулась"),
        ("pl", 22, "Utknęło 5 szans · 1 nowa od wczoraj, 1 ruszyła"),
        ("pl", 18, "Utknęło 5 szans · 1 nowa od środy, 1 ruszyła"),
    ],
)
def test_the_headline_in_three_languages(locale: str, since: int, expected: str) -> None:
    said = headline(Headline(5, (), date(2026, 11, since), 1, 1), reader(locale))
    assert said.replace("\u00a0", " ") == expected


def test_without_changes_or_an_earlier_digest_it_says_so() -> None:
    assert headline(Headline(2, ()), reader()) == "2 stuck"
    since = date(2026, 11, 20)
    assert (
        headline(Headline(0, (), since), reader()).replace("\u00a0", " ") == "Nothing is stuck · no change since Friday"
    )
    assert (
        headline(Headline(2, (), since, 0, 3), reader()).replace("\u00a0", " ") == "2 stuck · 3 got moving since Friday"
    )


@pytest.mark.parametrize("locale", SUPPORTED)
def test_a_team_chat_reads_no_names(locale: str) -> None:
    made = ChatDigest("North", date(2026, 11, 23), Headline(2, (("RUB", 100),)), "https://t.me/test_bot")
    screen = render(made, reader(locale))
    assert "Anna" not in screen.text
    assert "/connect" in screen.text


@pytest.mark.parametrize("locale", SUPPORTED)
def test_question_and_answer(locale: str) -> None:
    assert tuple(BUTTONS) == ANSWERS
    assert tuple(WORDS) == (*ANSWERS, "won"), "that the deal was won meanwhile is an answer, but no button's"
    sample = stuck()
    asked = render(QuestionFacts(7, "Helen <b>", sample.deal, sample.stage), reader(locale))
    assert "Helen &lt;b&gt;" in asked.text
    assert asked.keyboard is not None
    data = [button.callback_data for row in asked.keyboard.inline_keyboard for button in row]
    assert data == ["qa:7:fine", "qa:7:waiting", "qa:7:call", "qa:7:lost", "qw:7", "os:1"]
    said = {render(AnswerFacts(sample.deal, sample.stage, "Anna", key), reader(locale)).text for key in WORDS}
    assert len(said) == len(WORDS)
    words = render(AnswerFacts(sample.deal, sample.stage, "Anna", "ask <him>"), reader(locale))
    assert "ask &lt;him&gt;" in words.text


@pytest.mark.parametrize(
    ("locale", "asked", "answered"),
    [
        (
            "en",
            "Why: it is your deal. To stop it: a button below tells Helen; hours: /settings",
            "Why: you asked. Another answer comes only if you ask again; hours: /settings",
        ),
        (
            "ru",
            "Почему: сделка ваша. Закрыть: кнопкой ниже, ответ увидит Helen; часы: /settings",
            "Почему: вы спросили. Новый ответ придёт на новый вопрос; часы: /settings",
        ),
        (
            "pl",
            "Powód: to Twoja szansa. Zakończysz przyciskiem poniżej, odpowiedź zobaczy Helen; godziny: /settings",
            "Powód: Twoje pytanie. Nowa odpowiedź przyjdzie po nowym pytaniu; godziny: /settings",
        ),
    ],
)
def test_question_and_answer_say_why_they_came_and_what_ends_them(locale: str, asked: str, answered: str) -> None:
    sample = stuck()
    for made, last in (
        (QuestionFacts(7, "Helen", sample.deal, sample.stage), asked),
        (AnswerFacts(sample.deal, sample.stage, "Anna", "fine"), answered),
    ):
        screen = render(made, reader(locale))
        assert screen.text.splitlines()[2:] == [f"<i>{last}</i>"]
        fits(screen)


def labelled(one: DealCard) -> list[list[str]]:
    return [[button.text for button in row] for row in manager_rows(one, reader()) if row]


def test_the_managers_row_offers_only_what_makes_sense() -> None:
    own, other = card(), card(owner_id=BORIS, stage_entered_at=NOW - timedelta(days=40))
    assert labelled(own) == [["👤 Reassign"]]
    assert labelled(other) == [["❓ Ask Anna"], ["👤 Reassign", "✅ Accept wait"]]
    assert labelled(replace(other, may_reassign=False)) == []
    assert labelled(card(-1)) == []


@pytest.mark.parametrize("locale", SUPPORTED)
def test_a_day_pages_and_names_every_reason(locale: str) -> None:
    made: list[TodayDeal] = []
    for at, why in enumerate(("step", "step", "back", "stuck", "quiet"), 1):
        each: Deal = deal(STAGE, id=at, client=f"Client <{at}>", next_step_at=NOW - timedelta(days=at % 2))
        made.append(TodayDeal(each, STAGE, why, each.next_step_at))
    many = TodayFacts(date(2026, 11, 23), tuple(made) + tuple(made) * 3)
    first, last = today_screen(many, 0, reader(locale)), today_screen(many, 99, reader(locale))
    assert len(first.text) <= TEXT_LIMIT
    assert first.text.count("<b>Client &lt;") == 8
    assert last.text.count("<b>Client &lt;") == 4
    assert (
        "y:1" in [b.callback_data for row in first.keyboard.inline_keyboard for b in row] if first.keyboard else False
    )
    assert "North &amp; West" in today_screen(many, 0, reader(locale), "North & West").text.splitlines()[0]
    empty = today_screen(TodayFacts(date(2026, 11, 23), ()), 0, reader(locale))
    assert "\n" not in empty.text
    viewers = today_screen(TodayFacts(date(2026, 11, 23), (), may_create=False), 0, reader(locale))
    assert [_offers_a_deal(screen) for screen in (empty, viewers)] == [True, False]


def _offers_a_deal(screen: Screen) -> bool:
    assert screen.keyboard is not None
    return any(button.callback_data == "dn" for row in screen.keyboard.inline_keyboard for button in row)
