"""A child for test_kill_nine: imports one drawn reading after another and says so when each is committed."""

from __future__ import annotations

import random
import sys
from itertools import pairwise
from pathlib import Path

from graphsvc.model import Kind, Reference, Relation
from graphsvc.records import Cover, Place, Reading, RelationRecord, ThingRecord
from graphsvc.register import Address, Register, Where

__all__ = ["SOURCE", "reading"]

SOURCE = "feed"
THINGS = 1200


def reading(number: int) -> Reading:
    """Make the reading of this number, always the same; each differs from the one before in most of its records."""
    chance = random.Random(number)
    chosen = sorted(chance.sample(range(THINGS), 900))
    things = [_system(one, number) for one in chosen]
    flows = [_flow(*ends, number) for ends in pairwise(chosen)]
    return Reading("feed", SOURCE, (*things, *flows), coverage=(Cover(Kind.SYSTEM), Cover(Relation.FLOW)))


def _system(one: int, number: int) -> ThingRecord:
    fields = {"users": number, "name_nb": f"System {one}"}
    return ThingRecord(Kind.SYSTEM, f"s{one:04}", fields, Place("feed", line=one))


def _flow(start: int, end: int, number: int) -> RelationRecord:
    ends = (Reference(f"system:s{start:04}"), Reference(f"system:s{end:04}"))
    return RelationRecord(Relation.FLOW, f"f{start:04}", *ends, {"protocol": str(number)})


def main(where: Where) -> None:
    """Load readings until killed; the message of a revision is the number of its reading."""
    with Register.open(where, write=True) as register:
        print("ready", flush=True)
        while True:
            number = register.head + 1
            made = register.commit(register.plan(reading(number), SOURCE), who="child", message=str(number))
            print(made, flush=True)


if __name__ == "__main__":
    told = sys.argv[1]
    main(Address.parse(told) if told.startswith("postgresql:") else Path(told))
