"""What tests of services share."""

from __future__ import annotations

import pytest

from bot.clock import FixedClock
from bot.database import Database
from tests.services.nudge_world import NOON, NudgeWorld
from tests.services.world import World
from tests.support import SecondSession


@pytest.fixture
async def world(database: Database, clock: FixedClock, second_session: SecondSession) -> World:
    """A team that sells by the template with two won stages, on each database."""
    made = World(database, clock, second_session)
    await made.build("solution")
    return made


@pytest.fixture
async def noon(database: Database, clock: FixedClock, second_session: SecondSession) -> NudgeWorld:
    """The same with sweeps and delivery, on Monday at noon in Warsaw."""
    made = NudgeWorld(database, clock, second_session)
    await made.build("solution")
    clock.set(NOON)
    return made
