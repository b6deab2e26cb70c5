"""Led from revision to revision, a graph database holds what a rebuild holds, and what the facts hold."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from graphsvc.graphdb.sync import ensure, in_step
from graphsvc.model import Reference, Value
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Facts, Snapshot
from tests.graph_engines import Engine
from tests.graphs import DATE, facts, graph
from tests.held_facts import expected, held

REVISIONS = 5
VALUES: list[dict[str, Value]] = [
    {},
    {"criticality": 1},
    {"criticality": 2, "vendor": None},
    {"yearly_cost": 1.0, "platform": True},
    {"yearly_cost": 1.5, "platform": False, "protocols": ("REST", "SFTP")},
    {"in_use_from": "2020-02-29", "protocols": ()},
    {"criticality": "high", "strange": "kept"},
    {"name_nb": "Økonomi 🚒", "note": "linje\nto"},
]


def history(seed: int) -> dict[int, Facts]:
    """Draw revisions: things come, go and change; relations move to other ends and other kinds of ends."""
    chance = random.Random(seed)
    names = [f"{kind}:{number}" for kind in ("system", "unit", "service", "element") for number in range(6)]
    made = {}
    for revision in range(1, REVISIONS + 1):
        things = {name: dict(chance.choice(VALUES)) for name in chance.sample(names, chance.randint(0, len(names)))}
        ties = [
            ("related", chance.choice(names), chance.choice(names), {"id": f"r{number}", **chance.choice(VALUES)})
            for number in chance.sample(range(20), chance.randint(0, 20))
        ]
        ties += [("related", f"relation:r{chance.randint(0, 25)}", chance.choice(names), {"id": "about"})]
        drawn = facts(things, ties)
        here = {fact.record.id for fact in drawn.relations}
        kept = tuple(one for one in drawn.relations if not _hangs(one.record, here))
        # Ends that no thing stands for are made by `facts`; some go again, so that relations lose their ends.
        gone = set(chance.sample(names, 3)) - set(things)
        standing = tuple(fact for fact in drawn.things if fact.record.reference not in gone)
        made[revision] = Facts(revision, standing, kept, about=replace(drawn.about, title=f"edition {revision}"))
    return made


def _hangs(record: object, here: set[str]) -> bool:
    assert isinstance(record, RelationRecord)
    start: Reference = record.start
    return start.startswith("relation:") and start.removeprefix("relation:") not in here


@pytest.mark.parametrize("seed", range(2))
def test_after_each_of_many_revisions_it_holds_what_the_facts_hold(new_engine: Engine, seed: int) -> None:
    revisions = history(seed)
    database = new_engine.empty()
    for number, revision in revisions.items():
        snapshot = Snapshot(revision, DATE, history=revisions.__getitem__)
        assert in_step(ensure(database, snapshot), snapshot)
        assert held(database) == expected(revision), (seed, number)
        assert database.read("MATCH (m:Meta) RETURN m.revision, m.title").rows == [[number, f"edition {number}"]]
    verified = database.status(verify=True)
    assert in_step(verified, snapshot), (seed, verified.why)
    rebuilt = database.build(snapshot)
    assert rebuilt == verified
    assert held(database) == expected(revision)


def test_a_revision_that_was_skipped_is_caught_up_with_the_next(new_engine: Engine) -> None:
    revisions = history(11)
    database = new_engine.empty()
    for number in (1, 3, 5):
        snapshot = Snapshot(revisions[number], DATE, history=revisions.__getitem__)
        ensure(database, snapshot)
        assert held(database) == expected(revisions[number])


def test_a_register_that_was_restored_to_an_older_revision_is_followed(new_engine: Engine) -> None:
    revisions = history(12)
    database = new_engine.empty()
    for number in (5, 2):
        snapshot = Snapshot(revisions[number], DATE, history=revisions.__getitem__)
        assert in_step(ensure(database, snapshot, verify=True), snapshot)
        assert held(database) == expected(revisions[number])


def test_a_revision_of_another_register_with_the_same_number_is_not_taken_for_ours(new_engine: Engine) -> None:
    database = new_engine.empty()
    ensure(database, graph(["system:theirs"]))
    ours = graph(["system:ours"]).facts
    later = Snapshot(Facts(2, ours.things, ours.relations), DATE, history={1: ours}.__getitem__)
    ensure(database, later)
    assert held(database) == expected(later.facts)
    assert database.status(verify=True).digest_ok


def test_changes_that_start_from_another_revision_than_the_one_shown_end_in_the_right_one(new_engine: Engine) -> None:
    database = new_engine.empty()
    database.build(graph(["system:shown"]))
    later = history(13)[3]
    snapshot = Snapshot(later, DATE)
    assert in_step(database.apply(snapshot, history(13)[2]), snapshot)
    assert held(database) == expected(later)


def test_the_same_revision_again_changes_nothing(new_engine: Engine) -> None:
    database = new_engine.empty()
    snapshot = Snapshot(history(14)[4], DATE)
    first = database.build(snapshot)
    before = held(database)
    assert database.build(snapshot) == first
    assert database.apply(snapshot, snapshot.facts) == first
    assert held(database) == before


def test_an_order_of_facts_that_differs_changes_no_digest(new_engine: Engine) -> None:
    database = new_engine.empty()
    made = history(15)[5]
    turned = Facts(made.revision, made.things[::-1], made.relations[::-1], about=made.about)
    assert database.build(Snapshot(made, DATE)).digest == database.build(Snapshot(turned, DATE)).digest
    assert database.status(verify=True).digest_ok
