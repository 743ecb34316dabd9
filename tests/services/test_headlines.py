"""The digest's headline in team chats: at the team's hour whatever managers chose, once a day, and never lost."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import FixedClock
from bot.database import Database
from bot.models import DigestDay, OutboxMessage, Team, TeamChat
from bot.models.facts_digests import ChatDigest
from bot.services.digests.headlines import headlines
from bot.services.rescheduling import rescheduled
from bot.services.sweeps import Sweeps
from bot.services.team_chats import TeamChats
from bot.services.team_rules import TeamRuling
from tests.conftest import SCHEMA
from tests.services.nudge_world import NudgeWorld, as_row
from tests.services.world import ADMIN, FOREIGN_ADMIN, MANAGER, REP, utc
from tests.support import SecondSession, postgres_database

GROUP = -100
TUESDAY_NINE = utc("2026-03-03 08:00")
"""Nine in Warsaw: the team's hour. The tests start on Monday at ten."""


@pytest.fixture
async def world(database: Database, clock: FixedClock, second_session: SecondSession) -> NudgeWorld:
    """Nobody in it hears the digest: the headline needs no manager who does."""
    made = NudgeWorld(database, clock, second_session)
    await made.build("solution")
    return made


async def connect(world: NudgeWorld, chat_id: int = GROUP, thread_id: int = 0, locale: str = "en") -> int:
    """A chat of the team that wants the headline; its id."""
    chat = (await world.team_chats.connect(ADMIN, world.team.id, chat_id, thread_id, "HQ", locale)).chat
    await world.team_chats.hear(ADMIN, chat.id, "digest", on=True)
    return chat.id


async def due_at(world: NudgeWorld, chat_id: int) -> datetime | None:
    async with world.elsewhere() as session:
        return (await session.get_one(TeamChat, chat_id)).next_digest_at


async def rows(world: NudgeWorld) -> list[OutboxMessage]:
    return [row for row in await world.outbox() if row.kind == "chat-digest"]


async def days(world: NudgeWorld) -> list[DigestDay]:
    async with world.elsewhere() as session:
        return list(await session.scalars(select(DigestDay).order_by(DigestDay.team_id, DigestDay.day)))


async def test_it_comes_at_the_teams_hour_with_every_manager_muted(world: NudgeWorld) -> None:
    chat = await connect(world)
    assert await due_at(world, chat) == TUESDAY_NINE
    world.clock.set(TUESDAY_NINE - timedelta(seconds=1))
    assert await world.sweep() == []
    world.clock.set(TUESDAY_NINE)
    [said] = await world.sweep()
    assert (said.chat_id, said.thread_id, said.locale) == (GROUP, 0, "en")
    assert isinstance(said.facts, ChatDigest)
    assert said.facts.url.endswith(f"?start=g{world.team.id}")
    assert await world.sweep() == []
    assert await due_at(world, chat) == TUESDAY_NINE + timedelta(days=1)


async def test_a_managers_own_hour_is_none_of_its_business(world: NudgeWorld) -> None:
    await connect(world)
    for user, hours in ((MANAGER, -2), (ADMIN, 2)):
        await world.set_member(user, hears_digest=True, next_digest_at=TUESDAY_NINE + timedelta(hours=hours))
    heard = []
    for hours in (-2, 0, 2):
        world.clock.set(TUESDAY_NINE + timedelta(hours=hours))
        heard.append([said.chat_id for said in await world.sweep()])
    assert heard == [[MANAGER], [GROUP], [ADMIN]]
    assert [day.made_at for day in await days(world)] == [TUESDAY_NINE - timedelta(hours=2)]


async def test_the_day_is_remembered_so_that_the_next_headline_says_what_changed(world: NudgeWorld) -> None:
    await connect(world)
    world.clock.advance(days=-15)
    deal = await world.deal(REP)
    world.clock.set(TUESDAY_NINE)
    await world.sweep()
    [day] = await days(world)
    assert (day.team_id, day.day, day.stuck) == (world.team.id, date(2026, 3, 3), [deal.id])
    await world.move(deal, "qualification")
    world.clock.advance(days=1)
    facts = [said.facts for said in await world.sweep() if said.chat_id == GROUP]
    [headline] = [one.headline for one in facts if isinstance(one, ChatDigest)]
    assert (headline.stuck, headline.since, headline.moved) == (0, date(2026, 3, 3), 1)


