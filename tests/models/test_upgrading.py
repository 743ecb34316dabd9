"""What a database of an earlier version holds goes on after the upgrade."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, Table, select

from bot.clock import FixedClock
from bot.database import Database
from bot.migrations import upgrade
from bot.models import OutboxMessage, TeamChat
from bot.services.sweeps import Sweeps
from tests.services.world import utc
from tests.support import own_postgres

TEAM: dict[str, Any] = {
    "id": 1, "name": "Ours", "currency": "PLN", "time_zone": "Europe/Warsaw", "locale": "en", "country": "PL",
    "day_start": 540, "day_end": 1_080, "work_days": 31, "keeps_holidays": True, "digest_at": 540,
    "pause_cap_days": 30, "reps_see_all": False, "deal_count": 0, "created_by": 1,
    "created_at": utc("2026-02-01 09:00"),
}  # fmt: skip
CHAT: dict[str, Any] = {
    "team_id": 1, "thread_id": 0, "title": "HQ", "locale": "en", "hears_created": True, "hears_moved": True,
    "hears_won": True, "hears_lost": True, "hears_digest": True, "connected_by": 1, "broken": None,
}  # fmt: skip
HEARS, UNWANTED, BROKEN = -1, -2, -3
TUESDAY_NINE = utc("2026-03-03 08:00")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A database without any table."""
    async with contextlib.AsyncExitStack() as stack:
        url = f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
        if request.param == "postgres":
            url = await stack.enter_async_context(own_postgres("upgrading"))
        database = Database(url)
        yield database
        await database.close()


async def put(database: Database, table: str, *rows: dict[str, Any]) -> None:
    """Write rows as the database's present revision wants them, whatever the models say today."""
    async with database.engine.execution_options(writing=True).begin() as connection:
        seen = await connection.run_sync(lambda sync: Table(table, MetaData(), autoload_with=sync))
        await connection.execute(seen.insert(), list(rows))


async def before_headlines_were_due(database: Database, now: datetime) -> None:
    """A team with a chat that hears the headline, one that does not, and a broken one; connected a minute ago."""
    await upgrade(database, "20261123_initial")
    await put(database, "team", TEAM)
    since = {"connected_at": now - timedelta(minutes=1)}
    await put(
        database,
        "team_chat",
        {**CHAT, **since, "id": 1, "chat_id": HEARS},
        {**CHAT, **since, "id": 2, "chat_id": UNWANTED, "hears_digest": False},
        {**CHAT, **since, "id": 3, "chat_id": BROKEN, "broken": "kicked"},
    )


async def swept(database: Database, now: datetime) -> tuple[list[int], dict[int, datetime | None]]:
    """The chats to which headlines are on their way, and when each chat's next one is due."""
    await Sweeps(database, FixedClock(now)).run()
    async with database.read() as session:
        told = list(await session.scalars(select(OutboxMessage.chat_id).where(OutboxMessage.kind == "chat-digest")))
        rows = await session.execute(select(TeamChat.chat_id, TeamChat.next_digest_at))
        return told, {row.chat_id: row.next_digest_at for row in rows}


@pytest.mark.parametrize(
    ("moment", "told"), [("2026-03-02 11:00", [HEARS]), ("2026-03-02 23:00", []), ("2026-03-03 06:30", [])]
)
async def test_chats_that_heard_the_headline_go_on_hearing_it(empty: Database, moment: str, told: list[int]) -> None:
    """The first sweep says what is late, in working hours only, and all the others follow at the team's hour."""
    now = utc(moment)
    await before_headlines_were_due(empty, now)
    await upgrade(empty)
    assert await swept(empty, now) == (told, {HEARS: TUESDAY_NINE, UNWANTED: None, BROKEN: None})
    heard, due = await swept(empty, TUESDAY_NINE)
    assert heard == [*told, HEARS]
    assert due[HEARS] == TUESDAY_NINE + timedelta(days=1)


async def test_a_chat_that_heard_it_today_hears_it_no_second_time(empty: Database) -> None:
    now = utc("2026-03-02 11:00")
    await before_headlines_were_due(empty, now)
    await put(
        empty,
        "outbox",
        {
            "dedupe_key": "chat-digest:1:2026-03-02", "kind": "chat-digest", "args": {"chat": 1}, "chat_id": HEARS,
            "thread_id": 0, "priority": 9, "due_at": now, "state": "sent", "attempts": 1, "created_at": now,
        },
    )  # fmt: skip
    await upgrade(empty)
    told, due = await swept(empty, now)
    assert (told, due[HEARS]) == ([HEARS], TUESDAY_NINE)
