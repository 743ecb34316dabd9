"""Digests as managers ask for them, and as the sender delivers them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import TypeAlias

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.errors import NotAllowed
from bot.models import Deal, Member, OutboxMessage, Question, Role, Team, TeamChat, User
from bot.models.facts_digests import AnswerFacts, ChatDigest, DigestFacts, QuestionFacts
from bot.services.access import member_of, name_if_several
from bot.services.digests.claiming import digest_key, is_timely
from bot.services.digests.gathering import gather, headline_of, local_day
from bot.services.digests.headlines import headline_key
from bot.services.outbox import Delivery, OutboxRow
from bot.services.pushes import may_ring
from bot.services.schedules import digest_minutes
from bot.services.stages import Stages
from bot.services.worktime import WorkTime, team_worktime, worktime_of

Load: TypeAlias = Callable[[AsyncSession, OutboxRow, datetime], Awaitable[Delivery | None]]

MANAGERS = (Role.MANAGER, Role.ADMIN)

SHARED_FOR = timedelta(seconds=2)
"""A team's managers get their digests one after another; those within this time share one reading of the team."""


class Digests:
    """A team's digest, now, for its managers and admins."""

    def __init__(self, database: Database, stages: Stages, clock: Clock) -> None:
        self._database = database
        self._stages = stages
        self._clock = clock

    async def now(self, user_id: int, team_id: int) -> DigestFacts:
        """The digest of a team. Raises NotFound to strangers, NotAllowed below manager."""
        async with self._database.read() as session:
            team, member = await member_of(session, user_id, team_id)
            if not member.role.may(Role.MANAGER):
                raise NotAllowed("digest" if member.role.may(Role.REP) else "digest-viewer")
            return await gather(session, self._stages, team, self._clock.now())


class DigestDeliveries:
    """What the outbox kinds ``digest``, ``chat-digest``, ``question`` and ``answer`` say at delivery.

    ``username``: the bot's own, for links from team chats.
    """

    def __init__(self, stages: Stages, username: str) -> None:
        self._stages = stages
        self._username = username
        self._last: tuple[datetime, DigestFacts] | None = None

    @property
    def kinds(self) -> dict[str, Load]:
        """Its loaders by kind, for `Outgoing`."""
        return {
            "digest": self.digest,
            "chat-digest": self.chat_digest,
            "question": self.question,
            "answer": self.answer,
        }

    async def digest(self, session: AsyncSession, row: OutboxRow, now: datetime) -> Delivery | None:
        """One manager's digest; None for one who left, lost the role or muted it meanwhile, and when a later day's
        waits behind it (Telegram was away, or the manager could not be reached).
        """
        found = (
            await session.execute(
                select(Member, Team, User)
                .join(Team, Team.id == Member.team_id)
                .join(User, User.id == Member.user_id)
                .where(Member.id == row.args["member"], Member.active)
            )
        ).one_or_none()
        if found is None:
            return None
        member, team, user = found
        if member.role not in MANAGERS or not member.hears_digest:
            return None
        if await _has_later(session, row, partial(digest_key, member.id), local_day(team, now)):
            return None
        to_manager = _to(user, team, await self._gather(session, team, now))
        # At its hour whatever else the hour brought (`services.pushes`); outside working hours only if so chosen.
        timely = _is_timely(row, worktime_of(member, team, user), digest_minutes(member, team), now)
        return replace(to_manager, silent=not (timely and await may_ring(session, user.id, now)))

    async def _gather(self, session: AsyncSession, team: Team, now: datetime) -> DigestFacts:
        """The team's digest, at most ``SHARED_FOR`` old: all that waits in the outbox tells of the same morning."""
        if self._last is not None:
            at, facts = self._last
            if facts.team_id == team.id and timedelta() <= now - at < SHARED_FOR:
                return facts
        facts = await gather(session, self._stages, team, now)
        self._last = (now, facts)
        return facts

    async def chat_digest(self, session: AsyncSession, row: OutboxRow, now: datetime) -> Delivery | None:
        """The headline for a team chat; None for a chat that was disconnected, is broken or no longer wants it, and
        when a later day's waits behind it.
        """
        chat = await session.get(TeamChat, row.args["chat"])
        if chat is None or chat.broken is not None or not chat.hears_digest:
            return None
        team = await session.get_one(Team, chat.team_id)
        if await _has_later(session, row, partial(headline_key, chat.id), local_day(team, now)):
            return None
        headline = await headline_of(session, team, now)
        url = f"https://t.me/{self._username}?start=g{team.id}"
        facts = ChatDigest(team.name, local_day(team, now), headline, url)
        return Delivery(
            op="send",
            chat_id=chat.chat_id,
            facts=facts,
            locale=chat.locale,
            zone=team.time_zone,
            thread_id=chat.thread_id,
            silent=not _is_timely(row, team_worktime(team), team.digest_at, now),
        )

    async def question(self, session: AsyncSession, row: OutboxRow, now: datetime) -> Delivery | None:
        """The question for the rep; None when it is answered, or the deal is closed or in other hands by now."""
        question = await session.get(Question, row.args["question"])
        if question is None or question.answered_at is not None:
            return None
        deal = await session.get(Deal, question.deal_id)
        if deal is None or deal.closed or deal.owner_id != question.asked_id:
            return None
        asker = await session.get(User, question.asker_id)
        stage = (await self._stages.of(session, deal.pipeline_id)).by_id[deal.stage_id]
        facts = QuestionFacts(question.id, asker.name if asker else "", deal, stage)
        return await _to_member(session, question.asked_id, question.team_id, facts, now)

    async def answer(self, session: AsyncSession, row: OutboxRow, now: datetime) -> Delivery | None:
        """The answer for the manager who asked; None for one who has left the team. ``by`` in the row: somebody else
        than the asked person closed the deal, which is told for as long as it is so.
        """
        question = await session.get(Question, row.args["question"])
        deal = None if question is None else await session.get(Deal, question.deal_id)
        if question is None or deal is None:
            return None
        said = question.answer
        if "by" in row.args:
            said = str(deal.kind) if deal.closed else None
        if said is None:
            return None
        rep = await session.get(User, row.args.get("by", question.asked_id))
        stage = (await self._stages.of(session, deal.pipeline_id)).by_id[deal.stage_id]
        facts = AnswerFacts(deal, stage, rep.name if rep else "", said)
        return await _to_member(session, question.asker_id, question.team_id, facts, now, Role.MANAGER)


