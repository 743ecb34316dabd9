"""Which chats a bot reaches, and what it hears when it does not."""

from __future__ import annotations

from typing import Any

import pytest

REP, MANAGER, GROUP = 1001, 1003, -4001


@pytest.mark.parametrize("chat_id", [0, -1, 5, "not_a_chat", "@nobody_at_all", -1002000000001])
async def test_an_unknown_chat(stand: Any, chat_id: Any) -> None:
    assert await stand.refused("sendMessage", chat_id=chat_id, text="x") == "Bad Request: chat not found"


@pytest.mark.parametrize("params", [{}, {"chat_id": ""}])
async def test_no_chat(stand: Any, params: dict[str, Any]) -> None:
    assert await stand.refused("sendMessage", text="x", **params) == "Bad Request: chat_id is empty"


async def test_a_stranger_is_not_found_until_met_and_cannot_be_written_to_until_started(stand: Any) -> None:
    new = (await stand.page("person", first_name="Ola", language_code="pl"))["user"]["id"]
    assert await stand.refused("sendMessage", chat_id=new, text="x") == "Bad Request: chat not found"
    await stand.page("group", action="add_member", user_id=MANAGER, chat_id=GROUP, member_id=new)
    status, answer = await stand.raw("sendMessage", chat_id=new, text="x")
    assert status == 403
    assert answer["description"] == "Forbidden: bot can't initiate conversation with a user"
    await stand.page("send", user_id=new, chat_id=new, text="/start")
    await stand.ok("sendMessage", chat_id=new, text="x")


async def test_blocking_and_unblocking(stand: Any) -> None:
    await stand.page("block", user_id=REP, blocked=True)
    status, answer = await stand.raw("sendMessage", chat_id=REP, text="x")
    assert status == 403
    assert answer["description"] == "Forbidden: bot was blocked by the user"
    assert await stand.page_error("send", user_id=REP, chat_id=REP, text="x")
    await stand.page("block", user_id=REP, blocked=False)
    await stand.ok("sendMessage", chat_id=REP, text="x")
    changes = [u["my_chat_member"] for u in await stand.updates()]
    assert [(c["old_chat_member"]["status"], c["new_chat_member"]["status"]) for c in changes] == [
        ("member", "kicked"),
        ("kicked", "member"),
    ]


async def test_a_deleted_account(stand: Any) -> None:
    await stand.page("deactivate", user_id=REP)
    refusal = await stand.refused("sendMessage", chat_id=REP, text="x")
    assert refusal == "Forbidden: user is deactivated"


async def test_kicked_from_a_group_and_from_a_supergroup(stand: Any) -> None:
    await stand.page("group", action="remove_bot", user_id=MANAGER)
    assert await stand.refused("sendMessage", chat_id=GROUP, text="x") == (
        "Forbidden: bot was kicked from the group chat"
    )
    await stand.page("group", action="add_bot", user_id=MANAGER)
    new_id = (await stand.page("group", action="upgrade", user_id=MANAGER))["chat_id"]
    await stand.page("group", action="remove_bot", user_id=MANAGER, chat_id=new_id)
    assert await stand.refused("sendMessage", chat_id=new_id, text="x") == (
        "Forbidden: bot was kicked from the supergroup chat"
    )


async def test_leaving(stand: Any) -> None:
    await stand.page("send", user_id=REP, chat_id=GROUP, text="hello")
    assert await stand.ok("leaveChat", chat_id=GROUP) is True
    assert await stand.refused("sendMessage", chat_id=GROUP, text="x") == (
        "Forbidden: bot is not a member of the group chat"
    )
    change = (await stand.updates())[-1]["my_chat_member"]
    assert change["new_chat_member"]["status"] == "left"


async def test_an_upgrade_moves_the_group_and_tells_both_sides(stand: Any) -> None:
    new_id = (await stand.page("group", action="upgrade", user_id=MANAGER))["chat_id"]
    status, answer = await stand.raw("sendMessage", chat_id=GROUP, text="x")
    assert (status, answer["description"]) == (
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
    )
    assert answer["parameters"] == {"migrate_to_chat_id": new_id}
    assert str(new_id).startswith("-100")
    old_side, new_side = [u["message"] for u in await stand.updates()]
    assert (old_side["chat"]["id"], old_side["migrate_to_chat_id"]) == (GROUP, new_id)
    assert (new_side["chat"]["id"], new_side["migrate_from_chat_id"]) == (new_id, GROUP)
    await stand.ok("sendMessage", chat_id=new_id, text="x")
    phones = {phone["key"]: phone for phone in (await stand.state())["phones"]}
    assert phones["team"]["chat_id"] == new_id


async def test_forum_topics(stand: Any) -> None:
    forum = (await stand.page("group", action="make_forum", user_id=MANAGER))["chat_id"]
    await stand.updates()
    refusal = await stand.refused("sendMessage", chat_id=forum, text="x", message_thread_id=77)
    assert refusal == "Bad Request: message thread not found"
    await stand.page("group", action="create_topic", user_id=MANAGER, chat_id=forum, title="Deals")
    opened = (await stand.updates())[0]["message"]
    topic = opened["message_thread_id"]
    assert opened["forum_topic_created"]["name"] == "Deals"
    await stand.page("send", user_id=MANAGER, chat_id=forum, text="/connect", thread_id=topic)
    [asked] = await stand.updates()
    assert asked["message"]["reply_to_message"]["forum_topic_created"]["name"] == "Deals"
    sent = await stand.ok("sendMessage", chat_id=forum, text="x", message_thread_id=topic)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (topic, True)
    await stand.page("group", action="close_topic", user_id=MANAGER, chat_id=forum, topic_id=topic)
    assert (await stand.updates())[0]["message"]["forum_topic_closed"] == {}
    refusal = await stand.refused("sendMessage", chat_id=forum, text="x", message_thread_id=topic)
    assert refusal == "Bad Request: TOPIC_CLOSED"
    await stand.page("group", action="reopen_topic", user_id=MANAGER, chat_id=forum, topic_id=topic)
    await stand.ok("sendMessage", chat_id=forum, text="x", message_thread_id=topic)


