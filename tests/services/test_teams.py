"""Teams and members: creating, switching, settings, roles, and who may do what."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from bot.errors import BadInput, NotAllowed, NotFound
from bot.models import Member, Role, Stage, StageKind, Team
from bot.models.facts_teams import NewTeam
from bot.services.people import Profile
from bot.services.teams import MAX_TEAMS, Teams
from tests.services.world import (
    ADMIN,
    FOREIGN_ADMIN,
    FOREIGN_REP,
    MANAGER,
    REP,
    SECOND,
    STRANGER,
    VIEWER,
    World,
)

NEW = NewTeam("North", "PLN", "Europe/Warsaw", "PL", "en", "inbound")


async def roles(world: World) -> dict[int, Role]:
    async with world.elsewhere() as session:
        rows = await session.execute(
            select(Member.user_id, Member.role).where(Member.team_id == world.team.id, Member.active)
        )
        return {row[0]: row[1] for row in rows}


async def test_the_same_dialogue_creates_one_team_even_at_once(world: World) -> None:
    before = await world.count(Team)
    first = await world.teams.create(STRANGER, NEW, "k")
    again = await world.teams.create(STRANGER, NEW, "k")
    assert first.id == again.id
    other = await world.teams.create(STRANGER, NEW, "other")
    assert other.id != first.id
    assert await world.count(Team) == before + 2


async def test_a_key_of_somebody_else_opens_nothing(world: World) -> None:
    mine = await world.teams.create(STRANGER, NEW, "k")
    assert await world.teams.created(FOREIGN_REP, "k") is None
    theirs = await world.teams.create(FOREIGN_REP, NEW, "k")
    assert mine.id != theirs.id


@pytest.mark.parametrize(
    "wrong",
    [
        NewTeam("", "PLN", "Europe/Warsaw", "PL", "en", "inbound"),
        NewTeam("x" * 65, "PLN", "Europe/Warsaw", "PL", "en", "inbound"),
        NewTeam("North", "DEM", "Europe/Warsaw", "PL", "en", "inbound"),
        NewTeam("North", "PLN", "Europe/Warszawa", "PL", "en", "inbound"),
        NewTeam("North", "PLN", "Europe/Warsaw", "PL", "en", "mine"),
    ],
)
async def test_what_cannot_be_read_creates_nothing(world: World, wrong: NewTeam) -> None:
    before = await world.dump()
    with pytest.raises(BadInput):
        await world.teams.create(STRANGER, wrong, "k")
    assert await world.dump() == before


async def test_nobody_creates_teams_without_end(world: World) -> None:
    for number in range(MAX_TEAMS):
        await world.teams.create(STRANGER, NEW, str(number))
    with pytest.raises(NotAllowed):
        await world.teams.create(STRANGER, NEW, "one more")


async def test_owners_only(world: World) -> None:
    teams = Teams(world.database, world.clock, world.people, frozenset({ADMIN}))
    with pytest.raises(NotAllowed):
        await teams.create(STRANGER, NEW, "k")
    assert (await teams.create(ADMIN, NEW, "k")).created_by == ADMIN


async def test_the_stages_are_the_templates(world: World) -> None:
    async with world.elsewhere() as session:
        stages = (await session.scalars(select(Stage).where(Stage.pipeline_id == world.ladder.pipeline_id))).all()
    assert [stage.key for stage in sorted(stages, key=lambda stage: stage.position)] == [
        stage.key for stage in world.ladder.stages
    ]
    kinds = [stage.kind for stage in world.ladder.stages]
    assert kinds.count(StageKind.OPEN) == 7
    assert kinds.count(StageKind.WON) == 2


async def test_settings_are_for_admins(world: World) -> None:
    for user in (MANAGER, REP, VIEWER):
        with pytest.raises(NotAllowed):
            await world.teams.change(user, world.team.id, "see_all", "1")
    for user in (STRANGER, FOREIGN_ADMIN):
        with pytest.raises(NotFound):
            await world.teams.change(user, world.team.id, "see_all", "1")
        with pytest.raises(NotFound):
            await world.teams.settings_of(user, world.team.id)


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("name", "  New \n name ", ("name", "New name")),
        ("currency", "zł", ("currency", "PLN")),
        ("currency", "chf", ("currency", "CHF")),
        ("zone", "Asia/Omsk", ("country", "RU")),
        ("day", "8.30", ("day_start", 510)),
        ("day", "0", ("day_start", 0)),
        ("see_all", "1", ("reps_see_all", True)),
    ],
)
async def test_a_setting_is_kept(world: World, field: str, value: str, kept: tuple[str, object]) -> None:
    await world.teams.change(ADMIN, world.team.id, field, value)
    async with world.elsewhere() as session:
        team = await session.get_one(Team, world.team.id)
    assert getattr(team, kept[0]) == kept[1]


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("currency", "gold"), ("zone", "Mars"), ("day", "24"), ("day", "9:99"), ("created_by", "5")],
)
async def test_a_bad_setting_changes_nothing(world: World, field: str, value: str) -> None:
    before = await world.dump()
    with pytest.raises(BadInput):
        await world.teams.change(ADMIN, world.team.id, field, value)
    assert await world.dump() == before


async def test_a_changed_setting_is_seen_at_once(world: World) -> None:
    profile = Profile(REP, "Anna")
    assert (await world.people.meet(profile, "en")).sees_all is False
    await world.teams.change(ADMIN, world.team.id, "see_all", "1")
    assert (await world.people.meet(profile, "en")).sees_all is True


async def test_switching_teams(world: World) -> None:
    second = await world.teams.create(REP, NEW, "k")
    assert (await world.people.meet(Profile(REP, "Anna"), "en")).team_id == second.id
    await world.teams.switch(REP, world.team.id)
    assert (await world.people.meet(Profile(REP, "Anna"), "en")).team_id == world.team.id
    with pytest.raises(NotFound):
        await world.teams.switch(REP, world.foreign.id)


async def test_home_counts_as_many_open_deals_as_the_list_behind_it_holds(world: World) -> None:
    for _ in range(3):
        deal = await world.deal(REP)
    await world.move(deal, "parked")
    await world.move(await world.deal(REP), "rollout")
    home = await world.teams.home(REP)
    page = await world.lists.page(REP, world.team.id, "my", "m")
    assert home is not None
    assert home.open_deals == page.total == 3
    assert home.stepless == 2, "a parked deal needs no next step"


async def test_home_counts_ones_own_deals_and_the_teams(world: World) -> None:
    await world.deal(REP, "Mine")
    await world.deal(SECOND, "Theirs", next_step_at=world.clock.now())
    home = await world.teams.home(REP)
    assert home is not None
    assert (home.whose, home.open_deals, home.due_today, home.stepless) == ("m", 1, 0, 1)
    home = await world.teams.home(MANAGER)
    assert home is not None
    assert (home.whose, home.open_deals, home.due_today, home.stepless, home.stuck) == ("t", 2, 1, 1, 0)
    world.clock.advance(days=200)
    home = await world.teams.home(MANAGER)
    assert home is not None
    assert home.stuck == 2
    assert await world.teams.home(STRANGER) is None


# Members


async def test_roles_are_set_by_admins_only(world: World) -> None:
    card = await world.members.set_role(ADMIN, world.team.id, REP, Role.MANAGER)
    assert card.member.role is Role.MANAGER
    for user in (MANAGER, SECOND, VIEWER):
        with pytest.raises(NotAllowed):
            await world.members.set_role(user, world.team.id, user, Role.ADMIN)
    for user in (STRANGER, FOREIGN_ADMIN):
        with pytest.raises(NotFound):
            await world.members.set_role(user, world.team.id, REP, Role.VIEWER)
    with pytest.raises(NotFound):
        await world.members.set_role(ADMIN, world.team.id, FOREIGN_REP, Role.VIEWER)


async def test_the_member_hears_of_a_new_role_once(world: World) -> None:
    await world.members.set_role(ADMIN, world.team.id, REP, Role.MANAGER)
    await world.members.set_role(ADMIN, world.team.id, REP, Role.MANAGER)
    rows = [row for row in await world.outbox() if row.chat_id == REP]
    assert [(row.kind, row.args["role"]) for row in rows] == [("place-changed", "manager")]


async def test_the_last_admin_stays(world: World) -> None:
    with pytest.raises(NotAllowed):
        await world.members.set_role(ADMIN, world.team.id, ADMIN, Role.MANAGER)
    with pytest.raises(NotAllowed):
        await world.members.remove(ADMIN, world.team.id, ADMIN)
    await world.members.set_role(ADMIN, world.team.id, MANAGER, Role.ADMIN)
    await world.members.remove(ADMIN, world.team.id, ADMIN)
    assert ADMIN not in await roles(world)


async def test_two_admins_who_leave_at_once_leave_one_behind(world: World) -> None:
    await world.members.set_role(ADMIN, world.team.id, MANAGER, Role.ADMIN)
    ends = await asyncio.gather(
        world.members.remove(ADMIN, world.team.id, ADMIN),
        world.members.remove(MANAGER, world.team.id, MANAGER),
        return_exceptions=True,
    )
    assert sorted(type(end).__name__ for end in ends) == ["MemberRow", "NotAllowed"]
    assert list((await roles(world)).values()).count(Role.ADMIN) == 1


async def test_who_is_removed_is_out_at_once(world: World) -> None:
    deal = await world.deal(REP)
    await world.members.remove(ADMIN, world.team.id, REP)
    assert (await world.people.meet(Profile(REP, "Anna"), "en")).team_id is None
    with pytest.raises(NotFound):
        await world.cards.card(REP, deal.id)
    with pytest.raises(NotFound):
        await world.members.page(REP, world.team.id)
    card = await world.cards.card(MANAGER, deal.id)
    assert card.deal.owner_id == REP


async def test_everybody_may_leave_but_removes_nobody(world: World) -> None:
    for user in (VIEWER, SECOND, MANAGER):
        with pytest.raises(NotAllowed):
            await world.members.remove(user, world.team.id, REP)
        await world.members.remove(user, world.team.id, user)
    assert set(await roles(world)) == {ADMIN, REP}


async def test_the_page_lists_admins_first(world: World) -> None:
    page = await world.members.page(VIEWER, world.team.id)
    assert [row.role for row in page.rows] == [Role.ADMIN, Role.MANAGER, Role.REP, Role.REP, Role.VIEWER]
    assert (page.total, page.has_more, page.may_manage) == (5, False, False)
