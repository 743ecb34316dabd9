"""What time causes costs what is due, not what there is: every statement of a round finds its rows by an index."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from benchmarks.recording import prepared_noted
from benchmarks.sweep import recorded
from bot.database import Database
from bot.models import Base
from bot.services.digests.asking import Asking
from bot.services.outbox_queue import OutboxQueue
from bot.services.upkeep import Upkeep
from tests.services.nudge_world import NudgeWorld, as_row
from tests.services.world import MANAGER, REP, SECOND, utc

SMALL = {"fsm_state"}
"""A row for everybody in a dialogue: this one may be read as a whole."""

ON_THEIR_WAY = ("ix_nudge_unsent", "ix_outbox_due")
"""Indexes that hold nothing but messages that are not sent yet."""


@pytest.fixture
def world(noon: NudgeWorld) -> NudgeWorld:
    return noon


@contextlib.contextmanager
def statements(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """What is sent to the database meanwhile: statements with their parameters."""
    seen: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, parameters: object, ___: object, many: bool) -> None:
        if not many and statement.startswith(("SELECT", "UPDATE", "DELETE", "INSERT")):
            seen.append((statement, parameters))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    with prepared_noted(lambda statement, values: seen.append((statement, values))):
        yield seen
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)


async def looked_through(database: Database, seen: list[tuple[str, Any]]) -> set[str]:
    """Our tables that one of the statements would read from end to end, for want of an index."""
    tables: set[str] = set()
    async with database.read() as session:
        connection = await session.connection()
        if not database.is_sqlite:
            # It reads small tables whole; so only where there is no other way.
            await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        explain, scan = ("EXPLAIN QUERY PLAN", "SCAN ") if database.is_sqlite else ("EXPLAIN", "Seq Scan on ")
        for statement, parameters in dict(seen).items():
            plan = await connection.exec_driver_sql(f"{explain} {statement}", parameters)
            steps = [str(list(row)[-1]) for row in plan]
            found = [step for step in steps if scan in step and not step.endswith(ON_THEIR_WAY)]
            tables |= {step.partition(scan)[2].split()[0] for step in found}
    return tables & Base.metadata.tables.keys() - SMALL


async def test_no_sweep_looks_through_a_table(world: NudgeWorld) -> None:
    enquiry = await world.source()
    # Several people: what is asked for one pair of columns is looked for otherwise than what is asked for many.
    for number in range(4):
        await world.deal(client=f"Client {number}", source_id=enquiry, owner=SECOND if number % 2 else REP)
    for user in (REP, SECOND):
        await world.set_member(user, hears_plan=True, next_plan_at=utc("2026-03-04 08:00"))
    await world.set_member(MANAGER, hears_digest=True, next_digest_at=utc("2026-03-04 08:00"))
    chat = (await world.team_chats.connect(MANAGER, world.team.id, -100, 0, "HQ", "en")).chat
    await world.team_chats.hear(MANAGER, chat.id, "digest", on=True)
    with statements(world.database) as seen:
        for hours in (24, 19, 5, 24 * 20):
            world.clock.advance(hours=hours)
            await world.sweeps.run()
    for table in ("reminder", "deal_event", "nudge", "outbox", "deal", "member", "team_chat"):
        assert any(table in statement for statement, _ in seen), f"nothing was said of {table}"
    assert await looked_through(world.database, seen) == set()


async def test_neither_does_the_sender_nor_upkeep(world: NudgeWorld) -> None:
    await world.deal()
    await world.jump(hours=48)
    queue, now = OutboxQueue(world.database, world.clock), world.clock.now()
    with statements(world.database) as seen:
        await queue.lease(10, [REP], now)
        await queue.next_due(now)
        await Upkeep(world.database, world.clock).tidy()
    assert await looked_through(world.database, seen) == set()


async def test_neither_does_the_question_how_often_somebody_was_pushed(world: NudgeWorld) -> None:
    deal = await world.deal()
    world.clock.set(utc("2026-03-03 10:00"))
    await world.set_member(MANAGER, hears_digest=True, next_digest_at=world.clock.now())
    await Asking(world.database, world.stages, world.changing).ask(MANAGER, deal.id, world.press())
    await world.sweeps.run()
    rows = await world.outbox()
    with statements(world.database) as seen:
        for row in rows:
            delivery = await world.outgoing.load(as_row(row))
            assert delivery is not None
            assert not delivery.silent
            await world.outgoing.delivered(as_row(row), row.id)
    assert [nudge.kind for nudge in await world.nudge_rows()] == [row.kind for row in rows] == ["question", "digest"]
    assert await looked_through(world.database, seen) == set()


async def test_a_round_with_nothing_due_is_one_look(world: NudgeWorld) -> None:
    await world.deal()
    await world.sweeps.run()
    with statements(world.database) as seen:
        await world.sweeps.run()
    [(statement, _)] = seen
    assert "FROM deal" in statement


async def test_a_round_is_as_many_statements_for_five_deals_as_for_one(world: NudgeWorld) -> None:
    counts = []
    for number in (1, 5):
        deals = [await world.deal(client=f"Client {number} {each}") for each in range(number)]
        world.clock.advance(timedelta(hours=48))
        with statements(world.database) as seen:
            await world.sweeps.arise()
            await world.sweeps.ring()
        counts.append(len(seen))
        for deal in deals:
            await world.lose(deal)
    assert counts[0] == counts[1]


async def test_the_benchmark_repeats_whole_transactions(database: Database) -> None:
    with recorded(database) as statements:
        async with database.read() as session:
            await session.execute(text("SELECT 1"))
    assert [sql for sql, _ in statements] == ["BEGIN", "SELECT 1", "ROLLBACK"]
