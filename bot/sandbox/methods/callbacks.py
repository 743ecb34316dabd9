"""Answering a pressed button, and inline queries, which no phone here can send."""

from __future__ import annotations

from bot.sandbox.errors import bad_request
from bot.sandbox.links import bot_link
from bot.sandbox.methods.registry import method
from bot.sandbox.params import Params
from bot.sandbox.queries import TOO_OLD
from bot.sandbox.telegram import Telegram

MAX_TEXT = 200
MAX_RESULTS = 50


@method("answerCallbackQuery")
def answer_callback_query(tg: Telegram, params: Params) -> bool:
    """Stops the spinner, with a toast or an alert."""
    number, text, url = params.text("callback_query_id"), params.text("text"), params.text("url")
    if len(text) > MAX_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    if url:
        link = bot_link(url)
        if link is None or link[0].lower() != str(tg.world.bot["username"]).lower():
            raise bad_request("URL_INVALID")
    query = tg.queries.answer(number)
    tg.hub.emit(
        "answer",
        user_id=query.user_id,
        query_id=query.id,
        chat_id=query.chat_id,
        text=text,
        show_alert=params.flag("show_alert"),
        url=url,
    )
    return True


@method("answerInlineQuery")
def answer_inline_query(tg: Telegram, params: Params) -> bool:
    """Always refused: for too many results, else since there is no such query."""
    if len(params.array("results", "can't parse inline query results JSON object") or []) > MAX_RESULTS:
        raise bad_request("too many inline query results specified")
    raise bad_request(TOO_OLD)
