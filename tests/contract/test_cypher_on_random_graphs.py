"""What Cypher can say equals what the functions say on sixty random municipalities, side by side in one database."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot
from graphsvc_queries.completeness import completeness
from graphsvc_queries.journey import journey
from graphsvc_queries.learning import learning
from graphsvc_queries.paths import Direction, paths
from graphsvc_queries.privacy import privacy
from graphsvc_queries.reach import reach
from graphsvc_queries.weak_spots import weak_spots
from graphsvc_queries.weak_spots.lifecycle import months_from
from tests.graph_engines import Engine
from tests.graphs import DATE, facts
from tests.property.filled import filled
from tests.property.graphs import renamed

MUNICIPALITIES, ASKED = 60, 60
#: What the statements do not look at, as they say themselves: validity, hubs, and claims that there is none.
UNSEEN = ("valid_from", "valid_to", "in_use_from", "decommission", "through")

Asked = Callable[..., list[list[Any]]]


@pytest.fixture(scope="module")
def many() -> Snapshot:
    """Sixty municipalities that know nothing of each other."""
    things: dict[str, dict[str, Any]] = {}
    ties: list[tuple[str, str, str, dict[str, Any]]] = []
    for seed in range(MUNICIPALITIES):
        made = renamed(filled(seed), lambda name, seed=seed: f"m{seed:02}{name}")  # type: ignore[misc]
        chance = random.Random(seed)
        for name, fields in made.things.items():
            if not name.startswith("proposal:"):
                things[name] = seen(fields)
                if name.startswith("system:") and chance.random() < 0.6:
                    things[name]["contract_end"] = f"2027-{chance.randint(1, 12):02}-15"
        for relation, start, end, fields in made.ties:
            data = fields.get("data_objects")
            named = {"data_objects": tuple(f"m{seed:02}{one}" for one in data)} if data else {}
            told = {**seen(fields), **named, "id": f"m{seed:02}{fields['id']}"}
            told.pop("via", None)
            ties.append((relation, start, end, told))
    return Snapshot(facts(things, ties), DATE)


def seen(fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in UNSEEN and value is not None}


@pytest.fixture(scope="module")
def asked(many: Snapshot, engine_name: str, kept_folder: Path) -> Asked:
    engine = Engine(engine_name, kept_folder)
    database = engine.holding(many)
    return lambda name, **parameters: database.read(engine.statement(name), parameters).rows


def some(snapshot: Snapshot, kind: Kind) -> list[str]:
    every = [snapshot.references[one].split(":", 1)[1] for one in snapshot.of_kind(kind).tolist()]
    return random.Random(kind.value).sample(every, min(len(every), ASKED))


def bare(references: Any) -> list[str]:
    return [str(one).split(":", 1)[1] for one in references]


def test_reach_and_single_points_are_the_same(asked: Asked, many: Snapshot) -> None:
    lost = {one.system: one for one in weak_spots(many, limit=100_000).single_points}
    counted = 0
    for system in some(many, Kind.SYSTEM):
        name = f"system:{system}"
        found = reach(many, thing=name)
        assert {f"system:{one}": steps for one, steps in asked("reach", thing=system)} == found.dependents, system
        direct = reach(many, thing=name, max_steps=1)
        assert [row[0] for row in asked("reach_direct", thing=system)] == bare(direct.systems), system
        expected = bare(lost[name].services) if name in lost else []
        assert [row[0] for row in asked("weak_spots_single_points", thing=system)] == expected, system
        counted += bool(expected)
    assert counted > ASKED / 3


def test_what_nobody_looks_after_is_the_same(asked: Asked, many: Snapshot) -> None:
    found = weak_spots(many, months=6, limit=100_000)
    assert [row[0] for row in asked("weak_spots_without_owner")] == bare(one.system for one in found.without_owner)
    assert [row[0] for row in asked("weak_spots_unused")] == bare(one.system for one in found.unused)
    fresh = {"since": months_from(DATE, -12).isoformat(), "until": DATE.isoformat()}
    stale = {(one.kind, str(one.thing).split(":", 1)[1], one.confirmed_on) for one in found.stale}
    assert {(kind, name, str(day)) for kind, name, day in asked("weak_spots_stale", **fresh)} == stale
    ends = {
        (str(one.system).split(":", 1)[1], one.date) for one in found.lifecycle if one.kind.value.startswith("contract")
    }
    rows = asked("weak_spots_contracts", until=months_from(DATE, 6).isoformat())
    assert {(system, dt.date.fromisoformat(str(end))) for system, end, _ in rows} == ends
    assert min(len(ends), len(stale), len(found.unused)) > 20


def test_paths_of_dependence_are_the_same(asked: Asked, many: Snapshot) -> None:
    chance, counted = random.Random(1), 0
    for start in some(many, Kind.SYSTEM):
        beside = bare(reach(many, thing=f"system:{start}", max_steps=3).systems)
        if beside:
            end = chance.choice(beside)
            ours = paths(many, from_=f"system:{start}", to=f"system:{end}", direction=Direction.DEPENDENCE, all=True)
            expected = {tuple(bare(path.systems)) for path in ours.paths}
            rows = asked("paths", **{"from": start, "to": end})
            assert {tuple(systems) for systems, _ in rows} == expected, (start, end)
            counted += len(rows)
    assert counted > ASKED


def test_journeys_are_the_same(asked: Asked, many: Snapshot) -> None:
    manual = 0
    for name in some(many, Kind.JOURNEY):
        found = journey(many, thing=f"journey:{name}")
        rows = [row[0] for row in asked("journey", journey=name)]
        assert rows == sorted({flow.id for flow in found.manual}), name
        manual += len(rows)
        steps = [
            (
                step.service.id,
                sorted(one.unit.id for one in step.units),
                sorted({one.system.id for one in step.systems}),
            )
            for step in found.steps
        ]
        told = [
            (service, sorted(units), sorted(systems))
            for service, units, systems, _ in asked("journey_steps", journey=name)
        ]
        assert told == steps, name
    assert manual > 10


def test_experience_and_what_carries_information_are_the_same(asked: Asked, many: Snapshot) -> None:
    for capability in some(many, Kind.CAPABILITY):
        found = learning(many, capability=(f"capability:{capability}",)).experience
        expected = sorted([one.unit.id, sorted(row.system.id for row in one.holdings)] for one in found)
        assert asked("learning", capability=capability) == expected, capability
    for data in some(many, Kind.DATA_OBJECT):
        flows = privacy(many, things=(f"data_object:{data}",)).flows
        rows = sorted([flow.id, flow.start.id, flow.end.id] for flow in flows)
        assert asked("privacy", data=data) == rows, data


def test_what_is_missing_of_systems_is_the_same(asked: Asked, many: Snapshot) -> None:
    columns = ["vendor", "criticality", "personal_data_level", "contract_end", "confirmed_on"]
    expected = {
        task.one.id: set(task.missing)
        for task in completeness(many, limit=100_000).work
        if task.one.kind is Kind.SYSTEM and task.missing
    }
    rows = asked("completeness")
    assert {
        system: {name for name, lacks in zip(columns, gone, strict=True) if lacks} for system, *gone in rows
    } == expected
