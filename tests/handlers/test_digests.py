"""/digest and /today in the private chat: pages, a manager's buttons, the rep's answers, and the way back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.callbacks.deals import DealMenu
from bot.callbacks.digests import (
    Answer,
    AnswerAsk,
    DealQuestion,
    DigestDeal,
    DigestPage,
    QuestionOpen,
    WaitAccept,
)
from bot.clock import FixedClock
from bot.database import Database
from bot.models import Deal, Question, Role
from bot.models.facts_teams import NewTeam
from bot.services.people import Profile
from tests.handlers.recorded import Phone, Said

ADMIN, MANAGER, REP, STRANGER = 1, 2, 3, 4


@pytest.fixture
async def team(phone: Phone) -> int:
    for user_id in (ADMIN, MANAGER, REP, STRANGER):
        await phone.provided["people"].meet(Profile(user_id, f"P{user_id}", language_code="en"), "en")
    new = NewTeam("Northwind", "PLN", "Europe/Warsaw", "PL", "en", "solution")
    made = await phone.provided["teams"].create(ADMIN, new, "northwind")
    for user_id, role in ((MANAGER, Role.MANAGER), (REP, Role.REP)):
        link = await phone.provided["invites"].make(ADMIN, made.id, role, 7, 1, str(role))
        await phone.provided["invites"].use(user_id, link.token)
    return int(made.id)


async def sell(phone: Phone, database: Database, client: str) -> int:
    """A deal of the rep's, typed in one line."""
    said = await phone.type(REP, f"{client} 12k")
    await phone.press(REP, screen(said).data("Save"))
    async with database.read() as session:
        return (await session.scalars(select(Deal.id).order_by(Deal.id.desc()).limit(1))).one()


def screen(said: list[Said]) -> Said:
    return next(call for call in said if call.method in ("EditMessageText", "SendMessage"))


async def press_on(phone: Phone, shown: Said, label: str) -> list[Said]:
    """Press a button of the message that was shown, with all that stands on it."""
    keyboard = [[{"text": text, "callback_data": data}] for text, data in shown.buttons]
    return await phone.press(MANAGER, shown.data(label), reply_markup={"inline_keyboard": keyboard})


def alerts(said: list[Said]) -> list[str]:
    return [call.text for call in said if call.is_alert]


async def question_id(database: Database) -> int:
    async with database.read() as session:
        return (await session.scalars(select(Question.id))).one()


async def test_the_digest_opens_a_deal_with_a_managers_buttons_and_leads_back(
    phone: Phone, sqlite_database: Database, clock: FixedClock, team: int
) -> None:
    deal = await sell(phone, sqlite_database, "Acme")
    clock.advance(days=15)
    shown = screen(await phone.type(MANAGER, "/digest"))
    assert "1 stuck" in shown.text
    assert "Acme" in shown.text
    card = screen(await phone.press(MANAGER, shown.data("1")))
    assert card.method == "EditMessageText"
    labels = [label for label, _ in card.buttons]
    assert labels[:3] == ["❓ Ask P3", "👤 Reassign", "✅ Accept wait"]
    assert card.data("‹ Digest") == f"gb:{team}:0"
    assert shown.data("1") == DigestDeal(team=team, page=0, deal=deal).pack()
    back = screen(await phone.press(MANAGER, card.data("‹ Digest")))
    assert back.text == shown.text


async def test_the_lists_behind_the_digest_lead_back_to_it(
    phone: Phone, sqlite_database: Database, clock: FixedClock, team: int
) -> None:
    await sell(phone, sqlite_database, "Acme")
    clock.advance(days=15)
    digest = screen(await phone.type(MANAGER, "/digest"))
    bare = next(data for _, data in digest.buttons if data.startswith("l:nostep:"))
    shown = [[{"text": label, "callback_data": data}] for label, data in digest.buttons]
    listed = screen(await phone.press(MANAGER, bare, reply_markup={"inline_keyboard": shown}))
    assert "Acme" in listed.text
    again = screen(await phone.press(MANAGER, listed.data("Digest")))
    assert again.text == digest.text
    mine = screen(await phone.press(MANAGER, "l:my:t:0:n:"))
    assert not any(data.startswith("gb:") for _, data in mine.buttons), "opened elsewhere there is no way back to it"


