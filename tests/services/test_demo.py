"""The demo's team: believable, whole, in one language, whatever day and hour it is seeded."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import cycle, pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import inspect, select

from bot.clock import FixedClock
from bot.database import Database
from bot.models import (
    Base,
    Deal,
    DealEvent,
    EventKind,
    Member,
    OutboxMessage,
    Role,
    Source,
    Stage,
    StageKind,
    Team,
    TeamChat,
    TeamPost,
    User,
)
from bot.services.demo import TEXTS, Person, seed
from bot.services.demo_stories import stories
from bot.services.reading import fold
from bot.services.sweeps import Sweeps
from tests.services.world import utc
from tests.support import SecondSession

GROUP = -4001
PEOPLE: tuple[Person, ...] = (
    (1001, "Anna", "Miller", "anna_miller", "en", Role.REP),
    (1002, "Boris", "Clark", "boris_clark", "en", Role.REP),
    (1003, "Helen", "Wright", None, "en", "admin"),
)
# Ordinary hours, the edges of days and weeks, and the days around which the clocks change.
MOMENTS = (
    "2026-11-23 14:00",
    "2026-11-25 05:10",
    "2026-11-27 23:55",
    "2026-11-28 10:30",
    "2026-11-29 23:10",
    "2026-11-30 00:05",
    "2026-11-30 15:20",
    "2026-03-29 00:40",
    "2026-03-30 06:00",
    "2026-10-25 00:30",
    "2027-01-01 12:00",
)


class Seeded:
    """What the seed left, read once."""

    def __init__(self, language: str, now: datetime) -> None:
        self.language, self.now = language, now
        self.deals: list[Deal] = []
        self.events: dict[int, list[DealEvent]] = {}
        self.stages: dict[int, Stage] = {}

    async def load(self, database: Database) -> Seeded:
        async with database.read() as session:
            self.deals = list(await session.scalars(select(Deal).order_by(Deal.number)))
            for event in await session.scalars(select(DealEvent).order_by(DealEvent.id)):
                self.events.setdefault(event.deal_id, []).append(event)
            self.stages = {stage.id: stage for stage in await session.scalars(select(Stage))}
        return self

    def of(self, *kinds: StageKind) -> list[Deal]:
        return [deal for deal in self.deals if deal.kind in kinds]

    @property
    def open(self) -> list[Deal]:
        return self.of(StageKind.OPEN)


async def seeded(database: Database, language: str = "en", moment: str = MOMENTS[0]) -> Seeded:
    clock = FixedClock(utc(moment))
    await seed(database, clock, language=language, people=PEOPLE, group_chat_id=GROUP)
    return await Seeded(language, clock.now()).load(database)


@pytest.mark.parametrize(("moment", "language"), list(zip(MOMENTS, cycle(TEXTS), strict=False)))
async def test_there_is_something_of_everything(sqlite_database: Database, moment: str, language: str) -> None:
    demo = await seeded(sqlite_database, language, moment)
    assert [len(demo.of(kind)) for kind in StageKind] == [20, 2, 4, 4]
    stuck = [deal for deal in demo.open if deal.stuck_at and deal.stuck_at <= demo.now]
    nearly = [deal for deal in demo.open if deal not in stuck and used(deal, demo) >= 0.75]
    quiet = [deal for deal in demo.open if demo.now - deal.last_touch_at > timedelta(hours=48)]
    stepless = [deal for deal in demo.open if deal.next_step_at is None]
    assert (len(stuck), len(nearly), len(stepless)) == (4, 3, 7)
    assert len([deal for deal in quiet if deal in stepless]) >= 4
    assert {demo.stages[deal.stage_id].key for deal in stuck} == {
        "qualification",
        "first_contact",
        "needs",
        "offer",
    }
    today = demo.now.astimezone(ZoneInfo(TEXTS[language].zone)).date()
    soon = [deal for deal in demo.open if deal.expected_close and (deal.expected_close - today).days <= 14]
    assert len(soon) == 6
    assert len([deal for deal in soon if deal.expected_close and deal.expected_close < today]) == 1
    assert {demo.stages[deal.stage_id].key for deal in demo.open} == {
        stage.key for stage in demo.stages.values() if stage.kind is StageKind.OPEN
    }
    assert {deal.owner_id for deal in demo.open} == {1001, 1002, 1003}
    assert all(deal.returns_at and deal.returns_at > demo.now for deal in demo.of(StageKind.PARKED))
    assert all(deal.loss_reason_id for deal in demo.of(StageKind.LOST))
    assert len([deal for deal in demo.of(StageKind.LOST) if deal.loss_comment]) == 2


def used(deal: Deal, demo: Seeded) -> float:
    """How much of its stage's limit a deal has used."""
    limit = demo.stages[deal.stage_id].stuck_days
    assert limit is not None
    return (demo.now - deal.stage_entered_at) / timedelta(days=limit)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_the_history_hangs_together(sqlite_database: Database, moment: str) -> None:
    demo = await seeded(sqlite_database, "pl", moment)
    for deal in demo.deals:
        events = demo.events[deal.id]
        assert [event.version for event in events] == list(range(1, deal.version + 1))
        assert (events[0].kind, events[0].at) == (EventKind.CREATED, deal.created_at)
        assert all(earlier.at <= later.at for earlier, later in pairwise(events))
        assert events[-1].at < demo.now
        stage, entered = events[0].to_stage_id, events[0].at
        for event in events[1:]:
            if event.from_stage_id is None:
                assert event.to_stage_id == stage
                continue
            assert event.from_stage_id == stage
            assert event.stayed_seconds == int((event.at - entered).total_seconds())
            assert event.limit_days == demo.stages[event.from_stage_id].stuck_days
            stage, entered = event.to_stage_id, event.at
        assert (deal.stage_id, deal.stage_entered_at) == (stage, entered)
        if deal.closed:
            assert deal.closed_at == entered
        assert deal.client_folded == fold(deal.client)
    everything = sorted((event for events in demo.events.values() for event in events), key=lambda event: event.id)
    assert all(earlier.at <= later.at for earlier, later in pairwise(everything))
    assert timedelta(days=58) < demo.now - everything[0].at < timedelta(days=62)
    kinds = {event.kind for event in everything}
    assert kinds == {
        EventKind.CREATED,
        EventKind.MOVED,
        EventKind.TOUCHED,
        EventKind.NOTED,
        EventKind.STEP_SET,
        EventKind.EDITED,
        EventKind.REASSIGNED,
    }


