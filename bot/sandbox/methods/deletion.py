"""Deleting messages: within 48 hours, except in supergroups; others' messages need rights."""

from __future__ import annotations

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.registry import method
from bot.sandbox.params import Params
from bot.sandbox.reach import find_message, is_bot_admin, writable_chat
from bot.sandbox.telegram import Telegram
from bot.sandbox.world import Chat, Message

MAX_AGE = 48 * 3600
MAX_AT_ONCE = 100


@method("deleteMessage")
def delete_message(tg: Telegram, params: Params) -> bool:
    """Deletes one message."""
    chat = writable_chat(tg, params)
    number = params.number("message_id")
    if number <= 0:
        raise bad_request("message identifier is not specified")
    message = find_message(chat, number, "message to delete not found")
    refusal = _refusal(tg, chat, message)
    if refusal:
        raise bad_request(refusal)
    remove(tg, chat, message)
    return True


@method("deleteMessages")
def delete_messages(tg: Telegram, params: Params) -> bool:
    """Deletes up to 100 messages; missing ones and those that may not be deleted are skipped."""
    chat = writable_chat(tg, params)
    numbers = params.array("message_ids", "can't parse message identifiers JSON object")
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > MAX_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    for number in numbers:
        if not isinstance(number, int):
            raise bad_request("message identifier is not a Number")
        message = chat.messages.get(number)
        if message is not None and not _refusal(tg, chat, message):
            remove(tg, chat, message)
    return True


def _refusal(tg: Telegram, chat: Chat, message: Message) -> str:
    admin = is_bot_admin(chat)
    if not message.by_bot and chat.type != "private" and not admin:
        return "message can't be deleted"
    too_old = tg.clock.now() - message.api["date"] > MAX_AGE
    if too_old and chat.type != "supergroup":
        return "message can't be deleted for everyone"
    return ""


def remove(tg: Telegram, chat: Chat, message: Message) -> None:
    """Takes the message out of the chat and off the phones."""
    del chat.messages[message.id]
    tg.hub.emit("delete", chat_id=chat.id, message_id=message.id, viewers=chat.viewers())
