"""What will be due soon is said with what is due now, so that one message does where two would come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.models import Deal, Reminder, ReminderKind, ReminderState, StageKind
from bot.services.reminders.arising import AT_ONCE, THESE, claim_silent, facts_where, first_contacts, warnings
from bot.services.reminders.locking import locked
from bot.services.reminders.persons import MANY, Key, among
from bot.services.reminders.rows import Due
from bot.services.stages import Stages

ONLY_WARNED = exists().where(Reminder.id == Deal.reminder_id, Reminder.kind == ReminderKind.WARN)
"""Nothing was said of the deal but that it is nearly stuck."""

_MAY_COME_EARLY = (
    Deal.closed.is_(False),
    Deal.kind == StageKind.OPEN,
    # Whoever said "not now" or "not before" is not asked earlier.
    Deal.paused_until.is_(None),
    Deal.snoozed_until.is_(None),
)
# A reminder that is out says it all, unless it only said that the deal is nearly stuck.
_UNSAID = or_(Deal.reminder_id.is_(None), ONLY_WARNED)


async def claim_early(
    session: AsyncSession,
    stages: Stages,
    keys: Collection[Key],
    now: datetime,
    before: datetime,
    *due: ColumnElement[bool],
) -> dict[Key, list[Due]]:
    """Deals of these owners, due after now and before a moment, that meet ``due`` become reminders; by owner."""
    rows: list[RowMapping] = []
    for owned in _owned(keys):
        coming = Deal.follow_up_at > now, Deal.follow_up_at < before
        rows += (await session.execute(facts_where(owned, *coming, *_MAY_COME_EARLY, _UNSAID, *due))).mappings().all()
    await claim_silent(session, stages, rows, now)
    return await _by_owner(session, [row["id"] for row in rows])


async def first_contacts_early(
    session: AsyncSession, keys: Collection[Key], now: datetime, before: datetime
) -> dict[Key, list[Due]]:
    """The same for new enquiries that nobody touched."""
    return await _hasten(session, Deal.first_contact_at, first_contacts, keys, now, before, _UNSAID)


async def warnings_early(
    session: AsyncSession, keys: Collection[Key], now: datetime, before: datetime, along: datetime
) -> dict[Key, list[Due]]:
    """The same for deals that are nearly stuck; also for those whose reminder is out and would ring only after
    ``along``. Until then the push takes it along by itself.
    """
    rests = or_(Reminder.ring_at.is_(None), Reminder.ring_at > along)
    out = exists().where(Reminder.id == Deal.reminder_id, Reminder.state == ReminderState.LIVE, rests)
    return await _hasten(session, Deal.warn_at, warnings, keys, now, before, or_(_UNSAID, out))


def join(group: list[Due], more: Sequence[Due]) -> None:
    """Add what is not in the group yet, and put what was changed since in place of what the group was read with."""
    fresh = {reminder.id for reminder, _ in more}
    group[:] = [*(one for one in group if one[0].id not in fresh), *more]


async def _hasten(
    session: AsyncSession,
    column: InstrumentedAttribute[datetime | None],
    claim: Callable[[AsyncSession, datetime], Awaitable[int]],
    keys: Collection[Key],
    now: datetime,
    before: datetime,
    which: ColumnElement[bool],
) -> dict[Key, list[Due]]:
    """What is due before a moment is due now, and claimed; what rings for that, by owner. Deals that somebody is
    changing are left out.
    """
    ids: list[int] = []
    for owned in _owned(keys):
        coming = select(Deal.id).where(owned, column > now, column < before, *_MAY_COME_EARLY, which)
        ids += await session.scalars(coming.limit(AT_ONCE).with_for_update(skip_locked=True))
    if ids:
        await (await session.connection()).execute(update(Deal).where(THESE).values({column: now}), {"deals": ids})
        await claim(session, now)
    return await _by_owner(session, ids, Reminder.ring_at <= now)


def _owned(keys: Collection[Key]) -> Iterator[ColumnElement[bool]]:
    asked = sorted(keys)
    for start in range(0, len(asked), MANY):
        yield among(asked[start : start + MANY], Deal.owner_id, Deal.team_id)


async def _by_owner(
    session: AsyncSession, deal_ids: Sequence[int], *where: ColumnElement[bool]
) -> dict[Key, list[Due]]:
    claimed: dict[Key, list[Due]] = defaultdict(list)
    if deal_ids:
        for reminder, deal in await locked(session, Reminder.deal_id.in_(deal_ids), *where):
            claimed[deal.owner_id, deal.team_id].append((reminder, deal))
    return claimed
