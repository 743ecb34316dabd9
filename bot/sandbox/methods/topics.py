"""Forum topics, opened and closed by the bot."""

from __future__ import annotations

from bot.sandbox.errors import PageError, bad_request
from bot.sandbox.groups import open_topic, set_topic_closed
from bot.sandbox.methods.registry import method
from bot.sandbox.params import Json, Params
from bot.sandbox.reach import is_bot_admin, writable_chat
from bot.sandbox.telegram import Telegram
from bot.sandbox.world import Chat

MAX_NAME = 128
_COLOUR = 7322096


@method("createForumTopic")
def create_forum_topic(tg: Telegram, params: Params) -> Json:
    """Opens a topic."""
    name = params.text("name").strip()
    chat = _forum(tg, params)
    if not name or len(name) > MAX_NAME:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_INVALID")
    topic = open_topic(tg, chat, tg.world.bot, name)
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": _COLOUR}


@method("closeForumTopic")
def close_forum_topic(tg: Telegram, params: Params) -> bool:
    """Closes a topic."""
    return _set_closed(tg, params, closed=True)


@method("reopenForumTopic")
def reopen_forum_topic(tg: Telegram, params: Params) -> bool:
    """Reopens a topic."""
    return _set_closed(tg, params, closed=False)


def _set_closed(tg: Telegram, params: Params, *, closed: bool) -> bool:
    chat = _forum(tg, params)
    topic_id = params.number("message_thread_id")
    if topic_id not in chat.topics:
        raise bad_request("message thread not found")
    try:
        set_topic_closed(tg, chat, tg.world.bot, topic_id, closed=closed)
    except PageError:
        raise bad_request("TOPIC_NOT_MODIFIED") from None
    return True


def _forum(tg: Telegram, params: Params) -> Chat:
    chat = writable_chat(tg, params)
    if chat.type != "supergroup" or not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if not is_bot_admin(chat):
        raise bad_request("not enough rights to create a topic")
    return chat
