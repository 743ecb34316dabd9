"""Groups and topics that hear of a team's deals: connecting them, and what they hear."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.errors import BadInput, NotAllowed, NotFound
from bot.models import Member, Role, Team, TeamChat
from bot.models.facts_teams import ChatCard, ChatList, ConnectOffer, Place
from bot.services.access import may_exist, member_of
from bot.services.chat_news import broken_alike, mark_working, say_back
from bot.services.schedules import set_headline

HEARS = ("created", "moved", "won", "lost", "digest")
LOCALES = ("en", "ru", "pl")


@dataclass(frozen=True, slots=True)
class Listener:
    """A chat that works, and what it hears: what a move needs to know of it."""

    id: int
    chat_id: int
    thread_id: int
    hears: frozenset[str]


class TeamChats:
    """Only a team's managers and admins connect and set up its chats, whoever presses a button in the group.

    On SQLite, where one process owns the file, the chats of a team are remembered: every move asks for them.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._listeners: dict[int, tuple[Listener, ...]] = {}
        self._locales: dict[int, str | None] = {}

    async def listeners(self, session: AsyncSession, team_id: int) -> tuple[Listener, ...]:
        """The team's chats that work. Called within a write transaction, so nothing can change meanwhile."""
        known = self._listeners.get(team_id)
        if known is None:
            rows = await session.scalars(
                select(TeamChat).where(TeamChat.team_id == team_id, TeamChat.broken.is_(None)).order_by(TeamChat.id)
            )
            known = tuple(_listener(chat) for chat in rows)
            if self._database.is_sqlite:
                self._listeners[team_id] = known
        return known

    async def locale_of(self, chat_id: int) -> str | None:
        """The language of a group; None for one that is not connected."""
        if chat_id in self._locales:
            return self._locales[chat_id]
        async with self._database.read() as session:
            locale: str | None = await session.scalar(
                select(TeamChat.locale).where(TeamChat.chat_id == chat_id).order_by(TeamChat.thread_id).limit(1)
            )
        if self._database.is_sqlite:
            self._locales[chat_id] = locale
        return locale

    def forget(self) -> None:
        """Read everything afresh next time; called after every change."""
        self._listeners.clear()
        self._locales.clear()

    async def offer(self, user_id: int, chat_id: int, thread_id: int) -> ConnectOffer:
        """What the person may connect to this group or topic."""
        async with self._database.read() as session:
            chat = await _at(session, chat_id, thread_id)
            rows = (
                await session.execute(
                    select(Team.id, Team.name, Member.role)
                    .join(Member, Member.team_id == Team.id)
                    .where(
                        Member.user_id == user_id,
                        Member.active,
                        Member.role.in_((Role.MANAGER, Role.ADMIN)),
                    )
                    .order_by(Member.joined_at, Team.id)
                )
            ).all()
        places = tuple(Place(*row) for row in rows)
        if chat is None:
            return ConnectOffer(places)
        own = next((place for place in places if place.team_id == chat.team_id), None)
        return ConnectOffer(places, ChatCard(chat, own.name)) if own else ConnectOffer(places, taken=True)

    async def connect(
        self, user_id: int, team_id: int, chat_id: int, thread_id: int, title: str, locale: str
    ) -> ChatCard:
        """Connect a group or topic to a team. Connecting again changes nothing but heals what was broken.

        Raises NotAllowed (below manager; another team has this chat) and NotFound (no member of the team).
        """
        now = self._clock.now()
        async with self._database.write() as session:
            chat = await _at(session, chat_id, thread_id, lock=True)
            team, _ = await member_of(session, user_id, team_id, Role.MANAGER)
            if chat is None:
                chat = TeamChat(
                    team_id=team_id,
                    chat_id=chat_id,
                    thread_id=thread_id,
                    locale=locale,
                    title="",
                    connected_by=user_id,
                    connected_at=now,
                )
                session.add(chat)
            elif chat.team_id != team_id:
                raise NotAllowed("chat-taken")
            chat.title = title[:255]
            await mark_working(session, chat, now)
        self.forget()
        return ChatCard(chat, team.name)

    async def list(self, user_id: int, team_id: int) -> ChatList:
        """The chats of a team, for its managers and admins."""
        async with self._database.read() as session:
            team, _ = await member_of(session, user_id, team_id, Role.MANAGER)
            chats = await session.scalars(
                select(TeamChat).where(TeamChat.team_id == team_id).order_by(TeamChat.title, TeamChat.id)
            )
            return ChatList(team_id, team.name, tuple(chats))

    async def card(self, user_id: int, team_chat_id: int) -> ChatCard:
        """One chat with its settings. Raises NotFound, NotAllowed."""
        async with self._database.read() as session:
            chat, team = await _for(session, user_id, team_chat_id)
        return ChatCard(chat, team.name)

    async def hear(self, user_id: int, team_chat_id: int, what: str, on: bool) -> ChatCard:
        """Let a chat hear of ``what`` (created, moved, won, lost, digest) or not."""
        if what not in HEARS:
            raise BadInput("setting", what)
        return await self._change(user_id, team_chat_id, f"hears_{what}", on)

    async def speak(self, user_id: int, team_chat_id: int, locale: str) -> ChatCard:
        """Choose the language of a chat."""
        if locale not in LOCALES:
            raise BadInput("setting", locale)
        return await self._change(user_id, team_chat_id, "locale", locale)

    async def _change(self, user_id: int, team_chat_id: int, field: str, value: object) -> ChatCard:
        async with self._database.write() as session:
            chat, team = await _for(session, user_id, team_chat_id, lock=True)
            setattr(chat, field, value)
            set_headline(chat, team, self._clock.now())
        self.forget()
        return ChatCard(chat, team.name)

    async def disconnect(self, user_id: int, team_chat_id: int) -> ChatCard:
        """Post there no more. What was posted stays."""
        async with self._database.write() as session:
            chat, team = await _for(session, user_id, team_chat_id)
            await session.delete(chat)
        self.forget()
        return ChatCard(chat, team.name)

    async def repair(self, user_id: int, team_chat_id: int) -> ChatCard:
        """Try a broken chat again: a line is posted there, and if that fails the chat is broken again.

        So are the other topics of the group that the same trouble broke: the admins were told of them in one message.
        """
        now = self._clock.now()
        async with self._database.write() as session:
            chat, team = await _for(session, user_id, team_chat_id, lock=True)
            if chat.broken is not None:
                for alike in await broken_alike(session, chat, lock=True):
                    await mark_working(session, alike, now)
                    await say_back(session, alike, now)
        self.forget()
        return ChatCard(chat, team.name)


