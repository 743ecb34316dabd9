"""Team chats as the services keep them: who connects, what is heard, what breaks and how it is healed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.errors import BadInput, NotAllowed, NotFound
from bot.models import OutboxMessage, OutboxState, Role, TeamChat, TeamPost
from bot.services.chat_trouble import ChatTrouble
from tests.services.world import ADMIN, FOREIGN_ADMIN, MANAGER, REP, STRANGER, VIEWER, World, utc

GROUP = -100
SENT = OutboxState.SENT
TUESDAY_NINE = utc("2026-03-03 08:00")
"""The team's digest hour in Warsaw; the tests start on Monday at ten."""


@pytest.fixture
def trouble(world: World) -> ChatTrouble:
    return ChatTrouble(world.database, world.clock, world.team_chats)


async def connect(world: World, chat_id: int = GROUP, thread_id: int = 0, user: int = MANAGER) -> TeamChat:
    return (await world.team_chats.connect(user, world.team.id, chat_id, thread_id, "Sales", "en")).chat


async def kept(world: World) -> list[tuple[int, int, str | None]]:
    async with world.elsewhere() as session:
        rows = await session.scalars(select(TeamChat).order_by(TeamChat.id))
        return [(chat.chat_id, chat.thread_id, chat.broken) for chat in rows]


async def headline_at(world: World) -> datetime | None:
    """When the only chat's headline is due."""
    async with world.elsewhere() as session:
        return (await session.scalars(select(TeamChat.next_digest_at))).one()


async def told(world: World, kind: str) -> list[int]:
    async with world.elsewhere() as session:
        rows = await session.scalars(
            select(OutboxMessage.chat_id).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)
        )
        return list(rows)


