"""A believable small team with two months of history, for the sandbox: its past is lived by the real services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, FixedClock
from bot.database import Database
from bot.models import LossReason, Member, OutboxMessage, Role, Source, Team, TeamChat, User
from bot.models.facts_teams import NewTeam
from bot.services.demo_calendar import moments
from bot.services.demo_en import TEXTS as EN
from bot.services.demo_life import Life, Scene
from bot.services.demo_pl import TEXTS as PL
from bot.services.demo_ru import TEXTS as RU
from bot.services.demo_stories import stories
from bot.services.demo_texts import DemoTexts
from bot.services.people import People, Profile
from bot.services.stages import Stages
from bot.services.team_chats import TeamChats
from bot.services.teams import Teams
from bot.services.templates import load_loss_reasons, load_sources

TEXTS = {"en": EN, "ru": RU, "pl": PL}
TEMPLATE = "seven"
FOUNDED = timedelta(days=63)
"""How long ago the team was created: a little before its first deal."""

Person = tuple[int, str, str | None, str | None, str | None, Role | str]
"""Telegram id, first and last name, username, Telegram's language code, role."""


async def seed(
    database: Database, clock: Clock, *, language: str, people: Sequence[Person], group_chat_id: int
) -> None:
    """Fill a new database with a team of ``people``, thirty deals and a connected team chat.

    It needs two reps and one of a higher role, who creates the team and so is its admin; others just belong to it.
    Everything is in ``language`` (en, ru, pl; KeyError for another), dates count from now, and all else is always the
    same. A database that has a team already is left alone. Nothing of the past is announced: no message waits. But the
    day's first messages are due, whatever the hour, so that no phone is empty.
    """
    async with database.read() as session:
        if await session.scalar(select(Team.id).limit(1)) is not None:
            return
    texts, now = TEXTS[language], clock.now()
    past = FixedClock(now - FOUNDED)
    cast = _cast(people)
    team = await _found(database, past, texts, language, people, cast["boss"])
    stages = Stages()
    async with database.read() as session:
        scene = await _scene(session, stages, team, cast, texts, now)
    await _live(Life(database, past, stages, scene), past, ZoneInfo(team.time_zone), now)
    # Connected last: nobody hears of what was long ago.
    past.set(now - FOUNDED)
    await TeamChats(database, past).connect(cast["boss"], team.id, group_chat_id, 0, texts.group, language)
    async with database.write() as session:
        await session.execute(delete(OutboxMessage))
        await _open_the_day(session, now)


async def _open_the_day(session: AsyncSession, now: datetime) -> None:
    """Morning plans, the digest and its headline in the group fall due: the bot's first sweep sends them."""
    for member in await session.scalars(select(Member)):
        member.next_plan_at = now if member.role is Role.REP else None
        member.next_digest_at = now if member.role.may(Role.MANAGER) else None
    await session.execute(update(TeamChat).values(hears_digest=True, next_digest_at=now))


def _cast(people: Sequence[Person]) -> dict[str, int]:
    """Who plays whom in the scripts. Raises ValueError when somebody is missing."""
    reps = [person[0] for person in people if Role(person[5]) is Role.REP]
    bosses = sorted((person for person in people if Role(person[5]).may(Role.MANAGER)), key=lambda p: -Role(p[5]).rank)
    if len(reps) < 2 or not bosses:
        raise ValueError("the demo needs two reps and a manager")
    return {"A": reps[0], "B": reps[1], "boss": bosses[0][0]}


async def _found(
    database: Database, past: Clock, texts: DemoTexts, language: str, people: Sequence[Person], boss: int
) -> Team:
    """The team with everybody in it."""
    known = People(database, past)
    for user_id, first, last, username, code, _ in people:
        await known.meet(Profile(user_id, first, last, username, code), language)
    new = NewTeam(texts.team, texts.currency, texts.zone, texts.country, language, TEMPLATE)
    team = await Teams(database, past, known).create(boss, new, "demo")
    async with database.write() as session:
        for person in people:
            if person[0] == boss:
                continue
            session.add(Member(team_id=team.id, user_id=person[0], role=Role(person[5]), joined_at=past.now()))
            (await session.get_one(User, person[0])).team_id = team.id
    return team


async def _scene(
    session: AsyncSession, stages: Stages, team: Team, cast: dict[str, int], texts: DemoTexts, now: datetime
) -> Scene:
    """The team's lists come from the templates, in their order; the rows themselves do not keep the keys."""
    ladder = await stages.default(session, team.id)
    sources = await session.scalars(select(Source.id).where(Source.team_id == team.id).order_by(Source.position))
    reasons = await session.scalars(
        select(LossReason.id).where(LossReason.team_id == team.id).order_by(LossReason.position)
    )
    return Scene(
        team=team,
        people=cast,
        ladder=ladder,
        sources=dict(zip((choice.key for choice in load_sources()), sources, strict=True)),
        reasons=dict(zip((choice.key for choice in load_loss_reasons()), reasons, strict=True)),
        texts=texts,
        now=now,
    )


async def _live(life: Life, past: FixedClock, zone: ZoneInfo, now: datetime) -> None:
    """All stories at once, in the order of time, as a team lives them."""
    told = stories()
    when = [moments(story, number, zone, now) for number, story in enumerate(told)]
    steps = sorted((moment, number, place) for number, row in enumerate(when) for place, moment in enumerate(row))
    for moment, number, place in steps:
        past.set(moment)
        await life.live(number, told[number], told[number].steps[place])