def _listener(chat: TeamChat) -> Listener:
    hears = frozenset(what for what in HEARS if getattr(chat, f"hears_{what}"))
    return Listener(chat.id, chat.chat_id, chat.thread_id, hears)


async def _at(session: AsyncSession, chat_id: int, thread_id: int, *, lock: bool = False) -> TeamChat | None:
    """The chat connected there. ``lock``: as in `_for`."""
    query = select(TeamChat).where(TeamChat.chat_id == chat_id, TeamChat.thread_id == thread_id)
    chat: TeamChat | None = await session.scalar(query.with_for_update(key_share=True) if lock else query)
    return chat


async def _for(session: AsyncSession, user_id: int, team_chat_id: int, *, lock: bool = False) -> tuple[TeamChat, Team]:
    """The chat and its team, for a manager or admin of its team. To strangers it does not exist.

    ``lock``: before the team is read, so that its hours and the chat's switch cannot change past each other.
    """
    if not may_exist(team_chat_id):
        raise NotFound("chat")
    # Whoever posts a move there meanwhile need not wait (nor, then, wait for each other).
    chat = await session.get(TeamChat, team_chat_id, with_for_update={"key_share": True} if lock else None)
    if chat is None:
        raise NotFound("chat")
    try:
        team, _ = await member_of(session, user_id, chat.team_id, Role.MANAGER)
    except NotFound:
        raise NotFound("chat") from None
    return chat, team
