"""A phone without a network: people type and press, the real dispatcher and services answer, calls are recorded."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import TelegramMethod
from aiogram.types import Chat, Message, User
from aiogram.types.base import UNSET_TYPE

from bot.app import DEFAULTS, build_dispatcher
from bot.clock import FixedClock
from bot.composition import build_services
from bot.database import Database
from bot.settings import Settings

TOKEN = "4242:AAtest_token_of_the_phone_00000000000"
ME = User(id=4242, is_bot=True, first_name="Bot", username="test_bot")


@dataclass
class Said:
    """One call of the bot: what a person would see of it."""

    method: str
    chat_id: int | str | None
    text: str
    buttons: list[tuple[str, str]] = field(default_factory=list)
    message_id: int | None = None
    is_alert: bool = False
    thread_id: int | None = None

    def data(self, text: str) -> str:
        """What the button of this text carries."""
        return next(data for label, data in self.buttons if text in label)


class Recorder(BaseSession):
    """Answers every method as Telegram would, without asking it."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[Said] = []
        self.dies = False
        self._next_id = 1000

    async def close(self) -> None: ...

    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        raise NotImplementedError
        yield b""

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | UNSET_TYPE | None = None) -> Any:
        name = type(method).__name__
        if name == "GetMe":
            return ME
        if self.dies:
            raise ConnectionError("the process was killed before it could answer")
        markup = getattr(method, "reply_markup", None)
        rows = markup.inline_keyboard if markup is not None else []
        self.said.append(
            Said(
                name,
                getattr(method, "chat_id", None),
                str(getattr(method, "text", "") or ""),
                [(button.text, button.callback_data or button.url or "") for row in rows for button in row],
                getattr(method, "message_id", None),
                bool(getattr(method, "show_alert", False)),
                getattr(method, "message_thread_id", None),
            )
        )
        if name != "SendMessage":
            return True
        self._next_id += 1
        chat = Chat(id=int(getattr(method, "chat_id")), type="private")  # noqa: B009 — any method has it or not
        return Message(message_id=self._next_id, date=0, chat=chat, text="x").as_(bot)  # type: ignore[arg-type]


class Phone:
    """Everybody's phone. Each call feeds one update and returns what the bot said to it."""

    def __init__(self, database: Database, clock: FixedClock, **settings: Any) -> None:
        made = Settings(_env_file=None, bot_token=TOKEN, **settings)
        self.provided, self.outgoing = build_services(database, clock, made, "test_bot")
        self.dispatcher: Dispatcher = build_dispatcher(database, clock, self.provided)
        self.session = Recorder()
        self.bot = Bot(TOKEN, session=self.session, default=DEFAULTS)
        self._update = 0
        self.last: dict[str, Any] = {}

    async def type(self, user_id: int, text: str, *, language: str = "en", **where: Any) -> list[Said]:
        """Send a text."""
        entities = []
        if text.startswith("/"):
            entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        return await self.feed({"message": self._message(user_id, language, text=text, entities=entities, **where)})

    async def press(
        self, user_id: int, data: str | CallbackData, *, message_id: int = 500, language: str = "en", **where: Any
    ) -> list[Said]:
        """Press a button."""
        packed = data if isinstance(data, str) else data.pack()
        message = {**self._message(user_id, language, text="…", **where), "message_id": message_id, "from": _bot()}
        call = {
            "id": "1",
            "from": _user(user_id, language),
            "chat_instance": "1",
            "data": packed,
            "message": message,
        }
        return await self.feed({"callback_query": call})

    async def event(self, user_id: int, language: str = "en", **content: Any) -> list[Said]:
        """A message that is no text: a service message in a group."""
        return await self.feed({"message": self._message(user_id, language, **content)})

    async def feed(self, update: dict[str, Any], inbox_id: int | None = None) -> list[Said]:
        """Hand one raw update to the dispatcher, as the worker does."""
        self._update += 1
        self.last = update
        before = len(self.session.said)
        await self.dispatcher.feed_raw_update(
            self.bot, {"update_id": self._update, **update}, inbox_id=inbox_id or self._update
        )
        return self.session.said[before:]

    async def again(self) -> list[Said]:
        """The worker replays the last update: the same inbox row."""
        self._update -= 1
        return await self.feed(self.last)

    def _message(self, user_id: int, language: str, **content: Any) -> dict[str, Any]:
        chat = content.pop("chat", {"id": user_id, "type": "private", "first_name": f"P{user_id}"})
        return {
            "message_id": 100 + self._update,
            "date": 1_772_442_000,
            "chat": chat,
            "from": _user(user_id, language),
            **content,
        }


def group(chat_id: int = -100, *, forum: bool = False) -> dict[str, Any]:
    """A group as a chat of ``Phone``'s messages."""
    return {"id": chat_id, "type": "supergroup", "title": "Sales HQ", "is_forum": forum}


def _user(user_id: int, language: str) -> dict[str, Any]:
    return {"id": user_id, "is_bot": False, "first_name": f"P{user_id}", "language_code": language}


def _bot() -> dict[str, Any]:
    return {"id": ME.id, "is_bot": True, "first_name": "Bot", "username": "test_bot"}
