"""What a bot says about itself: commands per scope and language, names, descriptions, the menu button."""

from __future__ import annotations

from bot.sandbox.params import Json

CommandKey = tuple[str, int, int, str]


class Profile:
    """The bot's own settings, as BotFather and setMy… keep them."""

    def __init__(self) -> None:
        self.commands: dict[CommandKey, list[Json]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int, Json] = {}
        self.rights: dict[bool, Json] = {}

    def commands_for(self, chat_id: int, user_id: int, language: str, *, admin: bool) -> list[Json]:
        """The command menu a user sees in a chat: the narrowest scope wins, own language before none."""
        if chat_id > 0:
            scopes = [("chat", chat_id, 0), ("all_private_chats", 0, 0)]
        else:
            scopes = [("chat_member", chat_id, user_id)]
            scopes += [("chat_administrators", chat_id, 0)] if admin else []
            scopes += [("chat", chat_id, 0)]
            scopes += [("all_chat_administrators", 0, 0)] if admin else []
            scopes += [("all_group_chats", 0, 0)]
        for kind, chat, user in [*scopes, ("default", 0, 0)]:
            for code in (language, ""):
                found = self.commands.get((kind, chat, user, code))
                if found:
                    return found
        return []
