"""Who the neighbours of a thing are, on which side, and in which order they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from weakref import WeakKeyDictionary

from graphsvc.model import Kind, Mode, Reference, Relation
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language

__all__ = ["MANY", "SHOWN", "Neighbour", "Side", "Surroundings", "matching", "surroundings"]

SHOWN = 5
#: A side with more neighbours begins with counts by kind, and can be searched.
MANY = 25
_FEW = 2  # of the first kind on a side, when there is another


class Side(StrEnum):
    """Left what a thing needs, right what needs it."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class _Rule:
    """Where a relation puts the thing at its other end; ``start`` tells whether the thing itself is the start."""

    relation: Relation
    start: bool
    side: Side


def _rules(*rows: tuple[Relation, bool, Side]) -> tuple[_Rule, ...]:
    return tuple(_Rule(*row) for row in rows)


_LEFT, _RIGHT = Side.LEFT, Side.RIGHT
_EVERYWHERE = _rules(
    (Relation.PART_OF, False, _RIGHT),
    (Relation.KIND_OF, True, _LEFT),
    (Relation.KIND_OF, False, _RIGHT),
    (Relation.RELATED, False, _LEFT),
    (Relation.RELATED, True, _RIGHT),
)
#: In the order of reading; dependence decides the side, never who calls whom nor which way the data goes.
_BY_KIND: dict[Kind, tuple[_Rule, ...]] = {
    Kind.SYSTEM: _rules(
        (Relation.FLOW, False, _LEFT),
        (Relation.RUNS_ON, True, _LEFT),
        (Relation.REALIZES, False, _LEFT),
        (Relation.PART_OF, True, _LEFT),
        (Relation.FLOW, True, _RIGHT),
        (Relation.SUPPORTS, True, _RIGHT),
        (Relation.REALIZES, True, _RIGHT),
    ),
    Kind.TECHNOLOGY: _rules(
        (Relation.RUNS_ON, True, _LEFT),
        (Relation.PART_OF, True, _LEFT),
        (Relation.RUNS_ON, False, _RIGHT),
        (Relation.SUPPORTS, True, _RIGHT),
        (Relation.USES, False, _RIGHT),
    ),
    Kind.SERVICE: _rules(
        (Relation.SUPPORTS, False, _LEFT),
        (Relation.REQUIRES, True, _LEFT),
        (Relation.NEEDS, True, _LEFT),
        (Relation.DELIVERS, False, _RIGHT),
        (Relation.REQUIRES, False, _RIGHT),
        (Relation.CONTAINS, False, _RIGHT),
    ),
    Kind.UNIT: _rules(
        (Relation.USES, True, _LEFT),
        (Relation.OWNS, True, _LEFT),
        (Relation.EXCHANGES, False, _LEFT),
        (Relation.DELIVERS, True, _RIGHT),
        (Relation.EXCHANGES, True, _RIGHT),
    ),
    Kind.CAPABILITY: _rules(
        (Relation.PROVIDES, False, _LEFT),
        (Relation.PART_OF, True, _LEFT),
        (Relation.NEEDS, False, _RIGHT),
    ),
    Kind.DATA_OBJECT: _rules(
        (Relation.HOLDS, False, _LEFT),
        (Relation.PART_OF, True, _LEFT),
        (Relation.HANDLES, False, _RIGHT),
    ),
    Kind.JOURNEY: _rules((Relation.CONTAINS, True, _LEFT)),
    Kind.ELEMENT: _rules((Relation.PART_OF, True, _LEFT)),
    Kind.ORGANISATION: (),
}
_ORDER = {Mode.SYNC.value: 0, Mode.LOGIN.value: 20}
_DERIVED = 10


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A thing beside the one that is looked at.

    Parameters
    ----------
    thing, reference, kind
        Which one.
    ties
        The relations between the two that put it on this side, strongest reason first.
    """

    thing: int
    reference: Reference
    kind: Kind
    ties: tuple[RelationRecord, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All neighbours on both sides, in the order in which they are shown."""

    left: tuple[Neighbour, ...]
    right: tuple[Neighbour, ...]

    def side(self, side: Side) -> tuple[Neighbour, ...]:
        """Return the neighbours on one side."""
        return self.left if side is Side.LEFT else self.right

    @property
    def ties(self) -> int:
        """How many relations there are, all in all."""
        return sum(len(neighbour.ties) for neighbour in (*self.left, *self.right))


