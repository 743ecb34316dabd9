"""Pressed buttons: the query, its single answer, its short life, and forgeries."""

from __future__ import annotations

from typing import Any

REP, GROUP = 1001, -4001
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def press(stand: Any, number: int, chat_id: int = REP) -> str:
    answer = await stand.page("press", user_id=REP, chat_id=chat_id, message_id=number, data="go")
    return str(answer["query_id"])


async def test_a_press_reaches_the_bot_and_is_answered_once(stand: Any) -> None:
    query_id = await press(stand, await stand.message())
    query = (await stand.updates())[0]["callback_query"]
    assert (query["id"], query["data"], query["from"]["id"]) == (query_id, "go", REP)
    assert query["chat_instance"]
    assert await stand.ok("answerCallbackQuery", callback_query_id=query_id, text="t" * 200) is True
    assert await stand.refused("answerCallbackQuery", callback_query_id=query_id) == TOO_OLD


async def test_fifteen_seconds(stand: Any) -> None:
    number = await stand.message()
    first = await press(stand, number)
    stand.wall += 15
    await stand.ok("answerCallbackQuery", callback_query_id=first)
    second = await press(stand, number)
    stand.wall += 15.1
    assert await stand.refused("answerCallbackQuery", callback_query_id=second) == TOO_OLD
    assert await stand.refused("answerCallbackQuery", callback_query_id="42") == TOO_OLD


async def test_a_long_answer_is_refused_and_can_be_made_shorter(stand: Any) -> None:
    query_id = await press(stand, await stand.message())
    refusal = await stand.refused("answerCallbackQuery", callback_query_id=query_id, text="t" * 201)
    assert refusal == "Bad Request: MESSAGE_TOO_LONG"
    bad_url = await stand.refused("answerCallbackQuery", callback_query_id=query_id, url="https://a.pl")
    assert bad_url == "Bad Request: URL_INVALID"
    link = f"https://t.me/{stand.tg.world.bot['username']}?start=x"
    await stand.ok("answerCallbackQuery", callback_query_id=query_id, url=link)


async def test_a_press_sent_again_has_a_new_update_id(stand: Any) -> None:
    query_id = await press(stand, await stand.message())
    await stand.page("resend", query_id=query_id)
    first, second = await stand.updates()
    assert first["update_id"] != second["update_id"]
    assert first["callback_query"] == second["callback_query"]


async def test_a_button_that_is_gone_cannot_be_pressed_but_can_be_forged(stand: Any) -> None:
    number = await stand.message()
    await stand.ok("editMessageText", chat_id=REP, message_id=number, text="plain")
    target = {"user_id": REP, "chat_id": REP, "message_id": number, "data": "go"}
    assert await stand.page_error("press", **target) == "the button is no longer on the message"
    await stand.page("forge", **target)
    await stand.ok("deleteMessage", chat_id=REP, message_id=number)
    assert await stand.page_error("press", **target) == "the message is gone"
    await stand.page("forge", **target)
    present, gone = [u["callback_query"]["message"] for u in await stand.updates()]
    assert present["text"] == "plain"
    assert (gone["message_id"], gone["date"]) == (number, 0)


async def test_someone_elses_chat_is_closed_to_presses(stand: Any) -> None:
    number = await stand.message(1002)
    target = {"user_id": REP, "chat_id": 1002, "message_id": number, "data": "go"}
    assert await stand.page_error("press", **target) == "user 1001 has no chat 1002"
    await stand.page("forge", **target)
    assert (await stand.updates())[0]["callback_query"]["from"]["id"] == REP


async def test_inline_queries_do_not_exist_and_take_fifty_results(stand: Any) -> None:
    async def refusal(count: int) -> str:
        return str(await stand.refused("answerInlineQuery", inline_query_id="1", results=[{}] * count))

    assert await refusal(50) == TOO_OLD
    assert await refusal(51) == "Bad Request: too many inline query results specified"
