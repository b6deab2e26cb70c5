"""What a table holds in one number: rows and a SHA-256 that is the same before loading and after reading back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from graphsvc.graphdb.stamp import TableDigest

__all__ = ["digest_of_table", "digests_of"]


def digests_of(tables: Mapping[str, pa.Table]) -> dict[str, TableDigest]:
    """Digest tables by name, see :func:`digest_of_table`."""
    return {name: digest_of_table(table) for name, table in tables.items()}


def digest_of_table(table: pa.Table) -> TableDigest:
    """Digest a table, independent of the order of its rows and of how its columns are laid out in memory.

    Parameters
    ----------
    table
        A column ``id`` names the row (with ``from`` and ``to`` where they are there); other columns hold text,
        whole or decimal numbers, dates, booleans or lists of text.

    Notes
    -----
    Rows are put in the order of their ids; then each column is hashed: name, which cells are known, and the cells.
    O(n log n) for the sorting.

    Examples
    --------
    >>> one = pa.table({"id": ["a", "b"], "n": [1, None]})
    >>> digest_of_table(one) == digest_of_table(one.take([1, 0]))
    True
    """
    keys = [name for name in ("id", "from", "to") if name in table.column_names]
    ordered = table.sort_by([(name, "ascending") for name in keys]) if table.num_rows else table
    digest = hashlib.sha256(str(table.num_rows).encode())
    for name in ordered.column_names:
        digest.update(f"\n{name}\n".encode())
        _add(digest, ordered.column(name))
    return TableDigest(table.num_rows, digest.hexdigest())


def _add(digest: Any, column: pa.ChunkedArray | pa.Array) -> None:
    digest.update(pc.is_valid(column).to_numpy(zero_copy_only=False).tobytes() if len(column) else b"")
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        digest.update(_plain(pc.fill_null(pc.list_value_length(column), 0), pa.int64()))
        _add(digest, pc.list_flatten(column))
    elif pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        words = pc.fill_null(column, "")
        digest.update(_plain(pc.binary_length(words), pa.int64()))
        digest.update("".join(words.to_pylist()).encode())
    elif pa.types.is_date32(column.type):
        _add(digest, column.cast(pa.int32()))
    else:
        exact = pa.float64() if pa.types.is_floating(column.type) else pa.int64()
        digest.update(_plain(pc.fill_null(column.cast(exact), 0), exact))


def _plain(column: pa.ChunkedArray | pa.Array, type_: pa.DataType) -> bytes:
    """Return the cells of a column without unknowns as plain bytes, lowest first (a null column becomes zeros)."""
    values = column.cast(type_).to_numpy()
    return bytes(values.astype(values.dtype.newbyteorder("<")).tobytes())
