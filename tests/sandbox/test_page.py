"""The page's API: the state, the stream of events, and what people do on the phones."""

from __future__ import annotations

from typing import Any

import pytest

REP, SECOND, MANAGER, GROUP = 1001, 1002, 1003, -4001


async def test_the_state_has_four_phones(stand: Any) -> None:
    state = await stand.state()
    assert [(p["key"], p["title"], p["user"]["first_name"], p["chat_id"]) for p in state["phones"]] == [
        ("rep", "Rep", "Anna", REP),
        ("rep2", "Second rep", "Boris", SECOND),
        ("manager", "Manager", "Helen", MANAGER),
        ("team", "Sales team", "Helen", GROUP),
    ]
    assert [viewer["id"] for viewer in state["phones"][3]["viewers"]] == [REP, SECOND, MANAGER]
    assert state["clock"] == {"offset": 0, "now": "2027-01-15T08:00:00+00:00", "zone": "Europe/London"}
    assert (state["status"], state["language"], state["limits"]) == ("running", "en", True)
    assert set(state["chats"]) == {"1001:1001", "1002:1002", "1003:1003"} | {
        f"{GROUP}:{viewer}" for viewer in (REP, SECOND, MANAGER)
    }


async def test_a_conversation_streams_to_the_page(stand: Any) -> None:
    async with stand.session.ws_connect("/page/ws") as socket:
        await stand.page("send", user_id=REP, chat_id=REP, text="/start")
        number = await stand.message(text="hello")
        query_id = (await stand.page("press", user_id=REP, chat_id=REP, message_id=number, data="go"))["query_id"]
        await stand.ok("answerCallbackQuery", callback_query_id=query_id, text="ok", show_alert=True)
        await stand.ok("editMessageText", chat_id=REP, message_id=number, text="bye")
        await stand.ok("deleteMessage", chat_id=REP, message_id=number)
        await stand.ok("sendChatAction", chat_id=REP, action="typing")
        events = [await socket.receive_json() for _ in range(6)]
    assert [e["type"] for e in events] == ["message", "message", "answer", "edit", "delete", "typing"]
    first = events[0]["seq"]
    assert [e["seq"] for e in events] == list(range(first, first + 6))
    typed, sent, answer, edited, deleted, _ = events
    assert typed["message"]["from"]["id"] == REP
    assert typed["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert sent["viewers"] == [REP]
    assert sent["message"]["keyboard"] == [[{"text": "go", "callback_data": "go"}]]
    assert (answer["user_id"], answer["query_id"], answer["show_alert"]) == (REP, query_id, True)
    assert edited["message"]["text"] == "bye"
    assert (deleted["chat_id"], deleted["message_id"]) == (REP, number)
    assert (await stand.state())["seq"] == first + 5


async def test_the_sequence_goes_on_while_nobody_watches(stand: Any) -> None:
    before = (await stand.state())["seq"]
    await stand.message()
    assert (await stand.state())["seq"] == before + 1


async def test_links(stand: Any) -> None:
    me = stand.tg.world.bot["username"]
    await stand.page("open_link", user_id=REP, url=f"https://t.me/{me}?start=abc_-1")
    assert (await stand.updates())[0]["message"]["text"] == "/start abc_-1"
    answer = await stand.page("open_link", user_id=REP, url=f"https://t.me/{me}?start={'x' * 65}")
    assert answer == {"chat_id": REP}
    assert await stand.updates() == []
    answer = await stand.page("open_link", user_id=REP, url=f"tg://resolve?domain={me}&startgroup=team")
    assert answer == {"chat_id": GROUP}
    assert (await stand.updates())[0]["message"]["text"] == f"/start@{me} team"
    assert await stand.page_error("open_link", user_id=REP, url="https://t.me/other_bot?start=1")
    assert await stand.page_error("open_link", user_id=REP, url="https://example.com")


async def test_startgroup_adds_the_bot_where_it_is_not(stand: Any) -> None:
    me = stand.tg.world.bot["username"]
    group = (await stand.page("group", action="create", user_id=REP, title="Second"))["chat_id"]
    assert await stand.updates() == []
    await stand.page("open_link", user_id=REP, url=f"https://t.me/{me}?startgroup=x", chat_id=group)
    member, joined, start = await stand.updates()
    assert member["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert joined["message"]["new_chat_members"][0]["id"] == stand.tg.world.bot["id"]
    assert start["message"]["chat"] == {
        "id": group,
        "title": "Second",
        "type": "group",
        "all_members_are_administrators": False,
    }


async def test_a_new_person_is_a_new_phone(stand: Any) -> None:
    user = (await stand.page("person", first_name="Ola", language_code="pl"))["user"]
    state = await stand.state()
    assert state["phones"][-1]["user"]["id"] == user["id"]
    assert state["phones"][3]["key"] == "team"
    assert state["chats"][f"{user['id']}:{user['id']}"]["started"] is False
    await stand.page("send", user_id=user["id"], chat_id=user["id"], text="/start")
    assert (await stand.updates())[0]["message"]["from"]["language_code"] == "pl"


async def test_time_is_skipped(stand: Any) -> None:
    assert (await stand.page("clock", skip="+1h"))["offset"] == 3600
    assert (await stand.page("clock", skip="+48h"))["offset"] == 49 * 3600
    assert (await stand.page("clock", skip=-60))["offset"] == 49 * 3600 - 60
    answer = await stand.page("clock", skip="next_morning")
    assert answer["now"] == "2027-01-17T09:00:00+00:00"
    answer = await stand.page("clock", skip="next_morning")
    assert answer["now"] == "2027-01-18T09:00:00+00:00"
    assert await stand.page_error("clock", skip="yesterday")


async def test_a_reset_empties_everything_and_changes_the_language(stand: Any) -> None:
    await stand.page("send", user_id=REP, chat_id=REP, text="hi")
    await stand.page("person", first_name="Ola", language_code="pl")
    await stand.page("clock", skip="+1h")
    await stand.page("reset", language="ru")
    state = await stand.state()
    assert (state["language"], len(state["phones"]), state["clock"]["offset"]) == ("ru", 4, 0)
    assert state["phones"][0]["user"]["first_name"] == "Анна"
    assert all(not chat["messages"] for chat in state["chats"].values())
    assert await stand.ok("getUpdates") == []
    assert "language must be one of" in await stand.page_error("reset", language="de")


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("send", {"user_id": REP, "chat_id": REP, "text": "  "}),
        ("send", {"user_id": REP, "chat_id": SECOND, "text": "x"}),
        ("send", {"user_id": 5, "chat_id": 5, "text": "x"}),
        ("send", {"user_id": REP}),
        ("group", {"action": "explode", "user_id": REP}),
        ("group", {"action": "rename", "user_id": REP, "title": ""}),
        ("group", {"action": "create_topic", "user_id": REP, "title": "x"}),
        ("group", {"action": "rename", "user_id": REP, "chat_id": REP, "title": "x"}),
        ("person", {"first_name": " "}),
        ("resend", {"query_id": "7"}),
    ],
)
async def test_what_no_client_could_do(stand: Any, name: str, given: dict[str, Any]) -> None:
    assert await stand.page_error(name, **given)


async def test_reactions_pins_and_replies_are_shown(stand: Any) -> None:
    number = (await stand.page("send", user_id=REP, chat_id=REP, text="hi"))["message_id"]
    await stand.ok("setMessageReaction", chat_id=REP, message_id=number, reaction=[{"type": "emoji", "emoji": "👍"}])
    await stand.ok("pinChatMessage", chat_id=REP, message_id=number)
    await stand.ok("sendMessage", chat_id=REP, text="yes", reply_parameters={"message_id": number})
    asked, reply = (await stand.state())["chats"]["1001:1001"]["messages"]
    assert asked["reactions"] == [{"emoji": "👍", "user_id": stand.tg.world.bot["id"]}]
    assert asked["pinned"] is True
    assert asked["out"] is True
    assert (reply["reply_to"], reply["out"]) == ({"id": number, "text": "hi"}, False)
    refusal = await stand.refused(
        "setMessageReaction", chat_id=REP, message_id=number, reaction=[{"type": "emoji", "emoji": "x"}]
    )
    assert refusal == "Bad Request: REACTION_INVALID"
