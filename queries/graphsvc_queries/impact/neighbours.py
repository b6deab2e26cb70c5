"""Relations of one thing at a time, read from the snapshot's arrays when first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any
from weakref import proxy

from graphsvc.model import Kind, Relation, Scope
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

    def has_out(self, relation: Relation, thing: int) -> bool:
        """Tell whether any relation of a type starts at a thing."""
        edges = self.snapshot.edges(relation)
        return bool(len(edges)) and bool(len(edges.out(thing)))

    def is_platform(self, thing: int) -> bool:
        """Tell whether a system is national or flagged as a platform."""
        record = self.snapshot.record(thing)
        if record.kind is not Kind.SYSTEM:
            return False
        return record.fields.get("scope") == Scope.NATIONAL or bool(record.fields.get("platform"))

    def is_system(self, thing: int) -> bool:
        """Tell whether a thing is a system."""
        return self.snapshot.kind(thing) is Kind.SYSTEM

    def hubs_of(self, fact: Fact) -> tuple[int, ...]:
        """Return the systems that a flow goes through, as far as they are there at the date."""
        through = fact.record.fields.get("through")
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
    def hub_flows(self) -> dict[int, list[tuple[int, int, Fact]]]:
        """Flows through each hub as (provider, dependent, flow), in the order of the flows."""
        edges = self.snapshot.edges(Relation.FLOW)
        found: dict[int, list[tuple[int, int, Fact]]] = {}
        for position, fact in enumerate(edges.facts):
            if fact.record.fields.get("through"):
                for hub in self.hubs_of(fact):
                    found.setdefault(hub, []).append((int(edges.start[position]), int(edges.end[position]), fact))
        return found
