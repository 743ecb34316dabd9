"""Updates are written once, in order, and numbers that Telegram starts anew are accepted."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import FixedClock
from bot.database import Database
from bot.models import InboxState, InboxUpdate
from bot.services.inbox import Inbox, lane_of
from tests.support import SecondSession


def tap(number: int, chat: int = 7, data: str = "x") -> dict[str, Any]:
    return {
        "update_id": number,
        "callback_query": {
            "id": str(number),
            "from": {"id": 7, "is_bot": False, "first_name": "Анна"},
            "chat_instance": "1",
            "data": data,
            "message": {"message_id": 5, "date": 0, "chat": {"id": chat, "type": "private"}},
        },
    }


async def rows(second: SecondSession) -> list[InboxUpdate]:
    async with second() as session:
        return list(await session.scalars(select(InboxUpdate).order_by(InboxUpdate.id)))


async def test_a_batch_is_kept_whole_and_in_order(
    database: Database, clock: FixedClock, second_session: SecondSession
) -> None:
    inbox = Inbox(database, clock)
    received = await inbox.store([tap(10), tap(11, chat=-5), tap(12)])
    assert [item.update["update_id"] for item in received] == [10, 11, 12]
    assert [item.lane for item in received] == [7, -5, 7]
    stored = await rows(second_session)
    assert [row.id for row in stored] == [item.id for item in received] == sorted(r.id for r in stored)
    assert all(row.state is InboxState.NEW for row in stored)
    assert stored[0].received_at == clock.now()
    assert [(r.id, r.update) for r in await inbox.load_new()] == [(r.id, r.update) for r in received]


async def test_what_telegram_sends_again_is_not_taken_again(database: Database, clock: FixedClock) -> None:
    inbox = Inbox(database, clock)
    first = await inbox.store([tap(10), tap(11)])
    await inbox.mark_done([first[0].id])
    again = await inbox.store([tap(10), tap(11), tap(12)])
    assert [item.update["update_id"] for item in again] == [12]
    assert [item.update["update_id"] for item in await inbox.load_new()] == [11, 12]


async def test_done_marks_ride_with_the_next_batch(
    database: Database, clock: FixedClock, second_session: SecondSession
) -> None:
    inbox = Inbox(database, clock)
    first = await inbox.store([tap(10), tap(11)])
    await inbox.store([tap(12)], done=[item.id for item in first])
    assert [row.state for row in await rows(second_session)] == [
        InboxState.DONE,
        InboxState.DONE,
        InboxState.NEW,
    ]


async def test_numbers_that_start_anew_are_accepted_after_48_hours(
    database: Database, clock: FixedClock, second_session: SecondSession
) -> None:
    inbox = Inbox(database, clock)
    done, waiting, dead = await inbox.store([tap(10), tap(11), tap(12)])
    await inbox.mark_done([done.id])
    await inbox.mark_failed(dead.id, 6, None, "Traceback …")
    clock.advance(hours=47)
    assert await inbox.store([tap(10), tap(11)], tidy=True) == []
    clock.advance(hours=2)
    anew = await inbox.store([tap(10), tap(11), tap(12)], tidy=True)
    assert len(anew) == 3
    # What was handled is gone; what nobody handled and what failed for good is not.
    assert [row.id for row in await rows(second_session)][:2] == [waiting.id, dead.id]
    assert waiting.id in [item.id for item in await inbox.load_new()]


async def test_a_dead_letter_keeps_its_traceback_and_is_not_replayed(
    database: Database, clock: FixedClock, second_session: SecondSession
) -> None:
    inbox = Inbox(database, clock)
    [item] = await inbox.store([tap(10)])
    await inbox.mark_failed(item.id, 6, None, "Traceback …")
    assert await inbox.load_new() == []
    [row] = await rows(second_session)
    assert (row.state, row.attempts, row.error) == (InboxState.DEAD, 6, "Traceback …")


async def test_loading_goes_page_by_page(database: Database, clock: FixedClock) -> None:
    inbox = Inbox(database, clock)
    stored = await inbox.store([tap(number) for number in range(1, 11)])
    first = await inbox.load_new(limit=4)
    rest = await inbox.load_new(after_id=first[-1].id, limit=100)
    assert [item.id for item in first + rest] == [item.id for item in stored]


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        ({"update_id": 1, "message": {"chat": {"id": -9}, "from": {"id": 7}}}, -9),
        ({"update_id": 1, "callback_query": {"from": {"id": 7}, "message": {"chat": {"id": -9}}}}, -9),
        ({"update_id": 1, "callback_query": {"from": {"id": 7}, "inline_message_id": "x"}}, 7),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": -9}, "from": {"id": 7}}}, -9),
        ({"update_id": 1, "inline_query": {"from": {"id": 7}}}, 7),
        ({"update_id": 1, "poll": {"id": "5"}}, 0),
        ({"update_id": 1}, 0),
        ({"update_id": 1, "message": "nonsense"}, 0),
        ({"update_id": 1, "message": {"chat": {"title": "no id"}, "from": []}}, 0),
        ({"update_id": 1, "callback_query": {"message": None, "from": None}}, 0),
    ],
)
def test_lanes(update: dict[str, Any], lane: int) -> None:
    assert lane_of(update) == lane