async def test_a_list_of_the_digest_is_one_of_its_team_and_cards_of_it_lead_back_to_both(
    phone: Phone, sqlite_database: Database, clock: FixedClock, team: int
) -> None:
    await sell(phone, sqlite_database, "Acme")
    new = NewTeam("Southwind", "PLN", "Europe/Warsaw", "PL", "en", "solution")
    await phone.provided["teams"].create(MANAGER, new, "southwind")
    clock.advance(days=15)
    digest = await phone.provided["digests"].now(MANAGER, team)
    bare = screen(await phone.press(MANAGER, DigestPage(team=team, page=0)))
    assert digest.stepless == 1
    listed = screen(await press_on(phone, bare, "No next step"))
    assert "Acme" in listed.text, "the team that the manager stands in has no deals"
    assert listed.buttons[-1][0] == "‹ Digest", "below the others, beside which its Polish word would be cut"
    card = screen(await press_on(phone, listed, "Acme"))
    assert [label for label, _ in card.buttons[-2:]] == ["‹ Back to the list", "‹ Digest"]
    again = screen(await press_on(phone, card, "Back to the list"))
    assert (again.text, again.buttons) == (listed.text, listed.buttons)
    assert screen(await press_on(phone, card, "‹ Digest")).text == bare.text


async def test_past_their_date_lists_what_the_digest_counted(
    phone: Phone, sqlite_database: Database, clock: FixedClock, team: int
) -> None:
    today = clock.now().date()
    for client, days in (("Late", 10), ("Soon", 20)):
        deal_id = await sell(phone, sqlite_database, client)
        async with sqlite_database.write() as session:
            deal = await session.get_one(Deal, deal_id)
            deal.expected_close = today + timedelta(days=days)
    clock.advance(days=15)
    digest = screen(await phone.type(MANAGER, "/digest"))
    assert "1 deal is past its close date" in digest.text
    listed = screen(await press_on(phone, digest, "Past their date"))
    assert listed.text.splitlines()[0] == "📅 Past their close date · 1 deal"
    assert "Late" in listed.text
    assert "Soon" not in listed.text


async def test_nothing_stuck_is_one_line(phone: Phone, team: int) -> None:
    shown = screen(await phone.type(MANAGER, "/digest"))
    assert "\n" not in shown.text
    assert "nothing is stuck" in shown.text


async def test_a_rep_is_refused_kindly_and_a_forged_page_too(phone: Phone, team: int) -> None:
    assert "/today" in screen(await phone.type(REP, "/digest")).text
    said = await phone.press(REP, DigestPage(team=team, page=0))
    assert alerts(said) == ["The digest is for managers. Your own day: /today"]
    said = await phone.press(STRANGER, DigestPage(team=team, page=0))
    assert alerts(said) == ["You are in no team yet. Start here: /start"]


async def test_pages_stay_within_one_message(
    phone: Phone, sqlite_database: Database, clock: FixedClock, team: int
) -> None:
    for at in range(10):
        await sell(phone, sqlite_database, f"Client{at}")
    clock.advance(days=15)
    first = screen(await phone.type(MANAGER, "/digest"))
    assert "1/2" in first.text
    second = screen(await phone.press(MANAGER, first.data("Next")))
    assert second.method == "EditMessageText"
    assert "2/2" in second.text
    assert first.text.count("🔴") + second.text.count("🔴") == 10
    beyond = screen(await phone.press(MANAGER, DigestPage(team=team, page=99)))
    assert "2/2" in beyond.text