async def test_every_chat_hears_in_its_language_and_only_those_that_want_it(world: NudgeWorld) -> None:
    await connect(world, thread_id=7, locale="pl")
    await connect(world, thread_id=8, locale="ru")
    await world.team_chats.connect(ADMIN, world.team.id, -200, 0, "Other", "en")
    await world.team_chats.connect(FOREIGN_ADMIN, world.foreign.id, -300, 0, "Theirs", "en")
    world.clock.set(TUESDAY_NINE)
    said = [(one.chat_id, one.thread_id, one.locale) for one in await world.sweep()]
    assert sorted(said) == [(GROUP, 7, "pl"), (GROUP, 8, "ru")]
    assert [day.team_id for day in await days(world)] == [world.team.id]


async def test_each_team_has_its_own_hour(world: NudgeWorld) -> None:
    await connect(world)
    await world.execute(update(Team).where(Team.id == world.foreign.id).values(digest_at=600, time_zone="Asia/Tokyo"))
    chat = (await world.team_chats.connect(FOREIGN_ADMIN, world.foreign.id, -300, 0, "Theirs", "en")).chat
    await world.team_chats.hear(FOREIGN_ADMIN, chat.id, "digest", on=True)
    assert await due_at(world, chat.id) == utc("2026-03-03 01:00")
    world.clock.set(utc("2026-03-03 01:00"))
    assert [said.chat_id for said in await world.sweep()] == [-300]


async def test_after_an_outage_it_comes_once_within_working_hours(world: NudgeWorld) -> None:
    chat = await connect(world)
    # Off from Monday to Thursday, eleven in the morning.
    world.clock.set(utc("2026-03-05 10:00"))
    assert [said.chat_id for said in await world.sweep()] == [GROUP]
    assert [row.args["day"] for row in await rows(world)] == ["2026-03-05"]
    assert await due_at(world, chat) == utc("2026-03-06 08:00")
    assert [day.day for day in await days(world)] == [date(2026, 3, 5)]


@pytest.mark.parametrize("moment", ["2026-03-03 22:00", "2026-03-05 02:00", "2026-03-07 10:00"])
async def test_after_an_outage_it_never_comes_at_night_or_on_a_day_off(world: NudgeWorld, moment: str) -> None:
    chat = await connect(world)
    world.clock.set(utc(moment))
    assert await world.sweep() == []
    assert await days(world) == []
    coming = await due_at(world, chat)
    assert coming is not None
    assert world.clock.now() < coming <= world.clock.now() + timedelta(days=2)
    world.clock.set(coming)
    assert [said.chat_id for said in await world.sweep()] == [GROUP]


async def test_an_hour_late_is_in_time_whatever_the_hours(world: NudgeWorld) -> None:
    await world.set_team(digest_at=420)
    await connect(world)
    # Seven in Warsaw; the team works from nine.
    world.clock.set(utc("2026-03-03 07:00"))
    assert [said.chat_id for said in await world.sweep()] == [GROUP]
    world.clock.set(utc("2026-03-04 07:01"))
    assert await world.sweep() == []
    world.clock.set(utc("2026-03-05 06:00"))
    assert [said.chat_id for said in await world.sweep()] == [GROUP]


async def test_it_keeps_the_teams_holidays_and_days(world: NudgeWorld) -> None:
    world.clock.set(utc("2026-11-10 12:00"))
    # Wednesday is Independence Day in Poland.
    chat = await connect(world)
    assert await due_at(world, chat) == utc("2026-11-12 08:00")
    await world.set_team(work_days=0b0000001)
    world.clock.set(utc("2026-11-12 08:00"))
    await world.sweep()
    assert await due_at(world, chat) == utc("2026-11-16 08:00")


async def test_an_hour_moved_later_on_the_same_day_says_nothing_twice(world: NudgeWorld) -> None:
    chat = await connect(world)
    rules = TeamRuling(world.database, world.clock, world.people, world.stages)
    world.clock.set(TUESDAY_NINE)
    assert len(await world.sweep()) == 1
    await rules.change(ADMIN, world.team.id, "digest_at", "11")
    assert await due_at(world, chat) == TUESDAY_NINE + timedelta(hours=2)
    world.clock.advance(hours=2)
    assert await world.sweep() == []
    assert len(await days(world)) == 1
    assert await due_at(world, chat) == TUESDAY_NINE + timedelta(days=1, hours=2)
    # Off and on again is no way round it.
    for on in (False, True):
        await world.team_chats.hear(ADMIN, chat, "digest", on=on)
    await rules.change(ADMIN, world.team.id, "digest_at", "12")
    world.clock.advance(hours=1)
    assert await world.sweep() == []


