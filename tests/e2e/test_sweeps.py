"""Whole processes and time: the machine was off for days, and two processes share one PostgreSQL."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.e2e.due import THREE, WARSAW, Crowd
from tests.e2e.harness import sandbox_in
from tests.support import own_postgres, until

pytestmark = pytest.mark.e2e


async def test_off_for_three_days_each_plan_and_digest_comes_once_in_the_morning(tmp_path: Path) -> None:
    async with sandbox_in(tmp_path, "--users", "5", "--no-limits") as sandbox:
        crowd = Crowd(tmp_path, sandbox, f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}")
        await crowd.build()
        await crowd.fall_due(crowd.morning())
        bot = crowd.bot()
        await bot.start_and_wait()
        await crowd.swept()
        assert await bot.stop() == 0
        # Back at three in the night before a working day; every day between had its plan and digest.
        back = WARSAW.next_at(crowd.now() + timedelta(days=3), THREE)
        crowd.set_clock(back)
        await bot.start_and_wait()
        await crowd.swept()
        await crowd.sent()
        assert [told.messages for told in (await crowd.told()).values() if told.messages] == []
        for moment in (WARSAW.next_open(back), WARSAW.next_open(back) + timedelta(minutes=30)):
            crowd.set_clock(moment)
            await crowd.swept()
            await crowd.sent()
            for user, told in (await crowd.told()).items():
                assert sorted(told.names.elements()) == crowd.names[user]
                assert sorted(message[0] for message in told.messages) == ["☀", "📊"]
        await crowd.database.close()


@pytest.mark.postgres
async def test_two_processes_on_one_database_say_everything_once(tmp_path: Path) -> None:
    async with own_postgres("two_bots") as url, sandbox_in(tmp_path, "--users", "30", "--no-limits") as sandbox:
        crowd = Crowd(tmp_path, sandbox, url)
        await crowd.build()
        bots = [crowd.bot("first"), crowd.bot("second")]
        for bot in bots:
            await bot.start_and_wait()
        # Telegram lets one poll: the two take turns at being refused, and everything else goes on.
        await until(lambda: any("receiver.conflict" in bot.output() for bot in bots), 60)
        moment = crowd.morning()
        await crowd.fall_due(moment)
        crowd.set_clock(moment)
        await crowd.morning_said()
        await crowd.swept()
        await crowd.sent()
        for user, told in (await crowd.told()).items():
            assert sorted(told.names.elements()) == crowd.names[user]
            assert sorted(message[0] for message in told.messages) == ["☀", "📊"]
        await crowd.only_reminders()
        moment = crowd.morning()
        await crowd.fall_due(moment)
        crowd.set_clock(moment)
        await crowd.all_sent()
        await crowd.swept()
        await crowd.sent()
        for user, told in (await crowd.told()).items():
            assert sorted(told.names.elements()) == crowd.names[user]
            assert len(told.messages) == 1
        for bot in bots:
            errors = [line for line in bot.output().splitlines() if "[error" in line]
            assert [line for line in errors if "receiver.conflict" not in line] == []
            assert await bot.stop() == 0
        await crowd.database.close()
