"""A company with 10,000 to a million deals, 1,000 of which fall due together, again and again.

Every other deal is open and due on another day, so that the indexes of due times are as large as can be. What is due
belongs to 200 of 400 people, five deals each, and lies scattered all over the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, literal, select, text, update

from benchmarks.world import Seat, company, deal
from bot.database import Database
from bot.models import Deal, DealEvent, Nudge, OutboxMessage, Reminder, Stage, StageKind
from bot.services.stages import Stages

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
"""A Tuesday morning in the teams' zone, within their hours."""

STUCK_AFTER = timedelta(hours=1)
"""So long after ``NOW`` the same deals pass their stage's limit."""

TEAMS, PEOPLE = 20, 20
"""Teams, and people in each."""

DUE, DUE_EACH = 1_000, 5
BASE = 10_000
"""Deals that are written one by one; the rest are copies of them."""


@dataclass(frozen=True, slots=True)
class Field:
    """A database of so many deals."""

    name: str
    database: Database
    deals: int
    due: Sequence[dict[str, Any]]

    async def again(self) -> None:
        """The same 1,000 deals are due, and nothing has come of it yet."""
        async with self.database.write() as session:
            for table in (OutboxMessage, Reminder, Nudge, DealEvent):
                await session.execute(delete(table))
            connection = await session.connection()
            await connection.execute(_DUE_AGAIN, self.due)
        await self.settle()

    async def settle(self) -> None:
        """What former rounds left to be tidied up is no burden to the next one."""
        if self.database.is_sqlite:
            statements = ["PRAGMA wal_checkpoint(TRUNCATE)"]
        else:
            statements = [f"VACUUM ANALYZE {table}" for table in ("deal", "reminder", "nudge", "outbox", "deal_event")]
        outside = self.database.engine.execution_options(isolation_level="AUTOCOMMIT")
        async with outside.connect() as connection:
            for statement in statements:
                await connection.execute(text(statement))

    async def traces(self) -> tuple[int, ...]:
        """What a round left behind: both sides must leave the same."""
        counts = [f"SELECT count(*) FROM {rest}" for rest in _TRACES]
        async with self.database.read() as session:
            return tuple([await session.scalar(text(query)) or 0 for query in counts])


_TRACES = (
    "reminder WHERE state = 'live' AND rung = 1 AND nudge_id IS NOT NULL",
    "nudge",
    "outbox WHERE state = 'pending'",
    "deal_event WHERE kind = 'became_stuck'",
    "deal JOIN reminder ON reminder.id = deal.reminder_id WHERE follow_up_at IS NULL",
    "deal WHERE stuck_since = stuck_at",
)

_DUE_AGAIN = (
    update(Deal.__table__)  # type: ignore[arg-type]  # executemany needs the table, not the class
    .where(Deal.id == bindparam("deal"))
    .values(
        {name: bindparam(name) for name in ("team_id", "owner_id", "pipeline_id", "stage_id", "last_touch_at")}
        | {name: bindparam(name) for name in ("kind", "closed", "follow_up_at", "stuck_at", "stage_entered_at")}
        | {"reminder_id": None, "stuck_since": None, "ignored": 0, "next_step_at": None, "closed_at": None}
    )
)


async def field(name: str, url: str, deals: int) -> Field:
    """Make the database at ``url`` one with so many deals, a multiple of 10,000."""
    database = Database(url)
    seats = await company(database, [list(range(at, at + PEOPLE)) for at in range(1, TEAMS * PEOPLE, PEOPLE)])
    async with database.write() as session:
        await session.execute(delete(Deal))
        stages = {team: (await Stages().default(session, team)).stages for team in {seat.team_id for seat in seats}}
        connection = await session.connection()
        await connection.execute(insert(Deal), [_quiet(seats, stages, number) for number in range(1, BASE + 1)])
        first = await session.scalar(select(func.min(Deal.id))) or 0
    if deals > BASE:
        await _multiply(database, deals // BASE - 1)
    made = Field(name, database, deals, _due(seats, stages, first, deals // DUE))
    await made.again()
    return made


def _quiet(seats: Sequence[Seat], stages: dict[int, tuple[Stage, ...]], number: int) -> dict[str, Any]:
    """A deal that is not due today: half of them are won or lost."""
    seat = seats[number % len(seats)]
    ours = [stage for stage in stages[seat.team_id] if stage.kind is not StageKind.PARKED]
    stage = ours[number // len(seats) % len(ours)]
    then = NOW - timedelta(hours=number % 700)
    if number % 2:
        stage = next(each for each in ours if each.kind.closed)
        times = {"closed_at": then, "follow_up_at": None, "stuck_at": None, "warn_at": None, "next_step_at": None}
        return deal(seat.team_id, seat.user_id, stage, number, then, kind=stage.kind, closed=True, **times)
    stage = stage if stage.kind is StageKind.OPEN else ours[0]
    later = NOW + timedelta(hours=24, seconds=number * 17)
    times = {"closed_at": None, "follow_up_at": later, "next_step_at": None if number % 4 else later}
    limits = {"stuck_at": later + timedelta(days=3), "warn_at": later + timedelta(days=1)}
    return deal(seat.team_id, seat.user_id, stage, number, then, **times, **limits)


def _due(
    seats: Sequence[Seat], stages: dict[int, tuple[Stage, ...]], first: int, every: int
) -> list[dict[str, Any]]:  # fmt: skip
    """Which deals are due: every so many-th of the table, those of one person far from each other."""
    rows = []
    for place in range(DUE):
        seat = seats[2 * (place % (DUE // DUE_EACH))]
        stage = next(each for each in stages[seat.team_id] if each.kind is StageKind.OPEN)
        row = deal(seat.team_id, seat.user_id, stage, place, NOW - timedelta(hours=48, seconds=place))
        del row["number"]
        row["follow_up_at"] = NOW - timedelta(seconds=place)
        row["stuck_at"] = NOW + STUCK_AFTER - timedelta(seconds=place)
        rows.append({"deal": first + place * every, **row})
    return rows


async def _multiply(database: Database, copies: int) -> None:
    """So many copies of every deal, in the order of time; indexes are made afterwards, which is quicker."""
    columns = [column for column in Deal.__table__.columns if column.name not in ("id", "number")]
    copy = select(literal(1).label("turn")).cte("copy", recursive=True)
    copy = copy.union_all(select(copy.c.turn + 1).where(copy.c.turn < copies))
    source = select(Deal.number + copy.c.turn * BASE, *columns).select_from(copy.join(Deal, literal(True)))

    def drop(connection: Connection) -> None:
        for index in Deal.__table__.indexes:  # type: ignore[attr-defined]  # a Table, whatever mypy is told
            index.drop(connection)

    def create(connection: Connection) -> None:
        for index in Deal.__table__.indexes:  # type: ignore[attr-defined]
            index.create(connection)

    async with database.write() as session:
        connection = await session.connection()
        await connection.run_sync(drop)
        await session.execute(insert(Deal).from_select(["number", *(column.name for column in columns)], source))
        await connection.run_sync(create)
