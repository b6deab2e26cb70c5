"""Structure gives what the naive oracle and networkx give; communities are as good as those of networkx."""

from __future__ import annotations

import networkx as nx
import pytest

from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.structure import structure
from graphsvc_queries.structure.communities import adjusted_rand_index
from tests.oracle import structure as oracle
from tests.property.graphs import municipality, permuted, seeds

GRAPHS, BATCH = 500, 100
BATCHES = range(GRAPHS // BATCH)


def _some(batch: int) -> range:
    return seeds(GRAPHS)[batch * BATCH : (batch + 1) * BATCH]


@pytest.mark.parametrize("batch", BATCHES)
def test_matrices_and_indices_equal_those_of_the_oracle(batch: int) -> None:
    for seed in _some(batch):
        snapshot = municipality(seed).snapshot
        expected, document = oracle.structure(snapshot), structure(snapshot).document(Language.NB)
        matrix = document["matrix"]
        assert isinstance(matrix, dict)
        for name, cells in expected["matrices"].items():
            found = {
                (row, end): count
                for row, counts in zip(matrix["sectors"], matrix[name], strict=True)
                for end, count in zip(matrix["sectors"], counts, strict=True)
                if count
            }
            assert found == dict(cells), (seed, name)
        assert matrix["apart"] == expected["apart"], seed
        index = document["e_i_index"]
        assert isinstance(index, dict)
        assert {name: index[name] for name in expected["e_i_index"]} == expected["e_i_index"], seed
        across = document["across"]
        assert isinstance(across, dict)
        for name, ids in expected["joining"].items():
            assert {row["id"] for row in across[name]} == ids, (seed, name)


def _network(snapshot: Snapshot) -> nx.Graph[str]:
    made: nx.Graph[str] = nx.Graph()
    for (one, other), weight in oracle.weights(snapshot).items():
        made.add_edge(one, other, weight=weight)
    return made


@pytest.mark.parametrize("batch", BATCHES)
def test_communities_divide_all_units_with_ties_and_have_the_modularity_they_claim(batch: int) -> None:
    for seed in _some(batch):
        snapshot = municipality(seed).snapshot
        found, network = structure(snapshot), _network(snapshot)
        parts = [{str(one.thing) for one in part.members} for part in found.communities]
        assert sorted(one for part in parts for one in part) == sorted(network), seed
        units = {one for one in snapshot.references if one.startswith("unit:")}
        sectors = {snapshot.references[one] for one in snapshot.organisation.sectors}
        assert {one.thing for one in found.isolated} == units - sectors - set(network), seed
        assert {str(one.one.thing) for one in found.across["units"]} == oracle.elsewhere(snapshot, parts), seed
        if parts:
            assert found.modularity == pytest.approx(nx.community.modularity(network, parts), abs=1e-9), seed


def test_communities_are_as_good_as_those_of_networkx() -> None:
    worse = []
    for seed in seeds(60):
        snapshot = municipality(seed).snapshot
        network = _network(snapshot)
        if network:
            runs = [nx.community.louvain_communities(network, seed=run) for run in range(20)]
            best = max(nx.community.modularity(network, run) for run in runs)
            worse += [seed] if structure(snapshot).modularity < best - 0.01 else []
    assert worse == []


@pytest.mark.parametrize("batch", BATCHES)
def test_centralities_equal_those_of_networkx(batch: int) -> None:
    for seed in _some(batch):
        snapshot = municipality(seed).snapshot
        near = oracle.neighbours(snapshot)
        flows: nx.DiGraph[str] = nx.DiGraph([(one, end) for one, (_, ends) in near.items() for end in ends])
        between = nx.betweenness_centrality(flows)
        found = {str(row.one.thing): row for row in structure(snapshot).central}
        assert {one: (row.providers, row.dependents) for one, row in found.items()} == {
            one: (len(before), len(after)) for one, (before, after) in near.items()
        }, seed
        assert {one: row.betweenness for one, row in found.items()} == pytest.approx(between, abs=1e-12), seed


def test_the_rand_index_counts_pairs_that_are_together_or_apart_in_both() -> None:
    for seed in seeds(500):
        made = municipality(seed)
        one = [len(name) + sum(map(ord, name)) % 3 for name in made.things]
        other = [sum(map(ord, name)) * 7 % 4 for name in made.things]
        assert adjusted_rand_index(one, other) == pytest.approx(_rand_index_by_pairs(one, other)), seed


def _rand_index_by_pairs(one: list[int], other: list[int]) -> float:
    """Every pair of things in turn (the form of Steinley, 2004)."""
    pairs = [(one[a] == one[b], other[a] == other[b]) for a in range(len(one)) for b in range(a)]
    a, b, c, d = (pairs.count(kind) for kind in ((True, True), (True, False), (False, True), (False, False)))
    return 2 * (a * d - b * c) / ((a + b) * (b + d) + (a + c) * (c + d))


def test_the_order_of_facts_changes_nothing() -> None:
    for seed in seeds(60):
        made = municipality(seed)
        again = Snapshot(permuted(made.facts, seed), made.date)
        assert structure(made.snapshot).document(Language.EN) == structure(again).document(Language.EN), seed
