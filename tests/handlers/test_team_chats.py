"""Connecting groups and topics, with several people pressing, and what Telegram tells of groups by itself."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.callbacks.teams import ChatConnect, ChatHear, ChatOffer, ChatRemove
from bot.database import Database
from bot.models import Deal, OutboxMessage, Role, TeamChat
from bot.models.facts_teams import NewTeam
from bot.services.people import Profile
from tests.handlers.recorded import ME, Phone, Said, group

ADMIN, MANAGER, REP, STRANGER = 1, 2, 3, 4
GROUP = -100
HERE: dict[str, Any] = {"chat": group(GROUP)}
TOPIC: dict[str, Any] = {"chat": group(GROUP, forum=True), "message_thread_id": 7, "is_topic_message": True}


@pytest.fixture
async def team(phone: Phone) -> int:
    for user_id in (ADMIN, MANAGER, REP, STRANGER):
        await phone.provided["people"].meet(Profile(user_id, f"P{user_id}", language_code="en"), "en")
    made = await found(phone, "Northwind")
    for user_id, role in ((MANAGER, Role.MANAGER), (REP, Role.REP)):
        link = await phone.provided["invites"].make(ADMIN, made, role, 7, 1, str(role))
        await phone.provided["invites"].use(user_id, link.token)
    return made


async def found(phone: Phone, name: str, admin: int = ADMIN) -> int:
    new = NewTeam(name, "PLN", "Europe/Warsaw", "PL", "en", "inbound")
    made = await phone.provided["teams"].create(admin, new, name)
    return int(made.id)


async def chats(database: Database) -> list[TeamChat]:
    async with database.read() as session:
        return list(await session.scalars(select(TeamChat).order_by(TeamChat.id)))


async def outbox(database: Database, kind: str) -> list[OutboxMessage]:
    async with database.read() as session:
        return list(await session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind)))


def screen(said: list[Said]) -> Said:
    return next(call for call in said if call.method in ("EditMessageText", "SendMessage"))


def place(status: str, **more: Any) -> dict[str, Any]:
    """A chat member as Telegram describes the bot's own place."""
    user = {"id": ME.id, "is_bot": True, "first_name": "Bot"}
    return {"status": status, "user": user, **({"until_date": 0} if status == "kicked" else {}), **more}


async def moved(phone: Phone, old: str, new: str, user: int = ADMIN) -> list[Said]:
    who = {"id": user, "is_bot": False, "first_name": f"P{user}", "language_code": "en"}
    event = {
        "chat": group(GROUP),
        "from": who,
        "date": 1_772_442_000,
        "old_chat_member": place(old),
        "new_chat_member": place(new),
    }
    return await phone.feed({"my_chat_member": event})


async def test_added_to_a_group_the_bot_says_how_to_connect(phone: Phone, team: int) -> None:
    [hello] = await moved(phone, "left", "member", STRANGER)
    assert hello.chat_id == GROUP
    assert hello.data("Connect") == ChatOffer().pack()


async def test_a_manager_connects_by_command(phone: Phone, team: int, sqlite_database: Database) -> None:
    [said] = await phone.type(MANAGER, "/connect", **HERE)
    assert "Northwind posts here" in said.text
    [chat] = await chats(sqlite_database)
    assert (chat.team_id, chat.chat_id, chat.thread_id, chat.title) == (team, GROUP, 0, "Sales HQ")


async def test_a_topic_is_connected_alone(phone: Phone, team: int, sqlite_database: Database) -> None:
    topic = {
        "message_id": 7,
        "date": 1,
        "chat": group(GROUP),
        "forum_topic_created": {"name": "Deals", "icon_color": 1},
    }
    [said] = await phone.type(MANAGER, "/connect", **TOPIC, reply_to_message=topic)
    assert said.thread_id == 7
    [chat] = await chats(sqlite_database)
    assert (chat.thread_id, chat.title) == (7, "Sales HQ · Deals")


async def test_a_reply_in_an_ordinary_group_is_no_topic(phone: Phone, team: int, sqlite_database: Database) -> None:
    await phone.type(MANAGER, "/connect", **HERE, message_thread_id=55)
    assert [chat.thread_id for chat in await chats(sqlite_database)] == [0]


@pytest.mark.parametrize("user", [REP, STRANGER])
async def test_others_cannot_connect(phone: Phone, team: int, sqlite_database: Database, user: int) -> None:
    [said] = await phone.type(user, "/connect", **HERE)
    assert "Only a manager or admin" in said.text
    [alert] = await phone.press(user, ChatOffer(), **HERE)
    assert (alert.method, alert.is_alert) == ("AnswerCallbackQuery", True)
    [alert] = await phone.press(user, ChatConnect(team=team), **HERE)
    assert alert.is_alert
    [refused] = await phone.type(user, f"/start@test_bot c{team}", **HERE)
    assert "posts here" not in refused.text
    assert await chats(sqlite_database) == []


async def test_connecting_needs_a_group(phone: Phone, team: int, sqlite_database: Database) -> None:
    for data in (ChatOffer(), ChatConnect(team=team)):
        [alert] = await phone.press(ADMIN, data)
        assert alert.is_alert
    assert await chats(sqlite_database) == []


