"""Seeing what goes to SQLite's driver directly: SQLAlchemy's listeners do not hear of it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from unittest import mock

from bot.sqlite import InlineConnection


@contextlib.contextmanager
def prepared_noted(note: Callable[[str, tuple[Any, ...]], object]) -> Iterator[None]:
    """Call ``note`` with the text and values of every prepared statement that runs on SQLite meanwhile."""
    run = InlineConnection.run

    def noting(self: InlineConnection, statement: str, parameters: Sequence[Any]) -> list[Any]:
        note(statement, tuple(parameters))
        return run(self, statement, parameters)

    with mock.patch.object(InlineConnection, "run", noting):
        yield


@contextlib.contextmanager
def transactions_noted(note: Callable[[str], object]) -> Iterator[None]:
    """Call ``note`` with every BEGIN and COMMIT that SQLite is sent meanwhile."""
    begin, commit = InlineConnection.begin, InlineConnection.commit

    async def noting_begin(self: InlineConnection, *, writing: bool) -> None:
        note("BEGIN IMMEDIATE" if writing else "BEGIN")
        await begin(self, writing=writing)

    def noting_commit(self: InlineConnection) -> None:
        note("COMMIT")
        commit(self)

    with (
        mock.patch.object(InlineConnection, "begin", noting_begin),
        mock.patch.object(InlineConnection, "commit", noting_commit),
    ):
        yield
