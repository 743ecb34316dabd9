"""Lists: what each shows, that paging meets every deal once, and that no page costs more than the first."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import event, insert, select, text

from bot.clock import FixedClock
from bot.database import Database
from bot.errors import NotFound
from bot.models import Deal, StageKind, TouchKind
from bot.models.facts_deals import DealPage
from bot.services.list_pages import COUNT_CAP, PAGE, page_query
from bot.services.lists import view_of
from tests.services.world import ADMIN, FOREIGN_REP, MANAGER, REP, SECOND, STRANGER, VIEWER, World, utc

MONDAY = utc("2026-03-02 09:00")
CLOSES = (date(2026, 2, 27), date(2026, 3, 16))
VIEWS = ("my", "stage", "closing", "overdue", "nostep", "stuck")


async def fill(world: World, deals: int, *, keys: int, seed: int = 7) -> None:
    """Many deals of two reps at once, in all stages. ``keys``: how many different sort keys there are."""
    chance = random.Random(seed)
    rows: list[dict[str, Any]] = []
    for number in range(1, deals + 1):
        stage = chance.choice(world.ladder.stages)
        at = MONDAY - timedelta(hours=chance.randrange(keys))
        is_open = stage.kind is StageKind.OPEN
        rows.append(
            {
                "team_id": world.team.id,
                "number": number,
                "pipeline_id": world.ladder.pipeline_id,
                "stage_id": stage.id,
                "kind": stage.kind,
                "closed": stage.kind.closed,
                "owner_id": chance.choice([REP, SECOND]),
                "client": f"Client {number}",
                "client_folded": f"klient {number}",
                "title": "",
                "currency": "PLN",
                "start_date": date(2026, 1, 1),
                "expected_close": None if chance.random() < 0.2 else chance.choice(CLOSES) - timedelta(number % keys),
                "next_step_at": MONDAY if chance.random() < 0.5 else None,
                "next_step_has_time": False,
                "stage_entered_at": at,
                "last_touch_at": at,
                "created_at": at,
                "version": 1,
                "stuck_at": at if is_open and chance.random() < 0.7 else None,
            }
        )
    async with world.database.write() as session:
        await session.execute(insert(Deal), rows)


async def expected(world: World, view: str, whose: str, stage: str) -> list[int]:
    """The ids that the list should hold, in its order, worked out the slow way."""
    async with world.elsewhere() as session:
        deals = [deal for deal in await session.scalars(select(Deal)) if whose == "t" or deal.owner_id == REP]
    now = world.clock.now()
    shown: dict[str, Callable[[Deal], bool]] = {
        "my": lambda deal: not deal.closed,
        "stage": lambda deal: deal.stage_id == world.stage(stage).id,
        "closing": lambda deal: (
            not deal.closed and deal.expected_close is not None and deal.expected_close <= date(2026, 3, 16)
        ),
        "overdue": lambda deal: (
            not deal.closed and deal.expected_close is not None and deal.expected_close < date(2026, 3, 2)
        ),
        "nostep": lambda deal: deal.kind is StageKind.OPEN and deal.next_step_at is None,
        "stuck": lambda deal: deal.stuck_at is not None and deal.stuck_at <= now,
    }
    key = {"closing": "expected_close", "overdue": "expected_close", "stuck": "stuck_at"}.get(view, "last_touch_at")
    falling = view == "stage" and world.stage(stage).kind.closed
    found = sorted((deal for deal in deals if shown[view](deal)), key=lambda deal: (getattr(deal, key), deal.id))
    return [deal.id for deal in (reversed(found) if falling else found)]


async def walk(world: World, view: str, whose: str, stage: str = "terms") -> tuple[list[DealPage], list[DealPage]]:
    """All pages from the first to the last by *next*, and back by *previous*."""
    user = ADMIN if whose == "t" else REP
    arg = world.stage(stage).id if view == "stage" else 0
    there = [await world.lists.page(user, world.team.id, view, whose, arg)]
    assert (there[0].turn, there[0].cursor) == ("n", "")
    while there[-1].next is not None:
        there.append(await world.lists.page(user, world.team.id, view, whose, arg, "n", there[-1].next))
    back = [there[-1]]
    while back[-1].previous is not None:
        back.append(await world.lists.page(user, world.team.id, view, whose, arg, "p", back[-1].previous))
    return there, back


def ids(pages: list[DealPage]) -> list[list[int]]:
    return [[row.deal.id for row in page.rows] for page in pages]


@pytest.mark.parametrize(("whose", "keys"), [("m", 1), ("m", 500), ("t", 3)])
async def test_paging_meets_every_deal_once_in_both_directions(world: World, whose: str, keys: int) -> None:
    """Also where many deals share one sort key, or all of them do."""
    await fill(world, 250, keys=keys)
    for view, stage in [*((view, "terms") for view in VIEWS), ("stage", "rollout"), ("stage", "lost")]:
        there, back = await walk(world, view, whose, stage)
        wanted = await expected(world, view, whose, stage)
        assert [deal_id for page in ids(there) for deal_id in page] == wanted, (view, stage)
        assert ids(back[::-1]) == ids(there), (view, stage)
        assert all(len(page) == PAGE for page in ids(there)[:-1])
        assert {page.total for page in there} == {min(len(wanted), COUNT_CAP)}
        assert len(wanted) > PAGE


async def test_fifty_deals_of_one_rep(world: World) -> None:
    deals = [await world.deal(client=f"Client {number}") for number in range(50)]
    there, back = await walk(world, "my", "m")
    assert [deal_id for page in ids(there) for deal_id in page] == [deal.id for deal in deals]
    assert ids(back[::-1]) == ids(there)
    assert (there[0].total, there[0].capped, len(there)) == (50, False, 7)


async def test_the_count_stops_at_a_cap(world: World) -> None:
    await fill(world, COUNT_CAP * 3, keys=100)
    page = await world.lists.page(ADMIN, world.team.id, "my", "t")
    assert (page.total, page.capped) == (COUNT_CAP, True)


# What each list shows


async def test_my_deals_are_the_open_and_parked_ones_quietest_first(world: World) -> None:
    quiet, parked, won, lost, busy = [await world.deal(client=name) for name in "abcde"]
    await world.deal(SECOND)
    world.clock.advance(days=1)
    await world.move(parked, "parked")
    await world.move(won, "rollout")
    await world.lose(lost)
    world.clock.advance(days=1)
    await world.work.touch(REP, busy.id, TouchKind.CALL, world.zone, world.press())
    page = await world.lists.page(REP, world.team.id, "my", "m")
    assert ids([page]) == [[quiet.id, parked.id, busy.id]]
    assert [(row.stage.key, row.owner_name) for row in page.rows] == [
        ("contact", "Anna"),
        ("parked", "Anna"),
        ("contact", "Anna"),
    ]
    assert (page.previous, page.next, page.has_both) == (None, None, False)


async def test_a_stage_shows_its_own_and_a_closed_one_the_latest_first(world: World) -> None:
    deals = [await world.deal() for _ in range(3)]
    for deal in (deals[1], deals[0]):
        world.clock.advance(hours=1)
        await world.move(deal, "rollout")
    page = await world.lists.page(REP, world.team.id, "stage", "m", world.stage("rollout").id)
    assert ids([page]) == [[deals[0].id, deals[1].id]]
    assert page.stage is not None
    assert (page.stage.key, page.arg) == ("rollout", page.stage.id)


async def test_closing_soon_counts_days_on_the_teams_wall_overdue_first(world: World) -> None:
    world.clock.set(utc("2026-03-02 23:30"))  # the third already, in Warsaw
    soon, overdue, later = [
        await world.deal(expected_close=day) for day in (date(2026, 3, 17), date(2026, 2, 1), date(2026, 3, 18))
    ]
    await world.deal()
    page = await world.lists.page(REP, world.team.id, "closing", "m")
    assert ids([page]) == [[overdue.id, soon.id]]
    await world.move(overdue, "rollout")
    assert ids([await world.lists.page(REP, world.team.id, "closing", "m")]) == [[soon.id]]
    assert later.expected_close is not None


async def test_without_a_next_step_means_open_and_nothing_planned(world: World) -> None:
    bare, planned, parked, won = [await world.deal() for _ in range(4)]
    await world.work.plan_in_days(REP, planned.id, 1, world.zone, world.press())
    await world.move(parked, "parked")
    await world.move(won, "rollout")
    assert ids([await world.lists.page(REP, world.team.id, "nostep", "m")]) == [[bare.id]]


async def test_a_paused_deal_is_without_a_next_step_only_once_it_is_back(world: World) -> None:
    paused = await world.deal()
    until = world.clock.now() + timedelta(days=3)
    async with world.database.write() as session:
        (await session.get_one(Deal, paused.id)).paused_until = until
    assert ids([await world.lists.page(REP, world.team.id, "nostep", "m")]) == [[]]
    world.clock.set(until)
    assert ids([await world.lists.page(REP, world.team.id, "nostep", "m")]) == [[paused.id]]


async def test_stuck_means_longer_in_the_stage_than_its_limit(world: World) -> None:
    deal = await world.deal(stage_id=world.stage("defence").id)  # ten days
    for days, shown in ((10, True), (-0.001, False)):
        world.clock.set(MONDAY + timedelta(days=10 if days > 0 else 10 + days))
        page = await world.lists.page(REP, world.team.id, "stuck", "m")
        assert ids([page]) == ([[deal.id]] if shown else [[]])


# Who sees what


async def test_a_rep_who_asks_for_the_team_gets_their_own(world: World) -> None:
    await fill(world, 250, keys=50)
    for whose, may_see, owners in (("m", False, {REP}), ("t", True, {REP, SECOND})):
        for view in VIEWS:
            arg = world.stage("terms").id if view == "stage" else 0
            page = await world.lists.page(REP, world.team.id, view, "t", arg)
            assert (page.whose, page.has_both) == (whose, may_see), view
            assert {row.deal.owner_id for row in page.rows} == owners, view
        await world.let_reps_see_all()


@pytest.mark.parametrize("user", [MANAGER, ADMIN])
async def test_managers_and_admins_see_the_team_and_their_own(world: World, user: int) -> None:
    await world.deal(), await world.deal(SECOND)
    page = await world.lists.page(user, world.team.id, "my", "t")
    assert [row.owner_name for row in page.rows] == ["Anna", "Boris"]
    assert ids([await world.lists.page(user, world.team.id, "my", "m")]) == [[]]
    assert (page.may_create, page.has_both) == (True, True)


@pytest.mark.parametrize("whose", ["t", "m"])
async def test_viewers_see_the_team_and_no_list_of_their_own(world: World, whose: str) -> None:
    """They own nothing: "Mine" would always be empty."""
    await world.deal(), await world.deal(SECOND)
    page = await world.lists.page(VIEWER, world.team.id, "my", whose)
    assert [row.owner_name for row in page.rows] == ["Anna", "Boris"]
    assert (page.whose, page.may_create, page.has_both) == ("t", False, False)
    counts = await world.lists.stage_counts(VIEWER, world.team.id, whose)
    assert (counts.whose, sum(count for _, count in counts.stages), counts.has_both) == ("t", 2, False)


async def test_no_list_holds_another_teams_deals(world: World) -> None:
    await world.deal(client="Acme")
    await world.deal(FOREIGN_REP, "Acme", foreign=True)
    for view in VIEWS:
        arg = world.ladder.first_open.id if view == "stage" else 0
        page = await world.lists.page(ADMIN, world.team.id, view, "t", arg)
        assert {row.deal.team_id for row in page.rows} <= {world.team.id}
    found = await world.lists.search(ADMIN, world.team.id, "acme")
    assert [row.deal.team_id for row in found] == [world.team.id]


async def test_a_list_or_stage_that_there_is_not(world: World) -> None:
    for view, arg in (
        ("all", 0),
        ("", 0),
        ("stage", 0),
        ("stage", 10**30),
        ("stage", world.foreign_ladder.first_won.id),
    ):
        with pytest.raises(NotFound):
            await world.lists.page(REP, world.team.id, view, "m", arg)
    for team_id in (0, -1, 999, 10**30):
        with pytest.raises(NotFound):
            await world.lists.page(REP, team_id, "my", "m")
    with pytest.raises(NotFound):
        await world.lists.page(STRANGER, world.team.id, "my", "m")


async def test_a_deal_of_another_pipeline_is_listed_with_its_own_stage(world: World) -> None:
    deal = await world.deal()
    stage = await world.second_pipeline()
    async with world.database.write() as session:
        moved = await session.get_one(Deal, deal.id)
        moved.pipeline_id, moved.stage_id = stage.pipeline_id, stage.id
    assert [row.stage.key for row in (await world.lists.page(REP, world.team.id, "my", "m")).rows] == ["only"]
    assert [row.stage.key for row in await world.lists.search(REP, world.team.id, "acme")] == ["only"]


# Cursors

FORGED = (
    ".",
    "1",
    "x.y.z",
    "1.",
    ".1",
    "1.-1",
    "1.0",
    "%.1",
    "zzzzzzzzzzzzzzzzzzzzzzzzzz.1",
    "1.zzzzzzzzzzzzzzzzzzzzzzzzzz",
    "-zzzzzzzzzzzzzzzzzzzzz.1",
    "1.1y2p0ij32e8e8",
    "١.١.١",
)


@pytest.mark.parametrize("view", ["my", "closing", "overdue"])
async def test_a_forged_cursor_starts_at_the_first_page(world: World, view: str) -> None:
    await fill(world, 60, keys=50)
    first = await world.lists.page(REP, world.team.id, view, "m")
    for turn, cursor in product(("n", "p", "?"), FORGED):
        page = await world.lists.page(REP, world.team.id, view, "m", 10**30, turn, cursor)
        assert ids([page]) == ids([first]), cursor
        # What was forged is not passed on to the page's own buttons, which it might not fit.
        assert (page.arg, page.turn, page.cursor, page.next) == (0, "n", "", first.next), cursor


async def test_a_cursor_that_no_row_ever_had_shows_some_page(world: World) -> None:
    await fill(world, 60, keys=50)
    for view, cursor in product(VIEWS, ("0.1", "-zzz.1", "1y2p0ij32e.1", "zzzzzz.1", "1.1y2p0ij32e8e7")):
        arg = world.stage("terms").id if view == "stage" else 0
        for turn in "np":
            assert (await world.lists.page(REP, world.team.id, view, "m", arg, turn, cursor)).rows


async def test_where_the_rest_of_the_list_went_away_the_first_page_is_shown(world: World) -> None:
    deals = [await world.deal() for _ in range(PAGE + 3)]
    first = await world.lists.page(REP, world.team.id, "my", "m")
    assert first.next is not None
    for deal in deals[PAGE:]:
        await world.move(deal, "rollout")
    shown = await world.lists.page(REP, world.team.id, "my", "m", 0, "n", first.next)
    assert ids([shown]) == ids([first])
    assert (shown.previous, shown.next, shown.turn, shown.cursor) == (None, None, "n", "")


async def test_back_to_a_page_that_shrank_shows_a_full_one(world: World) -> None:
    deals = [await world.deal() for _ in range(PAGE * 2)]
    first = await world.lists.page(REP, world.team.id, "my", "m")
    second = await world.lists.page(REP, world.team.id, "my", "m", 0, "n", first.next or "")
    for deal in deals[:3]:
        await world.move(deal, "rollout")
    shown = await world.lists.page(REP, world.team.id, "my", "m", 0, "p", second.previous or "")
    assert ids([shown]) == [[deal.id for deal in deals[3 : 3 + PAGE]]]


async def test_a_cursor_is_short_enough_for_a_button(world: World) -> None:
    world.clock.set(datetime(2130, 1, 1, tzinfo=UTC))
    for _ in range(PAGE + 1):
        await world.deal()
    page = await world.lists.page(REP, world.team.id, "my", "m")
    assert page.next is not None
    assert len(page.next.split(".")[0]) <= 10


# Counts


async def test_stages_are_counted(world: World) -> None:
    for stage in ("contact", "contact", "terms"):
        await world.deal(stage_id=world.stage(stage).id)
    await world.deal(SECOND)
    await world.deal(FOREIGN_REP, foreign=True)
    mine = await world.lists.stage_counts(REP, world.team.id, "t")
    assert mine.whose == "m"
    assert [(stage.key, count) for stage, count in mine.stages if count] == [("contact", 2), ("terms", 1)]
    assert len(mine.stages) == len(world.ladder.stages)
    team = await world.lists.stage_counts(MANAGER, world.team.id, "t")
    assert [(stage.key, count) for stage, count in team.stages if count] == [("contact", 3), ("terms", 1)]


# Cost


@pytest.fixture
async def crowd(sqlite_database: Database, clock: FixedClock) -> World:
    """A team of ten thousand deals."""
    world = World(sqlite_database, clock, sqlite_database.read)
    await world.build("solution")
    await fill(world, 10_000, keys=2_000)
    return world


INDEXES = {
    "my": "list",
    "stage": "stage",
    "closing": "close",
    "overdue": "close",
    "nostep": "stepless",
    "stuck": "stuck",
}


def queries(world: World) -> list[tuple[Any, str, bool]]:
    """The statements of pages, with the index each should use: every list, one's own and the team's, the first page
    (False) and both ways from a middle one (True).
    """
    made: list[tuple[Any, str, bool]] = []
    for name in VIEWS:
        for stage in ("terms", "rollout") if name == "stage" else ("terms",):
            view = view_of(name, world.stage(stage), world.team, world.clock.now())
            middle = date(2026, 2, 1) if name in ("closing", "overdue") else MONDAY - timedelta(hours=1_000)
            for whose, owner in (("owner", (Deal.owner_id == REP,)), ("team", ())):
                index = f"ix_deal_{whose}_{INDEXES[name]}"
                conditions = [Deal.team_id == world.team.id, *view.where, *owner]
                made.append((page_query(view, conditions, None), index, False))
                for back in (False, True):
                    made.append((page_query(view, conditions, (middle, 5_000), backwards=back), index, True))
    return made


@pytest.mark.parametrize("statistics", [False, True])
async def test_every_page_is_read_off_an_index_in_its_order(crowd: World, statistics: bool) -> None:
    if statistics:
        async with crowd.database.write() as session:
            await session.execute(text("ANALYZE"))
    for query, index, from_the_middle in queries(crowd):
        plan = await explain(crowd.database, query)
        [deals] = [line for line in plan if "deal" in line]
        assert deals.startswith(f"SEARCH deal USING INDEX {index} "), plan
        assert not [line for line in plan if "TEMP B-TREE" in line or line.startswith("SCAN")], plan
        if from_the_middle:
            # It goes straight to its place instead of reading up to it.
            assert re.search(r"(last_touch_at|expected_close|stuck_at)[<>]", deals), plan


async def explain(database: Database, query: Any) -> list[str]:
    """SQLite's plan for a statement, with the very text and values that are run."""
    seen: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, values: Any, *___: object) -> None:
        seen.append((statement, values))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        async with database.read() as session:
            await session.execute(query)
            statement, values = seen[-1]
            connection = await session.connection()
            plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            return [str(row.detail) for row in plan]
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)


@pytest.mark.postgres
async def test_postgresql_reads_pages_off_an_index_too(postgres: Database, clock: FixedClock) -> None:
    world = World(postgres, clock, postgres.read)
    await world.build("solution")
    await fill(world, 10_000, keys=2_000)
    async with postgres.write() as session:
        await session.execute(text("ANALYZE deal"))
    async with postgres.read() as session:
        for query, *_ in queries(world):
            sql = query.compile(dialect=postgres.engine.dialect, compile_kwargs={"literal_binds": True})
            lines = await session.scalars(text(f"EXPLAIN {sql}".replace(":", "\\:")))
            plan = "\n".join(lines)
            assert "Seq Scan on deal" not in plan, plan
