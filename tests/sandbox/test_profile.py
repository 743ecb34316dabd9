"""Command menus per scope and language, names and the menu button."""

from __future__ import annotations

from typing import Any

import pytest

REP, MANAGER, GROUP = 1001, 1003, -4001


def commands(*names: str) -> list[dict[str, str]]:
    return [{"command": name, "description": f"about {name}"} for name in names]


async def shown(stand: Any, user_id: int, chat_id: int) -> list[str]:
    menus = (await stand.state())["commands"]
    return [item["command"] for item in menus[f"{user_id}:{chat_id}"]]


async def test_the_narrowest_scope_and_the_own_language_win(stand: Any) -> None:
    await stand.ok("setMyCommands", commands=commands("new"))
    assert await shown(stand, REP, REP) == ["new"]
    assert await shown(stand, REP, GROUP) == ["new"]
    await stand.ok("setMyCommands", commands=commands("my"), scope={"type": "all_group_chats"})
    await stand.ok("setMyCommands", commands=commands("adm"), scope={"type": "chat_administrators", "chat_id": GROUP})
    assert await shown(stand, REP, GROUP) == ["my"]
    assert await shown(stand, MANAGER, GROUP) == ["adm"]
    await stand.ok("setMyCommands", commands=commands("nowy"), language_code="pl")
    assert await shown(stand, REP, REP) == ["new"]
    await stand.page("language", user_id=REP, language_code="pl")
    assert await shown(stand, REP, REP) == ["nowy"]
    await stand.ok("setMyCommands", commands=commands("one"), scope={"type": "chat", "chat_id": REP})
    assert await shown(stand, REP, REP) == ["one"]
    await stand.ok("deleteMyCommands", scope={"type": "chat", "chat_id": REP})
    assert await shown(stand, REP, REP) == ["nowy"]
    assert await stand.ok("getMyCommands", language_code="pl") == commands("nowy")


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (commands("New"), "BOT_COMMAND_INVALID"),
        (commands("x" * 33), "BOT_COMMAND_INVALID"),
        (commands(*[f"c{n}" for n in range(101)]), "BOT_COMMANDS_TOO_MUCH"),
        ([{"command": f"c{n}", "description": "ж" * 100} for n in range(21)], "BOT_COMMANDS_TOO_MUCH"),
        ([{"command": "a", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "a", "description": "x" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "a"}], "can't parse BotCommand: Can't find field \"description\""),
    ],
)
async def test_bad_commands(stand: Any, given: list[dict[str, str]], refusal: str) -> None:
    assert await stand.refused("setMyCommands", commands=given) == f"Bad Request: {refusal}"


async def test_a_scope_needs_a_chat_the_bot_knows(stand: Any) -> None:
    refusal = await stand.refused("setMyCommands", commands=[], scope={"type": "chat", "chat_id": 5})
    assert refusal == "Bad Request: chat not found"


async def test_texts_per_language(stand: Any) -> None:
    assert await stand.ok("getMyName") == {"name": "Dealnudge"}
    await stand.ok("setMyShortDescription", short_description="short")
    await stand.ok("setMyShortDescription", short_description="krótko", language_code="pl")
    assert await stand.ok("getMyShortDescription", language_code="pl") == {"short_description": "krótko"}
    assert await stand.ok("getMyShortDescription", language_code="ru") == {"short_description": "short"}
    refusal = await stand.refused("setMyDescription", description="x" * 513)
    assert refusal == "Bad Request: bot description is too long"


async def test_the_menu_button(stand: Any) -> None:
    await stand.ok("setChatMenuButton", menu_button={"type": "commands"})
    assert await stand.ok("getChatMenuButton", chat_id=REP) == {"type": "commands"}
    refusal = await stand.refused("setChatMenuButton", menu_button={"type": "pizza"})
    assert refusal == "Bad Request: can't parse menu button: MenuButton has unsupported type"
