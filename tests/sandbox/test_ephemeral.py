"""Private answers inside a group (Bot API 10.2 and the form of 10.3)."""

from __future__ import annotations

from typing import Any

REP, SECOND, MANAGER, GROUP = 1001, 1002, 1003, -4001


def to(user_id: int, **more: Any) -> dict[str, Any]:
    return {"ephemeral_message_parameters": {"receiver_user_id": user_id, **more}}


async def query_of(stand: Any) -> str:
    number = await stand.message(GROUP)
    answer = await stand.page("press", user_id=REP, chat_id=GROUP, message_id=number, data="go")
    return str(answer["query_id"])


async def seen(stand: Any, viewer: int) -> list[str]:
    messages = (await stand.state())["chats"][f"{GROUP}:{viewer}"]["messages"]
    return [m["text"] for m in messages if "ephemeral_for" in m]


async def test_after_a_press_only_the_presser_sees_the_answer(stand: Any) -> None:
    query_id = await query_of(stand)
    sent = await stand.ok("sendMessage", chat_id=GROUP, text="yours", **to(REP, callback_query_id=query_id))
    assert sent["message_id"] == 0
    assert sent["receiver_user"]["id"] == REP
    assert (await seen(stand, REP), await seen(stand, SECOND)) == (["yours"], [])
    place = {
        "chat_id": GROUP,
        "receiver_user_id": REP,
        "ephemeral_message_id": sent["ephemeral_message_id"],
    }
    assert await stand.ok("editEphemeralMessageText", **place, text="changed") is True
    assert await seen(stand, REP) == ["changed"]
    same = await stand.refused("editEphemeralMessageText", **place, text="changed")
    assert same.startswith("Bad Request: message is not modified")
    assert await stand.ok("deleteEphemeralMessage", **place) is True
    assert await seen(stand, REP) == []


async def test_the_form_of_10_2_and_buttons_on_ephemeral_messages(stand: Any) -> None:
    query_id = await query_of(stand)
    keyboard = {"inline_keyboard": [[{"text": "b", "callback_data": "more"}]]}
    await stand.ok(
        "sendMessage",
        chat_id=GROUP,
        text="yours",
        receiver_user_id=REP,
        callback_query_id=query_id,
        reply_markup=keyboard,
    )
    shown = (await stand.state())["chats"][f"{GROUP}:{REP}"]["messages"][-1]
    target = {"chat_id": GROUP, "message_id": shown["id"], "data": "more"}
    await stand.page("press", user_id=REP, **target)
    assert await stand.page_error("press", user_id=SECOND, **target) == "the message is gone"
    pressed = (await stand.updates())[-1]["callback_query"]["message"]
    assert (pressed["message_id"], pressed["ephemeral_message_id"]) == (0, 1)


async def test_the_moment_passes(stand: Any) -> None:
    query_id = await query_of(stand)
    other = await stand.refused("sendMessage", chat_id=GROUP, text="x", **to(SECOND, callback_query_id=query_id))
    stand.wall += 16
    late = await stand.refused("sendMessage", chat_id=GROUP, text="x", **to(REP, callback_query_id=query_id))
    expected = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert [other, late] == [expected, expected]


async def test_without_a_press_only_an_administrator_may(stand: Any) -> None:
    refusal = await stand.refused("sendMessage", chat_id=GROUP, text="x", **to(REP))
    assert refusal == "Bad Request: MESSAGE_NOT_COMMAND"
    await stand.page("group", action="promote_bot", user_id=MANAGER)
    await stand.ok("sendMessage", chat_id=GROUP, text="x", **to(REP))


async def test_an_ephemeral_command_is_seen_by_its_sender_and_answered(stand: Any) -> None:
    command = {"command": "my", "description": "my deals", "is_ephemeral": True}
    await stand.ok("setMyCommands", commands=[command], scope={"type": "all_group_chats"})
    await stand.page("send", user_id=REP, chat_id=GROUP, text="/my")
    got = (await stand.updates())[0]["message"]
    assert (got["message_id"], got["from"]["id"], got["receiver_user"]["is_bot"]) == (0, REP, True)
    reply = {"reply_parameters": {"ephemeral_message_id": got["ephemeral_message_id"]}}
    await stand.ok("sendMessage", chat_id=GROUP, text="3 deals", **to(REP), **reply)
    assert (await seen(stand, REP), await seen(stand, SECOND)) == (["/my", "3 deals"], [])


async def test_not_in_private_and_not_to_strangers(stand: Any) -> None:
    private = await stand.refused("sendMessage", chat_id=REP, text="x", **to(REP))
    assert private == "Bad Request: ephemeral messages can be sent only to groups"
    stranger = await stand.refused("sendMessage", chat_id=GROUP, text="x", **to(99))
    assert stranger == "Bad Request: PARTICIPANT_ID_INVALID"
