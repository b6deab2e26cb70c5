"""Relations of one thing at a time, read from the snapshot's arrays when first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any
from weakref import proxy

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Kind, Relation, Value
from graphsvc.snapshot import Fact, Snapshot

__all__ = ["Neighbours"]


class Neighbours:
    """What stands next to a thing, and what sort of thing it is.

    The snapshot is held weakly: what is compiled for a snapshot must not keep it alive.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot: Snapshot = proxy(snapshot)
        self.remembered: dict[str, dict[int, Any]] = {}

    def out(self, relation: Relation, thing: int) -> Iterator[tuple[int, Fact]]:
        """Give the things at the far end of the relations that start at a thing, with the relations."""
        edges = self.snapshot.edges(relation)
        if len(edges):
            for position in edges.out(thing).tolist():
                yield int(edges.end[position]), edges.facts[position]

    def into(self, relation: Relation, thing: int) -> Iterator[tuple[int, Fact]]:
        """Give the things at the near end of the relations that end at a thing, with the relations."""
        edges = self.snapshot.edges(relation)
        if len(edges):
            for position in edges.into(thing).tolist():
                yield int(edges.start[position]), edges.facts[position]

    @cached_property
    def platforms(self) -> NDArray[np.bool_]:
        """Which things are platforms, by number: national, or flagged."""
        found = self.national.copy()
        found[self.snapshot.of_kind(Kind.SYSTEM)] |= self.snapshot.coded(Kind.SYSTEM, "platform").flags(bool)
        return found

    @property
    def national(self) -> NDArray[np.bool_]:
        """Which things are national systems, by number."""
        return self.snapshot.organisation.national

    def _systems_named(self, through: Value) -> tuple[int, ...]:
        if not through:
            return ()
        names = through if isinstance(through, tuple) else (str(through),)
        return tuple(thing for name in names if (thing := self.named(name, Kind.SYSTEM)) is not None)

    def named(self, name: str, kind: Kind) -> int | None:
        """Return the thing that a field names, by ``kind:id`` or a bare id of the given kind; None when absent."""
        for reference in (name, f"{kind.value}:{name}"):
            if reference in self.snapshot:
                return self.snapshot.index(reference)
        return None

    @cached_property
    def hub_flows(self) -> dict[int, list[int]]:
        """Positions of the flows through each hub, ascending."""
        through = self.snapshot.edges(Relation.FLOW).coded("through")
        hubs = [self._systems_named(value) for value in through.each()]
        found: dict[int, list[int]] = {}
        for position in np.flatnonzero(through.flags(bool)).tolist():
            for hub in hubs[through.codes[position]]:
                found.setdefault(hub, []).append(position)
        return found
