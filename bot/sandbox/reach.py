"""May the bot speak here? Finding the chat of a call, and the refusals for chats it cannot reach."""

from __future__ import annotations

from bot.sandbox.errors import ApiError, bad_request, forbidden
from bot.sandbox.params import Params
from bot.sandbox.telegram import Telegram
from bot.sandbox.world import PRESENT, Chat, Message

_NOT_FOUND = "chat not found"


def find_chat(tg: Telegram, params: Params, name: str = "chat_id") -> Chat:
    """The chat named by a call; raises 400 for one the bot has never met."""
    raw = params.raw.get(name)
    chats = tg.world.chats
    if raw.__class__ is int:
        chat = chats.get(raw)
    else:
        text = params.text(name)
        if not text:
            raise bad_request(f"{name} is empty")
        number = text.removeprefix("-")
        chat = chats.get(int(text)) if number.isascii() and number.isdigit() else None
    if chat is None or not _met(tg, chat):
        raise bad_request(_NOT_FOUND)
    return chat


def _met(tg: Telegram, chat: Chat) -> bool:
    if chat.type != "private":
        return chat.met
    if chat.started:
        return True
    return any(group.bot_status in PRESENT for group in tg.world.groups_of(chat.id))


def check_reachable(chat: Chat) -> None:
    """Raises what Telegram raises when the bot may not see or write this chat."""
    if chat.migrated_to is not None:
        text = "Bad Request: group chat was upgraded to a supergroup chat"
        raise ApiError(400, text, {"migrate_to_chat_id": chat.migrated_to})
    if chat.type == "private":
        _check_private(chat)
        return
    if chat.bot_status not in PRESENT:
        kind = "supergroup" if chat.type == "supergroup" else "group"
        if chat.bot_status == "kicked":
            raise forbidden(f"bot was kicked from the {kind} chat")
        raise forbidden(f"bot is not a member of the {kind} chat")


def _check_private(chat: Chat) -> None:
    if chat.deactivated:
        raise forbidden("user is deactivated")
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")


def writable_chat(tg: Telegram, params: Params) -> Chat:
    """The chat of a sending call, reachable."""
    chat = find_chat(tg, params)
    check_reachable(chat)
    return chat


def find_message(chat: Chat, number: int, missing: str) -> Message:
    """The message with this id; raises 400 `missing` when it is not there."""
    message = chat.messages.get(number)
    if message is None:
        raise bad_request(missing)
    return message


def is_bot_admin(chat: Chat) -> bool:
    """Whether the bot has an administrator's rights in a group."""
    return chat.bot_status == "administrator"
