"""Many people at one deal at once: nothing is lost, nothing happens twice, on both databases and in two processes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.models import Deal, DealEvent, EventKind, TouchKind
from bot.models.facts import Press
from bot.models.facts_deals import Verdict
from tests.services.world import MANAGER, REP, SECOND, World
from tests.support import SecondSession, postgres_database

WRITERS = 50


@pytest.fixture
async def neighbour(
    request: pytest.FixtureRequest,
    world: World,
    database: Database,
    clock: FixedClock,
    second_session: SecondSession,
) -> AsyncIterator[World]:
    """The same team served over connections, locks and caches of its own, as another process would."""
    if database.is_sqlite:
        other = Database(database.url)
    else:
        other = postgres_database(request.getfixturevalue("postgres_schema"))
    made = World(other, clock, second_session)
    made.team, made.ladder = world.team, world.ladder
    yield made
    await other.close()


async def test_fifty_writers_on_one_deal_lose_no_update(world: World, neighbour: World) -> None:
    deal = await world.deal()

    async def work(number: int) -> Verdict:
        at = neighbour if number % 2 else world
        acts = (
            at.work.note(REP, deal.id, f"note {number}", world.press()),
            at.work.touch(MANAGER, deal.id, TouchKind.CALL, world.zone, world.press()),
            at.edits.set_fields(REP, deal.id, {"title": f"title {number}"}, world.press()),
            at.edits.set_fields(MANAGER, deal.id, {"amount_minor": number}, world.press()),
            at.work.plan_in_days(REP, deal.id, number, world.zone, world.press()),
        )
        for unused in acts[: number % 5] + acts[number % 5 + 1 :]:
            unused.close()
        return (await acts[number % 5]).verdict

    verdicts = await asyncio.gather(*(work(number) for number in range(1, WRITERS + 1)))
    assert set(verdicts) == {Verdict.DONE}
    events = await world.events(deal)
    assert sorted(event.version for event in events) == list(range(1, WRITERS + 2))
    assert (await world.fresh(deal)).version == WRITERS + 1
    notes = {event.data["text"] for event in events if event.kind is EventKind.NOTED}
    assert notes == {f"note {number}" for number in range(1, WRITERS + 1) if number % 5 == 0}
    # Every event kept the value that the one before it had left: no change was written over unseen.
    titles = [event for event in events if event.data.get("field") == "title"]
    for earlier, later in pairwise(titles):
        assert later.before["title"] == earlier.data["to"]["title"]


async def test_one_tap_that_arrives_fifty_times_acts_once(world: World, neighbour: World) -> None:
    deal = await world.deal()
    stage = world.stage("terms").id

    async def tap(number: int) -> Verdict:
        at = neighbour if number % 2 else world
        return (await at.moves.move(REP, deal.id, stage, 1, Press(number, "the same button"))).verdict

    verdicts = Counter(await asyncio.gather(*(tap(number) for number in range(WRITERS))))
    assert verdicts == {Verdict.DONE: 1, Verdict.AGAIN: WRITERS - 1}
    assert len(await world.events(deal)) == 2


async def test_of_fifty_people_who_move_it_at_once_one_succeeds_and_the_others_hear_of_it(
    world: World, neighbour: World
) -> None:
    deal = await world.deal()
    stages = [stage.id for stage in world.ladder.open_stages[1:]]

    async def tap(number: int) -> Verdict:
        at, user = (neighbour, MANAGER) if number % 2 else (world, REP)
        outcome = await at.moves.move(user, deal.id, stages[number % len(stages)], 1, world.press())
        assert outcome.verdict is Verdict.DONE or outcome.event is not None
        return outcome.verdict

    verdicts = Counter(await asyncio.gather(*(tap(number) for number in range(WRITERS))))
    assert verdicts == {Verdict.DONE: 1, Verdict.STALE: WRITERS - 1}
    assert len(await world.events(deal)) == 2


async def test_one_undo_takes_back_once(world: World, neighbour: World) -> None:
    deal = await world.deal()
    moved = await world.move(deal, "terms")
    assert moved.event is not None
    event_id = moved.event.id

    async def tap(number: int) -> Verdict:
        at = neighbour if number % 2 else world
        return (await at.undoing.undo(REP, deal.id, event_id, world.press())).verdict

    verdicts = Counter(await asyncio.gather(*(tap(number) for number in range(20))))
    assert verdicts == {Verdict.DONE: 1, Verdict.AGAIN: 19}
    assert (await world.fresh(deal)).version == 3


async def test_a_deal_that_changes_hands_meanwhile_is_still_found(world: World, neighbour: World) -> None:
    """On PostgreSQL a lock waits; what it then looks at must be the deal with its new owner, not nothing."""
    deal = await world.deal()

    async def act(number: int) -> Verdict:
        at = neighbour if number % 2 else world
        if number % 4 == 0:
            owner = SECOND if number % 8 else REP
            return (await at.edits.reassign(MANAGER, deal.id, owner, world.press())).verdict
        return (await at.work.note(MANAGER, deal.id, str(number), world.press())).verdict

    verdicts = await asyncio.gather(*(act(number) for number in range(40)))
    assert set(verdicts) <= {Verdict.DONE, Verdict.SAME}
    noted = [event for event in await world.events(deal) if event.kind is EventKind.NOTED]
    assert len(noted) == 30


async def test_fifty_people_at_fifty_deals(world: World, neighbour: World) -> None:
    deals = [await world.deal() for _ in range(WRITERS)]

    async def tap(number: int, deal: Deal) -> Verdict:
        at = neighbour if number % 2 else world
        return (await at.moves.move(REP, deal.id, world.stage("terms").id, 1, world.press())).verdict

    assert set(await asyncio.gather(*(tap(n, deal) for n, deal in enumerate(deals)))) == {Verdict.DONE}
    assert await world.count(DealEvent) == WRITERS * 2
