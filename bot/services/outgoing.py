"""What each kind of outbox row means: whom it concerns, what to say now, and what to do when it cannot be said."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.models import Member, Role, Team, TeamChat, User
from bot.models.facts_outgoing import ChatBack, ChatBroken, MemberUnreachable, PlaceChanged, SomebodyJoined
from bot.services import menus
from bot.services.chat_news import broken_alike
from bot.services.chat_trouble import ChatTrouble
from bot.services.outbox import Delivery, OutboxRow, Why
from bot.services.people import People
from bot.services.posts import Posts
from bot.services.pushes import UNDELAYED, note_ring
from bot.services.reminders.deliveries import NudgeDeliveries

Load: TypeAlias = Callable[[AsyncSession, OutboxRow, datetime], Awaitable[Delivery | None]]

Note: TypeAlias = Callable[[AsyncSession, OutboxRow, int | None, datetime], Awaitable[None]]

TITLES = 3
"""So many topics of one group are named in one message."""


class Outgoing:
    """Knows every kind of row by its loader; ``kinds`` adds those of other features."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        people: People,
        trouble: ChatTrouble,
        posts: Posts,
        nudging: NudgeDeliveries,
        kinds: dict[str, Load] | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._people = people
        self._trouble = trouble
        self._posts = posts
        self._nudging = nudging
        self._kinds: dict[str, Load] = {
            "post": posts.send,
            "post-edit": posts.edit,
            "post-undo": posts.take_back,
            "chat-back": _chat_back,
            "chat-broken": _chat_broken,
            "somebody-joined": _somebody_joined,
            "place-changed": _place_changed,
            "member-unreachable": _member_unreachable,
            "nudge": nudging.send,
            "nudge-refresh": nudging.refresh,
            "nudge-remove": nudging.remove,
            **(kinds or {}),
        }

    async def load(self, row: OutboxRow) -> Delivery | None:
        """What to send now; None when nobody needs it any more. Raises KeyError for a kind that nobody knows."""
        async with self._database.read() as session:
            return await self._kinds[row.kind](session, row, self._clock.now())

    async def delivered(self, row: OutboxRow, message_id: int | None, *, silent: bool = False) -> None:
        """Telegram has it: posts and nudges remember their message, so that later news can edit it; what does not wait
        for a quieter hour and rang is counted.
        """
        note: dict[str, Note] = {"post": self._posts.delivered, "nudge": self._nudging.delivered}
        if not silent:
            note |= dict.fromkeys(UNDELAYED, note_ring)
        if row.kind not in note:
            return
        async with self._database.write() as session:
            await note[row.kind](session, row, message_id, self._clock.now())

    async def undeliverable(self, row: OutboxRow, why: Why) -> None:
        """A person blocked us, or a chat is closed to us: remember it, and tell the chat's admins."""
        if why == "message_gone" or row.kind == menus.KIND:
            # Somebody deleted the post: that is their answer. And a menu is nothing that anybody misses.
            return
        if row.chat_id > 0:
            await self._people.lost(row.chat_id)
        else:
            # Only topics close one by one; who may write is a matter of the whole group.
            await self._trouble.broke(row.chat_id, why, row.thread_id if why == "topic_closed" else None)

    async def migrated(self, row: OutboxRow, new_chat_id: int) -> None:
        """The group has a new id."""
        await self._trouble.migrated(row.chat_id, new_chat_id)


async def _to_person(session: AsyncSession, row: OutboxRow, team: Team, facts: object) -> Delivery | None:
    user = await session.get(User, row.chat_id)
    if user is None:
        return None
    return Delivery(
        op="send",
        chat_id=user.id,
        facts=facts,
        locale=user.locale or team.locale,
        zone=user.time_zone or team.time_zone,
    )


async def _to_member(session: AsyncSession, row: OutboxRow, team: Team, facts: object) -> Delivery | None:
    """To one who is still of the team, since a row may wait for weeks (`services.reach`); others are told nothing."""
    place = select(Member.id).where(Member.user_id == row.chat_id, Member.team_id == team.id, Member.active)
    return None if await session.scalar(place) is None else await _to_person(session, row, team, facts)


async def _member_unreachable(session: AsyncSession, row: OutboxRow, now: datetime) -> Delivery | None:
    team = await session.get(Team, row.args["team"])
    member = await session.get(User, row.args["user"])
    if team is None or member is None or member.unreachable_at is None:
        return None
    return await _to_member(session, row, team, MemberUnreachable(member.id, member.name, team.id, team.name))


async def _with_chat(session: AsyncSession, row: OutboxRow) -> tuple[TeamChat, Team] | None:
    found = (
        await session.execute(
            select(TeamChat, Team).join(Team, Team.id == TeamChat.team_id).where(TeamChat.id == row.args["chat"])
        )
    ).one_or_none()
    return None if found is None else (found[0], found[1])


async def _chat_back(session: AsyncSession, row: OutboxRow, now: datetime) -> Delivery | None:
    found = await _with_chat(session, row)
    if found is None:
        return None
    chat, team = found
    return Delivery(
        op="send",
        chat_id=chat.chat_id,
        facts=ChatBack(team.name),
        locale=chat.locale,
        zone=team.time_zone,
        thread_id=chat.thread_id,
    )


async def _chat_broken(session: AsyncSession, row: OutboxRow, now: datetime) -> Delivery | None:
    found = await _with_chat(session, row)
    if found is None or found[0].broken is None:
        return None
    chat, team = found
    titles = [alike.title for alike in await broken_alike(session, chat)]
    # A forum group may have dozens of topics, with long names; three say which group it is.
    title = ", ".join([*titles[:TITLES], *(["…"] if len(titles) > TITLES else [])])
    facts = ChatBroken(chat.id, title, chat.thread_id != 0, team.name, found[0].broken)
    return await _to_member(session, row, team, facts)


async def _somebody_joined(session: AsyncSession, row: OutboxRow, now: datetime) -> Delivery | None:
    team = await session.get(Team, row.args["team"])
    newcomer = await session.get(User, row.args["user"])
    if team is None or newcomer is None:
        return None
    facts = SomebodyJoined(newcomer.name, team.id, team.name, Role(row.args["role"]))
    return await _to_member(session, row, team, facts)


async def _place_changed(session: AsyncSession, row: OutboxRow, now: datetime) -> Delivery | None:
    team = await session.get(Team, row.args["team"])
    if team is None:
        return None
    role = row.args["role"]
    return await _to_person(session, row, team, PlaceChanged(team.name, Role(role) if role else None))