def _is_timely(row: OutboxRow, hours: WorkTime, minutes: int, now: datetime) -> bool:
    """Whether it may ring now. One that waited past working hours (Telegram was away) is there to be read and wakes
    nobody. ``minutes``: the local time that it was due at.
    """
    day = row.args.get("day")
    return is_timely(hours, hours.wall(date.fromisoformat(day), minutes) if day else None, now)


async def _has_later(session: AsyncSession, row: OutboxRow, key: Callable[[date], str], today: date) -> bool:
    """Whether the member or chat has another of a later day, sent or waiting; ``key``: its outbox key by the day."""
    if "day" not in row.args:
        # A headline that a version from before November 2026 wrote down.
        return False
    # Asked for by name, not as a range: how a database sorts text depends on the language that it was created for.
    day = date.fromisoformat(row.args["day"])
    later = [key(day + timedelta(days=ahead)) for ahead in range(1, (today - day).days + 1)]
    if not later:
        return False
    return bool(await session.scalar(select(exists().where(OutboxMessage.dedupe_key.in_(later)))))


async def _to_member(
    session: AsyncSession,
    user_id: int,
    team_id: int,
    facts: QuestionFacts | AnswerFacts,
    now: datetime,
    needed: Role = Role.VIEWER,
) -> Delivery | None:
    """To a person who is still of the team, and may still know: nothing of a team is visible to others.

    What a colleague asks or answers outside the person's working hours makes no sound, nor does it in an hour that
    is full (`services.pushes`).
    """
    query = (
        select(User, Team, Member)
        .join(Member, Member.user_id == User.id)
        .join(Team, Team.id == Member.team_id)
        .where(User.id == user_id, Team.id == team_id, Member.active)
    )
    found = (await session.execute(query)).one_or_none()
    if found is None or not found[2].role.may(needed):
        return None
    user, team, member = found
    rings = worktime_of(member, team, user).is_open(now) and await may_ring(session, user_id, now)
    named = replace(facts, team_name=await name_if_several(session, user_id, team))
    return replace(_to(user, team, named), silent=not rings)


def _to(user: User, team: Team, facts: object) -> Delivery:
    zone = user.time_zone or team.time_zone
    return Delivery(op="send", chat_id=user.id, facts=facts, locale=user.locale or team.locale, zone=zone)
