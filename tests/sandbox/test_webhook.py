"""Webhooks: what is accepted, and that delivery is real, in order, signed, and tried again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.sandbox import webhook

REP = 1001


class Receiver:
    """A bot's own server, which fails as often as told."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        self.failures = 0
        self.reply: dict[str, Any] | None = None
        self.arrived = asyncio.Event()
        self.accepted: asyncio.Queue[str] = asyncio.Queue()
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        update = await request.json()
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        self.seen.append((update["message"]["text"], secret))
        self.arrived.set()
        if self.failures:
            self.failures -= 1
            return web.Response(status=500)
        self.accepted.put_nowait(update["message"]["text"])
        return web.json_response(self.reply) if self.reply else web.Response()


@pytest.fixture
async def receiver(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Receiver]:
    monkeypatch.setattr(webhook, "FIRST_PAUSE", 0.0)
    made = Receiver()
    app = web.Application()
    app.router.add_post("/hook", made.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


async def test_updates_are_delivered_in_order_with_the_secret(stand: Any, receiver: Receiver) -> None:
    await stand.page("send", user_id=REP, chat_id=REP, text="before")
    await stand.ok("setWebhook", url=receiver.url, secret_token="s3cret_-")
    await stand.page("send", user_id=REP, chat_id=REP, text="after")
    assert [await receiver.accepted.get(), await receiver.accepted.get()] == ["before", "after"]
    assert receiver.seen == [("before", "s3cret_-"), ("after", "s3cret_-")]


async def test_a_failure_is_tried_again_and_reported(stand: Any, receiver: Receiver) -> None:
    receiver.failures = 1
    await stand.ok("setWebhook", url=receiver.url)
    await stand.page("send", user_id=REP, chat_id=REP, text="one")
    await stand.page("send", user_id=REP, chat_id=REP, text="two")
    assert [await receiver.accepted.get(), await receiver.accepted.get()] == ["one", "two"]
    assert [text for text, _ in receiver.seen] == ["one", "one", "two"]
    info = await stand.ok("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"


async def test_the_answer_may_carry_a_method(stand: Any, receiver: Receiver) -> None:
    receiver.reply = {"method": "sendMessage", "chat_id": REP, "text": "at once"}
    await stand.ok("setWebhook", url=receiver.url)
    async with stand.session.ws_connect("/page/ws") as socket:
        await stand.page("send", user_id=REP, chat_id=REP, text="hi")
        events = [await socket.receive_json() for _ in range(2)]
    assert [event["message"]["text"] for event in events] == ["hi", "at once"]


async def test_polling_and_a_webhook_exclude_each_other(stand: Any, receiver: Receiver) -> None:
    stand.tg.updates.listening.clear()
    poll = asyncio.create_task(stand.raw("getUpdates", timeout=50))
    await stand.tg.updates.listening.wait()
    await stand.ok("setWebhook", url=receiver.url)
    status, answer = await poll
    assert (status, answer["description"]) == (409, "Conflict: terminated by setWebhook request")
    refusal = await stand.refused("getUpdates")
    assert refusal == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    await stand.ok("deleteWebhook")
    assert await stand.ok("getUpdates") == []


async def test_what_was_not_accepted_is_polled_later(stand: Any, receiver: Receiver) -> None:
    receiver.failures = 1_000_000
    await stand.ok("setWebhook", url=receiver.url)
    await stand.page("send", user_id=REP, chat_id=REP, text="one")
    await stand.page("send", user_id=REP, chat_id=REP, text="two")
    await receiver.arrived.wait()
    await stand.ok("deleteWebhook")
    assert [u["message"]["text"] for u in await stand.updates()] == ["one", "two"]


async def test_dropping_what_is_pending(stand: Any) -> None:
    await stand.page("send", user_id=REP, chat_id=REP, text="one")
    await stand.ok("deleteWebhook", drop_pending_updates=True)
    assert await stand.ok("getUpdates") == []


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"url": "http://example.com/"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://example.com:8081/"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ({"url": "https://example.com/", "secret_token": "a b"}, "secret token contains unallowed characters"),
        ({"url": "https://example.com/", "secret_token": "a" * 257}, "secret token is too long"),
    ],
)
async def test_a_bad_webhook_is_refused(stand: Any, params: dict[str, Any], refusal: str) -> None:
    assert await stand.refused("setWebhook", **params) == f"Bad Request: {refusal}"
