"""A script of Cypher that fills an empty Neo4j: constraints, then things and relations in batches of literal maps."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import IO

from graphsvc.errors import DataError
from graphsvc.graphdb.rows import GRAPH_KINDS, Pair, Placed, placed, row_of
from graphsvc.i18n import say, text
from graphsvc.records import Problem
from graphsvc.service.exports.edition import Edition

__all__ = ["cypher_literal", "write_cypher"]

#: Rows that one statement carries, and the most bytes of an id: Neo4j indexes none that is longer.
_BATCH, _LONGEST_ID = 500, 8_000
_ESCAPED = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
#: What begins like an escape of Unicode is read before strings are, in some versions of Cypher; so no text may hold it.
_LIKE_UNICODE = re.compile(r"\\\\(?=[uU])")
_HIDDEN = frozenset({"Cc", "Cf", "Zl", "Zp"})


def write_cypher(edition: Edition, path: Path) -> tuple[Problem, ...]:
    """Write the script; the graph is the one that the engine for Neo4j writes.

    Every fact of the revision is in it, whatever its validity, with the labels, types and properties of
    docs/graph-database.md. Running it twice changes nothing.

    Raises
    ------
    DataError
        When an id is longer than Neo4j can index.

    Notes
    -----
    O(facts). One batch of rows is held as text at a time.
    """
    found = placed(edition.snapshot.facts)
    _check_ids(found)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        _write(file, edition, found)
    return ()


def cypher_literal(value: object) -> str:
    r"""Write a value as a literal of Cypher that is that value and nothing else.

    Examples
    --------
    >>> print(cypher_literal("it's"), cypher_literal(["a", 1.5]), cypher_literal(dt.date(2026, 12, 1)))
    'it\'s' ['a', 1.5] date('2026-12-01')
    >>> print(cypher_literal("\\u0027"))
    '\\' + 'u0027'
    """
    if isinstance(value, str):
        if value.isprintable() and "\\" not in value and "'" not in value:
            return f"'{value}'"
        escaped = "'" + "".join(map(_letter, value)) + "'"
        return _LIKE_UNICODE.sub(r"\\\\' + '", escaped)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        return "(0.0 / 0.0)" if math.isnan(value) else f"({'-' if value < 0 else ''}1.0 / 0.0)"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, dt.date):
        return f"date('{value.isoformat()}')"
    if isinstance(value, Sequence):
        return f"[{', '.join(map(cypher_literal, value))}]"
    raise TypeError(type(value).__name__)


def _letter(letter: str) -> str:
    if letter in _ESCAPED:
        return _ESCAPED[letter]
    # What is not seen, or turns what is beside it around, is written out: a script is read before it is run.
    return f"\\u{ord(letter):04X}" if unicodedata.category(letter) in _HIDDEN and ord(letter) < 0x10000 else letter


def _write(file: IO[str], edition: Edition, found: Placed) -> None:
    about = edition.provenance
    for line in (about.sentence(edition.language), say("exports.cypher_head", edition.language)):
        file.write(f"// {_one_line(line)}\n")
    file.write("\nCREATE CONSTRAINT graphsvc_meta IF NOT EXISTS FOR (m:Meta) REQUIRE m.id IS UNIQUE;\n")
    for kind in GRAPH_KINDS:
        name = kind.value
        file.write(f"CREATE CONSTRAINT graphsvc_{name} IF NOT EXISTS FOR (n:`{name}`) REQUIRE n.id IS UNIQUE;\n")
    file.write("CALL db.awaitIndexes(300);\n")
    for kind, things in found.things.items():
        _statements(file, f"MERGE (n:`{kind.value}` {{id: row.id}}) SET n = row", map(row_of, things))
    for pair, relations in found.relations.items():
        _statements(file, _joining(pair), map(_held, map(row_of, relations)))
    meta = {
        "id": "exported",
        "revision": about.revision,
        "digest": edition.snapshot.facts.digest,
        "title": about.title,
        "synthetic": about.synthetic,
        "date": dt.date.fromisoformat(about.date),
        "public": about.public,
        "things": sum(map(len, found.things.values())),
        "things_exist": about.things_exist,
        "relations": sum(map(len, found.relations.values())),
        "relations_exist": about.relations_exist,
    }
    # Last, so that a script which was cut short has none.
    file.write(f"\nMERGE (m:Meta {{id: 'exported'}}) SET m = {_map(meta)};\n")


def _joining(pair: Pair) -> str:
    relation, start, end = pair
    return (
        f"MATCH (a:`{start.value}` {{id: row.from}}) MATCH (b:`{end.value}` {{id: row.to}}) "
        f"MERGE (a)-[r:`{relation.value}` {{id: row.held.id}}]->(b) SET r = row.held"
    )


def _statements(file: IO[str], statement: str, rows: Iterable[Mapping[str, object]]) -> None:
    for batch in _batches(rows):
        written = ",\n  ".join(map(_map, batch))
        file.write(f"\nUNWIND [\n  {written}\n] AS row\n{statement};\n")


def _batches(rows: Iterable[Mapping[str, object]]) -> Iterator[list[Mapping[str, object]]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def _map(row: Mapping[str, object]) -> str:
    """Write a row; its names come from the metamodel, never from data."""
    pairs = (
        f"`{name}`: {_map(value) if isinstance(value, Mapping) else cypher_literal(value)}"
        for name, value in sorted(row.items())
    )
    return f"{{{', '.join(pairs)}}}"


def _held(row: Mapping[str, object]) -> dict[str, object]:
    held = {name: value for name, value in row.items() if name not in {"from", "to"}}
    return {"from": row["from"], "to": row["to"], "held": held}


def _one_line(words: str) -> str:
    return "".join(" " if unicodedata.category(letter) in _HIDDEN else letter for letter in words)


def _check_ids(found: Placed) -> None:
    long = [
        f"{kind.value}:{record.id[:40]}…"
        for kind, records in found.things.items()
        for record in records
        if len(record.id.encode()) > _LONGEST_ID
    ]
    if long:
        raise DataError(text("exports.cypher_ids").format(most=_LONGEST_ID, things=", ".join(long[:5]), n=len(long)))
