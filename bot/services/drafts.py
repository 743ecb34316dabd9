"""Drafts: a deal being entered, from one line, question by question, or from a shared contact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.errors import NotAllowed, NotFound
from bot.models import DealEvent, Draft, EventKind, Role
from bot.models.facts import Press, Who
from bot.models.facts_deals import Outcome, Verdict
from bot.models.facts_drafts import (
    DraftAnswer,
    DraftFacts,
    DraftSaved,
    DraftStart,
    DraftValues,
    SharedContact,
)
from bot.services import draft_values
from bot.services.access import deal_for
from bot.services.announcements import Announcements
from bot.services.deals.cards import build_card
from bot.services.deals.create import create_deal
from bot.services.draft_matches import DraftMatches
from bot.services.draft_rows import (
    Opened,
    Place,
    needs_rep,
    new_deal,
    open_draft,
    opened,
    place_of,
    started_by,
    untouched,
)
from bot.services.reading import BadInput, trimmed
from bot.services.stages import Stages


class Drafts:
    """What a person does with their own drafts.

    Every method raises NotFound for a draft or team that is not theirs, and NotAllowed when they may not (or no longer)
    create deals in its team. A draft belongs to the team in which it was started, wherever the person stands later.
    """

    def __init__(
        self, database: Database, clock: Clock, stages: Stages, matches: DraftMatches, announcer: Announcements
    ) -> None:
        self._database = database
        self._clock = clock
        self._stages = stages
        self._matches = matches
        self._announcer = announcer

    async def start(self, who: Who, text: str, press: Press) -> DraftStart:
        """Read a typed message into a draft; the same update gives the same draft. Viewers only search."""
        now = self._clock.now()
        return await self._start(who, text, press, lambda place: draft_values.from_line(text, place.reading(who, now)))

    async def start_contact(self, who: Who, contact: SharedContact, press: Press) -> DraftStart:
        """A draft from a shared contact: client, contact and phone."""
        return await self._start(
            who,
            contact.name,
            press,
            lambda place: draft_values.with_contact(DraftValues(), contact, place.team.country),
        )

    async def begin(self, who: Who, press: Press) -> DraftFacts:
        """An empty draft for the guided entry. One that was begun and left empty is taken up again."""
        async with self._database.write() as session:
            place = await place_of(session, self._stages, who, who.team_id)
            needs_rep(place)
            draft = await started_by(session, who, press) or await untouched(session, who)
            if draft is None:
                draft = await self._add(session, who, place, press)
            return (await opened(session, who, draft, place)).facts

    async def get(self, who: Who, draft_id: int) -> DraftFacts:
        """A draft as it is now."""
        async with self._database.read() as session:
            return (await open_draft(session, self._stages, who, draft_id, change=False)).facts

    async def find(self, who: Who, draft_id: int) -> DraftFacts | None:
        """The same, or None for a draft that is out of the person's reach."""
        try:
            return await self.get(who, draft_id)
        except (NotFound, NotAllowed):
            return None

    async def answer(self, who: Who, draft_id: int, field: str, text: str) -> DraftAnswer:
        """Set a field to what was typed. Bad input changes nothing and comes back as a problem."""
        async with self._database.write() as session:
            at = await open_draft(session, self._stages, who, draft_id)
            if not at.facts.is_open:
                return DraftAnswer(at.facts)
            ctx = at.place.reading(who, self._clock.now(), at.facts.currency)
            try:
                values = draft_values.typed(at.facts.values, field, text, ctx, at.facts.sources)
            except BadInput as bad:
                return DraftAnswer(at.facts, bad)
            return DraftAnswer(at.put(values))

    async def pick(self, who: Who, draft_id: int, field: str, value: str) -> DraftFacts:
        """Set a field to what a button offered; ``-`` empties it. Raises NotFound for what none offers."""
        async with self._database.write() as session:
            at = await open_draft(session, self._stages, who, draft_id)
            if not at.facts.is_open:
                return at.facts
            ctx = at.place.reading(who, self._clock.now(), at.facts.currency)
            return at.put(draft_values.picked(at.facts, field, value, ctx))

    async def add_contact(self, who: Who, draft_id: int, contact: SharedContact, field: str) -> DraftAnswer:
        """Put a shared contact into a draft; asked for the ``client``, it is the client, whoever was before.

        Asked for the ``phone``, a contact without a number comes back as a problem.
        """
        async with self._database.write() as session:
            at = await open_draft(session, self._stages, who, draft_id)
            if not at.facts.is_open:
                return DraftAnswer(at.facts)
            if field == "phone" and not draft_values.contact_phone(contact.phone, at.place.team.country):
                return DraftAnswer(at.facts, BadInput("phone", "", "no_number"))
            values = replace(at.facts.values, client="") if field == "client" else at.facts.values
            return DraftAnswer(at.put(draft_values.with_contact(values, contact, at.place.team.country)))

    async def shown(self, who: Who, draft_id: int, message_id: int) -> None:
        """Remember which message shows the draft: only that one has live buttons."""
        query = update(Draft).where(Draft.id == draft_id, Draft.user_id == who.user_id).values(message_id=message_id)
        async with self._database.write() as session:
            found = (await session.execute(query.returning(Draft.id))).first()
            if found is None:
                raise NotFound("draft")

    async def cancel(self, who: Who, draft_id: int) -> DraftFacts:
        """Throw the draft away; a saved one stays saved."""
        return await self._mark(who, draft_id, cancelled=True)

    async def restore(self, who: Who, draft_id: int) -> DraftFacts:
        """Take a cancelled draft back."""
        return await self._mark(who, draft_id, cancelled=False)

    async def save(self, who: Who, draft_id: int, press: Press) -> DraftSaved:
        """Make the draft a deal of the person's own, once: the draft names its deal within the same transaction.

        Saved before: opens that deal. Without a client, or cancelled: nothing happens and there is no card.
        """
        async with self._database.write() as session:
            at = await open_draft(session, self._stages, who, draft_id)
            again = at.draft.deal_id is not None
            if not again and (at.facts.cancelled or not at.facts.values.client):
                return DraftSaved(at.facts)
            deal_id = at.draft.deal_id or await self._create(session, who, at, press)
            grant = await deal_for(session, who.user_id, deal_id)
            card = await build_card(session, grant, await self._stages.of(session, grant.deal.pipeline_id))
            event = await session.scalar(
                select(DealEvent).where(DealEvent.deal_id == deal_id, DealEvent.kind == EventKind.CREATED)
            )
            outcome = Outcome(Verdict.AGAIN if again else Verdict.DONE, card, event)
            return DraftSaved(replace(at.facts, deal_id=deal_id), outcome)

    async def _create(self, session: AsyncSession, who: Who, at: Opened, press: Press) -> int:
        now = self._clock.now()
        deal, event = await create_deal(
            session,
            team=at.place.team,
            owner_id=who.user_id,
            actor_id=who.user_id,
            ladder=at.place.ladder,
            fields=new_deal(at.facts),
            now=now,
            press=press,
        )
        at.draft.deal_id = deal.id
        await self._announcer.announce(session, deal, event, now)
        return deal.id

    async def _start(self, who: Who, text: str, press: Press, read: Callable[[Place], DraftValues]) -> DraftStart:
        facts: DraftFacts | None = None
        async with self._database.write() as session:
            place = await place_of(session, self._stages, who, who.team_id)
            values = read(place)
            if place.role.may(Role.REP):
                draft = await started_by(session, who, press) or await self._add(
                    session, who, place, press, text, values
                )
                facts = (await opened(session, who, draft, place)).facts
        rows, more = await self._matches.of(who, place.team.id, values, text)
        return DraftStart(facts, text, rows, more)

    async def _add(
        self,
        session: AsyncSession,
        who: Who,
        place: Place,
        press: Press,
        text: str | None = None,
        values: DraftValues | None = None,
    ) -> Draft:
        draft = Draft(
            team_id=place.team.id,
            user_id=who.user_id,
            inbox_id=press.inbox_id,
            source_text=None if text is None else trimmed(text),
            fields=values.to_json() if values else {},
            created_at=self._clock.now(),
        )
        session.add(draft)
        await session.flush()
        return draft

    async def _mark(self, who: Who, draft_id: int, *, cancelled: bool) -> DraftFacts:
        async with self._database.write() as session:
            at = await open_draft(session, self._stages, who, draft_id)
            if at.facts.deal_id is not None:
                return at.facts
            if cancelled != at.facts.cancelled:
                at.draft.cancelled_at = self._clock.now() if cancelled else None
            return replace(at.facts, cancelled=cancelled)