@pytest.mark.parametrize("jumps", [(-1,), (-48,), (-72, 48), (30, -30), (72, -72, 24)])
async def test_a_clock_set_to_and_fro_doubles_nothing(world: NudgeWorld, jumps: tuple[int, ...]) -> None:
    """As in the sandbox, whose page skips time."""
    await connect(world)
    rules = TeamRuling(world.database, world.clock, world.people, world.stages)
    world.clock.set(TUESDAY_NINE)
    assert len(await world.sweep()) == 1
    for hours in jumps:
        world.clock.advance(hours=hours)
        await world.sweep()
        for end in ("19", "18"):
            await rules.change(ADMIN, world.team.id, "end", end)
        await world.sweep()
    told = [row.args["day"] for row in await rows(world)]
    assert len(told) == len(set(told))
    assert all(8 <= at.hour < 17 for at, _ in world.said)


async def test_of_several_days_only_the_last_is_told(world: NudgeWorld) -> None:
    """Telegram was away for two days."""
    await connect(world)
    for ahead in range(3):
        world.clock.set(TUESDAY_NINE + timedelta(days=ahead))
        await world.sweeps.run()
    assert len(await rows(world)) == 3
    assert [said.chat_id for said in await world.deliver()] == [GROUP]


@pytest.mark.parametrize(("hours", "silent"), [(0, False), (6, False), (12, True)])
async def test_one_that_waited_until_the_evening_makes_no_sound(world: NudgeWorld, hours: int, silent: bool) -> None:
    await connect(world)
    world.clock.set(TUESDAY_NINE)
    await world.sweeps.run()
    world.clock.advance(hours=hours)
    assert [said.silent for said in await world.deliver()] == [silent]


async def test_one_that_an_earlier_version_wrote_down_is_told(world: NudgeWorld) -> None:
    chat = await connect(world)
    world.clock.set(TUESDAY_NINE)
    await world.sweeps.run()
    await world.execute(update(OutboxMessage).values(args={"chat": chat}))
    assert [said.chat_id for said in await world.deliver()] == [GROUP]


async def test_one_that_is_no_longer_wanted_is_dropped(world: NudgeWorld) -> None:
    chat = await connect(world)
    world.clock.set(TUESDAY_NINE)
    await world.sweeps.run()
    await world.execute(update(TeamChat).values(broken="kicked"))
    [row] = await rows(world)
    assert await world.outgoing.load(as_row(row)) is None
    await world.execute(update(TeamChat).values(broken=None))
    assert await world.outgoing.load(as_row(row)) is not None
    await world.team_chats.hear(ADMIN, chat, "digest", on=False)
    assert await world.deliver() == []


async def test_one_that_is_due_all_the_same_is_not_claimed_where_it_is_not_wanted(world: NudgeWorld) -> None:
    """As an earlier version may leave behind, which knows nothing of the due time."""
    chat = await connect(world)
    await world.execute(update(TeamChat).values(hears_digest=False))
    world.clock.set(TUESDAY_NINE)
    assert await world.sweep() == []
    assert (await due_at(world, chat), await days(world)) == (None, [])


