"""Scenario and diff give what plain dictionaries give, on random municipalities and random change sets."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from graphsvc.ports import FileText
from graphsvc.service.asking import ask
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.difference import FactChange, graph_difference
from graphsvc_queries.scenario import scenario
from tests.oracle import reach as reach_oracle
from tests.oracle import scenario as oracle
from tests.property.graphs import municipality, seeds

GRAPHS, BATCH = 500, 100
Entry = tuple[str, str, dict[str, Any]]


def _entries(snapshot: Snapshot, chance: random.Random) -> list[Entry]:
    """Draw a change set that fits: new systems with relations, changed fields, things and relations that end."""
    facts = oracle.plain(snapshot)
    things = [key for key in facts if "from" not in facts[key]]
    ties = [key for key in facts if "from" in facts[key] and "relation:" not in facts[key]["from"] + facts[key]["to"]]
    gone = chance.sample(things, min(len(things), chance.randint(0, 3)))
    entries: list[Entry] = [("end", kind, {"id": identifier}) for kind, identifier in gone]
    for kind, identifier in chance.sample(things, min(len(things), 2)):
        if (kind, identifier) not in gone:
            entries.append(("change", kind, {"id": identifier, "note": chance.choice("abc")}))
    ended = chance.sample(ties, min(len(ties), chance.randint(0, 4)))
    entries += [("end", relation, {"id": identifier}) for relation, identifier in ended]
    for relation, identifier in chance.sample(ties, min(len(ties), 2)):
        if (relation, identifier) not in ended:
            entries.append(("change", relation, {"id": identifier, "note": "x"}))
    return entries + _additions(facts, set(gone), chance)


def _additions(facts: oracle.Plain, gone: set[tuple[str, str]], chance: random.Random) -> list[Entry]:
    entries: list[Entry] = []
    left = [f"{kind}:{identifier}" for kind, identifier in facts if kind == "system" and (kind, identifier) not in gone]
    for number in range(chance.randint(1, 2)):
        new = f"new{number}"
        entries.append(("add", "system", {"id": new, "name_nb": f"Ny {number}", "platform": chance.random() < 0.3}))
        for other in chance.sample(left, min(len(left), 2)):
            ends = [f"system:{new}", other]
            chance.shuffle(ends)
            mode = chance.choice(("sync", "async", "batch"))
            tie = {"id": f"{new}-{other}", "from": ends[0], "to": ends[1], "mode": mode}
            entries.append(("add", "flow", tie))
    return entries


def _operations(changes: tuple[FactChange, ...]) -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {"added": set(), "changed": set(), "removed": set()}
    for one in changes:
        name = "added" if one.before is None else "removed" if one.after is None else "changed"
        found[name].add((one.record.subject.value, one.record.id))
    return found


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_a_scenario_is_the_register_as_if_it_had_been_written_so(batch: int) -> None:
    for seed in seeds(GRAPHS)[batch * BATCH : (batch + 1) * BATCH]:
        snapshot, chance = municipality(seed).snapshot, random.Random(seed)
        entries = _entries(snapshot, chance)
        before = oracle.plain(snapshot)
        expected = oracle.applied(before, entries)
        found = scenario(snapshot, ask=ask, changes=FileText(oracle.toml(entries)), analysis=("matrix",))
        after = found.planned.on(snapshot)
        assert after.digest == oracle.snapshot_of(expected, snapshot).digest, seed
        graph = _operations((*found.graph.things, *found.graph.relations))
        assert graph == oracle.compared(before, expected), seed
        assert snapshot.digest == municipality(seed).snapshot.digest


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_the_difference_of_an_answer_is_the_difference_of_two_answers_of_the_oracle(batch: int) -> None:
    for seed in seeds(GRAPHS)[batch * BATCH : (batch + 1) * BATCH]:
        snapshot, chance = municipality(seed).snapshot, random.Random(seed)
        entries = _entries(snapshot, chance)
        ended = {f"{kind}:{written['id']}" for operation, kind, written in entries if operation == "end"}
        systems = [name for name in snapshot.references if name.startswith("system:") and name not in ended]
        if not systems:
            continue
        target = chance.choice(systems)
        changes = FileText(oracle.toml(entries))
        found = scenario(snapshot, ask=ask, changes=changes, analysis=(f"reach?thing={target}",)).analyses[0]
        sides = (snapshot, oracle.snapshot_of(oracle.applied(oracle.plain(snapshot), entries), snapshot))
        expected = [reach_oracle.reach(side, target) for side in sides]
        document = found.document(Language.EN)
        assert document["same"] == (expected[0] == expected[1]), seed
        for one, wanted in zip((found.before, found.after), expected, strict=True):
            assert (list(one.systems), list(one.units)) == (wanted["systems"], wanted["units"]), seed


def test_a_graph_does_not_differ_from_itself_read_in_another_order() -> None:
    for seed in seeds(50):
        made, facts = municipality(seed), municipality(seed).facts
        turned = replace(facts, things=facts.things[::-1], relations=facts.relations[::-1])
        assert graph_difference(made.snapshot, Snapshot(turned, made.date)).is_empty
