"""What a team chat reads of deals: one message per deal and minute, the facts of the moment, undone with the move."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import event, select

from benchmarks.recording import prepared_noted
from bot.models import Deal, DealEvent, OutboxMessage, OutboxState, TeamPost, User
from bot.models.facts_outgoing import ChatBroken, PostFacts, PostTakenBack
from bot.services.chat_trouble import ChatTrouble
from bot.services.outbox import Delivery, OutboxRow
from bot.services.outgoing import Outgoing
from bot.services.posts import Posts
from bot.services.reminders.deliveries import NudgeDeliveries
from tests.services.world import ADMIN, MANAGER, REP, SECOND, World

GROUP = -100


@pytest.fixture
async def outgoing(world: World) -> Outgoing:
    """The group hears everything."""
    await world.team_chats.connect(MANAGER, world.team.id, GROUP, 0, "Sales", "en")
    trouble = ChatTrouble(world.database, world.clock, world.team_chats)
    return Outgoing(
        world.database,
        world.clock,
        world.people,
        trouble,
        Posts(world.stages, "test_bot"),
        NudgeDeliveries(world.stages),
    )


class Chat:
    """The group as its members see it, after ``deliver`` has sent what was due."""

    def __init__(self, world: World, outgoing: Outgoing) -> None:
        self.world, self.outgoing = world, outgoing
        self.messages: dict[int, PostFacts | PostTakenBack] = {}
        self.log: list[str] = []

    async def rows(self) -> list[OutboxRow]:
        async with self.world.elsewhere() as session:
            due = await session.scalars(
                select(OutboxMessage)
                .where(OutboxMessage.chat_id == GROUP, OutboxMessage.state == OutboxState.PENDING)
                .order_by(OutboxMessage.id)
            )
            return [
                OutboxRow(row.id, row.kind, row.args, row.chat_id, row.thread_id, row.priority, 0, row.due_at)
                for row in due
            ]

    async def deliver(self) -> None:
        """Everything that is due, in order, as the sender does."""
        while rows := await self.rows():
            for row in rows:
                await self.send(row, await self.outgoing.load(row))

    async def send(self, row: OutboxRow, delivery: Delivery | None) -> None:
        if delivery is not None:
            message_id = delivery.message_id or 900 + row.id
            self.log.append(delivery.op)
            if delivery.op == "delete":
                del self.messages[message_id]
            else:
                facts: Any = delivery.facts
                self.messages[message_id] = facts
            await self.outgoing.delivered(row, None if delivery.op == "delete" else message_id)
        async with self.world.database.write() as session:
            (await session.get_one(OutboxMessage, row.id)).state = OutboxState.SENT

    def posts(self) -> list[PostFacts]:
        return [facts for facts in self.messages.values() if isinstance(facts, PostFacts)]


@pytest.fixture
def chat(world: World, outgoing: Outgoing) -> Chat:
    return Chat(world, outgoing)


async def quiet_deal(world: World, chat: Chat, **fields: Any) -> Deal:
    """A deal whose creation the chat has heard of long ago."""
    deal = await world.deal(**fields)
    await chat.deliver()
    chat.messages.clear()
    chat.log.clear()
    world.clock.advance(hours=1)
    return deal


async def undo(world: World, deal: Deal, moved: DealEvent | None, user: int = REP) -> None:
    assert moved is not None
    await world.undoing.undo(user, deal.id, moved.id, world.press())


async def test_a_move_says_who_what_where_and_how_long(world: World, chat: Chat) -> None:
    deal = await quiet_deal(world, chat)
    world.clock.advance(days=4)
    await world.move(deal, "terms")
    await chat.deliver()
    [post] = chat.posts()
    assert post.from_stage is not None
    assert post.to_stage is not None
    assert (post.what, post.actor, post.client, post.amount_minor, post.currency) == (
        "moved",
        "Anna",
        "Acme",
        12_000_000,
        "PLN",
    )
    assert (post.from_stage.key, post.to_stage.key) == (world.ladder.first_open.key, "terms")
    assert post.stayed_seconds == 4 * 86400 + 3600
    assert post.url == f"https://t.me/test_bot?start=d{deal.id}"


async def test_moves_within_a_minute_are_one_message(world: World, chat: Chat) -> None:
    deal = await quiet_deal(world, chat)
    world.clock.advance(days=2)
    for key in ("qualification", "requirements", "terms"):
        await world.move(deal, key)
        await chat.deliver()
        world.clock.advance(seconds=20)
    assert chat.log == ["send", "edit", "edit"]
    [post] = chat.posts()
    assert post.from_stage == world.ladder.first_open
    assert post.to_stage is not None
    assert post.to_stage.key == "terms"
    assert post.stayed_seconds == 2 * 86400 + 3600
    await world.move(deal, "defence")
    await chat.deliver()
    assert len(chat.posts()) == 2


async def test_moves_that_pile_up_are_sent_as_they_ended(world: World, chat: Chat) -> None:
    deal = await quiet_deal(world, chat)
    for key in ("qualification", "terms"):
        await world.move(deal, key)
    [send, edit] = await chat.rows()
    await chat.send(send, await chat.outgoing.load(send))
    [post] = chat.posts()
    assert post.to_stage is not None
    assert post.to_stage.key == "terms"
    await chat.send(edit, await chat.outgoing.load(edit))
    await chat.deliver()
    assert len(chat.messages) == 1


async def test_a_move_while_the_message_is_on_its_way_is_not_lost(world: World, chat: Chat) -> None:
    deal = await quiet_deal(world, chat)
    await world.move(deal, "qualification")
    [send] = await chat.rows()
    on_its_way = await chat.outgoing.load(send)
    await world.move(deal, "terms")
    edit = (await chat.rows())[1]
    assert await chat.outgoing.load(edit) is None
    await chat.send(edit, None)
    await chat.send(send, on_its_way)
    await chat.deliver()
    [post] = chat.posts()
    assert post.to_stage is not None
    assert post.to_stage.key == "terms"


async def test_facts_are_those_of_the_moment(world: World, chat: Chat) -> None:
    deal = await quiet_deal(world, chat)
    await world.move(deal, "qualification")
    async with world.database.write() as session:
        changed = await session.get_one(Deal, deal.id)
        changed.client, changed.amount_minor, changed.owner_id = "Renamed", 1, SECOND
    await chat.deliver()
    [post] = chat.posts()
    assert (post.client, post.amount_minor, post.actor) == ("Acme", 12_000_000, "Anna")


async def test_won_says_how_long_it_took(world: World, chat: Chat) -> None:
    deal = await quiet_deal(world, chat)
    world.clock.advance(days=31)
    await world.move(deal, world.ladder.first_won.key)
    await chat.deliver()
    [post] = chat.posts()
    assert (post.what, post.days) == ("won", 31)
    world.clock.advance(days=1)
    await world.move(deal, world.ladder.won_stages[1].key)
    await chat.deliver()
    assert [post.what for post in chat.posts()] == ["won", "moved"]


async def test_lost_says_why(world: World, chat: Chat) -> None:
    deal = await quiet_deal(world, chat)
    await world.lose(deal)
    await chat.deliver()
    [post] = chat.posts()
    assert post.what == "lost"
    assert post.reason is not None
    assert post.reason["en"] == "Price"


async def test_created(world: World, chat: Chat) -> None:
    deal = await world.deal()
    await chat.deliver()
    assert [post.what for post in chat.posts()] == ["created"]
    await world.move(deal, "terms")
    await chat.deliver()
    [post] = chat.posts()
    assert post.to_stage is not None
    assert (post.what, post.to_stage.key) == ("created", "terms")


@pytest.mark.parametrize(
    ("silent", "keys"),
    [
        ("created", ["moved", "won", "lost"]),
        ("moved", ["created", "won", "lost"]),
        ("won", ["created", "moved", "lost"]),
        ("lost", ["created", "moved", "won"]),
    ],
)
async def test_each_switch_silences_its_own_news(world: World, chat: Chat, silent: str, keys: list[str]) -> None:
    async with world.elsewhere() as session:
        chat_id = (await session.scalars(select(TeamPost.team_chat_id))).first()
    assert chat_id is None
    listing = await world.team_chats.list(MANAGER, world.team.id)
    await world.team_chats.hear(MANAGER, listing.chats[0].id, silent, on=False)
    deal = await world.deal()
    for step in ("terms", world.ladder.first_won.key):
        world.clock.advance(hours=1)
        await world.move(deal, step)
    world.clock.advance(hours=1)
    await world.lose(await world.deal(client="Other"))
    await chat.deliver()
    assert {post.what for post in chat.posts()} == set(keys)


async def test_touches_and_edits_are_no_news(world: World, chat: Chat) -> None:
    deal = await quiet_deal(world, chat)
    await world.work.note(REP, deal.id, "He laughed", world.press())
    assert await chat.rows() == []


async def test_undo_takes_the_message_back(world: World, chat: Chat) -> None:
    deal = await quiet_deal(world, chat)
    moved = await world.move(deal, "terms")
    await chat.deliver()
    assert len(chat.messages) == 1
    await undo(world, deal, moved.event)
    await chat.deliver()
    assert (chat.messages, chat.log) == ({}, ["send", "delete"])
    # History keeps both, and the next move is news of its own.
    assert [line.kind.value for line in await world.events(deal)] == ["created", "moved", "undone"]
    await world.move(deal, "qualification")
    await chat.deliver()
    assert len(chat.posts()) == 1


async def test_undone_before_it_was_sent_it_is_never_sent(world: World, chat: Chat) -> None:
    deal = await quiet_deal(world, chat)
    await undo(world, deal, (await world.move(deal, "terms")).event)
    await chat.deliver()
    assert chat.log == []


async def test_undone_while_it_was_on_its_way_it_is_deleted(world: World, chat: Chat) -> None:
    deal = await quiet_deal(world, chat)
    moved = await world.move(deal, "terms")
    [send] = await chat.rows()
    on_its_way = await chat.outgoing.load(send)
    await undo(world, deal, moved.event)
    back = (await chat.rows())[1]
    await chat.send(back, await chat.outgoing.load(back))
    await chat.send(send, on_its_way)
    await chat.deliver()
    assert chat.messages == {}


async def test_undoing_the_last_of_two_moves_edits_the_message(world: World, chat: Chat) -> None:
    deal = await quiet_deal(world, chat)
    await world.move(deal, "qualification")
    second = await world.move(deal, "terms")
    await chat.deliver()
    await undo(world, deal, second.event)
    await chat.deliver()
    [post] = chat.posts()
    assert post.to_stage is not None
    assert post.to_stage.key == "qualification"


async def test_a_message_too_old_to_delete_says_that_it_is_taken_back(world: World, chat: Chat) -> None:
    deal = await quiet_deal(world, chat)
    await undo(world, deal, (await world.move(deal, "terms")).event)
    async with world.database.write() as session:
        (await session.scalars(select(TeamPost).order_by(TeamPost.id.desc()).limit(1))).one().message_id = 77
    back = (await chat.rows())[-1]
    world.clock.advance(hours=48)
    delivery = await chat.outgoing.load(back)
    assert delivery is not None
    assert (delivery.op, delivery.facts) == ("edit", PostTakenBack("Acme"))


async def test_forth_and_back_by_moves(world: World, chat: Chat) -> None:
    deal = await quiet_deal(world, chat)
    await world.move(deal, "terms")
    await world.move(deal, world.ladder.first_open.key)
    await chat.deliver()
    assert [post.what for post in chat.posts()] == ["back"]


async def test_a_chat_that_is_disconnected_and_connected_again_hears_everything(world: World, chat: Chat) -> None:
    deal = await world.deal()
    await chat.deliver()
    listing = await world.team_chats.list(MANAGER, world.team.id)
    await world.team_chats.disconnect(MANAGER, listing.chats[0].id)
    await world.team_chats.connect(MANAGER, world.team.id, GROUP, 0, "Sales", "en")
    await world.move(deal, "terms")
    await chat.deliver()
    assert [post.what for post in chat.posts()] == ["created", "moved"]


async def test_another_team_hears_nothing(world: World, chat: Chat) -> None:
    await world.deal(2001, foreign=True)
    assert await chat.rows() == []


async def test_a_replayed_move_is_posted_once(world: World, chat: Chat) -> None:
    deal = await quiet_deal(world, chat)
    press, version = world.press(), (await world.fresh(deal)).version
    for _ in range(2):
        await world.moves.move(REP, deal.id, world.stage("terms").id, version, press)
    assert [row.kind for row in await chat.rows()] == ["post"]


async def test_a_move_costs_few_statements_and_none_without_chats(world: World, chat: Chat) -> None:
    """The hot path: each of these is paid by every press of a stage button."""
    deal = await quiet_deal(world, chat)
    heard = await _statements_of_a_move(world, deal, "terms")
    listing = await world.team_chats.list(MANAGER, world.team.id)
    await world.team_chats.disconnect(MANAGER, listing.chats[0].id)
    world.clock.advance(hours=1)
    # The team's chats are looked up once more after the change, and remembered on SQLite.
    await world.move(deal, "defence")
    world.clock.advance(hours=1)
    unheard = await _statements_of_a_move(world, deal, "qualification")
    asked = 0 if world.database.is_sqlite else 1
    assert [name for name in unheard if "team_" in name or "outbox" in name] == ["SELECT team_chat"] * asked
    extra = [name for name in heard if "team_" in name or "outbox" in name]
    assert extra == ["SELECT team_chat"] * asked + ["UPDATE team_post", "INSERT team_post", "INSERT outbox"]


async def _statements_of_a_move(world: World, deal: Deal, key: str) -> list[str]:
    """The verb and table of each statement that one move executes."""
    now = await world.fresh(deal)
    press = world.press()
    seen: list[str] = []

    def note(statement: str, *_: Any) -> None:
        found = re.match(r"(SELECT|INSERT|UPDATE)(?:.*?(?:FROM|INTO))?\s+\"?(\w+)", statement, re.DOTALL)
        seen.append(" ".join(found.groups()) if found else statement)

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        note(statement)

    engine = world.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", hear)
    try:
        with prepared_noted(note):
            await world.moves.move(REP, deal.id, world.stage(key).id, now.version, press)
    finally:
        event.remove(engine, "before_cursor_execute", hear)
    return seen


# What the sender reports back


async def test_a_chat_that_refuses_is_broken_and_the_admin_hears_it(world: World, chat: Chat) -> None:
    await quiet_deal(world, chat)
    await world.deal(client="Borey")
    [row] = await chat.rows()
    await chat.outgoing.undeliverable(row, "topic_closed")
    await chat.outgoing.undeliverable(row, "topic_closed")
    listing = await world.team_chats.list(MANAGER, world.team.id)
    assert listing.chats[0].broken == "topic_closed"
    async with world.elsewhere() as session:
        told = (await session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "chat-broken"))).one()
    assert told.chat_id == ADMIN
    shown = await chat.outgoing.load(OutboxRow(told.id, told.kind, told.args, told.chat_id, 0, 5, 0, told.due_at))
    assert shown is not None
    assert (shown.chat_id, shown.locale) == (ADMIN, "en")


async def test_no_right_to_write_breaks_all_topics_of_the_group_and_is_told_once(world: World, chat: Chat) -> None:
    for topic in (7, 8):
        await world.team_chats.connect(MANAGER, world.team.id, GROUP, topic, f"Sales {topic}", "en")
    await world.deal(client="Borey")
    for row in await chat.rows():
        await chat.outgoing.undeliverable(row, "no_rights")
    listing = await world.team_chats.list(MANAGER, world.team.id)
    assert [each.broken for each in listing.chats] == ["no_rights"] * 3
    async with world.elsewhere() as session:
        rows = await session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "chat-broken"))
        assert len(rows.all()) == 1


async def test_a_deleted_post_breaks_nothing(world: World, chat: Chat) -> None:
    await world.deal()
    [row] = await chat.rows()
    await chat.outgoing.undeliverable(row, "message_gone")
    assert (await world.team_chats.list(MANAGER, world.team.id)).chats[0].broken is None


async def test_who_blocked_the_bot_is_marked_until_they_write(world: World, outgoing: Outgoing) -> None:
    row = OutboxRow(1, "somebody-joined", {}, REP, 0, 5, 0, world.clock.now())
    await outgoing.undeliverable(row, "blocked")
    async with world.elsewhere() as session:
        assert (await session.get_one(User, REP)).unreachable_at == world.clock.now()


async def test_a_kind_that_nobody_knows_is_an_error(world: World, outgoing: Outgoing) -> None:
    with pytest.raises(KeyError):
        await outgoing.load(OutboxRow(1, "rumour", {}, GROUP, 0, 5, 0, world.clock.now()))


async def test_a_group_of_many_topics_that_is_out_of_reach_is_named_in_a_few_words(
    world: World, outgoing: Outgoing
) -> None:
    for topic in range(1, 40):
        await world.team_chats.connect(MANAGER, world.team.id, GROUP, topic, f"{'Sales ' * 40}· {topic}", "en")
    await ChatTrouble(world.database, world.clock, world.team_chats).broke(GROUP, "kicked")
    async with world.elsewhere() as session:
        row = (await session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "chat-broken"))).one()
    delivery = await outgoing.load(
        OutboxRow(row.id, row.kind, row.args, row.chat_id, row.thread_id, row.priority, 0, row.due_at)
    )
    assert delivery is not None
    assert isinstance(delivery.facts, ChatBroken)
    assert delivery.facts.title.endswith("· 2, …")
