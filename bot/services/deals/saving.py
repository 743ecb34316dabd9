"""Writing a change down past the mapper, whose flush costs as much as all other statements of a move together."""

from __future__ import annotations

from functools import cache

from sqlalchemy import bindparam, insert, inspect, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, DealEvent
from bot.prepared import Prepared

_DEAL, _EVENT = Deal.__table__, DealEvent.__table__
_EVENT_COLUMNS = tuple(column.name for column in _EVENT.columns if not column.primary_key)
_ADD_EVENT = Prepared(insert(_EVENT).returning(_EVENT.c.id), [_EVENT.c.id], _EVENT_COLUMNS)  # type: ignore[arg-type]


@cache
def _change_deal(columns: frozenset[str]) -> Prepared:
    """Each kind of change sets the same few columns, so there are about as many statements as kinds."""
    return Prepared(update(_DEAL).where(_DEAL.c.id == bindparam("row")), sets=columns)  # type: ignore[arg-type]


async def save(session: AsyncSession, deal: Deal, event: DealEvent) -> None:
    """Write the changed columns of ``deal``, and ``event``, which gets its id but belongs to no session: history is
    never changed.
    """
    state = inspect(deal)
    changed = {name: getattr(deal, name) for name in state.committed_state}
    await _change_deal(frozenset(changed)).run(session, {"row": deal.id, **changed})
    [[event.id]] = await _ADD_EVENT.run(session, {name: getattr(event, name) for name in _EVENT_COLUMNS})
    # As the mapper does after its own flush: what is set on the deal from now on is a new change.
    state._commit_all(state.dict, session.sync_session.identity_map)
