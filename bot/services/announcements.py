"""What team chats hear of deals: one message per deal and minute, taken back when the move is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, DealEvent, EventKind, StageKind, TeamPost
from bot.prepared import Prepared
from bot.services.outbox import enqueue_many, new_row
from bot.services.stages import Stages
from bot.services.team_chats import Listener, TeamChats

TOGETHER = timedelta(seconds=60)
"""Moves of one deal within so long of its post share the message (product.md, "The team chat is not a log")."""

NEWS = (EventKind.CREATED, EventKind.MOVED)

# Every move passes here: statements of the table, made once, cost half of what the same through the mapper does.
_POST = TeamPost.__table__.c
_JOIN_RECENT = Prepared(
    update(TeamPost.__table__)  # type: ignore[arg-type]
    .where(
        _POST.team_chat_id == bindparam("chat"),
        _POST.deal_id == bindparam("deal"),
        _POST.withdrawn.is_(False),
        _POST.posted_at > bindparam("since"),
    )
    .values(last_event_id=bindparam("event"))
    .returning(_POST.id),
    [_POST.id],
)
_NEW_POST = insert(TeamPost.__table__).returning(_POST.id, _POST.team_chat_id)  # type: ignore[arg-type]


class Announcements:
    """Called by the services that change deals, within their transaction; without team chats it costs no statement."""

    def __init__(self, team_chats: TeamChats, stages: Stages) -> None:
        self._team_chats = team_chats
        self._stages = stages

    async def announce(self, session: AsyncSession, deal: Deal, event: DealEvent, now: datetime) -> None:
        """Let the team's chats hear of the event if it is news to them. ``event`` has its id already."""
        if event.kind not in NEWS and event.kind is not EventKind.UNDONE:
            return
        listeners = await self._team_chats.listeners(session, deal.team_id)
        if not listeners:
            return
        if event.kind is EventKind.UNDONE:
            if event.data["kind"] in NEWS:
                await _take_back(session, listeners, deal, event, now)
            return
        what = await self._what(session, deal, event)
        hearing = [listener for listener in listeners if what in listener.hears]
        if what is not None and hearing:
            await _tell(session, hearing, deal, event, now)

    async def _what(self, session: AsyncSession, deal: Deal, event: DealEvent) -> str | None:
        """Which of the chat's four switches the event falls under; None: not news."""
        stages = (await self._stages.of(session, deal.pipeline_id)).by_id
        to = stages[deal.stage_id].kind
        before = stages.get(event.from_stage_id or 0)
        if event.kind is EventKind.MOVED and before is None:
            return None
        if to is StageKind.LOST:
            return "lost"
        if to is StageKind.WON and (before is None or before.kind is not StageKind.WON):
            return "won"
        return "created" if event.kind is EventKind.CREATED else "moved"


async def _tell(
    session: AsyncSession, listeners: Sequence[Listener], deal: Deal, event: DealEvent, now: datetime
) -> None:
    rows, fresh = [], []
    for listener in listeners:
        values = {"chat": listener.id, "deal": deal.id, "since": now - TOGETHER, "event": event.id}
        recent = await _JOIN_RECENT.run(session, values)
        rows += [_edit_row(listener, post_id, deal, event, now) for (post_id,) in recent]
        if not recent:
            fresh.append(_post(listener, deal, event, now))
    if fresh:
        chats = {listener.id: listener for listener in listeners}
        connection = await session.connection()
        for post_id, chat_id in (await connection.execute(_NEW_POST, fresh)).all():
            # Named by the event: a post's number may come again once its chat was disconnected.
            key = f"post:{chat_id}:{event.id}"
            rows.append(_row(chats[chat_id], key, "post", _facts(post_id, deal), now))
    await enqueue_many(session, rows)


async def _take_back(
    session: AsyncSession, listeners: Sequence[Listener], deal: Deal, event: DealEvent, now: datetime
) -> None:
    """Posts that told of the undone event say what remains of them, or go when nothing does."""
    undone: int = event.data["event"]
    told = TeamPost.first_event_id <= undone, TeamPost.last_event_id >= undone
    posts = await _posts(session, listeners, deal, *told)
    by_id = {listener.id: listener for listener in listeners}
    rows = []
    for post in posts:
        listener = by_id[post.team_chat_id]
        if await _says_anything(session, post):
            rows.append(_edit_row(listener, post.id, deal, event, now))
        else:
            post.withdrawn = True
            rows.append(_row(listener, f"post-undo:{post.id}:{event.id}", "post-undo", _facts(post.id, deal), now))
    await session.flush()
    await enqueue_many(session, rows)


async def _posts(session: AsyncSession, listeners: Sequence[Listener], deal: Deal, *where: Any) -> Sequence[TeamPost]:
    query = select(TeamPost).where(
        TeamPost.team_chat_id.in_([listener.id for listener in listeners]),
        TeamPost.deal_id == deal.id,
        TeamPost.withdrawn.is_(False),
        *where,
    )
    return (await session.scalars(query.order_by(TeamPost.id.desc()))).all()


async def _says_anything(session: AsyncSession, post: TeamPost) -> bool:
    query = select(DealEvent.id).where(
        DealEvent.deal_id == post.deal_id,
        DealEvent.id.between(post.first_event_id, post.last_event_id),
        DealEvent.kind.in_(NEWS),
        DealEvent.undone_by.is_(None),
    )
    return await session.scalar(query.limit(1)) is not None


def _post(listener: Listener, deal: Deal, event: DealEvent, now: datetime) -> dict[str, Any]:
    return {
        "team_chat_id": listener.id,
        "deal_id": deal.id,
        "first_event_id": event.id,
        "last_event_id": event.id,
        "posted_at": now,
        "withdrawn": False,
    }


def _edit_row(listener: Listener, post_id: int, deal: Deal, event: DealEvent, now: datetime) -> dict[str, Any]:
    key = f"post-edit:{post_id}:{event.id}"
    return _row(listener, key, "post-edit", _facts(post_id, deal), now)


def _facts(post_id: int, deal: Deal) -> dict[str, Any]:
    """What history does not keep of the moment: the post must not tell of a later name or start date."""
    return {"post": post_id, "client": deal.client, "start": deal.start_date.isoformat()}


def _row(listener: Listener, key: str, kind: str, args: dict[str, Any], now: datetime) -> dict[str, Any]:
    return new_row(key=key, kind=kind, args=args, chat_id=listener.chat_id, thread_id=listener.thread_id, now=now)
