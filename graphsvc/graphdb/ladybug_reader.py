"""A Ladybug file opened for reading: asks it, within limits, and turns what it answers into plain values."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from pathlib import Path

import ladybug

from graphsvc.errors import QuestionError
from graphsvc.i18n import text
from graphsvc.ports import GraphAnswer

__all__ = ["BUFFER_BYTES", "DATABASE_BYTES", "Reader", "plain"]

#: Memory that Ladybug may use, and the most that a file may grow to (address space is set aside for it).
BUFFER_BYTES = 1 << 30
DATABASE_BYTES = 1 << 35
#: What Ladybug puts into nodes and relations for itself; it means nothing outside one file.
_INNER = frozenset({"_ID", "_SRC", "_DST"})
#: The words that the parser would have taken instead: a hundred of them help nobody.
_EXPECTED = re.compile(r" expecting \{[^}]*\}")
#: The name of a column without AS that asks for a label; Ladybug lists every table in it.
_LABEL_COLUMN = re.compile(r"LABEL\((\w+)\._ID,\[[^\]]*\]\)")


class Reader:
    """One file, opened read-only; for one thread at a time.

    Parameters
    ----------
    file
        A file whose bytes were just found to be as they were written: Ladybug does not check its pages.
    """

    def __init__(self, file: Path) -> None:
        self._database = ladybug.Database(
            file, read_only=True, buffer_pool_size=BUFFER_BYTES, max_db_size=DATABASE_BYTES
        )
        self._connection = ladybug.Connection(self._database)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
        self._database.close()

    def ask(self, statement: str, parameters: dict[str, object], seconds: float, row_limit: int) -> GraphAnswer:
        """Run one statement that the guard let through.

        Raises
        ------
        QuestionError
            When it is not understood, takes too long or needs too much memory.
        """
        self._connection.set_query_timeout(max(1, int(seconds * 1000)))
        try:
            result = self._connection.execute(statement, parameters)
            assert isinstance(result, ladybug.QueryResult)  # noqa: S101 - the guard lets one statement through
            with result:
                return _answer(result, row_limit)
        except RuntimeError as error:
            raise _failure(str(error), seconds) from error


def _answer(result: ladybug.QueryResult, row_limit: int) -> GraphAnswer:
    rows: list[list[object]] = []
    while result.has_next() and len(rows) < row_limit:
        row = result.get_next()
        rows.append([plain(cell) for cell in (row.values() if isinstance(row, dict) else row)])
    columns = [_LABEL_COLUMN.sub(r"label(\1)", name) for name in result.get_column_names()]
    return GraphAnswer(columns, rows, result.has_next())


def _failure(message: str, seconds: float) -> QuestionError:
    if "Interrupted" in message:
        return QuestionError(text("graphdb.too_slow").format(seconds=f"{seconds:g}"))
    if "buffer pool is full" in message.lower():
        return QuestionError(text("graphdb.too_big").format(megabytes=BUFFER_BYTES >> 20))
    return QuestionError(text("graphdb.wrong").format(why=_EXPECTED.sub("", message).strip()))


def plain(value: object) -> object:
    """Turn a value into one that JSON can write: dates become ISO text, unknown fields of a node are left out.

    Examples
    --------
    >>> plain({"_ID": {"offset": 0, "table": 4}, "_LABEL": "system", "id": "epj", "vendor": None})
    {'label': 'system', 'id': 'epj'}
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)  # JSON knows no infinity
    if isinstance(value, Mapping):
        if "_LABEL" not in value:
            return {str(key).lower(): plain(held) for key, held in value.items()}
        known = {key: plain(held) for key, held in value.items() if held is not None and key not in _INNER}
        return {"label": known.pop("_LABEL"), **known}
    if isinstance(value, list | tuple):
        return [plain(held) for held in value]
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else str(value)
