"""One page out of a long list, found by the sort key of the row at its edge: no page costs more than the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, TextClause, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Deal, User
from bot.services.access import may_exist

PAGE = 8
# Nobody needs to know whether it is 1,204 or 1,205; counting on would make the list's cost grow with the team.
COUNT_CAP = 200

Condition = ColumnElement[bool] | TextClause
Named = tuple[Deal, str]
Edge = tuple[date, int]

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class View:
    """How one list selects and sorts. ``key`` is the column that orders it, lowest first unless ``descending``.

    There is an index for every view that holds its rows in this order (models/deal.py).
    """

    where: tuple[Condition, ...]
    key: Any
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Slice:
    """A page's rows with their owners' names, and the cursors of the pages around it; None at the ends.

    ``turn`` and ``cursor`` lead to this very page.
    """

    rows: list[Named]
    previous: str | None = None
    next: str | None = None
    turn: str = "n"
    cursor: str = ""


async def fetch(session: AsyncSession, view: View, conditions: Sequence[Condition], turn: str, cursor: str) -> Slice:
    """The page after the cursor (``turn`` n) or before it (p); the first one without a cursor or with a forged one.

    Where nothing is left beyond the cursor because deals moved on meanwhile, it is the first page too: people expect
    a full one, not a remainder.
    """
    edge = _unpack(cursor, view.key)
    if edge is not None and turn == "p":
        before = await _rows(session, view, conditions, edge, backwards=True)
        if len(before) >= PAGE:
            rows = before[:PAGE][::-1]
            return Slice(rows, _pack(rows[0], view) if len(before) > PAGE else None, _pack(rows[-1], view), "p", cursor)
    elif edge is not None:
        after = await _rows(session, view, conditions, edge)
        if after:
            rows = after[:PAGE]
            return Slice(rows, _pack(rows[0], view), _pack(rows[-1], view) if len(after) > PAGE else None, "n", cursor)
    found = await _rows(session, view, conditions, None)
    return Slice(found[:PAGE], None, _pack(found[PAGE - 1], view) if len(found) > PAGE else None)


async def count(session: AsyncSession, conditions: Sequence[Condition]) -> tuple[int, bool]:
    """How many rows there are, at most ``COUNT_CAP``, and whether there are more."""
    some = select(Deal.id).where(*conditions).limit(COUNT_CAP + 1).subquery()
    found = await session.scalar(select(func.count()).select_from(some)) or 0
    return min(found, COUNT_CAP), found > COUNT_CAP


async def _rows(
    session: AsyncSession, view: View, conditions: Sequence[Condition], edge: Edge | None, *, backwards: bool = False
) -> list[Named]:
    found = await session.execute(page_query(view, conditions, edge, backwards=backwards))
    return [(deal, owner.name) for deal, owner in found.all()]


def page_query(
    view: View, conditions: Sequence[Condition], edge: Edge | None, *, backwards: bool = False
) -> Select[Deal, User]:
    """The statement for a page and one row more, which tells whether another page follows."""
    query = select(Deal, User).join(User, User.id == Deal.owner_id).where(*conditions)
    falling = view.descending != backwards
    if edge is not None:
        # One comparison of rows: both databases enter the index at the edge. Written with OR they would read up to it.
        here = tuple_(view.key, Deal.id)
        query = query.where(here < edge if falling else here > edge)
    order = (view.key.desc(), Deal.id.desc()) if falling else (view.key, Deal.id)
    return query.order_by(*order).limit(PAGE + 1)


def _pack(row: Named, view: View) -> str:
    """A row's place in the order, short enough for a button: its key in microseconds or days, and its id."""
    deal = row[0]
    value = getattr(deal, view.key.key)
    if isinstance(value, datetime):
        return f"{_base36((value - _EPOCH) // timedelta(microseconds=1))}.{_base36(deal.id)}"
    return f"{_base36(value.toordinal())}.{_base36(deal.id)}"


def _unpack(cursor: str, key: Any) -> Edge | None:
    """The inverse; None for the first page and for anything forged."""
    try:
        number, row_id = (int(part, 36) for part in cursor.split("."))
        if not may_exist(row_id):
            return None
        if isinstance(key.type, Date):
            return date.fromordinal(number), row_id
        return _EPOCH + timedelta(microseconds=number), row_id
    except (ValueError, OverflowError):
        return None


def _base36(number: int) -> str:
    if number < 0:
        return f"-{_base36(-number)}"
    digits = ""
    while number >= 36:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return _DIGITS[number] + digits
