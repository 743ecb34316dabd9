"""What the tests of drafts share."""

from __future__ import annotations

from bot.models import Draft
from bot.models.facts import Who
from bot.models.facts_drafts import DraftFacts
from bot.services.draft_matches import DraftMatches
from bot.services.drafts import Drafts
from tests.services.world import NAMES, REP, World

LINE = "Acme 120k terms friday call Ivan +48 512 345 678"


def drafts_of(world: World) -> Drafts:
    """The service, in the test's world."""
    matches = DraftMatches(world.database, world.stages, world.lists)
    return Drafts(world.database, world.clock, world.stages, matches, world.announcements)


def who(world: World, user_id: int = REP, *, team_id: int | None = None, locale: str = "en") -> Who:
    """The person as the middleware would describe them."""
    return Who(
        user_id, NAMES[user_id], locale, "Europe/Warsaw", team_id=team_id or world.team.id, currency="PLN", country="PL"
    )


async def started(drafts: Drafts, world: World, text: str, user_id: int = REP) -> DraftFacts:
    """The draft that a typed line became."""
    facts = (await drafts.start(who(world, user_id), text, world.press())).draft
    assert facts is not None
    return facts


async def stored(world: World, draft_id: int) -> Draft:
    """Its row, as another process sees it."""
    async with world.elsewhere() as session:
        return await session.get_one(Draft, draft_id)


async def answered(drafts: Drafts, world: World, draft_id: int, **answers: str) -> DraftFacts:
    """The draft after these fields were typed, each well."""
    for field, text in answers.items():
        answer = await drafts.answer(who(world), draft_id, field, text)
        assert answer.problem is None, (field, text)
    return await drafts.get(who(world), draft_id)
