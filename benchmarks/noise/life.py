"""Whose day looks how: what people do of themselves, and how they answer what reaches them."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count
from random import Random

from benchmarks.noise.answers import answer
from benchmarks.noise.company import Company
from benchmarks.noise.desk import Desk, Message
from benchmarks.noise.oracle import Push
from benchmarks.noise.people import Person, hearer, is_workday
from benchmarks.noise.truth import Truth

IGNORED = 0.30
"""This share of nudges is ignored, besides those about abandoned deals."""

DUE_FIRST = 0.6
"""How often a rep takes up what is planned for today rather than any deal."""

PLANNED, TIMED, LATE = 0.5, 0.25, 0.04
"""After a touch: how often a next step is planned, which share of those has a typed time, and how many of these lie
outside working hours.
"""

NEW_A_DAY = 3
"""A rep logs at most so many new deals on one day."""

ENQUIRIES = 0.4
"""This share of new deals came by themselves, from a source, and starts in the first stage."""

MINUTES_TO_ANSWER = 60.0
"""The mean of how long an answer takes; what comes too late in the day waits for the next one."""

Act = Callable[[], Awaitable[None]]


class Life:
    """Plans every working day's acts and carries them out at their moments."""

    def __init__(self, company: Company, desk: Desk, rng: Random) -> None:
        self._company = company
        self._desk = desk
        self._rng = rng
        self._acts: list[tuple[datetime, int, Act]] = []
        self._order = count()
        self._touched: Counter[tuple[int, date]] = Counter()
        self.answered = self.ignored = 0

    async def until(self, moment: datetime) -> None:
        """Do what people do before a moment, each at its own time."""
        while self._acts and self._acts[0][0] < moment:
            at, _, act = heapq.heappop(self._acts)
            self._company.clock.set(max(at, self._company.clock.now()))
            await act()

    async def begin(self) -> None:
        """The deals that everybody has when the simulation starts, logged in the three days before."""
        company, size, ladder = self._company, self._company.size, self._company.ladder
        moments = sorted(self._rng.uniform(0, 2.9) for _ in range(size.deals * size.reps))
        for number, days in enumerate(moments):
            company.clock.set(size.begin - timedelta(days=3) + timedelta(days=days))
            person = company.reps[number % size.reps]
            deal = await self._desk.create(person, self._rng.choice(ladder.open_stages), enquiry=False)
            if self._rng.random() < PLANNED:
                await self._plan(person, deal)

    def plan_day(self, day: date) -> None:
        """What reps and managers will do on a day of the calendar."""
        for person in self._company.people.values():
            if not person.works_on(day):
                continue
            if person in self._company.reps:
                for _ in range(self._company.size.touches):
                    self._at(self._moment(person, day), partial(self._touch, person))
                self._at(person.at(day, time(9, 30)), partial(self._top_up, person, day))
            else:
                self._at(self._moment(person, day), partial(self._manage, person))

    def hears(self, push: Push, message: Message) -> None:
        """Somebody reads a push and will answer some of it later."""
        for deal, why in push.claims:
            if push.kind == "digest" or why in ("stuck", "new") or self._later_today(deal, push):
                continue
            if self._rng.random() < IGNORED or deal.is_abandoned(push.at):
                self.ignored += 1
                continue
            after = push.at + timedelta(minutes=1 + self._rng.expovariate(1 / MINUTES_TO_ANSWER))
            self._at(push.person.next_open(after), self._answering(push.person, deal, why, message))

    def _answering(self, person: Person, deal: Truth, why: str, message: Message) -> Act:
        news = deal.news

        async def act() -> None:
            now = self._company.clock.now()
            if deal.news != news or deal.is_abandoned(now) or hearer(deal.owner, now) is not person:
                return
            self.answered += 1
            before = deal.touched
            await answer(self._desk, self._rng, person, deal, why, message)
            if deal.touched != before:
                self._touched[person.user_id, person.day(now)] += 1
                await self._after_touch(person, deal)

        return act

    async def _touch(self, person: Person) -> None:
        """One of the day's touches, unless answers to reminders made it already."""
        now = self._company.clock.now()
        key = (person.user_id, person.day(now))
        mine = [deal for deal in self._desk.open_deals(person) if self._alive(deal)]
        if self._touched[key] >= self._company.size.touches or not mine:
            return
        today = [deal for deal in mine if deal.step is not None and person.day(deal.step) <= key[1]]
        deal = self._rng.choice(today if today and self._rng.random() < DUE_FIRST else mine)
        self._touched[key] += 1
        await self._desk.touch(person, deal)
        await self._after_touch(person, deal)

    async def _after_touch(self, person: Person, deal: Truth) -> None:
        """What a talk leads to: a plan, a move, an end, a pause, or nothing."""
        if deal.closed or deal.parked:
            return
        chance = self._rng.random()
        if chance < PLANNED:
            await self._plan(person, deal)
        elif chance < PLANNED + 0.12:
            await self._desk.move(person, deal)
        elif chance < PLANNED + 0.16:
            await self._desk.lose(person, deal)
        elif chance < PLANNED + 0.19:
            await self._desk.park(person, deal, self._rng.randint(10, 40))
        elif chance < PLANNED + 0.23:
            await self._desk.pause(person, deal, self._rng.randint(3, 20))

    async def _plan(self, person: Person, deal: Truth) -> None:
        now, days = self._company.clock.now(), self._rng.randint(1, 10)
        while not is_workday(person.day(now) + timedelta(days=days)):
            days += 1
        if self._rng.random() >= TIMED:
            await self._desk.plan(person, deal, None, days)
            return
        hour = self._rng.choice((7, 19, 20)) if self._rng.random() < LATE else self._rng.randint(9, 17)
        clock = time(hour, self._rng.choice((0, 15, 30, 45)))
        await self._desk.plan(person, deal, person.at(person.day(now) + timedelta(days=days), clock), days)

    async def _top_up(self, person: Person, day: date) -> None:
        """Deals that ended are followed by new ones, in the course of the day."""
        missing = self._company.size.deals - len(self._desk.open_deals(person))
        for _ in range(min(missing, NEW_A_DAY)):
            self._at(self._moment(person, day, time(10)), partial(self._log, person))

    async def _log(self, person: Person) -> None:
        stages = self._company.ladder.open_stages
        enquiry = self._rng.random() < ENQUIRIES
        deal = await self._desk.create(person, stages[0] if enquiry else self._rng.choice(stages[:3]), enquiry=enquiry)
        if not enquiry and self._rng.random() < PLANNED:
            await self._plan(person, deal)

    async def _manage(self, manager: Person) -> None:
        """A manager accepts a wait on most days, and gives a deal to somebody else on some."""
        now, rng = self._company.clock.now(), self._rng
        alive = [deal for deal in self._desk.deals.values() if not (deal.closed or deal.parked) and self._alive(deal)]
        stuck = [deal for deal in alive if (limit := deal.stuck_from()) is not None and limit <= now]
        if stuck and rng.random() < 0.7:
            await self._desk.accept_wait(manager, rng.choice(stuck), 7)
        reps = [person for person in self._company.reps if not person.is_away(now)]
        if len(reps) > 1 and alive and rng.random() < 0.3:
            deal = rng.choice(alive)
            await self._desk.give(manager, deal, rng.choice([person for person in reps if person is not deal.owner]))

    def _alive(self, deal: Truth) -> bool:
        now = self._company.clock.now()
        return not deal.is_abandoned(now) and not deal.silent_on_purpose(now)

    def _later_today(self, deal: Truth, push: Push) -> bool:
        """A plan names a step whose own time is still to come: nobody answers it in the morning."""
        return deal.step is not None and deal.step_timed and deal.step > push.at

    def _moment(self, person: Person, day: date, start: time = time(9)) -> datetime:
        opens, closes = person.at(day, start), person.at(day, time(17, 58))
        return opens + (closes - opens) * self._rng.random()

    def _at(self, moment: datetime, act: Act) -> None:
        heapq.heappush(self._acts, (moment, next(self._order), act))
