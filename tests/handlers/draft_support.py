"""What the tests of drafts in the chat share."""

from __future__ import annotations

import re

from sqlalchemy import select

from bot.models import Deal, Draft
from tests.handlers.chats import Shown
from tests.services.world import World

LINE = "Acme 120k terms friday"


def plain(shown: Shown) -> str:
    """The text without markup and no-break spaces."""
    return re.sub(r"</?\w+>", "", shown.text).replace("\u00a0", " ")


async def deals(world: World) -> list[Deal]:
    """Every deal there is."""
    async with world.elsewhere() as session:
        return list(await session.scalars(select(Deal).order_by(Deal.id)))


async def draft_of(world: World) -> Draft:
    """The newest draft."""
    async with world.elsewhere() as session:
        return (await session.scalars(select(Draft).order_by(Draft.id.desc()).limit(1))).one()
