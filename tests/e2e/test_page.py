"""``python -m bot sandbox`` as a newcomer runs it, seen and used in a real browser."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from tests.e2e.harness import ROOT, START_SECONDS, Process
from tests.requirements_plugin import chromium_path
from tests.support import until

pytestmark = [pytest.mark.browser, pytest.mark.e2e]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ANNA, HELEN = "phone-1001", "phone-1003"
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
WAIT_MS = 20_000
UNASKED = re.compile("/settings|/connect")
LINES = {"en": "Borealis 120k friday", "ru": "Бореалис 120к пятница", "pl": "Borealis 120 tys. piątek"}


class SandboxCommand(Process):
    """The command in a directory of its own, where it keeps its data."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        own = {"PYTHONPATH": str(ROOT), "SANDBOX_PORT": "0", "SANDBOX_LANGUAGE": "en", "BOT_TOKEN": ""}
        super().__init__([sys.executable, "-m", "bot", "sandbox"], own, folder / "sandbox.log")
        self._folder = folder

    async def open(self) -> str:
        """Start it; the address that it prints."""
        with self.log.open("ab") as output:
            self.process = await asyncio.create_subprocess_exec(
                *self._command, cwd=self._folder, env=self._environment, stdout=output, stderr=output
            )
        await until(lambda: ADDRESS.search(self.output()), START_SECONDS)
        found = ADDRESS.search(self.output())
        assert found is not None
        return found[0]


class Visitor:
    """A browser at the page; what goes wrong in it is kept."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url = browser, url
        self.problems: list[str] = []

    async def page(self, width: int = 1700, height: int = 1000) -> Page:
        """The page, once the bot is running."""
        page = await self.browser.new_page(viewport={"width": width, "height": height})
        page.on("console", lambda said: self._note(said.type, said.text))
        page.on("pageerror", lambda error: self._note("error", str(error)))
        await page.goto(self.url)
        await running(page)
        return page

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.problems.append(text)


async def running(page: Page) -> None:
    """Wait for the bot."""
    await expect(page.get_by_test_id("bot-status")).to_have_attribute("data-status", "running", timeout=60_000)


@asynccontextmanager
async def visiting(folder: Path) -> AsyncIterator[Visitor]:
    command = SandboxCommand(folder / "run")
    try:
        url = await command.open()
        async with async_playwright() as driver:
            browser = await driver.chromium.launch(executable_path=chromium_path(), args=FLAGS)
            visitor = Visitor(browser, url)
            yield visitor
            await browser.close()
        assert visitor.problems == []
        assert await command.stop() == 0, "it stops by itself when told"
    finally:
        await command.kill()
    assert "Traceback" not in command.output(), command.output()


def button(phone: Locator, label: str) -> Locator:
    """The newest button with this text in its label."""
    return phone.locator(f'[data-testid="inline-button"][data-text*="{label}"]').last


def primary(phone: Locator) -> Locator:
    """The button that the bot expects to be the next one pressed: the next stage's."""
    return phone.locator('[data-testid="inline-button"][data-style="primary"][data-callback^="m:"]').last


async def types(phone: Locator, text: str) -> None:
    """Type a message and send it."""
    await phone.get_by_test_id("chat-input").fill(text)
    await phone.get_by_test_id("send").click()


def newest(phone: Locator) -> Locator:
    """The text of the newest message that was asked for: the demo is alive, and a reminder or digest, which says where
    to stop it, may come at any moment.
    """
    return phone.get_by_test_id("text").filter(has_not_text=UNASKED).last


