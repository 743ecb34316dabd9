"""The facts of a digest, read from what is true now: at delivery, on /digest and on every turn of a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, TextClause, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, DigestDay, Nudge, Reminder, ReminderKind, StageKind, Team, User
from bot.models.deal import stepless
from bot.models.facts_digests import DigestFacts, Headline, StuckDeal, StuckOfRep
from bot.services.stages import Stages
from bot.services.weighing import Scale, sums_of
from bot.services.workdays import today_in

MOST_STUCK = 1_000
"""A digest reads so many stuck deals at most, the longest stuck first; the list has the rest."""

IGNORED_TIMES = 3
"""A reminder ignored so often is the manager's business (issue 3, "Escalation")."""

MOST_NAMED = 50
"""Ignored deals and untouched enquiries beyond so many are not named."""

TOLD_FIRST = timedelta(minutes=30)
"""An enquiry that nobody touched is its owner's business before it is the manager's (issue 3, "First contact"): whoever
heard of it with the morning's plan is not named in the digest of the same minute, but in the next one.
"""


class _Gone(NamedTuple):
    """What is no longer stuck since the last digest of an earlier day: clients of deals that got moving, clients of
    those that stand where they stood, under another limit, and deals that were given more time.
    """

    moved: tuple[str, ...] = ()
    eased: tuple[str, ...] = ()
    resting: tuple[Deal, ...] = ()


async def gather(session: AsyncSession, stages: Stages, team: Team, now: datetime) -> DigestFacts:
    """A team's digest. Checks no rights: the caller did."""
    day = local_day(team, now)
    stuck = await stuck_deals(session, team.id, now)
    headline, gone = await _headline(session, team.id, day, stuck, now)
    # An enquiry that nobody touched is said to be one, stuck or not: a first stage's limit is often as short.
    untouched = await _untouched(session, stages, team, now)
    enquiries = {deal.id for deal in untouched}
    others = [deal for deal in stuck if deal.id not in enquiries]
    shown = enquiries | {deal.id for deal in stuck}
    ignored = [deal for deal in await _ignored(session, team.id) if deal.id not in shown]
    names = await _names(session, {deal.owner_id for deal in (*stuck, *ignored, *untouched)})
    return DigestFacts(
        team_id=team.id,
        team_name=team.name,
        day=day,
        headline=headline,
        reps=await _by_rep(session, stages, others, names, now),
        moved=gone.moved,
        eased=gone.eased,
        resting=gone.resting,
        ignored=await _with_stages(session, stages, ignored),
        untouched=await _with_stages(session, stages, untouched),
        names=tuple(sorted(names.items())),
        stepless=await _count(session, Deal.team_id == team.id, *stepless(now)),
        overdue=await _count(session, Deal.team_id == team.id, Deal.closed.is_(False), Deal.expected_close < day),
        capped=len(stuck) == MOST_STUCK,
    )


def local_day(team: Team, now: datetime) -> date:
    """The team's own date."""
    return today_in(ZoneInfo(team.time_zone), now)


async def headline_of(session: AsyncSession, team: Team, now: datetime) -> Headline:
    """Only the first line, for team chats."""
    day = local_day(team, now)
    return (await _headline(session, team.id, day, await stuck_deals(session, team.id, now), now))[0]


async def stuck_deals(session: AsyncSession, team_id: int, now: datetime) -> Sequence[Deal]:
    """Deals past their stage's limit, the longest first. Found by the due time, whether the sweep came by or not."""
    query = select(Deal).where(Deal.team_id == team_id, Deal.stuck_at <= now).order_by(Deal.stuck_at, Deal.id)
    return (await session.scalars(query.limit(MOST_STUCK))).all()


