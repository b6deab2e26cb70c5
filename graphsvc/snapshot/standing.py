"""Which facts stand at a date, and their numbers: what a snapshot is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from graphsvc.metamodel import KINDS
from graphsvc.model import Kind, Reference, Relation, Value, split_reference
from graphsvc.records import RelationRecord
from graphsvc.snapshot.columns import Edges
from graphsvc.snapshot.facts import Fact, Facts, validity

__all__ = ["Indexed", "Standing", "in_graph"]


class Standing(Protocol):
    """Things and relations at a date.

    Attributes
    ----------
    things, references
        In the order of their references; a thing's place is its number.
    number
        Reference -> number.
    missing_ends
        Imported relations that are left out because an end is not there.
    annotations
        Relations with a relation as an end, by reference.
    """

    @property
    def things(self) -> Sequence[Fact]: ...  # noqa: D102 - see above
    @property
    def references(self) -> Sequence[Reference]: ...  # noqa: D102 - see above
    @property
    def number(self) -> Mapping[Reference, int]: ...  # noqa: D102 - see above
    @property
    def missing_ends(self) -> tuple[Fact, ...]: ...  # noqa: D102 - see above
    @property
    def annotations(self) -> tuple[Fact, ...]: ...  # noqa: D102 - see above

    def named(self, things: NDArray[np.integer]) -> list[Reference]:
        """Return the references of many things at once, in their order."""

    def fields(self, thing: int) -> Mapping[str, Value]:
        """Return the merged fields of a thing."""

    def kind(self, thing: int) -> Kind:
        """Return the kind of a thing."""

    def of_kind(self, kind: Kind) -> NDArray[np.int32]:
        """Return the numbers of all things of a kind, ascending."""

    def facts_of(self, kind: Kind) -> Sequence[Fact]:
        """Return all things of a kind, in the same order."""

    def edges(self, relation: Relation) -> Edges:
        """Return all relations of one type between things."""

    def elsewhen(self, things: Sequence[Fact]) -> Iterable[Fact]:
        """Return those of some facts that are not there at the date."""


class Indexed:
    """What stands of facts in memory.

    Notes
    -----
    O(n log n) in facts.
    """

    def __init__(self, facts: Facts, date: dt.date) -> None:
        day = date.isoformat()
        present = sorted(
            (fact for fact in facts.things if in_graph(fact) and _valid(fact, day)),
            key=lambda fact: fact.record.reference,
        )
        self.things: Sequence[Fact] = tuple(present)
        self.references: Sequence[Reference] = tuple(fact.record.reference for fact in present)
        self.number: Mapping[Reference, int] = {name: number for number, name in enumerate(self.references)}
        kept, self.missing_ends = _standing(facts.relations, self.number, day)
        self._by_type, self.annotations = _by_type(kept, self.number)

    @cached_property
    def _kinds(self) -> dict[Kind, NDArray[np.int32]]:
        found: dict[Kind, list[int]] = {}
        for number, fact in enumerate(self.things):
            found.setdefault(Kind(fact.record.subject.value), []).append(number)
        return {kind: np.array(numbers, dtype=np.int32) for kind, numbers in found.items()}

    def named(self, things: NDArray[np.integer]) -> list[Reference]:
        """Return the references of many things at once, in their order."""
        references = self.references
        return [references[thing] for thing in things.tolist()]

    def fields(self, thing: int) -> Mapping[str, Value]:
        """Return the merged fields of a thing."""
        return self.things[thing].record.fields

    def kind(self, thing: int) -> Kind:
        """Return the kind of a thing."""
        kind = self.things[thing].record.subject
        assert isinstance(kind, Kind)  # noqa: S101 - things hold thing records by construction
        return kind

    def of_kind(self, kind: Kind) -> NDArray[np.int32]:
        """Return the numbers of all things of a kind, ascending (empty when there are none)."""
        return self._kinds.get(kind, np.empty(0, dtype=np.int32))

    def facts_of(self, kind: Kind) -> Sequence[Fact]:
        """Return all things of a kind, in the same order."""
        return [self.things[thing] for thing in self.of_kind(kind).tolist()]

    def edges(self, relation: Relation) -> Edges:
        """Return all relations of one type between things."""
        found = self._by_type.get(relation, [])
        starts = np.array([start for start, _, _ in found], dtype=np.int32)
        ends = np.array([end for _, end, _ in found], dtype=np.int32)
        return Edges(relation, len(self.things), starts, ends, tuple(fact for _, _, fact in found))

    def elsewhen(self, things: Sequence[Fact]) -> Iterable[Fact]:
        """Return those of some facts that are not there at the date."""
        return (fact for fact in things if fact.record.reference not in self.number)


def in_graph(fact: Fact) -> bool:
    """Tell whether a fact is a thing of the map, not one of the forum's cases."""
    return KINDS[Kind(fact.record.subject.value)].in_graph


def _valid(fact: Fact, day: str) -> bool:
    start, end = validity(fact.record)
    return start <= day < end


def _standing(
    relations: Sequence[Fact], numbers: Mapping[Reference, int], day: str
) -> tuple[list[Fact], tuple[Fact, ...]]:
    """Keep the relations whose ends, and whose grounds when derived, are there; return also those left out."""
    kept = [fact for fact in relations if _valid(fact, day)]
    missing: list[Fact] = []
    while True:  # a relation may hang on another relation, so losing one may lose the next
        names = {fact.record.reference for fact in kept}
        standing = [fact for fact in kept if _stands(fact, numbers, names)]
        if len(standing) == len(kept):
            return kept, tuple(missing)
        lost = {id(fact) for fact in kept} - {id(fact) for fact in standing}
        missing += [fact for fact in kept if id(fact) in lost and not fact.record.fields.get("derived")]
        kept = standing


def _stands(fact: Fact, numbers: Mapping[Reference, int], names: set[Reference]) -> bool:
    record = fact.record
    assert isinstance(record, RelationRecord)  # noqa: S101 - relations hold relation records by construction
    ends = all(end in numbers or end in names for end in (record.start, record.end))
    via = record.fields.get("via")
    return ends and (not isinstance(via, tuple) or all(Reference(f"relation:{step}") in names for step in via))


def _by_type(
    kept: list[Fact], numbers: Mapping[Reference, int]
) -> tuple[dict[Relation, list[tuple[int, int, Fact]]], tuple[Fact, ...]]:
    """Sort relations between things by type and ends; those with a relation as an end stand apart."""
    found: dict[Relation, list[tuple[int, int, Fact]]] = {}
    apart: list[Fact] = []
    for fact in kept:
        record = fact.record
        assert isinstance(record, RelationRecord)  # noqa: S101 - as above
        if split_reference(record.start)[0] == "relation" or split_reference(record.end)[0] == "relation":
            apart.append(fact)
        else:
            found.setdefault(record.relation, []).append((numbers[record.start], numbers[record.end], fact))
    for rows in found.values():
        rows.sort(key=lambda row: (row[0], row[1], row[2].record.id))
    return found, tuple(sorted(apart, key=lambda fact: fact.record.reference))
