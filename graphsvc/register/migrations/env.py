"""Runs migrations on the connection that the register hands over, inside its transaction."""

from __future__ import annotations

from alembic import context

from graphsvc.register.schema import metadata

connection = context.config.attributes["connection"]
# render_as_batch: SQLite changes a table by making it anew.
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