@pytest.mark.parametrize(
    ("user", "error"),
    [(REP, NotAllowed), (VIEWER, NotAllowed), (STRANGER, NotFound), (FOREIGN_ADMIN, NotFound)],
)
async def test_only_managers_and_admins_connect(world: World, user: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        await connect(world, user=user)
    assert await kept(world) == []


async def test_a_chat_has_one_team(world: World) -> None:
    await connect(world)
    with pytest.raises(NotAllowed, match="chat-taken"):
        await world.team_chats.connect(FOREIGN_ADMIN, world.foreign.id, GROUP, 0, "Theirs", "en")
    # Another topic of the same group is another place.
    await world.team_chats.connect(FOREIGN_ADMIN, world.foreign.id, GROUP, 9, "Theirs", "en")
    assert await kept(world) == [(GROUP, 0, None), (GROUP, 9, None)]


async def test_the_offer_hides_other_teams(world: World) -> None:
    await connect(world)
    offer = await world.team_chats.offer(FOREIGN_ADMIN, GROUP, 0)
    assert (offer.taken, offer.current) == (True, None)
    assert [place.name for place in offer.places] == ["Theirs"]
    mine = await world.team_chats.offer(MANAGER, GROUP, 0)
    assert mine.current is not None
    assert (await world.team_chats.offer(REP, GROUP, 5)).places == ()


async def test_what_a_chat_hears_is_seen_by_the_next_move(world: World) -> None:
    chat = await connect(world)
    deal = await world.deal()
    world.clock.advance(minutes=5)
    await world.move(deal, "qualification")
    assert len(await told(world, "post")) == 2
    await world.team_chats.hear(MANAGER, chat.id, "moved", on=False)
    world.clock.advance(minutes=5)
    await world.move(deal, "terms")
    assert len(await told(world, "post")) == 2
    await world.team_chats.disconnect(MANAGER, chat.id)
    await world.deal(client="Borey")
    assert len(await told(world, "post")) == 2


async def test_bad_settings_are_refused(world: World) -> None:
    chat = await connect(world)
    with pytest.raises(BadInput):
        await world.team_chats.hear(MANAGER, chat.id, "team_id", on=True)
    with pytest.raises(BadInput):
        await world.team_chats.speak(MANAGER, chat.id, "de")


@pytest.mark.parametrize("number", [0, -1, 999, 2**63, 10**30])
async def test_forged_numbers_are_of_no_chat(world: World, number: int) -> None:
    with pytest.raises(NotFound, match="chat"):
        await world.team_chats.card(MANAGER, number)
    with pytest.raises(NotFound, match="chat"):
        await world.team_chats.hear(MANAGER, number, "digest", on=True)


async def test_the_language_of_a_group(world: World) -> None:
    assert await world.team_chats.locale_of(GROUP) is None
    chat = await connect(world)
    assert await world.team_chats.locale_of(GROUP) == "en"
    await world.team_chats.speak(MANAGER, chat.id, "pl")
    assert await world.team_chats.locale_of(GROUP) == "pl"


async def test_broken_is_told_to_every_admin_once(world: World, trouble: ChatTrouble) -> None:
    await world.members.set_role(ADMIN, world.team.id, REP, Role.ADMIN)
    await connect(world)
    await trouble.broke(GROUP, "kicked")
    world.clock.advance(hours=1)
    await trouble.broke(GROUP, "chat_not_found")
    assert await kept(world) == [(GROUP, 0, "kicked")]
    assert sorted(await told(world, "chat-broken")) == [ADMIN, REP]


async def test_nothing_is_posted_to_a_broken_chat(world: World, trouble: ChatTrouble) -> None:
    await connect(world)
    await trouble.broke(GROUP, "kicked")
    await world.deal()
    assert await told(world, "post") == []


async def test_one_topic_breaks_alone(world: World, trouble: ChatTrouble) -> None:
    await connect(world)
    await connect(world, thread_id=7)
    await trouble.broke(GROUP, "topic_closed", 7)
    assert await kept(world) == [(GROUP, 0, None), (GROUP, 7, "topic_closed")]


async def test_repair_posts_a_line_as_proof_and_breaking_again_is_told_again(
    world: World, trouble: ChatTrouble
) -> None:
    chat = await connect(world)
    await trouble.broke(GROUP, "topic_closed", 0)
    world.clock.advance(minutes=1)
    await world.team_chats.repair(MANAGER, chat.id)
    await world.team_chats.repair(MANAGER, chat.id)
    assert await told(world, "chat-back") == [GROUP]
    await trouble.broke(GROUP, "topic_closed", 0)
    assert await told(world, "chat-broken") == [ADMIN, ADMIN]


async def test_removed_from_several_topics_is_told_once_and_repaired_at_once(
    world: World, trouble: ChatTrouble
) -> None:
    chat = await connect(world, thread_id=7)
    await connect(world, thread_id=8)
    await connect(world, thread_id=9)
    await trouble.broke(GROUP, "topic_closed", 9)
    await trouble.broke(GROUP, "kicked")
    # Once for the topic that had been closed before, once for the group.
    assert await told(world, "chat-broken") == [ADMIN, ADMIN]
    await world.team_chats.repair(MANAGER, chat.id)
    assert await kept(world) == [(GROUP, 7, None), (GROUP, 8, None), (GROUP, 9, "topic_closed")]
    assert await told(world, "chat-back") == [GROUP, GROUP]


async def test_connecting_again_heals(world: World, trouble: ChatTrouble) -> None:
    await connect(world)
    await trouble.broke(GROUP, "kicked")
    await connect(world)
    assert await kept(world) == [(GROUP, 0, None)]


async def test_only_the_named_trouble_ends(world: World, trouble: ChatTrouble) -> None:
    await connect(world)
    await trouble.broke(GROUP, "topic_closed")
    assert await trouble.works_again(GROUP, ("kicked",)) is True
    assert await kept(world) == [(GROUP, 0, "topic_closed")]
    assert await trouble.works_again(-999, ("kicked",)) is False


async def test_migration_takes_everything_along_once(world: World, trouble: ChatTrouble) -> None:
    await connect(world)
    deal = await world.deal()
    async with world.database.write() as session:
        (await session.scalars(select(TeamPost))).one().message_id = 55
    for _ in range(2):
        await trouble.migrated(GROUP, -1000)
    assert await kept(world) == [(-1000, 0, None)]
    assert await told(world, "post") == [-1000]
    async with world.elsewhere() as session:
        assert (await session.scalars(select(TeamPost.message_id))).all() == [None]
    # The old post cannot be edited any more, so the next move has one of its own, however soon it comes.
    await world.move(deal, "qualification")
    assert await told(world, "post") == [-1000, -1000]
    assert await told(world, "post-edit") == []


async def test_news_that_waited_to_be_added_to_a_post_is_not_lost_by_the_migration(
    world: World, trouble: ChatTrouble
) -> None:
    await connect(world)
    deal = await world.deal()
    async with world.database.write() as session:
        (await session.scalars(select(TeamPost))).one().message_id = 55
        (await session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "post"))).one().state = SENT
    for stage in ("qualification", "terms"):
        await world.move(deal, stage)
    assert await told(world, "post-edit") == [GROUP, GROUP]
    await trouble.migrated(GROUP, -1000)
    assert await told(world, "post") == [GROUP, -1000]
    # The earlier one finds nothing to edit; the message says what both meant.
    assert await told(world, "post-edit") == [-1000]


