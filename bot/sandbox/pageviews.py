"""Views that need more than the world: what the command menus show."""

from __future__ import annotations

from bot.sandbox.params import Json
from bot.sandbox.telegram import Telegram
from bot.sandbox.world import PRESENT


def commands_view(tg: Telegram) -> Json:
    """The command menu of every person in every chat, keyed `<user>:<chat>`."""
    result: Json = {}
    for chat in tg.world.chats.values():
        for user_id, status in chat.members.items():
            if status in PRESENT:
                language = tg.world.users[user_id].get("language_code", "")
                admin = status in {"creator", "administrator"}
                found = tg.profile.commands_for(chat.id, user_id, language, admin=admin)
                result[f"{user_id}:{chat.id}"] = found
    return result
