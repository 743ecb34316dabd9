"""getUpdates: offsets, kinds, waiting, and two pollers."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import Any

REP, GROUP = 1001, -4001


async def say(stand: Any, *texts: str) -> None:
    for text in texts:
        await stand.page("send", user_id=REP, chat_id=REP, text=text)


async def waiting(stand: Any, **params: Any) -> asyncio.Task[Any]:
    """A long poll that has reached the server."""
    before = stand.tg.updates.listening
    before.clear()
    task = asyncio.create_task(stand.raw("getUpdates", timeout=50, **params))
    await before.wait()
    return task


async def test_updates_stay_until_confirmed(stand: Any) -> None:
    await say(stand, "a", "b", "c")
    first = await stand.ok("getUpdates")
    assert [u["message"]["text"] for u in first] == ["a", "b", "c"]
    assert await stand.ok("getUpdates") == first
    rest = await stand.ok("getUpdates", offset=first[0]["update_id"] + 1, limit=1)
    assert [u["message"]["text"] for u in rest] == ["b"]
    assert await stand.ok("getUpdates", offset=first[2]["update_id"] + 1) == []
    assert await stand.ok("getUpdates") == []


async def test_a_negative_offset_keeps_the_last(stand: Any) -> None:
    await say(stand, "a", "b", "c")
    assert [u["message"]["text"] for u in await stand.ok("getUpdates", offset=-1)] == ["c"]
    assert len(await stand.ok("getUpdates")) == 1


async def test_numbers_grow_with_gaps(stand: Any) -> None:
    await say(stand, *map(str, range(30)))
    numbers = [u["update_id"] for u in await stand.ok("getUpdates")]
    gaps = {b - a for a, b in pairwise(numbers)}
    assert min(gaps) >= 1
    assert len(gaps) > 1


async def test_a_waiting_poll_gets_what_comes(stand: Any) -> None:
    poll = await waiting(stand)
    await say(stand, "hello")
    _, answer = await poll
    assert answer["result"][0]["message"]["text"] == "hello"


async def test_a_second_poller_ends_the_first(stand: Any) -> None:
    first = await waiting(stand)
    second = await waiting(stand)
    status, answer = await first
    assert status == 409
    assert answer["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    await say(stand, "hello")
    assert len((await second)[1]["result"]) == 1


async def test_kinds_are_kept_and_the_default_leaves_three_out(stand: Any) -> None:
    assert await stand.ok("getUpdates", allowed_updates=["callback_query"]) == []
    await say(stand, "unheard")
    assert await stand.ok("getUpdates") == []
    await stand.ok("getUpdates", allowed_updates=[])
    await say(stand, "heard")
    assert len(await stand.updates()) == 1
    assert stand.tg.updates.push("chat_member", {}) is None
    assert stand.tg.updates.push("message_reaction", {}) is None


async def test_an_update_shows_the_message_as_it_was(stand: Any) -> None:
    number = await stand.message(text="before")
    await stand.page("press", user_id=REP, chat_id=REP, message_id=number, data="go")
    await stand.ok("editMessageText", chat_id=REP, message_id=number, text="after")
    query = (await stand.updates())[0]["callback_query"]
    assert query["message"]["text"] == "before"
    assert query["message"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "go"


async def test_wrong_token_and_wrong_method(stand: Any) -> None:
    async with stand.session.post("/bot1:x/getMe") as response:
        assert response.status == 401
        assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    status, answer = await stand.raw("sendTelepathy")
    assert (status, answer["description"]) == (404, "Not Found: method not found")
    assert (await stand.ok("GETME"))["username"] == "dealnudge_sandbox_bot"
