"""Sending text and contacts, chat actions, reactions and pins."""

from __future__ import annotations

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.registry import method
from bot.sandbox.methods.sending import read_place, read_text, send, text_content
from bot.sandbox.params import Json, Params, words
from bot.sandbox.reach import find_message, is_bot_admin, writable_chat
from bot.sandbox.telegram import Telegram

_ACTIONS = frozenset(
    words(
        "cancel typing upload_photo record_video upload_video record_voice upload_voice record_audio "
        "upload_audio upload_document choose_sticker pick_up_location find_location record_video_note "
        "upload_video_note"
    )
)
_REACTIONS = frozenset(words("👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🙏 👌 🤝 👀 💯 🏆 💔 ✍ 🆒 😎 🫡 🤗 ⚡ 😐 🙈 🤷"))


@method("sendMessage")
def send_message(tg: Telegram, params: Params) -> Json:
    """Sends a text."""
    formatted = read_text(params)
    _check_preview(params)
    place = read_place(tg, params)
    return send(tg, params, place, text_content(formatted, "message is too long"))


def _check_preview(params: Params) -> None:
    options = params.mapping("link_preview_options", "can't parse link preview options JSON object")
    if not options:
        return
    for name in ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text"):
        if not isinstance(options.get(name, False), bool | None):
            raise bad_request(f'field "{name}" must be of type Boolean')
    url = options.get("url")
    if url and "." not in str(url):
        raise bad_request("WEBPAGE_URL_INVALID")


@method("sendContact")
def send_contact(tg: Telegram, params: Params) -> Json:
    """Sends a contact card."""
    phone, first_name = params.text("phone_number"), params.text("first_name")
    if not phone:
        raise bad_request("phone number is empty")
    if not first_name:
        raise bad_request("first name is empty")
    contact: Json = {"phone_number": phone, "first_name": first_name}
    for name in ("last_name", "vcard"):
        if params.text(name):
            contact[name] = params.text(name)
    return send(tg, params, read_place(tg, params), {"contact": contact})


@method("sendChatAction")
def send_chat_action(tg: Telegram, params: Params) -> bool:
    """Shows "typing…" and the like."""
    action = params.text("action").lower()
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = writable_chat(tg, params)
    if tg.hub.active:
        tg.hub.emit("typing", chat_id=chat.id, viewers=chat.viewers(), action=action)
    return True


@method("setMessageReaction")
def set_message_reaction(tg: Telegram, params: Params) -> bool:
    """Puts the bot's reaction on a message, or takes it off."""
    chat = writable_chat(tg, params)
    message = find_message(chat, params.number("message_id"), "message to react not found")
    given = params.array("reaction", "can't parse reaction types JSON object") or []
    if len(given) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    for reaction in given:
        emoji = reaction.get("emoji") if isinstance(reaction, dict) else None
        if not isinstance(emoji, str) or emoji.replace("\ufe0f", "") not in _REACTIONS:
            raise bad_request("REACTION_INVALID")
    bot_id = tg.world.bot["id"]
    message.reactions = [r for r in message.reactions if r["user_id"] != bot_id]
    message.reactions += [{"emoji": r["emoji"], "user_id": bot_id} for r in given]
    tg.show("edit", chat, message)
    return True


@method("pinChatMessage")
def pin_chat_message(tg: Telegram, params: Params) -> bool:
    """Pins a message."""
    chat = writable_chat(tg, params)
    _may_pin(tg, params)
    message = find_message(chat, params.number("message_id"), "message to pin not found")
    if message.pinned:
        raise bad_request("CHAT_NOT_MODIFIED")
    message.pinned = True
    tg.show("edit", chat, message)
    return True


@method("unpinChatMessage")
def unpin_chat_message(tg: Telegram, params: Params) -> bool:
    """Unpins one message, or the last pinned one."""
    chat = writable_chat(tg, params)
    _may_pin(tg, params)
    pinned = [m for m in chat.messages.values() if m.pinned]
    number = params.number("message_id")
    if number:
        message = find_message(chat, number, "message to unpin not found")
    elif pinned:
        message = pinned[-1]
    else:
        raise bad_request("message to unpin not found")
    message.pinned = False
    tg.show("edit", chat, message)
    return True


@method("unpinAllChatMessages")
def unpin_all_chat_messages(tg: Telegram, params: Params) -> bool:
    """Unpins everything in the chat."""
    chat = writable_chat(tg, params)
    _may_pin(tg, params)
    for message in chat.messages.values():
        if message.pinned:
            message.pinned = False
            tg.show("edit", chat, message)
    return True


def _may_pin(tg: Telegram, params: Params) -> None:
    chat = writable_chat(tg, params)
    if chat.type == "supergroup" and not is_bot_admin(chat):
        raise bad_request("not enough rights to manage pinned messages in the chat")
