"""What tests of handlers share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.clock import FixedClock
from bot.database import Database
from tests.handlers.recorded import Phone


@pytest.fixture
async def phone(sqlite_database: Database, clock: FixedClock) -> AsyncIterator[Phone]:
    """Phones in front of an empty database."""
    made = Phone(sqlite_database, clock)
    yield made
    await made.bot.session.close()
