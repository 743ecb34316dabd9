"""An update is confirmed to Telegram only after it is written down, and nothing stops the poller."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.types import CallbackQuery
from aiohttp import web
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.clock import FixedClock
from bot.database import Database
from bot.models import InboxState, InboxUpdate
from bot.services.inbox import Inbox
from bot.telegram import receiver as receiver_module
from bot.telegram.receiver import Receiver
from bot.telegram.session import LeanSession
from bot.telegram.worker import Worker
from tests.support import until
from tests.telegram.fake_api import Call, FakeApi, ok, refusal
from tests.telegram.test_inbox import tap

ALLOWED = ["message", "callback_query"]


class Bench:
    def __init__(self, bot: Bot, database: Database, clock: FixedClock) -> None:
        self.database = database
        self.handled: list[str] = []
        dispatcher = Dispatcher()

        async def handler(call: CallbackQuery) -> None:
            self.handled.append(call.data or "")

        dispatcher.callback_query.register(handler)
        inbox = Inbox(database, clock)
        self.worker = Worker(bot, dispatcher, inbox, clock)
        assert isinstance(bot.session, LeanSession)
        self.receiver = Receiver(bot, bot.session, inbox, self.worker, ALLOWED)
        self.task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self.task = asyncio.create_task(self.receiver.run())

    async def stop(self) -> None:
        if self.task is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)
        await self.worker.idle()

    async def rows(self) -> list[InboxUpdate]:
        async with self.database.read() as session:
            return list(await session.scalars(select(InboxUpdate).order_by(InboxUpdate.id)))


@pytest.fixture
async def bench(
    bot: Bot, sqlite_database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Bench]:
    monkeypatch.setattr(receiver_module, "BACKOFF_SECONDS", (0.0,))
    bench = Bench(bot, sqlite_database, clock)
    yield bench
    await bench.stop()


async def test_written_first_confirmed_second_handled_once(api: FakeApi, bench: Bench) -> None:
    api.updates = [tap(5, data="a"), tap(9, data="b")]
    confirmed_with: list[int] = []

    def confirming(call: Call) -> dict[str, Any]:
        confirmed_with.append(call.params["offset"])
        return ok([])

    api.script["getUpdates"] = [ok(list(api.updates)), confirming]
    bench.start()
    await api.until(lambda: bool(confirmed_with))
    assert confirmed_with == [10]
    assert [row.update_id for row in await bench.rows()] == [5, 9]
    await bench.worker.idle()
    assert bench.handled == ["a", "b"]


async def test_it_asks_for_our_kinds_of_update_after_removing_a_webhook(api: FakeApi, bench: Bench) -> None:
    bench.start()
    await api.until(lambda: bool(api.of("getUpdates")))
    assert api.calls[0].method == "deleteWebhook"
    assert api.calls[0].params["drop_pending_updates"] is False
    poll = api.calls[1].params
    assert poll["allowed_updates"] == ALLOWED
    assert "offset" not in poll
    assert poll["timeout"] <= 50
    assert poll["limit"] <= 100


async def test_while_the_database_is_away_nothing_is_confirmed(
    api: FakeApi, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.updates = [tap(5)]
    real, failures = bench.receiver._inbox.store, iter([OSError(), OSError()])

    async def failing(*args: Any, **kwargs: Any) -> Any:
        for failure in failures:
            raise failure
        return await real(*args, **kwargs)

    monkeypatch.setattr(bench.receiver._inbox, "store", failing)
    bench.start()
    await api.until(lambda: any("offset" in call.params for call in api.of("getUpdates")))
    offsets = [call.params.get("offset") for call in api.of("getUpdates")]
    assert offsets[:4] == [None, None, None, 6]
    await bench.worker.idle()
    assert len(bench.handled) == 1


@pytest.mark.parametrize(
    "trouble",
    [
        refusal(500, "Internal Server Error"),
        refusal(502, "Bad Gateway"),
        web.Response(status=200, text="<html>"),
        web.json_response(ok({"not": "a list"})),
        web.json_response(ok(None)),
        refusal(401, "Unauthorized"),
        refusal(429, "Too Many Requests: retry after 1", retry_after=0),
    ],
)
async def test_trouble_passes(api: FakeApi, bench: Bench, trouble: Any) -> None:
    api.script["getUpdates"] = [trouble]
    api.updates = [tap(5, data="after")]
    bench.start()
    await api.until(lambda: len(api.of("getUpdates")) >= 3)
    await bench.worker.idle()
    assert bench.handled == ["after"]


async def test_another_poller_is_named_once(api: FakeApi, bench: Bench) -> None:
    conflict = "Conflict: terminated by other getUpdates request; make sure that only one bot instance"
    api.script["getUpdates"] = [lambda _: refusal(409, conflict)] * 4
    with capture_logs() as logs:
        bench.start()
        await api.until(lambda: len(api.of("getUpdates")) >= 6)
    events = [line["event"] for line in logs]
    assert events.count("receiver.conflict") == 1
    assert events.count("receiver.recovered") == 1
    assert len(api.of("deleteWebhook")) == 1


async def test_a_webhook_that_somebody_sets_is_removed(api: FakeApi, bench: Bench) -> None:
    api.script["getUpdates"] = [
        refusal(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook")
    ]
    bench.start()
    await api.until(lambda: len(api.of("getUpdates")) >= 2)
    assert len(api.of("deleteWebhook")) == 2


async def test_malformed_updates_are_left_out(api: FakeApi, bench: Bench) -> None:
    good = tap(6, data="good")
    api.script["getUpdates"] = [ok(["nonsense", {"no": "number"}, {"update_id": "7"}, None, good])]
    bench.start()
    await api.until(lambda: len(api.of("getUpdates")) >= 2)
    await bench.worker.idle()
    assert bench.handled == ["good"]
    assert api.of("getUpdates")[1].params["offset"] == 7


async def test_a_kind_of_update_that_we_do_not_know_is_done(api: FakeApi, bench: Bench) -> None:
    api.updates = [{"update_id": 3, "something_of_2030": {"x": 1}}, tap(4, data="good")]
    bench.start()

    async def both_handled() -> None:
        await api.until(lambda: len(api.of("getUpdates")) >= 2)
        await bench.worker.idle()

    with pytest.warns(RuntimeWarning, match="unknown update type"):
        await both_handled()
    assert bench.handled == ["good"]


async def test_numbers_may_start_anew_after_a_quiet_week(api: FakeApi, bench: Bench, clock: FixedClock) -> None:
    api.script["getUpdates"] = [ok([tap(500, data="old")])]
    bench.start()
    await api.until(lambda: len(api.of("getUpdates")) >= 2)
    clock.advance(days=8)
    api.script["getUpdates"] = [ok([tap(500, data="new")])]
    await api.until(lambda: len(api.of("getUpdates")) >= 5)
    await bench.worker.idle()
    assert bench.handled == ["old", "new"]


async def test_handled_updates_are_marked_by_the_next_batch(
    api: FakeApi, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No transaction of its own for the marks while updates keep coming."""
    writes: list[int] = []

    async def never(ids: list[int]) -> None:
        writes.append(len(ids))

    monkeypatch.setattr(bench.worker.done, "_write", never)
    bench.worker.done._pause = 3600
    api.script["getUpdates"] = [ok([tap(1, 1)])]
    bench.start()
    await until(lambda: bench.worker.done._items)
    api.script["getUpdates"] = [ok([tap(2, 2)])]
    await until(lambda: bench.receiver._offset == 3)
    assert (await bench.rows())[0].state is InboxState.DONE
    assert writes == []