async def test_with_several_teams_only_a_manager_of_the_chosen_one_can_press(
    phone: Phone, team: int, sqlite_database: Database
) -> None:
    second = await found(phone, "Second")
    [choice] = await phone.type(ADMIN, "/connect", **HERE)
    assert [label for label, _ in choice.buttons] == ["Northwind", "Second"]
    [refused] = await phone.press(MANAGER, choice.data("Second"), **HERE)
    assert refused.is_alert
    assert await chats(sqlite_database) == []
    await phone.press(ADMIN, choice.data("Second"), **HERE)
    assert [chat.team_id for chat in await chats(sqlite_database)] == [second]


async def test_the_teams_own_link_connects_at_once(phone: Phone, team: int, sqlite_database: Database) -> None:
    [said] = await phone.type(ADMIN, f"/start@test_bot c{team}", **HERE)
    assert "Northwind posts here" in said.text
    assert len(await chats(sqlite_database)) == 1


async def test_a_chat_of_another_team_is_taken(phone: Phone, team: int, sqlite_database: Database) -> None:
    await phone.type(ADMIN, "/connect", **HERE)
    other = await found(phone, "Theirs", admin=STRANGER)
    [said] = await phone.type(STRANGER, "/connect", **HERE)
    assert "another team" in said.text
    assert "Northwind" not in said.text
    [alert] = await phone.press(STRANGER, ChatConnect(team=other), **HERE)
    assert alert.is_alert
    assert [chat.team_id for chat in await chats(sqlite_database)] == [team]


@pytest.mark.parametrize("user", [REP, STRANGER])
async def test_who_connects_nothing_is_not_told_of_another_team(phone: Phone, team: int, user: int) -> None:
    await phone.type(ADMIN, "/connect", **HERE)
    [said] = await phone.type(user, "/connect", **HERE)
    assert "I already post here" in said.text
    [alert] = await phone.press(user, ChatOffer(), **HERE)
    assert (alert.is_alert, alert.text) == (True, said.text)


async def test_what_is_heard_is_switched_in_the_group(phone: Phone, team: int, sqlite_database: Database) -> None:
    said = await phone.type(MANAGER, "/connect", **HERE)
    lost = screen(said).data("Lost")
    for user in (REP, STRANGER):
        [alert] = await phone.press(user, lost, **HERE)
        assert alert.is_alert
    shown = screen(await phone.press(MANAGER, lost, **HERE))
    assert "⬜ Lost" in [label for label, _ in shown.buttons]
    # The same tap again means the same, and does not switch it back.
    await phone.press(MANAGER, lost, **HERE)
    assert [chat.hears_lost for chat in await chats(sqlite_database)] == [False]
    [alert] = await phone.press(MANAGER, ChatHear(chat=1, what="rumours", on=1), **HERE)
    assert alert.is_alert


async def test_the_chats_language_is_the_groups(phone: Phone, team: int) -> None:
    await phone.type(MANAGER, "/connect", **HERE)
    await phone.press(MANAGER, "tcl:1:pl", **HERE)
    [said] = await phone.type(MANAGER, "/connect", **HERE)
    assert "Pisze tu zespół Northwind" in said.text


async def test_disconnecting_asks_first(phone: Phone, team: int, sqlite_database: Database) -> None:
    await phone.type(MANAGER, "/connect", **HERE)
    await phone.press(MANAGER, ChatRemove(chat=1, sure=0), **HERE)
    assert len(await chats(sqlite_database)) == 1
    await phone.press(MANAGER, ChatRemove(chat=1, sure=1), **HERE)
    assert await chats(sqlite_database) == []


async def test_removed_from_the_group_the_admin_hears_once_and_repairs_by_adding(
    phone: Phone, team: int, sqlite_database: Database
) -> None:
    await phone.type(MANAGER, "/connect", **HERE)
    assert await moved(phone, "member", "kicked") == []
    await phone.again()
    assert [chat.broken for chat in await chats(sqlite_database)] == ["kicked"]
    [told] = await outbox(sqlite_database, "chat-broken")
    assert told.chat_id == ADMIN
    assert await moved(phone, "kicked", "member") == []
    assert [chat.broken for chat in await chats(sqlite_database)] == [None]
    assert len(await outbox(sqlite_database, "chat-back")) == 1


async def test_a_group_that_becomes_a_supergroup_stays_connected(
    phone: Phone, team: int, sqlite_database: Database
) -> None:
    old, new = group(-5), group(-1005)
    await phone.type(MANAGER, "/connect", chat=old)
    await phone.event(MANAGER, chat=old, migrate_to_chat_id=-1005)
    await phone.event(MANAGER, chat=new, migrate_from_chat_id=-5)
    assert [(chat.chat_id, chat.broken) for chat in await chats(sqlite_database)] == [(-1005, None)]


