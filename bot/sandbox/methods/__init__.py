"""The Bot API methods, one module per family. Importing this package registers all of them."""

from bot.sandbox.methods import (
    bot_profile,
    callbacks,
    chats,
    deletion,
    edits,
    ephemeral,
    media,
    messages,
    polling,
    topics,
)
from bot.sandbox.methods.registry import METHODS

__all__ = [
    "METHODS",
    "bot_profile",
    "callbacks",
    "chats",
    "deletion",
    "edits",
    "ephemeral",
    "media",
    "messages",
    "polling",
    "topics",
]
