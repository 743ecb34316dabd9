"""Kill -9 at random moments while taps arrive: nothing is lost, nothing happens twice.

``KILLS`` says how often (default 5, up to 8 in the ordinary run; ``make soak`` does hundreds), ``SEED`` repeats a run.
"""

from __future__ import annotations

import asyncio
import os
import random
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.callbacks.deals import DealMove, DealTouch
from bot.database import Database
from bot.models import Deal, DealEvent, EventKind, InboxState, InboxUpdate, OutboxMessage, OutboxState
from tests.e2e.harness import QUIET_SECONDS, BotProcess, Sandbox, sandbox_in
from tests.e2e.teams import Seeded, seed_teams
from tests.support import own_postgres, until

KILLS = int(os.environ.get("KILLS", "5"))
SEED = int(os.environ.get("SEED", "20260302"))
USERS = 10
DEALS = 2
TAPS = max(500, KILLS * 40)
WORDS_EVERY = 10
"""Every tenth tap is a typed command, whose answer is a new message: one that could be doubled."""

MOVES = (3, 11)
"""Which presses on a deal move it; all others log a touch. Few, since a group takes 20 messages a minute."""


@dataclass
class Person:
    """What one person will do, in order, and what it must come to."""

    seeded: Seeded
    plan: list[str] = field(default_factory=list)
    events: dict[int, list[EventKind]] = field(default_factory=dict)
    words: int = 0
    screen: int = 0
    sent: int = 0


def plan_for(seeded: Seeded, taps: int, luck: random.Random) -> Person:
    """Presses in the order of the deal's versions, as one would press the buttons of ever fresher cards."""
    person = Person(seeded, events={deal: [] for deal in seeded.deals})
    versions = dict.fromkeys(seeded.deals, 1)
    stage = dict.fromkeys(seeded.deals, 0)
    for number in range(taps):
        if number % WORDS_EVERY == WORDS_EVERY - 1:
            person.plan.append("/my")
            person.words += 1
            continue
        deal = luck.choice(seeded.deals)
        version = versions[deal]
        versions[deal] += 1
        if len(person.events[deal]) in MOVES:
            stage[deal] += 1
            target, _ = seeded.stages[stage[deal]]
            person.plan.append(DealMove(deal=deal, stage=target, version=version).pack())
            person.events[deal].append(EventKind.MOVED)
        else:
            person.plan.append(DealTouch(deal=deal, kind="call", version=version).pack())
            person.events[deal].append(EventKind.TOUCHED)
    return person


async def tap(sandbox: Sandbox, person: Person) -> None:
    """The person's next tap."""
    user, what = person.seeded.user_id, person.plan[person.sent]
    person.sent += 1
    if what.startswith("/"):
        await sandbox.send(user, what)
    else:
        await sandbox.post("forge", user_id=user, chat_id=user, message_id=person.screen, data=what)


async def meet(sandbox: Sandbox, people: list[Person]) -> None:
    """Everybody opens the bot; the message that answers is the one whose buttons they will press."""
    for person in people:
        await sandbox.send(person.seeded.user_id, "/my")

    async def has_answered(person: Person) -> bool:
        shown = await sandbox.from_bot(person.seeded.user_id)
        person.screen = shown[0]["id"] if shown else 0
        return bool(shown)

    for person in people:
        await until(partial(has_answered, person), QUIET_SECONDS)


async def quiet(database: Database, sandbox: Sandbox) -> None:
    """Return once every update is handled and everything that had to be sent is sent."""

    async def nothing_waits() -> bool:
        async with database.read() as session:
            new = select(func.count()).where(InboxUpdate.state == InboxState.NEW)
            waiting = select(func.count()).where(OutboxMessage.state == OutboxState.PENDING)
            open_rows = (await session.scalar(new) or 0) + (await session.scalar(waiting) or 0)
        return not open_rows and not (await sandbox.get("stats"))["pending_updates"]

    await until(nothing_waits, QUIET_SECONDS)


@pytest.mark.e2e
async def test_kill_at_random_moments(tmp_path: Path) -> None:
    await kill_and_count(tmp_path, f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}")


@pytest.mark.e2e
@pytest.mark.postgres
@pytest.mark.skipif(KILLS < 20, reason="in the soak only: a lease outlives its process by 90 seconds there")
async def test_kill_at_random_moments_on_postgres(tmp_path: Path) -> None:
    async with own_postgres("kill") as url:
        await kill_and_count(tmp_path, url)


