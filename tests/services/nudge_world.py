"""The world of other service tests, with its sweeps and somebody who delivers what they write into the outbox."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from bot.clock import FixedClock
from bot.database import Database
from bot.models import Deal, Member, Nudge, OutboxMessage, OutboxState, Reminder, Stage, Team, User
from bot.models.facts_reminders import NudgeFacts, PlanFacts
from bot.services.assignments import Assignments
from bot.services.chat_trouble import ChatTrouble
from bot.services.deals.changing import Changing
from bot.services.digests.showing import DigestDeliveries
from bot.services.outbox import Delivery, OutboxRow
from bot.services.outgoing import Outgoing
from bot.services.posts import Posts
from bot.services.reminders.deliveries import NudgeDeliveries
from bot.services.reminders.nudges import Nudges
from bot.services.reminders.pausing import Pausing
from bot.services.schedules import set_schedule
from bot.services.sweeps import Sweeps
from tests.services.world import REP, World, utc
from tests.support import SecondSession

NOON = utc("2026-03-02 11:00")
"""Monday at noon in Warsaw."""


class NudgeWorld(World):
    """``said`` keeps every message that reached somebody: (moment, delivery). Plans are off until a test wants them."""

    def __init__(self, database: Database, clock: FixedClock, second_session: SecondSession) -> None:
        super().__init__(database, clock, second_session)
        changing = Changing(self.stages, self.announcements, clock)
        self.sweeps = Sweeps(database, clock)
        self.pausing = Pausing(database, changing)
        self.nudges = Nudges(database, clock, self.stages, changing)
        trouble = ChatTrouble(database, clock, self.team_chats)
        posts, nudging = Posts(self.stages, "test_bot"), NudgeDeliveries(self.stages)
        kinds = {"assigned": Assignments(self.stages).load, **DigestDeliveries(self.stages, "test_bot").kinds}
        self.outgoing = Outgoing(database, clock, self.people, trouble, posts, nudging, kinds)
        self.said: list[tuple[datetime, Delivery]] = []
        self._messages = 100

    async def build(self, template: str) -> None:
        """The same people; nobody hears plans or digests yet."""
        await super().build(template)
        await self.set_member(hears_plan=False, next_plan_at=None, hears_digest=False, next_digest_at=None)
        # Who joined is no matter here.
        await self.execute(delete(OutboxMessage))

    async def set_member(self, user: int | None = None, **values: Any) -> None:
        """Change columns of one member of the team, or of all members of all teams."""
        query = update(Member).values(**values)
        if user is not None:
            query = query.where(Member.user_id == user, Member.team_id == self.team.id)
        await self.execute(query)

    async def set_team(self, **values: Any) -> None:
        """Change columns of the team."""
        await self.execute(update(Team).where(Team.id == self.team.id).values(**values))

    async def set_stage(self, key: str, **values: Any) -> None:
        """Change a stage's limits; deals have them from their next change on."""
        await self.execute(update(Stage).where(Stage.id == self.stage(key).id).values(**values))
        self.stages.forget()
        async with self.database.read() as session:
            self.ladder = await self.stages.default(session, self.team.id)

    async def set_user(self, user: int, **values: Any) -> None:
        """Change columns of a person."""
        await self.execute(update(User).where(User.id == user).values(**values))

    async def set_deal(self, deal: Deal, **values: Any) -> None:
        """Change columns of a deal, as no service would."""
        await self.execute(update(Deal).where(Deal.id == deal.id).values(**values))

    async def execute(self, query: Any) -> None:
        """One statement, committed."""
        async with self.database.write() as session:
            await session.execute(query)

    async def sweep(self) -> list[Delivery]:
        """What is due now, and what was delivered of it."""
        await self.sweeps.run()
        return await self.deliver()

    async def later(self, **parts: float) -> list[Delivery]:
        """Let so much time pass in steps of ten minutes, with the sweeps that run meanwhile; what was said."""
        end = self.clock.now() + timedelta(**parts)
        said: list[Delivery] = []
        while self.clock.now() < end:
            self.clock.advance(minutes=10)
            said += await self.sweep()
        return said

    async def jump(self, **parts: float) -> list[Delivery]:
        """The machine was off for so long: one sweep afterwards, and what it said."""
        self.clock.advance(timedelta(**parts))
        return await self.sweep()

    async def deliver(self) -> list[Delivery]:
        """Deliver everything in the outbox; what reached somebody."""
        said = []
        while pending := [row for row in await self.outbox() if row.state is OutboxState.PENDING]:
            for message in pending:
                delivery = await self.deliver_one(message)
                said += [delivery] if delivery is not None else []
        return said

    async def deliver_one(self, message: OutboxMessage) -> Delivery | None:
        """One row as the sender would: load, "send", note."""
        row = as_row(message)
        delivery = await self.outgoing.load(row)
        state = OutboxState.DROPPED if delivery is None else OutboxState.SENT
        if delivery is not None:
            self._messages += 1
            message_id = self._messages if delivery.op == "send" else delivery.message_id
            await self.outgoing.delivered(row, message_id, silent=delivery.silent)
            self.said.append((self.clock.now(), delivery))
        await self.execute(update(OutboxMessage).where(OutboxMessage.id == message.id).values(state=state))
        return delivery

    async def reminders(self, deal: Deal | None = None) -> list[Reminder]:
        """Reminders, oldest first."""
        query = select(Reminder).order_by(Reminder.id)
        if deal is not None:
            query = query.where(Reminder.deal_id == deal.id)
        async with self.elsewhere() as session:
            return list(await session.scalars(query))

    async def nudge_rows(self) -> list[Nudge]:
        """Nudges, oldest first."""
        async with self.elsewhere() as session:
            return list(await session.scalars(select(Nudge).order_by(Nudge.id)))


async def wants_plan(world: NudgeWorld, **settings: object) -> None:
    """Anna wants her plan from now on."""
    await world.set_member(REP, hears_plan=True, **settings)
    async with world.database.write() as session:
        query = select(Member).where(Member.user_id == REP, Member.team_id == world.team.id)
        member = (await session.scalars(query)).one()
        set_schedule(member, world.team, await session.get_one(User, REP), world.clock.now())


def as_row(message: OutboxMessage) -> OutboxRow:
    """A row as the sender holds it."""
    return OutboxRow(
        message.id, message.kind, message.args, message.chat_id, message.thread_id, message.priority, 0, message.due_at
    )


def pushes(said: list[Delivery]) -> list[Delivery]:
    """What made a sound."""
    return [delivery for delivery in said if delivery.op == "send"]


def clients(delivery: Delivery) -> list[str]:
    """The deals of a nudge, in its order."""
    assert isinstance(delivery.facts, NudgeFacts | PlanFacts)
    return [line.deal.client for line in delivery.facts.lines]