async def test_people_work_in_working_hours(sqlite_database: Database) -> None:
    demo = await seeded(sqlite_database)
    zone = ZoneInfo(TEXTS["en"].zone)
    settled = {deal.stage_entered_at for deal in demo.deals}
    old = [event.at for events in demo.events.values() for event in events if demo.now - event.at > timedelta(days=2)]
    assert all(9 <= at.astimezone(zone).hour < 19 for at in old)
    assert not [at for at in old if at.astimezone(zone).weekday() >= 5 and at not in settled]


async def test_nobody_hears_of_the_past_but_the_chat_is_connected(
    database: Database, second_session: SecondSession
) -> None:
    await seeded(database)
    async with second_session() as session:
        assert not list(await session.scalars(select(OutboxMessage)))
        assert not list(await session.scalars(select(TeamPost)))
        chat = (await session.scalars(select(TeamChat))).one()
    assert (chat.chat_id, chat.thread_id, chat.title, chat.locale, chat.broken) == (GROUP, 0, "Sales team", "en", None)


async def test_every_phones_first_message_is_due_at_any_hour(sqlite_database: Database) -> None:
    demo = await seeded(sqlite_database, moment="2026-11-29 23:10")
    clock = FixedClock(demo.now + timedelta(minutes=1))
    await Sweeps(sqlite_database, clock).run()
    async with sqlite_database.read() as session:
        rows = list(await session.scalars(select(OutboxMessage).order_by(OutboxMessage.chat_id)))
    assert [(row.chat_id, row.kind) for row in rows] == [
        (GROUP, "chat-digest"), (1001, "nudge"), (1002, "nudge"), (1003, "digest"),
    ]  # fmt: skip


