"""Writing a change down past the mapper, whose flush costs as much as all other statements of a move together."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, inspect, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, DealEvent

_DEAL, _EVENT = Deal.__table__, DealEvent.__table__
# Which columns are set follows from the values given.
_CHANGE_DEAL = update(_DEAL).where(_DEAL.c.id == bindparam("row"))  # type: ignore[arg-type]
_ADD_EVENT = insert(_EVENT)  # type: ignore[arg-type]
_EVENT_COLUMNS = tuple(column.name for column in _EVENT.columns if not column.primary_key)


async def save(session: AsyncSession, deal: Deal, event: DealEvent) -> None:
    """Write the changed columns of ``deal``, and ``event``, which gets its id but belongs to no session: history is
    never changed.
    """
    connection = await session.connection()
    state = inspect(deal)
    changed = {name: getattr(deal, name) for name in state.committed_state}
    await connection.execute(_CHANGE_DEAL, {"row": deal.id, **changed})
    added = await connection.execute(_ADD_EVENT, {name: getattr(event, name) for name in _EVENT_COLUMNS})
    event.id = added.inserted_primary_key[0]  # type: ignore[index]  # there always is one after a single insert
    # As the mapper does after its own flush: what is set on the deal from now on is a new change.
    state._commit_all(state.dict, session.sync_session.identity_map)