async def test_a_topic_that_reopens_works_again(phone: Phone, team: int, sqlite_database: Database) -> None:
    await phone.type(MANAGER, "/connect", **TOPIC)
    await phone.provided["chat_trouble"].broke(GROUP, "topic_closed", 7)
    await phone.event(MANAGER, **{**TOPIC, "message_thread_id": 8}, forum_topic_reopened={})
    assert [chat.broken for chat in await chats(sqlite_database)] == ["topic_closed"]
    await phone.event(MANAGER, **TOPIC, forum_topic_reopened={})
    assert [chat.broken for chat in await chats(sqlite_database)] == [None]


async def test_talk_in_a_group_is_none_of_ours(phone: Phone, team: int, sqlite_database: Database) -> None:
    await phone.type(MANAGER, "/connect", **HERE)
    for text in ("Acme 120k offer friday", "/unknown", "/new"):
        assert await phone.type(MANAGER, text, **HERE) == []
    async with sqlite_database.read() as session:
        assert (await session.scalars(select(Deal))).all() == []


async def test_start_in_a_connected_group_does_not_ask_to_connect(phone: Phone, team: int) -> None:
    await phone.type(MANAGER, "/connect", **HERE)
    [said] = await phone.type(MANAGER, "/start", **HERE)
    assert "Northwind posts here" in said.text
    [said] = await phone.type(STRANGER, "/start", **HERE)
    assert "I already post here" in said.text
    assert "Northwind" not in said.text
    assert said.buttons == []


ANONYMOUS = 1_087_968_824
"""GroupAnonymousBot: who Telegram says an admin is that writes, or acts, as the group."""

AS_GROUP: dict[str, Any] = {
    "from": {"id": ANONYMOUS, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"},
    "sender_chat": group(GROUP),
}
OTHER_BOT: dict[str, Any] = {"from": {"id": 77, "is_bot": True, "first_name": "Guard", "username": "guard_bot"}}


@pytest.mark.parametrize("text", ["/connect", "/start@test_bot c1"])
@pytest.mark.parametrize("where", [HERE, TOPIC])
async def test_an_anonymous_admin_connects_by_a_tap(
    phone: Phone, team: int, sqlite_database: Database, text: str, where: dict[str, Any]
) -> None:
    [asked] = await phone.type(0, text, **where, **AS_GROUP)
    assert "You write as the group" in asked.text
    assert await chats(sqlite_database) == []
    [refused] = await phone.press(REP, asked.data("Connect"), **where)
    assert refused.is_alert
    await phone.press(MANAGER, asked.data("Connect"), **where)
    [chat] = await chats(sqlite_database)
    assert (chat.team_id, chat.thread_id) == (team, where.get("message_thread_id", 0))


async def test_who_writes_as_the_group_is_sent_to_the_private_chat_for_a_list(phone: Phone, team: int) -> None:
    for text in ("/my", "/stuck"):
        [said] = await phone.type(0, text, **HERE, **AS_GROUP)
        assert (said.chat_id, said.buttons[0][1]) == (GROUP, "https://t.me/test_bot?start")


@pytest.mark.parametrize("text", ["/connect", "/my", "/help", "Acme 12k"])
async def test_other_bots_are_not_answered(phone: Phone, team: int, text: str) -> None:
    assert await phone.type(0, text, **HERE, **OTHER_BOT) == []
    assert await phone.type(0, text, **OTHER_BOT) == []
    assert await phone.type(0, "Acme 12k", **HERE, **AS_GROUP) == []


@pytest.mark.parametrize("by", [AS_GROUP, OTHER_BOT])
async def test_what_becomes_of_a_group_counts_whoever_did_it(
    phone: Phone, team: int, sqlite_database: Database, by: dict[str, Any]
) -> None:
    await phone.type(MANAGER, "/connect", **TOPIC)
    await phone.provided["chat_trouble"].broke(GROUP, "topic_closed", 7)
    await phone.event(0, **TOPIC, **by, forum_topic_reopened={})
    assert [chat.broken for chat in await chats(sqlite_database)] == [None]
    kicked = {"chat": group(GROUP), "date": 1_772_442_000, "from": by["from"]}
    await phone.feed(
        {"my_chat_member": {**kicked, "old_chat_member": place("member"), "new_chat_member": place("kicked")}}
    )
    assert [chat.broken for chat in await chats(sqlite_database)] == ["kicked"]
    await phone.type(MANAGER, "/connect", chat=group(-5))
    await phone.event(0, chat=group(-1005), **by, migrate_from_chat_id=-5)
    assert sorted(chat.chat_id for chat in await chats(sqlite_database)) == [-1005, GROUP]


@pytest.mark.parametrize("user", [ADMIN, REP, STRANGER])
@pytest.mark.parametrize("data", ["home", "o:1", "tn", "st", "l:my:m:0:n:", "gp:1:0"])
async def test_a_private_button_forged_in_a_group_leaves_the_groups_post_alone(
    phone: Phone, team: int, user: int, data: str
) -> None:
    await phone.type(REP, "Acme 12k")
    [alert] = await phone.press(user, data, **HERE)
    assert (alert.method, alert.is_alert) == ("AnswerCallbackQuery", True)
