"""Everything that relations lead to, held against networkx; edges of several things, against those of each."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from graphsvc.model import Relation
from graphsvc.snapshot import Snapshot
from tests.demo_facts import demo_snapshot

TYPES = [tuple(Relation), (Relation.FLOW,), (Relation.FLOW, Relation.SUPPORTS), ()]


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return demo_snapshot(demo_source)


@pytest.mark.parametrize("types", TYPES)
def test_everything_ahead_is_what_networkx_finds(demo: Snapshot, types: tuple[Relation, ...]) -> None:
    graph = nx.DiGraph()
    graph.add_nodes_from(demo.references)
    words = {one.value for one in types}
    graph.add_edges_from((a, b) for a, b, word in demo.to_networkx().edges(data="relation") if word in words)
    for thing, name in enumerate(demo.references):
        ahead = demo.onward(thing, types)
        assert {demo.references[one] for one in ahead.tolist()} == nx.descendants(graph, name)
        far = nx.single_source_shortest_path_length(graph, name)
        steps = [far[demo.references[one]] for one in ahead.tolist()]
        assert steps == sorted(steps), "nearest first"


def test_all_types_are_meant_when_none_is_named(demo: Snapshot) -> None:
    thing = demo.index("system:epj")
    assert demo.onward(thing).tolist() == demo.onward(thing, Relation).tolist()
    assert len(demo.onward(thing)) > len(demo.onward(thing, [Relation.FLOW])) > 0


@pytest.mark.parametrize("relation", [Relation.FLOW, Relation.SUPPORTS, Relation.DELIVERS, Relation.REALIZES])
@pytest.mark.parametrize("seed", range(5))
def test_edges_of_several_things_are_those_of_each_in_turn(demo: Snapshot, relation: Relation, seed: int) -> None:
    edges = demo.edges(relation)
    things = np.random.default_rng(seed).permutation(len(demo))[: 100 * seed].astype(np.int32)
    assert edges.out_of(things).tolist() == [place for one in things.tolist() for place in edges.out(one).tolist()]
    assert edges.into_any(things).tolist() == [place for one in things.tolist() for place in edges.into(one).tolist()]
