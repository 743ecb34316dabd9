"""What a person does on a phone: typing, pressing, sharing a contact, blocking, opening links.

Each function checks what a Telegram client checks (else PageError), changes the world, tells the bot.
"""

from __future__ import annotations

from bot.sandbox.autolinks import add_detected
from bot.sandbox.errors import PageError
from bot.sandbox.links import bot_link
from bot.sandbox.membership import ChangedBy, change_bot_status, group_for_link
from bot.sandbox.params import Json
from bot.sandbox.queries import Query
from bot.sandbox.telegram import Telegram
from bot.sandbox.world import EPHEMERAL_BASE, PRESENT, Chat, Message

MAX_TEXT = 4096


def chat_of(tg: Telegram, user_id: int, chat_id: int) -> Chat:
    """The chat as this user may write to it."""
    if user_id not in tg.world.users:
        raise PageError(f"there is no user {user_id}")
    chat = tg.world.chats.get(chat_id)
    if chat is None or chat.members.get(user_id) not in PRESENT:
        raise PageError(f"user {user_id} has no chat {chat_id}")
    if chat.migrated_to is not None:
        raise PageError("the group was upgraded to a supergroup")
    return chat


def send_text(tg: Telegram, user_id: int, chat_id: int, text: str, thread_id: int = 0, reply_to: int = 0) -> Message:
    """A person types a message."""
    chat = chat_of(tg, user_id, chat_id)
    text = text.strip()
    if not text:
        raise PageError("the message is empty")
    if len(text) > MAX_TEXT:
        raise PageError("the message is too long")
    content: Json = {"text": text}
    entities = add_detected(text, [])
    if entities:
        content["entities"] = entities
    return post_from(tg, user_id, chat, content, thread_id, reply_to)


def share_contact(tg: Telegram, user_id: int, chat_id: int, contact: Json) -> Message:
    """A person shares a contact card."""
    chat = chat_of(tg, user_id, chat_id)
    if not contact.get("phone_number") or not contact.get("first_name"):
        raise PageError("a contact needs a phone number and a first name")
    return post_from(tg, user_id, chat, {"contact": contact})


def post_from(tg: Telegram, user_id: int, chat: Chat, content: Json, thread_id: int = 0, reply_to: int = 0) -> Message:
    """Files a message written by a user and delivers it to the bot, if the bot may see it."""
    if chat.type == "private":
        if chat.blocked:
            raise PageError("the bot is blocked: unblock it first")
        chat.started = True
    if _is_ephemeral_command(tg, user_id, chat, content):
        return _post_ephemeral(tg, user_id, chat, content)
    number = chat.take_id()
    api = tg.base_message(chat, tg.world.users[user_id], number)
    if thread_id:
        topic = chat.topics.get(thread_id)
        if topic is None:
            raise PageError("there is no such topic")
        if topic.closed and chat.members[user_id] == "member":
            raise PageError("the topic is closed")
        api["message_thread_id"] = thread_id
        api["is_topic_message"] = True
    original = chat.messages.get(reply_to)
    # In a topic whatever is no reply to something else is one to the topic's first message.
    if quoted := original or chat.messages.get(thread_id):
        api["reply_to_message"] = {k: v for k, v in quoted.api.items() if k != "reply_to_message"}
    api.update(content)
    message = tg.post(chat, Message(api, number, False))
    if sees(tg, chat, api, original):
        tg.updates.push("message", api)
    return message


def _is_ephemeral_command(tg: Telegram, user_id: int, chat: Chat, content: Json) -> bool:
    """Whether the menu marks this command as seen by its sender and the bot only (`is_ephemeral`)."""
    text = str(content.get("text", ""))
    if chat.type == "private" or chat.bot_status not in PRESENT or not text.startswith("/"):
        return False
    command = text.split()[0].removeprefix("/").split("@")[0]
    language = tg.world.users[user_id].get("language_code", "")
    admin = chat.members[user_id] in {"creator", "administrator"}
    menu = tg.profile.commands_for(chat.id, user_id, language, admin=admin)
    return any(item["command"] == command and item.get("is_ephemeral") for item in menu)


