"""Working on deals: touches, notes and next steps. These always act, however old the button."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.database import Database
from bot.errors import BadInput
from bot.models import Deal, EventKind, StageKind, TouchKind
from bot.models.facts import Press
from bot.models.facts_deals import FURTHEST_STEP_DAYS, Outcome, Verdict
from bot.services.deals.changing import Changing
from bot.services.reading import trimmed
from bot.services.workdays import day_ahead, day_starts, today_in

LONGEST_NOTE = 2_000
LONGEST_STEP = 500
# A day without a time is planned for its start, which today may have passed by as much as the longest day lasts.
LONGEST_DAY = timedelta(hours=25)


class DealWork:
    """What a rep does between two stages. Raises NotFound or NotAllowed like every change."""

    def __init__(self, database: Database, changing: Changing) -> None:
        self._database = database
        self._changing = changing

    async def touch(self, user_id: int, deal_id: int, kind: TouchKind, zone: ZoneInfo, press: Press) -> Outcome:
        """Log a touch. A next step that was due by now (today, if it has no time) is done by it."""
        async with self._database.write() as session:
            change = await self._changing.open(session, user_id, deal_id, press)
            done = await change.already()
            if done is not None:
                return await change.outcome(Verdict.AGAIN, done)
            data = {"touch": kind.value}
            if _due(change.deal, zone, change.now):
                data["step"] = change.deal.next_step_text or ""
                change.deal.drop_step()
            change.deal.last_touch_kind = kind
            return await change.finish(EventKind.TOUCHED, data)

    async def note(self, user_id: int, deal_id: int, text: str, press: Press) -> Outcome:
        """Write a note into the history. Raises BadInput when empty or longer than 2,000 characters."""
        note = trimmed(text)
        if not note or len(note) > LONGEST_NOTE:
            raise BadInput("note", text, "too_long" if note else "empty")
        async with self._database.write() as session:
            change = await self._changing.open(session, user_id, deal_id, press)
            done = await change.already()
            if done is not None:
                return await change.outcome(Verdict.AGAIN, done)
            return await change.finish(EventKind.NOTED, {"text": note})

    async def plan(
        self, user_id: int, deal_id: int, at: datetime | None, press: Press, *, has_time: bool, text: str | None = None
    ) -> Outcome:
        """Plan the next step for a moment in UTC, or (``at`` None) only say what it is: the words for a step that had
        a day and no words yet, or else a step without a day.

        Raises BadInput for a moment that has passed or is more than two years away, a text too long or empty.
        """
        if text is not None and len(text) > LONGEST_STEP:
            raise BadInput("step", text, "too_long")
        if at is None and not text:
            raise BadInput("step", "", "empty")
        async with self._database.write() as session:
            change = await self._changing.open(session, user_id, deal_id, press)
            done = await change.already()
            if done is not None:
                return await change.outcome(Verdict.AGAIN, done)
            deal = change.deal
            if (
                at is None
                and not deal.next_step_text
                and _ahead(deal.next_step_at, deal.next_step_has_time, change.now)
            ):
                at, has_time = deal.next_step_at, deal.next_step_has_time
            if at is not None and not _ahead(at, has_time, change.now):
                raise BadInput("step", text or "", "past")
            if at is not None and (at - change.now).days > FURTHEST_STEP_DAYS:
                raise BadInput("step", text or "", "too_far")
            deal.next_step_at, deal.next_step_has_time = at, has_time
            # A new day for the same step keeps its words; new words replace them.
            deal.next_step_text = text or deal.next_step_text
            _put_off(deal, change.now)
            data = {"at": at.isoformat() if at else None, "has_time": has_time, "text": deal.next_step_text}
            return await change.finish(EventKind.STEP_SET, data, touched=False)

    async def plan_in_days(self, user_id: int, deal_id: int, days: int, zone: ZoneInfo, press: Press) -> Outcome:
        """Plan the next step for the start of the working day ``days`` from today in the actor's zone.

        Raises BadInput for a day before today or more than two years away.
        """
        if not 0 <= days <= FURTHEST_STEP_DAYS:
            raise BadInput("step", str(days), "past" if days < 0 else "too_far")
        async with self._database.write() as session:
            change = await self._changing.open(session, user_id, deal_id, press)
            done = await change.already()
            if done is not None:
                return await change.outcome(Verdict.AGAIN, done)
            at = day_starts(day_ahead(days, zone, change.now), zone, change.grant.team.day_start)
            change.deal.next_step_at, change.deal.next_step_has_time = at, False
            _put_off(change.deal, change.now)
            return await change.finish(EventKind.STEP_SET, {"at": at.isoformat(), "has_time": False}, touched=False)

    async def end_step(self, user_id: int, deal_id: int, *, finished: bool, press: Press) -> Outcome:
        """The next step is done (a touch) or no longer wanted. SAME when there is none."""
        async with self._database.write() as session:
            change = await self._changing.open(session, user_id, deal_id, press)
            done = await change.already()
            if done is not None:
                return await change.outcome(Verdict.AGAIN, done)
            if change.deal.next_step_at is None and change.deal.next_step_text is None:
                return await change.outcome(Verdict.SAME)
            data = {"step": change.deal.next_step_text or ""}
            change.deal.drop_step()
            return await change.finish(EventKind.STEP_DONE if finished else EventKind.STEP_SET, data, touched=finished)


def _put_off(deal: Deal, now: datetime) -> None:
    """A parked deal that is back comes back anew with its next step. One that is still away returns on its day."""
    if deal.kind is StageKind.PARKED and deal.returns_at is not None and deal.returns_at <= now:
        deal.returns_at = deal.next_step_at or deal.returns_at


def _ahead(at: datetime | None, has_time: bool, now: datetime) -> bool:
    """True for a moment that can still be planned for."""
    return at is not None and at > now - (timedelta() if has_time else LONGEST_DAY)


def _due(deal: Deal, zone: ZoneInfo, now: datetime) -> bool:
    if deal.next_step_at is None:
        return False
    if deal.next_step_has_time:
        return deal.next_step_at <= now
    return deal.next_step_at.astimezone(zone).date() <= today_in(zone, now)
