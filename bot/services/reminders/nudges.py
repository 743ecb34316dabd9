"""What a person does with a nudge's message: look at it again, open one deal of it, put all of it off."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.errors import NotAllowed, NotFound
from bot.models import Deal, Nudge, Reminder
from bot.models.facts import Press
from bot.models.facts_reminders import NudgeFacts, NudgeLine, PlanFacts
from bot.services.access import deal_for, find, member_of
from bot.services.deals.changing import Changing
from bot.services.reminders.lines import Waiting, on_nudge, reading_of, to_lines
from bot.services.reminders.pausing import put_off
from bot.services.reminders.plans import plan_facts
from bot.services.stages import Stages
from bot.services.workdays import day_ahead, day_starts


class Nudges:
    """Nudges as their readers see them. Raises NotFound for a nudge that is not the person's own, or whose team they
    have left.
    """

    def __init__(self, database: Database, clock: Clock, stages: Stages, changing: Changing) -> None:
        self._database = database
        self._clock = clock
        self._stages = stages
        self._changing = changing

    async def facts(self, user_id: int, nudge_id: int) -> NudgeFacts | PlanFacts:
        """The message as of now: what waits, and what has ended since it was sent."""
        async with self._database.read() as session:
            return await facts_of(session, self._stages, await _own(session, user_id, nudge_id), self._clock.now())

    async def line(self, user_id: int, nudge_id: int, deal_id: int) -> tuple[NudgeLine, str]:
        """One deal of the message, and its team's name for a person who is in several ("" otherwise).

        Raises NotFound for a deal that the person may not see (any more).
        """
        async with self._database.read() as session:
            nudge = await _own(session, user_id, nudge_id)
            grant = await deal_for(session, user_id, deal_id)
            reading, team = await reading_of(session, user_id, nudge.team_id, self._clock.now())
            held = [one for one in await on_nudge(session, nudge_id) if one.deal.id == deal_id]
            if held:
                # The one that waits, else the one that ended last.
                one = next((one for one in held if one.ended is None), held[-1])
            else:
                one = Waiting(grant.deal, grant.owner_name, await _open_reminder(session, grant.deal))
            return (await to_lines(session, self._stages, [one], reading))[0], team

    async def snooze_all(self, user_id: int, nudge_id: int, press: Press) -> NudgeFacts | PlanFacts:
        """Put off whatever waits on the message until tomorrow. Pressed twice it acts once: then nothing waits."""
        async with self._database.write() as session:
            nudge = await _own(session, user_id, nudge_id)
            reading, _ = await reading_of(session, user_id, nudge.team_id, self._clock.now())
            tomorrow = day_ahead(1, reading.zone, reading.now)
            waiting = [one.deal.id for one in await on_nudge(session, nudge_id) if one.ended is None]
            # In one order, so that two such presses never wait for each other.
            for deal_id in sorted(waiting):
                try:
                    change = await self._changing.open(session, user_id, deal_id, press)
                except (NotFound, NotAllowed):
                    # Given to somebody else a moment ago: no longer this person's to put off.
                    continue
                if change.deal.reminder_id is not None and await change.already() is None:
                    await put_off(change, day_starts(tomorrow, reading.zone, change.grant.team.day_start))
            return await facts_of(session, self._stages, nudge, self._clock.now())


async def facts_of(session: AsyncSession, stages: Stages, nudge: Nudge, now: datetime) -> NudgeFacts | PlanFacts:
    """A nudge's facts as of now."""
    reading, team_name = await reading_of(session, nudge.user_id, nudge.team_id, now)
    if nudge.kind == "plan":
        return await plan_facts(session, stages, nudge, reading, team_name)
    lines = await to_lines(session, stages, await on_nudge(session, nudge.id), reading)
    return NudgeFacts(
        nudge_id=nudge.id,
        user_id=nudge.user_id,
        kind=nudge.kind,
        lines=tuple(lines),
        zone=reading.zone.key,
        now=reading.now,
        team_name=team_name,
    )


async def _own(session: AsyncSession, user_id: int, nudge_id: int) -> Nudge:
    nudge = await find(session, Nudge, nudge_id)
    if nudge is None or nudge.user_id != user_id:
        raise NotFound("nudge")
    # Who has left the team keeps the message, but is shown nothing new of its deals.
    await member_of(session, user_id, nudge.team_id)
    return nudge


async def _open_reminder(session: AsyncSession, deal: Deal) -> Reminder | None:
    return None if deal.reminder_id is None else await session.get(Reminder, deal.reminder_id)
