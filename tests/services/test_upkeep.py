"""Upkeep deletes what is over and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import FixedClock
from bot.database import Database
from bot.models import (
    Base,
    Draft,
    FsmState,
    InboxState,
    InboxUpdate,
    OutboxMessage,
    OutboxState,
    Team,
    User,
)
from bot.services.outbox import enqueue
from bot.services.upkeep import Upkeep
from tests.support import SecondSession

DAY = timedelta(days=1)


async def put(database: Database, *rows: Base) -> None:
    async with database.write() as session:
        session.add_all(rows)


async def ids(second: SecondSession, column: Any) -> set[Any]:
    async with second() as session:
        return set(await session.scalars(select(column)))


async def test_handled_updates_go_after_two_days_dead_letters_after_ninety(
    database: Database, clock: FixedClock, second_session: SecondSession
) -> None:
    def update(id_: int, state: InboxState, age: timedelta) -> InboxUpdate:
        return InboxUpdate(
            id=id_, update_id=id_, lane=1, payload="{}", state=state, attempts=0, received_at=clock.now() - age
        )

    await put(
        database,
        update(1, InboxState.DONE, 3 * DAY),
        update(2, InboxState.DONE, DAY),
        update(3, InboxState.DEAD, 89 * DAY),
        update(4, InboxState.DEAD, 91 * DAY),
        update(5, InboxState.NEW, 100 * DAY),
    )
    await Upkeep(database, clock).tidy()
    assert await ids(second_session, InboxUpdate.id) == {2, 3, 5}


async def test_sent_messages_go_after_a_month_and_what_waits_never(
    database: Database, clock: FixedClock, second_session: SecondSession
) -> None:
    cases = {
        "sent-old": (OutboxState.SENT, 31),
        "sent-new": (OutboxState.SENT, 29),
        "dropped-old": (OutboxState.DROPPED, 31),
        "dead-a-month": (OutboxState.DEAD, 31),
        "dead-old": (OutboxState.DEAD, 91),
        "waiting": (OutboxState.PENDING, 300),
    }
    async with database.write() as session:
        for key, (_, days) in cases.items():
            await enqueue(session, key=key, kind="k", args={}, chat_id=1, now=clock.now() - days * DAY)
        for row in await session.scalars(select(OutboxMessage)):
            row.state = cases[row.dedupe_key][0]
    await Upkeep(database, clock).tidy()
    assert await ids(second_session, OutboxMessage.dedupe_key) == {"sent-new", "dead-a-month", "waiting"}


async def test_old_messages_go_in_small_steps_past_those_that_stay(
    database: Database, clock: FixedClock, second_session: SecondSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.upkeep.AT_ONCE", 2)
    states = [OutboxState.PENDING, OutboxState.DEAD, OutboxState.SENT, OutboxState.DROPPED, OutboxState.SENT]
    async with database.write() as session:
        for number, state in enumerate(states):
            await enqueue(session, key=state + str(number), kind="k", args={}, chat_id=1, now=clock.now() - 31 * DAY)
        for row in await session.scalars(select(OutboxMessage)):
            row.state = OutboxState(row.dedupe_key[:-1])
    await Upkeep(database, clock).tidy()
    assert await ids(second_session, OutboxMessage.dedupe_key) == {"pending0", "dead1"}


async def test_dialogues_and_drafts_go_after_a_month(
    database: Database, clock: FixedClock, second_session: SecondSession
) -> None:
    now = clock.now()
    team = Team(name="T", currency="EUR", time_zone="UTC", locale="en", country="PL", created_by=7, created_at=now)
    await put(database, User(id=7, first_name="A", created_at=now), team)
    await put(
        database,
        FsmState(key="old", state="x", data={}, updated_at=now - 31 * DAY),
        FsmState(key="new", state="x", data={}, updated_at=now - 29 * DAY),
        Draft(id=1, team_id=team.id, user_id=7, fields={}, created_at=now - 31 * DAY),
        Draft(id=2, team_id=team.id, user_id=7, fields={}, created_at=now - 29 * DAY),
    )
    await Upkeep(database, clock).tidy()
    assert await ids(second_session, FsmState.key) == {"new"}
    assert await ids(second_session, Draft.id) == {2}
