"""Databases to measure with: a company of teams with a pipeline each, people, deals and team chats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from bot.clock import Clock
from bot.database import Database
from bot.migrations import upgrade
from bot.models import Deal, Member, Role, Stage, StageKind, Team, TeamChat, User
from bot.services.founding import install
from bot.services.stages import Stages

CHUNK = 1_000


@dataclass(slots=True)
class Seat:
    """A person with one deal to move to and fro between two stages, and where it stands."""

    user_id: int
    team_id: int
    deal_id: int
    stages: tuple[int, int]
    version: int = 1
    moves: int = 0

    def next(self) -> tuple[int, int]:
        """(stage, version) of the next move that the person makes."""
        move = self.stages[(self.moves + 1) % 2], self.version
        self.moves += 1
        self.version += 1
        return move


async def company(database: Database, teams: Sequence[Sequence[int]], chats: Sequence[int] = ()) -> list[Seat]:
    """An empty database becomes a company: a team for each list of user ids, with a connected group each if
    ``chats`` names them, and one deal a person.
    """
    await upgrade(database)
    now = Clock().now()
    seats: list[Seat] = []
    for place, people in enumerate(teams):
        chat_id = chats[place] if chats else None
        team_id, open_stages = await _team(database, people, now, chat_id)
        rows = [deal(team_id, user_id, open_stages[0], number, now) for number, user_id in enumerate(people, 1)]
        ids = await add_deals(database, rows)
        seats += [
            Seat(user_id, team_id, deal_id, (open_stages[0].id, open_stages[1].id))
            for user_id, deal_id in zip(people, ids, strict=True)
        ]
    return seats


async def _team(
    database: Database, people: Sequence[int], now: datetime, chat_id: int | None
) -> tuple[int, tuple[Stage, ...]]:
    async with database.write() as session:
        session.add_all(
            User(id=user_id, first_name=f"User {user_id}", locale="en", language_code="en", created_at=now)
            for user_id in people
        )
        await session.flush()
        team = Team(
            name="Bench", currency="USD", time_zone="Europe/Warsaw", locale="en", country="PL",
            created_by=people[0], created_at=now,
        )  # fmt: skip
        session.add(team)
        await session.flush()
        session.add_all(
            Member(team_id=team.id, user_id=user_id, role=Role.REP, joined_at=now, active=True) for user_id in people
        )
        if chat_id is not None:
            session.add(
                TeamChat(
                    team_id=team.id,
                    chat_id=chat_id,
                    title="Bench",
                    locale="en",
                    connected_by=people[0],
                    connected_at=now,
                )
            )
        await install(session, team.id, "classic", now)
        ladder = await Stages().default(session, team.id)
        return team.id, ladder.open_stages


def deal(team_id: int, owner_id: int, stage: Stage, number: int, now: datetime, **fields: Any) -> dict[str, Any]:
    """A row of the table ``deal``, open unless ``fields`` say otherwise."""
    return {
        "team_id": team_id,
        "number": number,
        "pipeline_id": stage.pipeline_id,
        "stage_id": stage.id,
        "kind": StageKind.OPEN,
        "closed": False,
        "owner_id": owner_id,
        "client": f"Client {number}",
        "client_folded": f"client {number}",
        "title": "Yearly contract",
        "amount_minor": 12_000_000 + number,
        "currency": "USD",
        "phone": "+48601234567",
        "start_date": now.date(),
        "expected_close": (now + timedelta(days=20)).date(),
        "stage_entered_at": now,
        "last_touch_at": now,
        "created_at": now,
        "version": 1,
        "follow_up_at": now + timedelta(hours=48),
        "stuck_at": now + timedelta(days=7),
        **fields,
    }


async def add_deals(database: Database, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert deals; returns their ids in the order given."""
    ids: list[int] = []
    for chunk in _chunks(rows):
        async with database.write() as session:
            statement = insert(Deal).returning(Deal.id, sort_by_parameter_order=True)
            ids += await session.scalars(statement, [dict(row) for row in chunk])
    return ids


def _chunks(rows: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[Mapping[str, Any]]]:
    for at in range(0, len(rows), CHUNK):
        yield rows[at : at + CHUNK]
