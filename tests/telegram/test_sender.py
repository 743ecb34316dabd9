"""What is in the outbox arrives: once, in order, most urgent first, and whatever Telegram answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiogram import Bot

from bot.clock import FixedClock
from bot.database import Database
from bot.services.outbox import Delivery, OutboxRow
from bot.telegram import delivery, holds, pacing
from tests.support import until
from tests.telegram.fake_api import FakeApi, refusal
from tests.telegram.outgoing import Post, running


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holds, "TROUBLE_SECONDS", (0.0,))
    monkeypatch.setattr(holds, "OUTAGE_SECONDS", (0.0,))
    monkeypatch.setattr(holds, "BEHIND_SECONDS", 0.0)


@pytest.fixture
async def post(bot: Bot, database: Database, clock: FixedClock) -> AsyncIterator[Post]:
    async with running(Post(bot, database, clock)) as post:
        yield post


def texts(api: FakeApi) -> list[str]:
    return [call.params["text"] for call in api.calls if "text" in call.params]


async def test_a_row_is_sent_in_the_readers_language_and_marked(api: FakeApi, post: Post) -> None:
    await post.put("hello", 7, locale="pl", silent=True)
    await post.until("sent")
    [call] = api.calls
    assert call.method == "sendMessage"
    assert call.params["text"] == "hello [pl]"
    assert call.params["disable_notification"] is True
    assert call.params["parse_mode"] == "HTML"
    [row] = await post.rows()
    assert (row.message_id, row.sent_at, row.leased_until) == (101, post.clock.now(), None)
    assert post.desk.delivered_rows == [(row.id, 101)]
    assert post.desk.silent_rows == [row.id]


async def test_topics_edits_and_deletes(api: FakeApi, post: Post) -> None:
    await post.put("topic", -5, thread_id=33)
    await post.put("edit", 7, op="edit", message_id=55)
    await post.put("delete", 8, op="delete", message_id=56)
    await post.until("sent", "sent", "sent")
    by_method = {call.method: call.params for call in api.calls}
    assert by_method["sendMessage"]["message_thread_id"] == 33
    assert by_method["editMessageText"]["message_id"] == 55
    assert by_method["deleteMessage"] == {"chat_id": 8, "message_id": 56}
    assert [message for _, message in sorted(post.desk.delivered_rows)] == [101, 55, None]


async def test_a_menu_is_set_for_one_chat_in_the_readers_language(api: FakeApi, post: Post) -> None:
    await post.put("menu", 7, op="menu", locale="pl")
    await post.until("sent")
    [call] = api.calls
    assert call.method == "setMyCommands"
    assert call.params["scope"] == {"type": "chat", "chat_id": 7}
    assert "language_code" not in call.params
    names = {command["command"]: command["description"] for command in call.params["commands"]}
    assert "digest" not in names
    assert names["deals"] == "Listy szans"


async def test_the_same_fact_is_told_once(api: FakeApi, post: Post) -> None:
    await post.put("first", key="won:1")
    await post.put("second", key="won:1")
    await post.until("sent")
    await post.put("third", key="won:1")
    await post.put("fence", 9)
    await post.until("sent", "sent")
    assert texts(api) == ["first [en]", "fence [en]"]


async def test_the_most_urgent_goes_first_and_a_chats_order_stays(
    api: FakeApi, bot: Bot, database: Database, clock: FixedClock
) -> None:
    post = Post(bot, database, clock)
    await post.put("digest", 1, priority=9)
    await post.put("news a", 2)
    await post.put("news b", 2)
    await post.put("answer", 3, priority=0)
    async with running(post):
        await post.until("sent", "sent", "sent", "sent")
    sent = texts(api)
    assert sent[0] == "answer [en]"
    assert sent.index("news a [en]") < sent.index("news b [en]")
    assert sent.index("news a [en]") < sent.index("digest [en]")


async def test_one_message_at_a_time_in_a_chat(api: FakeApi, post: Post) -> None:
    api.delay = 0.01
    for number in range(3):
        await post.put(f"{number}", 7)
        await post.put(f"{number}", 8)
    await post.until(*["sent"] * 6)
    assert api.most_in_flight[7] == api.most_in_flight[8] == 1


async def test_one_row_at_a_time_is_read_though_many_are_on_their_way(
    api: FakeApi, bot: Bot, database: Database, clock: FixedClock
) -> None:
    post = Post(bot, database, clock)
    load, reading, most = post.desk.load, 0, 0

    async def slow_load(row: OutboxRow) -> Delivery | None:
        nonlocal reading, most
        reading += 1
        most = max(most, reading)
        await asyncio.sleep(0)
        reading -= 1
        return await load(row)

    post.desk.load = slow_load  # type: ignore[method-assign]
    for chat in range(1, 7):
        await post.put("news", chat)
    async with running(post):
        await post.until(*["sent"] * 6)
    assert most == 1


async def test_what_is_due_later_waits_for_the_clock(api: FakeApi, post: Post) -> None:
    await post.put("later", 7, due_in=timedelta(minutes=1))
    await post.put("now", 8)
    await post.until("pending", "sent")
    post.clock.advance(minutes=1)
    post.sender.wake()
    await post.until("sent", "sent")
    assert texts(api) == ["now [en]", "later [en]"]


async def test_what_nobody_needs_any_more_is_dropped(api: FakeApi, post: Post) -> None:
    post.desk.pointless.add("old news")
    await post.put("old news")
    await post.until("dropped")
    assert api.calls == []


@pytest.mark.parametrize(
    ("code", "description", "why"),
    [
        (403, "Forbidden: bot was blocked by the user", "blocked"),
        (403, "Forbidden: user is deactivated", "blocked"),
        (403, "Forbidden: bot can't initiate conversation with a user", "blocked"),
        (403, "Forbidden: bot was kicked from the supergroup chat", "kicked"),
        (403, "Forbidden: bot is not a member of the channel chat", "kicked"),
        (400, "Bad Request: chat not found", "chat_not_found"),
        (400, "Bad Request: not enough rights to send text messages to the chat", "no_rights"),
        (403, "Forbidden: something new", "no_rights"),
    ],
)
async def test_a_chat_that_takes_nothing_is_reported_once_and_its_rows_dropped(
    api: FakeApi, bot: Bot, database: Database, clock: FixedClock, code: int, description: str, why: str
) -> None:
    post = Post(bot, database, clock)
    await post.put("a", 7)
    await post.put("b", 7)
    await post.put("c", 8)
    api.script["sendMessage"] = [lambda call: refusal(code, description)]
    async with running(post):
        await post.until("dropped", "dropped", "sent")
    assert post.desk.refused == [(7, why)]
    assert (await post.rows())[0].error == why


async def test_a_menu_that_is_refused_costs_nobody_their_news(
    api: FakeApi, bot: Bot, database: Database, clock: FixedClock
) -> None:
    post = Post(bot, database, clock)
    await post.put("menu", 7, op="menu", priority=1)
    await post.put("news", 7)
    api.script["setMyCommands"] = [refusal(400, "Bad Request: chat not found")]
    async with running(post):
        await post.until("dropped", "sent")


async def test_a_closed_topic_drops_only_its_own_rows(
    api: FakeApi, bot: Bot, database: Database, clock: FixedClock
) -> None:
    post = Post(bot, database, clock)
    await post.put("a", -5, thread_id=33)
    await post.put("b", -5, thread_id=33)
    await post.put("c", -5, thread_id=44)
    api.script["sendMessage"] = [refusal(400, "Bad Request: message thread not found")]
    async with running(post):
        await post.until("dropped", "dropped", "sent")
    assert post.desk.refused == [(-5, "topic_closed")]


async def test_a_group_that_became_a_supergroup_is_followed(api: FakeApi, post: Post) -> None:
    text = "Bad Request: group chat was upgraded to a supergroup chat"
    api.script["sendMessage"] = [refusal(400, text, migrate_to_chat_id=-100500)]
    await post.put("a", -5)
    await post.until("sent")
    assert post.desk.migrations == [(-5, -100500)]
    assert [call.params["chat_id"] for call in api.calls] == [-5, -100500]


async def test_an_edit_that_changes_nothing_is_a_success(api: FakeApi, post: Post) -> None:
    api.script["editMessageText"] = [refusal(400, "Bad Request: message is not modified: specified …")]
    await post.put("a", 7, op="edit", message_id=55)
    await post.until("sent")
    assert post.desk.delivered_rows == [(1, 55)]


async def test_edits_that_say_the_same_are_one_call(api: FakeApi, post: Post) -> None:
    """Ten moves of one deal while the group's limit held the sender back: each row would show what is true now."""
    for number in range(4):
        await post.put("the same", -5, op="edit", message_id=55, key=f"edit:{number}")
    await post.put("other", -5, op="edit", message_id=55)
    await post.put("the same", -5, op="edit", message_id=55, key="edit:again")
    await post.until("sent", "dropped", "dropped", "dropped", "sent", "sent")
    assert texts(api) == ["the same [en]", "other [en]", "the same [en]"]


