"""The desk: what workers share for a while."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from graphsvc.register.types import WORDS

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "desk",
        sa.Column("drawer", WORDS, nullable=False),
        sa.Column("key", WORDS, nullable=False),
        sa.Column("owner", WORDS, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("drawer", "key", name=op.f("pk_desk")),
    )


def downgrade() -> None:
    """A register is never migrated backwards."""
    raise NotImplementedError("restore a backup instead: a register is never migrated backwards")
