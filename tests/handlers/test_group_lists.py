"""/my and /stuck in a group: for the asker's eyes only, whatever the server can do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.methods import TelegramMethod
from aiogram.types import Chat, Message, User

from bot.handlers.group_lists import known_servers
from bot.models import Role
from bot.models.facts_teams import NewTeam
from bot.services.people import Profile
from tests.handlers.recorded import Phone, Said, group

ADMIN, REP, STRANGER = 1, 3, 4
HERE: dict[str, Any] = {"chat": group(-100)}


@pytest.fixture(autouse=True)
def _unknown_server() -> Iterator[None]:
    known_servers.clear()
    yield
    known_servers.clear()


@pytest.fixture
async def deal(phone: Phone) -> None:
    """A rep with one deal, in a team whose chat the group is."""
    for user_id in (ADMIN, REP, STRANGER):
        await phone.provided["people"].meet(Profile(user_id, f"P{user_id}", language_code="en"), "en")
    new = NewTeam("Northwind", "PLN", "Europe/Warsaw", "PL", "en", "solution")
    made = await phone.provided["teams"].create(ADMIN, new, "northwind")
    link = await phone.provided["invites"].make(ADMIN, made.id, Role.REP, 7, 1, "rep")
    await phone.provided["invites"].use(REP, link.token)
    await phone.provided["team_chats"].connect(ADMIN, made.id, -100, 0, "HQ", "pl")
    said = await phone.type(REP, "Acme 12k")
    await phone.press(REP, next(call for call in said if call.buttons).data("Save"))


class Server:
    """What the server does with a message for one person: ``private``, ``public`` (it ignores what it does not know),
    or ``refuses``; ``blocked``: the person never started the private chat.
    """

    def __init__(self, phone: Phone, how: str, *, blocked: bool = False) -> None:
        self._inner = phone.session.make_request
        self._how, self._blocked = how, blocked
        self.whispers: list[str] = []
        phone.session.make_request = self.make_request  # type: ignore[method-assign]

    async def make_request(self, bot: Any, method: TelegramMethod[Any], timeout: Any = None) -> Any:
        if type(method).__name__ == "SendMessage":
            if getattr(method, "ephemeral_message_parameters", None) is not None:
                return await self._whisper(bot, method, timeout)
            if self._blocked and getattr(method, "chat_id", 0) > 0:
                raise TelegramForbiddenError(method, "Forbidden: bot can't initiate conversation with a user")
        return await self._inner(bot, method, timeout)

    async def _whisper(self, bot: Any, method: TelegramMethod[Any], timeout: Any) -> Any:
        self.whispers.append(str(getattr(method, "text", "")))
        if self._how == "refuses":
            raise TelegramBadRequest(method, "Bad Request: MESSAGE_NOT_COMMAND")
        await self._inner(bot, method, timeout)
        number = 5 if self._how == "private" else None
        chat = Chat(id=-100, type="supergroup", title="HQ")
        user = User(id=bot.id, is_bot=True, first_name="Bot")
        sent: dict[str, Any] = {"message_id": 0 if number else 77, "date": 0, "chat": chat, "from_user": user}
        return Message(**sent, text="x", ephemeral_message_id=number).as_(bot)


def names(said: list[Said]) -> list[tuple[str, int | str | None]]:
    return [(call.method, call.chat_id) for call in said]


@pytest.mark.usefixtures("deal")
async def test_a_server_that_can_whispers_in_the_askers_language(phone: Phone) -> None:
    server = Server(phone, "private")
    first = await phone.type(REP, "/my", **HERE)
    assert names(first) == [("SendMessage", -100), ("EditEphemeralMessageText", -100)]
    assert "Acme" not in server.whispers[0], "should it be public after all, nothing is given away"
    assert "Acme" in first[1].text
    assert "Only you see this" in first[1].text
    assert first[1].data("1").startswith("https://t.me/test_bot?start=d")
    second = await phone.type(REP, "/stuck", **HERE)
    assert names(second) == [("SendMessage", -100)]


@pytest.mark.usefixtures("deal")
async def test_an_old_server_shows_nobody_anything(phone: Phone) -> None:
    server = Server(phone, "public")
    said = await phone.type(REP, "/my", **HERE)
    assert names(said) == [("SendMessage", -100), ("DeleteMessage", -100), ("SendMessage", REP)]
    assert "Acme" not in server.whispers[0]
    assert "Acme" in said[-1].text
    assert all("Acme" not in call.text for call in said if call.chat_id == -100)


@pytest.mark.usefixtures("deal")
async def test_where_it_is_refused_the_answer_comes_privately_with_buttons(phone: Phone) -> None:
    Server(phone, "refuses")
    said = await phone.type(REP, "/my", **HERE)
    assert names(said) == [("SendMessage", REP)]
    assert said[0].data("1 Acme").startswith("o:")


@pytest.mark.usefixtures("deal")
async def test_in_private_a_list_of_another_team_has_no_button_into_ones_own(phone: Phone) -> None:
    """Its pages would be those of the team that the person stands in."""
    new = NewTeam("Other", "PLN", "Europe/Warsaw", "PL", "en", "solution")
    await phone.provided["teams"].create(REP, new, "other")
    Server(phone, "refuses")
    [said] = await phone.type(REP, "/my", **HERE)
    assert (said.chat_id, "Acme" in said.text) == (REP, True)
    assert [data.rstrip("0123456789") for _, data in said.buttons] == ["https://t.me/test_bot?start=d"]


@pytest.mark.usefixtures("deal")
async def test_without_a_private_chat_a_hint_says_how_to_open_it(phone: Phone) -> None:
    Server(phone, "refuses", blocked=True)
    said = await phone.type(REP, "/my", **HERE)
    assert names(said) == [("SendMessage", -100)]
    assert "Acme" not in said[0].text
    # The hint is for everybody to see: in the group's language.
    assert "prywatnie" in said[0].text
    assert said[0].buttons[0][1] == "https://t.me/test_bot?start"


@pytest.mark.usefixtures("deal")
async def test_a_stranger_learns_nothing(phone: Phone) -> None:
    server = Server(phone, "private")
    said = await phone.type(STRANGER, "/my", **HERE)
    assert server.whispers == []
    assert [call.text for call in said] == ["Nie ma Cię w tym zespole."] or "Acme" not in said[0].text
