"""Kill -9 while deals fall due by the hundred: each is said once, but for a message that was on its way at the kill.

``KILLS`` says how often (default 2 in the ordinary run; ``make soak`` does hundreds, on PostgreSQL too), ``SEED``
repeats a run.
"""

from __future__ import annotations

import asyncio
import os
import random
from datetime import timedelta
from pathlib import Path

import pytest

from tests.e2e.due import DEALS, Crowd
from tests.e2e.harness import QUIET_SECONDS, BotProcess, sandbox_in
from tests.support import own_postgres, until

KILLS = int(os.environ.get("KILLS", "2"))
SEED = int(os.environ.get("SEED", "20260302"))
PEOPLE = 40
"""With eight deals each: 320 fall due at once."""

SWEEP_SECONDS = 0.6
"""Longer than a sweep over them takes; somewhere within, the bot dies."""

pytestmark = pytest.mark.e2e


async def test_kill_while_deals_fall_due(tmp_path: Path) -> None:
    await kill_and_count(tmp_path, f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}")


@pytest.mark.postgres
@pytest.mark.skipif(KILLS < 20, reason="in the soak only: every kill costs a start")
async def test_kill_while_deals_fall_due_on_postgres(tmp_path: Path) -> None:
    async with own_postgres("kill_sweep") as url:
        await kill_and_count(tmp_path, url)


async def kill_and_count(tmp_path: Path, url: str) -> None:
    luck = random.Random(SEED)
    caught: list[str] = []
    async with sandbox_in(tmp_path, "--users", str(PEOPLE), "--no-limits") as sandbox:
        crowd = Crowd(tmp_path, sandbox, url)
        await crowd.build()
        await crowd.only_reminders()
        bot = crowd.bot()
        try:
            await bot.start_and_wait()
            for wave in range(KILLS):
                caught.append(await kill_once(crowd, bot, luck, wave))
            assert await bot.stop() == 0
        except BaseException:
            print(bot.output()[-20_000:])  # noqa: T201 — pytest shows it with the failure
            raise
        finally:
            await crowd.database.close()
    print(f"{KILLS} kills of {PEOPLE * DEALS} due deals each: {', '.join(caught)}")  # noqa: T201


async def kill_once(crowd: Crowd, bot: BotProcess, luck: random.Random, wave: int) -> str:
    """Everything falls due, the bot dies at it and is started again; how far it had come, and what was doubled."""
    moment = crowd.morning()
    await crowd.fall_due(moment)
    calls, noticed = await crowd.sandbox.calls_made(), bot.output().count("jobs.clock_was_set")
    crowd.set_clock(moment)
    await until(lambda: bot.output().count("jobs.clock_was_set") > noticed, QUIET_SECONDS)
    await MOMENTS[wave % len(MOMENTS)](crowd, calls, luck)
    await bot.kill()
    claimed, sent = await crowd.claimed(), await crowd.sandbox.calls_made() - calls
    # What was on its way on PostgreSQL belongs to the dead for a minute and a half.
    crowd.set_clock(moment + timedelta(minutes=2))
    await bot.start_and_wait()
    await crowd.all_sent()
    doubled = 0
    for user, told in (await crowd.told()).items():
        assert 1 <= len(told.messages) <= 2, told.messages
        assert sorted(told.names) == crowd.names[user]
        # Batched: a message names all of them, and so does its double.
        assert set(told.names.values()) == {len(told.messages)}
        doubled += len(told.messages) - 1
    assert await crowd.nudges() == dict.fromkeys(crowd.names, wave + 1)
    return f"{claimed} claimed and {sent} sent, {doubled} doubled"


async def in_the_sweep(crowd: Crowd, calls: int, luck: random.Random) -> None:
    """Somewhere between the first look and the last message."""
    await asyncio.sleep(luck.random() * SWEEP_SECONDS)


async def once_claimed(crowd: Crowd, calls: int, luck: random.Random) -> None:
    """Due times have become reminders; they are about to ring."""
    await until(crowd.claimed, QUIET_SECONDS)
    await asyncio.sleep(luck.random() * SWEEP_SECONDS / 4)


async def in_the_sending(crowd: Crowd, calls: int, luck: random.Random) -> None:
    """Some messages are out, some on their way, some wait."""
    enough = calls + luck.randrange(1, PEOPLE)

    async def reached() -> bool:
        return await crowd.sandbox.calls_made() >= enough

    await until(reached, QUIET_SECONDS)


MOMENTS = (in_the_sending, once_claimed, in_the_sweep)
