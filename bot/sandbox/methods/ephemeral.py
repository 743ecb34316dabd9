"""Editing and deleting ephemeral messages; sending them is part of the ordinary send methods."""

from __future__ import annotations

from bot.sandbox.errors import bad_request
from bot.sandbox.markup import read_markup
from bot.sandbox.methods.edits import apply_edit
from bot.sandbox.methods.registry import method
from bot.sandbox.methods.sending import read_text, text_content
from bot.sandbox.params import Json, Params
from bot.sandbox.reach import writable_chat
from bot.sandbox.telegram import Telegram
from bot.sandbox.world import Chat, Message


@method("editEphemeralMessageText")
def edit_ephemeral_message_text(tg: Telegram, params: Params) -> bool:
    """Replaces text and keyboard."""
    formatted = read_text(params)
    chat, message, markup = _find(tg, params)
    if "text" not in message.api:
        raise bad_request("there is no text in the message to edit")
    apply_edit(tg, chat, message, text_content(formatted, "MESSAGE_TOO_LONG"), markup)
    return True


@method("editEphemeralMessageReplyMarkup")
def edit_ephemeral_message_reply_markup(tg: Telegram, params: Params) -> bool:
    """Replaces the keyboard only."""
    chat, message, markup = _find(tg, params)
    content: Json = {name: message.api[name] for name in ("text", "entities") if name in message.api}
    apply_edit(tg, chat, message, content, markup)
    return True


@method("deleteEphemeralMessage")
def delete_ephemeral_message(tg: Telegram, params: Params) -> bool:
    """Takes the message off the receiver's phone."""
    chat, message, _ = _find(tg, params)
    del chat.ephemeral[message.api["ephemeral_message_id"]]
    tg.hub.emit("delete", chat_id=chat.id, message_id=message.id, viewers=[message.ephemeral_for])
    return True


def _find(tg: Telegram, params: Params) -> tuple[Chat, Message, Json | None]:
    chat = writable_chat(tg, params)
    markup, _ = read_markup(params, private=False, inline_only=True)
    message = chat.ephemeral.get(params.number("ephemeral_message_id"))
    if message is None or message.ephemeral_for != params.number("receiver_user_id"):
        raise bad_request("message to edit not found")
    return chat, message, markup
