"""Invite links: who makes them, who may use them how often, and what the database keeps of them."""

from __future__ import annotations

import asyncio
import hashlib

import pytest
from sqlalchemy import select, update

from bot.errors import BadInput, InviteRefused, NotAllowed, NotFound
from bot.models import Invite, Member, OutboxMessage, Role
from bot.services.invites import JUST_JOINED
from bot.services.people import Profile
from tests.services.world import ADMIN, FOREIGN_ADMIN, MANAGER, REP, STRANGER, VIEWER, World


async def link(world: World, nonce: str = "n", *, uses: int = 10, days: int = 7, role: Role = Role.REP) -> str:
    return (await world.invites.make(ADMIN, world.team.id, role, days, uses, nonce)).token


async def invite(world: World, token: str) -> Invite:
    async with world.elsewhere() as session:
        hashed = hashlib.sha256(token.encode()).hexdigest()
        return (await session.scalars(select(Invite).where(Invite.token_hash == hashed))).one()


async def newcomers(world: World, count: int) -> list[int]:
    ids = list(range(5000, 5000 + count))
    for user_id in ids:
        await world.people.meet(Profile(user_id, f"N{user_id}"), "en")
    return ids


async def test_only_a_hash_is_kept(world: World) -> None:
    token = await link(world)
    assert len(token) == 32
    assert token not in str(await world.dump())
    assert await invite(world, token)


async def test_only_admins_make_list_and_revoke(world: World) -> None:
    made = await world.invites.make(ADMIN, world.team.id, Role.REP, 7, 10, "n")
    for user, error in (
        (MANAGER, NotAllowed),
        (REP, NotAllowed),
        (VIEWER, NotAllowed),
        (STRANGER, NotFound),
        (FOREIGN_ADMIN, NotFound),
    ):
        before = await world.dump()
        with pytest.raises(error):
            await world.invites.draft(user, world.team.id, Role.ADMIN, 7, 10)
        with pytest.raises(error):
            await world.invites.make(user, world.team.id, Role.ADMIN, 7, 10, "n")
        with pytest.raises(error):
            await world.invites.working(user, world.team.id)
        with pytest.raises(error):
            await world.invites.revoke(user, made.invite.id)
        assert await world.dump() == before
    with pytest.raises(NotFound):
        await world.invites.revoke(FOREIGN_ADMIN, 10**9)


@pytest.mark.parametrize(("days", "uses"), [(3650, 10), (7, 1000), (-1, 1), (7, -1)])
async def test_only_the_offered_terms(world: World, days: int, uses: int) -> None:
    with pytest.raises(BadInput):
        await world.invites.make(ADMIN, world.team.id, Role.REP, days, uses, "n")


async def test_joining(world: World) -> None:
    joined = await world.invites.use(STRANGER, await link(world, role=Role.MANAGER))
    assert (joined.team_id, joined.role, joined.already) == (world.team.id, Role.MANAGER, False)
    assert (await world.people.meet(Profile(STRANGER, "Nobody"), "en")).team_id == world.team.id


async def test_the_admin_hears_who_joined_once(world: World) -> None:
    token = await link(world)
    await world.invites.use(STRANGER, token)
    await world.invites.use(STRANGER, token)
    async with world.elsewhere() as session:
        rows = (
            await session.scalars(
                select(OutboxMessage).where(OutboxMessage.chat_id == ADMIN, OutboxMessage.kind == "somebody-joined")
            )
        ).all()
    assert [row.args["user"] for row in rows].count(STRANGER) == 1


async def test_used_again_by_the_same_person_it_takes_no_use_and_changes_no_role(world: World) -> None:
    token = await link(world, uses=10, role=Role.VIEWER)
    await world.invites.use(STRANGER, token)
    replay = await world.invites.use(STRANGER, token)
    assert replay.already is False
    world.clock.advance(JUST_JOINED * 2)
    later = await world.invites.use(STRANGER, token)
    assert later.already is True
    admin = await world.invites.use(ADMIN, token)
    assert (admin.already, admin.role) == (True, Role.ADMIN)
    assert (await invite(world, token)).uses_left == 9


async def test_ten_people_press_a_link_for_one_at_once(world: World) -> None:
    token = await link(world, uses=1)
    people = await newcomers(world, 10)
    ends = await asyncio.gather(*(world.invites.use(user, token) for user in people), return_exceptions=True)
    refused = [end for end in ends if isinstance(end, InviteRefused)]
    assert (len(refused), {end.why for end in refused}) == (9, {"used_up"})
    async with world.elsewhere() as session:
        inside = (await session.scalars(select(Member).where(Member.user_id.in_(people)))).all()
    assert len(inside) == 1
    assert (await invite(world, token)).uses_left == 0


async def test_a_link_without_limits(world: World) -> None:
    token = await link(world, uses=0, days=0)
    world.clock.advance(days=3650)
    for user in await newcomers(world, 12):
        await world.invites.use(user, token)
    assert (await invite(world, token)).uses == 12


async def test_expired_to_the_second(world: World) -> None:
    token = await link(world, days=1)
    first, second = await newcomers(world, 2)
    world.clock.advance(hours=24, seconds=-1)
    await world.invites.use(first, token)
    world.clock.advance(seconds=1)
    with pytest.raises(InviteRefused, match="expired"):
        await world.invites.use(second, token)


async def test_revoked(world: World) -> None:
    made = await world.invites.make(ADMIN, world.team.id, Role.REP, 7, 10, "n")
    assert await world.invites.revoke(ADMIN, made.invite.id) == world.team.id
    assert await world.invites.revoke(ADMIN, made.invite.id) == world.team.id
    with pytest.raises(InviteRefused, match="revoked"):
        await world.invites.use(STRANGER, made.token)


async def test_an_unknown_token_changes_nothing(world: World) -> None:
    before = await world.dump()
    with pytest.raises(InviteRefused, match="unknown"):
        await world.invites.use(STRANGER, "A" * 32)
    assert await world.dump() == before


async def test_the_same_button_makes_one_link_with_a_new_token(world: World) -> None:
    first, second = await link(world, "same"), await link(world, "same")
    with pytest.raises(InviteRefused, match="unknown"):
        await world.invites.use(STRANGER, first)
    await world.invites.use(STRANGER, second)
    third = await link(world, "another")
    assert (await invite(world, third)).id != (await invite(world, second)).id


async def test_who_was_removed_comes_back_with_the_links_role(world: World) -> None:
    await world.members.remove(ADMIN, world.team.id, MANAGER)
    joined = await world.invites.use(MANAGER, await link(world, role=Role.VIEWER))
    assert (joined.role, joined.already) == (Role.VIEWER, False)


async def test_the_list_holds_only_links_that_work(world: World) -> None:
    before = (await world.invites.working(ADMIN, world.team.id)).total
    await link(world, "a")
    used = await link(world, "b", uses=1)
    await world.invites.use(STRANGER, used)
    gone = await world.invites.make(ADMIN, world.team.id, Role.REP, 7, 10, "c")
    await world.invites.revoke(ADMIN, gone.invite.id)
    async with world.database.write() as session:
        await session.execute(update(Invite).where(Invite.team_id == world.foreign.id).values(uses_left=5))
    listed = await world.invites.working(ADMIN, world.team.id)
    assert listed.total == before + 1
    assert {row.invite.team_id for row in listed.rows} == {world.team.id}
