"""What is left of a tap's message: what handlers read, and nothing that has to be checked for nobody."""

from __future__ import annotations

from typing import Any

from aiogram.types import InaccessibleMessage, Message, Update

from bot.handlers.answering import KEPT_BUTTONS
from bot.telegram.trimming import trimmed

BACK = {"text": "‹ Back", "callback_data": "lb:my:0:0"}


def tap(**message: Any) -> dict[str, Any]:
    return {
        "update_id": 7,
        "callback_query": {
            "id": "9",
            "from": {"id": 5, "is_bot": False, "first_name": "Anna"},
            "chat_instance": "1",
            "data": "m:1:2:3",
            "message": {"message_id": 3, "date": 1_700_000_000, "chat": {"id": 5, "type": "private"}, **message},
        },
    }


def message_of(update: dict[str, Any]) -> Message | InaccessibleMessage | None:
    query = Update.model_validate(trimmed(update, KEPT_BUTTONS)).callback_query
    assert query is not None
    assert query.data == "m:1:2:3"
    assert query.from_user.first_name == "Anna"
    return query.message


def test_the_place_and_the_ways_back_stay() -> None:
    keyboard = [[{"text": "Won", "callback_data": "m:1:5:3"}, {"text": "Copy", "copy_text": {"text": "1"}}], [BACK]]
    update = tap(
        text="Acme",
        entities=[{"type": "bold", "offset": 0, "length": 4}],
        message_thread_id=4,
        is_topic_message=True,
        reply_markup={"inline_keyboard": keyboard},
    )
    message = message_of(update)
    assert isinstance(message, Message)
    assert (message.message_id, message.chat.id, message.message_thread_id) == (3, 5, 4)
    assert message.is_topic_message
    assert (message.text, message.entities) == (None, None)
    assert message.reply_markup is not None
    [[back]] = message.reply_markup.inline_keyboard
    assert (back.text, back.callback_data) == (BACK["text"], BACK["callback_data"])
    # What waits in the inbox is not changed.
    assert update["callback_query"]["message"]["text"] == "Acme"


def test_a_message_that_is_too_old_to_be_seen_stays_one() -> None:
    assert isinstance(message_of(tap(date=0)), InaccessibleMessage)


def test_other_updates_stay_as_they_are() -> None:
    said = {"update_id": 8, "message": {"message_id": 1, "text": "Acme 120k"}}
    assert trimmed(said, KEPT_BUTTONS) is said
    inline = tap()
    del inline["callback_query"]["message"]
    assert trimmed(inline, KEPT_BUTTONS) is inline
