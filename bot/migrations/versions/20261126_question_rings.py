"""Question rings

Revises: 20261126_chat_headline_due
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261126_question_rings"
down_revision = "20261126_chat_headline_due"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("question", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("rings_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_question_rings_at",
            ["rings_at"],
            unique=False,
            sqlite_where=sa.text("rings_at IS NOT NULL"),
            postgresql_where=sa.text("rings_at IS NOT NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("question", schema=None, recreate="never") as batch_op:
        batch_op.drop_index(
            "ix_question_rings_at",
            sqlite_where=sa.text("rings_at IS NOT NULL"),
            postgresql_where=sa.text("rings_at IS NOT NULL"),
        )
        batch_op.drop_column("rings_at")
