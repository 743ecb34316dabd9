"""What came in from Telegram and what must go out to it: written down first, so that a crash loses neither."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, Moment, Pk, enum_column


class InboxState(StrEnum):
    """Where an update stands."""

    NEW = "new"
    DONE = "done"
    DEAD = "dead"


class InboxUpdate(Base):
    """One update as Telegram sent it. ``id`` is ours; ``update_id`` is unique only within 48 hours."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("ix_inbox_open", "id", sqlite_where=text("state = 'new'"), postgresql_where=text("state = 'new'")),
        Index("ix_inbox_received_at", "received_at"),
        # History names these ids for good: one must not come again after old rows are deleted.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Pk]
    update_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    # Updates with one lane are handled in order; lanes run side by side. The chat's id, else the user's, else 0.
    lane: Mapped[int] = mapped_column(BigInteger)
    payload: Mapped[str] = mapped_column(Text)
    state: Mapped[InboxState] = mapped_column(enum_column(InboxState), default=InboxState.NEW)
    attempts: Mapped[int] = mapped_column(default=0)
    received_at: Mapped[Moment]
    try_at: Mapped[Moment | None]
    error: Mapped[str | None] = mapped_column(Text)


class OutboxState(StrEnum):
    """Where a message stands. ``dropped``: delivery became pointless (blocked, withdrawn, chat gone)."""

    PENDING = "pending"
    SENT = "sent"
    DROPPED = "dropped"
    DEAD = "dead"


IS_PENDING = text("outbox.state = 'pending'")
"""For queries: word for word as the index has it, since PostgreSQL does not see through parameters."""


class OutboxMessage(Base):
    """Something that somebody must hear: kind + arguments; worded at delivery, in the reader's language."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_due",
            "priority",
            "due_at",
            "id",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: Mapped[Pk]
    # The same fact told twice has the same key: a sweep or replay that runs again adds nothing.
    dedupe_key: Mapped[str] = mapped_column(String(128), unique=True)
    kind: Mapped[str] = mapped_column(String(32))
    args: Mapped[dict[str, Any]]
    chat_id: Mapped[int] = mapped_column(BigInteger)
    thread_id: Mapped[int] = mapped_column(default=0)
    # Lower goes first: 0 somebody waits, 5 news, 9 digests and broadcasts, 10 command menus.
    priority: Mapped[int] = mapped_column(default=5)
    due_at: Mapped[Moment]
    state: Mapped[OutboxState] = mapped_column(enum_column(OutboxState), default=OutboxState.PENDING)
    leased_until: Mapped[Moment | None]
    attempts: Mapped[int] = mapped_column(default=0)
    message_id: Mapped[int | None]
    sent_at: Mapped[Moment | None]
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[Moment]


class FsmState(Base):
    """Where a person stands in a dialogue (aiogram's finite-state machine), kept across restarts."""

    __tablename__ = "fsm_state"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    state: Mapped[str | None] = mapped_column(String(128))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    updated_at: Mapped[Moment]