async def test_a_kill_in_the_claim_loses_nothing(world: NudgeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    chat = await connect(world)
    world.clock.set(TUESDAY_NINE)

    async def killed(*_: object) -> None:
        raise KeyboardInterrupt

    for name in ("remember_day", "enqueue_many"):
        monkeypatch.setattr(f"bot.services.digests.headlines.{name}", killed)
        with pytest.raises(KeyboardInterrupt):
            await world.sweeps.run()
        monkeypatch.undo()
        assert (await due_at(world, chat), await rows(world), await days(world)) == (TUESDAY_NINE, [], [])
    assert [said.chat_id for said in await world.sweep()] == [GROUP]


async def test_many_chats_are_claimed_in_several_turns(world: NudgeWorld) -> None:
    for thread in range(12):
        await connect(world, thread_id=thread)
    world.clock.set(TUESDAY_NINE)
    await world.sweeps.run()
    assert sorted(row.thread_id for row in await rows(world)) == list(range(12))


# Several processes


@pytest.mark.postgres
async def test_two_processes_tell_once(postgres: Database, clock: FixedClock) -> None:
    other = postgres_database(SCHEMA)
    world = NudgeWorld(postgres, clock, other.read)
    await world.build("solution")
    for thread in range(25):
        await connect(world, thread_id=thread)
    chat = (await world.team_chats.connect(FOREIGN_ADMIN, world.foreign.id, -300, 0, "Theirs", "en")).chat
    await world.team_chats.hear(FOREIGN_ADMIN, chat.id, "digest", on=True)
    for user in (ADMIN, MANAGER, FOREIGN_ADMIN):
        await world.execute(text(f"UPDATE member SET hears_digest = true WHERE user_id = {user}"))
    await world.execute(text(f"UPDATE member SET next_digest_at = '{TUESDAY_NINE}' WHERE hears_digest"))
    clock.set(TUESDAY_NINE)
    await asyncio.gather(*(Sweeps(database, clock).run() for database in (postgres, other, postgres, other)))
    assert len(await rows(world)) == 26
    assert len([row for row in await world.outbox() if row.kind == "digest"]) == 3
    assert [day.team_id for day in await days(world)] == [world.team.id, world.foreign.id]
    await other.close()


@pytest.mark.postgres
async def test_a_chat_that_is_being_set_up_is_left_to_the_next_round_and_moves_are_posted_there(
    postgres: Database, clock: FixedClock
) -> None:
    other = postgres_database(SCHEMA)
    world = NudgeWorld(postgres, clock, other.read)
    await world.build("solution")
    chat = await connect(world)
    clock.set(TUESDAY_NINE)
    rules = TeamRuling(other, clock, world.people, world.stages)
    async with postgres.write() as session:
        # The claim holds the chat; whoever only posts there does not wait for it.
        assert await headlines(session, clock.now()) == 1
        async with asyncio.timeout(20):
            await world.deal(client="Acme")
        async with other.write() as second:
            assert await headlines(second, clock.now()) == 0
        # An admin who moves the hour waits, and then moves what the claim has set.
        moving = asyncio.create_task(rules.change(ADMIN, world.team.id, "digest_at", "12"))
        await _somebody_waits_for(session, other)
    await moving
    assert await due_at(world, chat) == TUESDAY_NINE + timedelta(hours=3)
    assert len(await rows(world)) == 1
    await other.close()


@pytest.mark.postgres
async def test_one_that_is_turned_on_while_the_hour_moves_comes_at_the_new_one(
    postgres: Database, clock: FixedClock
) -> None:
    other = postgres_database(SCHEMA)
    world = NudgeWorld(postgres, clock, other.read)
    await world.build("solution")
    chat = (await world.team_chats.connect(ADMIN, world.team.id, GROUP, 0, "HQ", "en")).chat
    async with postgres.write() as session, rescheduled(session, clock.now(), by=ADMIN, team_id=world.team.id):
        turning = asyncio.create_task(TeamChats(other, clock).hear(ADMIN, chat.id, "digest", on=True))
        await _somebody_waits_for(session, other)
        (await session.get_one(Team, world.team.id)).digest_at = 660
    await turning
    assert await due_at(world, chat.id) == utc("2026-03-02 10:00")
    await other.close()


@pytest.mark.postgres
async def test_of_two_rules_that_change_at_once_both_count(postgres: Database, clock: FixedClock) -> None:
    other = postgres_database(SCHEMA)
    world = NudgeWorld(postgres, clock, other.read)
    await world.build("solution")
    chat = (await world.team_chats.connect(ADMIN, world.team.id, GROUP, 0, "HQ", "en")).chat
    await world.team_chats.hear(ADMIN, chat.id, "digest", on=True)
    rules = TeamRuling(other, clock, world.people, world.stages)
    async with postgres.write() as session, rescheduled(session, clock.now(), by=ADMIN, team_id=world.team.id):
        moving = asyncio.create_task(rules.change(ADMIN, world.team.id, "day", "0-"))
        await _somebody_waits_for(session, other)
        team = await session.get_one(Team, world.team.id)
        team.digest_at, team.work_days = 660, 0b0011101
    await moving
    # Neither Monday nor Tuesday, and at eleven.
    assert await due_at(world, chat.id) == utc("2026-03-04 10:00")
    await other.close()


async def _somebody_waits_for(session: AsyncSession, database: Database) -> None:
    """Return once another connection waits for what this transaction holds."""
    holder = await session.scalar(text("SELECT pg_backend_pid()"))
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE :holder = ANY(pg_blocking_pids(pid))")
    async with asyncio.timeout(20):
        while True:
            async with database.read() as watching:
                if await watching.scalar(waiting, {"holder": holder}):
                    return
