"""Search by the client's name, as people say it."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.clock import FixedClock
from bot.database import Database
from tests.services.world import MANAGER, REP, SECOND, World


async def test_search_reads_names_as_people_say_them_open_ones_first(world: World) -> None:
    won, old, new, other = [
        await world.deal(client=name) for name in ("Ромашка Сервис", "ООО «Ромашка»", "Romashka", "Ром")
    ]
    await world.move(won, "rollout")
    world.clock.advance(hours=1)
    await world.work.note(REP, new.id, "x", world.press())
    assert [row.deal.id for row in await world.lists.search(REP, world.team.id, "РОМАШКА")] == [new.id, old.id, won.id]
    assert [row.deal.id for row in await world.lists.search(REP, world.team.id, "rom", limit=2)] == [new.id, old.id]
    assert other.id not in [row.deal.id for row in await world.lists.search(REP, world.team.id, "romashka")]
    for nothing in ("", " ?! ", "zzz", "%", "_"):
        assert await world.lists.search(REP, world.team.id, nothing) == ()


async def test_search_finds_later_words_after_beginnings(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("Гребной клуб «Весло»", "Весло Плюс", "Перевесло", "Весло и весла")
    club, plus, _, twice = [await world.deal(client=name) for name in names]

    async def found(text: str, user: int = REP, limit: int = 5) -> list[int]:
        return [row.deal.id for row in await world.lists.search(user, world.team.id, text, limit)]

    assert await found("весло") == [plus.id, twice.id, club.id]
    assert await found("весло", limit=2) == [plus.id, twice.id]
    assert await found("клуб вес") == [club.id]
    assert await found("кл") == []
    assert await found("весло", SECOND) == []
    monkeypatch.setattr("bot.services.lists.MANY_DEALS", 3)
    assert await found("весло") == [plus.id, twice.id]


@pytest.mark.postgres
async def test_search_does_not_depend_on_the_language_of_the_database(postgres: Database, clock: FixedClock) -> None:
    """PostgreSQL compares text by the rules of a language, unless told otherwise: spaces and odd letters fall out."""
    world = World(postgres, clock, postgres.read)
    await world.build("blank")
    async with postgres.read() as session:
        named = text("SELECT collation_name FROM information_schema.columns WHERE column_name = 'client_folded'")
        assert await session.scalar(named) == "C"
    await world.deal(client="Acme Plus")
    assert len(await world.lists.search(REP, world.team.id, "acme")) == 1


async def test_a_rep_finds_only_their_own(world: World) -> None:
    await world.deal(SECOND, "Acme")
    assert await world.lists.search(REP, world.team.id, "acme") == ()
    assert len(await world.lists.search(MANAGER, world.team.id, "acme")) == 1
    await world.let_reps_see_all()
    assert len(await world.lists.search(REP, world.team.id, "acme")) == 1
