"""A register of this engine as a file, and back: all tables, row by row, but the desk."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Table, func, inspect, select

from graphsvc.register import migrating, refusals
from graphsvc.register.engine import add_rows
from graphsvc.register.schema import desk, metadata
from graphsvc.register.sqlite import connections
from graphsvc.register.verification import verify

__all__ = ["copy_in", "copy_out"]

#: So many rows are held in memory at a time.
_BATCH = 10_000


def copy_out(source: Connection, file: Path) -> None:
    """Write every row that the transaction sees to a new file of SQLite."""
    pool = connections.make_pool(file, write=True)
    try:
        with connections.writing(pool, file) as target:
            migrating.upgrade(target)
            _copy(source, target)
    finally:
        pool.dispose()
    with connections.explained(file), closing(sqlite3.connect(file)) as alone:
        alone.execute("PRAGMA journal_mode=DELETE")


def copy_in(target: Connection, file: Path, place: str) -> str | None:
    """Move what is there aside, make new tables, fill them from a file, and check them; return the old ones' schema.

    Raises
    ------
    RegisterDamaged
        When what arrived is not what left; nothing is changed then.
    """
    aside = _set_aside(target)
    migrating.upgrade(target)
    pool = connections.make_pool(file, write=False)
    try:
        with connections.reading(pool, file) as source:
            _copy(source, target)
    finally:
        pool.dispose()
    found = verify(target)
    if not found.ok:
        raise refusals.damaged(place, found.problems[0])
    return aside


def _copy(source: Connection, target: Connection) -> None:
    for table in metadata.sorted_tables:
        if table is not desk:
            for rows in _batches(source, table):
                add_rows(target, table, rows)


def _batches(source: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
    question = select(table).order_by(*table.primary_key.columns)
    options = {"stream_results": True, "yield_per": _BATCH}
    for part in source.execute(question, execution_options=options).mappings().partitions():
        yield [dict(row) for row in part]


def _set_aside(connection: Connection) -> str | None:
    """Move all tables to another schema: quick, whatever their size, and part of the transaction."""
    here = set(inspect(connection).get_table_names())
    ours = [name for name in (*metadata.tables, "alembic_version") if name in here]
    if not ours:
        return None
    schema = str(connection.execute(select(func.current_schema())).scalar_one())
    aside = f"{schema[:30]}_before_{dt.datetime.now(dt.UTC):%Y%m%dt%H%M%S%f}z"
    connection.exec_driver_sql(f'CREATE SCHEMA "{aside}"')
    for name in ours:
        connection.exec_driver_sql(f'ALTER TABLE "{name}" SET SCHEMA "{aside}"')
    return aside