async def test_a_supergroup_that_is_connected_already_wins(world: World, trouble: ChatTrouble) -> None:
    await connect(world)
    await connect(world, chat_id=-1000)
    await trouble.migrated(GROUP, -1000)
    assert await kept(world) == [(-1000, 0, None)]


# When the digest's headline is due


async def test_the_headline_is_due_while_it_is_wanted(world: World) -> None:
    chat = await connect(world)
    assert await headline_at(world) is None
    await world.team_chats.hear(MANAGER, chat.id, "digest", on=True)
    assert await headline_at(world) == TUESDAY_NINE
    await world.team_chats.hear(MANAGER, chat.id, "won", on=False)
    await world.team_chats.speak(MANAGER, chat.id, "pl")
    assert await headline_at(world) == TUESDAY_NINE
    await world.team_chats.hear(MANAGER, chat.id, "digest", on=False)
    assert await headline_at(world) is None


async def test_turned_on_before_todays_hour_it_comes_today(world: World) -> None:
    world.clock.set(TUESDAY_NINE - timedelta(minutes=1))
    chat = await connect(world)
    await world.team_chats.hear(MANAGER, chat.id, "digest", on=True)
    assert await headline_at(world) == TUESDAY_NINE


async def test_a_broken_chat_is_due_no_headline_until_it_works_again(world: World, trouble: ChatTrouble) -> None:
    chat = await connect(world)
    await world.team_chats.hear(MANAGER, chat.id, "digest", on=True)
    await trouble.broke(GROUP, "kicked")
    assert await headline_at(world) is None
    await world.team_chats.repair(MANAGER, chat.id)
    assert await headline_at(world) == TUESDAY_NINE
    world.clock.set(TUESDAY_NINE + timedelta(hours=1))
    await trouble.broke(GROUP, "kicked")
    # Setting it up changes nothing as long as it is broken.
    await world.team_chats.hear(MANAGER, chat.id, "digest", on=True)
    await trouble.works_again(GROUP, ("topic_closed",))
    assert await headline_at(world) is None
    await trouble.works_again(GROUP, ("kicked",))
    assert await headline_at(world) == TUESDAY_NINE + timedelta(days=1)
    await trouble.broke(GROUP, "kicked")
    await connect(world)
    assert await headline_at(world) == TUESDAY_NINE + timedelta(days=1)


async def test_the_headline_moves_along_to_the_supergroup(world: World, trouble: ChatTrouble) -> None:
    chat = await connect(world)
    await world.team_chats.hear(MANAGER, chat.id, "digest", on=True)
    await trouble.migrated(GROUP, -1000)
    assert await headline_at(world) == TUESDAY_NINE
    await trouble.broke(-1000, "kicked")
    await trouble.migrated(-1000, -2000)
    assert await headline_at(world) == TUESDAY_NINE
    assert await kept(world) == [(-2000, 0, None)]


async def test_a_headline_that_only_waits_for_the_sweep_is_not_put_off(world: World, trouble: ChatTrouble) -> None:
    chat = await connect(world)
    await world.team_chats.hear(MANAGER, chat.id, "digest", on=True)
    world.clock.set(TUESDAY_NINE + timedelta(seconds=2))
    await world.team_chats.hear(MANAGER, chat.id, "digest", on=True)
    await world.team_chats.speak(MANAGER, chat.id, "pl")
    await connect(world)
    await trouble.migrated(GROUP, -1000)
    assert await headline_at(world) == TUESDAY_NINE


async def test_a_supergroup_that_is_connected_already_keeps_its_own_switch(world: World, trouble: ChatTrouble) -> None:
    chat = await connect(world)
    await world.team_chats.hear(MANAGER, chat.id, "digest", on=True)
    await connect(world, chat_id=-1000)
    await trouble.migrated(GROUP, -1000)
    assert await headline_at(world) is None


async def test_nobody_below_a_manager_moves_a_headline(world: World) -> None:
    chat = await connect(world)
    for user, error in ((REP, NotAllowed), (FOREIGN_ADMIN, NotFound)):
        with pytest.raises(error):
            await world.team_chats.hear(user, chat.id, "digest", on=True)
    assert await headline_at(world) is None
