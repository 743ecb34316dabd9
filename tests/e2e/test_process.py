"""The process as its owner meets it: it starts, says what is wrong in one line, and stops when told."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.harness import BotProcess, Process, Sandbox, sandbox_in
from tests.e2e.teams import seed_teams
from tests.support import until

pytestmark = pytest.mark.e2e


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[Sandbox]:
    async with sandbox_in(tmp_path, "--users", "3", "--no-limits") as sandbox:
        yield sandbox


def url(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'bot.db'}"


async def failed_start(bot: Process) -> list[str]:
    """The lines that it says when it refuses to start."""
    await bot.start()
    assert bot.process is not None
    assert await bot.process.wait() == 2
    return bot.output().strip().splitlines()


async def test_without_a_token_it_says_so_in_one_line(tmp_path: Path, sandbox: Sandbox) -> None:
    [line] = await failed_start(BotProcess(tmp_path, sandbox, url(tmp_path), BOT_TOKEN=""))
    assert line.startswith("BOT_TOKEN")


async def test_a_wrong_setting_is_named_in_one_line(tmp_path: Path, sandbox: Sandbox) -> None:
    [line] = await failed_start(BotProcess(tmp_path, sandbox, "mysql://nobody"))
    assert line.startswith("DATABASE_URL")


async def test_a_database_that_cannot_be_opened_is_named_in_one_line(tmp_path: Path, sandbox: Sandbox) -> None:
    [line] = await failed_start(BotProcess(tmp_path, sandbox, "postgresql://me:hunter2@127.0.0.1:1/sales"))
    assert line.startswith("DATABASE_URL")
    assert "hunter2" not in line


async def test_a_token_that_telegram_does_not_know_is_named(tmp_path: Path, sandbox: Sandbox) -> None:
    token = "1234567:AAnot_the_token_of_this_sandbox_0000000"
    migrated, line = await failed_start(BotProcess(tmp_path, sandbox, url(tmp_path), BOT_TOKEN=token))
    assert "app.migrated" in migrated
    assert line.startswith("BOT_TOKEN")
    assert token.partition(":")[2] not in line


async def test_it_stops_within_five_seconds_and_says_nothing_secret(tmp_path: Path, sandbox: Sandbox) -> None:
    bot = BotProcess(tmp_path, sandbox, url(tmp_path), LOG_LEVEL="DEBUG")
    await bot.start_and_wait()
    secret = "Confidential Client 120k"
    await sandbox.send(sandbox.users[0], secret)
    await until(lambda: sandbox.from_bot(sandbox.users[0]))
    begin = time.monotonic()
    assert await bot.stop() == 0
    assert time.monotonic() - begin < 5
    assert sandbox.token not in bot.output()
    assert sandbox.token.partition(":")[2] not in bot.output()
    assert "Confidential" not in bot.output()


async def test_it_stops_within_five_seconds_while_telegram_does_not_answer(tmp_path: Path, sandbox: Sandbox) -> None:
    [user, *_] = sandbox.users
    await seed_teams(url(tmp_path), [user], 1)
    bot = BotProcess(tmp_path, sandbox, url(tmp_path))
    await bot.start_and_wait()
    await sandbox.post("faults", rules=[{"method": "sendMessage", "kind": "timeout", "seconds": 60}])
    before = await sandbox.polls()
    await sandbox.send(user, "/my")

    async def taken() -> bool:
        return await sandbox.polls() > before

    await until(taken)
    begin = time.monotonic()
    assert await bot.stop() == 0
    assert time.monotonic() - begin < 5
    # What was being answered is answered by the next start.
    await sandbox.clear_faults()
    await bot.start_and_wait()
    await until(lambda: sandbox.from_bot(user))
    await bot.stop()


async def test_it_starts_without_a_network_and_comes_up_with_it(tmp_path: Path, sandbox: Sandbox) -> None:
    await sandbox.post("faults", rules=[{"method": "getMe", "kind": "502", "count": 1}])
    bot = BotProcess(tmp_path, sandbox, url(tmp_path))
    await bot.start_and_wait()
    assert "app.telegram_unreachable" in bot.output()
    assert await bot.stop() == 0


async def test_it_stops_while_it_waits_for_the_network(tmp_path: Path, sandbox: Sandbox) -> None:
    await sandbox.post("faults", rules=[{"method": "getMe", "kind": "502"}])
    bot = BotProcess(tmp_path, sandbox, url(tmp_path))
    await bot.start()
    await until(lambda: "app.telegram_unreachable" in bot.output(), 60)
    assert await bot.stop() == 0


async def test_updates_that_came_while_it_was_down_are_answered(tmp_path: Path, sandbox: Sandbox) -> None:
    for user in sandbox.users:
        await sandbox.send(user, "/start")
    bot = BotProcess(tmp_path, sandbox, url(tmp_path))
    await bot.start_and_wait()
    for user in sandbox.users:
        await until(lambda user=user: sandbox.from_bot(user))  # type: ignore[misc]
    await bot.stop()


async def test_a_second_process_with_the_token_is_told_and_the_first_goes_on(tmp_path: Path, sandbox: Sandbox) -> None:
    first = BotProcess(tmp_path, sandbox, url(tmp_path))
    await first.start_and_wait()
    (tmp_path / "second").mkdir()
    second = BotProcess(tmp_path / "second", sandbox, url(tmp_path / "second"))
    await second.start_and_wait()
    await until(lambda: "receiver.conflict" in first.output() + second.output(), 60)
    await second.stop()
    await sandbox.send(sandbox.users[0], "/start")
    await until(lambda: sandbox.from_bot(sandbox.users[0]), 60)
    assert await first.stop() == 0
