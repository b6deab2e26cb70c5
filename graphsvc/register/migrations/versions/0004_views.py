"""Saved views: addresses of pages that people keep."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from graphsvc.register.types import PROSE, WORDS

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "saved_view",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("address", PROSE, nullable=False),
        sa.Column("owner", WORDS, nullable=False),
        sa.Column("shared", sa.Integer(), nullable=False),
        sa.Column("note", PROSE, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved", WORDS, nullable=False),
        sa.Column("removed", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_saved_view")),
    )


def downgrade() -> None:
    """A register is never migrated backwards."""
    raise NotImplementedError("restore a backup instead: a register is never migrated backwards")
