"""Deals being entered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, BigId, Moment, Pk


class Draft(Base):
    """A deal being entered. It lives in the database so that a restart in the middle loses nothing."""

    __tablename__ = "draft"
    # Old buttons name drafts: an id must not come again after old drafts are deleted.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[Pk]
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    # The update that started it: a replay finds the draft instead of starting a second one.
    inbox_id: Mapped[int | None] = mapped_column(BigId, unique=True)
    source_text: Mapped[str | None] = mapped_column(Text)
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # The message that shows the draft, so that answers typed later edit it instead of adding another.
    message_id: Mapped[int | None]
    # Set once saved: pressing Save again opens this deal.
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deal.id", ondelete="SET NULL"))
    cancelled_at: Mapped[datetime | None]
    created_at: Mapped[Moment]
