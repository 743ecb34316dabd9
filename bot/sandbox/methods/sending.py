"""What all sending methods share: where a message goes, what it answers, which keyboard it carries."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.autolinks import add_detected
from bot.sandbox.entities import MAX_CAPTION, MAX_TEXT, Formatted, read_formatted, utf16_length
from bot.sandbox.errors import bad_request
from bot.sandbox.markup import read_markup
from bot.sandbox.methods.private_answers import EphemeralTarget, read_ephemeral, send_ephemeral
from bot.sandbox.params import Json, Params
from bot.sandbox.reach import is_bot_admin, writable_chat
from bot.sandbox.telegram import Telegram
from bot.sandbox.world import Chat, Message


@dataclass(slots=True)
class Place:
    """Where a new message goes."""

    chat: Chat
    thread_id: int
    reply_to: Message | None
    inline: Json | None
    keyboard: Json | None
    ephemeral: EphemeralTarget | None


def read_text(params: Params, name: str = "text") -> Formatted:
    """The text of a message with its entities, not yet measured."""
    text = params.text(name)
    if not text:
        raise bad_request("message text is empty")
    return read_formatted(params, text, "entities")


def read_caption(params: Params) -> Formatted:
    """The caption with its entities; ('', []) when there is none."""
    caption = params.text("caption")
    if not caption.strip():
        return "", []
    text, entities = read_formatted(params, caption, "caption_entities")
    if utf16_length(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return text, entities


def read_place(tg: Telegram, params: Params) -> Place:
    """Checks everything about the destination, in the order in which the server does."""
    _refuse_paid_features(params)
    chat = writable_chat(tg, params)
    inline, keyboard = read_markup(params, private=chat.type == "private")
    ephemeral = read_ephemeral(tg, chat, params)
    thread_id = _thread(chat, params.number("message_thread_id"))
    reply_to = None if ephemeral else _reply_target(chat, params)
    return Place(chat, thread_id, reply_to, inline, keyboard, ephemeral)


def _refuse_paid_features(params: Params) -> None:
    raw = params.raw
    if raw.get("business_connection_id"):
        raise bad_request("business connection not found")
    if raw.get("message_effect_id"):
        raise bad_request("EFFECT_ID_INVALID")
    if raw.get("allow_paid_broadcast") and params.flag("allow_paid_broadcast"):
        raise bad_request("FLOODSKIP_NOT_ALLOWED")


def _thread(chat: Chat, thread_id: int) -> int:
    if thread_id == 0:
        return 0
    topic = chat.topics.get(thread_id) if chat.is_forum else None
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed and not is_bot_admin(chat):
        raise bad_request("TOPIC_CLOSED")
    return thread_id


def _reply_target(chat: Chat, params: Params) -> Message | None:
    reply = params.mapping("reply_parameters", "can't parse reply parameters JSON object")
    if reply is None:
        number = params.number("reply_to_message_id")
        tolerant = params.flag("allow_sending_without_reply")
        if not number:
            return None
    else:
        if "message_id" not in reply:
            raise bad_request('can\'t find field "message_id"')
        number = Params(reply).number("message_id")
        tolerant = Params(reply).flag("allow_sending_without_reply")
    found = chat.messages.get(number)
    if found is None and not tolerant:
        raise bad_request("message to be replied not found")
    return found


def send(tg: Telegram, params: Params, place: Place, content: Json) -> Json:
    """Counts the message against the limits, files it, shows it and returns it as the bot sees it."""
    chat = place.chat
    tg.limits.check(chat.id, group=chat.type != "private")
    if place.ephemeral is not None:
        return send_ephemeral(tg, chat, place.ephemeral, content, place.inline)
    number = chat.take_id()
    api = tg.base_message(chat, tg.world.bot, number)
    if place.thread_id:
        api["message_thread_id"] = place.thread_id
        api["is_topic_message"] = True
    if place.reply_to is not None:
        original = place.reply_to.api
        api["reply_to_message"] = {k: v for k, v in original.items() if k != "reply_to_message"}
    api.update(content)
    if place.inline is not None:
        api["reply_markup"] = place.inline
    if params.raw.get("protect_content") and params.flag("protect_content"):
        api["has_protected_content"] = True
    tg.post(chat, Message(api, number, True, reply_keyboard=place.keyboard))
    return api


def text_content(formatted: Formatted, too_long: str) -> Json:
    """`text` and `entities`; raises 400 `too_long` beyond 4096 UTF-16 units."""
    text, entities = formatted
    if utf16_length(text) > MAX_TEXT:
        raise bad_request(too_long)
    return _with_entities("text", "entities", text, entities)


def caption_content(formatted: Formatted) -> Json:
    """`caption` and `caption_entities`, or nothing."""
    text, entities = formatted
    return _with_entities("caption", "caption_entities", text, entities) if text else {}


def _with_entities(name: str, entities_name: str, text: str, entities: list[Json]) -> Json:
    entities = add_detected(text, entities)
    return {name: text, entities_name: entities} if entities else {name: text}
