"""Rate limits: how many pass at once, what 429 says, and that impatience costs."""

from __future__ import annotations

from typing import Any

from bot.sandbox.limits import CHAT_BURST, GROUP_BURST

REP, GROUP = 1001, -4001


async def send(stand: Any, chat_id: int, count: int) -> None:
    for _ in range(count):
        await stand.ok("sendMessage", chat_id=chat_id, text="x")


async def test_a_short_burst_passes_then_one_a_second(stand: Any) -> None:
    await send(stand, REP, int(CHAT_BURST))
    url = f"/bot{stand.tg.world.token}/sendMessage"
    async with stand.session.post(url, json={"chat_id": REP, "text": "x"}) as response:
        answer = await response.json()
        assert response.status == 429
        assert response.headers["Retry-After"] == "1"
    assert answer == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    await stand.ok("sendMessage", chat_id=1002, text="others are not delayed")
    stand.ticks += 1
    await send(stand, REP, 1)
    await stand.refused("sendMessage", chat_id=REP, text="x")


async def test_asking_too_early_makes_it_longer(stand: Any) -> None:
    await send(stand, REP, int(CHAT_BURST))
    waits = []
    for _ in range(4):
        _, answer = await stand.raw("sendMessage", chat_id=REP, text="x")
        waits.append(answer["parameters"]["retry_after"])
    assert waits == sorted(waits)
    assert waits[-1] > waits[0]
    stand.ticks += waits[-1]
    await send(stand, REP, 1)


async def test_twenty_a_minute_in_a_group(stand: Any) -> None:
    await send(stand, GROUP, int(GROUP_BURST))
    _, answer = await stand.raw("sendMessage", chat_id=GROUP, text="x")
    assert answer["parameters"]["retry_after"] == 3
    stand.ticks += 60
    await send(stand, GROUP, 20)
    await stand.refused("sendMessage", chat_id=GROUP, text="x")


async def test_thirty_a_second_in_all(stand: Any) -> None:
    chats = [(await stand.page("person", first_name="P", language_code="en"))["user"]["id"] for _ in range(31)]
    for chat_id in chats:
        await stand.page("send", user_id=chat_id, chat_id=chat_id, text="/start")
    for chat_id in chats[:30]:
        await send(stand, chat_id, 1)
    refusal = await stand.refused("sendMessage", chat_id=chats[30], text="x")
    assert refusal == "Too Many Requests: retry after 1"


async def test_edits_count_but_answers_do_not(stand: Any) -> None:
    number = await stand.message()
    for step in range(int(CHAT_BURST) - 1):
        await stand.ok("editMessageText", chat_id=REP, message_id=number, text=str(step))
    refusal = await stand.refused("editMessageText", chat_id=REP, message_id=number, text="more")
    assert refusal.startswith("Too Many Requests")
    await stand.ok("sendChatAction", chat_id=REP, action="typing")
    await stand.ok("deleteMessage", chat_id=REP, message_id=number)


async def test_a_refused_message_is_not_counted_and_limits_can_be_switched_off(stand: Any) -> None:
    for _ in range(50):
        await stand.refused("sendMessage", chat_id=REP, text="")
    await send(stand, REP, int(CHAT_BURST))
    await stand.refused("sendMessage", chat_id=REP, text="x")
    await stand.page("limits", enabled=False)
    assert (await stand.state())["limits"] is False
    await send(stand, REP, 50)
