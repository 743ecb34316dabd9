"""What must go out to Telegram: written in the transaction that made it true, sent afterwards by the sender.

A row carries a kind and arguments, never words: the text is made at delivery, in the reader's language,
from what is true then. `Outgoing` is what the sender needs from the service that knows the kinds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models.delivery import OutboxMessage, OutboxState
from bot.prepared import Prepared

Why = Literal["blocked", "kicked", "chat_not_found", "topic_closed", "no_rights", "message_gone"]
"""Why Telegram will never take this message: what `Outgoing.undeliverable` is told."""


EDITS = frozenset({"post-edit", "nudge-refresh"})
"""Kinds that make a message show what is true now, and nothing else."""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One message that is due, as the sender holds it while it is being sent."""

    id: int
    kind: str
    args: Mapping[str, Any]
    chat_id: int
    thread_id: int
    priority: int
    attempts: int
    due_at: datetime

    def says(self, kind: str, args: Mapping[str, Any]) -> bool:
        """Whether a row of the same chat that waits behind this one would only make the message show the same."""
        return kind in EDITS and kind == self.kind and args == self.args


@dataclass(frozen=True, slots=True)
class Delivery:
    """What to do in Telegram for a row, and the facts to word it from. ``facts`` goes to
    ``views.outgoing.render``.

    ``edit`` and ``delete`` need ``message_id``; ``menu`` sets the chat's command menu. ``locale`` is ours (en, ru, pl),
    ``zone`` an IANA name.
    ``silent`` sends without a sound.
    """

    op: Literal["send", "edit", "delete", "menu"]
    chat_id: int
    facts: object
    locale: str
    zone: str
    thread_id: int = 0
    message_id: int | None = None
    silent: bool = False


class Outgoing(Protocol):
    """The service that knows what each kind of row means. Every method opens its own transaction.

    Each may be called twice for one row (a crash between the call and the note that it happened): doing
    it twice must equal doing it once.
    """

    async def load(self, row: OutboxRow) -> Delivery | None:
        """What to send now, from what is true now. None: nobody needs it any more, and the row is dropped."""

    async def delivered(self, row: OutboxRow, message_id: int | None, *, silent: bool = False) -> None:
        """Telegram has it. ``message_id`` is new for a send, the edited one for an edit, None for a
        delete. ``silent``: it made no sound.
        """

    async def undeliverable(self, row: OutboxRow, why: Why) -> None:
        """Telegram will never take it: mark the person or the chat unreachable and tell whom it concerns."""

    async def migrated(self, row: OutboxRow, new_chat_id: int) -> None:
        """The group ``row.chat_id`` is now the supergroup ``new_chat_id``. The row itself is sent there at
        once.
        """


_COLUMNS = (
    *("dedupe_key", "kind", "args", "chat_id", "thread_id"),
    *("priority", "due_at", "state", "attempts", "created_at"),
)
_INSERT = {
    dialect: Prepared(insert(OutboxMessage).on_conflict_do_nothing(index_elements=["dedupe_key"]), sets=_COLUMNS)
    for dialect, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


async def enqueue(
    session: AsyncSession,
    *,
    key: str,
    kind: str,
    args: Mapping[str, Any],
    chat_id: int,
    now: datetime,
    thread_id: int = 0,
    priority: int = 5,
    due_at: datetime | None = None,
) -> None:
    """Write down one message in the caller's transaction; the sender wakes when that commits.

    ``key`` (at most 128 characters) names the fact that is told: a second row with the same key is not added.
    ``args`` must be JSON. ``due_at`` None: now.
    """
    await enqueue_many(
        session,
        [
            new_row(
                key=key,
                kind=kind,
                args=args,
                chat_id=chat_id,
                now=now,
                thread_id=thread_id,
                priority=priority,
                due_at=due_at,
            )
        ],
    )


def new_row(
    *,
    key: str,
    kind: str,
    args: Mapping[str, Any],
    chat_id: int,
    now: datetime,
    thread_id: int = 0,
    priority: int = 5,
    due_at: datetime | None = None,
) -> dict[str, Any]:
    """A row for `enqueue_many`, with the meaning of `enqueue`'s arguments."""
    return {
        "dedupe_key": key,
        "kind": kind,
        "args": dict(args),
        "chat_id": chat_id,
        "thread_id": thread_id,
        "priority": priority,
        "due_at": due_at or now,
        "state": OutboxState.PENDING,
        "attempts": 0,
        "created_at": now,
    }


async def enqueue_many(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Write down several messages with one statement; each made by `new_row`."""
    if not rows:
        return
    insert = _INSERT[session.get_bind().dialect.name]
    await insert.run_each(session, rows)
    outbox_changed(session)


def outbox_changed(session: AsyncSession) -> None:
    """The sender wakes when this transaction commits: something is due now."""
    session.info["outbox"] = True
