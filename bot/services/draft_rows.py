"""Finding, authorising and storing the rows behind drafts, inside the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotAllowed, NotFound
from bot.models import Draft, Role, Source, Team
from bot.models.facts import Press, Who
from bot.models.facts_deals import NewDeal
from bot.models.facts_drafts import DraftFacts, DraftValues
from bot.models.ladder import Ladder
from bot.services.access import member_of
from bot.services.reading import ReadingContext, StageName, fold
from bot.services.stages import Stages


@dataclass(frozen=True, slots=True)
class Place:
    """A team that the person is in, with the stages that its new deals enter."""

    team: Team
    role: Role
    ladder: Ladder

    def reading(self, who: Who, now: datetime, currency: str = "") -> ReadingContext:
        """For reading what the person types: their clock and language, the team's money, country and open stages."""
        return ReadingContext(
            now=now,
            tz=ZoneInfo(who.zone),
            locale=who.locale,
            default_currency=currency or self.team.currency,
            country=self.team.country,
            # A deal begins in an open stage: winning it is a move of its own, with its own news.
            stages=[StageName(stage.id, tuple(set(stage.names.values()))) for stage in self.ladder.open_stages],
            day_start=time(*divmod(self.team.day_start, 60)),
        )


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft of the person's own, with all that its screens need."""

    draft: Draft
    place: Place
    facts: DraftFacts

    def put(self, values: DraftValues) -> DraftFacts:
        """Store the values; the facts as they are then."""
        if values != self.facts.values:
            self.draft.fields = values.to_json()
        return replace(self.facts, values=values)


async def place_of(session: AsyncSession, stages: Stages, who: Who, team_id: int | None) -> Place:
    """Raises NotFound for a team that the person is not in."""
    if team_id is None:
        raise NotFound("team")
    team, member = await member_of(session, who.user_id, team_id)
    return Place(team, member.role, await stages.default(session, team_id))


async def open_draft(session: AsyncSession, stages: Stages, who: Who, draft_id: int, *, change: bool = True) -> Opened:
    """The person's own draft, locked for a ``change``.

    Raises NotFound for somebody else's and for one of a team that they left, NotAllowed when they may no longer
    create deals there; what is saved already may still be looked at.
    """
    query = select(Draft).where(Draft.id == draft_id, Draft.user_id == who.user_id)
    draft = await session.scalar(query.with_for_update() if change else query)
    if draft is None:
        raise NotFound("draft")
    place = await place_of(session, stages, who, draft.team_id)
    if draft.deal_id is None:
        needs_rep(place)
    return await opened(session, who, draft, place)


def needs_rep(place: Place) -> None:
    """Viewers create nothing."""
    if not place.role.may(Role.REP):
        raise NotAllowed("viewer")


async def opened(session: AsyncSession, who: Who, draft: Draft, place: Place) -> Opened:
    """The draft with its facts."""
    query = select(Source).where(Source.team_id == place.team.id, Source.active).order_by(Source.position, Source.id)
    facts = DraftFacts(
        id=draft.id,
        values=DraftValues.from_json(draft.fields),
        team_name=place.team.name,
        team_currency=place.team.currency,
        elsewhere=place.team.id != who.team_id,
        stages=place.ladder.open_stages,
        sources=tuple(await session.scalars(query)),
        message_id=draft.message_id,
        deal_id=draft.deal_id,
        cancelled=draft.cancelled_at is not None,
    )
    return Opened(draft, place, facts)


async def started_by(session: AsyncSession, who: Who, press: Press) -> Draft | None:
    """The draft that this very update started before we died and it was replayed."""
    if press.inbox_id is None:
        return None
    query = select(Draft).where(Draft.inbox_id == press.inbox_id, Draft.user_id == who.user_id)
    draft: Draft | None = await session.scalar(query)
    return draft


async def untouched(session: AsyncSession, who: Who) -> Draft | None:
    """The person's newest draft, if it was begun question by question in this team and nothing was answered."""
    query = select(Draft).where(Draft.user_id == who.user_id).order_by(Draft.id.desc()).limit(1).with_for_update()
    draft: Draft | None = await session.scalar(query)
    if draft is None or draft.team_id != who.team_id or draft.fields or draft.source_text is not None:
        return None
    return draft if draft.deal_id is None and draft.cancelled_at is None else None


def new_deal(facts: DraftFacts) -> NewDeal:
    """What the deal starts with. A stage or source that the team has given up meanwhile is left out."""
    values = facts.values
    return NewDeal(
        client=values.client,
        client_folded=fold(values.client)[:200],
        currency=facts.currency,
        title=values.title,
        amount_minor=values.amount_minor,
        stage_id=facts.stage.id if facts.stage else None,
        next_step_at=values.next_step_at,
        next_step_has_time=values.next_step_has_time,
        next_step_text=values.next_step_text,
        expected_close=values.expected_close,
        phone=values.phone,
        contact_name=values.contact_name,
        contact_user_id=values.contact_user_id,
        source_id=facts.source.id if facts.source else None,
    )
