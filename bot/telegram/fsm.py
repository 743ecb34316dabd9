"""aiogram's dialogue states in our own database, so that a restart in the middle of an entry loses
nothing.
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from aiogram.exceptions import DataNotDictLikeError
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StateType, StorageKey
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.clock import Clock
from bot.database import Database
from bot.models.delivery import FsmState

KEPT_IN_MEMORY = 10_000
"""Dialogues remembered at once; each is a few hundred bytes."""

Record = tuple[str | None, dict[str, Any]]
EMPTY: Record = (None, {})

_SELECT = select(FsmState.state, FsmState.data)
_INSERT: dict[str, Callable[[type[FsmState]], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


class SqlStorage(BaseStorage):
    """FSM storage on the table ``fsm_state``.

    On SQLite one process owns the file, so what was read or written last is remembered and a tap costs no
    query. PostgreSQL may be shared by several processes: there the row is always asked for.

    Calls for one key must not overlap; the dispatcher's event isolation sees to that.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._keys = DefaultKeyBuilder(with_bot_id=True, with_destiny=True)
        self._memory: OrderedDict[str, Record] | None = OrderedDict() if database.is_sqlite else None
        self._insert = _INSERT[database.engine.dialect.name]

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Set the state and keep the data."""
        name = self._keys.build(key)
        old, data = await self._load(name)
        new = state.state if isinstance(state, State) else state
        if new != old:
            await self._save(name, (new, data))

    async def get_state(self, key: StorageKey) -> str | None:
        """The state, or None."""
        return (await self._load(self._keys.build(key)))[0]

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Replace the data and keep the state. Raises DataNotDictLikeError for anything but a dict; it
        must be JSON.
        """
        if not isinstance(data, dict):
            raise DataNotDictLikeError(f"Data must be a dict or dict-like object, got {type(data).__name__}")
        name = self._keys.build(key)
        state, old = await self._load(name)
        if data != old:
            # Through JSON and back: memory must hold what a restart would find, and share nothing with the
            # caller.
            await self._save(name, (state, orjson.loads(orjson.dumps(data))))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """A copy of the data; empty when there is none."""
        return copy.deepcopy((await self._load(self._keys.build(key)))[1])

    async def close(self) -> None:
        """Nothing to close: the database belongs to the application."""

    async def _load(self, name: str) -> Record:
        if self._memory is not None and (known := self._memory.get(name)) is not None:
            self._memory.move_to_end(name)
            return known
        async with self._database.read() as session:
            row = (await session.execute(_SELECT.where(FsmState.key == name))).first()
        record = EMPTY if row is None else (row.state, row.data)
        self._remember(name, record)
        return record

    async def _save(self, name: str, record: Record) -> None:
        state, data = record
        async with self._database.write() as session:
            if state is None and not data:
                await session.execute(delete(FsmState).where(FsmState.key == name))
            else:
                values = {"state": state, "data": data, "updated_at": self._clock.now()}
                insert = self._insert(FsmState).values(key=name, **values)
                await session.execute(insert.on_conflict_do_update(index_elements=["key"], set_=values))
        self._remember(name, record)

    def _remember(self, name: str, record: Record) -> None:
        if self._memory is None:
            return
        self._memory[name] = record
        self._memory.move_to_end(name)
        if len(self._memory) > KEPT_IN_MEMORY:
            self._memory.popitem(last=False)
