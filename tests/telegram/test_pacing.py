"""The send budget, against a clock that the test moves: what Telegram allows is used and never exceeded."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiogram import Bot
from redis.asyncio import Redis
from structlog.testing import capture_logs

from bot.telegram.holds import BEHIND_SECONDS, Holds
from bot.telegram.pacing import Accounting, LocalPacing, build_pacing
from bot.telegram.pacing_redis import RedisPacing
from tests.requirements_plugin import REDIS_ADDRESS
from tests.telegram.fake_api import FakeApi

REDIS_URL = f"redis://{REDIS_ADDRESS[0]}:{REDIS_ADDRESS[1]}/0"


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


async def send_all(pacing: LocalPacing, time: Time, chats: list[int]) -> list[float]:
    """Send to these chats in turn, waiting as told; the moments at which each went out."""
    moments = []
    for chat in chats:
        while (wait := await pacing.reserve(chat)) is not None:
            time.now += wait.seconds
        moments.append(time.now)
    return moments


def busiest(moments: list[float], window: float) -> int:
    """The most calls in any window of so many seconds."""
    return max(sum(1 for other in moments if start <= other < start + window) for start in moments)


async def test_a_broadcast_uses_the_rate_and_never_exceeds_it(time: Time) -> None:
    moments = await send_all(LocalPacing(30, time), time, list(range(1, 3001)))
    assert busiest(moments, 1.0) <= 30
    assert 3000 / (moments[-1] - moments[0]) >= 30 * 0.95


async def test_a_caller_who_wakes_late_keeps_the_pace(time: Time) -> None:
    pacing = LocalPacing(30, time)
    sent = 0
    begin = time.now
    for late in itertools.cycle((0.0, 0.004, 0.011, 0.002)):
        while (wait := await pacing.reserve(sent + 1)) is not None:
            time.now += wait.seconds + late
        sent += 1
        if time.now - begin > 20:
            break
    assert sent / (time.now - begin) >= 30 * 0.95


async def test_a_caller_who_is_held_up_makes_up_for_it_and_never_exceeds_a_second(time: Time) -> None:
    pacing, moments = LocalPacing(30, time), list[float]()
    begin = held = time.now
    while time.now - begin < 60:
        while (wait := await pacing.reserve(len(moments) + 1)) is not None:
            time.now += wait.seconds
        moments.append(time.now)
        if time.now - held > 2.5:
            # The process had no turn for a quarter of a second.
            held = time.now = time.now + 0.25
    assert busiest(moments, 1.0) <= 30
    assert len(moments) / (time.now - begin) >= 30 * 0.95


async def test_a_private_chat_takes_short_bursts_and_then_one_a_second(time: Time) -> None:
    moments = await send_all(LocalPacing(1000, time), time, [7] * 20)
    assert moments[2] - moments[0] < 0.1
    assert all(later - earlier >= 1.0 for earlier, later in itertools.pairwise(moments[3:]))


async def test_a_group_takes_twenty_a_minute(time: Time) -> None:
    moments = await send_all(LocalPacing(1000, time), time, [-5] * 100)
    assert busiest(moments, 60.0) <= 20
    assert 100 / (moments[-1] - moments[0]) * 60 >= 15


async def test_one_chat_at_its_limit_does_not_delay_another(time: Time) -> None:
    pacing = LocalPacing(30, time)
    await send_all(pacing, time, [-5] * 4)
    wait = await pacing.reserve(-5)
    assert wait is not None
    assert wait.scope == "chat"
    time.now += 0.1
    assert await pacing.reserve(8) is None


async def test_answers_are_never_held_back_and_are_taken_from_the_budget(time: Time) -> None:
    pacing = LocalPacing(30, time)
    for chat in range(1, 31):
        pacing.account(chat)
    wait = await pacing.reserve(99)
    assert wait is not None
    assert wait.scope == "all"
    assert 0.9 < wait.seconds < 1.1


async def test_a_storm_of_answers_does_not_silence_the_sender_for_long(time: Time) -> None:
    pacing = LocalPacing(30, time)
    for _ in range(10_000):
        pacing.account(7)
    wait = await pacing.reserve(8)
    assert wait is not None
    assert wait.seconds <= 2.1
    assert pacing.rest(7) <= 10


async def test_a_call_that_was_not_needed_is_given_back(time: Time) -> None:
    pacing = LocalPacing(30, time)
    for _ in range(1000):
        assert await pacing.reserve(-5) is None
        pacing.refund(-5)


async def test_at_a_slow_pace_several_calls_can_be_given_back(time: Time) -> None:
    pacing = LocalPacing(1, time)
    for chat in (1, 2):
        assert await pacing.reserve(chat) is None
        time.now += 1.1
    for chat in (1, 2):
        pacing.refund(chat)
    assert await pacing.reserve(3) is None


async def test_memory_does_not_grow_with_every_chat(time: Time) -> None:
    pacing = LocalPacing(1000, time)
    for chat in range(1, 20_000):
        pacing.account(chat)
        time.now += 0.1
    assert len(pacing._next) <= 2_000


async def test_what_handlers_send_is_accounted_and_what_is_no_message_is_not(
    api: FakeApi, bot: Bot, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    pacing = LocalPacing(30, time)
    accounted: list[int] = []
    monkeypatch.setattr(pacing, "account", accounted.append)
    bot.session.middleware(Accounting(pacing))
    await bot.send_message(7, "a")
    await bot.edit_message_text("b", chat_id=8, message_id=1)
    await bot.answer_callback_query("1")
    await bot.delete_message(9, 1)
    await bot.send_chat_action(10, "typing")
    await bot.get_chat_member_count(11)
    assert accounted == [7, 8]


def test_a_second_chats_429_means_everybody(time: Time) -> None:
    holds = Holds(time, jitter=lambda low, high: low)
    holds.limited(7, 5)
    assert holds.all_for() == 0
    assert holds.chats() == {7: pytest.approx(5.1)}
    holds.limited(7, 5)
    assert holds.all_for() == 0
    time.now += 3
    holds.limited(8, 4)
    assert holds.all_for() == pytest.approx(4.1)
    time.now += 30
    holds.limited(9, 5)
    assert holds.all_for() == 0


def test_an_outage_holds_everybody_longer_each_time_until_something_works(time: Time) -> None:
    holds = Holds(time, jitter=lambda low, high: 1.0)
    pauses = []
    for number in range(12):
        holds.trouble(number, 1)
        if pause := holds.all_for():
            pauses.append(pause)
            time.now += pause
    assert pauses == [1, 2, 5, 10, 20, 30, 30, 30, 30, 30]
    holds.worked()
    holds.trouble(99, 1)
    assert holds.all_for() == 0


def test_one_chat_in_trouble_waits_longer_each_time(time: Time) -> None:
    holds = Holds(time, jitter=lambda low, high: 1.0)
    assert [holds.trouble(7, attempt) for attempt in (1, 2, 3, 4, 5, 6, 7)] == [1, 2, 5, 15, 60, 300, 300]
    assert holds.all_for() == 0
    time.now += 1000
    assert holds.chats() == {}


def test_after_an_outage_the_chats_that_failed_let_the_others_go_first(time: Time) -> None:
    holds = Holds(time, jitter=lambda low, high: 1.0)
    assert [holds.trouble(chat, 1) for chat in (1, 2, 3, 4)] == [1, 1, None, None]
    time.now += holds.all_for()
    assert holds.all_for() == 0
    assert set(holds.chats()) == {3, 4}
    time.now += BEHIND_SECONDS
    assert holds.chats() == {}


def test_in_an_outage_no_chat_is_left_alone_for_much_longer_than_the_others(time: Time) -> None:
    holds = Holds(time, jitter=lambda low, high: 1.0)
    found = [holds.trouble(number % 2, 1) for number in range(8)]
    assert found == [1, 1, *[None] * 6]
    time.now += 2
    assert holds.chats() == {}
    holds.worked()
    assert holds.trouble(7, 1) == 1


def test_without_redis_the_budget_is_local() -> None:
    assert isinstance(build_pacing(30, None, 1), LocalPacing)


@pytest.fixture
async def shared() -> AsyncIterator[Callable[[], RedisPacing]]:
    """Pacings of several processes on one Redis, under a bot id of the test's own."""
    redis: Any = Redis.from_url(REDIS_URL)
    bot_id = await redis.incr("dealnudge:test:pacing")
    made: list[RedisPacing] = []

    def make() -> RedisPacing:
        made.append(RedisPacing(30, REDIS_URL, bot_id))
        return made[-1]

    yield make
    for pacing in made:
        await pacing.close()
    async for key in redis.scan_iter(f"dealnudge:{bot_id}:*"):
        await redis.delete(key)
    await redis.aclose()


