"""GraphML for Gephi, yEd and networkx: typed keys, every field, names in three languages."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import IO

from graphsvc.metamodel import KINDS, RELATIONS, FieldType, fields_of
from graphsvc.model import Kind, Reference, Relation, Value
from graphsvc.records import Problem, RelationRecord
from graphsvc.service.exports.carrying import XmlWords, as_json
from graphsvc.service.exports.edition import Edition

__all__ = ["write_graphml"]

#: Attribute -> value as a Python value that GraphML has a type for.
Row = dict[str, str | int | float | bool]

_TYPES: Mapping[FieldType, str] = {
    FieldType.INTEGER: "long",
    FieldType.NUMBER: "double",
    FieldType.MONEY: "double",
    FieldType.FLAG: "boolean",
}
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)


def write_graphml(edition: Edition, path: Path) -> tuple[Problem, ...]:
    """Write the graph at its date as GraphML, the same nodes, edges and attributes as ``Snapshot.to_networkx``.

    Returns
    -------
    tuple of Problem
        How many texts had characters that XML 1.0 cannot carry.

    Notes
    -----
    O(facts), in two passes: keys with their types come before the nodes. Nothing but the keys is held in memory.
    GraphML has no lists: they are JSON text, and so are a fact's other properties.
    """
    words = XmlWords()
    with path.open("w", encoding="utf-8", newline="\n") as file:
        _Writer(file, words, edition).write()
    return words.problems


class _Writer:
    def __init__(self, file: IO[str], words: XmlWords, edition: Edition) -> None:
        self.file, self.words, self.edition = file, words, edition
        self.snapshot = edition.snapshot
        self.names = _node_names(self.snapshot.references)

    def write(self) -> None:
        about = {name: value for name, value in asdict(self.edition.provenance).items() if value != ""}
        self.file.write(_HEAD)
        # Two hyphens in a row would end a comment.
        self.file.write(
            f"<!-- {self._escaped(self.edition.provenance.sentence(self.edition.language)).replace('--', '- - ')} -->\n"
        )
        keys = {
            "graph": _types([about], {}),
            "node": _types((row for _, row in _nodes(self.edition)), _declared(Kind)),
            "edge": _types((row for _, row in _edges(self.edition)), _declared(Relation)),
        }
        for place, types in keys.items():
            for name, type_ in types.items():
                quoted = self._escaped(name)
                self.file.write(
                    f'<key id="{place[0]}_{quoted}" for="{place}" attr.name="{quoted}" attr.type="{type_}"/>\n'
                )
        self.file.write('<graph id="graphsvc" edgedefault="directed">\n')
        self._data("g", about, keys["graph"], "graph")
        self._facts(keys)
        self.file.write("</graph>\n</graphml>\n")

    def _facts(self, keys: Mapping[str, Mapping[str, str]]) -> None:
        for reference, row in _nodes(self.edition):
            self.file.write(f'<node id="{self._escaped(self.names.get(reference, reference), reference)}">\n')
            self._data("n", row, keys["node"], reference)
            self.file.write("</node>\n")
        for record, row in _edges(self.edition):
            start, end = (self._escaped(self.names.get(one, one), one) for one in (record.start, record.end))
            name = self._escaped(f"{record.relation.value}:{record.id}", record.reference)
            self.file.write(f'<edge id="{name}" source="{start}" target="{end}">\n')
            self._data("e", row, keys["edge"], record.reference)
            self.file.write("</edge>\n")

    def _data(self, prefix: str, row: Mapping[str, object], types: Mapping[str, str], pointer: str) -> None:
        for name, value in row.items():
            written = self._escaped(_written(value, types[name]), f"{pointer} {name}")
            self.file.write(f'<data key="{prefix}_{self._escaped(name)}">{written}</data>\n')

    def _escaped(self, words: str, pointer: str = "") -> str:
        return self.words.escaped(words, pointer)


def _node_names(references: Iterable[Reference]) -> dict[Reference, str]:
    """Return other names for things whose own would be another's once unfit characters are replaced."""
    bare = XmlWords()
    taken: set[str] = set()
    found: dict[Reference, str] = {}
    for reference in references:
        name = bare.escaped(reference)
        if name in taken:
            number = 2
            while f"{name} {number}" in taken:
                number += 1
            found[reference] = f"{reference} {number}"
            name = f"{name} {number}"
        taken.add(name)
    return found


def _nodes(edition: Edition) -> Iterator[tuple[Reference, Row]]:
    snapshot = edition.snapshot
    for number, reference in enumerate(snapshot.references):
        record = snapshot.record(number)
        own = {"label": snapshot.name(number, edition.language).words, "kind": record.kind.value, "id": record.id}
        yield reference, {**_row(record.fields), **own}


def _edges(edition: Edition) -> Iterator[tuple[RelationRecord, Row]]:
    for relation in Relation:
        label = RELATIONS[relation].label.in_(edition.language)
        for record in edition.snapshot.edges(relation).records:
            row = _row({("use_kind" if name == "kind" else name): value for name, value in record.fields.items()})
            yield record, {**row, "label": label, "relation": relation.value, "id": record.id}


def _row(fields: Mapping[str, Value]) -> Row:
    row: Row = {}
    for name in sorted(fields):
        value = fields[name]
        if isinstance(value, str | int | float):
            row[name] = value
        elif value is not None:
            row[name] = as_json(value)
    without = sorted(name for name, value in fields.items() if value is None)
    if without:
        told = fields.get("claimed_none")
        row["claimed_none"] = as_json(sorted({*without, *(told if isinstance(told, tuple) else ())}))
    return row


def _declared(subjects: type[Kind] | type[Relation]) -> dict[str, str]:
    """Return the types of the metamodel's fields; a name that two kinds type differently is text."""
    found: dict[str, str] = {}
    for subject in subjects:
        if isinstance(subject, Kind) and not KINDS[subject].in_graph:
            continue
        for name, field in fields_of(subject).items():
            type_ = _TYPES.get(field.type, "string")
            found[name] = type_ if found.get(name, type_) == type_ else "string"
    return found


def _types(rows: Iterable[Mapping[str, object]], declared: Mapping[str, str]) -> dict[str, str]:
    """Return the attributes that occur, each with a type that fits all its values."""
    found: dict[str, str] = {}
    for row in rows:
        for name, value in row.items():
            wanted = declared.get(name) or _type_of(value)
            found[name] = wanted if found.get(name, wanted) == wanted and _fits(value, wanted) else "string"
    return dict(sorted(found.items()))


def _type_of(value: object) -> str:
    return "boolean" if isinstance(value, bool) else "long" if isinstance(value, int) else "string"


def _fits(value: object, type_: str) -> bool:
    if type_ == "string":
        return True
    if type_ == "boolean" or isinstance(value, bool):
        return type_ == "boolean" and isinstance(value, bool)
    if type_ == "long":
        return isinstance(value, int) and abs(value) < 2**63
    return isinstance(value, int | float) and math.isfinite(value)


def _written(value: object, type_: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(float(value)) if type_ == "double" and isinstance(value, int | float) else str(value)
