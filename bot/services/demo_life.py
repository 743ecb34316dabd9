"""Lives a demo story through: each step is what a person would have tapped then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import FixedClock
from bot.database import Database
from bot.models import Team, TouchKind
from bot.models.facts import NO_PRESS
from bot.models.facts_deals import NewDeal, Outcome
from bot.models.ladder import Ladder
from bot.services.announcements import Announcements
from bot.services.deals import DealEdits, DealMoves, DealWork
from bot.services.deals.changing import Changing
from bot.services.deals.create import create_deal
from bot.services.demo_calendar import planned_for
from bot.services.demo_stories import Step, Story
from bot.services.demo_texts import DemoTexts
from bot.services.reading import fold
from bot.services.stages import Stages
from bot.services.team_chats import TeamChats
from bot.services.workdays import today_in


@dataclass(frozen=True, slots=True)
class Scene:
    """Where the stories play: the team, who is who in the scripts, and the team's lists by the templates' keys."""

    team: Team
    people: Mapping[str, int]
    ladder: Ladder
    sources: Mapping[str, int]
    reasons: Mapping[str, int]
    texts: DemoTexts
    # When the demo is looked at: plans and dates count from here.
    now: datetime


@dataclass(slots=True)
class _Alive:
    """A deal as far as its story has been told."""

    id: int
    owner: int
    version: int = 1


class Life:
    """``clock`` stands at the moment of the step that is lived; ``scene.now`` is when the demo is looked at."""

    def __init__(self, database: Database, clock: FixedClock, stages: Stages, scene: Scene) -> None:
        changing = Changing(stages, Announcements(TeamChats(database, clock), stages), clock)
        self._database = database
        self._clock = clock
        self._scene = scene
        self._zone = ZoneInfo(scene.team.time_zone)
        self._moves = DealMoves(database, changing)
        self._work = DealWork(database, changing)
        self._edits = DealEdits(database, changing)
        self._deals: dict[int, _Alive] = {}

    async def live(self, number: int, story: Story, step: Step) -> None:
        """Carry out one step of the story ``number``."""
        if step.what == "new":
            self._deals[number] = await self._create(number, story)
            return
        deal = self._deals[number]
        outcome = await self._tap(deal, step)
        deal.version, deal.owner = outcome.card.deal.version, outcome.card.deal.owner_id

    async def _create(self, number: int, story: Story) -> _Alive:
        client, title, contact = self._scene.texts.deals[number]
        owner = self._scene.people[story.owner]
        today = today_in(self._zone, self._scene.now)
        fields = NewDeal(
            client=client,
            client_folded=fold(client),
            title=title,
            currency=self._scene.team.currency,
            amount_minor=self._amount(story.units),
            source_id=self._scene.sources[story.source],
            phone=self._scene.texts.phone.format(number + 1),
            contact_name=contact,
            expected_close=None if story.close is None else today + timedelta(days=story.close),
        )
        async with self._database.write() as session:
            deal, _ = await create_deal(
                session,
                team=await session.get_one(Team, self._scene.team.id),
                owner_id=owner,
                actor_id=owner,
                ladder=self._scene.ladder,
                fields=fields,
                now=self._clock.now(),
                press=NO_PRESS,
            )
        return _Alive(deal.id, owner)

    async def _tap(self, deal: _Alive, step: Step) -> Outcome:
        what, details = step.what, step.details
        if what in set(TouchKind):
            return await self._work.touch(deal.owner, deal.id, TouchKind(what), self._zone, NO_PRESS)
        if what == "note":
            return await self._work.note(deal.owner, deal.id, self._scene.texts.notes[details[0]], NO_PRESS)
        if what == "plan":
            return await self._plan(deal, *details)
        if what == "amount":
            values = {"amount_minor": self._amount(float(details[0]))}
            return await self._edits.set_fields(deal.owner, deal.id, values, NO_PRESS)
        if what == "give":
            boss = self._scene.people["boss"]
            return await self._edits.reassign(boss, deal.id, self._scene.people[details[0]], NO_PRESS)
        return await self._move(deal, what, details)

    async def _plan(self, deal: _Alive, key: str, days: str, hour: str) -> Outcome:
        at = planned_for(
            int(days),
            None if hour == "-" else int(hour),
            self._zone,
            self._scene.team.day_start,
            self._scene.now,
        )
        text = self._scene.texts.plans[key]
        return await self._work.plan(deal.owner, deal.id, at, NO_PRESS, has_time=hour != "-", text=text)

    async def _move(self, deal: _Alive, what: str, details: Sequence[str]) -> Outcome:
        if what == "lost":
            reason, comment = details
            lost = await self._moves.lose(deal.owner, deal.id, self._scene.reasons[reason], deal.version, NO_PRESS)
            if comment == "-":
                return lost
            return await self._moves.comment_loss(deal.owner, deal.id, self._scene.texts.losses[comment], NO_PRESS)
        if what == "park":
            until = today_in(self._zone, self._scene.now) + timedelta(days=int(details[0]))
            return await self._moves.park_until(deal.owner, deal.id, deal.version, NO_PRESS, until=until)
        ladder = self._scene.ladder
        stage = ladder.first_won if what == "won" else next(s for s in ladder.stages if s.key == details[0])
        return await self._moves.move(deal.owner, deal.id, stage.id, deal.version, NO_PRESS)

    def _amount(self, units: float | None) -> int | None:
        return None if units is None else round(units * self._scene.texts.unit)
