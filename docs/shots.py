"""Takes the screenshots of the docs (``make shots``): starts the sandbox as a user would and plays a short story."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from playwright.async_api import Locator, Page, async_playwright

ROOT = Path(__file__).parent.parent
IMAGES = Path(__file__).parent / "images"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
REP, MANAGER = 1001, 1003
LINES = {
    "en": "Acme 120k offer friday",
    "ru": "Ромашка плюс 1,2 млн ₽ предложение в пятницу",
    "pl": "Nowakowski 45 tys. zł oferta w piątek",
}


@contextlib.asynccontextmanager
async def sandbox(language: str) -> AsyncIterator[str]:
    """The sandbox in a folder of its own; yields its address."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "SANDBOX_PORT": "0", "SANDBOX_LANGUAGE": language}
        environment.pop("BOT_TOKEN", None)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "sandbox", cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        try:
            async for line in process.stdout:
                found = re.search(r"http://\S+", line.decode())
                if found:
                    yield found[0]
                    break
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            await process.wait()


def phone(page: Page, who: int | str) -> Locator:
    """One of the phones."""
    return page.get_by_test_id(f"phone-{who}")


async def write(page: Page, who: int, text: str) -> None:
    """Type a message on a phone and send it."""
    await phone(page, who).get_by_test_id("chat-input").fill(text)
    await phone(page, who).get_by_test_id("send").click()


async def press(page: Page, who: int, data: str, style: str = "") -> None:
    """Press the newest button whose data starts so, and wait for the answer."""
    styled = f'[data-style="{style}"]' if style else ""
    button = phone(page, who).locator(f'[data-testid="inline-button"][data-callback^="{data}"]{styled}').last
    await button.click()
    await page.wait_for_timeout(900)


async def shoot(page: Page, who: int | str, name: str) -> None:
    """One phone as a picture."""
    await page.wait_for_timeout(300)
    await phone(page, who).screenshot(path=IMAGES / f"{name}.png")


async def story(page: Page, language: str) -> None:
    """A rep logs and moves a deal; the group hears of it; the manager looks at what is stuck."""
    await page.locator('body[data-phase="ready"]').wait_for(timeout=30_000)
    await page.locator('[data-testid="bot-status"][data-status="running"]').wait_for(timeout=60_000)
    for who in (REP, MANAGER, "group"):
        # The day's first messages, so that they stand above the story.
        await phone(page, who).get_by_test_id("text").first.wait_for(timeout=60_000)
    await write(page, REP, LINES[language])
    await phone(page, REP).locator('[data-callback^="ds:"]').last.wait_for(timeout=20_000)
    await shoot(page, REP, f"draft-{language}")
    await press(page, REP, "ds:")
    await shoot(page, REP, f"card-{language}")
    await press(page, REP, "m:", "primary")
    await press(page, REP, "s:")
    await write(page, MANAGER, "/stuck")
    await phone(page, MANAGER).locator('[data-callback^="o:"]').last.wait_for(timeout=20_000)
    await shoot(page, MANAGER, f"stuck-{language}")
    await shoot(page, "group", f"group-{language}")


async def main() -> None:
    """All pictures, in the three languages."""
    IMAGES.mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for language in LINES:
            async with sandbox(language) as address:
                page = await browser.new_page(viewport={"width": 1680, "height": 860}, color_scheme="light")
                await page.goto(address)
                await story(page, language)
                if language == "en":
                    await page.screenshot(path=IMAGES / "sandbox.png")
                await page.close()
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
