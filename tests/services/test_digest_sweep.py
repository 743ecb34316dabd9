"""Who is due a digest, once each; the day's snapshot; and what is said at delivery."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.models import DigestDay, Member, OutboxMessage
from bot.models.facts_digests import DigestFacts
from bot.services.digests.claiming import digests
from bot.services.digests.gathering import gather
from bot.services.digests.showing import SHARED_FOR, DigestDeliveries
from bot.services.outbox import Delivery, OutboxRow
from tests.services.nudge_world import NudgeWorld, clients, pushes
from tests.services.world import ADMIN, MANAGER, REP, World, utc


async def due(world: World, user: int, at: datetime, **settings: object) -> int:
    """Set when a member's digest is due; returns the member's id."""
    async with world.database.write() as session:
        query = update(Member).where(Member.user_id == user, Member.team_id == world.team.id)
        await session.execute(query.values(next_digest_at=at, **settings))
        return (await session.scalars(select(Member.id).where(Member.user_id == user))).one()


async def claim(world: World) -> int:
    """One turn of the sweep; returns how many members it claimed."""
    async with world.database.write() as session:
        return await digests(session, world.clock.now())


async def clear(world: World) -> None:
    async with world.database.write() as session:
        await session.execute(update(Member).values(next_digest_at=None))


async def next_of(world: World, user: int) -> datetime | None:
    async with world.elsewhere() as session:
        return (await session.scalars(select(Member.next_digest_at).where(Member.user_id == user))).one()


async def sent(world: World, kind: str) -> list[OutboxMessage]:
    return [row for row in await world.outbox() if row.kind == kind]


def row_of(message: OutboxMessage) -> OutboxRow:
    return OutboxRow(
        message.id, message.kind, message.args, message.chat_id, message.thread_id, message.priority, 0, message.due_at
    )


async def load(world: World, message: OutboxMessage) -> Delivery | None:
    deliveries = DigestDeliveries(world.stages, "test_bot").kinds
    async with world.database.read() as session:
        return await deliveries[message.kind](session, row_of(message), world.clock.now())


async def test_a_due_member_is_claimed_once_and_moved_to_the_next_working_day(world: World) -> None:
    await clear(world)
    now = world.clock.now()
    member = await due(world, MANAGER, now)
    await due(world, ADMIN, now + timedelta(seconds=1))
    assert await claim(world) == 1
    assert await claim(world) == 0
    [row] = await sent(world, "digest")
    assert (row.chat_id, row.args, row.priority) == (MANAGER, {"member": member, "day": "2026-03-02"}, 9)
    # Tuesday, 09:00 in Warsaw.
    assert await next_of(world, MANAGER) == datetime(2026, 3, 3, 8, 0, tzinfo=UTC)


async def test_after_three_days_off_there_is_one_digest(world: World) -> None:
    await clear(world)
    await due(world, MANAGER, world.clock.now() - timedelta(days=3))
    await claim(world)
    assert len(await sent(world, "digest")) == 1
    coming = await next_of(world, MANAGER)
    assert coming is not None
    assert coming > world.clock.now()


async def test_two_sweeps_at_once_tell_once(world: World) -> None:
    await clear(world)
    for user in (MANAGER, ADMIN):
        await due(world, user, world.clock.now())
    assert sum(await asyncio.gather(*[claim(world) for _ in range(4)])) == 2
    assert len(await sent(world, "digest")) == 2
    assert await world.count(DigestDay) == 1


async def test_who_muted_it_or_is_a_rep_is_never_due_again(world: World) -> None:
    await clear(world)
    await due(world, MANAGER, world.clock.now(), hears_digest=False)
    await due(world, REP, world.clock.now())
    await claim(world)
    assert await sent(world, "digest") == []
    assert await world.count(DigestDay) == 0
    assert (await next_of(world, MANAGER), await next_of(world, REP)) == (None, None)


async def test_the_snapshot_holds_what_is_stuck(world: World) -> None:
    deal = await world.deal(REP)
    world.clock.advance(days=15)
    await clear(world)
    await due(world, MANAGER, world.clock.now())
    await claim(world)
    async with world.elsewhere() as session:
        [day] = await session.scalars(select(DigestDay))
    assert (day.team_id, day.stuck) == (world.team.id, [deal.id])


async def test_at_delivery_it_tells_what_is_true_then(world: World) -> None:
    deal = await world.deal(REP)
    world.clock.advance(days=15)
    await clear(world)
    await due(world, MANAGER, world.clock.now())
    await claim(world)
    [row] = await sent(world, "digest")
    delivery = await load(world, row)
    assert delivery is not None
    assert isinstance(delivery.facts, DigestFacts)
    assert delivery.facts.headline.stuck == 1
    await world.move(deal, "qualification")
    delivery = await load(world, row)
    assert delivery is not None
    assert isinstance(delivery.facts, DigestFacts)
    assert delivery.facts.headline.stuck == 0
    await due(world, MANAGER, world.clock.now(), hears_digest=False)
    assert await load(world, row) is None
    await due(world, MANAGER, world.clock.now(), hears_digest=True, active=False)
    assert await load(world, row) is None


async def test_of_the_digests_of_several_days_only_the_last_is_told(world: World) -> None:
    """Telegram was away over night, or the manager had blocked the bot."""
    for _ in range(3):
        await clear(world)
        for user in (MANAGER, ADMIN):
            await due(world, user, world.clock.now())
        await claim(world)
        world.clock.advance(days=1)
    rows = await sent(world, "digest")
    assert len(rows) == 6
    told = [row.chat_id for row in rows if await load(world, row) is not None]
    assert sorted(told) == [ADMIN, MANAGER]
    assert {row.args["day"] for row in rows[-2:]} == {"2026-03-04"}


async def test_managers_who_hear_together_share_one_reading_and_later_ones_do_not(world: World) -> None:
    deal = await world.deal(REP)
    world.clock.advance(days=15)
    await clear(world)
    for user in (MANAGER, ADMIN):
        await due(world, user, world.clock.now())
    await claim(world)
    deliveries = DigestDeliveries(world.stages, "test_bot")

    async def stuck() -> list[int]:
        found = []
        for row in await sent(world, "digest"):
            async with world.database.read() as session:
                delivery = await deliveries.digest(session, row_of(row), world.clock.now())
            assert delivery is not None
            assert isinstance(delivery.facts, DigestFacts)
            found.append(delivery.facts.headline.stuck)
        return found

    assert await stuck() == [1, 1]
    await world.move(deal, "qualification")
    world.clock.advance(seconds=1)
    assert await stuck() == [1, 1]
    world.clock.advance(SHARED_FOR)
    assert await stuck() == [0, 0]


@pytest.mark.parametrize(
    ("moment", "digest_at", "silent"),
    [
        ("2026-03-02 09:30", None, False),
        # Telegram was away until then.
        ("2026-03-02 16:00", None, False),
        ("2026-03-02 21:00", None, True),
        # An hour before work, of the manager's own choice.
        ("2026-03-02 06:10", 7 * 60, False),
    ],
)
async def test_one_that_waited_until_the_evening_wakes_nobody(
    world: World, moment: str, digest_at: int | None, silent: bool
) -> None:
    await clear(world)
    world.clock.set(utc("2026-03-02 06:00"))
    await due(world, MANAGER, world.clock.now(), digest_at=digest_at)
    await claim(world)
    [row] = await sent(world, "digest")
    world.clock.set(utc(moment))
    delivery = await load(world, row)
    assert delivery is not None
    assert delivery.silent is silent


async def test_an_enquirys_owner_hears_of_it_before_the_manager(noon: NudgeWorld) -> None:
    enquiry = await noon.deal(REP, "Enquiry", source_id=await noon.source())
    # Its 24 hours end at night: rep and manager both begin their day at nine.
    created = utc("2026-03-02 20:00")
    await noon.set_deal(
        enquiry, created_at=created, last_touch_at=created, first_contact_at=created + timedelta(days=1)
    )
    noon.clock.set(utc("2026-03-04 08:00"))
    [push] = pushes(await noon.sweep())
    assert (push.chat_id, clients(push)) == (REP, ["Enquiry"])

    async def named() -> list[str]:
        async with noon.database.read() as session:
            facts = await gather(session, noon.stages, noon.team, noon.clock.now())
        return [each.deal.client for each in facts.untouched]

    assert await named() == []
    noon.clock.advance(hours=1)
    assert await named() == ["Enquiry"]