async def _headline(
    session: AsyncSession, team_id: int, day: date, stuck: Sequence[Deal], now: datetime
) -> tuple[Headline, _Gone]:
    """The first line, and what is no longer stuck."""
    last = await session.scalar(
        select(DigestDay)
        .where(DigestDay.team_id == team_id, DigestDay.day < day)
        .order_by(DigestDay.day.desc())
        .limit(1)
    )
    if last is None:
        return Headline(len(stuck), sums_of(stuck)), _Gone()
    before, ids = set(last.stuck), {deal.id for deal in stuck}
    gone = sorted(before - ids)
    query = select(Deal).where(Deal.team_id == team_id, Deal.id.in_(gone), Deal.kind != StageKind.LOST)
    unstuck = list(await session.scalars(query.order_by(Deal.id))) if gone else []
    resting = tuple(deal for deal in unstuck if _rests(deal, now))
    eased = tuple(deal for deal in unstuck if deal not in resting and _stands(deal, last))
    stand = {deal.id for deal in (*resting, *eased)}
    moved = tuple(deal.client for deal in unstuck if deal.id not in stand)
    first = Headline(len(stuck), sums_of(stuck), last.day, len(ids - before), len(moved))
    return first, _Gone(moved, tuple(deal.client for deal in eased), resting)


def _stands(deal: Deal, last: DigestDay) -> bool:
    """In the stage where it was stuck: nothing but another limit has un-stuck it."""
    return deal.kind is StageKind.OPEN and deal.stage_entered_at < last.made_at


def _rests(deal: Deal, now: datetime) -> bool:
    """Paused, or with a manager's leave to wait: it stands where it stood."""
    return deal.paused_until is not None or (deal.wait_until is not None and deal.wait_until > now)


async def _by_rep(
    session: AsyncSession, stages: Stages, stuck: Sequence[Deal], names: dict[int, str], now: datetime
) -> tuple[StuckOfRep, ...]:
    scale = Scale(stuck, now)
    groups: dict[int, list[StuckDeal]] = defaultdict(list)
    for deal in stuck:
        ladder = await stages.of(session, deal.pipeline_id)
        groups[deal.owner_id].append(StuckDeal(deal, ladder.by_id[deal.stage_id], scale.weight(deal)))
    reps = []
    for owner_id, found in groups.items():
        found.sort(key=lambda each: (-each.weight, each.deal.id))
        sums = sums_of([each.deal for each in found])
        reps.append(StuckOfRep(owner_id, names.get(owner_id, ""), tuple(found), sums))
    return tuple(sorted(reps, key=lambda rep: (-sum(each.weight for each in rep.deals), rep.owner_id)))


async def _ignored(session: AsyncSession, team_id: int) -> Sequence[Deal]:
    query = select(Deal).where(Deal.team_id == team_id, Deal.closed.is_(False), Deal.ignored >= IGNORED_TIMES)
    return (await session.scalars(query.order_by(Deal.ignored.desc(), Deal.id).limit(MOST_NAMED))).all()


async def _untouched(session: AsyncSession, stages: Stages, team: Team, now: datetime) -> Sequence[Deal]:
    """New enquiries (first stage, with a source) that nobody touched within the team's hours (product.md, "first
    contact within 24 hours").
    """
    if team.first_contact_hours is None:
        return ()
    ladder = await stages.default(session, team.id)
    just_told = (
        exists()
        .where(Reminder.id == Deal.reminder_id, Reminder.kind == ReminderKind.FIRST_CONTACT, Reminder.rung <= 1)
        .where(Nudge.id == Reminder.nudge_id, Nudge.made_at > now - TOLD_FIRST)
    )
    query = (
        select(Deal)
        .where(
            Deal.team_id == team.id,
            ~just_told,
            Deal.stage_id == ladder.first_open.id,
            Deal.source_id.is_not(None),
            Deal.last_touch_at <= Deal.created_at,
            # Somebody looked at it and said why it waits.
            Deal.paused_until.is_(None),
            Deal.created_at <= now - timedelta(hours=team.first_contact_hours),
        )
        .order_by(Deal.created_at, Deal.id)
    )
    return (await session.scalars(query.limit(MOST_NAMED))).all()


async def _with_stages(session: AsyncSession, stages: Stages, deals: Iterable[Deal]) -> tuple[StuckDeal, ...]:
    return tuple([StuckDeal(deal, (await stages.of(session, deal.pipeline_id)).by_id[deal.stage_id]) for deal in deals])


async def _names(session: AsyncSession, ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    return {user.id: user.name for user in await session.scalars(select(User).where(User.id.in_(ids)))}


async def _count(session: AsyncSession, *where: ColumnElement[bool] | TextClause) -> int:
    return await session.scalar(select(func.count()).select_from(Deal).where(*where)) or 0