async def test_topics_by_the_bot_need_its_rights(stand: Any) -> None:
    refusal = await stand.refused("createForumTopic", chat_id=GROUP, name="Deals")
    assert refusal == "Bad Request: the chat is not a forum"
    forum = (await stand.page("group", action="make_forum", user_id=MANAGER))["chat_id"]
    refusal = await stand.refused("createForumTopic", chat_id=forum, name="Deals")
    assert refusal == "Bad Request: not enough rights to create a topic"
    await stand.page("group", action="promote_bot", user_id=MANAGER, chat_id=forum)
    topic = await stand.ok("createForumTopic", chat_id=forum, name="Deals")
    place = {"chat_id": forum, "message_thread_id": topic["message_thread_id"]}
    assert await stand.ok("closeForumTopic", **place) is True
    assert await stand.refused("closeForumTopic", **place) == "Bad Request: TOPIC_NOT_MODIFIED"
    assert await stand.ok("reopenForumTopic", **place) is True


async def test_asking_about_members(stand: Any) -> None:
    assert await stand.ok("getChatMemberCount", chat_id=GROUP) == 4
    admins = await stand.ok("getChatAdministrators", chat_id=GROUP)
    assert [(m["user"]["id"], m["status"]) for m in admins] == [(MANAGER, "creator")]
    member = await stand.ok("getChatMember", chat_id=GROUP, user_id=REP)
    assert (member["user"]["first_name"], member["status"]) == ("Anna", "member")
    me = await stand.ok("getChatMember", chat_id=GROUP, user_id=stand.tg.world.bot["id"])
    assert me["status"] == "member"
    refusal = await stand.refused("getChatMember", chat_id=GROUP, user_id=99)
    assert refusal == "Bad Request: user not found"
    assert (await stand.ok("getChat", chat_id=GROUP))["title"] == "Sales team"
    assert (await stand.ok("getChat", chat_id=REP))["type"] == "private"


async def test_privacy_mode(stand: Any) -> None:
    own = await stand.message(GROUP)
    username = stand.tg.world.bot["username"]
    heard = ["/stuck", f"/stuck@{username}", f"hey @{username}"]
    for text in ["hello all", "/stuck@another_bot", "see /stuck", *heard]:
        await stand.page("send", user_id=REP, chat_id=GROUP, text=text)
    await stand.page("send", user_id=REP, chat_id=GROUP, text="a reply", reply_to=own)
    got = [u["message"]["text"] for u in await stand.updates()]
    assert got == [*heard, "a reply"]
    await stand.page("group", action="promote_bot", user_id=MANAGER)
    await stand.page("send", user_id=REP, chat_id=GROUP, text="hello again")
    assert (await stand.updates())[-1]["message"]["text"] == "hello again"


async def test_service_messages_pass_privacy_mode(stand: Any) -> None:
    await stand.page("group", action="rename", user_id=MANAGER, title="Sales 2")
    assert (await stand.updates())[0]["message"]["new_chat_title"] == "Sales 2"


async def test_a_deleted_topic_is_not_found(stand: Any) -> None:
    forum = (await stand.page("group", action="make_forum", user_id=MANAGER))["chat_id"]
    await stand.page("group", action="create_topic", user_id=MANAGER, chat_id=forum, title="Deals")
    topic = (await stand.updates())[-1]["message"]["message_thread_id"]
    await stand.page("group", action="delete_topic", user_id=MANAGER, chat_id=forum, topic_id=topic)
    refusal = await stand.refused("sendMessage", chat_id=forum, text="x", message_thread_id=topic)
    assert refusal == "Bad Request: message thread not found"


async def test_an_administrator_that_asks_hears_of_members(stand: Any) -> None:
    await stand.ok("getUpdates", allowed_updates=["chat_member"])
    change: dict[str, Any] = {"user_id": MANAGER, "chat_id": GROUP, "member_id": REP}
    await stand.page("group", action="remove_member", **change)
    assert await stand.updates() == []
    await stand.page("group", action="promote_bot", user_id=MANAGER)
    await stand.page("group", action="add_member", **change)
    heard = (await stand.updates())[0]["chat_member"]
    assert heard["new_chat_member"]["user"]["id"] == REP
    assert (heard["old_chat_member"]["status"], heard["new_chat_member"]["status"]) == ("kicked", "member")


async def test_a_group_the_bot_never_was_in_is_unknown(stand: Any) -> None:
    group = (await stand.page("group", action="create", user_id=REP, title="Secret"))["chat_id"]
    assert await stand.refused("sendMessage", chat_id=group, text="x") == "Bad Request: chat not found"
    await stand.page("group", action="add_bot", user_id=REP, chat_id=group)
    await stand.ok("sendMessage", chat_id=group, text="x")
