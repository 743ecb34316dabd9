"""Invite links from the admin's two taps to the newcomer's first screen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.callbacks.teams import InviteEdit, InviteList, InviteMake, InviteRevoke
from bot.clock import FixedClock
from bot.models.facts_teams import NewTeam
from bot.services.people import Profile
from tests.handlers.recorded import Phone, Said

ADMIN, NEWCOMER, OTHER = 1, 2, 3


@pytest.fixture
async def team(phone: Phone) -> int:
    for user_id in (ADMIN, NEWCOMER, OTHER):
        await phone.provided["people"].meet(Profile(user_id, f"P{user_id}", language_code="en"), "en")
    new = NewTeam("Northwind", "PLN", "Europe/Warsaw", "PL", "en", "inbound")
    made = await phone.provided["teams"].create(ADMIN, new, "key")
    return int(made.id)


def screen(said: list[Said]) -> Said:
    return next(call for call in said if call.method in ("EditMessageText", "SendMessage"))


def token_in(said: list[Said]) -> str:
    """The payload of the link that the admin sees."""
    _, _, rest = screen(said).text.partition("https://t.me/test_bot?start=")
    return rest.split()[0]


async def two_taps(phone: Phone, team: int, **changes: object) -> list[Said]:
    """From any button *Invite people* to the link."""
    wanted = {"role": "rep", "days": 7, "uses": 10, **changes}
    draft = screen(await phone.press(ADMIN, InviteEdit(team=team, **wanted)))
    return await phone.press(ADMIN, draft.data("Make the link"))


async def test_two_taps_make_a_link_that_works(phone: Phone, team: int) -> None:
    token = token_in(await two_taps(phone, team))
    [welcome] = await phone.type(NEWCOMER, f"/start {token}")
    assert "Welcome to Northwind" in welcome.text
    assert "rep" in welcome.text
    [home] = await phone.type(NEWCOMER, "/start")
    assert "Northwind · rep" in home.text


async def test_who_is_in_already_switches(phone: Phone, team: int) -> None:
    token = token_in(await two_taps(phone, team))
    [said] = await phone.type(ADMIN, f"/start {token}")
    # The team is minutes old, and its admin greeted as whoever has just joined.
    assert "Northwind" in said.text
    assert "admin" in said.text


async def test_killed_before_the_answer_the_newcomer_is_still_greeted(phone: Phone, team: int) -> None:
    token = token_in(await two_taps(phone, team))
    phone.session.dies = True
    with pytest.raises(ConnectionError):
        await phone.type(NEWCOMER, f"/start {token}")
    phone.session.dies = False
    [welcome] = await phone.again()
    assert "Welcome to Northwind" in welcome.text


async def test_a_replayed_make_shows_one_link_that_works(phone: Phone, team: int) -> None:
    first = token_in(await two_taps(phone, team))
    second = token_in(await phone.again())
    [refused] = await phone.type(NEWCOMER, f"/start {first}")
    assert "unknown" in refused.text
    [welcome] = await phone.type(NEWCOMER, f"/start {second}")
    assert "Welcome" in welcome.text
    assert "1 working link" in screen(await phone.press(ADMIN, InviteList(team=team))).text


@pytest.mark.parametrize(
    ("how", "words"), [("expired", "has expired"), ("used up", "is used up"), ("revoked", "was revoked")]
)
async def test_each_refusal_says_why(phone: Phone, team: int, clock: FixedClock, how: str, words: str) -> None:
    token = token_in(await two_taps(phone, team, uses=1))
    if how == "expired":
        clock.advance(timedelta(days=7))
    elif how == "used up":
        await phone.type(OTHER, f"/start {token}")
    else:
        await phone.press(ADMIN, InviteRevoke(invite=1))
    [refused] = await phone.type(NEWCOMER, f"/start {token}")
    assert words in refused.text
    # No dead end, also for somebody who has seen nothing else of the bot.
    home = screen(await phone.press(NEWCOMER, refused.data("Home")))
    assert home.data("Create a team")


async def test_a_link_for_a_higher_role_says_that_it_changes_none(phone: Phone, team: int) -> None:
    await phone.type(NEWCOMER, f"/start {token_in(await two_taps(phone, team))}")
    [said] = await phone.type(NEWCOMER, f"/start {token_in(await two_taps(phone, team, role='manager'))}")
    assert "for the role manager" in said.text
    [said] = await phone.type(ADMIN, f"/start {token_in(await two_taps(phone, team, role='manager'))}")
    assert "for the role" not in said.text


@pytest.mark.parametrize("payload", ["nonsense", "A" * 32, "dx", "d" + "9" * 40, "Ω"])
async def test_an_unknown_payload_is_said_to_be_unknown(phone: Phone, team: int, payload: str) -> None:
    [refused] = await phone.type(NEWCOMER, f"/start {payload}")
    assert "unknown" in refused.text


@pytest.mark.parametrize("forged", ["ivm:{}:king:7:1:x", "ivm:{}:rep:36500:1:x", "ivm:{}:rep:7:99:x"])
async def test_forged_terms_make_no_link(phone: Phone, team: int, forged: str) -> None:
    [said] = await phone.press(ADMIN, forged.format(team))
    assert said.is_alert
    assert "no working links" in screen(await phone.press(ADMIN, InviteList(team=team))).text


def test_the_longest_button_fits() -> None:
    data = InviteMake(team=10**9, role="manager", days=30, uses=10, nonce="x" * 8)
    assert len(data.pack().encode()) <= 64
