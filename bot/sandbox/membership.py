"""The bot and people coming and going: service messages and my_chat_member updates."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.errors import PageError
from bot.sandbox.params import Json, words
from bot.sandbox.service_texts import service_text
from bot.sandbox.telegram import Telegram
from bot.sandbox.world import PRESENT, Chat, Message, Status

_ADMIN_RIGHTS = words(
    "can_be_edited can_manage_chat can_change_info can_delete_messages can_invite_users "
    "can_restrict_members can_pin_messages can_manage_topics can_promote_members "
    "can_manage_video_chats can_post_stories can_edit_stories can_delete_stories can_send_welcome_messages"
)


@dataclass(frozen=True, slots=True)
class ChangedBy:
    """Who changed the bot's membership, from what to what."""

    user_id: int
    old: Status
    new: Status


def member_api(user: Json, status: Status) -> Json:
    """A ChatMember object."""
    member: Json = {"user": user, "status": status}
    if status == "creator":
        member["is_anonymous"] = False
    elif status == "administrator":
        member.update(dict.fromkeys(_ADMIN_RIGHTS, True), is_anonymous=False)
    elif status == "kicked":
        member["until_date"] = 0
    return member


def change_bot_status(tg: Telegram, chat: Chat, change: ChangedBy) -> None:
    """Tells the bot that its own membership changed."""
    tg.updates.push(
        "my_chat_member",
        {
            "chat": chat.api,
            "from": tg.world.users[change.user_id],
            "date": int(tg.clock.now()),
            "old_chat_member": member_api(tg.world.bot, change.old),
            "new_chat_member": member_api(tg.world.bot, change.new),
        },
    )


def change_member_status(tg: Telegram, chat: Chat, user_id: int, change: ChangedBy) -> None:
    """Changes a person's membership; a bot that administers the group hears of it, if it asked for that."""
    chat.members[user_id] = change.new
    if chat.bot_status == "administrator":
        user = tg.world.users[user_id]
        tg.updates.push(
            "chat_member",
            {
                "chat": chat.api,
                "from": tg.world.users[change.user_id],
                "date": int(tg.clock.now()),
                "old_chat_member": member_api(user, change.old),
                "new_chat_member": member_api(user, change.new),
            },
        )


def service_message(tg: Telegram, chat: Chat, sender: Json, content: Json, text: str, *, thread_id: int = 0) -> Message:
    """A service message, which the bot gets whatever its privacy mode, as long as it is in the chat."""
    number = chat.take_id()
    api = tg.base_message(chat, sender, number)
    if thread_id:
        api["message_thread_id"] = thread_id
        api["is_topic_message"] = True
    api.update(content)
    message = tg.post(chat, Message(api, number, sender["is_bot"], service=text))
    if chat.bot_status in PRESENT or content.get("left_chat_member"):
        tg.updates.push("message", api)
    return message


def add_bot(tg: Telegram, chat: Chat, user_id: int, *, admin: bool = False) -> None:
    """Somebody adds the bot to the group."""
    if chat.bot_status in PRESENT:
        raise PageError("the bot is already in the group")
    old, chat.bot_status = chat.bot_status, "administrator" if admin else "member"
    chat.met = True
    change_bot_status(tg, chat, ChangedBy(user_id, old, chat.bot_status))
    user, bot = tg.world.users[user_id], tg.world.bot
    text = service_text(tg.world.language, "added", who=user["first_name"], whom=bot["first_name"])
    service_message(tg, chat, user, {"new_chat_members": [bot]}, text)
    tg.show_chat(chat)


def remove_bot(tg: Telegram, chat: Chat, user_id: int) -> None:
    """Somebody removes the bot from the group."""
    if chat.bot_status not in PRESENT:
        raise PageError("the bot is not in the group")
    old, chat.bot_status = chat.bot_status, "kicked"
    change_bot_status(tg, chat, ChangedBy(user_id, old, "kicked"))
    user, bot = tg.world.users[user_id], tg.world.bot
    text = service_text(tg.world.language, "removed", who=user["first_name"], whom=bot["first_name"])
    service_message(tg, chat, user, {"left_chat_member": bot}, text)
    tg.show_chat(chat)


def promote_bot(tg: Telegram, chat: Chat, user_id: int) -> None:
    """Somebody makes the bot an administrator, or an ordinary member again."""
    if chat.bot_status not in PRESENT:
        raise PageError("the bot is not in the group")
    old: Status = chat.bot_status
    new: Status = "member" if old == "administrator" else "administrator"
    chat.bot_status = new
    change_bot_status(tg, chat, ChangedBy(user_id, old, new))
    tg.show_chat(chat)


def add_member(tg: Telegram, chat: Chat, user_id: int, by: int) -> None:
    """Somebody adds a person to the group."""
    if chat.members.get(user_id) in PRESENT:
        raise PageError("this person is already in the group")
    change_member_status(tg, chat, user_id, ChangedBy(by, chat.members.get(user_id, "left"), "member"))
    user, adder = tg.world.users[user_id], tg.world.users[by]
    text = service_text(tg.world.language, "added", who=adder["first_name"], whom=user["first_name"])
    service_message(tg, chat, adder, {"new_chat_members": [user]}, text)
    tg.show_chat(chat)


def remove_member(tg: Telegram, chat: Chat, user_id: int, by: int) -> None:
    """Somebody removes a person from the group, or the person leaves."""
    if chat.members.get(user_id) not in PRESENT:
        raise PageError("this person is not in the group")
    user, remover = tg.world.users[user_id], tg.world.users[by]
    left = user_id == by
    key = "left" if left else "removed"
    text = service_text(tg.world.language, key, who=remover["first_name"], whom=user["first_name"])
    service_message(tg, chat, remover, {"left_chat_member": user}, text)
    new: Status = "left" if left else "kicked"
    change_member_status(tg, chat, user_id, ChangedBy(by, chat.members[user_id], new))
    tg.show_chat(chat)


def group_for_link(tg: Telegram, user_id: int, chat_id: int) -> Chat:
    """The group a startgroup link ends in: the named one, else the team group, else the user's first."""
    groups = {chat.id: chat for chat in tg.world.groups_of(user_id)}
    chat = groups.get(chat_id or tg.world.group_id)
    if chat is None and not chat_id and groups:
        chat = next(iter(groups.values()))
    if chat is None:
        raise PageError("no group to add the bot to")
    if chat.bot_status not in PRESENT:
        add_bot(tg, chat, user_id)
    return chat
