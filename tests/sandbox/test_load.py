"""The stand-in alone as a process, and the closed loop that benchmarks drive."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from typing import Any

import aiohttp
import pytest

REP = 1001


async def answer_presses(stand: Any, count: int) -> None:
    """A bot that answers so many presses."""
    offset = 0
    while count:
        for update in await stand.ok("getUpdates", offset=offset, timeout=50):
            offset = update["update_id"] + 1
            await stand.ok("answerCallbackQuery", callback_query_id=update["callback_query"]["id"])
            count -= 1


async def test_each_user_presses_again_once_answered(stand: Any) -> None:
    targets = [
        {"user_id": user, "chat_id": user, "message_id": await stand.message(user), "data": ["go", "other"]}
        for user in (1001, 1002)
    ]
    bot = asyncio.create_task(answer_presses(stand, 10))
    result = await stand.page("load", targets=targets, taps=5)
    await bot
    assert (result["taps"], result["unanswered"]) == (10, 0)
    assert result["per_second"] > 0
    assert await stand.page_error("load", targets=[], taps=5) == "targets and taps are needed"


@pytest.mark.e2e
async def test_the_stand_in_runs_alone() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.sandbox", "--users", "3", "--no-limits", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    ready = json.loads(await process.stdout.readline())
    assert len(ready["users"]) == 3
    async with aiohttp.ClientSession(ready["url"]) as session:
        for number in range(40):
            message = {"chat_id": ready["users"][0], "text": str(number)}
            async with session.post(f"/bot{ready['token']}/sendMessage", json=message) as response:
                assert response.status == 200
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0
