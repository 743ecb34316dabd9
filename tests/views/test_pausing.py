"""Stuck, paused and put off: what the card, the lists and the menus say, in three languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.reader import Reader, reader_for
from bot.views import formatting
from bot.views.deal_menus import because_screen, menu_screen, waiting_screen
from bot.views.deal_questions import question_screen
from bot.views.deals import card_screen
from bot.views.lists import list_screen
from bot.views.nudge_rows import row
from bot.views.reminders import single_screen
from tests.views.deal_samples import NOW, card, page
from tests.views.reminder_samples import data, fits, line


@pytest.fixture(params=("en", "ru", "pl"))
def reader(request: pytest.FixtureRequest) -> Reader:
    return reader_for(request.param, "Europe/Warsaw", NOW)


def test_a_stuck_card_says_the_reason_in_place_of_the_day() -> None:
    reader = reader_for("en", "Europe/Warsaw", NOW)
    at: dict[str, Any] = {"stage_entered_at": NOW - timedelta(days=30), "last_touch_at": NOW - timedelta(days=9)}
    text = card_screen(card(2, "seven", **at), reader).text.replace("\u00a0", " ")
    assert "🔴 30 days, limit 5; silent for 9" in text
    assert "day 31" not in text
    today = card_screen(card(2, "seven", **(at | {"last_touch_at": NOW})), reader).text
    assert "silent" not in today


def test_a_limit_in_working_days_says_so(reader: Reader) -> None:
    one = card(2, stage_entered_at=NOW - timedelta(days=30))
    one.stage.stuck_working = True
    said = reader.t.plain("state-working-days", count=one.stage.stuck_days or 0)
    assert said in card_screen(one, reader).text
    # Days gone by are other days than working days: no "day 6 of 5" of a deal that is not stuck.
    early, warned = card(2, stage_entered_at=NOW - timedelta(days=5)), line("warn", stage_day=6)
    for stage in (early.stage, warned.stage):
        stage.stuck_working = True
    early.deal.stuck_at = NOW + timedelta(days=1)
    texts = [card_screen(early, reader).text, single_screen(warned, reader, 7).text, row(warned, 1, reader)]
    assert all(reader.t.plain("deal-day-limit", day=6, limit=said) in text.replace("\u00a0", " ") for text in texts)


@pytest.mark.parametrize("why", ["away", "budget", "us", "later", "their <boss> is ill"])
def test_a_paused_card_says_until_when_and_why(reader: Reader, why: str) -> None:
    paused = card(2, paused_until=NOW + timedelta(days=12), pause_reason=why, stage_entered_at=NOW - timedelta(days=90))
    text = card_screen(paused, reader).text
    [shown] = [each for each in text.splitlines() if each.startswith("⏸")]
    assert ("&lt;boss&gt;" if "<" in why else reader.t(f"pause-reason-{why}")) in shown
    assert "🔴" not in text
    assert len(text.splitlines()) <= 8
    more = waiting_screen(paused, "pause", reader)
    fits(more)


def test_lists_mark_what_is_stuck_and_what_is_paused(reader: Reader) -> None:
    listed = page("my", 3)
    stuck, paused = listed.rows[0].deal, listed.rows[1].deal
    stuck.stage_entered_at = NOW - timedelta(days=90)
    stuck.recompute_due(listed.rows[0].stage)
    paused.paused_until, paused.pause_reason = NOW + timedelta(days=3), "w" * 200
    paused.recompute_due(listed.rows[1].stage)
    lines = list_screen(listed, reader).text.splitlines()
    starts = [next(text for text in lines if text.startswith(f"{at}  ")) for at in (1, 2, 3)]
    assert starts[0].startswith("1  🔴 ")
    assert starts[1].startswith("2  ⏸ ")
    assert all(len(text) < 140 for text in lines)
    assert not any(icon in starts[2] for icon in "🔴🟡⏸")


def test_pauses_beyond_the_teams_limit_are_not_offered(reader: Reader) -> None:
    short = replace(card(2), pause_cap=10)
    assert data(waiting_screen(short, "pause", reader))[:2] == ["pf:142:7:7", "a:142:pause:7"]
    whole = waiting_screen(card(2), "pause", reader)
    assert data(whole)[:3] == ["pf:142:7:7", "pf:142:14:7", "pf:142:30:7"]


def test_menus_of_waiting_fit_and_lead_back(reader: Reader) -> None:
    one = card(2)
    until = (NOW + timedelta(days=7)).date()
    for screen in (waiting_screen(one, "snooze", reader), because_screen(one, until, reader)):
        assert data(screen)[-1] == "o:142"
        fits(screen)
    assert data(because_screen(one, until, reader))[:5] == [
        *(f"pz:142:261130:{why}:7" for why in ("away", "budget", "us", "later")),
        "pa:142:261130:7",
    ]
    assert data(waiting_screen(one, "snooze", reader))[:5] == [
        *(f"z:142:{choice}:7" for choice in ("3h", "1", "3", "7")),
        "a:142:snooze:7",
    ]
    for field in ("snooze", "pause", "because"):
        fits(question_screen(one, field, reader))


def test_later_pause_and_park_stand_on_lines_of_their_own_and_say_how_they_differ(reader: Reader) -> None:
    more = menu_screen(card(2), "more", reader)
    assert more is not None
    fits(more)
    rows = more.keyboard.inline_keyboard if more.keyboard else []
    quiet = [row for row in rows if (row[0].callback_data or "") in ("zm:142:7", "pm:142:7", "d:142:park:7")]
    assert [len(row) for row in quiet] == [1, 1, 1]
    # A reminder's short labels would not tell a pause from a parked deal.
    assert all(len(row[0].text) > len(reader.t.plain("pause-button")) + 5 for row in quiet)


def test_an_accepted_wait_is_shown_and_warns_of_nothing(reader: Reader) -> None:
    one = card(2, stage_entered_at=NOW - timedelta(days=90), wait_until=NOW + timedelta(days=9))
    text = card_screen(one, reader).text
    assert (
        reader.t("deal-wait", when=formatting.day((NOW + timedelta(days=9)).date(), reader.locale, reader.today))
        in text
    )
    assert not any(icon in text for icon in "🔴🟡⏸")
    over = card(2, stage_entered_at=NOW - timedelta(days=90), wait_until=NOW - timedelta(days=9))
    assert "🔴" in card_screen(over, reader).text
