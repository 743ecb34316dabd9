"""Silence on purpose: not now (snooze), until a day because of a reason (pause), and a wait that a manager accepts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.database import Database
from bot.errors import BadInput, NotAllowed
from bot.models import EventKind, Role, StageKind
from bot.models.facts import Press
from bot.models.facts_deals import Outcome, Verdict
from bot.services.deals.changing import Change, Changing
from bot.services.reading import trimmed
from bot.services.reminders.answering import end_warning
from bot.services.workdays import day_ahead, day_starts, today_in
from bot.services.worktime import worktimes

LONGEST_SNOOZE_DAYS = 30
LONGEST_WAIT_DAYS = 365
LONGEST_REASON = 200


class Pausing:
    """What keeps a deal silent for a time. Raises NotFound or NotAllowed like every change."""

    def __init__(self, database: Database, changing: Changing) -> None:
        self._database = database
        self._changing = changing

    async def snooze(
        self,
        user_id: int,
        deal_id: int,
        zone: ZoneInfo,
        press: Press,
        *,
        hours: int = 0,
        days: int = 0,
        until: date | None = None,
        at: datetime | None = None,
    ) -> Outcome:
        """Remind me later: after ``hours``, at the moment ``at``, or at the start of the day ``days`` ahead or of
        ``until``, in ``zone``; where nobody works then, at the next working moment.

        It always acts, however old the button, and counts neither as a touch nor as a plan. Raises BadInput
        ("snooze", …, "past" or "too_far") for a moment that has passed, a day before tomorrow, or what is more than 30
        days ahead. Verdicts: DONE, AGAIN,
        SAME (paused for longer anyway), STALE (closed).
        """
        async with self._database.write() as session:
            change = await self._changing.open(session, user_id, deal_id, press)
            done = await change.already()
            if done is not None:
                return await change.outcome(Verdict.AGAIN, done)
            if change.deal.closed:
                return await change.outcome(Verdict.STALE, await change.last_move())
            moment = _snoozed_until(change, zone, hours, days, until) if at is None else _moment(change, at)
            if change.deal.paused_until is not None and change.deal.paused_until >= moment:
                return await change.outcome(Verdict.SAME)
            return await put_off(change, moment)

    async def pause(
        self, user_id: int, deal_id: int, until: date, reason: str, version: int, zone: ZoneInfo, press: Press
    ) -> Outcome:
        """Silent and not stuck until the start of a day in ``zone``, because of ``reason``.

        The reason is a key of pauses or the person's own words. Pausing again sets another day or reason. Raises
        BadInput ("pause", …): "past", "too_far" (beyond the team's ``pause_cap_days`` from today), "empty" or
        "too_long" (the reason). Verdicts: DONE, AGAIN, STALE (moved or given away since; parked or closed).
        """
        reason = trimmed(reason)
        if not reason or len(reason) > LONGEST_REASON:
            raise BadInput("pause", reason, "too_long" if reason else "empty")
        async with self._database.write() as session:
            change = await self._changing.open(session, user_id, deal_id, press)
            held = await change.held(version)
            if held is not None:
                return held
            done = await change.already()
            if done is not None:
                return await change.outcome(Verdict.AGAIN, done)
            if change.deal.kind is not StageKind.OPEN:
                return await change.outcome(Verdict.STALE, await change.last_move())
            _within("pause", (until - today_in(zone, change.now)).days, change.grant.team.pause_cap_days)
            deal = change.deal
            deal.paused_until = day_starts(until, zone, change.grant.team.day_start)
            deal.pause_reason, deal.snoozed_until = reason, None
            data = {"until": deal.paused_until.isoformat(), "reason": reason}
            return await change.finish(EventKind.PAUSED, data, touched=False)

    async def resume(self, user_id: int, deal_id: int, version: int, press: Press) -> Outcome:
        """The pause is over now: limits count again, and the follow-up clock starts afresh.

        Verdicts: DONE, AGAIN, SAME (not paused), STALE.
        """
        async with self._database.write() as session:
            change = await self._changing.open(session, user_id, deal_id, press)
            held = await change.held(version)
            if held is not None:
                return held
            deal = change.deal
            if deal.paused_until is None:
                done = await change.already()
                return await change.outcome(Verdict.SAME if done is None else Verdict.AGAIN, done)
            deal.paused_until = deal.pause_reason = None
            # Whoever has just taken the deal up need not be told at once that it is quiet; yet nobody touched it.
            deal.snoozed_until = change.ladder.by_id[deal.stage_id].follow_up_at(change.now)
            return await change.finish(EventKind.RESUMED, touched=False)

    async def accept_wait(self, manager_id: int, deal_id: int, days: int, press: Press) -> Outcome:
        """The deal may stand where it does for ``days`` more: it is not stuck before then. Managers and admins only.

        Raises BadInput ("wait", …, "past" or "too_far") outside 1-365 days. Verdicts: DONE, AGAIN, STALE (not open).
        """
        _within("wait", days, LONGEST_WAIT_DAYS)
        async with self._database.write() as session:
            change = await self._changing.open(session, manager_id, deal_id, press)
            if not change.grant.role.may(Role.MANAGER):
                raise NotAllowed("role")
            done = await change.already()
            if done is not None:
                return await change.outcome(Verdict.AGAIN, done)
            if change.deal.kind is not StageKind.OPEN:
                return await change.outcome(Verdict.STALE, await change.last_move())
            team = change.grant.team
            zone = ZoneInfo(team.time_zone)
            change.deal.wait_until = day_starts(day_ahead(days, zone, change.now), zone, team.day_start)
            data = {"until": change.deal.wait_until.isoformat(), "days": days}
            outcome = await change.finish(EventKind.WAIT_ACCEPTED, data, touched=False)
            assert outcome.event is not None
            await end_warning(session, change.deal, outcome.event, press, change.now)
            return outcome


async def put_off(change: Change, moment: datetime) -> Outcome:
    """Snooze an open change until the first working moment from ``moment`` on of whoever hears of the deal: nobody is
    told "today 20:00" when it rings tomorrow at nine.
    """
    hearer = (change.grant.user_id if change.grant.deputy else change.deal.owner_id, change.grant.team.id)
    hours = (await worktimes(change.session, [hearer])).get(hearer)
    moment = moment if hours is None else hours.next_open(moment)
    change.deal.snoozed_until = moment
    return await change.finish(EventKind.SNOOZED, {"until": moment.isoformat()}, touched=False)


def _snoozed_until(change: Change, zone: ZoneInfo, hours: int, days: int, until: date | None) -> datetime:
    if hours:
        _within("snooze", hours, LONGEST_SNOOZE_DAYS * 24)
        return change.now + timedelta(hours=hours)
    ahead = days if until is None else (until - today_in(zone, change.now)).days
    _within("snooze", ahead, LONGEST_SNOOZE_DAYS)
    return day_starts(day_ahead(ahead, zone, change.now), zone, change.grant.team.day_start)


def _moment(change: Change, at: datetime) -> datetime:
    ahead = at - change.now
    _within("snooze", 0 if ahead <= timedelta() else 1 + ahead // timedelta(days=1), LONGEST_SNOOZE_DAYS)
    return at


def _within(field: str, asked: int, most: int) -> None:
    if not 0 < asked <= most:
        raise BadInput(field, str(asked), "past" if asked <= 0 else "too_far")