async def kill_and_count(tmp_path: Path, url: str) -> None:
    luck = random.Random(SEED)
    async with sandbox_in(tmp_path, "--users", str(USERS), "--no-limits") as sandbox:
        groups = {}
        for user in sandbox.users:
            created = await sandbox.post("group", action="create", user_id=user, title=f"Group {user}")
            groups[user] = created["chat_id"]
            await sandbox.post("group", action="add_bot", user_id=user, chat_id=groups[user])
        seeded = await seed_teams(url, sandbox.users, DEALS, groups)
        people = [plan_for(one, TAPS // USERS, luck) for one in seeded]
        bot = BotProcess(tmp_path, sandbox, url)
        await bot.start_and_wait()
        await meet(sandbox, people)
        await tap_and_kill(sandbox, bot, people, luck)
        database = Database(url)
        try:
            await quiet(database, sandbox)
            await check_effects(database, people)
            await check_messages(database, sandbox, people)
        except BaseException:
            print(bot.output()[-20_000:])  # noqa: T201 — pytest shows it with the failure
            raise
        finally:
            await database.close()
        assert await bot.stop() == 0


async def tap_and_kill(sandbox: Sandbox, bot: BotProcess, people: list[Person], luck: random.Random) -> None:
    """Bursts of taps in a random order across people; somewhere within what each burst causes, the bot dies."""
    order = [person for person in people for _ in person.plan]
    luck.shuffle(order)
    size = len(order) // KILLS + 1
    for start in range(0, len(order), size):
        burst = order[start : start + size]
        # Two calls for each tap and some posts: from "nothing handled yet" to "nearly done".
        moment = await sandbox.calls_made() + luck.randrange(2 * len(burst))
        feeding = asyncio.create_task(feed(sandbox, burst))
        await until(partial(reached, sandbox, moment, feeding, luck), QUIET_SECONDS)
        await bot.kill()
        await feeding
        await bot.start_and_wait()


async def reached(sandbox: Sandbox, moment: int, feeding: asyncio.Task[None], luck: random.Random) -> bool:
    """Enough was called; or all is fed, and chance says that it will not become more."""
    return await sandbox.calls_made() >= moment or (feeding.done() and luck.random() < 0.02)


async def feed(sandbox: Sandbox, burst: list[Person]) -> None:
    for person in burst:
        await tap(sandbox, person)


async def counted(session: AsyncSession, column: Any, *where: Any) -> dict[Any, int]:
    """How many rows there are of each value of a column."""
    rows = await session.execute(select(column, func.count()).where(*where).group_by(column))
    return {row[0]: row[1] for row in rows}


async def check_effects(database: Database, people: list[Person]) -> None:
    """Each tap had its effect exactly once, in order, and no update failed."""
    async with database.read() as session:
        states = await counted(session, InboxUpdate.state)
        assert states.keys() == {InboxState.DONE}
        assert states[InboxState.DONE] >= TAPS + len(people)
        for person in people:
            for deal_id, expected in person.events.items():
                kinds = await session.scalars(
                    select(DealEvent.kind)
                    .where(DealEvent.deal_id == deal_id, DealEvent.kind != EventKind.CREATED)
                    .order_by(DealEvent.id)
                )
                assert list(kinds) == expected
                deal = await session.get_one(Deal, deal_id)
                assert deal.version == len(expected) + 1
                assert deal.stage_id == person.seeded.stages[expected.count(EventKind.MOVED)][0]
        by_update = await counted(session, DealEvent.inbox_id, DealEvent.inbox_id.is_not(None))
    assert set(by_update.values()) == {1}


async def check_messages(database: Database, sandbox: Sandbox, people: list[Person]) -> None:
    """No message is missing, and a chat holds at most one double for each kill."""
    async with database.read() as session:
        states = await counted(session, OutboxMessage.state)
        sent = OutboxMessage.kind == "post", OutboxMessage.state == OutboxState.SENT
        posts = await counted(session, OutboxMessage.chat_id, *sent)
    assert not states.keys() - {OutboxState.SENT, OutboxState.DROPPED}
    doubled = 0
    for person in people:
        answers = len(await sandbox.from_bot(person.seeded.user_id)) - 1 - person.words
        assert 0 <= answers <= KILLS, f"user {person.seeded.user_id}: {answers} more answers than questions"
        group = person.seeded.group_id
        assert group is not None
        shown = await sandbox.from_bot(group)
        extra = len(shown) - posts[group]
        assert 0 <= extra <= KILLS, f"group {group}: {extra} more posts than news"
        doubled += answers + extra
        for client, events in zip(person.seeded.clients, person.events.values(), strict=True):
            _, stage = person.seeded.stages[events.count(EventKind.MOVED)]
            assert any(client in message["text"] and stage in message["text"] for message in shown)
    print(f"{KILLS} kills, {TAPS} taps: every effect once, {doubled} messages doubled")  # noqa: T201