async def test_a_message_that_is_gone(api: FakeApi, post: Post) -> None:
    api.script["editMessageText"] = [refusal(400, "Bad Request: message to edit not found")]
    api.script["deleteMessage"] = [refusal(400, "Bad Request: message to delete not found")]
    await post.put("edit", 7, op="edit", message_id=55)
    await post.put("delete", 8, op="delete", message_id=55)
    await post.until("dropped", "sent")
    assert post.desk.refused == [(7, "message_gone")]


async def test_a_mistake_of_ours_is_a_dead_letter_and_stops_nobody(api: FakeApi, post: Post) -> None:
    api.script["sendMessage"] = [refusal(400, 'Bad Request: can\'t parse entities: Unsupported start tag "x"')]
    await post.put("a", 7)
    await post.until("dead")
    await post.put("b", 7)
    await post.until("dead", "sent")
    assert "can't parse entities" in ((await post.rows())[0].error or "")


@pytest.mark.parametrize(
    "trouble",
    [
        lambda call: refusal(500, "Internal Server Error"),
        lambda call: refusal(502, "Bad Gateway"),
        lambda call: refusal(429, "Too Many Requests: retry after 1", retry_after=1),
    ],
)
async def test_trouble_of_telegrams_loses_nothing_and_keeps_the_order(
    api: FakeApi, bot: Bot, database: Database, clock: FixedClock, trouble: Any
) -> None:
    post = Post(bot, database, clock)
    await post.put("first", 7)
    await post.put("second", 7)
    await post.put("other", 8)
    api.script["sendMessage"] = [trouble] * 2
    async with running(post):
        await post.until("sent", "sent", "sent")
    arrived = [text for text in texts(api)[2:] if text != "other [en]"]
    assert arrived == ["first [en]", "second [en]"]


