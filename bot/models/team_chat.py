"""Groups and topics that hear of a team's deals."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, Moment, Pk, TelegramId

_AWAITS_HEADLINE = text("next_digest_at IS NOT NULL")


class TeamChat(Base):
    """A group, or one topic of a forum group (``thread_id``; 0: the group itself), connected to one team."""

    __tablename__ = "team_chat"
    __table_args__ = (
        UniqueConstraint("chat_id", "thread_id"),
        # Most chats do not hear the headline.
        Index(
            "ix_team_chat_next_digest_at",
            "next_digest_at",
            sqlite_where=_AWAITS_HEADLINE,
            postgresql_where=_AWAITS_HEADLINE,
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Pk]
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    thread_id: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(255))
    locale: Mapped[str] = mapped_column(String(2))
    hears_created: Mapped[bool] = mapped_column(default=True)
    hears_moved: Mapped[bool] = mapped_column(default=True)
    hears_won: Mapped[bool] = mapped_column(default=True)
    hears_lost: Mapped[bool] = mapped_column(default=True)
    # The headline of the daily digest.
    hears_digest: Mapped[bool] = mapped_column(default=False)
    connected_by: Mapped[TelegramId]
    connected_at: Mapped[Moment]
    # Set when posting became impossible (kicked, topic closed): why, for the admin. None: working.
    broken: Mapped[str | None] = mapped_column(String(32))
    # When the headline is due next, at the team's digest hour; None: never (broken, or not wanted).
    next_digest_at: Mapped[Moment | None]


class TeamPost(Base):
    """One message in a team chat about one deal's moves. Moves within a minute share it: the message is edited."""

    __tablename__ = "team_post"
    __table_args__ = (
        Index("ix_team_post_chat_deal", "team_chat_id", "deal_id", "posted_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Pk]
    team_chat_id: Mapped[int] = mapped_column(ForeignKey("team_chat.id", ondelete="CASCADE"))
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id", ondelete="CASCADE"))
    first_event_id: Mapped[int] = mapped_column(BigInteger)
    last_event_id: Mapped[int] = mapped_column(BigInteger)
    posted_at: Mapped[Moment]
    # Known once the sender has delivered it.
    message_id: Mapped[int | None]
    # Set when undo took the news back before anyone could act on it.
    withdrawn: Mapped[bool] = mapped_column(default=False)
