"""Lists asked for in a group: of the team that the group hears, for members of it only."""

from __future__ import annotations

import pytest

from bot.errors import NotFound
from bot.services.group_lists import GroupLists
from tests.services.world import ADMIN, FOREIGN_ADMIN, FOREIGN_REP, MANAGER, REP, SECOND, STRANGER, World

CHAT = -100


@pytest.fixture
def group_lists(world: World) -> GroupLists:
    return GroupLists(world.database, world.lists)


async def test_reps_see_their_own_and_managers_the_teams_stuck_deals(world: World, group_lists: GroupLists) -> None:
    await world.team_chats.connect(ADMIN, world.team.id, CHAT, 0, "HQ", "en")
    await world.deal(REP, "Anna's")
    await world.deal(SECOND, "Boris's")
    world.clock.advance(days=15)
    anna = await group_lists.page(REP, CHAT, 0, "stuck", None, mine=False)
    helen = await group_lists.page(MANAGER, CHAT, 3, "stuck", None, mine=False)
    own = await group_lists.page(MANAGER, CHAT, 0, "my", None, mine=True)
    assert [row.deal.client for row in anna.rows] == ["Anna's"]
    assert {row.deal.client for row in helen.rows} == {"Anna's", "Boris's"}
    assert own.rows == ()


async def test_the_groups_team_wins_over_the_one_a_person_stands_in(world: World, group_lists: GroupLists) -> None:
    await world.team_chats.connect(FOREIGN_ADMIN, world.foreign.id, CHAT, 0, "Theirs", "en")
    await world.deal(REP, "Ours")
    await world.deal(FOREIGN_REP, "Theirs", foreign=True)
    ours = await group_lists.page(REP, CHAT, 0, "my", world.team.id, mine=True)
    theirs = await group_lists.page(FOREIGN_REP, CHAT, 0, "my", world.team.id, mine=True)
    assert [row.deal.client for row in ours.rows] == ["Ours"]
    assert [row.deal.client for row in theirs.rows] == ["Theirs"]


async def test_strangers_see_nothing(world: World, group_lists: GroupLists) -> None:
    await world.team_chats.connect(ADMIN, world.team.id, CHAT, 0, "HQ", "en")
    for own_team in (None, world.team.id):
        with pytest.raises(NotFound):
            await group_lists.page(STRANGER, CHAT, 0, "my", own_team, mine=True)
