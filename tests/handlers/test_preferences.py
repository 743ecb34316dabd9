"""Settings by buttons: every screen shows what holds, typed answers are read, forged buttons change nothing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.callbacks.preferences import (
    DeputyList,
    MyAsk,
    MyAway,
    MySet,
    MyTopic,
    StageAsk,
    StageOpen,
    StageSet,
    TeamRuleAsk,
    TeamRuleSet,
    TeamTopic,
)
from bot.callbacks.teams import Home, SettingsMenu, TeamMenu
from bot.clock import FixedClock
from bot.database import Database
from bot.i18n import SUPPORTED
from bot.models import Role
from tests.handlers.recorded import Phone, Said
from tests.services.world import ADMIN, FOREIGN_REP, MANAGER, REP, SECOND, STRANGER, VIEWER, World
from tests.support import SecondSession

WIDEST = 34
"""Characters that a button of a 390 px screen shows when it has the row to itself; half of it beside another."""


@pytest.fixture
async def world(sqlite_database: Database, clock: FixedClock) -> World:
    def elsewhere() -> object:
        return sqlite_database.read()

    second: SecondSession = elsewhere  # type: ignore[assignment]
    made = World(sqlite_database, clock, second)
    await made.build("solution")
    return made


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone(world.database, world.clock)


def screen(said: list[Said]) -> Said:
    """The one screen that was shown, with ordinary spaces."""
    [shown] = [one for one in said if one.method in ("EditMessageText", "SendMessage")]
    buttons = [(label.replace("\u00a0", " "), data) for label, data in shown.buttons]
    return replace(shown, text=shown.text.replace("\u00a0", " "), buttons=buttons)


def labels(said: list[Said]) -> list[str]:
    return [label for label, _ in screen(said).buttons]


def alert(said: list[Said]) -> str:
    [shown] = said
    assert shown.is_alert
    return shown.text


async def test_settings_show_what_holds(phone: Phone, world: World) -> None:
    shown = screen(await phone.type(MANAGER, "/settings"))
    assert shown.text.splitlines()[2:] == [
        "Time zone: Warsaw, UTC+1, now 10:00",
        "Working time: Mon–Fri, 09:00–18:00",
        "Morning plan: 09:00",
        "Digest: Mon–Fri, 09:00",
        "Ours · manager",
    ]
    assert [label for label, _ in shown.buttons] == [
        "🌐 English", "Warsaw", "🕘 Mon–Fri, 09:00–18:00", "🔔 What to hear", "🏝 Away: off", "Team: Ours", "🏠 Home",
    ]  # fmt: skip
    viewer = screen(await phone.type(VIEWER, "/settings"))
    assert "Working time" not in viewer.text, "nobody nudges viewers"
    assert "Time zone" in screen(await phone.type(STRANGER, "/settings")).text


async def test_days_and_hours_by_buttons(phone: Phone, world: World) -> None:
    said = await phone.press(REP, MyTopic(team=world.team.id, topic="hours"))
    assert labels(said) == [
        "✓ Mon", "✓ Tue", "✓ Wed", "✓ Thu", "✓ Fri", "Sat", "Sun", "From 09:00", "Until 18:00", "‹ Back",
    ]  # fmt: skip
    said = await phone.press(REP, screen(said).data("Sat"))
    assert "Working time: Mon–Sat, 09:00–18:00\nYour own, not the team's." in screen(said).text
    said = await phone.press(REP, screen(said).data("From"))
    assert labels(said) == ["07:00", "08:00", "✓ 09:00", "09:30", "10:00", "11:00", "‹ Back"]
    said = await phone.press(REP, screen(said).data("08:00"))
    assert "Mon–Sat, 08:00–18:00" in screen(said).text
    said = await phone.press(REP, screen(said).data("The same as the team"))
    assert "Mon–Fri, 09:00–18:00\nThe same as the team's." in screen(said).text


async def test_a_time_is_typed_and_a_bad_one_is_asked_again(phone: Phone, world: World) -> None:
    await phone.press(REP, MyAsk(team=world.team.id, field="end"))
    assert "must start before it ends" in screen(await phone.type(REP, "8")).text
    assert 'I can\'t read "late"' in re.sub("&quot;", '"', screen(await phone.type(REP, "late")).text)
    said = await phone.type(REP, "16:45")
    assert "09:00–16:45" in said[0].text
    assert said[-1].method == "DeleteMessage", "the question is answered"
    after = await phone.type(REP, "16:45")
    assert "09:00–16:45" not in after[0].text, "the question is over"


async def test_a_button_elsewhere_ends_the_question(phone: Phone, world: World) -> None:
    await phone.press(REP, MyAsk(team=world.team.id, field="end"))
    await phone.press(REP, Home())
    await phone.type(REP, "16:45")
    assert "09:00–18:00" in screen(await phone.press(REP, SettingsMenu())).text


async def test_what_to_hear(phone: Phone, world: World) -> None:
    said = await phone.press(MANAGER, MyTopic(team=world.team.id, topic="hear"))
    assert labels(said) == [
        "Morning plan: on", "at 09:00", "A line on empty days: off", "Warnings: on", "Digest: on", "at 09:00",
        "Digest days: Mon–Fri", "‹ Back",
    ]  # fmt: skip
    said = await phone.press(MANAGER, screen(said).data("Morning plan"))
    assert labels(said)[:2] == ["Morning plan: off", "Warnings: on"]
    said = await phone.press(MANAGER, screen(said).data("Digest days"))
    said = await phone.press(MANAGER, screen(said).data("Fri"))
    assert "Fri" in labels(said), "the next day is chosen on the same screen"
    said = await phone.press(MANAGER, screen(said).data("‹ Back"))
    assert "Digest days: Mon–Thu" in labels(said)
    rep = await phone.press(REP, MyTopic(team=world.team.id, topic="hear"))
    assert not any("Digest" in label for label in labels(rep))


async def test_out_of_office_with_a_deputy(phone: Phone, world: World) -> None:
    said = await phone.press(REP, MyTopic(team=world.team.id, topic="away"))
    assert labels(said) == [
        "Back tomorrow", "Pick a date", "Back in a week", "In 2 weeks", "Deputy: nobody", "‹ Back",
    ]  # fmt: skip
    said = await phone.press(REP, screen(said).data("Back in a week"))
    assert "Out of office · back 9 Mar · reminders wait" in screen(said).text
    said = await phone.press(REP, screen(said).data("Deputy"))
    assert labels(said) == ["Boris", "Helen", "Olga", "✓ nobody", "‹ Back"]
    said = await phone.press(REP, screen(said).data("Boris"))
    assert "reminders go to Boris" in screen(said).text
    assert "🏝 Back 9 Mar" in labels(await phone.type(REP, "/settings"))
    said = await phone.press(REP, screen(said).data("I am back now"))
    assert "You are at work." in screen(said).text


async def test_a_date_of_return_is_typed(phone: Phone, world: World) -> None:
    await phone.press(REP, MyAsk(team=world.team.id, field="back"))
    assert "as a date" in screen(await phone.type(REP, "when I feel like it")).text
    assert "has come already" in screen(await phone.type(REP, "today")).text
    assert "more than a year" in screen(await phone.type(REP, "15.12.2029")).text
    assert "back 16 Mar" in screen(await phone.type(REP, "16.03")).text


async def test_the_team_s_rules_by_buttons(phone: Phone, world: World) -> None:
    team = world.team.id
    said = await phone.press(ADMIN, TeamMenu(team=team))
    assert "Working time: Mon–Fri, 09:00–18:00" in screen(said).text
    hours = await phone.press(ADMIN, screen(said).data("🕘"))
    assert "Public holidays: Poland" in labels(hours)
    holidays = await phone.press(ADMIN, screen(hours).data("Public holidays"))
    assert labels(holidays)[:3] == ["✓ Days off", "Working days", "✓ Poland"]
    await phone.press(ADMIN, screen(holidays).data("Another country"))
    assert 'no country "Narnia"' in screen(await phone.type(ADMIN, "Narnia")).text.replace("&quot;", '"')
    assert "Public holidays of Kazakhstan are days off." in (await phone.type(ADMIN, "kazakhstan"))[0].text
    nudges = await phone.press(ADMIN, screen(said).data("🔔"))
    assert labels(nudges) == [
        "Digest at 09:00", "First contact: 24 hours", "Longest pause: 30 days", "Limits of the stages", "‹ Back",
    ]  # fmt: skip
    asked = await phone.press(ADMIN, screen(nudges).data("First contact"))
    assert labels(asked) == ["4 hours", "8 hours", "✓ 24 hours", "48 hours", "3 days", "never", "‹ Back"]
    nudges = await phone.press(ADMIN, screen(asked).data("never"))
    assert "First contact: never" in labels(nudges)
    await phone.press(ADMIN, TeamRuleAsk(team=team, field="pause_cap"))
    far = screen(await phone.type(ADMIN, "9999")).text
    assert "too long" in far
    assert "36 h" not in far, "a number of days is asked for"
    assert ("Longest pause: 45 days", f"wta:{team}:pause_cap") in screen(await phone.type(ADMIN, "45")).buttons


async def test_limits_of_a_stage(phone: Phone, world: World) -> None:
    await world.deal()
    stage = world.ladder.first_open
    said = await phone.press(ADMIN, TeamTopic(team=world.team.id, topic="stages"))
    assert len(labels(said)) == len(world.ladder.open_stages) + 1
    assert labels(said)[0].startswith(f"{stage.name('en')} · ")
    said = await phone.press(ADMIN, StageOpen(stage=stage.id))
    asked = await phone.press(ADMIN, screen(said).data("Stuck"))
    said = await phone.press(ADMIN, screen(asked).data("21 days"))
    assert "Stuck after: 21 days" in screen(said).text
    assert said[0].text == "Saved. 1 deal in this stage follows it." or said[1].text.startswith("Saved. 1 deal")
    said = await phone.press(ADMIN, screen(said).data("Counts calendar days"))
    assert "21 days, working days only" in screen(said).text
    await phone.press(ADMIN, StageAsk(stage=stage.id, field="followup"))
    assert "Reminder without a touch: 4 days" in screen(await phone.type(ADMIN, "4 d")).text


async def test_forged_buttons_change_nothing(phone: Phone, world: World) -> None:
    team, stage = world.team.id, world.ladder.first_open.id
    await phone.type(STRANGER, "/start")
    await phone.type(FOREIGN_REP, "/start")
    await phone.type(REP, "/start")
    before = await world.dump()
    for data in (
        MyTopic(team=team, topic="hours"), MySet(team=team, field="plan", value="0"), MyAway(team=team, days=7),
        MyAsk(team=team, field="end"), DeputyList(team=team, page=0), TeamTopic(team=team, topic="hours"),
        TeamRuleSet(team=team, field="holidays", value="0"),
    ):  # fmt: skip
        assert alert(await phone.press(STRANGER, data)) == "You are in no team yet. Start here: /start"
        assert alert(await phone.press(FOREIGN_REP, data)) == "You are not in that team."
    for packed in (
        TeamTopic(team=team, topic="stages"), TeamRuleAsk(team=team, field="start"), StageOpen(stage=stage),
        TeamRuleSet(team=team, field="holidays", value="0"), StageSet(stage=stage, field="stuck", value="1"),
        StageAsk(stage=stage, field="stuck"),
    ):  # fmt: skip
        assert alert(await phone.press(REP, packed)) == "Your role in the team does not allow this."
    for forged in (
        MyAsk(team=team, field="no_such"), MySet(team=team, field="role", value="admin"), MyAway(team=team, days=-3),
        MySet(team=team, field="deputy", value=str(FOREIGN_REP)), MySet(team=team, field="day", value="99"),
    ):  # fmt: skip
        assert alert(await phone.press(REP, forged))
    assert await world.dump() == before


async def test_who_is_no_admin_any_more_is_not_asked_for_ever(phone: Phone, world: World) -> None:
    await world.members.set_role(ADMIN, world.team.id, SECOND, Role.ADMIN)
    await phone.press(SECOND, TeamRuleAsk(team=world.team.id, field="digest_at"))
    await world.members.set_role(ADMIN, world.team.id, SECOND, Role.REP)
    phone.provided["people"].forget()
    assert "Your role" in screen(await phone.type(SECOND, "10:00")).text
    assert "Your role" not in (await phone.type(SECOND, "Acme 5k"))[0].text


@pytest.mark.parametrize("language", SUPPORTED)
async def test_every_screen_fits_a_phone(phone: Phone, world: World, language: str) -> None:
    team, stage = world.team.id, world.ladder.first_open.id
    await world.people.choose_locale(ADMIN, language)
    phone.provided["people"].forget()
    for data in (
        SettingsMenu(), TeamMenu(team=team),
        *(MyTopic(team=team, topic=name) for name in ("hours", "hear", "away")),
        *(MyAsk(team=team, field=name) for name in ("start", "end", "plan_at", "digest_at", "digest_day", "back")),
        DeputyList(team=team, page=0),
        *(TeamTopic(team=team, topic=name) for name in ("hours", "holidays", "nudges", "stages")),
        *(TeamRuleAsk(team=team, field=name) for name in ("start", "end", "digest_at", "pause_cap")),
        *(TeamRuleAsk(team=team, field=name) for name in ("first_contact", "country")),
        StageOpen(stage=stage), StageAsk(stage=stage, field="followup"), StageAsk(stage=stage, field="stuck"),
    ):  # fmt: skip
        shown = screen(await phone.press(ADMIN, data, language=language))
        assert shown.text
        assert len(shown.buttons) <= 14, f"{data!r}: a wall of buttons"
        assert max(len(label) for label, _ in shown.buttons) <= WIDEST, shown.buttons
