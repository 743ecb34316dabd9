"""A believable small team for the sandbox: thirty deals with two months of history, made by the real services.

Nothing here is random: the same language and moment give the same team. Ages are in days before now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from bot.clock import Clock, FixedClock
from bot.database import Database
from bot.models import LossReason, Member, OutboxMessage, Role, Source, Team, TeamChat, TouchKind, User
from bot.models.facts import NO_PRESS
from bot.models.facts_deals import NewDeal
from bot.models.facts_teams import NewTeam
from bot.models.ladder import Ladder
from bot.services.announcements import Announcements
from bot.services.deals.changing import Changing
from bot.services.deals.create import create_deal
from bot.services.deals.moves import DealMoves
from bot.services.deals.work import DealWork
from bot.services.demo_texts import WORDINGS, Wording
from bot.services.people import People
from bot.services.reading import fold
from bot.services.stages import Stages
from bot.services.team_chats import TeamChats
from bot.services.teams import Teams
from bot.services.workdays import day_ahead, day_starts

TEMPLATE = "inbound"


class Person(Protocol):
    """A Telegram user of the sandbox."""

    id: int
    first_name: str
    last_name: str
    username: str
    language_code: str


class Cast(Protocol):
    """The people of the sandbox, its group and time zone."""

    rep: Person
    second_rep: Person
    manager: Person
    group_id: int
    group_title: str
    zone: str


@dataclass(frozen=True, slots=True)
class _Plot:
    """One deal's life. ``path``: how many days ago it entered each open stage, from the first on."""

    amount: int
    path: tuple[float, ...]
    touched: float
    rep: int = 0
    end: str = ""
    step: int | None = None
    close: int | None = None
    note: bool = False


# What a team looks like on an ordinary morning: some deals move, some wait, two or three are stuck.
_PLOTS = (
    _Plot(48_000, (21, 18, 14, 3), 1.2, step=1, close=18, note=True),
    _Plot(6_200, (9, 7, 2), 0.3, rep=1, step=0, close=25),
    _Plot(15_500, (34, 30, 26, 13), 9.0, close=5, note=True),
    _Plot(22_000, (12, 10, 6, 4.2), 2.6, rep=1, note=True),
    _Plot(31_000, (40, 36, 30, 24, 5), 1.1, step=2, close=9, note=True),
    _Plot(9_800, (0.6,), 0.6),
    _Plot(64_000, (28, 25, 19, 12, 6, 2), 0.2, rep=1, step=0, close=4, note=True),
    _Plot(2_400, (2.4,), 2.4, rep=1),
    _Plot(12_000, (16, 11), 3.1),
    _Plot(8_700, (19, 15, 4.4), 2.2, step=-1, close=30),
    _Plot(17_300, (8, 6, 3, 1), 0.4, rep=1, step=3, close=21),
    _Plot(5_100, (5, 1.5), 0.9, step=1),
    _Plot(27_500, (33, 28, 22, 16, 8.5), 4.0, rep=1, close=-2, note=True),
    _Plot(14_000, (7, 4), 1.0, rep=1, step=2),
    _Plot(88_000, (52, 47, 40, 31, 17, 9), 6.5, close=-5, note=True),
    _Plot(11_200, (3, 0.5), 0.5, step=1),
    _Plot(7_600, (1.2,), 1.0, rep=1, step=0),
    _Plot(3_900, (13, 9, 5), 0.8, step=5, close=40),
    _Plot(19_900, (24, 20, 15, 2.5), 1.9, rep=1, close=14),
    _Plot(41_000, (37, 32, 27, 20, 10, 3), 1.4, step=1, close=7, note=True),
    _Plot(36_000, (45, 41, 35, 29, 22, 15), 12, end="won", note=True),
    _Plot(10_400, (38, 33, 28, 21, 14, 9), 7, rep=1, end="won"),
    _Plot(23_700, (56, 50, 44, 37, 30, 24), 20, end="won", note=True),
    _Plot(13_800, (30, 26, 21, 16, 11, 6), 3, rep=1, end="won"),
    _Plot(18_000, (43, 38, 31, 25), 15, end="lost:0"),
    _Plot(25_000, (36, 31, 26), 18, rep=1, end="lost:2", note=True),
    _Plot(4_500, (29, 24), 10, end="lost:3"),
    _Plot(9_100, (48, 42, 36, 30, 25), 16, rep=1, end="lost:6"),
    _Plot(16_600, (32, 27, 20), 8, end="parked", note=True),
    _Plot(21_000, (26, 22, 17, 12), 5, rep=1, end="parked"),
)
_TOUCHES = (TouchKind.CALL, TouchKind.MESSAGE, TouchKind.MEETING, TouchKind.OFFER, TouchKind.VISIT)


async def seed(database: Database, clock: Clock, *, language: str, people: Cast) -> None:
    """Fill an empty database; one that has a team already stays as it is."""
    async with database.read() as session:
        if await session.scalar(select(Team.id).limit(1)) is not None:
            return
    await _Seeding(database, clock.now(), language, people).run()


