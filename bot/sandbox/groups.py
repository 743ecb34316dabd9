"""The group actions of the page: creating, renaming, forum topics, the upgrade to a supergroup."""

from __future__ import annotations

from collections.abc import Callable

from bot.sandbox.actions import chat_of
from bot.sandbox.errors import PageError
from bot.sandbox.membership import (
    add_bot,
    add_member,
    promote_bot,
    remove_bot,
    remove_member,
    service_message,
)
from bot.sandbox.params import Json
from bot.sandbox.service_texts import service_text
from bot.sandbox.telegram import Telegram
from bot.sandbox.world import SUPERGROUP_BASE, Chat, Topic


def act(tg: Telegram, action: str, user_id: int, given: Json) -> Chat:
    """Runs one group action for a user; returns the group it ended in. Raises PageError."""
    if user_id not in tg.world.users:
        raise PageError(f"there is no user {user_id}")
    if action == "create":
        return create(tg, user_id, str(given.get("title") or ""))
    function = _ACTIONS.get(action)
    if function is None:
        raise PageError(f"there is no group action {action!r}")
    chat = chat_of(tg, user_id, int(given.get("chat_id") or tg.world.group_id))
    if chat.type == "private":
        raise PageError("this is not a group")
    return function(tg, chat, user_id, given) or chat


def create(tg: Telegram, user_id: int, title: str) -> Chat:
    """A new basic group with its creator, without the bot."""
    if not title.strip():
        raise PageError("a group needs a title")
    chat = tg.world.add_group(title.strip())
    chat.members[user_id] = "creator"
    user = tg.world.users[user_id]
    text = service_text(tg.world.language, "created", who=user["first_name"], title=chat.title)
    service_message(tg, chat, user, {"group_chat_created": True}, text)
    tg.show_chat(chat)
    return chat


def rename(tg: Telegram, chat: Chat, user_id: int, given: Json) -> None:
    """A new title."""
    title = str(given.get("title") or "").strip()
    if not title:
        raise PageError("a group needs a title")
    chat.title = title
    tg.world.refresh_api(chat)
    user = tg.world.users[user_id]
    text = service_text(tg.world.language, "renamed", who=user["first_name"], title=title)
    service_message(tg, chat, user, {"new_chat_title": title}, text)
    tg.show_chat(chat)


def upgrade(tg: Telegram, chat: Chat, user_id: int, given: Json) -> Chat:
    """The group becomes a supergroup with a new id; both sides get a service message."""
    if chat.type != "group":
        raise PageError("the group is a supergroup already")
    new_id = min([SUPERGROUP_BASE, *tg.world.chats]) - 1
    new = tg.world.add_group(chat.title, new_id, "supergroup")
    new.members, new.bot_status, new.met = dict(chat.members), chat.bot_status, chat.met
    user, text = tg.world.users[user_id], service_text(tg.world.language, "upgraded")
    service_message(tg, chat, user, {"migrate_to_chat_id": new.id}, text)
    chat.migrated_to = new.id
    service_message(tg, new, user, {"migrate_from_chat_id": chat.id}, text)
    if tg.world.group_id == chat.id:
        tg.world.group_id = new.id
    tg.show_chat(new)
    return new


def make_forum(tg: Telegram, chat: Chat, user_id: int, given: Json) -> Chat:
    """Topics are switched on; a basic group is upgraded first, as in the app."""
    if chat.type == "group":
        chat = upgrade(tg, chat, user_id, given)
    chat.is_forum = True
    tg.world.refresh_api(chat)
    tg.show_chat(chat)
    return chat


def create_topic(tg: Telegram, chat: Chat, user_id: int, given: Json) -> None:
    """A person opens a topic."""
    open_topic(tg, chat, tg.world.users[user_id], str(given.get("title") or "").strip())


def open_topic(tg: Telegram, chat: Chat, sender: Json, name: str) -> Topic:
    """Opens a topic, whose id is that of its first message. Raises PageError outside a forum."""
    if not chat.is_forum:
        raise PageError("the group has no topics")
    if not name:
        raise PageError("a topic needs a name")
    topic = Topic(chat.next_id, name)
    chat.topics[topic.id] = topic
    content = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
    text = service_text(tg.world.language, "topic_created", title=name)
    service_message(tg, chat, sender, content, text, thread_id=topic.id)
    tg.show_chat(chat)
    return topic


def close_topic(tg: Telegram, chat: Chat, user_id: int, given: Json) -> None:
    """A person closes a topic."""
    set_topic_closed(tg, chat, tg.world.users[user_id], int(given.get("topic_id") or 0), closed=True)


def reopen_topic(tg: Telegram, chat: Chat, user_id: int, given: Json) -> None:
    """A person reopens a topic."""
    set_topic_closed(tg, chat, tg.world.users[user_id], int(given.get("topic_id") or 0), closed=False)


def delete_topic(tg: Telegram, chat: Chat, user_id: int, given: Json) -> None:
    """A person deletes a topic with everything in it; the bot hears nothing of it."""
    topic_id = int(given.get("topic_id") or 0)
    if chat.topics.pop(topic_id, None) is None:
        raise PageError("there is no such topic")
    gone = [m for m in chat.messages.values() if m.api.get("message_thread_id") == topic_id]
    for message in gone:
        del chat.messages[message.id]
    tg.show_chat(chat)


def set_topic_closed(tg: Telegram, chat: Chat, sender: Json, topic_id: int, *, closed: bool) -> None:
    """Closes or reopens; raises PageError when it is unknown or already so."""
    topic = chat.topics.get(topic_id)
    if topic is None:
        raise PageError("there is no such topic")
    if topic.closed == closed:
        raise PageError("the topic is already closed" if closed else "the topic is already open")
    topic.closed = closed
    name = "forum_topic_closed" if closed else "forum_topic_reopened"
    key = "topic_closed" if closed else "topic_reopened"
    text = service_text(tg.world.language, key, title=topic.name)
    service_message(tg, chat, sender, {name: {}}, text, thread_id=topic.id)
    tg.show_chat(chat)


def _member(given: Json) -> int:
    return int(given.get("member_id") or 0)


def _add_member(tg: Telegram, chat: Chat, user_id: int, given: Json) -> None:
    if _member(given) not in tg.world.users:
        raise PageError("there is no such person")
    add_member(tg, chat, _member(given), user_id)


_Action = Callable[[Telegram, Chat, int, Json], Chat | None]
_ACTIONS: dict[str, _Action] = {
    "add_bot": lambda tg, chat, user, given: add_bot(tg, chat, user, admin=bool(given.get("admin"))),
    "remove_bot": lambda tg, chat, user, given: remove_bot(tg, chat, user),
    "promote_bot": lambda tg, chat, user, given: promote_bot(tg, chat, user),
    "add_member": _add_member,
    "remove_member": lambda tg, chat, user, given: remove_member(tg, chat, _member(given), user),
    "rename": rename,
    "upgrade": upgrade,
    "make_forum": make_forum,
    "create_topic": create_topic,
    "close_topic": close_topic,
    "reopen_topic": reopen_topic,
    "delete_topic": delete_topic,
}
