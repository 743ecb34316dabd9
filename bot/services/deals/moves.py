"""Moving deals: to another stage, to won, to lost with a reason, and aside until a date."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.database import Database
from bot.errors import BadInput, NotFound
from bot.models import EventKind, LossReason, StageKind
from bot.models.facts import Press
from bot.models.facts_deals import Outcome, Verdict
from bot.services.access import find
from bot.services.deals.changing import Change, Changing
from bot.services.digests.answers import answer_by_closing
from bot.services.reading import trimmed
from bot.services.workdays import PARK_DAYS, day_ahead, day_starts, today_in

LONGEST_PARK_DAYS = 730
LONGEST_COMMENT = 500


class DealMoves:
    """Everything that changes a deal's stage. Old buttons are checked against what changed since they were drawn."""

    def __init__(self, database: Database, changing: Changing) -> None:
        self._database = database
        self._changing = changing

    async def move(self, user_id: int, deal_id: int, stage_id: int, version: int, press: Press) -> Outcome:
        """Put the deal into a stage of its pipeline; to win it answers what a manager asked its owner about it.

        Verdicts: DONE, AGAIN, STALE, SAME, REASON (the stage means lost: choose a reason first).
        """
        async with self._database.write() as session:
            change = await self._changing.open(session, user_id, deal_id, press)
            held = await change.held(version)
            if held is not None:
                return held
            stage = change.ladder.by_id.get(stage_id)
            if stage is None:
                raise NotFound("stage")
            if stage.id == change.deal.stage_id:
                return await change.outcome(Verdict.SAME)
            if stage.kind is StageKind.LOST:
                return await change.outcome(Verdict.REASON)
            if stage.kind is StageKind.WON and change.deal.kind is not StageKind.WON:
                await answer_by_closing(session, change.deal, user_id, "won", change.now)
            self._leave(change)
            change.deal.enter(stage, change.now)
            if stage.kind is StageKind.PARKED:
                change.deal.returns_at = self._return_moment(change, days=PARK_DAYS)
                change.deal.drop_step()
            return await change.finish(EventKind.MOVED)

    async def lose(self, user_id: int, deal_id: int, reason_id: int, version: int, press: Press) -> Outcome:
        """Close the deal as lost, for a reason of the team's list; it answers what a manager asked its owner about it.
        Verdicts: DONE, AGAIN, STALE, SAME.
        """
        async with self._database.write() as session:
            change = await self._changing.open(session, user_id, deal_id, press)
            held = await change.held(version)
            if held is not None:
                return held
            if change.deal.kind is StageKind.LOST:
                return await change.outcome(Verdict.SAME)
            reason = await find(session, LossReason, reason_id)
            if reason is None or reason.team_id != change.deal.team_id:
                raise NotFound("reason")
            # Before the deal changes: looking for the questions would write it too early.
            await answer_by_closing(session, change.deal, user_id, "lost", change.now)
            self._leave(change)
            change.deal.enter(change.ladder.lost, change.now)
            change.deal.loss_reason_id = reason.id
            change.deal.drop_step()
            return await change.finish(EventKind.MOVED, {"reason": reason.names})

    async def comment_loss(self, user_id: int, deal_id: int, text: str, press: Press) -> Outcome:
        """Say more about a loss. Raises BadInput when empty or too long. Verdicts: DONE, AGAIN, STALE (not lost)."""
        comment = trimmed(text)
        if not comment or len(comment) > LONGEST_COMMENT:
            raise BadInput("comment", text, "too_long" if comment else "empty")
        async with self._database.write() as session:
            change = await self._changing.open(session, user_id, deal_id, press)
            done = await change.already()
            if done is not None:
                return await change.outcome(Verdict.AGAIN, done)
            if change.deal.kind is not StageKind.LOST:
                return await change.outcome(Verdict.STALE, await change.last_move())
            change.deal.loss_comment = comment
            return await change.finish(EventKind.EDITED, {"field": "loss_comment", "text": comment}, touched=False)

    async def park_until(
        self,
        user_id: int,
        deal_id: int,
        version: int,
        press: Press,
        *,
        days: int = 0,
        until: date | None = None,
    ) -> Outcome:
        """Choose when a parked deal comes back: after ``days``, or on a date. An open deal is parked by it.

        Raises BadInput for a day that is past or more than two years away. Verdicts: DONE, AGAIN, STALE.
        """
        async with self._database.write() as session:
            change = await self._changing.open(session, user_id, deal_id, press)
            held = await change.held(version)
            if held is not None:
                return held
            parked = change.ladder.parked
            if change.deal.closed or parked is None:
                return await change.outcome(Verdict.STALE, await change.last_move())
            moment = self._return_moment(change, days=days, until=until)
            entering = change.deal.kind is not StageKind.PARKED
            if entering:
                change.deal.enter(parked, change.now)
            # Nothing is planned before it comes back, nor instead of that.
            change.deal.drop_step()
            change.deal.returns_at = moment
            if entering:
                return await change.finish(EventKind.MOVED, {"until": moment.isoformat()})
            return await change.finish(
                EventKind.EDITED, {"field": "returns_at", "to": moment.isoformat()}, touched=False
            )

    def _leave(self, change: Change) -> None:
        """Forget what only meant something in the stage that is being left."""
        deal = change.deal
        deal.returns_at = None
        deal.loss_reason_id = deal.loss_comment = None

    def _return_moment(self, change: Change, *, days: int = 0, until: date | None = None) -> datetime:
        team = change.grant.team
        zone = ZoneInfo(team.time_zone)
        ahead = days if until is None else (until - today_in(zone, change.now)).days
        if not 0 < ahead <= LONGEST_PARK_DAYS:
            asked = str(days) if until is None else until.isoformat()
            raise BadInput("park", asked, "past" if ahead <= 0 else "too_far")
        return day_starts(day_ahead(ahead, zone, change.now), zone, team.day_start)
