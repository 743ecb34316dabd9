"""The bot's side of the Bot API: aiogram's session with the two dear halves of a call left out.

aiogram dumps every method through pydantic into a multipart form and builds a full `Message` (about 110
fields, each validated) from every answer. A tap costs two calls, and nobody looks at those answers beyond
the message's id. So the fields are walked once into JSON, and a light `Message` comes back. Everything
else is as aiogram has it: defaults, middlewares, errors, files. See docs/decisions/0003-lean-session.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

import orjson
from aiogram import Bot, methods
from aiogram.client.default import Default
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError, TelegramServerError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, Message
from aiohttp import ClientError, ClientTimeout
from pydantic import BaseModel

CONNECTIONS = 200
"""Calls in flight at once, the long poll among them; more would only wait at Telegram."""

CALL_SECONDS = 30.0
"""How long a call may take in all. Telegram answers within a second or has trouble."""

CONNECT_SECONDS = 10.0

_JSON = {"Content-Type": "application/json"}
_MAYBE_MESSAGE = (Message, Message | bool)
_CHAT = Chat.model_construct(id=0, type="private")
_MESSAGE = Message.model_construct(message_id=0, chat=_CHAT, date=datetime.fromtimestamp(0, UTC))
_PLAIN = frozenset({"message_id", "message_thread_id", "ephemeral_message_id", "text"})


class LeanSession(AiohttpSession):
    """A drop-in aiogram session. ``base_url`` is the Bot API server, such as ``https://api.telegram.org``.

    Methods that return a message return one that knows only its id, chat, date, topic and text.
    """

    def __init__(self, base_url: str = "https://api.telegram.org") -> None:
        super().__init__(limit=CONNECTIONS, api=TelegramAPIServer.from_base(base_url), timeout=CALL_SECONDS)

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        """Call the Bot API. Raises aiogram's own errors; ``timeout`` is in seconds."""
        try:
            body = _dump(method, bot)
        except TypeError:
            # What JSON cannot hold (files; times given as "in an hour") goes out as aiogram sends it.
            status, content = await self._post(bot, method, self.build_form_data(bot, method), None, timeout)
        else:
            status, content = await self._post(bot, method, body, _JSON, timeout)
        answer = _load(method, status, content)
        if answer.get("ok") is True and status < 300:
            return cast(TelegramType, self._result(bot, method, answer, status, content))
        return cast(TelegramType, self.check_response(bot, method, status, content.decode(errors="replace")).result)

    async def close(self) -> None:
        """Close the connections. Only TLS needs aiogram's quarter of a second to say goodbye."""
        if self.api.base.startswith("https:"):
            await super().close()
        elif self._session is not None:
            await self._session.close()

    async def raw(self, bot: Bot, method: str, params: Mapping[str, Any], timeout: float = CALL_SECONDS) -> Any:
        """Call a method by its Bot API name with JSON parameters; returns the bare JSON result.

        Raises what ``make_request`` raises. For the receiver, which stores what came as it came.
        """
        call = getattr(methods, method[0].upper() + method[1:]).model_construct()
        status, content = await self._post(bot, call, orjson.dumps(dict(params)), _JSON, timeout)
        answer = _load(call, status, content)
        if answer.get("ok") is True and status < 300:
            return answer.get("result")
        self.check_response(bot, call, status, content.decode(errors="replace"))
        raise TelegramServerError(call, f"answer without a result, status {status}")

    async def _post(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        data: Any,
        headers: dict[str, str] | None,
        timeout: float | None,
    ) -> tuple[int, bytes]:
        session = await self.create_session()
        limits = ClientTimeout(total=timeout or self.timeout, sock_connect=CONNECT_SECONDS)
        url = self.api.api_url(token=bot.token, method=method.__api_method__)
        try:
            async with session.post(url, data=data, headers=headers, timeout=limits) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TelegramNetworkError(method, "Request timeout error") from error
        except (ClientError, OSError) as error:
            # Not str(error): it may quote the address, and the token is part of it.
            raise TelegramNetworkError(method, type(error).__name__) from None

    def _result(
        self, bot: Bot, method: TelegramMethod[Any], answer: dict[str, Any], status: int, content: bytes
    ) -> Any:
        result = answer.get("result")
        if result is True:
            return True
        if method.__returning__ in _MAYBE_MESSAGE and isinstance(result, dict):
            return _light_message(result, bot)
        return self.check_response(bot, method, status, content.decode()).result


def _dump(method: TelegramMethod[Any], bot: Bot) -> bytes:
    """The method's fields as JSON. Raises TypeError for what JSON cannot hold."""

    def fields(model: BaseModel) -> dict[str, Any]:
        values = dict(model.__dict__)
        if model.__pydantic_extra__:
            values.update(model.__pydantic_extra__)
        for name, value in model.__dict__.items():
            if type(value) is Default:
                values[name] = value = bot.default[value.name]
            if value is None:
                del values[name]
        return values

    def default(value: Any) -> Any:
        if isinstance(value, BaseModel):
            return fields(value)
        if isinstance(value, datetime):
            return round(value.timestamp())
        raise TypeError

    return orjson.dumps(fields(method), default, orjson.OPT_PASSTHROUGH_DATETIME)


def _load(method: TelegramMethod[Any], status: int, content: bytes) -> dict[str, Any]:
    try:
        answer = orjson.loads(content)
    except ValueError as error:
        if status >= 500:
            # A proxy on the way answers with a page of HTML when Telegram itself cannot be reached.
            raise TelegramServerError(method, f"status {status}, no JSON") from None
        raise ClientDecodeError("Failed to decode object", error, f"{len(content)} bytes") from None
    if not isinstance(answer, dict):
        raise TelegramServerError(method, f"status {status}, not an object")
    return answer


def _light_message(result: dict[str, Any], bot: Bot) -> Message:
    chat = result["chat"]
    update: dict[str, Any] = {name: result[name] for name in _PLAIN & result.keys()}
    update["chat"] = _CHAT.model_copy(update={"id": chat["id"], "type": chat["type"]}).as_(bot)
    update["date"] = datetime.fromtimestamp(result["date"], UTC)
    return _MESSAGE.model_copy(update=update).as_(bot)
