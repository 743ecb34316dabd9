"""One sandbox and one bot for all tests of a file: a start costs seconds. Each test brings people of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.e2e.harness import sandbox_in
from tests.e2e.phones import City


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def city(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[City]:
    """A running bot in a running sandbox. Tests that use it run in the module's event loop."""
    folder = tmp_path_factory.mktemp("city")
    async with sandbox_in(folder, "--no-limits") as sandbox:
        made = City(folder, sandbox)
        try:
            await made.bot.start_and_wait()
            yield made
        finally:
            await made.bot.kill()
