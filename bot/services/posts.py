"""A team chat's message about a deal, from the events that it stands for. Facts of then, not the deal as it is now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, DealEvent, EventKind, Stage, StageKind, Team, TeamChat, TeamPost, User
from bot.models.facts_outgoing import PostFacts, PostTakenBack
from bot.services.announcements import NEWS
from bot.services.outbox import Delivery, OutboxRow, enqueue
from bot.services.stages import Stages

DELETABLE = timedelta(hours=47)
"""Telegram deletes a bot's message for 48 hours; an hour less, since ours waited before it was sent."""


class Posts:
    """Loads posts and keeps their message ids. ``username``: the bot's own, for links to deals."""

    def __init__(self, stages: Stages, username: str) -> None:
        self._stages = stages
        self._username = username

    async def send(self, session: AsyncSession, row: OutboxRow, now: datetime) -> Delivery | None:
        """The first message. It tells what the post stands for by now, not only what it began with."""
        return await self._worded(session, row, "send")

    async def edit(self, session: AsyncSession, row: OutboxRow, now: datetime) -> Delivery | None:
        """The same message with what was added or undone. Before the first was sent there is nothing to edit."""
        return await self._worded(session, row, "edit")

    async def take_back(self, session: AsyncSession, row: OutboxRow, now: datetime) -> Delivery | None:
        """Delete the message, or say in it that it no longer holds when it is too old for that."""
        post, chat, team = await _find(session, row)
        if post is None or chat is None or team is None or post.message_id is None:
            return None
        if now - post.posted_at < DELETABLE:
            return _delivery("delete", chat, team, post, None)
        return _delivery("edit", chat, team, post, PostTakenBack(row.args["client"]))

    async def delivered(self, session: AsyncSession, row: OutboxRow, message_id: int | None, now: datetime) -> None:
        """Note the message's id. What came while it was on its way found nothing to edit, so it is edited now."""
        post = await session.get(TeamPost, row.args["post"])
        if post is None or row.kind != "post":
            return
        post.message_id = message_id
        if post.withdrawn:
            await _again(session, row, post, "post-undo", now)
        elif post.last_event_id != post.first_event_id:
            await _again(session, row, post, "post-edit", now)

    async def _worded(self, session: AsyncSession, row: OutboxRow, op: Any) -> Delivery | None:
        post, chat, team = await _find(session, row)
        if post is None or chat is None or team is None or post.withdrawn:
            return None
        if op == "edit" and post.message_id is None:
            return None
        ends = await _ends(session, post)
        if ends is None:
            return None
        return _delivery(op, chat, team, post, await self._facts(session, row.args, *ends, team))

    async def _facts(
        self, session: AsyncSession, args: Mapping[str, Any], first: DealEvent, last: DealEvent, team: Team
    ) -> PostFacts:
        pipeline_id = await session.scalar(select(Deal.pipeline_id).where(Deal.id == last.deal_id))
        stages = (await self._stages.of(session, pipeline_id or 0)).by_id
        actor = await session.get(User, last.actor_id)
        origin, goal = stages.get(first.from_stage_id or 0), stages.get(last.to_stage_id or 0)
        return PostFacts(
            what=_what(first, origin, goal),
            deal_id=last.deal_id,
            client=args["client"],
            actor=actor.first_name if actor else "",
            amount_minor=last.amount_minor,
            currency=last.currency,
            url=f"https://t.me/{self._username}?start=d{last.deal_id}",
            from_stage=origin,
            to_stage=goal,
            stayed_seconds=first.stayed_seconds,
            days=_days_since(args["start"], last.at, team.time_zone),
            reason=last.data.get("reason"),
        )


def _what(first: DealEvent, origin: Stage | None, goal: Stage | None) -> str:
    if goal is not None and goal.kind is StageKind.LOST:
        return "lost"
    if goal is not None and goal.kind is StageKind.WON and (origin is None or origin.kind is not StageKind.WON):
        return "won"
    if first.kind is EventKind.CREATED:
        return "created"
    return "back" if origin is goal else "moved"


def _days_since(start: str, end: datetime, zone: str) -> int:
    return max((end.astimezone(ZoneInfo(zone)).date() - date.fromisoformat(start)).days, 0)


async def _find(session: AsyncSession, row: OutboxRow) -> tuple[TeamPost | None, TeamChat | None, Team | None]:
    found = (
        await session.execute(
            select(TeamPost, TeamChat, Team)
            .join(TeamChat, TeamChat.id == TeamPost.team_chat_id)
            .join(Team, Team.id == TeamChat.team_id)
            .where(TeamPost.id == row.args["post"])
        )
    ).one_or_none()
    return (found[0], found[1], found[2]) if found is not None else (None, None, None)


async def _ends(session: AsyncSession, post: TeamPost) -> tuple[DealEvent, DealEvent] | None:
    """The first and the last event of those that the post stands for and nobody undid."""
    query = (
        select(DealEvent)
        .where(
            DealEvent.deal_id == post.deal_id,
            DealEvent.id.between(post.first_event_id, post.last_event_id),
            DealEvent.kind.in_(NEWS),
            DealEvent.undone_by.is_(None),
        )
        .limit(1)
    )
    # By version, which has an index: by id SQLite reads all of them and sorts.
    first = await session.scalar(query.order_by(DealEvent.version))
    last = await session.scalar(query.order_by(DealEvent.version.desc()))
    return None if first is None or last is None else (first, last)


def _delivery(op: Any, chat: TeamChat, team: Team, post: TeamPost, facts: object) -> Delivery:
    return Delivery(
        op=op,
        chat_id=chat.chat_id,
        facts=facts,
        locale=chat.locale,
        zone=team.time_zone,
        thread_id=chat.thread_id,
        message_id=None if op == "send" else post.message_id,
    )


async def _again(session: AsyncSession, row: OutboxRow, post: TeamPost, kind: str, now: datetime) -> None:
    await enqueue(
        session,
        key=f"{kind}:{post.id}:{post.last_event_id}:after",
        kind=kind,
        args=row.args,
        chat_id=row.chat_id,
        thread_id=row.thread_id,
        now=now,
    )