async def test_ask_answer_and_what_the_second_answer_says(
    phone: Phone, sqlite_database: Database, clock: FixedClock, team: int
) -> None:
    deal = await sell(phone, sqlite_database, "Acme")
    said = await phone.press(MANAGER, DealQuestion(deal=deal, version=1))
    assert screen(said).method == "EditMessageText"
    assert alerts(await phone.press(MANAGER, DealQuestion(deal=deal, version=1), message_id=501)) == [
        "Asked already; no answer yet"
    ]
    question = await question_id(sqlite_database)
    answered = await phone.press(REP, Answer(asked=question, answer="waiting"))
    assert alerts(answered) == []
    assert "Acme" in screen(answered).text
    assert alerts(await phone.again()) == [], "the same tap replayed is no second answer"
    late = await phone.press(REP, Answer(asked=question, answer="fine"))
    assert alerts(late) == ["Answered already"]
    assert alerts(await phone.press(MANAGER, Answer(asked=question, answer="fine"))) != []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "P3 is out of office, back Wed 4 Mar; the question waits until then."),
        ("ru", "P3: вне офиса, возвращение ср 4 мар., тогда и придёт вопрос."),
        ("pl", "P3: nieobecność, powrót śr. 4 mar i wtedy przyjdzie pytanie."),
    ],
)
async def test_asking_somebody_away_says_until_when(
    phone: Phone, sqlite_database: Database, clock: FixedClock, team: int, language: str, said: str
) -> None:
    deal = await sell(phone, sqlite_database, "Acme")
    await phone.provided["preferences"].away(REP, team, days=2)
    await phone.provided["people"].choose_locale(MANAGER, language)
    for message_id in (500, 501):
        [alert] = alerts(await phone.press(MANAGER, DealQuestion(deal=deal, version=1), message_id=message_id))
        assert said in alert.replace("\xa0", " ")
        assert len(alert) <= 200


async def test_a_question_about_a_deal_that_the_manager_closed_is_over(
    phone: Phone, sqlite_database: Database, team: int
) -> None:
    deal = await sell(phone, sqlite_database, "Acme")
    await phone.press(MANAGER, DealQuestion(deal=deal, version=1))
    question = await question_id(sqlite_database)
    await phone.press(REP, AnswerAsk(asked=question))
    reasons = screen(await phone.press(MANAGER, DealMenu(deal=deal, what="lost", version=2)))
    await phone.press(MANAGER, next(data for _, data in reasons.buttons if data.startswith("x:")))
    typed = screen(await phone.type(REP, "going well"))
    assert "P2 moved Acme to Lost" in typed.text
    for number, data in enumerate((Answer(asked=question, answer="fine"), Answer(asked=question, answer="lost"))):
        late = await phone.press(REP, data, message_id=600 + number)
        assert alerts(late) == ["P2 moved Acme to Lost just now"]
        assert not any("qa:" in button for _, button in screen(late).buttons)
    for pressed in (AnswerAsk(asked=question), QuestionOpen(asked=question)):
        assert alerts(await phone.press(REP, pressed)) == ["Acme is closed already"]
    async with sqlite_database.read() as session:
        assert (await session.scalars(select(Question.answer))).one() is None


async def test_lost_asks_for_the_reason_and_only_that_answers(
    phone: Phone, sqlite_database: Database, team: int
) -> None:
    deal = await sell(phone, sqlite_database, "Acme")
    await phone.press(MANAGER, DealQuestion(deal=deal, version=1))
    question = await question_id(sqlite_database)

    async def answers() -> list[str | None]:
        async with sqlite_database.read() as session:
            return list(await session.scalars(select(Question.answer)))

    shown = screen(await phone.press(REP, Answer(asked=question, answer="lost")))
    again = screen(await phone.press(REP, shown.data("Back")))
    assert any(data == Answer(asked=question, answer="fine").pack() for _, data in again.buttons), "not lost yet"
    assert await answers() == [None]
    shown = screen(await phone.press(REP, Answer(asked=question, answer="lost")))
    reason = next(data for _, data in shown.buttons if data.startswith("x:"))
    await phone.press(REP, reason)
    assert await answers() == ["lost"]
    assert alerts(await phone.press(REP, Answer(asked=question, answer="lost"))) == ["Answered already"]


