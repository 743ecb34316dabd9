"""Kill -9 while reminders are being sent: none is lost, and only those on their way come twice, at most one a chat.

``KILLS`` says how often (default 3; ``make soak`` does more), ``SEED`` repeats a run.
"""

from __future__ import annotations

import os
import random
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.e2e.harness import QUIET_SECONDS, BotProcess, Sandbox, sandbox_in
from tests.e2e.nudged import FIRST_TUESDAY, Planned, seed_team
from tests.e2e.phones import words
from tests.support import until

KILLS = min(int(os.environ.get("KILLS", "3")), 30)
SEED = int(os.environ.get("SEED", "20260303"))
SENT_BEFORE_A_KILL = 8
"""About so many are sent between two kills."""

RATE = 20
ANSWER_SECONDS = 0.3
"""So long the stand-in keeps its answers back: at a kill several messages are there of which the bot does not know."""


@pytest.mark.e2e
async def test_kill_while_reminders_are_sent(tmp_path: Path) -> None:
    luck = random.Random(SEED)
    people = 1 + 2 * SENT_BEFORE_A_KILL * (KILLS + 1)
    async with sandbox_in(tmp_path, "--users", str(people), "--no-limits") as sandbox:
        boss, *reps = sandbox.users
        await seed(tmp_path, boss, reps)
        bot = BotProcess(
            tmp_path, sandbox, f"sqlite:///{tmp_path / 'bot.db'}", SANDBOX_CLOCK_FILE=str(tmp_path / "clock"),
            SWEEP_INTERVAL_SECONDS="1", TELEGRAM_RATE_PER_SECOND=str(RATE),
        )  # fmt: skip
        await sandbox.post("faults", rules=[slow_answers()])
        shown, doubled = dict.fromkeys(reps, 0), 0
        for _ in range(KILLS):
            moment = await sends(sandbox) + luck.randint(1, 2 * SENT_BEFORE_A_KILL)
            await bot.start()
            await until(lambda moment=moment: reached(sandbox, moment), QUIET_SECONDS)  # type: ignore[misc]
            await bot.kill()
            before, shown = shown, await copies(sandbox, reps)
            known = marked(tmp_path)
            on_their_way = {rep for rep in reps if shown[rep] > before[rep] and rep not in known}
            assert all(shown[rep] - before[rep] <= 1 for rep in reps)
            doubled += len(on_their_way)
        await bot.start()
        await until(lambda: len(marked(tmp_path)) == len(reps), QUIET_SECONDS)
        shown = await copies(sandbox, reps)
        assert await bot.stop() == 0
    assert min(shown.values()) == 1
    assert sum(shown.values()) == len(reps) + doubled
    print(f"{KILLS} kills, {len(reps)} reminders: none lost, {doubled} doubled")  # noqa: T201


async def seed(folder: Path, boss: int, reps: list[int]) -> None:
    """Everybody has two deals that have just fallen due; the bot's clock says so."""
    deals = [Planned(rep, client, FIRST_TUESDAY) for rep in reps for client in clients(rep)]
    names = {user: f"User {user}" for user in (boss, *reps)}
    await seed_team(f"sqlite+aiosqlite:///{folder / 'bot.db'}", boss, names, deals)
    offset = FIRST_TUESDAY + timedelta(minutes=1) - datetime.now(UTC)
    (folder / "clock").write_text(str(offset.total_seconds()))


def clients(rep: int) -> tuple[str, str]:
    return f"Acme {rep}", f"Borey {rep}"


def slow_answers() -> dict[str, object]:
    """The message is there at once; the bot hears of it later."""
    return {"method": "sendMessage", "kind": "slow", "seconds": ANSWER_SECONDS, "late": True}


async def sends(sandbox: Sandbox) -> int:
    """How many messages were sent and answered."""
    return int((await sandbox.get("stats"))["calls"].get("sendMessage", 0))


async def reached(sandbox: Sandbox, moment: int) -> bool:
    return await sends(sandbox) >= moment


async def copies(sandbox: Sandbox, reps: list[int]) -> dict[int, int]:
    """How often each rep has been told of both deals."""
    told = dict.fromkeys(reps, 0)
    for chat in (await sandbox.get("state"))["chats"].values():
        if chat["id"] in told:
            named = [all(client in words(one) for client in clients(chat["id"])) for one in chat["messages"]]
            told[chat["id"]] = sum(named)
    return told


def marked(folder: Path) -> set[int]:
    """Whose reminder the bot knows to be sent."""
    with sqlite3.connect(f"file:{folder / 'bot.db'}?mode=ro", uri=True) as connection:
        found = connection.execute("SELECT chat_id FROM outbox WHERE kind = 'nudge' AND state = 'sent'").fetchall()
    connection.close()
    return {row[0] for row in found}