async def test_an_outage_is_no_messages_own_trouble_and_keeps_every_order(
    api: FakeApi, bot: Bot, database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "PRIVATE", pacing.Limit(interval=0.0, burst=1))
    post = Post(bot, database, clock)
    for number in range(3):
        for chat in (7, 8):
            await post.put(f"{number}", chat)
    api.script["sendMessage"] = [lambda call: refusal(502, "Bad Gateway")] * 30
    async with running(post):
        await post.until(*["sent"] * 6)
    # Two failures may be one chat's trouble; the others were everybody's.
    assert sum(row.attempts for row in await post.rows()) <= 2
    for chat in (7, 8):
        arrived = [call.params["text"] for call in api.calls[30:] if call.params["chat_id"] == chat]
        assert arrived == ["0 [en]", "1 [en]", "2 [en]"]


async def test_a_429_waits_as_long_as_asked_and_holds_only_its_chat(api: FakeApi, post: Post) -> None:
    api.script["sendMessage"] = [refusal(429, "Too Many Requests: retry after 30", retry_after=30)]
    await post.put("slow", 7)
    await post.until("pending")
    await api.until(lambda: len(api.calls) == 1)
    await post.put("other", 8)
    await post.until("pending", "sent")
    [row, _] = await post.rows()
    assert row.attempts == 0
    await until(lambda: 7 in post.holds.chats())
    assert 29 < post.holds.chats()[7] <= 31
    assert post.holds.all_for() == 0