async def test_an_answer_in_words_and_its_way_back(phone: Phone, sqlite_database: Database, team: int) -> None:
    deal = await sell(phone, sqlite_database, "Acme")
    await phone.press(MANAGER, DealQuestion(deal=deal, version=1))
    question = await question_id(sqlite_database)
    asked = screen(await phone.press(REP, AnswerAsk(asked=question), message_id=700))
    again = screen(await phone.press(REP, asked.data("Cancel"), message_id=700))
    assert any(data == Answer(asked=question, answer="fine").pack() for _, data in again.buttons)
    await phone.press(REP, AnswerAsk(asked=question), message_id=700)
    assert "500" in screen(await phone.type(REP, "x" * 501)).text
    said = await phone.type(REP, "Ivan is on holiday until Monday")
    assert [(call.method, call.message_id) for call in said][-1] == ("DeleteMessage", 700)
    async with sqlite_database.read() as session:
        assert (await session.scalars(select(Question.answer))).one() == "Ivan is on holiday until Monday"
    draft = screen(await phone.type(REP, "Borey 5k"))
    assert "Borey" in draft.text, "what is typed next is a deal again"


async def test_a_button_elsewhere_ends_the_question(phone: Phone, sqlite_database: Database, team: int) -> None:
    deal = await sell(phone, sqlite_database, "Acme")
    await phone.press(MANAGER, DealQuestion(deal=deal, version=1))
    await phone.press(REP, AnswerAsk(asked=await question_id(sqlite_database)))
    await phone.press(REP, f"o:{deal}")
    await phone.type(REP, "Borey 5k")
    async with sqlite_database.read() as session:
        assert (await session.scalars(select(Question.answer))).one() is None


async def test_the_team_chats_link_shows_the_digest_to_managers_only(
    phone: Phone, sqlite_database: Database, clock: FixedClock, team: int
) -> None:
    await sell(phone, sqlite_database, "Acme")
    clock.advance(days=15)
    assert "1 stuck" in screen(await phone.type(MANAGER, f"/start g{team}")).text
    assert "for managers" in screen(await phone.type(REP, f"/start g{team}")).text
    assert "in no team yet" in screen(await phone.type(STRANGER, f"/start g{team}")).text


async def test_a_card_from_the_digest_keeps_the_managers_buttons(
    phone: Phone, sqlite_database: Database, clock: FixedClock, team: int
) -> None:
    deal = await sell(phone, sqlite_database, "Acme")
    clock.advance(days=15)
    card = screen(await phone.press(MANAGER, DigestDeal(team=team, page=0, deal=deal)))
    menu = screen(await phone.press(MANAGER, card.data("✅ Accept wait")))
    assert [label for label, _ in menu.buttons] == ["3 days", "1 week", "2 weeks", "‹ Back"]


async def test_accepting_a_wait_takes_the_deal_off_the_digest(
    phone: Phone, sqlite_database: Database, clock: FixedClock, team: int
) -> None:
    deal = await sell(phone, sqlite_database, "Acme")
    clock.advance(days=15)
    card = screen(await phone.press(MANAGER, DigestDeal(team=team, page=0, deal=deal)))
    menu = screen(await phone.press(MANAGER, card.data("Accept wait")))
    await phone.press(MANAGER, menu.data("1 week"))
    assert "🔴" not in screen(await phone.type(MANAGER, "/digest")).text
    forged = await phone.press(MANAGER, WaitAccept(deal=deal, days=300, version=1))
    assert alerts(forged) != []
    assert alerts(await phone.press(REP, WaitAccept(deal=deal, days=7, version=1))) != []


async def test_today_lists_what_waits_and_leads_back(
    phone: Phone, sqlite_database: Database, clock: FixedClock, team: int
) -> None:
    assert "nothing waits" in screen(await phone.type(REP, "/today")).text
    await sell(phone, sqlite_database, "Acme")
    clock.advance(days=3)
    shown = screen(await phone.type(REP, "/today"))
    assert "Gone quiet" in shown.text
    assert "Acme" in shown.text
    card = screen(await phone.press(REP, shown.data("1")))
    assert shown.data("🔄") == "yb:0"
    assert card.method == "EditMessageText"
    assert "team" in screen(await phone.type(STRANGER, "/today")).text
