"""The first tables: revisions, claims, changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from graphsvc.register.types import PROSE, WORDS

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "revision",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("time", WORDS, nullable=False),
        sa.Column("who", WORDS, nullable=False),
        sa.Column("source", WORDS, nullable=False),
        sa.Column("message", PROSE, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Integer(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("content_digest", WORDS, nullable=False),
        sa.Column("state_digest", WORDS, nullable=False),
        sa.Column("previous", WORDS, nullable=False),
        sa.Column("digest", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_revision")),
    )
    op.create_table(
        "claim",
        sa.Column("source", WORDS, nullable=False),
        sa.Column("subject", WORDS, nullable=False),
        sa.Column("id", WORDS, nullable=False),
        sa.Column("content", PROSE, nullable=False),
        sa.Column("place", PROSE, nullable=False),
        sa.PrimaryKeyConstraint("source", "subject", "id", name=op.f("pk_claim")),
    )
    op.create_index(op.f("ix_claim_subject_id"), "claim", ["subject", "id"])
    op.create_table(
        "change",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", WORDS, nullable=False),
        sa.Column("subject", WORDS, nullable=False),
        sa.Column("id", WORDS, nullable=False),
        sa.Column("was", WORDS, nullable=False),
        sa.Column("before", PROSE, nullable=True),
        sa.Column("before_place", PROSE, nullable=True),
        sa.Column("after", PROSE, nullable=True),
        sa.Column("after_place", PROSE, nullable=True),
        sa.ForeignKeyConstraint(["revision"], ["revision.number"], name=op.f("fk_change_revision")),
        sa.PrimaryKeyConstraint("revision", "position", name=op.f("pk_change")),
    )
    op.create_index(op.f("ix_change_id"), "change", ["id"])


def downgrade() -> None:
    """There is nothing before the first."""
    raise NotImplementedError("restore a backup instead: a register is never migrated backwards")
