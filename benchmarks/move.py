"""One stage move on SQLite: the service call against the same statements in raw ``sqlite3``.

The statements are not written down here: a first run records every one that the service sends, with its parameters, and
the raw side executes that recording. So both sides always do the same, also after the service has changed.
"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import event

from benchmarks.figures import line, ratio, title
from benchmarks.recording import prepared_noted, transactions_noted
from benchmarks.world import Seat, company
from bot.clock import Clock
from bot.database import Database
from bot.models.facts import Press
from bot.models.facts_deals import Verdict
from bot.services.announcements import Announcements
from bot.services.deals import DealMoves
from bot.services.deals.changing import Changing
from bot.services.stages import Stages
from bot.services.team_chats import TeamChats

PEOPLE = 50
MOVES = 400
WARM_UP = 100

Statement = tuple[str, Any, bool]
"""SQL, its parameters, and whether those are many rows."""


@dataclass
class Side:
    """A database file of its own with the service on it."""

    database: Database
    moves: DealMoves
    seats: list[Seat]

    async def run(self, count: int, number: int) -> float:
        """Make so many moves, in turn by everybody; ``number`` counts them all. Returns seconds."""
        begin = time.perf_counter()
        for place in range(number, number + count):
            seat = self.seats[place % len(self.seats)]
            stage, version = seat.next()
            outcome = await self.moves.move(seat.user_id, seat.deal_id, stage, version, Press(place, f"key {place}"))
            if outcome.verdict is not Verdict.DONE:
                raise RuntimeError(f"a move ended as {outcome.verdict}")
        return time.perf_counter() - begin


def side(path: Path, seats: Sequence[Seat], kind: type[Database] = Database) -> Side:
    """The service on a copy of a company."""
    database, clock, stages = kind(f"sqlite+aiosqlite:///{path}"), Clock(), Stages()
    moves = DealMoves(database, Changing(stages, Announcements(TeamChats(database, clock), stages), clock))
    return Side(database, moves, [Seat(seat.user_id, seat.team_id, seat.deal_id, seat.stages) for seat in seats])


def main(rounds: int = 5) -> None:
    """Measure and print."""
    title("Move: DealMoves.move / the same statements in raw sqlite3")
    for name, chats in (("without a team chat", []), ("with a connected team chat", [-1000])):
        with tempfile.TemporaryDirectory(prefix="dealnudge-bench-") as folder:
            asyncio.run(_measure(name, Path(folder), chats, rounds))


async def _measure(name: str, folder: Path, chats: list[int], rounds: int) -> None:
    seats = await prepare(folder / "first.db", chats)
    for copy in ("record.db", "raw.db", "ours.db"):
        shutil.copy(folder / "first.db", folder / copy)
    recording = await _record(folder / "record.db", seats, WARM_UP + rounds * MOVES)
    raw, ours = raw_connection(folder / "raw.db"), side(folder / "ours.db", seats)
    _replay(raw, recording[:WARM_UP])
    await ours.run(WARM_UP, 0)
    ours_ms, raw_ms = [], []
    for at in range(WARM_UP, WARM_UP + rounds * MOVES, MOVES):
        ours_ms.append(1000 * await ours.run(MOVES, at) / MOVES)
        raw_ms.append(1000 * _replay(raw, recording[at : at + MOVES]) / MOVES)
    raw.close()
    await ours.database.close()
    line(f"{name}: service ÷ raw", ratio(ours_ms, raw_ms))
    line("    ms a move: service, raw", f"{statistics.median(ours_ms):.2f}, {statistics.median(raw_ms):.3f}")
    line("    statements", ", ".join(_names(recording[-1])))


async def prepare(path: Path, chats: list[int]) -> list[Seat]:
    """A company of one team in a new file, checkpointed so that the file can be copied."""
    database = Database(f"sqlite+aiosqlite:///{path}")
    seats = await company(database, [list(range(1, PEOPLE + 1))], chats)
    await database.close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return seats


def raw_connection(path: Path) -> sqlite3.Connection:
    """A connection with the pragmas of ours."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


async def _record(path: Path, seats: Sequence[Seat], count: int) -> list[list[Statement]]:
    """What the service sends to the database, move by move."""
    recorded: list[list[Statement]] = []
    recorder = side(path, seats)
    engine = recorder.database.engine.sync_engine

    @event.listens_for(engine, "before_cursor_execute")
    def statement(_1: Any, _2: Any, sql: str, parameters: Any, _3: Any, many: bool) -> None:
        recorded[-1].append((sql, parameters, many))

    with (
        transactions_noted(lambda sql: recorded[-1].append((sql, (), False))),
        prepared_noted(lambda sql, parameters: recorded[-1].append((sql, parameters, False))),
    ):
        for number in range(count):
            recorded.append([])
            await recorder.run(1, number)
    await recorder.database.close()
    return recorded


def _replay(connection: sqlite3.Connection, recording: Sequence[Sequence[Statement]]) -> float:
    begin = time.perf_counter()
    for statements in recording:
        for sql, parameters, many in statements:
            if many:
                connection.executemany(sql, parameters)
            else:
                connection.execute(sql, parameters).fetchall()
    return time.perf_counter() - begin


def _names(statements: Sequence[Statement]) -> list[str]:
    """``SELECT deal``, ``UPDATE deal``…: what a move consists of, for the reader to judge."""
    names = []
    for sql, _, _ in statements:
        words = sql.split()
        place = {"SELECT": "FROM", "INSERT": "INTO"}.get(words[0])
        # The last one: what is selected may hold a query of its own.
        at = len(words) - 1 - words[::-1].index(place) if place else 0
        table = words[at + 1] if place else words[1] if words[0] == "UPDATE" else ""
        names.append(f"{words[0]} {table}".strip() if words[0] != "BEGIN" else sql)
    return names
