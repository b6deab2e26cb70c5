"""The work on Ladybug files that runs in a process of its own: loading a new file, and looking one through.

A damaged file can end the process that opens it, and memory used for loading is given back with the process. The
parent writes a folder with ``job.json`` and Arrow files, starts ``python -m graphsvc.graphdb.ladybug_child FOLDER``
and reads ``report.json``; an exit status other than 0, or no report, is a failure.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import ladybug
import pyarrow as pa  # type: ignore[import-untyped]

from graphsvc.graphdb.digest import digest_of_table
from graphsvc.graphdb.ladybug_reader import BUFFER_BYTES, DATABASE_BYTES
from graphsvc.graphdb.rows import GRAPH_KINDS, Pair, column_types, pair_of, pairs_of, table_name
from graphsvc.graphdb.tables import arrow_schema
from graphsvc.metamodel import FieldType
from graphsvc.model import Kind, Relation

__all__ = ["columns_of", "main"]

#: Whoever waits for a page comes before the graph database that follows, where both want the same processor.
_NICENESS = 5
_TYPES = {
    FieldType.INTEGER: "INT64",
    FieldType.NUMBER: "DOUBLE",
    FieldType.MONEY: "DOUBLE",
    FieldType.DATE: "DATE",
    FieldType.FLAG: "BOOLEAN",
    FieldType.LIST: "STRING[]",
    FieldType.THINGS: "STRING[]",
}


def main(folder: Path) -> int:
    """Do the job in a folder and write the report beside it; return the exit status."""
    if sys.platform != "win32":
        os.nice(_NICENESS)
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    file, names = Path(job["file"]), job["tables"]
    pairs = [pair_of(name) for name in names if name not in GRAPH_KINDS]
    report: dict[str, object]
    try:
        if job["load"]:
            _load(file, {name: folder / f"{number}.arrow" for number, name in enumerate(names)}, job["meta"])
        report = {"tables": _look_through(file, pairs)}
    except (RuntimeError, OSError, pa.ArrowException) as error:
        report = {"error": str(error).strip()}
    (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")
    return 0


def columns_of(subject: Kind | Relation) -> str:
    """Declare the columns of a kind or relation.

    Examples
    --------
    >>> columns_of(Kind.UNIT)[:30]
    '`id` STRING, `caption` STRING,'
    """
    return ", ".join(f"`{name}` {_TYPES.get(type_, 'STRING')}" for name, type_ in column_types(subject).items())


def _load(file: Path, sources: Mapping[str, Path], meta: Mapping[str, Any]) -> None:
    pairs = [pair_of(name) for name in sources if name not in GRAPH_KINDS]
    database = ladybug.Database(file, buffer_pool_size=BUFFER_BYTES, max_db_size=DATABASE_BYTES)
    with database, ladybug.Connection(database) as connection:
        _declare(connection, pairs)
        for kind in GRAPH_KINDS:
            _copy(connection, sources[table_name(kind)], f"COPY `{kind.value}` FROM $rows")
        for pair in pairs:
            between = f"(FROM = '{pair[1].value}', TO = '{pair[2].value}')"
            _copy(connection, sources[table_name(pair)], f"COPY `{pair[0].value}` FROM $rows {between}")
        fields = "{revision: $revision, digest: $digest, title: $title, synthetic: $synthetic}"
        connection.execute(f"CREATE (:Meta {fields})", dict(meta))
        connection.execute("CHECKPOINT")


def _declare(connection: ladybug.Connection, pairs: Sequence[Pair]) -> None:
    columns = "revision INT64, digest STRING, title STRING, synthetic BOOLEAN, PRIMARY KEY (revision)"
    connection.execute(f"CREATE NODE TABLE Meta ({columns})")
    for kind in GRAPH_KINDS:
        connection.execute(f"CREATE NODE TABLE `{kind.value}` ({columns_of(kind)}, PRIMARY KEY (`id`))")
    for relation in Relation:
        found = sorted({*pairs_of(relation), *(pair for pair in pairs if pair[0] is relation)})
        ends = ", ".join(f"FROM `{start.value}` TO `{end.value}`" for _, start, end in found)
        connection.execute(f"CREATE REL TABLE `{relation.value}` ({ends}, {columns_of(relation)})")


def _copy(connection: ladybug.Connection, source: Path, statement: str) -> None:
    with pa.memory_map(str(source)) as file:
        rows = pa.ipc.open_file(file).read_all()
        if rows.num_rows:
            connection.execute(statement, {"rows": rows})


def _look_through(file: Path, pairs: Sequence[Pair]) -> dict[str, dict[str, object]]:
    """Count and digest every table as it is read back."""
    database = ladybug.Database(file, read_only=True, buffer_pool_size=BUFFER_BYTES, max_db_size=DATABASE_BYTES)
    found: dict[str, dict[str, object]] = {}
    with database, ladybug.Connection(database) as connection:
        for kind in GRAPH_KINDS:
            found[table_name(kind)] = _digest(connection, f"MATCH (x:`{kind.value}`)", kind)
        for pair in pairs:
            relation, start, end = pair
            match = f"MATCH (a:`{start.value}`)-[x:`{relation.value}`]->(b:`{end.value}`)"
            found[table_name(pair)] = _digest(connection, match, relation)
    return found


def _digest(connection: ladybug.Connection, match: str, subject: Kind | Relation) -> dict[str, object]:
    schema = arrow_schema(subject)
    ends = {"from": "a.`id`", "to": "b.`id`"} if isinstance(subject, Relation) else {}
    result = connection.execute(f"{match} RETURN {', '.join(ends.get(name, f'x.`{name}`') for name in schema.names)}")
    assert isinstance(result, ladybug.QueryResult)  # noqa: S101 - one statement gives one result
    rows = result.get_as_arrow().rename_columns(schema.names).cast(schema)
    return asdict(digest_of_table(rows))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
