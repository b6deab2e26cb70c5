"""What Cypher can say of overlap it says as we do: who can do what is needed, and how many can."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from graphsvc.model import Kind, split_reference
from graphsvc.snapshot import Snapshot
from graphsvc_queries.overlap import CAPS, Overlap, overlap
from graphsvc_queries.overlap.ground import ground
from tests.demo_facts import imported_snapshot
from tests.graph_engines import Engine
from tests.property.overlapping import overlapping

Row = tuple[str, str, int]


def ours(snapshot: Snapshot, capabilities: tuple[str, ...]) -> set[Row]:
    """What candidates cover, and those that can do it but have no points; with how many can."""
    found = overlap(snapshot, capability=capabilities, limit=10_000)
    assert isinstance(found, Overlap)
    spread = ground(snapshot, (Kind.SYSTEM,), CAPS).capabilities.spread
    rows = {(one.thing.thing, named.thing) for one in found.candidates for named in one.covers}
    missing = {named.thing for named in found.also}
    for system in missing:  # they are told without what they cover: many can, so it is what is generic
        provided = ground(snapshot, (Kind.SYSTEM,), CAPS).capabilities.of(
            ground(snapshot, (Kind.SYSTEM,), CAPS).position[snapshot.index(system)]
        )
        wanted = {snapshot.index(f"capability:{name}") for name in capabilities}
        rows |= {(system, snapshot.references[thing]) for thing in provided & wanted}
    return {
        (split_reference(one)[1], split_reference(other)[1], int(spread[snapshot.index(other)])) for one, other in rows
    }


def theirs(engine: Engine, snapshot: Snapshot, asked: list[tuple[str, ...]]) -> list[set[Row]]:
    database, statement = engine.holding(snapshot), engine.statement("overlap")
    return [
        {
            (str(system), str(capability), int(str(count)))
            for system, capability, count in database.read(
                statement, {"capabilities": list(capabilities), "date": snapshot.date.isoformat()}
            ).rows
        }
        for capabilities in asked
    ]


def test_what_the_proposals_of_the_demo_need_is_found_alike(engine: Engine, demo_source: Path) -> None:
    snapshot = imported_snapshot(demo_source)
    asked = [tuple(map(str, fact.record.fields["needed_capabilities"])) for fact in snapshot.proposals.values()]  # type: ignore[arg-type]
    answered = theirs(engine, snapshot, asked)
    assert len(asked) == 8
    assert [len(rows) for rows in answered] == [len(ours(snapshot, capabilities)) for capabilities in asked]
    assert answered == [ours(snapshot, capabilities) for capabilities in asked]


@pytest.mark.parametrize("seed", range(4))
def test_what_random_municipalities_can_is_found_alike_at_any_date(engine: Engine, seed: int) -> None:
    made = overlapping(seed)
    snapshot = Snapshot(made.facts, made.date + dt.timedelta(days=seed))
    known = [split_reference(snapshot.references[int(thing)])[1] for thing in snapshot.of_kind(Kind.CAPABILITY)]
    chance = random.Random(seed)
    asked = [tuple(chance.sample(known, min(len(known), count))) for count in (1, 2, 4)]
    assert theirs(engine, snapshot, asked) == [ours(snapshot, capabilities) for capabilities in asked]
