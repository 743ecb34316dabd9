"""A closed loop of presses for benchmarks, run inside the stand-in so that driving it costs no HTTP.

Each user presses a button, waits until the bot has answered the press, and presses again.
"""

from __future__ import annotations

import asyncio
import time

from bot.sandbox.actions import query_for
from bot.sandbox.errors import PageError
from bot.sandbox.params import Json
from bot.sandbox.telegram import Telegram

PATIENCE = 30.0


async def run_load(tg: Telegram, given: Json) -> Json:
    """Presses `taps` times per target; targets are {user_id, chat_id, message_id, data: [..]} used in turn.

    `pause`: seconds that each user thinks between an answer and the next press. Returns taps, seconds, taps per
    second, unanswered presses, the latencies in milliseconds (all, sorted; median and p99), and the CPU seconds this
    process used meanwhile.
    """
    targets = given["targets"]
    taps, pause = int(given["taps"]), float(given.get("pause") or 0)
    if not targets or taps < 1:
        raise PageError("targets and taps are needed")
    cpu, begin = time.process_time(), time.perf_counter()
    results = await asyncio.gather(*(_one_user(tg, target, taps, pause) for target in targets))
    seconds, used = time.perf_counter() - begin, time.process_time() - cpu
    latencies = sorted(1000 * value for values, _ in results for value in values)
    lost = sum(missing for _, missing in results)
    if not latencies:
        raise PageError("no press was answered")
    return {
        "taps": len(latencies),
        "unanswered": lost,
        "seconds": seconds,
        "per_second": len(latencies) / seconds,
        "latencies_ms": latencies,
        "median_ms": latencies[len(latencies) // 2],
        "p99_ms": latencies[min(len(latencies) - 1, len(latencies) * 99 // 100)],
        "cpu_seconds": used,
    }


async def _one_user(tg: Telegram, target: Json, taps: int, pause: float) -> tuple[list[float], int]:
    chat = tg.world.chats[int(target["chat_id"])]
    user_id, message_id, data = int(target["user_id"]), int(target["message_id"]), list(target["data"])
    latencies: list[float] = []
    lost = 0
    for number in range(taps):
        if number:
            await asyncio.sleep(pause)
        message = chat.messages[message_id]
        query = query_for(tg, user_id, chat, message.api, data[number % len(data)])
        query.waiter = asyncio.get_running_loop().create_future()
        begin = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE):
                await query.waiter
        except TimeoutError:
            lost += 1
        else:
            latencies.append(time.perf_counter() - begin)
    return latencies, lost