class _Seeding:
    """Plays the demo on a clock of its own, which stands where the story is."""

    def __init__(self, database: Database, now: datetime, language: str, people: Cast) -> None:
        self._database = database
        self._now = now
        self._language = language
        self._cast = people
        self._words: Wording = WORDINGS[language]
        self._zone = ZoneInfo(people.zone)
        self._clock = FixedClock(now - timedelta(days=60))
        stages = Stages()
        changing = Changing(stages, Announcements(TeamChats(database, self._clock), stages), self._clock)
        self._stages = stages
        self._moves = DealMoves(database, changing)
        self._work = DealWork(database, changing)

    async def run(self) -> None:
        team = await self._found()
        async with self._database.read() as session:
            ladder = await self._stages.default(session, team.id)
            sources = list(await session.scalars(select(Source.id).where(Source.team_id == team.id)))
            reasons = list(await session.scalars(select(LossReason.id).where(LossReason.team_id == team.id)))
        # Numbers count up with age, as they do in a team that grew.
        for at in sorted(range(len(_PLOTS)), key=lambda at: -_PLOTS[at].path[0]):
            await self._play(at, team, ladder, sources[at % len(sources)], reasons)
        await self._connect(team)

    async def _found(self) -> Team:
        cast, words = self._cast, self._words
        async with self._database.write() as session:
            for person in (cast.rep, cast.second_rep, cast.manager):
                session.add(_user(person, self._language, self._clock.now()))
        new = NewTeam(words.team, words.currency, cast.zone, words.country, self._language, TEMPLATE)
        teams = Teams(self._database, self._clock, People(self._database, self._clock))
        team = await teams.create(cast.manager.id, new, "demo")
        async with self._database.write() as session:
            for rep in (cast.rep, cast.second_rep):
                member = Member(team_id=team.id, user_id=rep.id, role=Role.REP, joined_at=self._clock.now())
                session.add(member)
                (await session.get_one(User, rep.id)).team_id = team.id
        return team

    async def _play(self, at: int, team: Team, ladder: Ladder, source_id: int, reasons: list[int]) -> None:
        plot = _PLOTS[at]
        owner = (self._cast.rep, self._cast.second_rep)[plot.rep].id
        deal_id, version = await self._create(at, team, ladder, owner, source_id)
        for place, ago in enumerate(plot.path[1:], 1):
            self._clock.set(self._now - timedelta(days=ago))
            stage = ladder.open_stages[place]
            version = (await self._moves.move(owner, deal_id, stage.id, version, NO_PRESS)).card.deal.version
            if plot.note and place == 1:
                note = self._words.notes[at % len(self._words.notes)]
                version = (await self._work.note(owner, deal_id, note, NO_PRESS)).card.deal.version
        if plot.touched < plot.path[-1]:
            self._clock.set(self._now - timedelta(days=plot.touched))
            kind = _TOUCHES[at % len(_TOUCHES)]
            version = (await self._work.touch(owner, deal_id, kind, self._zone, NO_PRESS)).card.deal.version
        if plot.step is not None:
            await self._plan(at, deal_id, owner, plot.step, team)
        await self._end(at, deal_id, owner, version, ladder, reasons)

    async def _create(self, at: int, team: Team, ladder: Ladder, owner: int, source_id: int) -> tuple[int, int]:
        plot, (client, title, contact) = _PLOTS[at], self._words.deals[at]
        self._clock.set(self._now - timedelta(days=plot.path[0]))
        fields = NewDeal(
            client=client,
            client_folded=fold(client)[:200],
            title=title,
            amount_minor=plot.amount * self._words.rate * 100,
            currency=self._words.currency,
            contact_name=contact,
            phone=self._words.phone.format(at) if at % 3 == 0 else None,
            source_id=source_id,
            expected_close=None if plot.close is None else day_ahead(plot.close, self._zone, self._now),
            # Most come in and are written down the same day.
            start_date=self._clock.now().astimezone(self._zone).date(),
        )
        async with self._database.write() as session:
            deal, _ = await create_deal(
                session,
                team=await session.get_one(Team, team.id),
                owner_id=owner,
                actor_id=owner,
                ladder=ladder,
                fields=fields,
                now=self._clock.now(),
                press=NO_PRESS,
            )
            return deal.id, deal.version

    async def _plan(self, at: int, deal_id: int, owner: int, days: int, team: Team) -> None:
        """A step ``days`` from today; today's and older ones were planned when the deal was last touched."""
        timed = at % 2 == 0
        start = team.day_start + (90 if timed else 0)
        moment = day_starts(day_ahead(days, self._zone, self._now), self._zone, start)
        planned_at = min(self._clock.now(), moment - timedelta(hours=20))
        self._clock.set(planned_at)
        text = self._words.steps[at % len(self._words.steps)]
        await self._work.plan(owner, deal_id, moment, NO_PRESS, has_time=timed, text=text)

    async def _end(self, at: int, deal_id: int, owner: int, version: int, ladder: Ladder, reasons: list[int]) -> None:
        end, _, choice = _PLOTS[at].end.partition(":")
        if end == "won":
            await self._moves.move(owner, deal_id, ladder.first_won.id, version, NO_PRESS)
        elif end == "parked" and ladder.parked is not None:
            await self._moves.move(owner, deal_id, ladder.parked.id, version, NO_PRESS)
        elif end == "lost":
            await self._moves.lose(owner, deal_id, reasons[int(choice)], version, NO_PRESS)
            comment = self._words.comments[at % len(self._words.comments)]
            await self._moves.comment_loss(owner, deal_id, comment, NO_PRESS)

    async def _connect(self, team: Team) -> None:
        """The group hears of what happens from now on; the past is not told again."""
        async with self._database.write() as session:
            await session.execute(delete(OutboxMessage))
            session.add(
                TeamChat(
                    team_id=team.id,
                    chat_id=self._cast.group_id,
                    title=self._cast.group_title,
                    locale=self._language,
                    connected_by=self._cast.manager.id,
                    connected_at=self._now,
                )
            )


def _user(person: Person, locale: str, now: datetime) -> User:
    return User(
        id=person.id,
        first_name=person.first_name,
        last_name=person.last_name,
        username=person.username,
        language_code=person.language_code,
        locale=locale,
        created_at=now,
    )
