"""What Telegram's refusals of a message mean. The texts are Telegram's own (telegram-bot-api, tdlib)."""

from __future__ import annotations

from typing import Literal

from aiogram.exceptions import TelegramAPIError, TelegramForbiddenError

from bot.services.outbox import Why

Meaning = Why | Literal["as_wanted", "our_bug"]

# The first text found in the description decides; a 403 with none of them is about rights.
_TEXTS: tuple[tuple[str, Meaning], ...] = (
    ("message is not modified", "as_wanted"),
    ("message to delete not found", "as_wanted"),
    ("bot was blocked by the user", "blocked"),
    ("user is deactivated", "blocked"),
    ("can't initiate conversation", "blocked"),
    ("bot was kicked", "kicked"),
    ("bot is not a member", "kicked"),
    ("group chat was deleted", "kicked"),
    ("chat not found", "chat_not_found"),
    ("PEER_ID_INVALID", "chat_not_found"),
    ("message thread not found", "topic_closed"),
    ("TOPIC_CLOSED", "topic_closed"),
    ("TOPIC_DELETED", "topic_closed"),
    ("not enough rights", "no_rights"),
    ("have no rights", "no_rights"),
    ("need administrator rights", "no_rights"),
    ("CHAT_WRITE_FORBIDDEN", "no_rights"),
    ("message to edit not found", "message_gone"),
    ("message can't be edited", "message_gone"),
    ("message can't be deleted", "message_gone"),
    ("MESSAGE_ID_INVALID", "message_gone"),
)


def meaning(error: TelegramAPIError) -> Meaning:
    """What a 4xx means: it is as we wanted anyway, why it can never be delivered, or a mistake in what we
    sent.
    """
    for text, found in _TEXTS:
        if text in error.message:
            return found
    if isinstance(error, TelegramForbiddenError):
        return "no_rights"
    return "our_bug"
