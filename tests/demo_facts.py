"""The demo municipality read a second time, by a small reader of its own: what the importer gives is checked by it."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from graphsvc.model import Kind, Reference, Relation, Value
from graphsvc.ports import ImportOptions
from graphsvc.records import Place, RelationRecord, ThingRecord
from graphsvc.snapshot import About, Fact, Facts, Origin, Snapshot
from graphsvc_importers.tables import TablesImporter

__all__ = ["BOTH_READINGS", "DEMO_DATE", "demo_facts", "demo_snapshot", "imported_snapshot"]

DEMO_DATE = dt.date(2026, 12, 1)

_ABOUT = About(title="Eksempelvik", synthetic=True, it_unit=Reference("unit:U01"), today=DEMO_DATE)

Row = dict[str, str]


def demo_snapshot(folder: Path) -> Snapshot:
    """Read the demo as it stands on its own date."""
    return Snapshot(demo_facts(folder), DEMO_DATE)


def demo_facts(folder: Path) -> Facts:
    """Read the demo's things and relations; fields that no analysis here asks for are left out."""
    return Facts(1, tuple(_things(folder)), tuple(_relations(folder)), about=_ABOUT)


def imported_snapshot(folder: Path) -> Snapshot:
    """Read the demo as the product does, through the tables importer and the shipped mapping profile."""
    reading = TablesImporter().read([folder], ImportOptions(mapping="eksempelvik"))
    assert not reading.has_errors
    facts = [Fact(record, (Origin("demo", str(record.place)),)) for record in reading.records]
    things = tuple(fact for fact in facts if isinstance(fact.record, ThingRecord))
    relations = tuple(fact for fact in facts if isinstance(fact.record, RelationRecord))
    return Snapshot(Facts(1, things, relations, about=_ABOUT), DEMO_DATE)


#: What is promised of the demo is asserted of both.
BOTH_READINGS = (demo_snapshot, imported_snapshot)


def _rows(folder: Path, name: str) -> Iterator[tuple[int, Row]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from enumerate(csv.DictReader(file), 2)


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _known(**fields: Value) -> dict[str, Value]:
    return {name: value for name, value in fields.items() if value not in ("", ())}


def _thing(kind: Kind, row: Row, file: str, line: int, **fields: Value) -> Fact:
    names = {f"name_{word}": row.get(f"name_{word}") or row.get(f"title_{word}") for word in ("nb", "nn", "en")}
    place = Place(file=f"{file}.csv", line=line)
    record = ThingRecord(kind, row["id"], {**{k: v for k, v in names.items() if v}, **_known(**fields)}, place)
    return Fact(record, (Origin("demo", str(place)),))


def _tie(relation: Relation, start: str, end: str, file: str, line: int, **fields: Value) -> Fact:
    identifier = str(fields.pop("id", f"{start}>{end}"))
    place = Place(file=f"{file}.csv", line=line)
    record = RelationRecord(relation, identifier, Reference(start), Reference(end), _known(**fields), place)
    return Fact(record, (Origin("demo", str(place)),))


def _things(folder: Path) -> Iterator[Fact]:
    yield Fact(ThingRecord(Kind.ORGANISATION, "eksempelvik", {"name_nb": "Eksempelvik kommune"}))
    for line, row in _rows(folder, "areas"):
        yield _thing(Kind.UNIT, row, "areas", line, level="sector", order=line)
    for line, row in _rows(folder, "units"):
        yield _thing(Kind.UNIT, row, "units", line, level="unit", contact=row["contact"])
    for line, row in _rows(folder, "services"):
        yield _thing(Kind.SERVICE, row, "services", line)
    for line, row in _rows(folder, "systems"):
        yield _thing(
            Kind.SYSTEM,
            row,
            "systems",
            line,
            scope=row["scope"],
            platform=row["platform"] == "yes",
            confirmed_on=row["last_confirmed"],
            in_use_from=row["in_use_from"],
            decommission=row["decommission"],
        )
    for line, row in _rows(folder, "data_objects"):
        yield _thing(Kind.DATA_OBJECT, row, "data_objects", line)
    for line, row in _rows(folder, "journeys"):
        yield _thing(Kind.JOURNEY, row, "journeys", line)
    for line, row in _rows(folder, "proposals"):
        yield _thing(
            Kind.PROPOSAL,
            row,
            "proposals",
            line,
            proposer_unit=_listed(row["proposer_unit_id"]),
            affected_services=_listed(row["affected_service_ids"]),
            affected_units=_listed(row["affected_unit_ids"]),
            replaces_systems=_listed(row["replaces_system_ids"]),
            national_components=_listed(row["national_components"]),
        )


def _relations(folder: Path) -> Iterator[Fact]:
    yield from _organisation(folder)
    for line, row in _rows(folder, "systems"):
        system, day = f"system:{row['id']}", row["last_confirmed"]
        for unit in _listed(row["owner_unit_id"]):
            yield _tie(Relation.OWNS, f"unit:{unit}", system, "systems", line, confirmed_on=day)
        for unit in _listed(row["user_unit_ids"]):
            yield _tie(Relation.USES, f"unit:{unit}", system, "systems", line, confirmed_on=day)
    for line, row in _rows(folder, "integrations"):
        ends = (f"system:{row['provider_system_id']}", f"system:{row['dependent_system_id']}")
        yield _tie(
            Relation.FLOW,
            *ends,
            "integrations",
            line,
            id=row["id"],
            mode="login" if row["origin"] == "login" else row["mode"],
            criticality=row["criticality"],
            through=_listed(row["through_system_id"]),
            data_to=row["data_to"],
            protocol=row["protocol"],
            data=row["data_object_nb"],
            confirmed_on=row["last_confirmed"],
        )
    for line, row in _rows(folder, "holds"):
        ends = (f"system:{row['system_id']}", f"data_object:{row['data_object_id']}")
        yield _tie(Relation.HOLDS, *ends, "holds", line, role=row["role"])


def _organisation(folder: Path) -> Iterator[Fact]:
    for line, row in _rows(folder, "areas"):
        yield _tie(Relation.PART_OF, f"unit:{row['id']}", "organisation:eksempelvik", "areas", line)
    for line, row in _rows(folder, "units"):
        yield _tie(Relation.PART_OF, f"unit:{row['id']}", f"unit:{row['area_id']}", "units", line)
    for line, row in _rows(folder, "services"):
        for number, unit in enumerate(_listed(row["unit_ids"])):
            role = "contributor" if number else "lead"
            yield _tie(Relation.DELIVERS, f"unit:{unit}", f"service:{row['id']}", "services", line, role=role)
    for line, row in _rows(folder, "service_systems"):
        ends = (f"system:{row['system_id']}", f"service:{row['service_id']}")
        yield _tie(
            Relation.SUPPORTS, *ends, "service_systems", line, strength=row["strength"], alternative=row["alternative"]
        )
    for line, row in _rows(folder, "service_requires"):
        ends = (f"service:{row['service_id']}", f"service:{row['requires_service_id']}")
        yield _tie(Relation.REQUIRES, *ends, "service_requires", line, strength=row["strength"])
    for line, row in _rows(folder, "journeys"):
        for service in _listed(row["service_ids"]):
            yield _tie(Relation.CONTAINS, f"journey:{row['id']}", f"service:{service}", "journeys", line)