def _post_ephemeral(tg: Telegram, user_id: int, chat: Chat, content: Json) -> Message:
    number = max(chat.ephemeral, default=0) + 1
    api = tg.base_message(chat, tg.world.users[user_id], 0)
    api.update(content, ephemeral_message_id=number, receiver_user=tg.world.bot)
    message = Message(api, EPHEMERAL_BASE + number, False, ephemeral_for=user_id)
    chat.ephemeral[number] = message
    tg.show("message", chat, message)
    tg.updates.push("message", api)
    return message


def sees(tg: Telegram, chat: Chat, api: Json, original: Message | None) -> bool:
    """Privacy mode: in a group the bot gets commands, mentions and replies to it, unless it is an admin."""
    if chat.type == "private":
        return True
    if chat.bot_status not in PRESENT:
        return False
    if chat.bot_status == "administrator" or (original is not None and original.by_bot):
        return True
    me = "@" + str(tg.world.bot["username"]).lower()
    text = str(api.get("text") or api.get("caption") or "").lower()
    for entity in api.get("entities", ()):
        if entity["type"] == "bot_command" and entity["offset"] == 0:
            command = text[: entity["length"]]
            return "@" not in command or command.endswith(me)
    return me in text


def press(tg: Telegram, user_id: int, chat_id: int, message_id: int, data: str) -> Query:
    """A person presses an inline button that is on the message."""
    chat = chat_of(tg, user_id, chat_id)
    message = chat.find(message_id)
    if message is None or message.ephemeral_for not in {None, user_id}:
        raise PageError("the message is gone")
    rows = message.api.get("reply_markup", {}).get("inline_keyboard", ())
    if not any(button.get("callback_data") == data for row in rows for button in row):
        raise PageError("the button is no longer on the message")
    return query_for(tg, user_id, chat, message.api, data)


def forge(tg: Telegram, user_id: int, chat_id: int, message_id: int, data: str) -> Query:
    """A modified client presses what is not there; the message may be gone, the chat may be another's."""
    chat = tg.world.chats.get(chat_id)
    if chat is None or user_id not in tg.world.users:
        raise PageError("there is no such chat or user")
    message = chat.find(message_id)
    gone: Json = {"message_id": message_id, "chat": chat.api, "date": 0}
    return query_for(tg, user_id, chat, gone if message is None else message.api, data)


def query_for(tg: Telegram, user_id: int, chat: Chat, message: Json, data: str) -> Query:
    """Makes the callback query and hands it to the bot."""
    payload: Json = {
        "id": "",
        "from": tg.world.users[user_id],
        "message": message,
        "chat_instance": str(chat.id * 2_147_483_647 + 7),
        "data": data,
    }
    query = tg.queries.open(user_id, chat.id, payload)
    tg.updates.push("callback_query", payload)
    return query


def resend(tg: Telegram, query_id: str) -> None:
    """Telegram delivers a press again under a new update id, as after a lost answer."""
    query = tg.queries.get(query_id)
    if query is None:
        raise PageError("there is no such press")
    if not query.answered:
        tg.queries.renew(query)
    tg.updates.push("callback_query", query.payload)


def set_blocked(tg: Telegram, user_id: int, blocked: bool) -> None:
    """A person blocks the bot or lets it in again."""
    chat = chat_of(tg, user_id, user_id)
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    change = ChangedBy(user_id, "member", "kicked") if blocked else ChangedBy(user_id, "kicked", "member")
    change_bot_status(tg, chat, change)
    tg.show_chat(chat)


def open_link(tg: Telegram, user_id: int, url: str, chat_id: int = 0) -> Chat:
    """A link to the bot is pressed: /start with its payload in the private chat, or into a group."""
    link = bot_link(url)
    if link is None:
        raise PageError("not a link to a bot")
    name, kind, payload = link
    if name.lower() != str(tg.world.bot["username"]).lower():
        raise PageError(f"there is no bot @{name} here")
    if kind == "startgroup":
        return _start_in_group(tg, user_id, payload, chat_id)
    chat = chat_of(tg, user_id, user_id)
    if kind == "start" and payload:
        send_text(tg, user_id, user_id, f"/start {payload}")
    return chat


def _start_in_group(tg: Telegram, user_id: int, payload: str, chat_id: int) -> Chat:
    chat = group_for_link(tg, user_id, chat_id)
    suffix = f" {payload}" if payload else ""
    send_text(tg, user_id, chat.id, f"/start@{tg.world.bot['username']}{suffix}")
    return chat
