"""Callback queries: answered once, within about 15 seconds (the figure is unpublished)."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field

from bot.sandbox.clock import SandboxClock
from bot.sandbox.errors import bad_request
from bot.sandbox.params import Json

LIFETIME = 15.0
KEEP = 10_000
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(slots=True)
class Query:
    """One press of a button."""

    id: str
    user_id: int
    chat_id: int
    payload: Json
    at: float
    answered: bool = False
    waiter: asyncio.Future[None] | None = field(default=None, compare=False)


class Queries:
    """The presses of the last while; old ones stay known so that they can be sent again."""

    def __init__(self, clock: SandboxClock, seed: int = 2) -> None:
        self._clock = clock
        self._random = random.Random(seed)
        self._known: dict[str, Query] = {}

    def open(self, user_id: int, chat_id: int, payload: Json) -> Query:
        """Registers a press and writes its id into the payload."""
        number = str((user_id << 32) + self._random.getrandbits(31))
        payload["id"] = number
        query = Query(number, user_id, chat_id, payload, self._clock.now())
        self._known[number] = query
        if len(self._known) > KEEP:
            del self._known[next(iter(self._known))]
        return query

    def get(self, number: str) -> Query | None:
        """The press with this id, however old."""
        return self._known.get(number)

    def alive(self, number: str) -> Query | None:
        """The press with this id while it can still be answered or followed by an ephemeral message."""
        query = self._known.get(number)
        if query is None or not 0 <= self._clock.now() - query.at <= LIFETIME:
            return None
        return query

    def answer(self, number: str) -> Query:
        """Marks the press answered; raises 400 when it is unknown, old or already answered."""
        query = self.alive(number)
        if query is None or query.answered:
            raise bad_request(TOO_OLD)
        query.answered = True
        if query.waiter is not None and not query.waiter.done():
            query.waiter.set_result(None)
        return query

    def renew(self, query: Query) -> None:
        """Gives an unanswered press another lifetime, since the client sends it again."""
        query.at = self._clock.now()

    def clear(self) -> None:
        """Forgets all presses."""
        self._known.clear()
