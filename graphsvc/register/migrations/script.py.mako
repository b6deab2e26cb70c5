"""${message}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to date."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """A register is never migrated backwards."""
    raise NotImplementedError("restore a backup instead: a register is never migrated backwards")
