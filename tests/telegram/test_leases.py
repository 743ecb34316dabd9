"""Which rows the sender may take, and for how long they are its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from aiogram import Bot

from bot.clock import FixedClock
from bot.database import Database
from bot.services.outbox import enqueue
from tests.telegram.outgoing import Post


async def test_of_edits_that_wait_alike_one_goes_out(bot: Bot, database: Database, clock: FixedClock) -> None:
    """It says what is true when it is sent, so that those behind it have nothing to add."""
    post = Post(bot, database, clock)
    for number, (kind, about) in enumerate(
        [("post-edit", 1), ("post-edit", 2), ("post-edit", 1), ("post", 1), ("post", 1), ("post-edit", 1)]
    ):
        async with database.write() as session:
            await enqueue(session, key=f"row {number}", kind=kind, args={"post": about}, chat_id=7, now=clock.now())
            await enqueue(
                session, key=f"other {number}", kind="post-edit", args={"post": 1}, chat_id=8 + number, now=clock.now()
            )
        clock.advance(seconds=1)
    [first, *_] = await post.queue.lease(1, (), clock.now())
    assert (first.chat_id, first.args) == (7, {"post": 1})

    async def states() -> list[str]:
        return [row.state for row in await post.rows() if row.chat_id == 7]

    assert await states() == ["pending", "pending", "dropped", "pending", "pending", "dropped"]
    # What could not be sent waits on; what came meanwhile goes with it.
    clock.advance(minutes=5)
    async with database.write() as session:
        await enqueue(session, key="late", kind="post-edit", args={"post": 1}, chat_id=7, now=clock.now())
    [again, *_] = await post.queue.lease(1, (), clock.now())
    assert again.id == first.id
    assert await states() == ["pending", "pending", "dropped", "pending", "pending", "dropped", "dropped"]
    # Other chats' edits are theirs.
    assert [row.state for row in await post.rows() if row.chat_id != 7] == ["pending"] * 6


async def test_a_clock_set_back_does_not_keep_a_lease_for_long(bot: Bot, database: Database, clock: FixedClock) -> None:
    post = Post(bot, database, clock)
    await post.put("a", 7)
    clock.advance(hours=5)
    assert len(await post.queue.lease(5, (), clock.now())) == 1
    clock.advance(hours=-5)
    assert len(await post.queue.lease(5, (), clock.now())) == 1


async def test_what_was_written_before_the_clock_was_set_back_does_not_wait_for_it(
    bot: Bot, sqlite_database: Database, clock: FixedClock
) -> None:
    post = Post(bot, sqlite_database, clock)
    await post.put("a", 7)
    await post.put("later", 8, due_in=timedelta(minutes=10))
    clock.advance(hours=-5)
    await post.put("soon", 9, due_in=timedelta(minutes=10))
    assert {row.chat_id for row in await post.queue.lease(5, (), clock.now())} == {7, 8}


@pytest.mark.postgres
async def test_a_process_whose_clock_is_behind_leaves_the_others_rows_alone(
    bot: Bot, postgres: Database, clock: FixedClock
) -> None:
    post = Post(bot, postgres, clock)
    clock.advance(hours=5)
    await post.put("a", 7)
    assert len(await post.queue.lease(5, (), clock.now())) == 1
    assert await post.queue.lease(5, (), clock.now() - timedelta(hours=5)) == []


@pytest.mark.postgres
async def test_a_lease_holds_for_a_process_whose_clock_is_a_little_behind(
    bot: Bot, postgres: Database, clock: FixedClock
) -> None:
    """As when it read its clock, and then waited for the other one's lease: both sent the message."""
    post = Post(bot, postgres, clock)
    await post.put("a", 7)
    clock.advance(minutes=5)
    assert len(await post.queue.lease(5, (), clock.now())) == 1
    for behind in (timedelta(milliseconds=5), timedelta(seconds=60)):
        assert await post.queue.lease(5, (), clock.now() - behind) == []
