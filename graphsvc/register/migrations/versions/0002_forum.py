"""The forum: documents by their digest, and requests that were carried out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from graphsvc.register.types import PROSE, WORDS

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "document",
        sa.Column("digest", WORDS, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_document")),
    )
    op.create_table(
        "request",
        sa.Column("who", WORDS, nullable=False),
        sa.Column("key", WORDS, nullable=False),
        sa.Column("fingerprint", WORDS, nullable=False),
        sa.Column("answer", PROSE, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["revision"], ["revision.number"], name=op.f("fk_request_revision")),
        sa.PrimaryKeyConstraint("who", "key", name=op.f("pk_request")),
    )


def downgrade() -> None:
    """A register is never migrated backwards."""
    raise NotImplementedError("restore a backup instead: a register is never migrated backwards")