async def test_once_all_must_wait_nothing_leaves_that_was_being_worded(
    api: FakeApi, bot: Bot, database: Database, clock: FixedClock
) -> None:
    post = Post(bot, database, clock)
    load = post.desk.load

    async def until_all_wait(row: OutboxRow) -> Delivery | None:
        if row.chat_id == 9:
            await until(lambda: post.holds.all_for() > 0)
        return await load(row)

    post.desk.load = until_all_wait  # type: ignore[method-assign]
    # Two chats of which each is too much mean that all calls together are.
    api.script["sendMessage"] = [refusal(429, "Too Many Requests: retry after 30", retry_after=30) for _ in range(2)]
    for chat in (7, 8, 9):
        await post.put("news", chat)

    async def settled() -> bool:
        return all(row.leased_until is None for row in await post.rows()) and post.holds.all_for() > 0

    async with running(post):
        await until(settled)
    assert await post.states() == ["pending"] * 3
    assert [call.params["chat_id"] for call in api.calls] == [7, 8]


async def test_our_own_error_is_retried_and_then_dead_while_others_go(
    api: FakeApi, bot: Bot, database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "OUR_RETRIES", (0.0, 0.0))
    post = Post(bot, database, clock)
    tries = 0

    def fail(row: OutboxRow) -> None:
        nonlocal tries
        if row.args["text"] == "bad":
            tries += 1
            raise ZeroDivisionError

    post.desk.fail = fail
    await post.put("bad", 7)
    await post.put("good", 7)
    async with running(post):
        await post.until("dead", "sent")
    assert tries == 3
    assert "ZeroDivisionError" in ((await post.rows())[0].error or "")


async def test_a_hook_that_fails_makes_the_row_come_again(api: FakeApi, post: Post) -> None:
    failures, failed = iter([OSError()]), list[int]()
    real = post.desk.delivered

    async def delivered(row: OutboxRow, message_id: int | None, *, silent: bool = False) -> None:
        for failure in failures:
            failed.append(row.id)
            raise failure
        await real(row, message_id)

    post.desk.delivered = delivered  # type: ignore[method-assign]
    await post.put("a", 7)
    await until(lambda: failed)
    post.clock.advance(seconds=1)
    post.sender.wake()
    await post.until("sent")
    assert post.desk.delivered_rows == [(1, 102)]


async def test_a_stop_lets_a_message_arrive(api: FakeApi, bot: Bot, database: Database, clock: FixedClock) -> None:
    api.delay = 0.05
    post = Post(bot, database, clock)
    await post.put("a", 7)
    async with running(post):
        await until(lambda: api.calls)
    assert await post.states() == ["sent"]


async def test_what_a_crash_left_leased_is_sent_after_the_lease(
    api: FakeApi, bot: Bot, database: Database, clock: FixedClock
) -> None:
    post = Post(bot, database, clock)
    await post.put("a", 7)
    assert len(await post.queue.lease(5, (), clock.now())) == 1
    assert await post.queue.lease(5, (), clock.now()) == []
    async with running(post):
        await post.put("fence", 8)
        await post.until("pending", "sent")
        clock.advance(seconds=91)
        post.sender.wake()
        await post.until("sent", "sent")


@pytest.mark.postgres
async def test_two_senders_share_the_work_and_a_chat_is_never_sent_to_twice_at_once(
    api: FakeApi, bot: Bot, postgres: Database, clock: FixedClock
) -> None:
    api.delay = 0.005
    one, two = Post(bot, postgres, clock), Post(bot, postgres, clock)
    for number in range(10):
        for chat in (7, 8, 9):
            await one.put(f"{number}", chat)

    async def all_sent() -> bool:
        one.sender.wake()
        two.sender.wake()
        return "pending" not in await one.states()

    async with running(one), running(two):
        await until(all_sent, 30)
    for chat in (7, 8, 9):
        sent = [call.params["text"] for call in api.calls if call.params["chat_id"] == chat]
        assert sent == [f"{number} [en]" for number in range(10)]
        assert api.most_in_flight[chat] == 1
