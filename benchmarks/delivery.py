"""Delivery: 3,000 digests through the whole bot against a stand-in that keeps Telegram's limits.

How near the bot comes to the 30 messages a second that Telegram takes, how often it is told that it was too fast, and
how long people who press buttons meanwhile wait, against their waiting while nothing is sent; before and after it.
"""

from __future__ import annotations

import asyncio
import math
import statistics
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update

from benchmarks.figures import line, title
from benchmarks.processes import StandIn, cores, running, stand_in
from benchmarks.world import Seat, company
from bot.callbacks.deals import DealMove
from bot.clock import Clock
from bot.database import Database
from bot.models import Deal, DealEvent, Member, OutboxMessage, OutboxState, Role
from bot.sandbox.limits import OVERALL_PER_SECOND

DIGESTS = 3_000
TEAM_SIZE = 10
"""Managers in a team, and stuck deals in each of its digests."""

PEOPLE = 6
"""Who press buttons, on a team of their own."""

THINKING_SECONDS = 1.3
"""Between an answer and the next press: Telegram takes one edit a second in a chat."""

PRESSES = 85
"""By each of them while digests go out: for about nine tenths of the time that this takes."""

QUIET_PRESSES = 43
"""By each of them before, and again after."""

LOOK_SECONDS = 1.0
PATIENCE_SECONDS = 600.0


@dataclass
class Pressers:
    """The people who press: their buttons move a deal to and fro, as in the taps benchmark."""

    telegram: StandIn
    seats: Sequence[Seat]
    messages: dict[int, int] = field(default_factory=dict)

    def press(self, count: int) -> list[float]:
        """So many presses by each; how long each waited, in milliseconds. Raises RuntimeError when one was lost."""
        targets = [self._target(seat, count) for seat in self.seats]
        found = self.telegram.page("load", targets=targets, taps=count, pause=THINKING_SECONDS)
        if found["unanswered"]:
            raise RuntimeError(f"{found['unanswered']} taps were not answered")
        return [float(each) for each in found["latencies_ms"]]

    def _target(self, seat: Seat, count: int) -> dict[str, Any]:
        moves = [seat.next() for _ in range(count)]
        data = [DealMove(deal=seat.deal_id, stage=stage, version=version).pack() for stage, version in moves]
        user = seat.user_id
        return {"user_id": user, "chat_id": user, "message_id": self.messages[user], "data": data}

    def meet(self) -> None:
        """Each gets a message to press on, and opens the bot, so that one can see when it is there."""
        for seat in self.seats:
            user = seat.user_id
            self.messages[user] = self.telegram.call("sendMessage", chat_id=user, text="A card")["message_id"]
            self.telegram.page("send", user_id=user, chat_id=user, text="/help")


def main(_rounds: int = 1) -> None:
    """Measure and print. Once, whatever the rounds: a broadcast is 3,000 sends, and takes its 100 seconds."""
    title("Delivery: 3,000 digests with Telegram's limits on")
    bot_core, other_core = cores()
    with (
        tempfile.TemporaryDirectory(prefix="dealnudge-bench-") as folder,
        stand_in(DIGESTS + PEOPLE, other_core, limits=True) as telegram,
    ):
        url = f"sqlite+aiosqlite:///{folder}/delivery.db"
        pressers = Pressers(telegram, asyncio.run(_prepare(url, telegram.users)))
        pressers.meet()
        env = {
            "BOT_API_URL": telegram.url,
            "BOT_TOKEN": telegram.token,
            "DATABASE_URL": url,
            "LOG_LEVEL": "WARNING",
            "SWEEP_INTERVAL_SECONDS": "5",
        }
        with running(["-m", "bot", "run"], core=bot_core, env=env, folder=Path(folder)) as bot:
            telegram.wait_for_bot()
            pressers.press(3)
            quiet = pressers.press(QUIET_PRESSES)
            cpu = bot.cpu_seconds()
            busy = _broadcast(url, pressers)
            cpu = bot.cpu_seconds() - cpu
            quiet += pressers.press(QUIET_PRESSES)
        asyncio.run(_report(url, telegram, cpu))
    _waits(quiet, busy)


