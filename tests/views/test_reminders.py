"""Reminders and the morning plan as a phone shows them at 07:50, in three languages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.models import EventKind, StageKind
from bot.models.facts_reminders import MOST_NAMED, NudgeGone, NudgeLine, PlanFacts
from bot.reader import Reader, reader_for
from bot.views.deal_lines import LINE, width
from bot.views.nudge_rows import row
from bot.views.outgoing import render
from bot.views.plan import OF_EACH
from bot.views.reminders import single_screen, snoozed_toast
from tests.views.deal_samples import BORIS, NOW, stages
from tests.views.reminder_samples import WHYS, data, ended, fits, line, many, nudge, plan, planned

PARKED = next(at for at, stage in enumerate(stages()) if stage.kind is StageKind.PARKED)
LAST_OPEN = max(at for at, stage in enumerate(stages()) if stage.kind is StageKind.OPEN)


@pytest.fixture(params=("en", "ru", "pl"))
def reader(request: pytest.FixtureRequest) -> Reader:
    return reader_for(request.param, "Europe/Warsaw", NOW)


@pytest.mark.parametrize("why", WHYS)
def test_one_deal_says_which_why_and_how_to_stop(reader: Reader, why: str) -> None:
    screen = render(nudge(line(why), kind="single"), reader)
    first, *_, last = screen.text.splitlines()
    assert re.findall("<b>(.*?)</b>", screen.text) == ["Acme"]
    assert "<b>Acme</b>" in first
    assert reader.t.plain(f"why-{why}", span="48")[-8:] in last
    assert "/settings" in last
    assert len(screen.text.splitlines()) <= 8
    fits(screen)


def test_one_deal_carries_the_buttons_that_end_it(reader: Reader) -> None:
    screen = single_screen(line(), reader, 9)
    for wanted in ("t:142:call:7", "t:142:message:7", "t:142:meeting:7", "d:142:step:7", "m:142:4:7"):
        assert wanted in data(screen)
    for wanted in ("zm:142:7", "pm:142:7", "d:142:lost:7", "rc:9:142"):
        assert wanted in data(screen)
    assert screen.keyboard is not None
    styles = {each.callback_data: each.style for row in screen.keyboard.inline_keyboard for each in row}
    assert (styles["t:142:call:7"], styles["d:142:lost:7"]) == ("primary", "danger")


def test_a_due_step_is_ended_by_one_tap(reader: Reader) -> None:
    screen = single_screen(planned(), reader, 9)
    assert data(screen)[0] == "s:142:done:7"
    assert "call &lt;Ivan&gt;" in screen.text.splitlines()[0]
    assert "s:142:done:7" not in data(single_screen(line(), reader, 9))


def test_a_day_is_not_parted_from_its_time_nor_its_count_from_the_limit(reader: Reader) -> None:
    head, money = single_screen(planned(), reader, 9).text.splitlines()[:2]
    assert head.rpartition(" ")[2].count("\u00a0") >= 1, "today 10:00"
    assert money.rpartition(" ")[2].count("\u00a0") >= 2, "day 4 of 7"


def test_before_the_sale_the_next_stage_is_won(reader: Reader) -> None:
    screen = single_screen(line(at=LAST_OPEN), reader, 9)
    assert screen.keyboard is not None
    styles = {each.callback_data: each.style for row in screen.keyboard.inline_keyboard for each in row}
    assert styles[f"m:142:{LAST_OPEN + 2}:7"] == "success"
    assert not any(each.startswith("m:") for each in data(single_screen(line(next_stage=None), reader, 9)))


def test_a_parked_deal_can_go_on_or_wait_again(reader: Reader) -> None:
    screen = single_screen(line("return", PARKED, next_stage=None), reader, 9)
    assert {"d:142:stages:7", "d:142:park:7"} <= set(data(screen))
    assert not {"zm:142:7", "pm:142:7"} & set(data(screen))
    fits(screen)


def test_a_deal_back_from_a_pause_says_why_it_was_paused(reader: Reader) -> None:
    assert reader.t("pause-reason-away") in single_screen(line("return", paused_for="away"), reader, 9).text
    own = single_screen(line("return", paused_for="boss & <holiday> " + "x" * 190), reader, 9).text
    assert "boss &amp; &lt;holiday&gt;" in own
    assert "x" * 121 not in own
    assert "⏸" not in single_screen(line("return"), reader, 9).text


def test_it_tells_what_a_caller_needs(reader: Reader) -> None:
    known = line(last_note="send\n the <terms>", deal={"phone": "+48512345678", "contact_name": "Ivan"})
    text = single_screen(known, reader, 9).text
    assert "send the &lt;terms&gt;" in text
    assert "+48 512 345 678" in text
    assert stages()[2].goal(reader.locale) in text
    assert "x" * 121 not in single_screen(line(last_note="x" * 2000), reader, 9).text


def test_hours_are_said_within_the_first_day() -> None:
    reader = reader_for("en", "UTC", NOW)
    fresh = line("first_contact", quiet_days=1, deal={"last_touch_at": NOW - timedelta(hours=26)})
    assert "has waited 26 hours" in single_screen(fresh, reader, 9).text.replace("\u00a0", " ")
    assert "quiet for 2 days" in single_screen(line(), reader, 9).text.replace("\u00a0", " ")


def test_rung_again_it_says_so_and_a_deputy_reads_for_whom(reader: Reader) -> None:
    assert reader.t("nudge-again") not in single_screen(line(rung=1), reader, 9).text
    assert reader.t("nudge-again") in single_screen(line(rung=2), reader, 9).text
    deputy = single_screen(line(rung=2, owner_name="Anna <A>"), reader, 9).text
    assert reader.t("nudge-again") not in deputy, "it rang for somebody else so far"
    assert "Anna &lt;A&gt;" in deputy
    several = render(nudge(line(rung=3), line()), reader).text
    assert reader.t("nudge-again-several") in several
    assert reader.t("nudge-again") not in several, "there one tap settles one deal only"
    away = render(nudge(*(line(owner_name="Anna <A>") for _ in range(2))), reader).text
    assert str(reader.t("nudge-for", name="Anna <A>")) in away
    assert str(reader.t("nudge-for", name="")).strip() not in render(nudge(line(), line()), reader).text


def test_back_from_parking_and_back_from_a_pause_have_icons_of_their_own(reader: Reader) -> None:
    parked, paused = line("return", PARKED, next_stage=None), line("return")
    text = render(nudge(parked, paused), reader).text
    assert (text.count("💤"), text.count("⏸")) == (1, 1)


def test_several_have_a_row_and_a_button_each(reader: Reader) -> None:
    lines = [line(why, deal={"id": at, "client": f"C&{at}"}) for at, why in enumerate(WHYS, 1)]
    screen = render(nudge(*lines, team="Sales <1>"), reader)
    assert data(screen) == [*(f"ro:9:{at}" for at in range(1, len(WHYS) + 1)), "ra:9"]
    assert re.findall("<b>(.*?)</b>", screen.text) == [f"C&amp;{at}" for at in range(1, len(WHYS) + 1)]
    assert "Sales &lt;1&gt;" in screen.text.splitlines()[-1]
    assert "/settings" in screen.text.splitlines()[-1]
    fits(screen)


def test_a_row_is_the_deal_and_below_it_the_reason() -> None:
    reader = reader_for("en", "Europe/Warsaw", NOW)
    quiet, warned = line(deal={"id": 1}), line("warn", deal={"id": 2})
    stuck = line(deal={"id": 3, "stage_entered_at": NOW - timedelta(days=20, hours=2)})
    text = render(nudge(quiet, planned(), warned, stuck), reader).text.replace("\u00a0", " ")
    assert text.splitlines()[1:9] == [
        "1  <b>Acme</b> · 120k ₽",
        "Qualification · quiet 2 d",
        "2  <b>Acme</b> · 120k ₽",
        "➡️ call &lt;Ivan&gt;, today 11:00",
        "3  🟡 <b>Acme</b> · 120k ₽",
        "Qualification · day 4 of 14",
        "4  🔴 <b>Acme</b> · 120k ₽",
        "20 days in Qualification, limit 14; silent for 2",
    ]


def test_a_quiet_deal_that_is_nearly_stuck_says_both() -> None:
    reader = reader_for("en", "Europe/Warsaw", NOW)
    both = line(nearly_stuck=True)
    for screen in (render(nudge(both, line()), reader), render(plan(quiet=(both, line())), reader)):
        text = screen.text.replace("\u00a0", " ")
        assert "🟡 <b>Acme</b> · 120k ₽\nQualification · day 4 of 14 · quiet 2 d\n" in text
        assert "Qualification · quiet 2 d\n" in text


def test_the_last_line_says_how_to_stop_it(reader: Reader) -> None:
    for about in (nudge(line(), kind="single"), nudge(line(), line("stuck"))):
        assert reader.t("nudge-stop") in render(about, reader).text.splitlines()[-1]
    for switched in (render(nudge(line("warn"), kind="single"), reader), render(plan(quiet=(line(),)), reader)):
        assert reader.t("nudge-switch") in switched.text.splitlines()[-1]


def test_a_message_does_not_grow_while_it_is_worked_off(reader: Reader) -> None:
    done = [ended(deal={"id": at}) for at in range(2, 9)]
    text = render(nudge(line(deal={"id": 1}), *done), reader).text
    assert text.count("✅ <b>") == 3
    assert reader.t("nudge-ended-more", count=4) in text


def test_what_was_put_off_says_until_when() -> None:
    reader = reader_for("en", "Europe/Warsaw", NOW)
    until = {"until": (NOW + timedelta(days=3)).isoformat()}
    for kind, said in (
        (EventKind.SNOOZED, "put off to Thu 26 Nov 13:00"),
        (EventKind.PAUSED, "paused until Thu 26 Nov"),
    ):
        happened = ended(kind)
        assert happened.ended is not None
        happened.ended.data = until
        text = render(nudge(happened, kind="single"), reader).text.replace("\u00a0", " ")
        assert text == f"✅ <b>Acme</b>: {said}, 5 min ago"


def test_sixty_deals_fit_one_message(reader: Reader) -> None:
    screen = render(nudge(*many(60)), reader)
    assert sum(each.startswith("ro:") for each in data(screen)) == MOST_NAMED
    assert reader.t("nudge-more", count=60 - MOST_NAMED) in screen.text
    assert len(screen.text.splitlines()) <= MOST_NAMED + 4, "one line a deal"
    fits(screen)
    fits(render(nudge(*(replace(each, ended=ended().ended, ended_name="B" * 100) for each in many(60))), reader))


def test_what_has_ended_is_ticked_off_and_named(reader: Reader) -> None:
    half = render(nudge(line(deal={"id": 1}), ended(by=BORIS, name="Boris <B>", deal={"id": 2})), reader)
    assert data(half) == ["ro:9:1", "ra:9"]
    assert "✅ <b>Acme</b>" in half.text
    assert "Boris &lt;B&gt;" in half.text
    own = render(nudge(ended(), kind="single"), reader)
    assert len(own.text.splitlines()) == 1
    assert "Anna" not in own.text
    assert data(own) == ["o:142"]


@pytest.mark.parametrize("kind", EventKind)
def test_whatever_ended_it_has_a_word(reader: Reader, kind: EventKind) -> None:
    screen = render(nudge(ended(kind), kind="single"), reader)
    assert screen.text.startswith("✅ <b>Acme</b>: ")
    fits(screen)


def test_all_done_is_said_and_all_put_off_too(reader: Reader) -> None:
    done = [ended(deal={"id": at}) for at in (1, 2)]
    assert render(nudge(*done), reader).text.startswith(reader.t("nudge-all-done"))
    later = [ended(EventKind.SNOOZED, deal={"id": at}) for at in (1, 2)]
    screen = render(nudge(*later), reader)
    assert screen.text.startswith(reader.t("nudge-snoozed-all", count=2, when=reader.t.plain("fmt-tomorrow")))
    assert data(screen) == ["ro:9:1", "ro:9:2"]
    assert snoozed_toast(later, reader) == reader.t.plain(
        "nudge-snoozed-all", count=2, when=reader.t.plain("fmt-tomorrow")
    )
    assert snoozed_toast(done, reader) == reader.t.plain("nudge-nothing")
    nothing = render(nudge(), reader)
    assert (nothing.text, nothing.keyboard) == (reader.t("nudge-nothing"), None)


def test_too_old_to_delete_it_keeps_one_line_and_no_button(reader: Reader) -> None:
    for gone in (NudgeGone("A&B", 1), NudgeGone("A&B", 5), NudgeGone("A&B", 1, "<M>"), NudgeGone("A&B", 5, "<M>")):
        screen = render(gone, reader)
        assert screen.keyboard is None
        assert len(screen.text.splitlines()) == 1
        assert ("&lt;M&gt;" in screen.text) == bool(gone.name)
    assert "A&amp;B" in render(NudgeGone("A&B", 1), reader).text


def test_the_plan_has_its_sections_in_order(reader: Reader) -> None:
    sections = {
        "overdue": (planned(),),
        "today": (planned(),),
        "quiet": (line(),),
        "stuck": (line("stuck"),),
        "new": (line("new"),),
    }
    screen = render(plan(**sections, done=(ended(),), more=4), reader)
    places = [screen.text.index(reader.t(f"plan-{name}")) for name in sections]
    assert places == sorted(places)
    assert reader.t("plan-more", count=4) in screen.text
    assert reader.t("plan-done", count=1) in screen.text
    assert "/settings" in screen.text.splitlines()[-1]
    assert data(screen) == ["ro:9:142"] * 5
    fits(screen)


def test_an_empty_day_is_one_friendly_line(reader: Reader) -> None:
    screen = render(plan(), reader)
    assert screen.text.splitlines()[0] == reader.t("plan-empty")
    assert len(screen.text.splitlines()) == 2
    assert screen.keyboard is None


def test_a_full_day_stays_short(reader: Reader) -> None:
    eight = tuple(replace(each, rings=False) for each in many(8))
    full = PlanFacts(9, 1, NOW.date(), "UTC", NOW, eight, eight, eight, eight, eight, more=20)
    screen = render(full, reader)
    assert len(data(screen)) == 5 * OF_EACH
    assert reader.t("plan-more", count=20 + 40 - 5 * OF_EACH) in screen.text
    assert len(screen.text.splitlines()) <= 5 * OF_EACH + 5 * 2 + 4, "one line a deal"
    fits(screen)


def test_a_full_day_names_what_rings(reader: Reader) -> None:
    ringing, others = many(40)[:MOST_NAMED], tuple(replace(each, rings=False) for each in many(40)[MOST_NAMED:])
    full = PlanFacts(9, 1, NOW.date(), "UTC", NOW, quiet=(*others[:8], *ringing[3:]), stuck=(*ringing[:3], *others[8:]))
    screen = render(full, reader)
    shown = {int(each.split(":")[2]) for each in data(screen)}
    assert shown == {each.deal.id for each in ringing}
    fits(screen)


def test_a_stuck_deals_reminder_names_its_stage_and_its_silence_once(reader: Reader) -> None:
    stuck = line("follow_up", deal={"stage_entered_at": NOW - timedelta(days=20, hours=2)})
    stuck.deal.last_touch_kind = None
    text = single_screen(replace(stuck, stuck=True), reader, 9).text
    assert text.count(stuck.stage.name(reader.locale)) == 1
    assert "🕒" not in text
    reason = next(row for row in text.splitlines() if row.startswith("🔴"))
    assert reason.endswith("14"), "the first line has said for how long it has been quiet"


def test_a_deal_is_never_silent_for_longer_than_it_is_in_its_stage() -> None:
    reader = reader_for("en", "Europe/Warsaw", NOW)
    # Late on Friday evening; on Monday at noon that is less than three times 24 hours ago.
    friday = NOW - timedelta(days=2, hours=14)
    stuck = line(deal={"stage_entered_at": friday, "last_touch_at": friday, "stuck_at": NOW - timedelta(hours=1)})
    stuck.deal.stuck_at = NOW - timedelta(hours=1)
    row = render(nudge(replace(stuck, stuck=True), line()), reader).text.replace("\u00a0", " ").splitlines()[2]
    assert row == "3 days in Qualification, limit 14; silent for 3"


def test_the_last_waiting_one_of_several_is_not_called_all(reader: Reader) -> None:
    def last_label(*lines: NudgeLine) -> str:
        keyboard = render(nudge(*lines), reader).keyboard
        assert keyboard is not None
        return keyboard.inline_keyboard[-1][0].text

    two = [line(deal={"id": 1}), line(deal={"id": 2})]
    assert last_label(*two) == reader.t.plain("nudge-button-snooze-all")
    assert last_label(two[0], ended(deal={"id": 2})) == reader.t.plain("nudge-button-snooze-one")


def test_a_row_tells_a_parked_deal_from_a_paused_one_and_names_no_day(reader: Reader) -> None:
    parked, paused = line("return", PARKED), line("return")
    for compact in (False, True):
        said = [row(each, 1, reader, compact=compact) for each in (parked, paused)]
        assert ["💤" in each for each in said] == [True, False]
        assert ["⏸" in each for each in said] == [False, True]
        # It waits until somebody takes it up, which need not be today.
        assert all("today" not in each for each in said)


def test_in_a_long_message_a_long_name_leaves_room_for_the_fact_on_its_line(reader: Reader) -> None:
    stuck = {"client": "Northwestern Construction Holding", "stage_entered_at": NOW - timedelta(days=20, hours=2)}
    said = re.sub("<[^>]+>", "", row(line("stuck", deal=stuck), 10, reader, compact=True))
    assert width(said) <= LINE
    assert "Northwestern" in said
    # Where there is room more of it stands.
    assert "Northwestern Const" in row(line(deal=stuck | {"stage_entered_at": NOW}), 1, reader, compact=True)


def test_a_step_that_was_done_is_not_called_the_next_one(reader: Reader) -> None:
    screen = render(nudge(ended(EventKind.STEP_DONE), kind="single"), reader)
    assert reader.t.plain("nudge-step-done") in screen.text
    assert reader.t.plain("history-kind-step") not in screen.text
    planned_next = ended(EventKind.STEP_SET)
    assert planned_next.ended is not None
    planned_next.ended.data = {"at": (NOW + timedelta(days=1)).isoformat(), "has_time": False}
    assert reader.t.plain("fmt-tomorrow") in render(nudge(planned_next, kind="single"), reader).text
