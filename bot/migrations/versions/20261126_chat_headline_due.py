"""Chat headline due

Revises: 20261123_initial
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "20261126_chat_headline_due"
down_revision = "20261123_initial"
branch_labels = None
depends_on = None

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
"""Due, but late: the first sweep tells such a chat within working hours only, and not if it heard today already; then,
or else, it sets the team's hour.
"""


def upgrade() -> None:
    with op.batch_alter_table("team_chat", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("next_digest_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_team_chat_next_digest_at",
            ["next_digest_at"],
            unique=False,
            sqlite_where=sa.text("next_digest_at IS NOT NULL"),
            postgresql_where=sa.text("next_digest_at IS NOT NULL"),
        )
    chats = sa.table(
        "team_chat",
        sa.column("hears_digest", sa.Boolean()),
        sa.column("broken", sa.String()),
        sa.column("next_digest_at", sa.DateTime(timezone=True)),
    )
    listening = sa.and_(chats.c.hears_digest, chats.c.broken.is_(None))
    op.execute(chats.update().where(listening).values(next_digest_at=LONG_AGO))


def downgrade() -> None:
    with op.batch_alter_table("team_chat", schema=None, recreate="never") as batch_op:
        batch_op.drop_index(
            "ix_team_chat_next_digest_at",
            sqlite_where=sa.text("next_digest_at IS NOT NULL"),
            postgresql_where=sa.text("next_digest_at IS NOT NULL"),
        )
        batch_op.drop_column("next_digest_at")
