"""The frame around every change of a deal: lock, see whether the tap already acted, change, record, announce."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import inspect, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.models import Deal, DealEvent, EventKind, User
from bot.models.facts import Press
from bot.models.facts_deals import Outcome, Verdict
from bot.models.ladder import Ladder
from bot.services.access import Grant, deal_for
from bot.services.announcements import Announcements
from bot.services.deals.cards import build_card
from bot.services.deals.saving import save
from bot.services.deals.snapshot import encode
from bot.services.reminders.answering import end_reminder, settle
from bot.services.stages import Stages

# The same button of the same message pressed again within this time is Telegram repeating itself, not a second wish.
SAME_TAP = timedelta(hours=1)

# What a move or close button was drawn for; once one of them is another, it may no longer mean what its owner thinks.
# Whether the deal is closed follows from the stage.
PLACE_COLUMNS = ("stage_id", "owner_id")


class Change:
    """One change of one deal, inside one transaction."""

    def __init__(
        self,
        session: AsyncSession,
        grant: Grant,
        ladder: Ladder,
        press: Press,
        now: datetime,
        announcer: Announcements,
    ) -> None:
        self.session = session
        self.grant = grant
        self.deal: Deal = grant.deal
        self.ladder = ladder
        self.press = press
        self.now = now
        self._announcer = announcer

    @property
    def changed(self) -> bool:
        """True when a column has another value than the database."""
        return any(getattr(self.deal, name) != value for name, value in inspect(self.deal).committed_state.items())

    async def already(self) -> DealEvent | None:
        """The event that this very tap or update caused earlier, if it did."""
        ways = []
        if self.press.inbox_id is not None:
            ways.append(DealEvent.inbox_id == self.press.inbox_id)
        if self.press.key is not None:
            ways.append((DealEvent.press_key == self.press.key) & (DealEvent.at > self.now - SAME_TAP))
        if not ways:
            return None
        query = (
            select(DealEvent)
            .where(DealEvent.deal_id == self.deal.id, or_(*ways))
            .order_by(DealEvent.id.desc())
            .limit(1)
        )
        return await self.session.scalar(query)

    async def displaced_since(self, version: int) -> DealEvent | None:
        """What last changed the deal's stage or owner to another than at ``version``; None when both are the same.

        A deal that was moved away and back is where it was: the button means what it meant.
        """
        if version == self.deal.version:
            return None
        query = (
            select(DealEvent)
            .where(DealEvent.deal_id == self.deal.id, DealEvent.version > version)
            .order_by(DealEvent.version)
        )
        then: dict[str, Any] = {}
        last: dict[str, DealEvent] = {}
        for event in await self.session.scalars(query):
            for column in PLACE_COLUMNS:
                if column in event.before:
                    then.setdefault(column, event.before[column])
                    last[column] = event
        differing = [last[column] for column, value in then.items() if getattr(self.deal, column) != value]
        return max(differing, key=lambda event: event.version, default=None)

    async def held(self, version: int) -> Outcome | None:
        """How a button that must not act ends: it acted already, or the ground moved under it. None: it may act."""
        if version == self.deal.version:
            return None
        done = await self.already()
        if done is not None:
            return await self.outcome(Verdict.AGAIN, done)
        displaced = await self.displaced_since(version)
        return None if displaced is None else await self.outcome(Verdict.STALE, displaced)

    async def last_move(self) -> DealEvent | None:
        """What brought the deal into the stage where it stands."""
        query = (
            select(DealEvent)
            .where(DealEvent.deal_id == self.deal.id, DealEvent.from_stage_id.is_not(None))
            .order_by(DealEvent.version.desc())
            .limit(1)
        )
        event: DealEvent | None = await self.session.scalar(query)
        return event

    async def finish(
        self,
        kind: EventKind,
        data: dict[str, Any] | None = None,
        *,
        touched: bool = True,
        undoes: DealEvent | None = None,
    ) -> Outcome:
        """Record the change as one history event, recompute due times, and tell who must hear.

        ``touched``: the change counts as a touch and restarts the follow-up clock (product.md, "touch"). ``undoes``:
        the event that this one takes back.
        """
        deal = self.deal
        left = self.ladder.by_id[inspect(deal).committed_state.get("stage_id", deal.stage_id)]
        moved = left.id != deal.stage_id
        stayed_since = inspect(deal).committed_state.get("stage_entered_at", deal.stage_entered_at)
        if touched:
            deal.last_touch_at = self.now
            if kind is not EventKind.TOUCHED:
                # "Just now, call" would be untrue of a move that followed a call.
                deal.last_touch_kind = None
        settled = settle(deal, self.ladder, self.grant.team, kind, self.now, touched=touched)
        before = encode({k: v for k, v in inspect(deal).committed_state.items() if getattr(deal, k) != v})
        deal.version += 1
        event = DealEvent(
            team_id=deal.team_id,
            deal_id=deal.id,
            kind=kind,
            actor_id=self.grant.user_id,
            at=self.now,
            version=deal.version,
            inbox_id=self.press.inbox_id,
            press_key=self.press.key,
            from_stage_id=left.id if moved else None,
            to_stage_id=deal.stage_id,
            stayed_seconds=int((self.now - stayed_since).total_seconds()) if moved else None,
            amount_minor=deal.amount_minor,
            currency=deal.currency,
            limit_days=left.stuck_days,
            stuck_seconds=settled.stuck_seconds,
            data=data or {},
            before=before,
        )
        await save(self.session, deal, event)
        if settled.reminder_id is not None:
            await end_reminder(self.session, settled.reminder_id, event, self.press, self.now)
        if undoes is not None:
            undoes.undone_by = event.id
            await self.session.flush()
        await self._announcer.announce(self.session, deal, event, self.now)
        return await self.outcome(Verdict.DONE, event)

    async def outcome(self, verdict: Verdict, event: DealEvent | None = None) -> Outcome:
        """The deal as it is now, with how the action ended."""
        card = await build_card(self.session, self.grant, self.ladder)
        return Outcome(verdict, card, event, await self._name_of(event))

    async def _name_of(self, event: DealEvent | None) -> str:
        if event is None or event.actor_id == self.grant.user_id:
            return ""
        user = await self.session.get(User, event.actor_id)
        return user.name if user else ""


class Changing:
    """Opens changes. The families of actions build on it."""

    def __init__(self, stages: Stages, announcer: Announcements, clock: Clock) -> None:
        self._stages = stages
        self._announcer = announcer
        self._clock = clock

    async def open(self, session: AsyncSession, user_id: int, deal_id: int, press: Press) -> Change:
        """Lock the deal for the actor. Raises NotFound or NotAllowed."""
        grant = await deal_for(session, user_id, deal_id, change=True)
        ladder = await self._stages.of(session, grant.deal.pipeline_id)
        return Change(session, grant, ladder, press, self._clock.now(), self._announcer)