@pytest.mark.parametrize("language", TEXTS)
async def test_everybody_stands_in_the_team_with_their_role(
    database: Database, second_session: SecondSession, language: str
) -> None:
    await seeded(database, language)
    texts = TEXTS[language]
    async with second_session() as session:
        team = (await session.scalars(select(Team))).one()
        members = {member.user_id: member.role for member in await session.scalars(select(Member))}
        users = list(await session.scalars(select(User)))
        sources = {deal.source_id for deal in await session.scalars(select(Deal))}
        assert sources <= set(await session.scalars(select(Source.id).where(Source.team_id == team.id)))
    assert (team.name, team.currency, team.time_zone) == (texts.team, texts.currency, texts.zone)
    assert (team.locale, team.country, team.deal_count) == (language, texts.country, 30)
    assert members == {1001: Role.REP, 1002: Role.REP, 1003: Role.ADMIN}
    assert {(user.team_id, user.locale) for user in users} == {(team.id, language)}


async def test_a_database_with_a_team_is_left_alone(database: Database) -> None:
    await seeded(database)
    before = await dump(database)
    clock = FixedClock(utc("2027-06-01 12:00"))
    await seed(database, clock, language="ru", people=PEOPLE, group_chat_id=-4002)
    assert await dump(database) == before


async def test_the_same_seed_gives_the_same_team(database: Database, sqlite_database: Database) -> None:
    if database is sqlite_database:
        database = Database("sqlite+aiosqlite:///:memory:")
        async with database.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
    assert columns(await seeded(database)) == columns(await seeded(sqlite_database))
    await database.close()


async def dump(database: Database) -> dict[str, list[Any]]:
    async with database.read() as session:
        return {
            table.name: [tuple(row) for row in await session.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }


def columns(demo: Seeded) -> list[dict[str, Any]]:
    names = [column.key for column in inspect(Deal).column_attrs]
    return [{name: getattr(deal, name) for name in names} for deal in demo.deals]


async def test_it_needs_two_reps_and_a_manager(sqlite_database: Database) -> None:
    for people in (PEOPLE[:2], PEOPLE[1:], ()):
        with pytest.raises(ValueError, match="two reps and a manager"):
            await seed(sqlite_database, FixedClock(utc(MOMENTS[0])), language="en", people=people, group_chat_id=GROUP)


# The texts


@pytest.mark.parametrize("language", TEXTS)
def test_every_script_finds_its_words(language: str) -> None:
    texts = TEXTS[language]
    used: dict[str, set[str]] = {"note": set(), "plan": set(), "lost": set()}
    for story in stories():
        for step in story.steps:
            if step.what in used:
                used[step.what].add(step.details[1 if step.what == "lost" else 0])
    assert used == {"note": set(texts.notes), "plan": set(texts.plans), "lost": set(texts.losses) | {"-"}}
    assert len(texts.deals) == len(stories()) == 30
    assert len({fold(client) for client, _, _ in texts.deals}) == 30


@pytest.mark.parametrize("language", TEXTS)
def test_nothing_is_left_in_another_alphabet(language: str) -> None:
    texts = TEXTS[language]
    words = [
        texts.team,
        texts.group,
        *(word for deal in texts.deals for word in deal),
        *texts.notes.values(),
        *texts.plans.values(),
        *texts.losses.values(),
    ]
    foreign = re.compile(r"[a-z]" if language == "ru" else r"[а-яё]", re.IGNORECASE)
    assert [word for word in words if foreign.search(word)] == []


@pytest.mark.parametrize(
    ("language", "reserved"),
    [("en", r"\+44207946\d{4}"), ("ru", r"\+74950\d{6}"), ("pl", r"\+48220\d{6}")],
)
async def test_phones_ring_nowhere(sqlite_database: Database, language: str, reserved: str) -> None:
    phones = [deal.phone or "" for deal in (await seeded(sqlite_database, language)).deals]
    assert [phone for phone in phones if not re.fullmatch(reserved, phone)] == []
    assert len(set(phones)) == 30
