"""The deal card and everything that takes its place, in three languages, as a phone shows it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import BadInput
from bot.models import EventKind, StageKind
from bot.models.facts_deals import DealRow, HistoryLine, HistoryPage, Outcome, Verdict
from bot.reader import Reader, reader_for
from bot.views.deal_history import history_screen
from bot.views.deal_menus import choice_screen, menu_screen
from bot.views.deal_news import FIELDS, alert, outcome_screen
from bot.views.deal_questions import QUESTIONS, question_screen
from bot.views.deal_state import PAUSE_REASONS
from bot.views.deals import card_screen
from bot.views.group_lists import private_list
from bot.views.lists import list_screen
from bot.views.lists import menu_screen as lists_menu
from bot.views.screen import Screen
from tests.views.deal_samples import BORIS, NOW, card, choices, deal, event, page, stages

LOCALES = ("en", "ru", "pl")
MENUS = ("stages", "touch", "step", "more", "edit", "park", "probability")


@pytest.fixture(params=LOCALES)
def reader(request: pytest.FixtureRequest) -> Reader:
    return reader_for(request.param, "Europe/Warsaw", NOW)


def labels(screen: Screen) -> list[str]:
    assert screen.keyboard is not None
    return [button.text for row in screen.keyboard.inline_keyboard for button in row]


def data(screen: Screen) -> list[str]:
    assert screen.keyboard is not None
    return [button.callback_data or "" for row in screen.keyboard.inline_keyboard for button in row]


def test_the_card_says_everything_in_eight_lines(reader: Reader) -> None:
    full = card(
        next_step_text="Call Ivan",
        next_step_at=NOW + timedelta(days=1),
        next_step_has_time=True,
        expected_close=NOW.date() + timedelta(days=22),
        phone="+48512345678",
        contact_name="Ivan",
    )
    text = card_screen(full, reader).text
    assert len(text.splitlines()) <= 8
    for icon in "💰👤📍➡📅🕒📞":
        assert icon in text
    assert "●●●○○○○" in text
    assert re.findall("<b>(.*?)</b>", text) == ["Acme"]


def test_a_stuck_deal_is_not_silent_for_longer_than_it_stands_in_its_stage(reader: Reader) -> None:
    """Since an evening twenty days ago by the calendar, nineteen by the clock."""
    entered = NOW - timedelta(days=19, hours=23)
    one = card(2, stage_entered_at=entered, last_touch_at=entered)
    [reason] = [line for line in card_screen(one, reader).text.splitlines() if line.startswith("🔴")]
    assert re.findall(r"\d+", reason) == ["20", str(one.stage.stuck_days), "20"]


def test_a_card_names_the_team_where_that_could_be_another(reader: Reader) -> None:
    one = replace(card(), team_name="Firma & Synowie")
    said = {"en": "team", "ru": "команда", "pl": "zespół"}[reader.locale]
    assert f"{said}: Firma &amp; Synowie" in card_screen(one, reader).text
    assert said not in card_screen(card(), reader).text


def test_user_text_is_escaped_once(reader: Reader) -> None:
    text = card_screen(card(client="A&B <Ltd>", title="<i>"), reader).text
    assert "A&amp;B &lt;Ltd&gt;" in text
    assert "&amp;amp;" not in text


def test_stuck_and_nearly_stuck_are_marked(reader: Reader) -> None:
    limit = stages()[2].stuck_days or 0
    fresh = card(stage_entered_at=NOW - timedelta(days=limit * 0.5))
    nearly = card(stage_entered_at=NOW - timedelta(days=limit * 0.8))
    stuck = card(stage_entered_at=NOW - timedelta(days=limit + 1))
    marks = [
        "".join(mark for mark in "🟡🔴" if mark in card_screen(each, reader).text) for each in (fresh, nearly, stuck)
    ]
    assert marks == ["", "🟡", "🔴"]


def test_likely_next_tap_is_coloured(reader: Reader) -> None:
    screen = card_screen(card(), reader)
    assert screen.keyboard is not None
    styles = {b.callback_data: b.style for row in screen.keyboard.inline_keyboard for b in row}
    assert styles["m:142:4:7"] == "primary"
    assert styles["m:142:8:7"] == "success"
    assert styles["d:142:lost:7"] == "danger"


def test_a_viewer_gets_no_button_that_changes_anything(reader: Reader) -> None:
    assert data(card_screen(card(may_change=False), reader)) == ["h:142:0"]


def test_closed_and_parked_cards_say_how_it_stands(reader: Reader) -> None:
    road = stages()
    for at, stage in enumerate(road):
        text = card_screen(card(at, returns_at=NOW + timedelta(days=30), closed_at=NOW), reader).text
        icon = {StageKind.OPEN: "●", StageKind.PARKED: "💤", StageKind.WON: "🏆", StageKind.LOST: "❌"}[stage.kind]
        assert icon in text


def test_a_lost_deal_says_so_once_with_the_reason_and_no_chances(reader: Reader) -> None:
    at = next(place for place, stage in enumerate(stages()) if stage.kind is StageKind.LOST)
    lost = replace(card(at, closed_at=NOW, loss_comment="went <elsewhere>"), loss_reason=choices(card()).reasons[0])
    lines = card_screen(lost, reader).text.splitlines()
    assert sum(line.count(lost.stage.name(reader.locale)) for line in lines) == 1
    assert [line[0] for line in lines if line[0] in "❌📝📍"] == ["❌", "📝"]
    assert "%" not in "".join(lines)


def test_a_won_deal_counts_from_its_start_and_shows_when_it_closed() -> None:
    reader = reader_for("en", "UTC", NOW)
    at = next(place for place, stage in enumerate(stages()) if stage.kind is StageKind.WON)
    won = card(at, closed_at=NOW - timedelta(days=1), expected_close=NOW.date() + timedelta(days=22))
    text = card_screen(won, reader).text.replace("\u00a0", " ")
    assert "won in 19 days" in text
    assert "3 Nov → yesterday" in text


def test_long_words_do_not_push_the_facts_off_the_card(reader: Reader) -> None:
    wordy = card(client="c" * 200, title="t" * 500, next_step_text="s" * 500, next_step_at=NOW)
    assert len(card_screen(wordy, reader).text) < 600
    for field, whole in (("client", "c" * 200), ("title", "t" * 500)):
        assert whole in question_screen(wordy, field, reader).text


def test_a_parked_deal_goes_on_where_it_was(reader: Reader) -> None:
    road = stages()
    at = next(place for place, stage in enumerate(road) if stage.kind is StageKind.PARKED)
    parked = card(at, returns_at=NOW + timedelta(days=30))
    assert f"m:142:{road[4].id}:7" in data(card_screen(replace(parked, left=road[4]), reader))
    assert f"m:142:{road[0].id}:7" in data(card_screen(parked, reader))


def test_numbers_are_grouped_to_read_and_whole_to_copy(reader: Reader) -> None:
    screen = card_screen(card(phone="+48512345678"), reader)
    assert "+48 512 345 678" in screen.text
    assert screen.keyboard is not None
    copied = [b.copy_text.text for row in screen.keyboard.inline_keyboard for b in row if b.copy_text]
    assert copied == ["+48512345678"]


@pytest.mark.parametrize("template", ["solution", "classic", "inbound", "agency", "seven", "blank"])
def test_buttons_fit_a_phone(reader: Reader, template: str) -> None:
    """Two buttons share about 38 characters; what does not fit is cut by us, at a sensible place."""
    for at in range(len(stages(template))):
        one = card(at, template)
        screens = [card_screen(one, reader), *(menu_screen(one, what, reader) for what in MENUS)]
        screens += [choice_screen(choices(one), what, reader) for what in ("lost", "source", "owner")]
        for screen in screens:
            assert screen is not None
            assert screen.keyboard is not None
            for row in screen.keyboard.inline_keyboard:
                width = sum(len(button.text) for button in row) + 3 * (len(row) - 1)
                assert width <= 44, [button.text for button in row]
                assert all(len((button.callback_data or "").encode()) <= 64 for button in row)


def test_every_menu_leads_back(reader: Reader) -> None:
    one = card()
    for what in MENUS:
        screen = menu_screen(one, what, reader)
        assert screen is not None
        assert "o:142" in data(screen)
    assert menu_screen(one, "nonsense", reader) is None
    assert choice_screen(choices(one), "nonsense", reader) is None


def test_after_a_move_come_undo_and_next_step_chips(reader: Reader) -> None:
    moved = event(EventKind.MOVED, from_stage_id=2, to_stage_id=3)
    screen = outcome_screen(Outcome(Verdict.DONE, card(), moved), reader)
    first = screen.text.splitlines()[0]
    assert "→" in first
    assert data(screen)[:5] == ["u:142:5", "s:142:1:7", "s:142:2:7", "s:142:7:7", "a:142:step:7"]


def test_chips_for_the_next_step_come_only_where_one_is_wanted(reader: Reader) -> None:
    planned = card(next_step_at=NOW + timedelta(days=3))
    for kind, facts in ((EventKind.TOUCHED, {"touch": "call"}), (EventKind.EDITED, {"field": "title"})):
        screen = outcome_screen(Outcome(Verdict.DONE, planned, event(kind, data=facts)), reader)
        assert not [each for each in data(screen) if each.startswith("s:")]
    bare = outcome_screen(Outcome(Verdict.DONE, card(), event(EventKind.TOUCHED, data={"touch": "call"})), reader)
    assert "s:142:1:7" in data(bare)


def test_who_parked_until_a_day_is_not_asked_for_it_again(reader: Reader) -> None:
    road = stages()
    at = next(place for place, stage in enumerate(road) if stage.kind is StageKind.PARKED)
    parked = card(at, returns_at=NOW + timedelta(days=14))
    for facts, asked in (({}, True), ({"until": NOW.isoformat()}, False)):
        moved = event(EventKind.MOVED, from_stage_id=3, to_stage_id=road[at].id, data=facts)
        screen = outcome_screen(Outcome(Verdict.DONE, parked, moved), reader)
        assert ("pk:142:14:7" in data(screen)) is asked
        assert ("?" in screen.text.splitlines()[0]) is asked


def test_history_says_what_was_worth_saying() -> None:
    reader = reader_for("en", "UTC", NOW)
    one = card()

    def said(kind: EventKind, **facts: Any) -> str:
        line = HistoryLine(event(kind, **facts), "Anna", one.stages[2], one.stages[3])
        text = history_screen(HistoryPage(one, (line,), 0, False), reader).text
        return text.splitlines()[-1].replace("\u00a0", " ")

    left, entered = one.stages[2].name("en"), one.stages[3].name("en")
    assert said(EventKind.MOVED, stayed_seconds=59 * 60) == f"{left} → {entered}"
    assert said(EventKind.MOVED, stayed_seconds=5 * 86_400) == f"{left} (5 days) → {entered}"
    why = {"reason": {"en": "Price"}}
    assert said(EventKind.MOVED, stayed_seconds=7200, data=why) == f"{left} (2 hours) → {entered}: Price"
    step = {"at": NOW.isoformat(), "has_time": True, "text": "call Ivan"}
    assert said(EventKind.STEP_SET, data=step) == "➡️ next step: call Ivan · today 12:00"
    edit = {"field": "amount_minor", "to": {"amount_minor": 4_500_000}}
    before = {"amount_minor": 12_000_000, "currency": "GBP"}
    assert said(EventKind.EDITED, currency="EUR", data=edit, before=before) == "Amount: £120,000 → €45,000"
    limit = {"limit": 14, "working": False, "recounted": False}
    assert said(EventKind.LIMIT_CHANGED, data=limit) == "limit changed to 14 days, no longer stuck"
    working = "limit changed to 14 working days, no longer stuck"
    assert said(EventKind.LIMIT_CHANGED, data=limit | {"working": True}) == working
    assert said(EventKind.LIMIT_CHANGED, data=limit | {"limit": None}) == "limit removed, no longer stuck"
    recounted = "working days counted anew, no longer stuck"
    assert said(EventKind.LIMIT_CHANGED, data=limit | {"recounted": True}) == recounted


def test_every_event_has_a_headline_and_a_history_line(reader: Reader) -> None:
    facts: dict[EventKind, list[dict[str, Any]]] = {
        EventKind.CREATED: [{}],
        EventKind.MOVED: [{"from_stage_id": 2, "to_stage_id": at} for at in range(1, 11)],
        EventKind.TOUCHED: [{"data": {"touch": "call"}}, {"data": {"touch": "visit", "step": "send <terms>"}}],
        EventKind.NOTED: [{"data": {"text": "x" * 2000}}],
        EventKind.STEP_SET: [
            {"data": {"at": NOW.isoformat(), "has_time": True}},
            {"data": {"at": None, "has_time": False, "text": "call"}},
            {"data": {"step": ""}},
        ],
        EventKind.STEP_DONE: [{"data": {"step": "call"}}, {"data": {"step": ""}}],
        EventKind.EDITED: [{"data": {"field": field, "to": {field: None}}} for field in FIELDS],
        EventKind.REASSIGNED: [{"data": {"to": BORIS}, "before": {"owner_id": 1}}],
        EventKind.SNOOZED: [{"data": {"until": NOW.isoformat()}}],
        EventKind.PAUSED: [{"data": {"until": NOW.isoformat(), "reason": why}} for why in (*PAUSE_REASONS, "x" * 200)],
        EventKind.RESUMED: [{}],
        EventKind.WAIT_ACCEPTED: [{"data": {"until": NOW.isoformat(), "days": 7}}],
        EventKind.ASKED: [{}],
        EventKind.ANSWERED: [{}],
        EventKind.BECAME_STUCK: [{"actor_id": 0}],
        EventKind.LIMIT_CHANGED: [
            {"data": {"limit": limit, "working": working, "recounted": recounted}}
            for limit, working, recounted in (
                (14, False, False),
                (1, True, False),
                (None, False, False),
                (5, True, True),
            )
        ],
        EventKind.UNDONE: [{"data": {"event": 4, "kind": kind.value}} for kind in EventKind if kind.value in KINDS],
    }
    assert set(facts) == set(EventKind)
    one = card()
    for kind, variants in facts.items():
        for variant in variants:
            happened = event(kind, **variant)
            screen = outcome_screen(Outcome(Verdict.DONE, one, happened), reader)
            assert screen.text.splitlines()[0].strip()
            lines = tuple(HistoryLine(happened, "Anna", one.stages[0], one.stages[1]) for _ in range(8))
            names = {1: "Anna", BORIS: "Boris"}
            text = history_screen(HistoryPage(one, lines, 1, True, names), reader).text
            assert len(text) < 4096


KINDS = frozenset(
    {"moved", "touched", "noted", "step_set", "step_done", "edited", "reassigned"}
    | {"snoozed", "paused", "resumed", "wait_accepted"}
)


def test_an_old_button_says_what_changed_and_by_whom() -> None:
    reader = reader_for("en", "UTC", NOW)
    moved = event(EventKind.MOVED, actor_id=BORIS, to_stage_id=4, at=NOW - timedelta(minutes=5))
    said = alert(Outcome(Verdict.STALE, card(3), moved, "Boris"), reader)
    assert said is not None
    assert said.replace("\u00a0", " ") == "Boris moved Acme to Requirements 5 min ago"


def test_the_example_of_an_amount_is_not_broken_in_two_lines(reader: Reader) -> None:
    for text in (question_screen(card(), "amount", reader).text, reader.t("bad-zero"), reader.t("bad-big", text="x")):
        assert "120\u00a0000" in text
        assert not re.search(r"\d (млн|mln|тыс|tys)", text)


def test_alerts_exist_for_all_that_stops_a_button(reader: Reader) -> None:
    for verdict in (Verdict.SAME, Verdict.LATE, Verdict.STALE):
        for happened in (None, event(EventKind.MOVED, to_stage_id=1), event(EventKind.REASSIGNED, actor_id=BORIS)):
            said = alert(Outcome(verdict, card(), happened, "Boris"), reader)
            assert said
            assert len(said) <= 200
    assert alert(Outcome(Verdict.DONE, card(), None), reader) is None


def test_bad_answers_get_an_example_and_keep_the_question_open(reader: Reader) -> None:
    one = card()
    for field in QUESTIONS:
        assert question_screen(one, field, reader).text
    bad = ["amount unreadable", "when past", "phone unreadable", "percent unreadable", "date unreadable"]
    bad += ["note too_long", "note words", "park too_far", "amount not_positive"]
    bad += ["amount too_big", "date too_far"]
    for field, kind in map(str.split, bad):
        screen = question_screen(one, "amount", reader, BadInput(field, "12o <k>", kind))
        assert "o:142" in data(screen)
        assert screen.text.startswith("<b>Acme</b>\n"), "it stands below what was typed, far from the card"
        if kind in ("unreadable", "past", "too_big") or field == "date":
            assert "12o &lt;k&gt;" in screen.text


@pytest.mark.parametrize("view", ["my", "closing", "overdue", "nostep", "stuck", "stage"])
def test_who_may_create_no_deal_is_offered_none(reader: Reader, view: str) -> None:
    empty = list_screen(page(view, 0, stage=stages()[0], may_create=False), reader)
    assert "dn" not in data(empty)
    assert "\n" not in empty.text, "no advice that they cannot follow"
    assert "dn" not in data(lists_menu("t", True, False, reader))
    assert "dn" in data(lists_menu("t", True, True, reader))


def test_an_empty_list_in_a_group_gives_no_advice_that_works_only_in_private(reader: Reader) -> None:
    said = private_list(page("my", 0), "dealnudge_bot", reader).text
    assert said == f"{reader.t('list-empty-my-bare')}\n\n{reader.t('group-only-you')}"


def test_a_parked_deal_that_should_be_back_does_not_come_back_yesterday() -> None:
    reader = reader_for("en", "UTC", NOW)
    at = next(place for place, stage in enumerate(stages()) if stage.kind is StageKind.PARKED)
    for days, said in ((-1, "comes back tomorrow"), (0, "due back today"), (1, "due back yesterday")):
        one = card(at, returns_at=NOW - timedelta(days=days))
        assert said in card_screen(one, reader).text
        row = DealRow(one.deal, one.stage, "Anna")
        assert said in list_screen(replace(page("my", 0), rows=(row,), total=1), reader).text.replace("\u00a0", " ")


def test_a_list_says_when_a_parked_deal_comes_back() -> None:
    reader = reader_for("en", "UTC", NOW)
    parked = next(stage for stage in stages() if stage.kind is StageKind.PARKED)
    row = DealRow(deal(parked, returns_at=NOW + timedelta(days=30)), parked, "Anna")
    text = list_screen(replace(page("my"), rows=(row,)), reader).text
    assert "💤 comes back 23 Dec" in text.replace("\u00a0", " ")


def test_a_parked_deal_that_is_back_is_not_said_to_come_back_on_a_day_that_has_passed(reader: Reader) -> None:
    at = next(place for place, stage in enumerate(stages()) if stage.kind is StageKind.PARKED)
    since = NOW - timedelta(days=13)
    back = card(at, returns_at=since, last_touch_at=NOW - timedelta(days=40))
    said = reader.t("deal-parked-stage-back", stage=back.stage.name(reader.locale), when="10").partition(" 10")[0]
    assert said in card_screen(back, reader).text
    row = DealRow(back.deal, back.stage, "Anna")
    assert reader.t("deal-parked-back", when="10").partition(" 10")[0] in list_screen(
        replace(page("my"), rows=(row,)), reader
    ).text.replace("\u00a0", " ")
    # What was planned since stands on the card, too, and in a list in place of the return.
    taken = card(at, returns_at=since, next_step_text="call Ivan", next_step_at=NOW + timedelta(days=1))
    assert "call Ivan" in card_screen(taken, reader).text
    listed = list_screen(replace(page("my"), rows=(DealRow(taken.deal, taken.stage, "Anna"),)), reader).text
    assert "➡️" in listed
    assert "💤" not in listed


def test_a_lists_row_stays_on_one_line_where_it_fits_and_breaks_after_the_amount_where_not() -> None:
    reader = reader_for("en", "UTC", NOW)
    stage = stages()[0]
    rows = tuple(DealRow(deal(stage, client=client), stage, "Anna") for client in ("Acme", "Northwind & Partners"))
    text = list_screen(replace(page("stage", stage=stage), rows=rows), reader).text.replace("\u00a0", " ")
    first, second, below = text.splitlines()[1:]
    assert first.startswith("1  <b>Acme</b> · ")
    assert "🕒" in first
    assert second == "2  <b>Northwind &amp; Partners</b> · " + first.split(" · ")[1]
    assert below == first.split(" · ")[2]


def test_in_the_teams_lists_the_owner_stands_before_a_reason_that_may_fill_the_line() -> None:
    reader = reader_for("en", "UTC", NOW)
    stage = stages()[0]
    stuck = deal(stage, stage_entered_at=NOW - timedelta(days=20), stuck_at=NOW - timedelta(days=6))
    listed = replace(page("stuck", whose="t"), rows=(DealRow(stuck, stage, "Bartek Nowak"),))
    *_, below = list_screen(listed, reader).text.replace("\u00a0", " ").splitlines()
    owner, reason = below.split(" · ")
    assert owner == "👤 Bartek N."
    assert reason.startswith("20 days in")


@pytest.mark.parametrize(("days", "said"), [(6, "day 7 of 14"), (13, "day 14 of 14"), (14, "day 15, limit 14")])
def test_beyond_the_limit_the_day_is_not_one_of_so_many(days: int, said: str) -> None:
    reader = reader_for("en", "UTC", NOW)
    one = card(0, stage_entered_at=NOW - timedelta(days=days))
    one.deal.wait_until = NOW + timedelta(days=7)
    one.deal.recompute_due(one.stage)
    assert said in card_screen(one, reader).text.replace("\u00a0", " ")


@pytest.mark.parametrize("view", ["my", "closing", "overdue", "nostep", "stuck", "stage"])
def test_lists_open_cards_and_say_what_to_do_when_empty(reader: Reader, view: str) -> None:
    full = list_screen(page(view, 8, next="a.1", previous="b.2", stage=stages()[0], has_both=True), reader)
    assert [each for each in data(full) if each.startswith("o:")] == [f"o:{at}" for at in range(1, 9)]
    assert "Client &lt;0&gt;" in full.text
    assert [each[:2] for each in data(full)[8:11]] == ["l:", "lb", "l:"]
    empty = list_screen(page(view, 0, stage=stages()[0]), reader)
    assert all(len(label) <= 24 for label in labels(empty))
    team = list_screen(page(view, 0, stage=stages()[0], has_both=True), reader)
    for screen in (empty, team):
        assert screen.keyboard
        assert ["dn"] in [[each.callback_data for each in row] for row in screen.keyboard.inline_keyboard]
