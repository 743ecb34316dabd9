"""A phone rings at most three times an hour: questions, answers, digests and deals handed over count, and are silent
beyond the third.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.clock import FixedClock
from bot.database import Database
from bot.models import Member, Nudge, Role
from bot.models.facts_digests import AnswerFacts, DigestFacts, QuestionFacts
from bot.models.facts_outgoing import DealAssigned
from bot.models.facts_reminders import NudgeFacts, PlanFacts
from bot.services.digests.asking import Asking
from bot.services.outbox import Delivery
from tests.services.nudge_world import NOON, NudgeWorld, as_row, clients, wants_plan
from tests.services.world import ADMIN, FOREIGN_ADMIN, MANAGER, REP, SECOND, utc
from tests.support import SecondSession

TEN = utc("2026-03-03 10:00")
WORDS = {QuestionFacts: "question", AnswerFacts: "answer", DigestFacts: "digest", PlanFacts: "plan"}


class Office(NudgeWorld):
    """The world with managers who ask."""

    @property
    def asking(self) -> Asking:
        return Asking(self.database, self.stages, self.changing)

    async def asked(self, minute: int, owner: int = REP, asker: int = MANAGER, *, foreign: bool = False) -> bool:
        """A question about another deal arrives so many minutes after ten; whether it rang."""
        deal = await self.deal(owner, foreign=foreign)
        self.clock.set(TEN + timedelta(minutes=minute))
        await self.asking.ask(asker, deal.id, self.press())
        return await self._rang(QuestionFacts)

    async def answered(self, minute: int) -> bool:
        """The manager gets an answer so many minutes after ten; whether it rang."""
        deal = await self.deal()
        await self.asking.ask(MANAGER, deal.id, self.press())
        await self.deliver()
        self.clock.set(TEN + timedelta(minutes=minute))
        question = self.said[-1][1].facts
        assert isinstance(question, QuestionFacts)
        await self.asking.answer(REP, question.question_id, "fine", self.press())
        return await self._rang(AnswerFacts)

    async def _rang(self, kind: type) -> bool:
        [delivery] = await self.deliver()
        assert isinstance(delivery.facts, kind)
        return not delivery.silent

    async def step_at(self, minute: int, owner: int = REP) -> None:
        """A deal of theirs has its next step so many minutes after ten."""
        deal = await self.deal(owner, client="Step")
        await self.work.plan(owner, deal.id, TEN + timedelta(minutes=minute), self.press(), has_time=True)

    async def digest_at(self, minute: int, user: int = MANAGER) -> None:
        """A manager's digest is due so many minutes after ten."""
        due = TEN + timedelta(minutes=minute)
        # By the clock of Warsaw, an hour ahead.
        await self.set_member(user, hears_digest=True, next_digest_at=due, digest_at=11 * 60 + minute)

    async def at(self, minute: int) -> list[Delivery]:
        """Sweep and deliver so many minutes after ten; what was said."""
        self.clock.set(TEN + timedelta(minutes=minute))
        return await self.sweep()


@pytest.fixture
async def world(database: Database, clock: FixedClock, second_session: SecondSession) -> Office:
    made = Office(database, clock, second_session)
    await made.build("solution")
    clock.set(NOON)
    return made


async def rang(world: Office, user: int) -> list[tuple[str, datetime]]:
    """What stands in the database as heard by somebody, by when."""
    async with world.elsewhere() as session:
        rows = await session.execute(select(Nudge.kind, Nudge.made_at).where(Nudge.user_id == user).order_by(Nudge.id))
        return [(kind, at) for kind, at in rows]


def kinds(said: list[Delivery]) -> list[tuple[str, bool]]:
    """What was said, and whether silently."""
    return [(WORDS.get(type(one.facts), "reminder"), one.silent) for one in said if one.op == "send"]


async def test_a_reminder_waits_for_questions_and_the_fourth_question_is_silent(world: Office) -> None:
    await world.step_at(30)
    assert [await world.asked(minute) for minute in (0, 10, 20, 25)] == [True, True, True, False]
    assert await rang(world, REP) == [("question", TEN + timedelta(minutes=minute)) for minute in (0, 10, 20)]
    assert await world.at(30) == []
    assert await world.at(59) == []
    # Not at ten past: what made no sound does not count.
    assert kinds(await world.at(60)) == [("reminder", False)]


@pytest.mark.parametrize(("answers", "silent"), [(2, False), (3, True)])
async def test_a_digest_comes_at_its_hour_but_not_as_the_fourth_sound(
    world: Office, answers: int, silent: bool
) -> None:
    assert all([await world.answered(10 * number) for number in range(answers)])
    await world.digest_at(40)
    assert kinds(await world.at(40)) == [("digest", silent)]
    heard = ["answer"] * answers + ["digest"] * (not silent)
    assert [kind for kind, _ in await rang(world, MANAGER)] == heard
    assert not await world.answered(50), "three are heard by now"


