"""What stands behind a thing, asked of each engine over the same graph; graphs are made beforehand, as our snapshot is.

Two questions: everything that all relations lead to, which each engine gives in its own numbers (Cypher counts only);
and the product's ``reach`` over flows with the services and units behind it, by name.
"""

from __future__ import annotations

from functools import cached_property

import networkx as nx
import numpy as np
import rustworkx as rx
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from benchmarks import networks
from benchmarks.answers import Reached
from graphsvc.model import Relation
from graphsvc.snapshot import Snapshot

__all__ = ["EVERYTHING", "DependenceForms", "EverythingForms"]

#: Neo4j plans the first as VarLengthExpand(Pruning,BFS); no thing of the nations lies thirty relations away.
EVERYTHING = {
    "neo4j": "MATCH (a:system {id: $thing})-[*1..30]->(b) WHERE b <> a RETURN count(DISTINCT b) AS found",
    "ladybug": "MATCH (:system {id: $thing})-[* SHORTEST 1..30]->(b) RETURN count(DISTINCT id(b)) AS found",
}


class EverythingForms:
    """All relations between all things, for each peer."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._size = len(snapshot)
        ends = [(one.start, one.end) for one in map(snapshot.edges, Relation)]
        self._start, self._end = (np.concatenate(column) for column in zip(*ends, strict=True))
        self.relations = len(self._start)

    def _pairs(self) -> list[tuple[int, int]]:
        return list(zip(self._start.tolist(), self._end.tolist(), strict=True))

    @cached_property
    def networkx(self) -> nx.DiGraph[int]:
        made: nx.DiGraph[int] = nx.DiGraph()
        made.add_nodes_from(range(self._size))
        made.add_edges_from(self._pairs())
        return made

    @cached_property
    def rustworkx(self) -> rx.PyDiGraph:
        return _rust(list(range(self._size)), self._pairs())

    @cached_property
    def scipy(self) -> csr_array:
        ones = np.ones(self.relations)
        return csr_array((ones, (self._start, self._end)), shape=(self._size, self._size))

    def by_scipy(self, thing: int) -> NDArray[np.int32]:
        found: NDArray[np.int32] = breadth_first_order(self.scipy, thing, return_predecessors=False)[1:]
        return found


class DependenceForms:
    """Flows alone, from provider and hub to dependent, with what they are required for and who delivers that."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def dependence(self) -> networks.Dependence:
        return networks.dependence(self._snapshot)

    @cached_property
    def _names(self) -> list[str]:
        return list(self.dependence.flows)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self._names)}

    @cached_property
    def _edges(self) -> list[tuple[int, int]]:
        return [(self._places[start], self._places[end]) for start, end in self.dependence.flows.edges]

    @cached_property
    def _scipy(self) -> csr_array:
        start, end = np.array(self._edges).T
        return csr_array((np.ones(len(start)), (start, end)), shape=(len(self._names), len(self._names)))

    @cached_property
    def _rustworkx(self) -> rx.PyDiGraph:
        return _rust(self._names, self._edges)

    def most_depended_on(self, prefix: str) -> str:
        """Return the system whose name begins so and on which most others depend at once."""
        flows = self.dependence.flows
        return max((one for one in flows if one.startswith(prefix)), key=lambda one: (flows.out_degree(one), one))

    def by_networkx(self, thing: str) -> Reached:
        return networks.reach(self.dependence, thing)

    def by_rustworkx(self, thing: str) -> Reached:
        return self._behind(thing, {self._names[one] for one in rx.descendants(self._rustworkx, self._places[thing])})

    def by_scipy(self, thing: str) -> Reached:
        order = breadth_first_order(self._scipy, self._places[thing], return_predecessors=False)
        return self._behind(thing, {self._names[one] for one in order.tolist()})

    def _behind(self, thing: str, systems: set[str]) -> Reached:
        return networks.behind(self.dependence, thing, systems - {thing})


def _rust(names: list[int] | list[str], pairs: list[tuple[int, int]]) -> rx.PyDiGraph:
    made = rx.PyDiGraph(multigraph=False)
    made.add_nodes_from(names)
    made.add_edges_from_no_data(pairs)
    return made
