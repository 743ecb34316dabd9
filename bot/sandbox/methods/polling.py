"""Who am I, how updates come, and leaving the server. getUpdates itself waits and lives in api.py."""

from __future__ import annotations

from bot.sandbox.methods.registry import method
from bot.sandbox.params import Json, Params
from bot.sandbox.telegram import Telegram


@method("getMe")
def get_me(tg: Telegram, params: Params) -> Json:
    """The bot's own user."""
    return {
        **tg.world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("logOut")
def log_out(tg: Telegram, params: Params) -> bool:
    """Accepted; the stand-in is the only server there is."""
    return True


@method("close")
def close(tg: Telegram, params: Params) -> bool:
    """Accepted, like logOut."""
    return True
