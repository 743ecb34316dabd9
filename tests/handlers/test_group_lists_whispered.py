"""/my in a group against the stand-in: our menu, our session and Telegram's rules for ephemeral messages together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiogram import Bot

from bot.app import DEFAULTS
from bot.handlers.group_lists import known_servers
from bot.handlers.menu import set_commands
from bot.models.facts_teams import NewTeam
from bot.sandbox.server import Server
from bot.sandbox.telegram import Telegram
from bot.services.people import Profile
from bot.telegram.session import LeanSession
from tests.handlers.recorded import Phone

REP, SECOND, GROUP = 1001, 1002, -4001


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    made = Server(Telegram())
    await made.start()
    known_servers.clear()
    yield made
    known_servers.clear()
    await made.stop()


@pytest.fixture
async def bot(server: Server, phone: Phone) -> AsyncIterator[Bot]:
    session = LeanSession(server.url)
    made = Bot(server.tg.world.token, session=session, default=DEFAULTS)
    phone.bot = made
    yield made
    await session.close()


async def seen(server: Server, viewer: int) -> list[str]:
    """What a person sees in the group."""
    async with aiohttp.ClientSession(server.url) as session, session.get("/page/state") as response:
        state: dict[str, Any] = await response.json()
    return [message["text"] for message in state["chats"][f"{GROUP}:{viewer}"]["messages"] if "text" in message]


async def typed(server: Server, bot: Bot, phone: Phone, text: str) -> None:
    """The rep types in the group, and we answer."""
    async with aiohttp.ClientSession(server.url) as session:
        given = {"user_id": REP, "chat_id": GROUP, "text": text}
        async with session.post("/page/send", json=given) as response:
            assert response.status == 200
    for update in await bot.get_updates():
        await phone.dispatcher.feed_update(bot, update, inbox_id=update.update_id)
        await bot.get_updates(offset=update.update_id + 1)


async def test_only_the_asker_sees_the_command_and_the_answer(server: Server, bot: Bot, phone: Phone) -> None:
    await phone.provided["people"].meet(Profile(REP, "Anna", language_code="en"), "en")
    await phone.provided["teams"].create(REP, NewTeam("North", "PLN", "Europe/Warsaw", "PL", "en", "solution"), "north")
    await set_commands(bot)
    before = await seen(server, SECOND)
    await typed(server, bot, phone, "/my")
    # Once more, now that the server is known to keep a secret.
    await typed(server, bot, phone, "/stuck")
    private = (await seen(server, REP))[-4:]
    assert (private[0], private[2]) == ("/my", "/stuck")
    assert all("Only you see this" in text for text in (private[1], private[3]))
    assert await seen(server, SECOND) == before
