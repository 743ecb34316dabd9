"""Editing and deleting."""

from __future__ import annotations

from typing import Any

import pytest

REP, GROUP, HOUR = 1001, -4001, 3600
SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


def button(text: str, data: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": text, "callback_data": data}]]}


async def test_an_edit_replaces_text_and_keyboard_and_keeps_the_rest(stand: Any) -> None:
    number = await stand.message()
    stand.wall += 90 * 24 * HOUR
    edited = await stand.ok("editMessageText", chat_id=REP, message_id=number, text="y")
    assert edited["text"] == "y"
    assert edited["edit_date"] - edited["date"] == 90 * 24 * HOUR
    assert "reply_markup" not in edited


async def test_the_same_content_is_refused_also_in_other_markup(stand: Any) -> None:
    number = await stand.message(text="<b>x</b>", parse_mode="HTML")
    again: dict[str, Any] = {"chat_id": REP, "message_id": number, "parse_mode": "HTML"}
    keyboard = button("go", "go")
    refusal = await stand.refused("editMessageText", **again, text="<strong>x</strong>", reply_markup=keyboard)
    assert refusal == SAME
    same_markup = await stand.refused("editMessageReplyMarkup", chat_id=REP, message_id=number, reply_markup=keyboard)
    assert same_markup == SAME
    await stand.ok("editMessageText", **again, text="x", reply_markup=keyboard)
    await stand.ok("editMessageText", **again, text="x", reply_markup=button("go", "else"))
    await stand.ok("editMessageText", **again, text="x")


async def test_what_cannot_be_edited(stand: Any) -> None:
    edit: dict[str, Any] = {"chat_id": REP, "text": "y"}
    missing = await stand.refused("editMessageText", **edit, message_id=77)
    assert missing == "Bad Request: message to edit not found"
    unnamed = await stand.refused("editMessageText", **edit)
    assert unnamed == "Bad Request: message identifier is not specified"
    theirs = (await stand.page("send", user_id=REP, chat_id=REP, text="hi"))["message_id"]
    assert await stand.refused("editMessageText", **edit, message_id=theirs) == ("Bad Request: message can't be edited")
    with_keyboard = await stand.message(reply_markup={"keyboard": [["A"]]})
    assert await stand.refused("editMessageText", **edit, message_id=with_keyboard) == (
        "Bad Request: message can't be edited"
    )
    contact = await stand.ok("sendContact", chat_id=REP, phone_number="+1", first_name="A")
    assert await stand.refused("editMessageText", **edit, message_id=contact["message_id"]) == (
        "Bad Request: there is no text in the message to edit"
    )
    text = await stand.message()
    assert await stand.refused("editMessageCaption", chat_id=REP, message_id=text, caption="c") == (
        "Bad Request: there is no caption in the message to edit"
    )
    reply_keyboard = {"keyboard": [["A"]]}
    assert await stand.refused("editMessageReplyMarkup", chat_id=REP, message_id=text, reply_markup=reply_keyboard) == (
        "Bad Request: inline keyboard expected"
    )


async def test_deleting_knows_48_hours(stand: Any) -> None:
    number = await stand.message()
    stand.wall += 48 * HOUR
    assert await stand.ok("deleteMessage", chat_id=REP, message_id=number) is True
    gone = await stand.refused("deleteMessage", chat_id=REP, message_id=number)
    assert gone == "Bad Request: message to delete not found"
    old = await stand.message()
    stand.wall += 48 * HOUR + 1
    refusal = await stand.refused("deleteMessage", chat_id=REP, message_id=old)
    assert refusal == "Bad Request: message can't be deleted for everyone"


async def test_a_supergroup_forgets_the_age_but_not_whose_message_it_is(stand: Any) -> None:
    chat_id = (await stand.page("group", action="upgrade", user_id=1003))["chat_id"]
    own = await stand.message(chat_id)
    theirs = (await stand.page("send", user_id=REP, chat_id=chat_id, text="hi"))["message_id"]
    stand.wall += 100 * HOUR
    await stand.ok("deleteMessage", chat_id=chat_id, message_id=own)
    refusal = await stand.refused("deleteMessage", chat_id=chat_id, message_id=theirs)
    assert refusal == "Bad Request: message can't be deleted"
    await stand.page("group", action="promote_bot", user_id=1003, chat_id=chat_id)
    await stand.ok("deleteMessage", chat_id=chat_id, message_id=theirs)


async def test_deleting_many_skips_what_is_missing(stand: Any) -> None:
    first, second = await stand.message(), await stand.message()
    assert await stand.ok("deleteMessages", chat_id=REP, message_ids=[first, 99, second]) is True
    assert (await stand.state())["chats"]["1001:1001"]["messages"] == []
    refusal = await stand.refused("deleteMessages", chat_id=REP, message_ids=list(range(1, 102)))
    assert refusal == "Bad Request: too many message identifiers specified"


@pytest.mark.parametrize("method", ["editMessageText", "deleteMessage"])
async def test_a_word_is_no_message_id(stand: Any, method: str) -> None:
    refusal = await stand.refused(method, chat_id=REP, message_id="first", text="x")
    assert refusal == 'Bad Request: field "message_id" must be of type Number'
