"""What people do with deals: one service call each, and the same told to the oracle by what it means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from random import Random

from benchmarks.noise.company import Company
from benchmarks.noise.oracle import Oracle
from benchmarks.noise.people import Person
from benchmarks.noise.size import OPENS
from benchmarks.noise.truth import Truth
from bot.models import Stage, Team, TouchKind
from bot.models.facts import Press
from bot.models.facts_deals import NewDeal, Outcome, Verdict
from bot.services.deals.create import create_deal

ABANDONED = 0.15
"""This share of deals is never touched again from some day of their life on."""

ABANDONED_WITHIN_DAYS = 40


@dataclass(frozen=True, slots=True)
class Message:
    """The message whose button is pressed."""

    chat_id: int
    message_id: int | None


NOWHERE = Message(0, None)


class Desk:
    """Every method is one thing that a person does now, by the company's clock."""

    def __init__(self, company: Company, oracle: Oracle, rng: Random) -> None:
        self._company = company
        self._oracle = oracle
        self._rng = rng
        self._presses = count(1)
        self.deals: dict[str, Truth] = {}
        self.touches = 0

    @property
    def _now(self) -> datetime:
        return self._company.clock.now()

    def open_deals(self, person: Person) -> list[Truth]:
        """The person's own open deals."""
        return [deal for deal in self.deals.values() if deal.owner is person and not (deal.closed or deal.parked)]

    async def create(self, person: Person, stage: Stage, *, enquiry: bool) -> Truth:
        """A new deal of the person's."""
        company, rng, name = self._company, self._rng, f"K{len(self.deals):05}"
        source = rng.choice(company.sources) if enquiry else None
        fields = NewDeal(
            client=name,
            client_folded=name.lower(),
            currency="PLN",
            amount_minor=rng.randrange(500_000, 50_000_000),
            stage_id=stage.id,
            source_id=source,
        )
        async with company.database.write() as session:
            made, _ = await create_deal(
                session,
                team=await session.get_one(Team, company.team_id),
                owner_id=person.user_id,
                actor_id=person.user_id,
                ladder=company.ladder,
                fields=fields,
                now=self._now,
                press=Press(),
            )
        first = enquiry and stage.id == company.ladder.first_open.id
        deal = Truth(made.id, name, person, stage, self._now, first)
        if rng.random() < ABANDONED:
            deal.abandoned = self._now + timedelta(days=rng.uniform(0, ABANDONED_WITHIN_DAYS))
        self.deals[name] = deal
        return deal

    async def touch(self, actor: Person, deal: Truth, where: Message = NOWHERE) -> None:
        """Called, wrote or met."""
        kind = self._rng.choice((TouchKind.CALL, TouchKind.MESSAGE, TouchKind.MEETING))
        self._oracle.changes(deal, self._now)
        done = await self._company.services["work"].touch(actor.user_id, deal.id, kind, actor.zone, self._press(where))
        if deal.step is not None and self._step_is_due(deal, actor):
            deal.step = None
        self._touched(deal, done)

    async def plan(self, actor: Person, deal: Truth, at: datetime | None, days: int, where: Message = NOWHERE) -> None:
        """The next step: at a typed time, or (None) on the day so many days from now."""
        self._oracle.changes(deal, self._now)
        work, press = self._company.services["work"], self._press(where)
        if at is not None:
            done = await work.plan(actor.user_id, deal.id, at, press, has_time=True, text="call")
        else:
            done = await work.plan_in_days(actor.user_id, deal.id, days, actor.zone, press)
        deal.step_timed = at is not None
        deal.step = at or self._morning(actor, days)
        deal.snoozed_until = None
        self._done(deal, done)

    async def finish_step(self, actor: Person, deal: Truth, where: Message = NOWHERE) -> None:
        """The next step is done."""
        self._oracle.changes(deal, self._now)
        work = self._company.services["work"]
        done = await work.end_step(actor.user_id, deal.id, finished=True, press=self._press(where))
        deal.step = None
        self._touched(deal, done)

    async def move(self, actor: Person, deal: Truth, where: Message = NOWHERE) -> None:
        """To the next stage; after the last one the deal is won. One that was parked starts with the first."""
        ladder = self._company.ladder
        stage = ladder.next_of(deal.stage.id) or ladder.first_open
        self._oracle.changes(deal, self._now)
        moves = self._company.services["moves"]
        done = await moves.move(actor.user_id, deal.id, stage.id, deal.version, self._press(where))
        self._entered(deal, stage, done)

    async def lose(self, actor: Person, deal: Truth, where: Message = NOWHERE) -> None:
        """Lost, for one of the team's reasons."""
        reason = self._rng.choice(self._company.reasons)
        self._oracle.changes(deal, self._now)
        moves = self._company.services["moves"]
        done = await moves.lose(actor.user_id, deal.id, reason, deal.version, self._press(where))
        self._entered(deal, self._company.ladder.lost, done)

    async def park(self, actor: Person, deal: Truth, days: int, where: Message = NOWHERE) -> None:
        """The client puts it off; parked already, it is put off again."""
        parked = self._company.ladder.parked
        assert parked is not None
        self._oracle.changes(deal, self._now)
        moves = self._company.services["moves"]
        done = await moves.park_until(actor.user_id, deal.id, deal.version, self._press(where), days=days)
        if deal.parked:
            self._done(deal, done)
        else:
            deal.step = None
            self._entered(deal, parked, done)
        # By the team's clock, which is the managers' own.
        deal.returns = self._morning(self._company.managers[0], days)

    async def snooze(self, actor: Person, deal: Truth, where: Message, *, hours: int = 0, days: int = 0) -> None:
        """Not now."""
        self._oracle.changes(deal, self._now)
        pausing, press = self._company.services["pausing"], self._press(where)
        done = await pausing.snooze(actor.user_id, deal.id, actor.zone, press, hours=hours, days=days)
        deal.snoozed_until = self._now + timedelta(hours=hours) if hours else self._morning(actor, days)
        self._done(deal, done)

    async def pause(self, actor: Person, deal: Truth, days: int, where: Message = NOWHERE) -> None:
        """Silent for a reason."""
        until = self._morning(actor, days)
        self._oracle.changes(deal, self._now)
        pausing, press = self._company.services["pausing"], self._press(where)
        done = await pausing.pause(actor.user_id, deal.id, actor.day(until), "budget", deal.version, actor.zone, press)
        deal.paused_until, deal.snoozed_until = until, None
        self._done(deal, done)

    async def accept_wait(self, manager: Person, deal: Truth, days: int) -> None:
        """A manager lets the deal stand. What it is due for stays."""
        self._oracle.warns(deal, self._now)
        pausing, press = self._company.services["pausing"], self._press(NOWHERE)
        done = await pausing.accept_wait(manager.user_id, deal.id, days, press)
        deal.wait_until = self._morning(manager, days)
        # It has come back from its pause and nobody did anything about it: that is what it stays due for.
        self._done(deal, done, returned=False)

    async def give(self, manager: Person, deal: Truth, to: Person) -> None:
        """A manager gives the deal to another rep."""
        self._oracle.changes(deal, self._now)
        edits = self._company.services["edits"]
        done = await edits.reassign(manager.user_id, deal.id, to.user_id, self._press(NOWHERE))
        deal.owner, deal.given = to, self._now
        self._done(deal, done, seen=False)

    def _press(self, where: Message) -> Press:
        number = next(self._presses)
        return Press(number, f"press-{number}", where.chat_id or None, where.message_id)

    def _morning(self, actor: Person, days: int) -> datetime:
        return actor.at(actor.day(self._now) + timedelta(days=days), OPENS)

    def _step_is_due(self, deal: Truth, actor: Person) -> bool:
        assert deal.step is not None
        return deal.step <= self._now if deal.step_timed else actor.day(deal.step) <= actor.day(self._now)

    def _touched(self, deal: Truth, done: Outcome) -> None:
        self.touches += 1
        deal.touched, deal.snoozed_until = self._now, None
        self._done(deal, done)

    def _entered(self, deal: Truth, stage: Stage, done: Outcome) -> None:
        deal.stage, deal.entered, deal.touched = stage, self._now, self._now
        deal.snoozed_until = deal.paused_until = deal.wait_until = deal.returns = None
        deal.warned.clear()
        if stage.kind.closed:
            deal.step = None
        self._done(deal, done)

    def _done(self, deal: Truth, done: Outcome, *, seen: bool = True, returned: bool = True) -> None:
        if done.verdict is not Verdict.DONE:
            raise RuntimeError(f"{deal.name}: {done.verdict} instead of done")
        if returned and deal.paused_until is not None and deal.paused_until <= self._now:
            deal.wait_until = max(deal.wait_until or deal.paused_until, deal.paused_until)
            deal.paused_until = None
        if seen:
            deal.seen = self._now
        deal.version = done.card.deal.version
