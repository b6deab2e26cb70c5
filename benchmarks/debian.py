"""The package graph of Debian 12 as a municipality: packages are systems, sections are sectors.

A dependency is a synchronous flow whose provider is the package depended on. Targets that are no package (virtual
ones) stay in the facts as missing ends, which the snapshot lists and the graph database counts.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path

from graphsvc.model import Kind, Reference, Relation
from graphsvc.records import RelationRecord, ThingRecord
from graphsvc.snapshot import About, Fact, Facts, Snapshot

__all__ = ["DATE", "debian_snapshot", "debian_tables"]

DATE = dt.date(2026, 12, 1)


def debian_snapshot(folder: Path) -> Snapshot:
    """Read ``nodes.csv.gz`` and ``edges.csv.gz``. O(packages + dependencies)."""
    packages = list(_rows(folder / "nodes.csv.gz"))
    sections = sorted({row["section"] for row in packages})
    things = [ThingRecord(Kind.UNIT, name, {"name_nb": name, "level": "sector"}) for name in sections]
    things += [ThingRecord(Kind.SYSTEM, row["package"], {"name_nb": row["package"]}) for row in packages]
    relations = [
        _relation(Relation.OWNS, f"o{number}", f"unit:{row['section']}", f"system:{row['package']}")
        for number, row in enumerate(packages)
    ]
    relations += [
        _relation(Relation.FLOW, f"f{number}", f"system:{row['to']}", f"system:{row['from']}", mode="sync")
        for number, row in enumerate(_rows(folder / "edges.csv.gz"))
    ]
    facts = Facts(1, tuple(map(Fact, things)), tuple(map(Fact, relations)), about=About(title="Debian 12"))
    return Snapshot(facts, DATE)


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _relation(relation: Relation, identifier: str, start: str, end: str, **fields: str) -> RelationRecord:
    return RelationRecord(relation, identifier, Reference(start), Reference(end), fields)


def debian_tables(folder: Path, out: Path) -> Path:
    """Write the same graph as the tables that our import reads; dependencies on what is no package are left out."""
    packages = list(_rows(folder / "nodes.csv.gz"))
    known = {row["package"] for row in packages}
    edges = [row for row in _rows(folder / "edges.csv.gz") if row["from"] in known and row["to"] in known]
    sections = sorted({row["section"] for row in packages})
    _write(out / "units.csv", ("id", "name_nb", "level"), ((name, name, "sector") for name in sections))
    _write(out / "systems.csv", ("id", "name_nb"), ((row["package"], row["package"]) for row in packages))
    owned = ((f"o{number}", row["section"], row["package"]) for number, row in enumerate(packages))
    _write(out / "owns.csv", ("id", "from", "to"), owned)
    flows = ((f"f{number}", row["to"], row["from"], "sync") for number, row in enumerate(edges))
    _write(out / "flow.csv", ("id", "from", "to", "mode"), flows)
    return out


def _write(file: Path, names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([names, *rows])