def surroundings(snapshot: Snapshot, thing: int) -> Surroundings:
    """Find the neighbours of a thing of any kind.

    Parameters
    ----------
    snapshot
        The graph.
    thing
        Number of the thing.

    Returns
    -------
    Surroundings
        Login last, derived next to last, synchronous first, then by the relation's id; the first five of a side hold
        two of the first kind and three of the second, when there are so many, so that both kinds are always seen.

    Notes
    -----
    O(neighbours log neighbours). A page asks several times about the same thing, and a national system has ten
    thousands of neighbours: the last answer about a graph is kept.
    """
    last = _LAST.get(snapshot)
    if last is None or last[0] != thing:
        _LAST[snapshot] = last = thing, _found(snapshot, thing)
    return last[1]


#: The thing that was asked about last, and its neighbours.
_LAST: WeakKeyDictionary[Snapshot, tuple[int, Surroundings]] = WeakKeyDictionary()


def _found(snapshot: Snapshot, thing: int) -> Surroundings:
    found: dict[Side, dict[int, list[tuple[tuple[int, int, str], RelationRecord]]]] = {side: {} for side in Side}
    kind = snapshot.kind(thing)
    for place, rule in enumerate((*_BY_KIND.get(kind, ()), *_EVERYWHERE)):
        for other, record in _beside(snapshot, thing, rule):
            found[rule.side].setdefault(other, []).append((_rank(place, record), record))
    return Surroundings(*(_ordered(snapshot, found[side]) for side in (Side.LEFT, Side.RIGHT)))


def matching(snapshot: Snapshot, found: tuple[Neighbour, ...], words: str, language: Language) -> tuple[Neighbour, ...]:
    """Return the neighbours with these words in their name or id, whatever the case, in the same order.

    Notes
    -----
    O(neighbours).
    """
    sought = words.casefold()
    if not sought:
        return found
    return tuple(
        one
        for one in found
        if sought in snapshot.name(one.thing, language).words.casefold() or sought in one.reference.casefold()
    )


def _beside(snapshot: Snapshot, thing: int, rule: _Rule) -> Iterator[tuple[int, RelationRecord]]:
    edges = snapshot.edges(rule.relation)
    others = edges.end if rule.start else edges.start
    for edge in (edges.out(thing) if rule.start else edges.into(thing)).tolist():
        if int(others[edge]) != thing:
            yield int(others[edge]), edges.records[edge]


def _rank(place: int, record: RelationRecord) -> tuple[int, int, str]:
    mode = _ORDER.get(str(record.fields.get("mode")), 1) if record.relation is Relation.FLOW else 0
    return (place, mode + _DERIVED * record.derived, record.id)


def _ordered(
    snapshot: Snapshot, found: dict[int, list[tuple[tuple[int, int, str], RelationRecord]]]
) -> tuple[Neighbour, ...]:
    ranked = sorted(found.items(), key=lambda item: min(rank for rank, _ in item[1]))
    neighbours = [
        Neighbour(
            other,
            snapshot.references[other],
            snapshot.kind(other),
            tuple(record for _, record in sorted(ties, key=lambda tie: tie[0])),
        )
        for other, ties in ranked
    ]
    first = _first(neighbours)
    chosen = {one.thing for one in first}
    return (*first, *(one for one in neighbours if one.thing not in chosen))


def _first(neighbours: list[Neighbour]) -> list[Neighbour]:
    """Choose the first five so that two kinds are seen, the first kind before the second."""
    kinds = list(dict.fromkeys(one.kind for one in neighbours))
    if len(kinds) == 1 or len(neighbours) <= SHOWN:
        return neighbours[:SHOWN]
    leading = [one for one in neighbours if one.kind is kinds[0]]
    others = [one for one in neighbours if one.kind is not kinds[0]]
    few = max(_FEW, SHOWN - len(others))
    return [*leading[:few], *others[: SHOWN - min(few, len(leading))]]
