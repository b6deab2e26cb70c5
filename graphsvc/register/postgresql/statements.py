"""What PostgreSQL does in a way of its own: many rows in one statement, the writer's lock.

The driver sends one statement a row and waits for its answer (50,000 rows: a minute). With columns as arrays one
statement brings thousands of rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, text

from graphsvc.register.engine import Rows

__all__ = ["TURN", "WHOLE_LOCK", "WRITER", "add_rows", "remove_rows", "sound"]

#: So many rows at once: memory stays bounded, and a round trip is worth it.
_BATCH = 20_000

#: Our number among the advisory locks of a database; a schema has one lock of its own.
WRITER = 0x67737663
TURN = WRITER + 1
WHOLE_LOCK = f"{WRITER}, hashtext(coalesce(current_schema(), 'public'))"


def add_rows(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert rows, their columns sent as arrays."""
    for part in _batches(rows):
        names = list(part[0])
        statement = f"INSERT INTO {_quoted(table.name)} ({_columns(names)}) SELECT * FROM {_unnested(table, names)}"  # noqa: S608 - names of the schema
        connection.execute(text(statement), _arrays(names, part))


def remove_rows(connection: Connection, table: Table, keys: Rows) -> None:
    """Delete rows, their keys sent as arrays."""
    for part in _batches(keys):
        names = list(part[0])
        statement = (
            f"DELETE FROM {_quoted(table.name)} WHERE ({_columns(names)}) IN "  # noqa: S608 - names of the schema
            f"(SELECT * FROM {_unnested(table, names)})"
        )
        connection.execute(text(statement), _arrays(names, part))


def sound(connection: Connection) -> list[str]:
    """PostgreSQL checks each page when it reads it (data checksums), and the digests check the rest."""
    return []


def _batches(rows: Rows) -> Iterator[Rows]:
    for start in range(0, len(rows), _BATCH):
        yield rows[start : start + _BATCH]


def _unnested(table: Table, names: Sequence[str]) -> str:
    types = (table.c[name].type.compile(_dialect()).partition(" COLLATE")[0] for name in names)
    return f"unnest({', '.join(f'CAST(:{name}_ AS {kind}[])' for name, kind in zip(names, types, strict=True))})"


def _dialect() -> Any:
    from sqlalchemy.dialects import postgresql

    return postgresql.dialect()  # type: ignore[no-untyped-call]


def _columns(names: Sequence[str]) -> str:
    return ", ".join(_quoted(name) for name in names)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _arrays(names: Sequence[str], rows: Rows) -> dict[str, str]:
    return {f"{name}_": _array([row[name] for row in rows]) for name in names}


def _array(values: Sequence[object]) -> str:
    r"""Write an array as PostgreSQL reads it.

    Examples
    --------
    >>> print(_array(['a"b', None, 3, "NULL"]))
    {"a\"b",NULL,3,"NULL"}
    """
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value: object) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, bytes):
        return f'"\\\\x{value.hex()}"'
    return "NULL" if value is None else str(value)
