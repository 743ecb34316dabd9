"""Method name -> function. Names are matched without regard to case, as Telegram does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.sandbox.params import Params
from bot.sandbox.telegram import Telegram

Method = Callable[[Telegram, Params], Any]
METHODS: dict[str, Method] = {}
SPELLING: dict[str, str] = {
    name.lower(): name for name in ("getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo")
}


def method(name: str) -> Callable[[Method], Method]:
    """Registers a function as a Bot API method."""

    def register(function: Method) -> Method:
        METHODS[name.lower()] = function
        SPELLING[name.lower()] = name
        return function

    return register