@pytest.mark.redis
async def test_two_processes_share_one_budget(shared: Callable[[], RedisPacing]) -> None:
    one, two = shared(), shared()
    for chat in range(1, 11):
        one.account(chat)
    assert one._noting is not None
    await one._noting
    wait = await two.reserve(99)
    assert wait is not None
    assert wait.scope == "all"
    assert 0.05 < wait.seconds < 0.4


@pytest.mark.redis
async def test_a_chats_limit_is_shared_too(shared: Callable[[], RedisPacing]) -> None:
    one, two = shared(), shared()
    taken = 0
    for pacing in (one, two, one, two, one):
        while (wait := await pacing.reserve(-5)) is not None and wait.scope == "all":  # noqa: ASYNC110
            await asyncio.sleep(wait.seconds)
        taken += wait is None
    assert taken == 4
    assert wait is not None
    assert wait.scope == "chat"


async def test_without_redis_each_process_paces_itself_and_says_so_once() -> None:
    pacing = RedisPacing(30, "redis://127.0.0.1:1/0", 1)
    with capture_logs() as logs:
        assert await pacing.reserve(7) is None
        pacing.account(8)
        wait = await pacing.reserve(9)
        assert wait is None or wait.scope == "all"
    assert [line["event"] for line in logs] == ["pacing.redis_away"]
    await pacing.close()
