"""Statements of the busiest transactions, compiled once.

SQLAlchemy looks every statement up in its cache by what it consists of, prepares a context for it and describes its
result, each time anew: on SQLite that costs several times the statement itself. What every tap runs is compiled at its
first use and goes to the driver's cursor directly, with the same conversions of values. See
docs/decisions/0002-sqlite-inline.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Executable, inspect
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.util import identity_key

from bot.models.base import Base
from bot.sqlite import INLINE, InlineConnection

Row = TypeVar("Row", bound=Base)
Convert = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Compiled:
    """``inputs``: what each ``?`` takes, in order. ``constants``: values that stand in the statement itself."""

    sql: str
    inputs: tuple[tuple[str, Convert], ...]
    constants: Mapping[str, Any]
    outputs: tuple[Convert, ...]


class Prepared:
    """One statement with named parameters, none of them a list.

    ``columns``: what its rows hold, in order; without them it returns none. ``sets``: the columns that an insert or
    update without values of its own writes.
    """

    def __init__(
        self, statement: Executable, columns: Iterable[ColumnElement[Any]] = (), sets: Iterable[str] | None = None
    ) -> None:
        self._statement = statement
        self._columns = tuple(columns)
        self._sets = None if sets is None else list(sets)
        self._compiled: _Compiled | None = None

    async def run(self, session: AsyncSession, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """Execute in the session's transaction. What the mapper has not flushed yet, it does not see."""
        inline: InlineConnection | None = session.info.get(INLINE)
        if inline is not None:
            return self._run_inline(inline, session.get_bind().dialect, values)
        result = await (await session.connection()).execute(self._statement, values)
        return result.all() if self._columns else ()

    async def run_each(self, session: AsyncSession, many: Sequence[Mapping[str, Any]]) -> Sequence[Sequence[Any]]:
        """Execute once for each; returns all rows."""
        if not many:
            return ()
        inline: InlineConnection | None = session.info.get(INLINE)
        if inline is not None:
            dialect = session.get_bind().dialect
            return [row for values in many for row in self._run_inline(inline, dialect, values)]
        result = await (await session.connection()).execute(self._statement, many)
        return result.all() if self._columns else ()

    def _run_inline(
        self, inline: InlineConnection, dialect: Dialect, values: Mapping[str, Any]
    ) -> Sequence[Sequence[Any]]:
        known = self._compiled
        if known is None:
            known = self._compiled = self._compile(dialect)
        given = {**known.constants, **values}
        inputs = [given[name] if convert is None else convert(given[name]) for name, convert in known.inputs]
        return [
            [value if convert is None else convert(value) for value, convert in zip(row, known.outputs, strict=True)]
            for row in inline.run(known.sql, inputs)
        ]

    def _compile(self, dialect: Dialect) -> _Compiled:
        statement: Any = self._statement
        compiled = statement.compile(dialect=dialect, column_keys=self._sets)
        kinds = {name: bind.type for bind, name in compiled.bind_names.items()}
        inputs = tuple(
            (name, kinds[name].dialect_impl(dialect).bind_processor(dialect)) for name in compiled.positiontup or ()
        )
        outputs = tuple(column.type.dialect_impl(dialect).result_processor(dialect, None) for column in self._columns)
        constants = {name: bind.effective_value for bind, name in compiled.bind_names.items() if not bind.required}
        return _Compiled(str(compiled), inputs, constants, outputs)


def loaded(session: AsyncSession, table: type[Row], values: Sequence[Any]) -> Row:
    """The entity whose columns a statement has read, in their order and maybe followed by others': as if the mapper had
    read it, so that what is changed of it is written. One that the session knows already stays as it is.
    """
    keys = _keys(table)
    known: Row | None = session.sync_session.identity_map.get(identity_key(table, values[0]))
    if known is not None:
        return known
    row = table()
    row.__dict__.update(zip(keys, values, strict=False))
    make_transient_to_detached(row)
    session.add(row)
    return row


@cache
def _keys(table: type[Base]) -> tuple[str, ...]:
    mapper = inspect(table)
    keys = tuple(mapper.get_property_by_column(column).key for column in mapper.local_table.columns)
    assert [column.name for column in mapper.primary_key] == [keys[0]], (
        f"{table.__name__} is not found by its first column"
    )
    return keys
