"""The map held against another graph: which flows come and go at each unit and between each two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from graphsvc.model import Relation
from graphsvc.snapshot import Snapshot
from graphsvc_queries.matrix import MatrixBy, MatrixRelation, Places
from graphsvc_queries.matrix.contrast import Change, Tie, changes, placed
from graphsvc_queries.matrix.of_one import is_there
from graphsvc_visualizations.map.coming import Coming, coming
from graphsvc_visualizations.map.counts import FlowCounts

__all__ = ["MapContrast", "map_contrast"]

#: The ids of two sectors or units in order, or ``national`` for national systems.
Pair = tuple[str, str]


@dataclass(frozen=True)
class MapContrast:
    """What comes and goes.

    Parameters
    ----------
    at
        Unit or sector by its id (``national`` for national systems) -> flows to or from it.
    between
        Two of them, ids in order -> flows between the two.
    flows
        Flows that come and go in all.
    things
        Units and systems that only one of the two has.
    """

    at: Mapping[str, Change] = field(default_factory=dict)
    between: Mapping[Pair, Change] = field(default_factory=dict)
    flows: Change = field(default_factory=Change)
    things: tuple[Coming, ...] = ()

    def of(self, key: str) -> str:
        """Return the change at a box by its key, written with signs; empty when there is none."""
        return str(self.at.get(key.removeprefix("unit:"), ""))

    def counted(self, kind: str) -> Change:
        """Count the units or systems that come and go."""
        signs = [one.sign for one in self.things if one.kind == kind]
        return Change(signs.count("+"), signs.count("−"))

    @cached_property
    def signs(self) -> Mapping[str, str]:
        """Reference of what comes or goes -> its sign."""
        return {one.reference: one.sign for one in self.things}

    @cached_property
    def seated(self) -> Mapping[str, list[Coming]]:
        """Unit, sector or ``national`` -> what comes to it and goes from it."""
        found: dict[str, list[Coming]] = {}
        for one in self.things:
            for place in one.places:
                found.setdefault(place, []).append(one)
        return found

    def pair(self, one: str, other: str) -> str:
        """Return the change between two, written with signs; empty when there is none."""
        return str(self.between.get(_pair(one.removeprefix("unit:"), other.removeprefix("unit:")), ""))


def map_contrast(
    snapshot: Snapshot, other: Snapshot, *, own_first: bool, municipality: int | None = None
) -> MapContrast:
    """Hold the map of a graph against that of another.

    Parameters
    ----------
    snapshot, other
        What is shown, and what it is held against.
    own_first
        Whether the shown one comes before the other.
    municipality
        One of several in the shown graph whose map is drawn: only its flows, units and systems are held against those
        that it has in the other graph, where it may not be there, or be the only one.

    Notes
    -----
    O(flows x owners) of what is held against each other.
    """
    reference = None if municipality is None else str(snapshot.references[municipality])
    before, after = (snapshot, other) if own_first else (other, snapshot)
    at: dict[str, Change] = {}
    between: dict[Pair, Change] = {}
    flows = Change()
    for by in MatrixBy:
        old, new = (_placed(one, by, reference) for one in (before, after))
        at.update(changes(*({tie: _ends(cells) for tie, cells in side.items()} for side in (old, new))))
        between.update(changes(*({tie: _pairs(cells) for tie, cells in side.items()} for side in (old, new))))
        flows = _flows(old, new)
    return MapContrast(at, between, flows, coming(snapshot, other, own_first=own_first, municipality=reference))


def _placed(graph: Snapshot, by: MatrixBy, municipality: str | None) -> dict[Tie, frozenset[Pair]]:
    """Return every flow of the map with the sectors or units that it joins."""
    if municipality is None or not is_there(graph, municipality):
        return placed(graph, MatrixRelation.FLOWS, by, municipality)
    chosen = graph.index(municipality)
    # Sectors elsewhere have no box; of units elsewhere the table tells which they are.
    places = Places(graph, by, chosen if by is MatrixBy.SECTOR else None)
    records = graph.edges(Relation.FLOW).records
    found = (records[one] for one in FlowCounts(graph, chosen).flows.tolist())
    return {(one.relation, one.start, one.end, one.id): frozenset(places.cells(one)) for one in found}


def _flows(old: Mapping[Tie, object], new: Mapping[Tie, object]) -> Change:
    return Change(len(new.keys() - old.keys()), len(old.keys() - new.keys()))


def _ends(cells: Iterable[Pair]) -> set[str]:
    return {end for cell in cells for end in cell}


def _pairs(cells: Iterable[Pair]) -> set[Pair]:
    return {_pair(*cell) for cell in cells}


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)
