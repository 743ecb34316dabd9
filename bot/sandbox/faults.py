"""Injected faults: what a real network and a real Telegram do on bad days, on demand."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import ApiError, PageError, bad_request, forbidden, too_many_requests
from bot.sandbox.params import Json

REFUSALS = {
    "500": ApiError(500, "Internal Server Error"),
    "502": ApiError(502, "Bad Gateway"),
    "blocked": forbidden("bot was blocked by the user"),
    "deactivated": forbidden("user is deactivated"),
    "kicked": forbidden("bot was kicked from the group chat"),
    "chat_gone": bad_request("chat not found"),
}
"""What Telegram says, word for word."""

KINDS = frozenset((*REFUSALS, "429", "timeout", "drop", "slow"))
DEFAULT_SECONDS = 60.0
DEFAULT_RETRY = 5


class DropConnection(Exception):
    """The connection is to be cut without an answer."""


@dataclass(slots=True)
class Rule:
    """One fault: which calls it hits, what happens, how many times (None: until removed)."""

    method: str
    kind: str
    chat_id: int | None = None
    count: int | None = None
    retry_after: int = DEFAULT_RETRY
    seconds: float = DEFAULT_SECONDS
    late: bool = False

    def hits(self, method: str, chat_id: str) -> bool:
        """Whether the rule applies to this call; '*' spares getUpdates, or the bot would be deaf."""
        if self.method == "*":
            if method == "getupdates":
                return False
        elif self.method.lower() != method:
            return False
        return self.chat_id is None or str(self.chat_id) == chat_id


class Faults:
    """The active rules, in the order they were given; the first that fits applies."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    def add(self, given: list[Json]) -> None:
        """Adds rules as the page API spells them. Raises PageError for a rule that makes no sense."""
        self.rules.extend([_rule(item) for item in given])

    def take(self, method: str, params: Json) -> Rule | None:
        """The rule for this call, used up once."""
        if not self.rules:
            return None
        chat_id = str(params.get("chat_id", ""))
        for rule in self.rules:
            if rule.hits(method, chat_id):
                if rule.count is not None:
                    rule.count -= 1
                    if rule.count <= 0:
                        self.rules.remove(rule)
                return rule
        return None


async def apply(rule: Rule) -> None:
    """Does what the rule says: waits, raises an ApiError or DropConnection, or nothing after a delay."""
    if rule.kind == "slow":
        await asyncio.sleep(rule.seconds)
        return
    if rule.kind == "timeout":
        await asyncio.sleep(rule.seconds)
        raise DropConnection
    if rule.kind == "drop":
        raise DropConnection
    if rule.kind == "429":
        raise too_many_requests(rule.retry_after)
    refusal = REFUSALS[rule.kind]
    raise ApiError(refusal.code, refusal.description)


def _rule(item: Any) -> Rule:
    if not isinstance(item, dict):
        raise PageError("a fault rule is an object")
    kind = str(item.get("kind", ""))
    if kind not in KINDS:
        raise PageError(f"fault kind must be one of {', '.join(sorted(KINDS))}")
    count = item.get("count")
    if count is not None and (not isinstance(count, int) or count < 1):
        raise PageError("fault count must be a positive number")
    chat_id = item.get("chat_id")
    return Rule(
        method=str(item.get("method", "*")),
        kind=kind,
        chat_id=None if chat_id is None else int(chat_id),
        count=count,
        retry_after=int(item.get("retry_after", DEFAULT_RETRY)),
        seconds=float(item.get("seconds", DEFAULT_SECONDS)),
        late=bool(item.get("late", False)),
    )
