"""Ephemeral messages (Bot API 10.2): private answers inside a group, seen by one member only.

A bot that administers the group may send them at any time; another one only within 15 s of a press (naming its
`callback_query_id`) or of an ephemeral command (replying to it).
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.errors import bad_request
from bot.sandbox.params import Json, Params
from bot.sandbox.queries import LIFETIME
from bot.sandbox.reach import is_bot_admin
from bot.sandbox.telegram import Telegram
from bot.sandbox.world import EPHEMERAL_BASE, PRESENT, Chat, Message


@dataclass(slots=True)
class EphemeralTarget:
    """Who will see the message."""

    user_id: int


def read_ephemeral(tg: Telegram, chat: Chat, params: Params) -> EphemeralTarget | None:
    """The receiver, in the form of Bot API 10.3 or in that of 10.2; None for an ordinary message."""
    given = params.mapping("ephemeral_message_parameters", "can't parse ephemeral message parameters")
    source = params if given is None else Params(given)
    receiver = source.number("receiver_user_id")
    if not receiver:
        return None
    if chat.type == "private":
        raise bad_request("ephemeral messages can be sent only to groups")
    if chat.members.get(receiver) not in PRESENT:
        raise bad_request("PARTICIPANT_ID_INVALID")
    number = source.text("callback_query_id")
    if number:
        query = tg.queries.alive(number)
        if query is None or query.user_id != receiver or query.chat_id != chat.id:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
    elif not is_bot_admin(chat) and not _answers_command(tg, chat, params, receiver):
        raise bad_request("MESSAGE_NOT_COMMAND")
    return EphemeralTarget(receiver)


def _answers_command(tg: Telegram, chat: Chat, params: Params, receiver: int) -> bool:
    """Whether the message replies to an ephemeral command of the receiver that is less than 15 s old."""
    reply = params.mapping("reply_parameters", "can't parse reply parameters JSON object") or {}
    command = chat.ephemeral.get(Params(reply).number("ephemeral_message_id"))
    if command is None or command.by_bot or command.ephemeral_for != receiver:
        return False
    return tg.clock.now() - float(command.api["date"]) <= LIFETIME


def send_ephemeral(tg: Telegram, chat: Chat, target: EphemeralTarget, content: Json, markup: Json | None) -> Json:
    """Files the message among the ephemeral ones of the chat; its `message_id` is 0."""
    number = max(chat.ephemeral, default=0) + 1
    api = tg.base_message(chat, tg.world.bot, 0)
    api["ephemeral_message_id"] = number
    api["receiver_user"] = tg.world.users[target.user_id]
    api.update(content)
    if markup is not None:
        api["reply_markup"] = markup
    message = Message(api, EPHEMERAL_BASE + number, True, ephemeral_for=target.user_id)
    chat.ephemeral[number] = message
    tg.show("message", chat, message)
    return api
