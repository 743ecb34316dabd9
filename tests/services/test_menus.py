"""Command menus: they follow the person's role, language and team, through the outbox."""

from __future__ import annotations

from sqlalchemy import select

from bot.models import OutboxMessage, Role
from bot.models.facts_outgoing import MenuFacts
from bot.services.menus import KIND, Menus
from bot.services.outbox import Delivery, OutboxRow
from tests.services.world import ADMIN, FOREIGN_ADMIN, REP, STRANGER, VIEWER, World


async def waiting(world: World) -> list[int]:
    """Whose menus are to be set, oldest first."""
    query = select(OutboxMessage.chat_id).where(OutboxMessage.kind == KIND).order_by(OutboxMessage.id)
    async with world.elsewhere() as session:
        return list(await session.scalars(query))


async def menu(world: World, user_id: int) -> Delivery | None:
    """What would be set now."""
    row = OutboxRow(1, KIND, {}, user_id, 0, 9, 0, world.clock.now())
    async with world.database.read() as session:
        return await Menus(world.database, world.clock).load(session, row, world.clock.now())


async def test_whoever_changes_role_language_or_team_gets_another_menu(world: World) -> None:
    world.clock.advance(minutes=1)
    before = len(await waiting(world))
    await world.members.set_role(ADMIN, world.team.id, REP, Role.MANAGER)
    world.clock.advance(minutes=1)
    await world.people.choose_locale(REP, "pl")
    world.clock.advance(minutes=1)
    link = await world.invites.make(ADMIN, world.team.id, Role.VIEWER, 1, 1, "k")
    await world.invites.use(STRANGER, link.token)
    world.clock.advance(minutes=1)
    await world.members.remove(ADMIN, world.team.id, VIEWER)
    assert (await waiting(world))[before:] == [REP, REP, STRANGER, VIEWER]


async def test_the_menu_is_that_of_the_role_where_one_stands(world: World) -> None:
    made = await menu(world, REP)
    assert made is not None
    assert (made.op, made.chat_id, made.facts, made.locale) == ("menu", REP, MenuFacts(Role.REP), "en")
    link = await world.invites.make(FOREIGN_ADMIN, world.foreign.id, Role.VIEWER, 1, 1, "k")
    await world.invites.use(REP, link.token)
    await world.people.choose_locale(REP, "ru")
    made = await menu(world, REP)
    assert made is not None
    assert (made.facts, made.locale) == (MenuFacts(Role.VIEWER), "ru")
    await world.teams.switch(REP, world.team.id)
    made = await menu(world, REP)
    assert made is not None
    assert made.facts == MenuFacts(Role.REP)
    nobody = await menu(world, STRANGER)
    assert nobody is not None
    assert nobody.facts == MenuFacts(None)
    assert await menu(world, 999_999) is None


async def test_a_new_edition_reaches_every_member_once(world: World) -> None:
    menus = Menus(world.database, world.clock)
    before = len(await waiting(world))
    await menus.offer_all("one")
    everybody = (await waiting(world))[before:]
    assert {ADMIN, REP, VIEWER} <= set(everybody)
    assert STRANGER not in everybody
    assert len(everybody) == len(set(everybody))
    await menus.offer_all("one")
    assert len(await waiting(world)) == before + len(everybody)
    await menus.offer_all("two")
    assert len(await waiting(world)) == before + 2 * len(everybody)
