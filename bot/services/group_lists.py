"""Which team's deals a person means when they ask in a group."""

from __future__ import annotations

from sqlalchemy import select

from bot.database import Database
from bot.errors import NotFound
from bot.models import Member, Role, TeamChat
from bot.models.facts_deals import DealPage
from bot.services.lists import Lists


class GroupLists:
    """Lists that are asked for in a group and answered to one person only."""

    def __init__(self, database: Database, lists: Lists) -> None:
        self._database = database
        self._lists = lists

    async def page(
        self, user_id: int, chat_id: int, thread_id: int, view: str, own_team: int | None, *, mine: bool
    ) -> DealPage:
        """The first page of a list: of the team that this topic is connected to, else one that the group is, where the
        person is a member; else of the team that they stand in (``own_team``).

        ``mine``: only their own deals; otherwise managers and viewers see the team's. Raises NotFound to strangers.
        """
        async with self._database.read() as session:
            here = (TeamChat.thread_id != thread_id, TeamChat.thread_id, TeamChat.id)
            query = (
                select(Member.team_id, Member.role)
                .join(TeamChat, TeamChat.team_id == Member.team_id)
                .where(TeamChat.chat_id == chat_id, Member.user_id == user_id, Member.active)
                .order_by(*here)
                .limit(1)
            )
            found = (await session.execute(query)).one_or_none()
            if found is None and own_team is not None:
                query = select(Member.team_id, Member.role).where(
                    Member.team_id == own_team, Member.user_id == user_id, Member.active
                )
                found = (await session.execute(query)).one_or_none()
        if found is None:
            raise NotFound("team")
        whose = "m" if mine or found[1] is Role.REP else "t"
        return await self._lists.page(user_id, found[0], view, whose)
