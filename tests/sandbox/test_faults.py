"""Injected faults: each kind, whom it hits, how often."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

REP = 1001


@pytest.mark.parametrize(
    ("kind", "status", "description"),
    [
        ("429", 429, "Too Many Requests: retry after 7"),
        ("500", 500, "Internal Server Error"),
        ("502", 502, "Bad Gateway"),
        ("blocked", 403, "Forbidden: bot was blocked by the user"),
        ("deactivated", 403, "Forbidden: user is deactivated"),
        ("kicked", 403, "Forbidden: bot was kicked from the group chat"),
        ("chat_gone", 400, "Bad Request: chat not found"),
    ],
)
async def test_a_fault_is_used_up(stand: Any, kind: str, status: int, description: str) -> None:
    rule = {"method": "sendMessage", "kind": kind, "count": 1, "retry_after": 7}
    await stand.page("faults", rules=[rule])
    got, answer = await stand.raw("sendMessage", chat_id=REP, text="x")
    assert (got, answer["description"]) == (status, description)
    await stand.ok("sendMessage", chat_id=REP, text="x")


async def test_a_fault_can_be_for_one_chat_and_be_taken_back(stand: Any) -> None:
    await stand.page("faults", rules=[{"method": "*", "chat_id": REP, "kind": "500"}])
    await stand.ok("sendMessage", chat_id=1002, text="x")
    await stand.refused("sendMessage", chat_id=REP, text="x")
    await stand.refused("sendContact", chat_id=REP, phone_number="+1", first_name="x")
    assert await stand.ok("getUpdates") == []
    async with stand.session.delete("/page/faults") as response:
        assert response.status == 200
    await stand.ok("sendMessage", chat_id=REP, text="x")


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("kind", ["drop", "timeout"])
async def test_a_lost_connection_before_or_after_the_effect(stand: Any, kind: str, late: bool) -> None:
    rule = {"method": "sendMessage", "kind": kind, "count": 1, "seconds": 0, "late": late}
    await stand.page("faults", rules=[rule])
    with pytest.raises(aiohttp.ClientError):
        await stand.raw("sendMessage", chat_id=REP, text="x")
    messages = (await stand.state())["chats"]["1001:1001"]["messages"]
    assert len(messages) == (1 if late else 0)


async def test_a_slow_answer_is_still_an_answer(stand: Any) -> None:
    await stand.page("faults", rules=[{"method": "sendMessage", "kind": "slow", "seconds": 0}])
    await stand.ok("sendMessage", chat_id=REP, text="x")


async def test_a_senseless_rule_is_refused(stand: Any) -> None:
    assert "kind must be one of" in await stand.page_error("faults", rules=[{"kind": "meteor"}])
    assert "positive" in await stand.page_error("faults", rules=[{"kind": "500", "count": 0}])


async def test_calls_and_errors_are_counted(stand: Any) -> None:
    await stand.ok("sendMessage", chat_id=REP, text="x")
    await stand.refused("sendmessage", chat_id=5, text="x")
    async with stand.session.get("/page/stats") as response:
        stats = await response.json()
    assert stats["calls"] == {"sendMessage": 2}
    assert stats["errors"] == {"Bad Request: chat not found": 1}
    assert stats["cpu_seconds"] > 0
    async with stand.session.get("/page/calls?since=1") as response:
        (call,) = await response.json()
    assert (call["n"], call["method"], call["ok"], call["error_code"]) == (2, "sendMessage", False, 400)
    assert call["params"] == {"chat_id": 5, "text": "x"}