async def test_a_deal_handed_over_counts_and_the_fourth_is_silent(world: Office) -> None:
    heard = []
    for minute in (0, 10, 20, 30):
        deal = await world.deal(SECOND)
        world.clock.set(TEN + timedelta(minutes=minute))
        await world.edits.reassign(MANAGER, deal.id, REP, world.press())
        [delivery] = await world.deliver()
        assert isinstance(delivery.facts, DealAssigned)
        heard.append(not delivery.silent)
    assert heard == [True, True, True, False]
    assert await rang(world, REP) == [("assigned", TEN + timedelta(minutes=minute)) for minute in (0, 10, 20)]
    assert not await world.asked(40)


async def test_reminders_count_for_the_question(world: Office) -> None:
    for minute in (0, 10, 20):
        await world.step_at(minute)
        assert kinds(await world.at(minute)) == [("reminder", False)]
    assert not await world.asked(30)
    assert await world.asked(61)


async def test_a_morning_plan_waits_for_room_too(world: Office) -> None:
    # An hour that is one's own choice, so that questions fit in before it.
    await wants_plan(world, plan_at=11 * 60 + 30, hears_empty_plan=True)
    assert all([await world.asked(minute) for minute in (0, 10, 20)])
    assert kinds(await world.at(30)) == []
    assert kinds(await world.at(60)) == [("plan", False)]


async def test_a_digest_counts_when_it_came_not_when_it_was_due(world: Office) -> None:
    await world.step_at(70, MANAGER)
    await world.digest_at(0)
    world.clock.set(TEN)
    await world.sweeps.run()
    # Telegram was away meanwhile.
    assert kinds(await world.at(40)) == [("digest", False)]
    assert [await world.asked(minute, MANAGER, ADMIN) for minute in (45, 50)] == [True, True]
    assert await world.at(70) == []
    assert kinds(await world.at(100)) == [("reminder", False)]


async def test_a_digest_that_never_came_does_not_count(world: Office) -> None:
    await world.step_at(30, MANAGER)
    await world.digest_at(0)
    world.clock.set(TEN)
    await world.sweeps.run()
    await world.set_member(MANAGER, hears_digest=False)
    assert await world.at(5) == []
    assert [await world.asked(minute, MANAGER, ADMIN) for minute in (10, 20)] == [True, True]
    assert kinds(await world.at(30)) == [("reminder", False)]


async def test_a_reminder_waits_for_a_digest_that_is_on_its_way(world: Office) -> None:
    await world.step_at(31, MANAGER)
    assert [await world.asked(minute, MANAGER, ADMIN) for minute in (10, 20)] == [True, True]
    await world.digest_at(30)
    world.clock.set(TEN + timedelta(minutes=30))
    await world.sweeps.run()
    world.clock.set(TEN + timedelta(minutes=31))
    await world.sweeps.run()
    assert [kind for kind, _ in await rang(world, MANAGER)] == ["question", "question"]
    assert kinds(await world.deliver()) == [("digest", False)]
    assert kinds(await world.at(70)) == [("reminder", False)]


async def test_what_was_silent_at_night_does_not_count(world: Office) -> None:
    evening = 10 * 60
    await world.step_at(evening + 30)
    assert not any([await world.asked(evening + minute) for minute in (0, 10, 20)])
    assert await rang(world, REP) == []
    assert kinds(await world.at(evening + 30)) == [("reminder", False)]


async def test_questions_in_two_teams_count_together(world: Office) -> None:
    link = await world.invites.make(FOREIGN_ADMIN, world.foreign.id, Role.REP, 1, 1, "two-teams")
    await world.invites.use(REP, link.token)
    await world.set_member(hears_plan=False, next_plan_at=None, hears_digest=False, next_digest_at=None)
    await world.deliver()
    await world.step_at(30)
    assert [await world.asked(minute, asker=FOREIGN_ADMIN, foreign=True) for minute in (0, 10)] == [True, True]
    assert await world.asked(20)
    assert not await world.asked(25, asker=FOREIGN_ADMIN, foreign=True)
    assert await world.at(30) == []
    [push] = await world.at(60)
    assert isinstance(push.facts, NudgeFacts)
    assert clients(push) == ["Step"]


async def test_of_a_member_who_is_gone_by_then_nothing_is_counted(world: Office) -> None:
    """Whatever happens after a message has arrived, it must not be sent again."""
    await world.digest_at(0)
    world.clock.set(TEN)
    await world.sweeps.run()
    [row] = [row for row in await world.outbox() if row.kind == "digest"]
    async with world.database.write() as session:
        await session.delete(await session.get_one(Member, row.args["member"]))
    await world.outgoing.delivered(as_row(row), 7)
    assert await rang(world, MANAGER) == []
