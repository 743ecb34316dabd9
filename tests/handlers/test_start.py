"""/start, languages, and creating a team by typing and pressing."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.callbacks.teams import Home, LanguageSet, NewTeam, NewTeamCreate, NewTeamPick, NewTeamStep
from bot.clock import FixedClock
from bot.database import Database
from bot.models import LossReason, Member, Pipeline, Role, Source, Stage, Team, User
from tests.handlers.recorded import Phone, Said

ANNA, BORIS = 11, 12


async def teams_in(database: Database) -> int:
    async with database.read() as session:
        return await session.scalar(select(func.count()).select_from(Team)) or 0


async def up_to_template(phone: Phone, language: str = "en") -> list[Said]:
    """Answer every question but the last."""
    await phone.type(ANNA, "/start", language=language)
    await phone.press(ANNA, NewTeam(), language=language)
    await phone.type(ANNA, "Northwind", language=language)
    await phone.press(ANNA, NewTeamPick(field="currency", value="PLN"), language=language)
    await phone.press(ANNA, NewTeamPick(field="zone", value="Europe/Warsaw"), language=language)
    return await phone.press(ANNA, NewTeamPick(field="template", value="inbound"), language=language)


def create_button(said: list[Said]) -> str:
    return next(data for call in said for _, data in call.buttons if data.startswith("tnc:"))


@pytest.mark.parametrize(
    ("language", "hello"), [("en", "Hi, P11"), ("ru", "Привет, P11"), ("pl", "Cześć, P11"), ("de", "Hi, P11")]
)
async def test_start_greets_in_telegrams_language(phone: Phone, language: str, hello: str) -> None:
    [said] = await phone.type(ANNA, "/start", language=language)
    assert hello in said.text
    assert said.data("") == NewTeam().pack()


async def test_the_chosen_language_wins_over_telegrams(phone: Phone) -> None:
    await phone.press(ANNA, LanguageSet(locale="pl"))
    [said] = await phone.type(ANNA, "/start", language="ru")
    assert "Cześć" in said.text


async def test_a_forged_language_is_refused(phone: Phone) -> None:
    [said] = await phone.press(ANNA, "lgs:xx")
    assert said.is_alert


async def test_a_team_is_created_with_everything_it_needs(phone: Phone, sqlite_database: Database) -> None:
    look = await up_to_template(phone, "pl")
    assert any("Nowe zapytanie" in call.text for call in look)
    said = await phone.press(ANNA, create_button(look), language="pl")
    assert any("Northwind" in call.text and call.method == "EditMessageText" for call in said)
    async with sqlite_database.read() as session:
        team = (await session.scalars(select(Team))).one()
        assert (team.name, team.currency, team.time_zone, team.country) == (
            "Northwind",
            "PLN",
            "Europe/Warsaw",
            "PL",
        )
        member = (await session.scalars(select(Member))).one()
        assert (member.user_id, member.role, member.team_id) == (ANNA, Role.ADMIN, team.id)
        assert (await session.get_one(User, ANNA)).team_id == team.id
        assert (await session.scalars(select(Pipeline.template))).all() == ["inbound"]
        for table in (Stage, Source, LossReason):
            assert await session.scalar(select(func.count()).select_from(table))
    [home] = await phone.type(ANNA, "/start", language="pl")
    assert "Northwind · admin" in home.text


async def test_pressed_twice_and_replayed_it_is_one_team(phone: Phone, sqlite_database: Database) -> None:
    button = create_button(await up_to_template(phone))
    first = await phone.press(ANNA, button)
    replayed = await phone.again()
    pressed = await phone.press(ANNA, button)
    assert await teams_in(sqlite_database) == 1
    texts = [[call.text for call in said if call.method == "EditMessageText"] for said in (first, replayed, pressed)]
    assert texts[0] == texts[1] == texts[2]


async def test_killed_before_the_answer_the_replay_shows_the_team(phone: Phone, sqlite_database: Database) -> None:
    button = create_button(await up_to_template(phone))
    phone.session.dies = True
    with pytest.raises(ConnectionError):
        await phone.press(ANNA, button)
    phone.session.dies = False
    said = await phone.again()
    assert await teams_in(sqlite_database) == 1
    assert any("Northwind is ready" in call.text for call in said)


async def test_a_second_team_from_the_same_message_is_another_team(phone: Phone, sqlite_database: Database) -> None:
    first, second = await up_to_template(phone), []
    await phone.press(ANNA, create_button(first))
    second = await up_to_template(phone)
    await phone.press(ANNA, create_button(second))
    assert await teams_in(sqlite_database) == 2


async def test_a_create_button_of_somebody_else_creates_and_shows_nothing(
    phone: Phone, sqlite_database: Database
) -> None:
    button = create_button(await up_to_template(phone))
    await phone.press(ANNA, button)
    said = await phone.press(BORIS, button)
    assert await teams_in(sqlite_database) == 1
    assert not any("Northwind" in call.text for call in said)


async def test_killed_after_an_answer_was_taken_it_is_not_read_twice(phone: Phone) -> None:
    await phone.press(ANNA, NewTeam())
    phone.session.dies = True
    with pytest.raises(ConnectionError):
        await phone.type(ANNA, "Northwind")
    phone.session.dies = False
    said = await phone.again()
    assert "Which currency are the deals of Northwind in?" in said[0].text


async def test_bad_answers_get_an_example_and_lose_nothing(phone: Phone) -> None:
    await phone.press(ANNA, NewTeam())
    await phone.type(ANNA, "Northwind")
    [said] = await phone.type(ANNA, "doubloons")
    assert "doubloons" in said.text
    assert "PLN" in said.text
    assert "Northwind" not in said.text
    taken = await phone.type(ANNA, "chf")
    assert "Where does the team work?" in taken[0].text
    [nowhere] = await phone.type(ANNA, "qqqqzzz")
    assert "qqqqzzz" in nowhere.text
    found = await phone.type(ANNA, "kraków")
    assert ("Kraków, PL · 10:00", "tnp:zone:Europe/Warsaw") in found[0].buttons


async def test_typed_questions_take_away_the_one_before(phone: Phone) -> None:
    await phone.press(ANNA, NewTeam(), message_id=500)
    said = await phone.type(ANNA, "Northwind")
    assert [(call.method, call.message_id) for call in said[1:]] == [("DeleteMessage", 500)]


async def test_the_zone_is_guessed_and_shown_with_its_time(phone: Phone) -> None:
    await phone.press(ANNA, NewTeam(), language="ru")
    await phone.type(ANNA, "Север", language="ru")
    said = await phone.press(ANNA, NewTeamPick(field="currency", value="RUB"), language="ru")
    assert any("Москва, UTC+3, сейчас 12:00" in call.text for call in said)


async def test_back_keeps_the_answers(phone: Phone) -> None:
    await up_to_template(phone)
    said = await phone.press(ANNA, NewTeamStep(step="currency"))
    assert any(("✓ zł PLN", "tnp:currency:PLN") in call.buttons for call in said)


async def test_a_restart_goes_on_where_one_stood(phone: Phone, sqlite_database: Database, clock: FixedClock) -> None:
    await phone.press(ANNA, NewTeam())
    await phone.type(ANNA, "Northwind")
    after = Phone(sqlite_database, clock)
    said = await after.type(ANNA, "eur")
    assert "Where does the team work?" in said[0].text
    look = await after.press(ANNA, NewTeamPick(field="zone", value="Europe/Berlin"))
    look = await after.press(ANNA, NewTeamPick(field="template", value="blank"))
    await after.press(ANNA, create_button(look))
    assert await teams_in(sqlite_database) == 1


async def test_cancel_ends_the_dialogue(phone: Phone) -> None:
    await phone.press(ANNA, NewTeam())
    await phone.press(ANNA, Home())
    [said] = await phone.type(ANNA, "Northwind")
    assert "currency" not in said.text


async def test_another_button_ends_waiting_but_keeps_the_answers(phone: Phone) -> None:
    await phone.press(ANNA, NewTeam())
    await phone.type(ANNA, "Northwind")
    await phone.press(ANNA, "lg")
    [elsewhere] = await phone.type(ANNA, "eur")
    assert "Where does the team work?" not in elsewhere.text
    said = await phone.press(ANNA, NewTeamPick(field="currency", value="EUR"))
    assert any("Where does the team work?" in call.text for call in said)


async def test_a_button_of_an_ended_dialogue_says_so(phone: Phone) -> None:
    for data in (NewTeamStep(step="zone"), NewTeamPick(field="currency", value="EUR"), "tnc:feed:blank"):
        said = await phone.press(ANNA, data)
        assert any("over" in call.text for call in said if call.method == "AnswerCallbackQuery")


@pytest.mark.parametrize("data", ["tnp:zone:Mars/Base", "tnp:currency:XYZ", "tnp:template:none", "tnp:name:x"])
async def test_forged_answers_are_refused(phone: Phone, data: str) -> None:
    await up_to_template(phone)
    [said] = await phone.press(ANNA, data)
    assert said.is_alert


async def test_only_owners_create_teams_where_the_setting_says_so(sqlite_database: Database, clock: FixedClock) -> None:
    phone = Phone(sqlite_database, clock, team_creation="owners", owner_ids=frozenset({BORIS}))
    [anna] = await phone.type(ANNA, "/start")
    assert "only the bot's owners" in anna.text
    assert NewTeam().pack() not in [data for _, data in anna.buttons]
    [refused] = await phone.press(ANNA, NewTeam())
    assert refused.is_alert
    [boris] = await phone.type(BORIS, "/start")
    assert NewTeam().pack() in [data for _, data in boris.buttons]


async def test_a_forged_create_button_does_not_help_who_may_not(sqlite_database: Database, clock: FixedClock) -> None:
    anyone = Phone(sqlite_database, clock)
    button = create_button(await up_to_template(anyone))
    closed = Phone(sqlite_database, clock, team_creation="owners", owner_ids=frozenset({BORIS}))
    [said] = await closed.press(ANNA, button)
    assert said.is_alert
    assert await teams_in(sqlite_database) == 0


async def test_unknown_buttons_and_commands_are_answered(phone: Phone) -> None:
    [button] = await phone.press(ANNA, "gone:1:2")
    assert (button.method, button.is_alert) == ("AnswerCallbackQuery", True)
    [command] = await phone.type(ANNA, "/nothing")
    assert "/help" in command.text


@pytest.mark.parametrize("command", ["/deals", "/today", "/stuck", "/digest", "/new"])
async def test_somebody_in_no_team_hears_that(phone: Phone, command: str) -> None:
    said = await phone.type(ANNA, command)
    assert "in no team yet" in said[-1].text


VOICE = {"duration": 3, "file_id": "f", "file_unique_id": "u"}


async def test_what_has_no_words_is_not_met_with_silence(phone: Phone) -> None:
    [said] = await phone.event(ANNA, voice=VOICE)
    assert "only words" in said.text
    assert (
        await phone.event(ANNA, pinned_message={"message_id": 1, "date": 0, "chat": {"id": ANNA, "type": "private"}})
        == []
    )


async def test_help_names_the_commands_of_ones_role_only(phone: Phone) -> None:
    [stranger] = await phone.type(ANNA, "/help")
    # Hours and notifications belong to deals.
    assert "/settings — Language and time zone" in stranger.text
    assert "/settings" in stranger.text
    assert "/new" not in stranger.text
    await phone.press(ANNA, create_button(await up_to_template(phone)))
    [admin] = await phone.type(ANNA, "/help")
    assert "/settings — Working time" in admin.text
    assert all(command in admin.text for command in ("/new", "/deals", "/digest"))


async def test_a_deal_link_to_nowhere_says_so(phone: Phone) -> None:
    [said] = await phone.type(ANNA, "/start d142")
    assert "no such deal" in said.text


def test_the_nonce_keeps_the_longest_button_short() -> None:
    assert len(NewTeamCreate(nonce="f" * 8, template="solution").pack().encode()) <= 64
