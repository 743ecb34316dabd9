"""Taking a change back, for ten minutes, with a history event of its own."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from bot.database import Database
from bot.errors import NotAllowed, NotFound
from bot.models import DealEvent, EventKind, Role, TouchKind
from bot.models.facts import Press
from bot.models.facts_deals import Outcome, Verdict
from bot.services.access import find
from bot.services.deals.changing import Change, Changing
from bot.services.deals.snapshot import decode

UNDO_FOR = timedelta(minutes=10)
# Every touch moves the follow-up clock; that alone does not stop an earlier change from being taken back. These are not
# restored but worked out anew from what remains.
CLOCK_COLUMNS = frozenset(
    {"last_touch_at", "last_touch_kind", "follow_up_at", "stuck_at", "warn_at", "reminder_id", "ignored"}
)
# Whatever happens to a deal ends these; what happened later has the last word on them.
FLEETING_COLUMNS = frozenset({"snoozed_until", "first_contact_at", "stuck_since"})
# They mean something only in the stage that a taken-back move had led to, and go with it.
STAGE_COLUMNS = frozenset(
    {"returns_at", "loss_reason_id", "loss_comment", "paused_until", "pause_reason", "wait_until"}
)
# What cannot be taken back: the deal itself, what takes back, what was said, and what time or a setting did.
FOR_GOOD = (
    *(EventKind.CREATED, EventKind.UNDONE, EventKind.ASKED, EventKind.ANSWERED),
    *(EventKind.BECAME_STUCK, EventKind.LIMIT_CHANGED),
)
# What restarts the follow-up clock (product.md, "touch").
TOUCHES = (EventKind.CREATED, EventKind.MOVED, EventKind.TOUCHED, EventKind.NOTED, EventKind.STEP_DONE)


class DealUndoing:
    """Restores what one event changed, as long as nothing later changed the same."""

    def __init__(self, database: Database, changing: Changing) -> None:
        self._database = database
        self._changing = changing

    async def undo(self, user_id: int, deal_id: int, event_id: int, press: Press) -> Outcome:
        """Take an event back. Verdicts: DONE, AGAIN (it is taken back already; the outcome's event is what took it
        back if this very tap did, else the event itself), LATE (over ten minutes old), STALE (something later changed
        the same). Raises NotAllowed for another person's action, but to managers.
        """
        async with self._database.write() as session:
            change = await self._changing.open(session, user_id, deal_id, press)
            event = await find(session, DealEvent, event_id)
            if event is None or event.deal_id != change.deal.id:
                raise NotFound("event")
            if event.actor_id != user_id and not change.grant.role.may(Role.MANAGER):
                raise NotAllowed("not_yours")
            if event.undone_by is not None:
                by_this_tap = await change.already()
                mine = by_this_tap is not None and by_this_tap.id == event.undone_by
                return await change.outcome(Verdict.AGAIN, by_this_tap if mine else event)
            if change.now - event.at > UNDO_FOR or event.kind in FOR_GOOD:
                return await change.outcome(Verdict.LATE, event)
            later = await _later_than(change, event)
            in_the_way = [other for other in later if _overlap(event, other)]
            if in_the_way:
                return await change.outcome(Verdict.STALE, in_the_way[-1])
            await _restore(change, event, {column for other in later for column in other.before})
            data = {"event": event.id, "kind": event.kind.value}
            return await change.finish(EventKind.UNDONE, data, touched=False, undoes=event)


async def _later_than(change: Change, event: DealEvent) -> list[DealEvent]:
    query = (
        select(DealEvent)
        .where(
            DealEvent.deal_id == event.deal_id,
            DealEvent.version > event.version,
            DealEvent.undone_by.is_(None),
        )
        .where(DealEvent.kind != EventKind.UNDONE)
        .order_by(DealEvent.version)
    )
    return list(await change.session.scalars(query))


def _overlap(event: DealEvent, later: DealEvent) -> bool:
    harmless = CLOCK_COLUMNS | FLEETING_COLUMNS
    if "stage_id" in event.before:
        harmless |= STAGE_COLUMNS
    return bool((event.before.keys() & later.before.keys()) - harmless)


async def _restore(change: Change, event: DealEvent, changed_since: set[str]) -> None:
    deal = change.deal
    for column, value in decode(event.before).items():
        if column not in CLOCK_COLUMNS | (FLEETING_COLUMNS & changed_since):
            setattr(deal, column, value)
    if "stage_id" in event.before:
        # Added after the move that goes: a comment on the loss, another day to come back.
        for column in STAGE_COLUMNS - event.before.keys():
            setattr(deal, column, None)
    if "last_touch_at" in event.before:
        deal.last_touch_at, deal.last_touch_kind = await _last_touch(change, event)


async def _last_touch(change: Change, undone: DealEvent) -> tuple[datetime, TouchKind | None]:
    """When the deal was last touched and how, were it not for the event that is being taken back."""
    query = (
        select(DealEvent)
        .where(
            DealEvent.deal_id == undone.deal_id,
            DealEvent.id != undone.id,
            DealEvent.undone_by.is_(None),
            DealEvent.kind.in_(TOUCHES),
        )
        .order_by(DealEvent.version.desc())
        .limit(1)
    )
    touch = await change.session.scalar(query)
    if touch is None:
        before = decode(undone.before)
        return before["last_touch_at"], before.get("last_touch_kind", change.deal.last_touch_kind)
    return touch.at, TouchKind(touch.data["touch"]) if touch.kind is EventKind.TOUCHED else None
