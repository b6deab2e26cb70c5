"""What candidates have: capabilities, data and neighbours as sparse rows, with how rare each is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy
from numpy.typing import NDArray

from graphsvc.judgement import is_judgement
from graphsvc.model import Relation
from graphsvc.snapshot import Snapshot

__all__ = ["Holdings", "Ties", "holdings", "ties"]

Floats = NDArray[np.float64]

_CAPABILITIES = (Relation.PROVIDES, Relation.NEEDS)
_DATA = (Relation.HOLDS, Relation.HANDLES)


@dataclass(frozen=True)
class Holdings:
    """One sort of thing that candidates have.

    Parameters
    ----------
    rows
        1 where a candidate has a thing; shape (candidates, things of the snapshot).
    """

    rows: scipy.sparse.csr_array

    @cached_property
    def spread(self) -> NDArray[np.int64]:
        """How many candidates have each thing, shape (things,)."""
        return np.bincount(self.rows.indices, minlength=self.rows.shape[1]).astype(np.int64)

    @cached_property
    def most(self) -> float:
        """Rarity of what only one candidate has: the log of their number."""
        return float(np.log(max(self.rows.shape[0], 1)))

    @cached_property
    def rarity(self) -> Floats:
        """-log(share of candidates that have it), shape (things,); what nobody has counts as what one has."""
        return np.maximum(self.most - np.log(np.maximum(self.spread, 1)), 0.0)

    @cached_property
    def telling(self) -> Floats:
        """What sharing a thing is worth: its rarity, times its rarity relative to the rarest; shape (things,)."""
        return self.rarity * self.rarity / self.most if self.most else np.zeros_like(self.rarity)

    @cached_property
    def sums(self) -> Floats:
        """Rarity of all that each candidate has, shape (candidates,)."""
        return np.asarray(self.rows @ self.rarity)

    def of(self, number: int) -> frozenset[int]:
        """Return what a candidate has."""
        return frozenset(self.rows.indices[self.rows.indptr[number] : self.rows.indptr[number + 1]].tolist())

    def shared(self, wanted: Iterable[int], counted: NDArray[np.bool_], *, both: bool) -> Floats:
        """Return how much of what is wanted each candidate has, by rarity, 0 to 1; shape (candidates,).

        Parameters
        ----------
        wanted
            Things.
        counted
            Which things count when shared, shape (things,); the others stay part of what is wanted.
        both
            Take the mean with how much of what the candidate has is wanted.
        """
        listed = np.array(sorted(wanted), dtype=np.int64)
        asked = np.zeros(self.rows.shape[1])
        asked[listed] = 1.0
        found = np.asarray(self.rows @ (asked * counted * self.telling))
        whole = float(self.rarity[listed].sum())
        return self._mean(found, np.full(len(found), whole), self.sums if both else None)

    def shared_by(self, first: NDArray[np.int64], second: NDArray[np.int64], counted: NDArray[np.bool_]) -> Floats:
        """Return the same for pairs of candidates, both ways; shape (pairs,)."""
        common = self.rows[first].multiply(self.rows[second])
        found = np.asarray(common @ (counted * self.telling))
        return self._mean(found, self.sums[first], self.sums[second])

    @staticmethod
    def _mean(found: Floats, wanted: Floats, had: Floats | None) -> Floats:
        forth: Floats = np.divide(found, wanted, out=np.zeros_like(found), where=wanted > 0)
        if had is None:
            return forth
        back = np.divide(found, had, out=np.zeros_like(found), where=had > 0)
        return (forth + back) / 2


@dataclass(frozen=True)
class Ties:
    """All that hangs together with anything, as pairs of (thing, what it has)."""

    capabilities: tuple[tuple[int, int], ...]
    data: tuple[tuple[int, int], ...]
    neighbours: tuple[tuple[int, int], ...]

    @cached_property
    def _held(self) -> tuple[dict[int, set[int]], ...]:
        found: tuple[dict[int, set[int]], ...] = ({}, {}, {})
        for held, pairs in zip(found, (self.capabilities, self.data, self.neighbours), strict=True):
            for one, other in pairs:
                held.setdefault(one, set()).add(other)
        return found

    def of(self, thing: int) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
        """Return the capabilities, data and neighbours of one thing."""
        capabilities, data, neighbours = (frozenset(held.get(thing, ())) for held in self._held)
        return capabilities, data, neighbours


def ties(snapshot: Snapshot) -> Ties:
    """Collect who has what: what it provides or needs, holds or handles, and whatever else it hangs together with.

    Being of a kind is no neighbourhood, and neither is what people have said of overlaps.
    """
    return Ties(tuple(_pairs(snapshot, _CAPABILITIES)), tuple(_pairs(snapshot, _DATA)), tuple(_neighbours(snapshot)))


def _pairs(snapshot: Snapshot, relations: Sequence[Relation]) -> Iterator[tuple[int, int]]:
    for relation in relations:
        edges = snapshot.edges(relation)
        yield from zip(edges.start.tolist(), edges.end.tolist(), strict=True)


def _neighbours(snapshot: Snapshot) -> Iterator[tuple[int, int]]:
    for relation in Relation:
        edges = snapshot.edges(relation)
        for start, end, record in zip(edges.start.tolist(), edges.end.tolist(), edges.records, strict=True):
            if relation is Relation.KIND_OF or start == end or is_judgement(record):
                continue
            yield end, start
            if relation not in (*_CAPABILITIES, *_DATA):
                yield start, end


def holdings(pairs: Iterable[tuple[int, int]], things: Sequence[int], size: int) -> Holdings:
    """Make the rows of candidates.

    Notes
    -----
    O(pairs + candidates).
    """
    position = {thing: number for number, thing in enumerate(things)}
    found = sorted({(position[one], other) for one, other in pairs if one in position})
    rows = np.array([row for row, _ in found], dtype=np.int64)
    columns = np.array([column for _, column in found], dtype=np.int32)
    pointers = np.zeros(len(things) + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows, minlength=len(things)), out=pointers[1:])
    return Holdings(scipy.sparse.csr_array((np.ones(len(found)), columns, pointers), shape=(len(things), size)))
