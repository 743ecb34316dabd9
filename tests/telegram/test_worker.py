"""Updates reach their handlers in order within a chat, side by side across chats, and none is lost to an error."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from aiogram import Bot, Dispatcher, exceptions
from aiogram.methods import AnswerCallbackQuery, SendMessage
from aiogram.types import CallbackQuery
from sqlalchemy import select

from bot.clock import FixedClock
from bot.database import Database
from bot.models import InboxState, InboxUpdate
from bot.services.inbox import Inbox
from bot.telegram.worker import Verdict, Worker, judge
from tests.support import until
from tests.telegram.fake_api import FakeApi
from tests.telegram.test_inbox import tap

Handle = Callable[[CallbackQuery], Awaitable[Any]]
METHOD = SendMessage(chat_id=1, text="x")


def refused(text: str) -> exceptions.TelegramBadRequest:
    return exceptions.TelegramBadRequest(METHOD, f"Bad Request: {text}")


@pytest.fixture
def inbox(sqlite_database: Database, clock: FixedClock) -> Inbox:
    return Inbox(sqlite_database, clock)


class Bench:
    """A worker with one handler, and what became of the rows."""

    def __init__(self, bot: Bot, inbox: Inbox, clock: FixedClock, handle: Handle, **options: Any) -> None:
        self.inbox = inbox
        self.dispatcher = Dispatcher()
        self.handled: list[str] = []
        self.inbox_ids: list[int] = []

        async def handler(call: CallbackQuery, inbox_id: int) -> Any:
            result = await handle(call)
            self.handled.append(call.data or "")
            self.inbox_ids.append(inbox_id)
            return result

        self.dispatcher.callback_query.register(handler)
        options.setdefault("backoff", (0.0, 0.0, 0.0, 0.0))
        self.worker = Worker(bot, self.dispatcher, inbox, clock, **options)

    async def give(self, *updates: dict[str, Any]) -> None:
        self.worker.submit(await self.inbox.store(updates))

    async def has_failed(self) -> bool:
        return (await self.rows())[0].attempts > 0

    async def rows(self) -> list[InboxUpdate]:
        async with self.inbox._database.read() as session:
            return list(await session.scalars(select(InboxUpdate).order_by(InboxUpdate.id)))


async def test_one_chat_in_order_others_beside_it(bot: Bot, inbox: Inbox, clock: FixedClock) -> None:
    slow = asyncio.Event()
    running: list[str] = []

    async def handle(call: CallbackQuery) -> None:
        assert not {name[0] for name in running} & {(call.data or "")[0]}, "two updates of one chat at once"
        running.append(call.data or "")
        if call.data == "a1":
            await slow.wait()
        running.remove(call.data or "")

    bench = Bench(bot, inbox, clock, handle)
    await bench.give(tap(1, 1, "a1"), tap(2, 1, "a2"), tap(3, 2, "b1"), tap(4, 2, "b2"), tap(5, 1, "a3"))
    await until(lambda: bench.handled == ["b1", "b2"])
    slow.set()
    await bench.worker.idle()
    assert bench.handled == ["b1", "b2", "a1", "a2", "a3"]
    assert [row.state for row in await bench.rows()] == [InboxState.DONE] * 5
    assert sorted(bench.inbox_ids) == [row.id for row in await bench.rows()]


async def test_no_more_than_the_slots_at_once(bot: Bot, inbox: Inbox, clock: FixedClock) -> None:
    now = most = 0

    async def handle(_: CallbackQuery) -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.002)
        now -= 1

    bench = Bench(bot, inbox, clock, handle, slots=3)
    await bench.give(*(tap(number, chat=number) for number in range(1, 21)))
    await bench.worker.idle()
    assert most == 3
    assert len(bench.handled) == 20


async def test_a_chats_next_update_waits_until_the_last_one_is_marked(
    bot: Bot, inbox: Inbox, clock: FixedClock
) -> None:
    """So that a crash replays, and doubles the answer of, at most one update of a chat."""
    seen: list[InboxState] = []

    async def handle(call: CallbackQuery) -> None:
        rows = await bench.rows()
        seen.extend(row.state for row in rows if row.update_id < int(call.id))

    bench = Bench(bot, inbox, clock, handle)
    await bench.give(tap(1), tap(2), tap(3))
    await bench.worker.idle()
    assert seen == [InboxState.DONE] * 3


async def test_an_error_is_retried_in_order_then_beside_the_others_then_dead(
    bot: Bot, inbox: Inbox, clock: FixedClock
) -> None:
    tries: list[str] = []
    quoted = "'what somebody wrote'"

    async def handle(call: CallbackQuery) -> None:
        tries.append(call.data or "")
        if call.data == "bad":
            raise ZeroDivisionError(quoted)

    bench = Bench(bot, inbox, clock, handle)
    await bench.give(tap(1, 7, "bad"), tap(2, 7, "next"), tap(3, 8, "other"))
    while (await bench.rows())[0].state is not InboxState.DEAD:
        await bench.worker.idle()
    assert tries.count("bad") == 5
    assert tries.index("other") < 3
    # Two quick retries keep the chat's order; after them the chat goes on.
    assert [name for name in tries if name != "other"][:4] == ["bad", "bad", "bad", "next"]
    dead, *rest = await bench.rows()
    assert (dead.attempts, dead.try_at) == (5, None)
    assert dead.error is not None
    assert "ZeroDivisionError" in dead.error
    assert "what somebody wrote" not in dead.error
    assert [row.state for row in rest] == [InboxState.DONE] * 2


async def test_an_error_that_passes_leaves_no_trace_but_the_count(bot: Bot, inbox: Inbox, clock: FixedClock) -> None:
    failures = iter([OSError(), OSError()])

    async def handle(_: CallbackQuery) -> None:
        for failure in failures:
            raise failure

    bench = Bench(bot, inbox, clock, handle)
    await bench.give(tap(1))
    await bench.worker.idle()
    [row] = await bench.rows()
    assert (row.state, row.attempts, row.try_at) == (InboxState.DONE, 2, None)


async def test_the_row_says_when_it_is_tried_again(bot: Bot, inbox: Inbox, clock: FixedClock) -> None:
    async def handle(_: CallbackQuery) -> None:
        raise OSError

    bench = Bench(bot, inbox, clock, handle, backoff=(60.0,))
    await bench.give(tap(1))
    await until(bench.has_failed)
    [row] = await bench.rows()
    assert row.try_at == clock.now() + timedelta(seconds=60)
    await bench.worker.stop(0.0)
    assert (await bench.rows())[0].state is InboxState.NEW


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (refused("query is too old and response timeout expired or query ID is invalid"), "done"),
        (refused("message is not modified: specified new message content …"), "done"),
        (exceptions.TelegramForbiddenError(METHOD, "Forbidden: bot was blocked by the user"), "done"),
        # What was done in a group where nobody can be answered is done.
        (refused("not enough rights to send text messages to the chat"), "done"),
        (refused("message thread not found"), "done"),
        (exceptions.TelegramMigrateToChat(METHOD, "group chat was upgraded to a supergroup chat", -1000), "done"),
        (refused("can't parse entities: Unsupported start tag"), "dead"),
        (refused("BUTTON_DATA_INVALID"), "dead"),
    ],
)
async def test_telegrams_refusals_are_not_retried(
    bot: Bot, inbox: Inbox, clock: FixedClock, error: Exception, state: str
) -> None:
    calls = 0

    async def handle(_: CallbackQuery) -> None:
        nonlocal calls
        calls += 1
        raise error

    bench = Bench(bot, inbox, clock, handle)
    await bench.give(tap(1))
    await bench.worker.idle()
    assert calls == 1
    assert [row.state.value for row in await bench.rows()] == [state]


@pytest.mark.parametrize(
    "error",
    [
        exceptions.TelegramNetworkError(METHOD, "ClientConnectorError"),
        exceptions.TelegramServerError(METHOD, "Internal Server Error"),
        exceptions.TelegramRetryAfter(METHOD, "Too Many Requests", 3),
        KeyError("bug"),
    ],
)
def test_what_may_pass_is_retried(error: Exception) -> None:
    assert judge(error) is Verdict.RETRY


async def test_an_update_that_nobody_can_read_is_a_dead_letter_and_stops_nothing(
    bot: Bot, inbox: Inbox, clock: FixedClock
) -> None:
    async def handle(_: CallbackQuery) -> None: ...

    bench = Bench(bot, inbox, clock, handle)
    await bench.give({"update_id": 1, "callback_query": {"id": []}}, tap(2))
    await bench.worker.idle()
    assert [row.state for row in await bench.rows()] == [InboxState.DEAD, InboxState.DONE]


async def test_a_method_that_a_handler_returns_is_called(
    api: FakeApi, bot: Bot, inbox: Inbox, clock: FixedClock
) -> None:
    async def handle(call: CallbackQuery) -> AnswerCallbackQuery:
        return AnswerCallbackQuery(callback_query_id=call.id)

    bench = Bench(bot, inbox, clock, handle)
    await bench.give(tap(1))
    await bench.worker.idle()
    assert [call.params for call in api.of("answerCallbackQuery")] == [{"callback_query_id": "1"}]


async def test_what_a_crash_left_is_taken_up_in_order(bot: Bot, inbox: Inbox, clock: FixedClock) -> None:
    await inbox.store([tap(number, data=str(number)) for number in range(1, 601)])

    async def handle(_: CallbackQuery) -> None: ...

    bench = Bench(bot, inbox, clock, handle)
    await bench.worker.start()
    await bench.worker.idle()
    assert bench.handled == [str(number) for number in range(1, 601)]


async def test_what_waits_for_its_retry_still_waits_after_a_restart(bot: Bot, inbox: Inbox, clock: FixedClock) -> None:
    parked, late = await inbox.store([tap(1, data="parked"), tap(2, data="late")])
    await inbox.mark_failed(parked.id, 3, clock.now() + timedelta(seconds=60), "…")
    await inbox.mark_failed(late.id, 3, clock.now() - timedelta(seconds=60), "…")

    async def handle(_: CallbackQuery) -> None: ...

    bench = Bench(bot, inbox, clock, handle, backoff=(0.0, 0.0, 0.0, 3600.0))
    await bench.worker.start()
    await until(lambda: bench.handled)
    await bench.worker.idle()
    assert bench.handled == ["late"]
    await bench.worker.stop(0.0)


async def test_stopping_finishes_what_runs_and_keeps_the_rest(bot: Bot, inbox: Inbox, clock: FixedClock) -> None:
    started = asyncio.Event()
    go_on = asyncio.Event()

    async def handle(_: CallbackQuery) -> None:
        started.set()
        await go_on.wait()

    bench = Bench(bot, inbox, clock, handle)
    await bench.give(tap(1, data="running"), tap(2, data="waiting"))
    await started.wait()
    stopping = asyncio.create_task(bench.worker.stop(10))
    await asyncio.sleep(0)
    await bench.give(tap(3, data="too late"))
    go_on.set()
    await stopping
    assert bench.handled == ["running"]
    assert [row.state for row in await bench.rows()] == [InboxState.DONE, InboxState.NEW, InboxState.NEW]


async def test_stopping_gives_up_on_what_does_not_end(bot: Bot, inbox: Inbox, clock: FixedClock) -> None:
    started = asyncio.Event()

    async def handle(_: CallbackQuery) -> None:
        started.set()
        await asyncio.Event().wait()

    bench = Bench(bot, inbox, clock, handle)
    await bench.give(tap(1))
    await started.wait()
    await bench.worker.stop(0.01)
    assert [row.state for row in await bench.rows()] == [InboxState.NEW]


async def test_there_is_room_again_once_updates_are_handled(
    bot: Bot, inbox: Inbox, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.worker.BACKLOG", 3)
    go_on = asyncio.Event()

    async def handle(_: CallbackQuery) -> None:
        await go_on.wait()

    bench = Bench(bot, inbox, clock, handle)
    await bench.give(tap(1), tap(2), tap(3))
    waiting = asyncio.create_task(bench.worker.room())
    await asyncio.sleep(0.01)
    assert not waiting.done()
    go_on.set()
    await waiting
    await bench.worker.idle()