async def _prepare(url: str, users: Sequence[int]) -> list[Seat]:
    """Teams of managers whose deals are all stuck, and the team of those who press; the seats of the latter."""
    database, now = Database(url), Clock().now()
    managers, people = users[:DIGESTS], users[DIGESTS:]
    teams = [managers[at : at + TEAM_SIZE] for at in range(0, DIGESTS, TEAM_SIZE)]
    seats = await company(database, [*teams, people])
    async with database.write() as session:
        await session.execute(
            update(Member).where(Member.user_id.in_(select(Deal.owner_id).where(Deal.team_id != seats[-1].team_id)))
            .values(role=Role.MANAGER, hears_plan=False)
        )  # fmt: skip
        await session.execute(
            update(Deal)
            .where(Deal.team_id != seats[-1].team_id)
            .values(stage_entered_at=now - timedelta(days=12), stuck_at=now - timedelta(days=5))
        )
    await database.close()
    return seats[-PEOPLE:]


def _broadcast(url: str, pressers: Pressers) -> list[float]:
    """Every manager's digest falls due; returns the presses' waits until all are sent."""
    waits: list[float] = []
    pressing = threading.Thread(target=lambda: waits.extend(pressers.press(PRESSES)))
    pressing.start()
    asyncio.run(_send_all(url))
    pressing.join()
    if len(waits) != PRESSES * PEOPLE:
        raise RuntimeError("the people's presses failed")
    return waits


async def _send_all(url: str) -> None:
    database = Database(url)
    async with database.write() as session:
        await session.execute(update(Member).where(Member.role == Role.MANAGER).values(next_digest_at=Clock().now()))
    sent = select(func.count()).where(OutboxMessage.kind == "digest", OutboxMessage.state != OutboxState.PENDING)
    async with asyncio.timeout(PATIENCE_SECONDS):
        done = 0
        while done < DIGESTS:
            await asyncio.sleep(LOOK_SECONDS)
            async with database.read() as session:
                done = await session.scalar(sent) or 0
    await database.close()


async def _report(url: str, telegram: StandIn, cpu: float) -> None:
    database = Database(url)
    async with database.read() as session:
        query = select(OutboxMessage.sent_at).where(
            OutboxMessage.kind == "digest", OutboxMessage.state == OutboxState.SENT
        )
        moments: list[datetime] = sorted(moment for moment in await session.scalars(query) if moment is not None)
        # Every press moved a deal and edited a message, which Telegram counts.
        pressed = DealEvent.at.between(moments[0], moments[-1])
        answers = await session.scalar(select(func.count()).select_from(DealEvent).where(pressed)) or 0
    await database.close()
    if len(moments) != DIGESTS:
        raise RuntimeError(f"{len(moments)} of {DIGESTS} digests were sent")
    seconds = (moments[-1] - moments[0]).total_seconds()
    errors = telegram.stats()["errors"]
    line("messages/s ÷ 30", f"{(DIGESTS - 1 + answers) / seconds / OVERALL_PER_SECOND:.3f}", f"{seconds:.1f} s")
    line("    of them digests, edits after a press", f"{DIGESTS}, {answers}")
    line("429s met", sum(count for text, count in errors.items() if text.startswith("Too Many")))
    line("other refusals", sum(count for text, count in errors.items() if not text.startswith("Too Many")))
    line("CPU of the bot meanwhile", f"{cpu / seconds:.0%} of its core", f"{1000 * cpu / DIGESTS:.1f} ms a digest")


def _waits(quiet: Sequence[float], busy: Sequence[float]) -> None:
    line("wait of a press, p99: broadcast ÷ quiet", f"{_p99(busy) / _p99(quiet):.2f}")
    line("wait of a press, median: broadcast ÷ quiet", f"{statistics.median(busy) / statistics.median(quiet):.2f}")
    for name, waits in (("quiet", quiet), ("broadcast", busy)):
        found = f"{statistics.median(waits):.1f}, {_p99(waits):.1f}, {max(waits):.1f} ms"
        line(f"    {name}: median, p99, longest", found, f"{len(waits)} presses")


def _p99(values: Sequence[float]) -> float:
    return sorted(values)[math.ceil(0.99 * len(values)) - 1]
