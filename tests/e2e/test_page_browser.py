"""The page in a real browser against the stand-in alone: what a person sees and can press, without our bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from bot.sandbox.server import Server
from bot.sandbox.telegram import Telegram
from tests.requirements_plugin import chromium_path

pytestmark = [pytest.mark.browser, pytest.mark.e2e]

REP, SECOND_REP, MANAGER, GROUP = 1001, 1002, 1003, -4001
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LONG = "A label that no phone of this width can show whole, whatever the font"


class Stage:
    """The stand-in, the browser, and short ways to be the bot."""

    def __init__(self, server: Server, session: aiohttp.ClientSession, browser: Browser) -> None:
        self.server, self.session, self.browser = server, session, browser
        self.elsewhere: list[str] = []
        self.errors: list[str] = []

    async def call(self, method: str, **params: Any) -> Any:
        """One Bot API call that must succeed."""
        url = f"{self.server.url}/bot{self.server.tg.world.token}/{method}"
        async with self.session.post(url, json=params) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def page(self, width: int = 1680, scheme: Any = "light") -> Page:
        """The page, loaded, with every request to another host and every script error noted."""
        page = await self.browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page.on("request", lambda request: self._note(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        await page.goto(self.server.url)
        await page.wait_for_selector("body[data-phase=ready]")
        return page

    def _note(self, url: str) -> None:
        if not url.startswith((self.server.url, "data:")):
            self.elsewhere.append(url)


@asynccontextmanager
async def opened() -> AsyncIterator[Stage]:
    server = Server(Telegram(limits=False))
    await server.start()
    async with aiohttp.ClientSession() as session, async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        stage = Stage(server, session, browser)
        yield stage
        await browser.close()
    await server.stop()
    assert stage.errors == []
    assert stage.elsewhere == []


def keyboard(*rows: list[tuple[str, str]]) -> dict[str, Any]:
    """Buttons as (label, callback data); data that begins with a style's name has that style."""
    styles = ("primary", "success", "danger")
    return {
        "inline_keyboard": [
            [{"text": text, "callback_data": data, **({"style": data} if data in styles else {})} for text, data in row]
            for row in rows
        ]
    }


def button(place: Page | Locator, label: str) -> Locator:
    return place.locator(f'[data-testid="inline-button"][data-text="{label}"]')


async def test_a_press_spins_until_it_is_answered_and_edits_show() -> None:
    async with opened() as stage:
        page = await stage.page()
        phone = page.get_by_test_id(f"phone-{REP}")
        markup = keyboard([("Won", "success"), ("Lost", "danger")], [("Next", "primary"), (LONG, "long")])
        sent = await stage.call("sendMessage", chat_id=REP, text="<b>Acme</b>", parse_mode="HTML", reply_markup=markup)
        await expect(phone.locator("strong")).to_have_text("Acme")
        await expect(button(phone, LONG)).to_have_attribute("data-cut", "true")
        await expect(button(phone, "Won")).not_to_have_attribute("data-cut", "true")
        colours = await phone.get_by_test_id("inline-button").evaluate_all(
            "all => all.map(one => getComputedStyle(one).backgroundColor)"
        )
        assert len(set(colours)) == 4, "primary, success, danger and plain must look different"

        await button(phone, "Won").click()
        await expect(button(phone, "Won")).to_have_attribute("aria-busy", "true")
        [update] = await stage.call("getUpdates", timeout=5)
        query = update["callback_query"]
        assert query["data"] == "success"
        await stage.call("answerCallbackQuery", callback_query_id=query["id"], text="Sure?", show_alert=True)
        await expect(button(phone, "Won")).to_have_attribute("aria-busy", "false")
        await expect(phone.get_by_test_id("alert")).to_contain_text("Sure?")
        await expect(phone.get_by_test_id("alert-ok")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(phone.get_by_test_id("alert")).to_have_count(0)
        await stage.call("editMessageText", chat_id=REP, message_id=sent["message_id"], text="Won")
        await expect(phone.get_by_test_id("edited")).to_be_visible()
        await stage.call("deleteMessage", chat_id=REP, message_id=sent["message_id"])
        await expect(phone.get_by_test_id(f"message-{REP}-{sent['message_id']}")).to_have_count(0)


async def test_typing_commands_and_deep_links_reach_the_bot() -> None:
    async with opened() as stage:
        await stage.call("setMyCommands", commands=[{"command": "deals", "description": "My deals"}])
        page = await stage.page()
        phone = page.get_by_test_id(f"phone-{REP}")
        await phone.get_by_test_id("chat-input").fill("Acme 120k")
        await phone.get_by_test_id("chat-input").press("Enter")
        await expect(phone.get_by_test_id("text")).to_have_text("Acme 120k")
        await phone.get_by_test_id("menu").click()
        await phone.get_by_test_id("command-deals").click()
        await expect(phone.get_by_test_id("text").last).to_have_text("/deals")
        url = f"https://t.me/{stage.server.tg.world.bot['username']}?start=deal_7"
        markup = {"inline_keyboard": [[{"text": "Open", "url": url}]]}
        await stage.call("sendMessage", chat_id=GROUP, text="Acme moved", reply_markup=markup)
        await button(page.get_by_test_id("phone-group"), "Open").click()
        manager = page.get_by_test_id(f"phone-{MANAGER}")
        await expect(manager.get_by_test_id("text")).to_have_text("/start deal_7")
        updates = await stage.call("getUpdates", timeout=5)
        assert [update["message"]["text"] for update in updates] == ["Acme 120k", "/deals", "/start deal_7"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_narrow_screen_shows_one_phone_without_scrolling_sideways(scheme: str) -> None:
    async with opened() as stage:
        await stage.call("sendMessage", chat_id=REP, text="x" * 300, reply_markup=keyboard([(LONG, "long")] * 3))
        page = await stage.page(390, scheme)
        await expect(page.get_by_test_id(f"phone-{REP}")).to_be_visible()
        await expect(page.get_by_test_id(f"phone-{SECOND_REP}")).to_be_hidden()
        await stage.call("sendMessage", chat_id=SECOND_REP, text="hello")
        await expect(page.get_by_test_id(f"tab-{SECOND_REP}")).to_contain_text("1")
        await page.get_by_test_id(f"tab-{SECOND_REP}").click()
        await expect(page.get_by_test_id(f"phone-{SECOND_REP}").get_by_test_id("text")).to_have_text("hello")
        assert await page.evaluate("document.documentElement.scrollWidth") == 390


async def test_a_reset_changes_the_language_and_lost_connections_are_told() -> None:
    async with opened() as stage:
        page = await stage.page()
        await page.get_by_test_id("language").select_option("pl")
        await page.get_by_test_id("reset").click()
        await page.get_by_test_id("reset-confirm").click()
        await expect(page.get_by_test_id("reset")).to_have_text("Zacznij od nowa")
        assert await page.evaluate("document.documentElement.lang") == "pl"
        before = await page.get_by_test_id("clock").inner_text()
        await page.get_by_test_id("skip-48h").click()
        await expect(page.get_by_test_id("clock-offset")).to_have_text("+2 d")
        assert await page.get_by_test_id("clock").inner_text() != before
        await stage.server.stop()
        await expect(page.get_by_test_id("offline")).to_be_visible()