async def test_a_newcomers_two_minutes(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        page = await visitor.page()
        anna, helen = page.get_by_test_id(ANNA), page.get_by_test_id(HELEN)
        group = page.get_by_test_id("phone-group")
        # The day has begun: nobody looks at an empty phone.
        await expect(anna.get_by_test_id("text").first).to_contain_text("Overdue", timeout=WAIT_MS)
        await expect(helen.get_by_test_id("text").first).to_contain_text("Stuck deals", timeout=WAIT_MS)
        await expect(group.get_by_test_id("text").first).to_contain_text("stuck", timeout=WAIT_MS)
        # The menu is the role's.
        for phone, offered in ((anna, 0), (helen, 1)):
            await phone.get_by_test_id("menu").click()
            await expect(phone.get_by_test_id("command-deals")).to_be_visible()
            await expect(phone.get_by_test_id("command-digest")).to_have_count(offered)
            await phone.get_by_test_id("menu").click()
        await types(helen, "/start")
        # The believable team is there, with its deals.
        await expect(newest(helen)).to_contain_text("open deals in the team", timeout=WAIT_MS)
        await types(anna, LINES["en"])
        colour = "one => getComputedStyle(one).backgroundColor"
        before = await button(anna, "Save").evaluate(colour)
        await button(anna, "Save").hover()
        assert await button(anna, "Save").evaluate(colour) == before, "white words on a coloured button stay readable"
        await button(anna, "Save").click()
        await expect(newest(anna)).to_contain_text("Saved as #")
        await expect(newest(group)).to_contain_text("new deal Borealis", timeout=WAIT_MS)
        stage = str(await primary(anna).get_attribute("data-text")).removesuffix(" ›")
        await primary(anna).click()
        await expect(newest(anna)).to_contain_text(f"→ {stage}")
        # Within a minute of the first post: that one is edited.
        await expect(newest(group)).to_contain_text(stage, timeout=WAIT_MS)
        await page.get_by_test_id("skip-1h").click()
        await page.get_by_test_id("skip-48h").click()
        await expect(page.get_by_test_id("clock-offset")).to_have_text("+2 d 1 h")
        await types(anna, "borealis")
        await button(anna, "1 Borealis").click()
        await expect(newest(anna)).to_contain_text("day 3")
        await button(group, "Open").click()
        await expect(newest(helen)).to_contain_text("Borealis")
        await expect(page.locator('[aria-busy="true"]')).to_have_count(0)


async def test_it_starts_over_in_each_language(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        page = await visitor.page()
        for language in ("ru", "pl"):
            await page.get_by_test_id("language").select_option(language)
            await page.get_by_test_id("reset").click()
            await page.get_by_test_id("reset-confirm").click()
            await page.wait_for_function("language => document.documentElement.lang === language", arg=language)
            await running(page)
            anna = page.get_by_test_id(ANNA)
            await types(anna, LINES[language])
            await button(anna, "✅").click(timeout=WAIT_MS)
            await expect(newest(anna)).to_contain_text(LINES[language].split()[0], timeout=WAIT_MS)
            await primary(anna).click()
            await expect(newest(anna)).to_contain_text("→")
            await expect(newest(page.get_by_test_id("phone-group"))).to_contain_text(LINES[language].split()[0])


async def test_on_a_phone_nothing_scrolls_sideways_and_no_label_is_cut(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        page = await visitor.page(390, 844)
        anna = page.get_by_test_id(ANNA)
        for line in ("/start", "/deals", "/stuck", "/settings", "/help", LINES["en"]):
            before = await anna.get_by_test_id("text").count()
            await types(anna, line)
            # At least: the demo is alive, and a reminder may come in between.
            await expect(anna.get_by_test_id("text").nth(before + 1)).to_be_attached(timeout=WAIT_MS)
        await button(anna, "Save").click()
        for label in ("Touch", "Back", "⋯", "Edit", "Back", "❌ Lost", "Back"):
            await button(anna, label).click()
            await expect(page.locator('[aria-busy="true"]')).to_have_count(0)
        assert await page.evaluate("document.documentElement.scrollWidth") == 390
        cut = page.locator('[data-cut="true"]')
        assert [await one.get_attribute("data-text") for one in await cut.all()] == []
