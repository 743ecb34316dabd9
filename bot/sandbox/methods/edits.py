"""Editing: own messages of any age, never one sent with a reply keyboard, never without a change."""

from __future__ import annotations

from bot.sandbox.errors import bad_request
from bot.sandbox.markup import read_markup
from bot.sandbox.methods.registry import method
from bot.sandbox.methods.sending import caption_content, read_caption, read_text, text_content
from bot.sandbox.params import Json, Params
from bot.sandbox.reach import find_message, writable_chat
from bot.sandbox.telegram import Telegram
from bot.sandbox.world import Chat, Message

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


@method("editMessageText")
def edit_message_text(tg: Telegram, params: Params) -> Json:
    """Replaces text and keyboard."""
    _no_inline(params)
    formatted = read_text(params)
    chat, message, markup = editable(tg, params)
    if "text" not in message.api:
        raise bad_request("there is no text in the message to edit")
    return apply_edit(tg, chat, message, text_content(formatted, "MESSAGE_TOO_LONG"), markup)


@method("editMessageCaption")
def edit_message_caption(tg: Telegram, params: Params) -> Json:
    """Replaces caption and keyboard."""
    _no_inline(params)
    formatted = read_caption(params)
    chat, message, markup = editable(tg, params)
    if "photo" not in message.api and "document" not in message.api:
        raise bad_request("there is no caption in the message to edit")
    return apply_edit(tg, chat, message, caption_content(formatted), markup)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(tg: Telegram, params: Params) -> Json:
    """Replaces the keyboard only."""
    _no_inline(params)
    chat, message, markup = editable(tg, params)
    content = {name: message.api[name] for name in _CONTENT if name in message.api}
    return apply_edit(tg, chat, message, content, markup)


_CONTENT = ("text", "entities", "caption", "caption_entities")
_MEDIA = ("photo", "document")
_REPLACED = frozenset((*_CONTENT, *_MEDIA, "reply_markup"))


def _no_inline(params: Params) -> None:
    if params.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    if params.raw.get("business_connection_id"):
        raise bad_request("business connection not found")


def editable(tg: Telegram, params: Params) -> tuple[Chat, Message, Json | None]:
    """The message a call may edit, with its chat and the new keyboard. Raises 400."""
    number = params.number("message_id")
    chat = writable_chat(tg, params)
    if number <= 0:
        raise bad_request("message identifier is not specified")
    markup, _ = read_markup(params, private=chat.type == "private", inline_only=True)
    message = find_message(chat, number, "message to edit not found")
    if not message.by_bot or message.reply_keyboard is not None or message.service is not None:
        raise bad_request("message can't be edited")
    return chat, message, markup


def apply_edit(tg: Telegram, chat: Chat, message: Message, content: Json, markup: Json | None) -> Json:
    """Puts new content and keyboard in place; `api` is replaced, so what was handed out stays true."""
    old = message.api
    if not any(name in content for name in _MEDIA):
        content = {**{name: old[name] for name in _MEDIA if name in old}, **content}
    if old.get("reply_markup") == markup and all(old.get(name) == content.get(name) for name in (*_CONTENT, *_MEDIA)):
        raise bad_request(NOT_MODIFIED)
    tg.limits.check(chat.id, group=chat.type != "private")
    api = {name: value for name, value in old.items() if name not in _REPLACED}
    api["edit_date"] = int(tg.clock.now())
    api.update(content)
    if markup is not None:
        api["reply_markup"] = markup
    message.api = api
    tg.show("edit", chat, message)
    return api
