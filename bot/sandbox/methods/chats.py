"""Asking about chats and their members, and leaving."""

from __future__ import annotations

from bot.sandbox.errors import bad_request
from bot.sandbox.membership import ChangedBy, change_bot_status, member_api
from bot.sandbox.methods.registry import method
from bot.sandbox.params import Json, Params
from bot.sandbox.reach import check_reachable, find_chat
from bot.sandbox.telegram import Telegram
from bot.sandbox.world import PRESENT, Chat

_ACCENT = 1
_MAX_REACTIONS = 11


@method("getChat")
def get_chat(tg: Telegram, params: Params) -> Json:
    """Everything about a chat. A private chat that blocked the bot can still be looked at."""
    chat = find_chat(tg, params)
    if chat.type != "private":
        check_reachable(chat)
    full: Json = {**chat.api, "accent_color_id": _ACCENT, "max_reaction_count": _MAX_REACTIONS}
    full["accepted_gift_types"] = {
        "unlimited_gifts": False,
        "limited_gifts": False,
        "unique_gifts": False,
        "premium_subscription": False,
        "gifts_from_channels": False,
    }
    if chat.type != "private":
        full["permissions"] = {"can_send_messages": True}
    return full


@method("getChatMember")
def get_chat_member(tg: Telegram, params: Params) -> Json:
    """One member."""
    chat = _group_or_private(tg, params)
    user_id = params.number("user_id")
    if not user_id:
        raise bad_request("invalid user_id specified")
    if user_id == tg.world.bot["id"]:
        return member_api(tg.world.bot, chat.bot_status)
    user = tg.world.users.get(user_id)
    if user is None:
        raise bad_request("user not found")
    status = chat.members.get(user_id)
    if status is None:
        if chat.type == "private":
            raise bad_request("member not found")
        return member_api(user, "left")
    return member_api(user, status)


@method("getChatAdministrators")
def get_chat_administrators(tg: Telegram, params: Params) -> list[Json]:
    """The administrators, without other bots."""
    chat = _group_or_private(tg, params)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    found = [
        member_api(tg.world.users[user_id], status)
        for user_id, status in chat.members.items()
        if status in {"creator", "administrator"}
    ]
    if chat.bot_status == "administrator":
        found.append(member_api(tg.world.bot, "administrator"))
    return found


@method("getChatMemberCount")
def get_chat_member_count(tg: Telegram, params: Params) -> int:
    """How many are in the chat, the bot included."""
    chat = _group_or_private(tg, params)
    people = sum(status in PRESENT for status in chat.members.values())
    return people + (chat.bot_status in PRESENT)


@method("leaveChat")
def leave_chat(tg: Telegram, params: Params) -> bool:
    """The bot leaves a group."""
    chat = find_chat(tg, params)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    check_reachable(chat)
    old, chat.bot_status = chat.bot_status, "left"
    owner = next(iter(chat.members))
    change_bot_status(tg, chat, ChangedBy(owner, old, "left"))
    tg.show_chat(chat)
    return True


def _group_or_private(tg: Telegram, params: Params) -> Chat:
    chat = find_chat(tg, params)
    if chat.type != "private":
        check_reachable(chat)
    return chat
