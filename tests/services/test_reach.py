"""Who cannot be reached: the admins hear of it once, nothing is lost, and what waits comes when the person is back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.clock import FixedClock
from bot.database import Database
from bot.models import OutboxMessage, OutboxState, Role
from bot.models.facts_outgoing import DealAssigned, MemberUnreachable, PlaceChanged
from bot.services.outbox import Why, enqueue
from bot.services.outbox_queue import OutboxQueue
from bot.services.people import Profile
from bot.services.reminders.ringing import ring
from tests.services.nudge_world import NudgeWorld, as_row, clients, pushes
from tests.services.world import ADMIN, FOREIGN_ADMIN, MANAGER, NAMES, REP, SECOND, utc
from tests.support import SecondSession

MONDAY_NOON = utc("2026-03-02 11:00")


@pytest.fixture
async def world(database: Database, clock: FixedClock, second_session: SecondSession) -> NudgeWorld:
    made = NudgeWorld(database, clock, second_session)
    await made.build("solution")
    clock.set(MONDAY_NOON)
    return made


async def refuse(world: NudgeWorld, user: int, why: Why = "blocked") -> None:
    """Telegram takes nothing for this person: what waits for them is dropped, as the sender does it."""
    for row in await world.outbox():
        if row.chat_id == user and row.state is OutboxState.PENDING:
            await world.outgoing.undeliverable(as_row(row), why)
            dropped = update(OutboxMessage).where(OutboxMessage.id == row.id)
            await world.execute(dropped.values(state=OutboxState.DROPPED, error=why))


async def writes(world: NudgeWorld, user: int, *, in_private: bool = True) -> None:
    """The person sends something."""
    await world.people.meet(Profile(user, NAMES[user]), "en", reachable=in_private)


async def told_of_loss(world: NudgeWorld) -> list[tuple[int, str]]:
    """Whom the outbox tells of whom, delivering it."""
    said = await world.deliver()
    return [(one.chat_id, one.facts.name) for one in said if isinstance(one.facts, MemberUnreachable)]


@pytest.mark.parametrize("why", ["blocked", "chat_not_found"])
async def test_the_admins_hear_of_it_once(world: NudgeWorld, why: Why) -> None:
    await world.deal()
    world.clock.advance(hours=48)
    await world.sweeps.run()
    await refuse(world, REP, why)
    assert await told_of_loss(world) == [(ADMIN, "Anna")]
    await world.deal(client="Another")
    for _ in range(4):
        await world.jump(days=1)
        await refuse(world, REP, why)
    await world.people.lost(REP)
    assert [one for one in world.said if one[1].chat_id == REP] == []
    assert [type(one.facts) for _, one in world.said] == [MemberUnreachable]


async def test_each_admin_hears_of_it_in_their_own_language(world: NudgeWorld) -> None:
    await world.members.set_role(ADMIN, world.team.id, MANAGER, Role.ADMIN)
    await world.deliver()
    await world.set_user(ADMIN, locale="pl")
    await world.set_user(MANAGER, locale="ru")
    await world.people.lost(REP)
    assert {one.chat_id: one.locale for one in await world.deliver()} == {ADMIN: "pl", MANAGER: "ru"}


async def test_an_admin_out_of_reach_is_no_news_to_themselves(world: NudgeWorld) -> None:
    await world.people.lost(ADMIN)
    assert await told_of_loss(world) == []
    await world.members.set_role(ADMIN, world.team.id, MANAGER, Role.ADMIN)
    await writes(world, ADMIN)
    await world.people.lost(ADMIN)
    assert await told_of_loss(world) == [(MANAGER, "Olga")]


async def test_the_admins_of_every_team_and_of_no_other(world: NudgeWorld) -> None:
    await world.people.lost(REP)
    assert FOREIGN_ADMIN not in [user for user, _ in await told_of_loss(world)]
    link = await world.invites.make(FOREIGN_ADMIN, world.foreign.id, Role.REP, 1, 1, "both")
    await world.invites.use(SECOND, link.token)
    await world.deliver()
    await world.people.lost(SECOND)
    assert sorted(await told_of_loss(world)) == [(ADMIN, "Boris"), (FOREIGN_ADMIN, "Boris")]


async def test_who_came_back_meanwhile_is_not_told_of(world: NudgeWorld) -> None:
    await world.people.lost(REP)
    await writes(world, REP)
    assert await told_of_loss(world) == []


async def test_who_blocks_again_is_news_again(world: NudgeWorld) -> None:
    await world.people.lost(REP)
    assert await told_of_loss(world) == [(ADMIN, "Anna")]
    await writes(world, REP)
    world.clock.advance(hours=1)
    await world.people.lost(REP)
    assert await told_of_loss(world) == [(ADMIN, "Anna")]


async def test_what_waited_comes_in_one_message_once_they_write(world: NudgeWorld) -> None:
    await world.deal(client="Early")
    world.clock.advance(hours=48)
    await world.sweeps.run()
    await refuse(world, REP)
    await world.deal(client="Late")
    # Wednesday to Friday, looked at often: each round finds nobody to tell.
    assert [push for push in await world.later(hours=50) if push.chat_id == REP] == []
    await writes(world, REP)
    [push] = [push for push in pushes(await world.sweep()) if push.chat_id == REP]
    assert sorted(clients(push)) == ["Early", "Late"]
    assert pushes(await world.later(hours=3)) == []


async def test_back_at_night_they_hear_in_the_morning(world: NudgeWorld) -> None:
    await world.deal()
    world.clock.advance(hours=48)
    await world.sweeps.run()
    await refuse(world, REP)
    await world.sweep()
    world.clock.set(utc("2026-03-04 22:00"))
    await writes(world, REP)
    assert pushes(await world.later(hours=9)) == []
    assert [push.chat_id for push in pushes(await world.later(hours=3))] == [REP]


async def test_other_news_comes_late_if_it_is_still_true(world: NudgeWorld) -> None:
    kept, lost = await world.deal(client="Kept"), await world.deal(client="Lost")
    for deal in (kept, lost):
        [created] = await world.events(deal)
        async with world.database.write() as session:
            args, now = {"event": created.id}, world.clock.now()
            await enqueue(session, key=f"assigned:{deal.id}", kind="assigned", args=args, chat_id=REP, now=now)
    await refuse(world, REP)
    await world.set_deal(lost, owner_id=SECOND)
    assert await told_of_loss(world) == [(ADMIN, "Anna")]
    await writes(world, REP)
    said = await world.deliver()
    assert [one.facts.client for one in said if isinstance(one.facts, DealAssigned)] == ["Kept"]
    assert await world.deliver() == []


async def test_who_left_the_team_meanwhile_hears_nothing_of_it(world: NudgeWorld) -> None:
    await world.members.set_role(ADMIN, world.team.id, MANAGER, Role.ADMIN)
    deal = await world.deal(owner=MANAGER)
    [created] = await world.events(deal)
    await world.deliver()
    async with world.database.write() as session:
        args, now = {"event": created.id}, world.clock.now()
        await enqueue(session, key="assigned", kind="assigned", args=args, chat_id=MANAGER, now=now)
    await world.people.lost(REP)
    await refuse(world, MANAGER)
    await world.deliver()
    await world.members.remove(ADMIN, world.team.id, MANAGER)
    await writes(world, MANAGER)
    said = [type(one.facts) for one in await world.deliver() if one.chat_id == MANAGER]
    assert said == [PlaceChanged]


async def test_in_a_group_also_those_write_who_blocked_us(world: NudgeWorld) -> None:
    await world.people.lost(REP)
    await writes(world, REP, in_private=False)
    await writes(world, REP, in_private=False)
    assert await told_of_loss(world) == [(ADMIN, "Anna")]
    await writes(world, REP)
    assert (await world.members.card(ADMIN, world.team.id, REP)).member.reachable


async def test_the_team_sees_who_is_out_of_reach(world: NudgeWorld) -> None:
    await world.people.lost(REP)
    page = await world.members.page(MANAGER, world.team.id)
    assert [row.user_id for row in page.rows if not row.reachable] == [REP]
    assert not (await world.members.card(ADMIN, world.team.id, REP)).member.reachable


async def test_telegram_away_for_hours_costs_one_message(world: NudgeWorld) -> None:
    for number in range(3):
        await world.deal(client=f"Deal {number}")
        world.clock.advance(minutes=50)
    # Wednesday: they fall due one after another while nothing can be sent.
    world.clock.set(MONDAY_NOON + timedelta(hours=48))
    for _ in range(18):
        await world.sweeps.run()
        world.clock.advance(minutes=10)
    [push] = pushes(await world.deliver())
    assert sorted(clients(push)) == ["Deal 0", "Deal 1", "Deal 2"]
    assert pushes(await world.later(hours=1)) == []
    assert [reminder.rung for reminder in await world.reminders()] == [1, 1, 1]


async def test_what_is_on_its_way_is_not_said_again(world: NudgeWorld) -> None:
    await world.deal(client="First")
    world.clock.advance(minutes=300)
    await world.deal(client="Second")
    world.clock.set(MONDAY_NOON + timedelta(hours=48))
    await world.sweeps.run()
    leased = update(OutboxMessage).values(leased_until=world.clock.now() + timedelta(hours=9))
    await world.execute(leased)
    world.clock.advance(minutes=300)
    await world.sweeps.run()
    first, second = await world.outbox()
    shown = [await world.deliver_one(row) for row in (second, first)]
    assert [clients(push) for push in shown if push is not None] == [["Second"], ["First"]]


async def test_what_telegram_missed_and_fits_into_no_message_comes_later_and_once(world: NudgeWorld) -> None:
    for number in range(30):
        world.clock.set(MONDAY_NOON + timedelta(minutes=300 * (number // 15)))
        await world.deal(client=f"Deal {number}", amount_minor=1 + number)
    world.clock.set(MONDAY_NOON + timedelta(hours=48))
    await world.sweeps.run()
    world.clock.advance(minutes=300)
    await world.sweeps.run()
    [first] = pushes(await world.deliver())
    [rest] = pushes(await world.later(days=1))
    assert (len(clients(first)), len({*clients(first), *clients(rest)})) == (20, 30)
    assert {reminder.rung for reminder in await world.reminders()} == {1}


async def test_who_comes_back_during_an_outage_hears_what_the_deputy_did_not(world: NudgeWorld) -> None:
    await world.deal(client="Anna's")
    world.clock.advance(minutes=300)
    await world.deal(client="Second's", owner=SECOND)
    await world.set_member(REP, away_until=MONDAY_NOON + timedelta(hours=50), deputy_id=SECOND)
    world.clock.set(MONDAY_NOON + timedelta(hours=48))
    await world.sweeps.run()
    world.clock.advance(minutes=300)
    await world.sweeps.run()
    said = pushes(await world.deliver())
    assert {push.chat_id: clients(push) for push in said} == {REP: ["Anna's"], SECOND: ["Second's"]}
    assert len(said) == 2


@pytest.mark.postgres
async def test_no_sender_sets_out_with_what_a_new_message_takes_along(postgres: Database, clock: FixedClock) -> None:
    world = NudgeWorld(postgres, clock, postgres.read)
    await world.build("solution")
    clock.set(MONDAY_NOON)
    await world.deal(client="First")
    clock.advance(minutes=300)
    await world.deal(client="Second")
    clock.set(MONDAY_NOON + timedelta(hours=48))
    await world.sweeps.run()
    clock.advance(minutes=300)
    await world.sweeps.arise()
    async with postgres.write() as ringing:
        assert await ring(ringing, world.stages, clock.now()) == 1
        assert await OutboxQueue(postgres, clock).lease(5, (), clock.now()) == []
    [push] = pushes(await world.deliver())
    assert sorted(clients(push)) == ["First", "Second"]
