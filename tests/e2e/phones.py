"""People with phones: they type and press labels, and read what the bot shows, on two real processes."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp

from bot.clock import LOOK_EVERY_SECONDS
from bot.i18n import pick_locale, translator
from tests.e2e.harness import BotProcess, Json, Sandbox
from tests.support import until

WAIT_SECONDS = 30.0
# What a tap by somebody who may not must leave as it is. Not here: who has met the bot, and where they stand.
KEPT = ("team", "member", "invite", "team_chat", "deal", "deal_event", "draft", "pipeline", "stage", "source")


@dataclass(frozen=True)
class Answer:
    """How the bot stopped a button's spinner: the toast or alert, and the press's id."""

    query_id: str
    text: str
    alert: bool


class City:
    """The sandbox, the bot and its database, with the bot's clock running with the phones' one."""

    def __init__(self, folder: Path, sandbox: Sandbox, **environment: str) -> None:
        self.sandbox = sandbox
        self.database = folder / "bot.db"
        self._clock = folder / "clock"
        self._clock.write_text("0")
        self.url = f"sqlite+aiosqlite:///{self.database}"
        usual = {"SANDBOX_CLOCK_FILE": str(self._clock), "SWEEP_INTERVAL_SECONDS": "1"}
        self.bot = BotProcess(folder, sandbox, self.url, **{**usual, **environment})

    async def person(self, name: str, language: str = "en") -> Phone:
        """Somebody new, who has never met the bot."""
        made = await self.sandbox.post("person", first_name=name, language_code=language)
        return Phone(self, int(made["user"]["id"]), language)

    async def settle(self) -> None:
        """Return once the bot has handled everything that people did. What it must still send may be on its way."""

        async def handled() -> bool:
            if (await self.sandbox.get("stats"))["pending_updates"]:
                return False
            return not self.rows("SELECT id FROM inbox WHERE state = 'new'")

        await until(handled, WAIT_SECONDS)

    async def delivered(self) -> None:
        """Return once, besides, everything that was due has been sent."""
        await self.settle()
        await until(lambda: not self.rows("SELECT id FROM outbox WHERE state = 'pending'"), WAIT_SECONDS)

    async def skip(self, skip: str | int) -> None:
        """Time passes for phones and bot."""
        status = await self.sandbox.post("clock", skip=skip)
        self._clock.write_text(str(status["offset"]))
        # From now on every look finds the new time: the bot never trusts an older one for longer than this.
        await asyncio.sleep(LOOK_EVERY_SECONDS * 1.25)

    async def set_clock(self, moment: datetime) -> None:
        """Put the bot's clock, not the phones', to a moment."""
        self._clock.write_text(str((moment - datetime.now(UTC)).total_seconds()))
        await asyncio.sleep(LOOK_EVERY_SECONDS * 1.25)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What stands in the bot's database."""
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as connection:
            found = connection.execute(query, values).fetchall()
        connection.close()
        return found

    def kept(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything that teams own."""
        return {table: self.rows(f"SELECT * FROM {table} ORDER BY id") for table in KEPT}

    async def misses_updates(self) -> None:
        """What waits for the bot is lost, as Telegram forgets updates after a day. Only while the bot is down."""
        base = f"{self.sandbox.url}/bot{self.sandbox.token}/getUpdates"
        async with aiohttp.ClientSession() as http:
            async with http.get(base, params={"timeout": 0}) as response:
                pending = (await response.json())["result"]
            async with http.get(base, params={"timeout": 0, "offset": pending[-1]["update_id"] + 1}) as response:
                assert (await response.json())["result"] == []

    async def calls(self, method: str) -> list[Json]:
        """The calls of one method that are still remembered."""
        calls: list[Json] = await self.sandbox.get("calls")
        return [call for call in calls if call["method"].lower() == method.lower()]


class Phone:
    """One person. ``chat_id`` everywhere: a group; without it, the private chat with the bot."""

    def __init__(self, city: City, user_id: int, language: str) -> None:
        self.city = city
        self.user_id = user_id
        self.t = translator(pick_locale(language))
        self.taps = 0

    async def messages(self, chat_id: int | None = None) -> list[Json]:
        """What this phone shows of a chat, oldest first."""
        chats = (await self.city.sandbox.get("state"))["chats"]
        found: list[Json] = chats[f"{chat_id or self.user_id}:{self.user_id}"]["messages"]
        return found

    async def last(self, chat_id: int | None = None) -> Json:
        """The bot's newest message."""
        shown = [one for one in await self.messages(chat_id) if one["from"]["is_bot"] and "service" not in one]
        assert shown, f"nothing from the bot in {chat_id or self.user_id}"
        return shown[-1]

    async def types(self, text: str, chat_id: int | None = None, thread_id: int = 0) -> Json:
        """Type, wait until the bot has taken it, and return its newest message (in a group: mine)."""
        where = chat_id or self.user_id
        given = {"thread_id": thread_id} if thread_id else {}
        sent = await self.city.sandbox.post("send", user_id=self.user_id, chat_id=where, text=text, **given)
        await self.city.settle()
        return await self.last() if chat_id is None else dict(sent["message"])

    async def opens(self, url: str) -> Json:
        """Press a link to the bot; its newest message."""
        await self.city.sandbox.post("open_link", user_id=self.user_id, url=url)
        await self.city.settle()
        return await self.last()

    async def presses(self, label: str, chat_id: int | None = None, message: Json | None = None) -> Answer:
        """Press the button with this label (on the newest message that has it) and wait until the bot has acted."""
        message, data = await self._button(label, chat_id, message)
        self.taps += 1
        return await self._press("press", message["id"], data, chat_id)

    async def forges(self, data: str, message_id: int, chat_id: int | None = None) -> Answer:
        """Press what is not there, as a modified client could."""
        return await self._press("forge", message_id, data, chat_id)

    async def _press(self, how: str, message_id: int, data: str, chat_id: int | None) -> Answer:
        where = chat_id or self.user_id
        pressed = await self.city.sandbox.post(
            how, user_id=self.user_id, chat_id=where, message_id=message_id, data=data
        )
        await self.city.settle()
        return await self.answer(pressed["query_id"])

    async def answer(self, query_id: str) -> Answer:
        """How a press was answered. Fails when it was not: a button that spins is a bug."""
        calls = await self.city.calls("answerCallbackQuery")
        given = [call["params"] for call in calls if call["ok"] and call["params"]["callback_query_id"] == query_id]
        assert given, f"the button still spins: {query_id}\n{self.city.bot.output()[-3000:]}"
        return Answer(query_id, words(given[-1]), str(given[-1].get("show_alert")).lower() == "true")

    async def _button(self, label: str, chat_id: int | None, message: Json | None) -> tuple[Json, str]:
        shown = [message] if message is not None else list(reversed(await self.messages(chat_id)))
        for one in shown:
            for button in buttons(one):
                if label in button["text"] and button.get("callback_data"):
                    return one, button["callback_data"]
        texts = [[button["text"] for button in buttons(one)] for one in shown[:3]]
        raise AssertionError(f"no button {label!r}; the newest messages have {texts}")

    async def has(self, text: str, chat_id: int | None = None) -> Json:
        """Wait until the bot's newest message holds ``text``; the message."""
        found: Json = {}

        async def shows() -> bool:
            nonlocal found
            shown = [one for one in await self.messages(chat_id) if one["from"]["is_bot"] and "service" not in one]
            found = shown[-1] if shown else {}
            return text in words(found)

        try:
            await until(shows, WAIT_SECONDS)
        except TimeoutError:
            raise AssertionError(f"{text!r} is not in {words(found)!r}") from None
        return found


def words(message: Json) -> str:
    """A message's text with ordinary spaces."""
    return str(message.get("text") or "").replace("\u00a0", " ").replace("\u202f", " ")


def buttons(message: Json) -> list[Json]:
    """All buttons of a message."""
    return [button for row in message.get("keyboard") or [] for button in row]


def labels(message: Json) -> list[str]:
    """Their texts."""
    return [button["text"] for button in buttons(message)]
