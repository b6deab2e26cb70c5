"""A town as large as the map draws: four sectors of units, each with systems, and flows between them; all made up."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from graphsvc.model import Kind, Reference, Relation, Value
from graphsvc.records import ChangeSet, ClaimChange, Record, RelationRecord, ThingRecord
from graphsvc.register import Register

__all__ = ["FLOWS", "THINGS", "make_town", "ties"]

SECTORS, UNITS, SYSTEMS = 4, 196, 799
#: What the map draws of it when every unit is open: with the strip of national systems, all that a picture may hold.
THINGS = SECTORS + UNITS + SYSTEMS
FLOWS = 2_000


def ties() -> Iterator[tuple[int, int]]:
    """Give the two systems of each flow; some systems have many more than others, as in a real town."""
    chance = random.Random(2026)
    for _ in range(FLOWS):
        start, end = int(SYSTEMS * chance.random() ** 2), chance.randrange(SYSTEMS)
        yield start, end if end != start else (end + 1) % SYSTEMS


def records() -> Iterator[Record]:
    """Give every thing, then every relation."""
    for number in range(SECTORS):
        yield _thing(Kind.UNIT, f"A{number}", f"Område {number}", level="sector", order=number)
    for number in range(UNITS):
        yield _thing(Kind.UNIT, f"U{number}", f"Enhet {number}", level="unit", order=number)
        yield _tie(Relation.PART_OF, f"unit:U{number}", f"unit:A{number % SECTORS}", "in")
    for number in range(SYSTEMS):
        yield _thing(Kind.SYSTEM, f"s{number}", f"System {number}", scope="local")
        yield _tie(Relation.OWNS, f"unit:U{number % UNITS}", f"system:s{number}", "owns")
    for number, (start, end) in enumerate(ties()):
        yield _tie(Relation.FLOW, f"system:s{start}", f"system:s{end}", str(number), mode="sync", data_to="dependent")


def make_town(home: Path) -> None:
    """Make a register that holds the town."""
    Register.create(home).close()
    with Register.open(home, write=True) as register:
        made = sorted(records(), key=lambda one: isinstance(one, RelationRecord))
        register.commit_changes(
            ChangeSet("town", tuple(ClaimChange(None, one) for one in made)), who="bench", message=""
        )
        register.set_about(who="bench", title="En by", synthetic=True)


def _thing(kind: Kind, identifier: str, name: str, **fields: Value) -> ThingRecord:
    return ThingRecord(kind, identifier, {"name_nb": name, **fields})


def _tie(relation: Relation, start: str, end: str, number: str, **fields: Value) -> RelationRecord:
    return RelationRecord(relation, f"{start}>{end}>{number}", Reference(start), Reference(end), fields)
