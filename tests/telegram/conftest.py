"""The fake Bot API and our bot against it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot

from tests.telegram.fake_api import FakeApi, bot_for, serve


@pytest.fixture
async def api() -> AsyncIterator[FakeApi]:
    async with serve() as running:
        yield running


@pytest.fixture
async def bot(api: FakeApi) -> AsyncIterator[Bot]:
    async with bot_for(api) as running:
        yield running
