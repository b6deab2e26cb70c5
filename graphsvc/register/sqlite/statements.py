"""What SQLite does in a way of its own: many rows at once, and a check of its file."""

from __future__ import annotations

from sqlalchemy import Connection, Table, and_, bindparam, delete, insert

from graphsvc.register.engine import Rows

__all__ = ["add_rows", "remove_rows", "sound"]


def add_rows(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert rows with one prepared statement, handed to the driver as they are: no column has a type to convert."""
    if rows:
        names = [column.name for column in table.columns if column.name in rows[0]]  # in the order of the statement
        statement = str(insert(table).values(dict.fromkeys(names)).compile(dialect=connection.dialect))
        connection.exec_driver_sql(statement, [tuple(row[name] for name in names) for row in rows])


def remove_rows(connection: Connection, table: Table, keys: Rows) -> None:
    """Delete rows with one prepared statement."""
    if keys:
        same = and_(*(table.c[name] == bindparam(f"old_{name}") for name in keys[0]))
        told = [{f"old_{name}": value for name, value in key.items()} for key in keys]
        connection.execute(delete(table).where(same), told)


def sound(connection: Connection) -> list[str]:
    """Let SQLite look at every page."""
    rows = connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars().all()
    return [str(row) for row in rows if row != "ok"]
