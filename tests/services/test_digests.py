"""The manager's digest: what it counts, in which order, what changed since the last one, and who may read it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from bot.errors import NotAllowed, NotFound
from bot.models import Deal, DigestDay
from bot.services.digests.claiming import remember_day
from bot.services.digests.showing import Digests
from bot.services.team_rules import TeamRuling
from tests.services.world import ADMIN, FOREIGN_ADMIN, MANAGER, REP, SECOND, STRANGER, VIEWER, World


@pytest.fixture
def digests(world: World) -> Digests:
    return Digests(world.database, world.stages, world.clock)


async def remember(world: World) -> None:
    """The daily digest was claimed now."""
    now = world.clock.now()
    async with world.database.write() as session:
        await remember_day(session, world.team, now.date(), now)


async def change(world: World, deal: Deal, **values: object) -> None:
    async with world.database.write() as session:
        await session.execute(update(Deal).where(Deal.id == deal.id).values(**values))


async def test_nothing_stuck_is_an_empty_digest(world: World, digests: Digests) -> None:
    facts = await digests.now(MANAGER, world.team.id)
    assert facts.empty
    assert (facts.headline.stuck, facts.day, facts.headline.since) == (0, date(2026, 3, 2), None)


async def test_stuck_deals_are_grouped_by_rep_and_ordered_by_value_times_lateness(
    world: World, digests: Digests
) -> None:
    small = await world.deal(REP, "Small", amount_minor=1_000_000)
    world.clock.advance(days=5)
    big = await world.deal(REP, "Big", amount_minor=30_000_000)
    other = await world.deal(SECOND, "Other", amount_minor=100_000)
    nobody_counts = await world.deal(REP, "Fresh")
    await change(world, nobody_counts, stuck_at=None)
    world.clock.advance(days=15)
    facts = await digests.now(MANAGER, world.team.id)
    assert [rep.owner_name for rep in facts.reps] == ["Anna", "Boris"]
    # Six days late times 10,000 against one day late times 300,000.
    assert [each.deal.client for each in facts.reps[0].deals] == ["Big", "Small"]
    assert facts.reps[0].sums == (("PLN", 31_000_000),)
    assert (facts.headline.stuck, facts.headline.sums) == (3, (("PLN", 31_100_000),))
    assert {each.deal.id for rep in facts.reps for each in rep.deals} == {small.id, big.id, other.id}


async def test_amounts_of_two_currencies_are_not_added(world: World, digests: Digests) -> None:
    await world.deal(REP, "Zloty", amount_minor=100_000)
    await world.deal(REP, "Zloty too", amount_minor=200_000)
    await world.deal(REP, "Yen", amount_minor=5_000_000, currency="JPY")
    await world.deal(REP, "Nothing said", amount_minor=None)
    world.clock.advance(days=15)
    facts = await digests.now(ADMIN, world.team.id)
    assert facts.headline.sums == (("PLN", 300_000), ("JPY", 5_000_000))
    # An amount counts by its own currency's average; five million yen are no fortune.
    assert [each.deal.client for each in facts.reps[0].deals] == ["Zloty too", "Yen", "Nothing said", "Zloty"]


async def test_it_says_what_changed_since_the_last_digest_day(world: World, digests: Digests) -> None:
    moved = await world.deal(REP, "Moved")
    lost = await world.deal(REP, "Lost")
    stays = await world.deal(REP, "Stays")
    world.clock.advance(days=15)
    await remember(world)
    same_day = await digests.now(MANAGER, world.team.id)
    assert same_day.headline.since is None
    await world.move(moved, "qualification")
    await world.lose(lost)
    fresh = await world.deal(REP, "Fresh")
    world.clock.advance(days=1)
    await change(world, fresh, stuck_at=world.clock.now())
    facts = await digests.now(MANAGER, world.team.id)
    assert (facts.headline.since, facts.headline.fresh, facts.headline.moved) == (date(2026, 3, 17), 1, 1)
    assert facts.moved == ("Moved",)
    assert {each.deal.id for each in facts.reps[0].deals} == {stays.id, fresh.id}


async def test_what_is_paused_or_may_wait_has_not_moved(world: World, digests: Digests) -> None:
    paused, waits, over = [await world.deal(REP, name) for name in ("Paused", "Waits", "Over")]
    world.clock.advance(days=15)
    await remember(world)
    world.clock.advance(days=1)
    now = world.clock.now()
    await change(world, paused, stuck_at=None, paused_until=now + timedelta(days=5), pause_reason="away")
    await change(world, waits, stuck_at=now + timedelta(days=3), wait_until=now + timedelta(days=3))
    # A wait that is over, and its deal is on its way again.
    on_its_way = {"stuck_at": now + timedelta(days=3), "stage_entered_at": now}
    await change(world, over, wait_until=now - timedelta(days=1), **on_its_way)
    facts = await digests.now(MANAGER, world.team.id)
    assert [deal.client for deal in facts.resting] == ["Paused", "Waits"]
    assert (facts.moved, facts.headline.moved) == (("Over",), 1)
    assert not facts.empty


async def test_what_only_another_limit_has_unstuck_has_not_moved(world: World, digests: Digests) -> None:
    await world.deal(REP, "Stands")
    moved = await world.deal(REP, "Moved")
    world.clock.advance(days=15)
    await remember(world)
    world.clock.advance(days=1)
    await world.move(moved, "qualification")
    await TeamRuling(world.database, world.clock, world.people, world.stages).change_stage(
        ADMIN, moved.stage_id, "stuck", "30"
    )
    facts = await digests.now(MANAGER, world.team.id)
    assert (facts.headline.stuck, facts.headline.moved) == (0, 1)
    assert (facts.moved, facts.eased, facts.resting) == (("Moved",), ("Stands",), ())


async def test_a_days_snapshot_is_written_once(world: World) -> None:
    await world.deal(REP)
    world.clock.advance(days=15)
    await remember(world)
    world.clock.advance(hours=1)
    await remember(world)
    assert await world.count(DigestDay) == 1


async def test_ignored_reminders_and_untouched_enquiries_and_loose_ends(world: World, digests: Digests) -> None:
    ignored = await world.deal(REP, "Ignored")
    await change(world, ignored, ignored=3)
    source = await world.source()
    enquiry = await world.deal(REP, "Enquiry", source_id=source)
    touched = await world.deal(REP, "Touched", source_id=source)
    world.clock.advance(minutes=5)
    await world.work.note(REP, touched.id, "called", world.press())
    await change(world, touched, expected_close=date(2026, 3, 1))
    before = await digests.now(MANAGER, world.team.id)
    world.clock.advance(hours=24)
    facts = await digests.now(MANAGER, world.team.id)
    assert before.untouched == ()
    assert [each.deal.id for each in facts.ignored] == [ignored.id]
    assert [each.deal.id for each in facts.untouched] == [enquiry.id]
    assert (facts.stepless, facts.overdue, facts.empty) == (3, 1, False)
    assert dict(facts.names)[REP] == "Anna"


async def test_an_untouched_enquiry_is_said_to_be_one_though_it_is_stuck(world: World, digests: Digests) -> None:
    enquiry = await world.deal(REP, "Enquiry", source_id=await world.source())
    await change(world, enquiry, stuck_at=world.clock.now() + timedelta(hours=24))
    world.clock.advance(hours=25)
    facts = await digests.now(MANAGER, world.team.id)
    assert [each.deal.id for each in facts.untouched] == [enquiry.id]
    assert (facts.reps, facts.headline.stuck) == ((), 1)


async def test_an_enquiry_that_waits_for_a_reason_is_not_called_untouched(world: World, digests: Digests) -> None:
    """Found by the simulation of noise: the digest named it every day of the pause."""
    enquiry = await world.deal(REP, "Enquiry", source_id=await world.source())
    world.clock.advance(hours=25)
    assert len((await digests.now(MANAGER, world.team.id)).untouched) == 1
    await change(world, enquiry, paused_until=world.clock.now() + timedelta(days=3), pause_reason="away")
    assert (await digests.now(MANAGER, world.team.id)).untouched == ()


async def test_a_team_that_watches_no_first_contact_hears_of_none(world: World, digests: Digests) -> None:
    await world.deal(REP, source_id=await world.source())
    async with world.database.write() as session:
        team = await session.get_one(type(world.team), world.team.id)
        team.first_contact_hours = None
    world.clock.advance(days=2)
    assert (await digests.now(MANAGER, world.team.id)).untouched == ()


async def test_paused_and_accepted_waits_are_not_stuck(world: World, digests: Digests) -> None:
    deal = await world.deal(REP)
    world.clock.advance(days=15)
    await change(world, deal, stuck_at=world.clock.now() + timedelta(days=3))
    assert (await digests.now(MANAGER, world.team.id)).headline.stuck == 0


@pytest.mark.parametrize(("user", "why"), [(REP, "digest"), (VIEWER, "digest-viewer")])
async def test_reps_and_viewers_get_a_kind_refusal(world: World, digests: Digests, user: int, why: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        await digests.now(user, world.team.id)
    assert refused.value.why == why


@pytest.mark.parametrize("user", [STRANGER, FOREIGN_ADMIN])
async def test_strangers_find_no_such_team(world: World, digests: Digests, user: int) -> None:
    with pytest.raises(NotFound):
        await digests.now(user, world.team.id)


async def test_nothing_of_another_team_is_counted(world: World, digests: Digests) -> None:
    await world.deal(2002, "Foreign", foreign=True)
    world.clock.advance(days=15)
    assert (await digests.now(MANAGER, world.team.id)).empty
