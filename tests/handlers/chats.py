"""Private chats as people see them: every message with its buttons as the bot last edited it, or gone."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import inf
from typing import Any

from aiogram import Bot, methods
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import TelegramMethod
from aiogram.types import (
    CallbackQuery,
    Chat,
    Contact,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    Update,
    User,
)

from bot.app import DEFAULTS, build_dispatcher
from bot.clock import FixedClock
from bot.composition import build_services
from bot.database import Database
from bot.settings import Settings
from tests.services.world import NAMES

TOKEN = "4242:AAtest_token_of_the_chats_012345678"


@dataclass
class Shown:
    """A message of the bot's as the chat shows it now."""

    id: int
    text: str
    keyboard: InlineKeyboardMarkup | None

    @property
    def buttons(self) -> list[list[str]]:
        """The labels, row by row."""
        return [[button.text for button in row] for row in self.keyboard.inline_keyboard] if self.keyboard else []

    def button(self, label: str) -> InlineKeyboardButton:
        """The one button whose label begins so."""
        rows = self.keyboard.inline_keyboard if self.keyboard else []
        [button] = [button for row in rows for button in row if button.text.startswith(label)]
        return button


class TelegramChats(BaseSession):
    """Answers like Telegram and keeps what the chats show. ``lives``: calls until the process is killed."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: dict[int, Shown] = {}
        self.answers: list[methods.AnswerCallbackQuery] = []
        self.lives: float = inf
        self._next_id = 100

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: Any = None) -> Any:
        self.lives -= 1
        if self.lives < 0:
            raise ConnectionError("the process was killed")
        if isinstance(method, methods.SendMessage):
            return self._send(method)
        if isinstance(method, methods.EditMessageText):
            return self._edit(method, method.text, method.reply_markup)
        if isinstance(method, methods.EditMessageReplyMarkup):
            return self._edit(method, None, method.reply_markup)
        if isinstance(method, methods.DeleteMessage):
            if self.shown.pop(method.message_id, None) is None:
                raise TelegramBadRequest(method, "Bad Request: message to delete not found")
            return True
        if isinstance(method, methods.AnswerCallbackQuery):
            self.answers.append(method)
            return True
        raise AssertionError(f"unexpected {type(method).__name__}")

    def _send(self, method: methods.SendMessage) -> Message:
        assert method.reply_markup is None or isinstance(method.reply_markup, InlineKeyboardMarkup)
        self._next_id += 1
        self.shown[self._next_id] = Shown(self._next_id, method.text, method.reply_markup)
        chat = Chat(id=int(method.chat_id), type="private")
        return Message(message_id=self._next_id, chat=chat, date=datetime(2026, 3, 2, tzinfo=UTC))

    def _edit(
        self,
        method: methods.EditMessageText | methods.EditMessageReplyMarkup,
        text: str | None,
        keyboard: InlineKeyboardMarkup | None,
    ) -> bool:
        shown = self.shown.get(method.message_id or 0)
        if shown is None:
            raise TelegramBadRequest(method, "Bad Request: message to edit not found")
        after = Shown(shown.id, shown.text if text is None else text, keyboard)
        if after == shown:
            raise TelegramBadRequest(method, "Bad Request: message is not modified: same content")
        self.shown[shown.id] = after
        return True

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        raise AssertionError("nothing is downloaded")
        yield b""

    async def close(self) -> None:
        return None


@dataclass
class Chats:
    """Everybody's chat with the bot."""

    database: Database
    clock: FixedClock
    language: str = "en"
    telegram: TelegramChats = field(default_factory=TelegramChats)

    def __post_init__(self) -> None:
        self.bot = Bot(TOKEN, session=self.telegram, default=DEFAULTS)
        self._inbox = 10_000
        self.restart()

    def restart(self) -> None:
        """A new process that has nothing but the database."""
        self.telegram.lives = inf
        settings = Settings(_env_file=None, bot_token=TOKEN)
        provided, _ = build_services(self.database, self.clock, settings, "dealnudge_bot")
        self.dispatcher = build_dispatcher(self.database, self.clock, provided)

    @property
    def last(self) -> Shown:
        """The newest message of the bot's."""
        return self.telegram.shown[max(self.telegram.shown)]

    @property
    def live(self) -> list[Shown]:
        """Messages that have buttons."""
        return [shown for shown in self.telegram.shown.values() if shown.keyboard]

    async def types(self, user_id: int, text: str | None, *, again: bool = False, **content: Any) -> Shown:
        """Type (or send) something; the newest message afterwards. ``again``: the same update is replayed."""
        message = Message(message_id=self._number(again), text=text, **self._from(user_id), **content)
        await self._feed(Update(update_id=self._inbox, message=message))
        return self.last

    async def shares(self, by: int, phone: str, name: str, **fields: Any) -> Shown:
        """Share a contact."""
        return await self.types(by, None, contact=Contact(phone_number=phone, first_name=name, **fields))

    async def taps(self, user_id: int, shown: Shown, label: str, *, again: bool = False) -> Shown:
        """Tap the button whose label begins so; the message afterwards."""
        data = shown.button(label).callback_data
        assert data is not None
        return await self.presses(user_id, shown, data, again=again)

    async def presses(self, user_id: int, shown: Shown, data: str, *, again: bool = False) -> Shown:
        """Press whatever button, drawn or forged."""
        number = self._number(again)
        message = Message(message_id=shown.id, text=shown.text, reply_markup=shown.keyboard, **self._from(user_id))
        call = CallbackQuery(
            id=str(number), from_user=self._user(user_id), chat_instance="1", message=message, data=data
        )
        await self._feed(Update(update_id=number, callback_query=call))
        return self.telegram.shown.get(shown.id) or self.last

    def _number(self, again: bool) -> int:
        self._inbox += 0 if again else 1
        return self._inbox

    async def _feed(self, update: Update) -> None:
        await self.dispatcher.feed_update(self.bot, update, inbox_id=self._inbox)

    def _user(self, user_id: int) -> User:
        return User(id=user_id, is_bot=False, first_name=NAMES.get(user_id, str(user_id)), language_code=self.language)

    def _from(self, user_id: int) -> dict[str, Any]:
        chat = Chat(id=user_id, type="private")
        return {"chat": chat, "from_user": self._user(user_id), "date": self.clock.now()}
