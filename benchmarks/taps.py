"""Taps: the whole bot, pressed through a stand-in for Telegram, against a bare aiogram handler with the same two calls.

Ours writes inbox, history and outbox (every team has a connected group); the bare one has no database. Both run on one
core, the stand-ins with the load on the other. Rounds alternate, and the ratio is taken round by round.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from benchmarks.figures import line, ratio, title
from benchmarks.postgres import scratch_database
from benchmarks.processes import Process, StandIn, cores, running, stand_in
from benchmarks.world import Seat, company
from bot.callbacks.deals import DealMove
from bot.clock import Clock
from bot.database import Database
from bot.models import Deal, DealEvent
from bot.models.delivery import InboxState, InboxUpdate, OutboxMessage
from bot.reader import reader_for
from bot.services.deals import DealCards
from bot.services.stages import Stages
from bot.views.deals import card_screen

USERS = 200
TEAMS = 10
BUSY = 0.9
"""A stand-in that uses more of its core than this is what is being measured."""


@dataclass
class Contestant:
    """One bot with the stand-in it serves. ``seats`` are empty for the bare one, whose buttons mean nothing."""

    name: str
    telegram: StandIn
    bot: Process
    messages: dict[int, int]
    seats: dict[int, Seat] = field(default_factory=dict)
    rates: dict[int, list[float]] = field(default_factory=dict)
    cpu: dict[int, list[float]] = field(default_factory=dict)
    notes: dict[int, list[dict[str, Any]]] = field(default_factory=dict)

    def press(self, users: int, taps: int) -> None:
        """One round: so many users press so many times each, every one waiting for the answer to the last."""
        before = self.bot.cpu_seconds()
        targets = [self._target(user_id, taps) for user_id in self.telegram.users[:users]]
        found = self.telegram.page("load", targets=targets, taps=taps)
        if found["unanswered"]:
            raise RuntimeError(f"{self.name}: {found['unanswered']} taps were not answered")
        self.rates.setdefault(users, []).append(found["per_second"])
        self.cpu.setdefault(users, []).append(1000 * (self.bot.cpu_seconds() - before) / found["taps"])
        self.notes.setdefault(users, []).append(found)

    def _target(self, user_id: int, taps: int) -> dict[str, Any]:
        seat = self.seats.get(user_id)
        moves = [seat.next() if seat else (number % 2, number) for number in range(taps)]
        deal_id = seat.deal_id if seat else user_id
        data = [DealMove(deal=deal_id, stage=stage, version=version).pack() for stage, version in moves]
        return {"user_id": user_id, "chat_id": user_id, "message_id": self.messages[user_id], "data": data}

    def forget(self) -> None:
        """Drop what was measured while warming up."""
        for figures in (self.rates, self.cpu, self.notes):
            figures.clear()


def main(rounds: int = 5, taps_alone: int = 300, taps_together: int = 6) -> None:
    """Measure and print."""
    title("Taps: press a stage button (inbox, history and outbox written) / bare aiogram handler")
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dealnudge-bench-")))
        url = f"sqlite+aiosqlite:///{folder / 'taps.db'}"
        ours = [stack.enter_context(_ours("SQLite", url, folder))]
        databases = [url]
        postgres = stack.enter_context(scratch_database())
        if postgres is None:
            line("PostgreSQL", "not reachable: left out")
        else:
            ours.append(stack.enter_context(_ours("PostgreSQL", postgres, folder)))
            databases.append(postgres)
        bare = stack.enter_context(_bare(folder))
        everybody = [*ours, bare]
        for each in everybody:
            each.press(1, 20)
            each.press(USERS, 2)
            each.forget()
        for _ in range(rounds):
            for users, taps in ((1, taps_alone), (USERS, taps_together)):
                for each in everybody:
                    each.press(users, taps)
        for each in ours:
            _report(each, bare)
        _report_bare(bare)
        for each, database in zip(ours, databases, strict=True):
            asyncio.run(_check(each, database))


@contextlib.contextmanager
def _ours(name: str, url: str, folder: Path) -> Iterator[Contestant]:
    bot_core, other_core = cores()
    with stand_in(USERS, other_core) as telegram:
        size = USERS // TEAMS
        teams = [telegram.users[at : at + size] for at in range(0, USERS, size)]
        chats = [telegram.group(people[0], "Bench") for people in teams]
        seats, card = asyncio.run(_prepare(url, teams, chats))
        (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")
        messages = _post_cards(telegram, card)
        env = {
            "BOT_API_URL": telegram.url,
            "BOT_TOKEN": telegram.token,
            "DATABASE_URL": url,
            "LOG_LEVEL": "WARNING",
        }
        with running(["-m", "bot", "run"], core=bot_core, env=env, folder=folder) as bot:
            telegram.wait_for_bot()
            yield Contestant(name, telegram, bot, messages, {seat.user_id: seat for seat in seats})


@contextlib.contextmanager
def _bare(folder: Path) -> Iterator[Contestant]:
    bot_core, other_core = cores()
    with stand_in(USERS, other_core) as telegram:
        card = folder / "card.json"
        messages = _post_cards(telegram, json.loads(card.read_text(encoding="utf-8")))
        env = {"BOT_API_URL": telegram.url, "BOT_TOKEN": telegram.token, "BARE_CARD": str(card)}
        telegram.group(telegram.users[0], "Bench")
        with running(["-m", "benchmarks.bare"], core=bot_core, env=env) as bot:
            telegram.wait_for_bot()
            yield Contestant("bare", telegram, bot, messages)


async def _prepare(url: str, teams: list[list[int]], chats: list[int]) -> tuple[list[Seat], dict[str, Any]]:
    """The company, and the card of its first deal as text and keyboard."""
    database = Database(url)
    seats = await company(database, teams, chats)
    card = await DealCards(database, Stages()).card(seats[0].user_id, seats[0].deal_id)
    await database.close()
    screen = card_screen(card, reader_for("en", "Europe/Warsaw", Clock().now()))
    assert screen.keyboard is not None
    return seats, {"text": str(screen.text), "keyboard": screen.keyboard.model_dump(exclude_none=True)}


def _post_cards(telegram: StandIn, card: dict[str, Any]) -> dict[int, int]:
    """Each user gets a card to press on; returns message ids by user."""
    given = {"text": card["text"], "reply_markup": card["keyboard"], "parse_mode": "HTML"}
    return {user: telegram.call("sendMessage", chat_id=user, **given)["message_id"] for user in telegram.users}


def _report(each: Contestant, bare: Contestant) -> None:
    for users in each.rates:
        who = "1 user" if users == 1 else f"{users} users"
        line(f"{each.name}, {who}: taps/s ÷ bare", ratio(each.rates[users], bare.rates[users]))
        line("    CPU per tap ÷ bare", ratio(each.cpu[users], bare.cpu[users]))
        _details(each, users)


def _report_bare(bare: Contestant) -> None:
    for users in bare.rates:
        line("bare aiogram, 1 user" if users == 1 else f"bare aiogram, {users} users", "")
        _details(bare, users)


def _details(each: Contestant, users: int) -> None:
    def middle(name: str) -> float:
        return statistics.median(float(note[name]) for note in each.notes[users])

    rate, cpu = statistics.median(each.rates[users]), statistics.median(each.cpu[users])
    line("    taps/s, CPU of the bot per tap", f"{rate:.0f}/s, {cpu:.2f} ms")
    share = statistics.median(note["cpu_seconds"] / note["seconds"] for note in each.notes[users])
    per_tap = statistics.median(1000 * note["cpu_seconds"] / note["taps"] for note in each.notes[users])
    saturated = "SATURATED: it is what was measured" if share > BUSY else ""
    line("    CPU of the stand-in with its load", f"{per_tap:.2f} ms a tap, {share:.0%} of its core", saturated)
    line("    from press to answer: median, p99", f"{middle('median_ms'):.1f} ms, {middle('p99_ms'):.1f} ms")


async def _check(each: Contestant, url: str) -> None:
    """What was pressed is in the database: every deal moved as often as its user pressed, and all was written down."""
    database = Database(url)
    async with database.read() as session:
        versions = dict((await session.execute(select(Deal.id, Deal.version))).tuples().all())
        wrong = [seat.deal_id for seat in each.seats.values() if versions[seat.deal_id] != seat.version]
        history = await session.scalar(select(func.count()).select_from(DealEvent))
        inbox = await session.scalar(select(func.count()).select_from(InboxUpdate))
        dead = await session.scalar(
            select(func.count()).select_from(InboxUpdate).where(InboxUpdate.state == InboxState.DEAD)
        )
        outbox = await session.scalar(select(func.count()).select_from(OutboxMessage))
    await database.close()
    pressed = sum(seat.moves for seat in each.seats.values())
    if wrong or dead or not outbox or history != pressed:
        raise RuntimeError(f"{each.name}: {pressed} taps, {history} events, {dead} dead, deals off: {wrong[:5]}")
    line(f"{each.name}: taps, rows in inbox, history, outbox", f"{pressed}, {inbox}, {history}, {outbox}")
