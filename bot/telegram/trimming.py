"""What of an update is worth checking: aiogram makes an object of everything that it holds."""

from __future__ import annotations

from typing import Any

UNREAD = frozenset({"from", "text", "entities", "link_preview_options", "reply_to_message"})
"""Of the message that a pressed button stands on, nobody reads these."""


def trimmed(update: dict[str, Any], kept: tuple[str, ...]) -> dict[str, Any]:
    """A tap without what nobody reads of its message: of the buttons only those whose data begins like ``kept`` stay.

    A card's formats and buttons are some thirty objects, and checking them would cost more than all else of the update.
    """
    query = update.get("callback_query")
    if not isinstance(query, dict) or not isinstance(message := query.get("message"), dict):
        return update
    message = {name: value for name, value in message.items() if name not in UNREAD}
    markup = message.get("reply_markup")
    if isinstance(markup, dict) and isinstance(rows := markup.get("inline_keyboard"), list):
        buttons = [[one for one in row if str(one.get("callback_data", "")).startswith(kept)] for row in rows]
        message["reply_markup"] = {"inline_keyboard": [row for row in buttons if row]}
    return {**update, "callback_query": {**query, "message": message}}
