"""Seeing the statements that prepared ones send: SQLAlchemy's listeners do not hear of those."""

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
