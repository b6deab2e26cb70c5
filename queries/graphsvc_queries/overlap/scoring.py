"""Points: each kind of evidence gives a share of 100, for every candidate or every pair at once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from graphsvc_queries.overlap.ground import Ground
from graphsvc_queries.overlap.likeness import likeness
from graphsvc_queries.overlap.need import Need

__all__ = ["Evidence", "Shares", "apart_from", "apart_pairs", "score", "score_pairs"]

Floats = NDArray[np.float64]
Positions = NDArray[np.int64]


class Evidence(StrEnum):
    """The kinds of evidence, in the order in which they are told."""

    CAPABILITIES = "capabilities"
    GENERIC = "generic_capabilities"
    TEXT = "text"
    DATA = "data"
    NEIGHBOURS = "neighbours"
    MAKER = "maker"


@dataclass(frozen=True)
class Shares:
    """Points of candidates or pairs.

    Parameters
    ----------
    tenths
        Tenths of a point by evidence, each shape (n,); whole numbers, so that shares add up to scores exactly.
    exact
        The unrounded sum, which only orders what is equal in tenths; shape (n,).
    withheld
        Where generic capabilities are shared and nothing else carries them, shape (n,).
    """

    tenths: dict[Evidence, NDArray[np.int64]]
    exact: Floats
    withheld: NDArray[np.bool_]

    @property
    def scores(self) -> NDArray[np.int64]:
        """Tenths of a point in all, shape (n,)."""
        found: NDArray[np.int64] = np.sum(list(self.tenths.values()), axis=0)
        return found

    def of(self, row: int) -> dict[Evidence, float]:
        """Return the points of one row by evidence, without those that gave none."""
        return {evidence: int(points[row]) / 10 for evidence, points in self.tenths.items() if points[row]}


def score(known: Ground, need: Need) -> Shares:
    """Score every candidate for a need.

    Notes
    -----
    O(what candidates have + features that share words with the need).
    """
    both, caps = need.whole, known.caps
    every = np.ones(len(known.snapshot), dtype=np.bool_)
    words = likeness(known.corpora, need.documents, len(known.things))
    return _shares(
        known,
        known.capabilities.shared(need.capabilities, ~known.generic, both=both),
        known.capabilities.shared(need.capabilities, known.generic, both=both),
        words,
        known.data.shared(need.data, every, both=both),
        known.neighbours.shared(need.neighbours, every, both=both),
        _maker(known, need.product, need.vendor) * caps.maker,
    )


def score_pairs(known: Ground, first: Positions, second: Positions) -> Shares:
    """Score pairs of candidates, given by their positions.

    Notes
    -----
    O(what the candidates of the pairs have).
    """
    every = np.ones(len(known.snapshot), dtype=np.bool_)
    same = (known.products[first] == known.products[second]) & (known.products[first] != "")
    vendor = (known.vendors[first] == known.vendors[second]) * known.vendor_telling[first]
    return _shares(
        known,
        known.capabilities.shared_by(first, second, ~known.generic),
        known.capabilities.shared_by(first, second, known.generic),
        _alike(known, first, second),
        known.data.shared_by(first, second, every),
        known.neighbours.shared_by(first, second, every),
        np.where(same, 1.0, known.caps.same_vendor * vendor) * known.caps.maker,
    )


def _maker(known: Ground, product: str, vendor: str) -> Floats:
    """Return 1 for the same product, less for the same vendor, the less the more have it; shape (candidates,)."""
    told = known.caps.same_vendor * known.vendor_telling * ((known.vendors == vendor) & (vendor != ""))
    return np.where((known.products == product) & (product != ""), 1.0, told)


def _alike(known: Ground, first: Positions, second: Positions) -> Floats:
    """Return how alike the words of pairs are: the best of their documents in one language."""
    best = np.zeros(len(first))
    for corpus in known.corpora:
        rows: dict[int, list[int]] = {}
        for row, thing in enumerate(corpus.things.tolist()):
            rows.setdefault(thing, []).append(row)
        pairs = [
            (number, one, other)
            for number, (a, b) in enumerate(zip(first.tolist(), second.tolist(), strict=True))
            for one in rows.get(a, ())
            for other in rows.get(b, ())
        ]
        if pairs:
            numbers, ones, others = np.array(pairs, dtype=np.int64).T
            alike = np.asarray(corpus.rows[ones].multiply(corpus.rows[others]).sum(axis=1))
            np.maximum.at(best, numbers, alike)
    return np.minimum(best, 1.0)


def _shares(
    known: Ground, rare: Floats, generic: Floats, words: Floats, data: Floats, neighbours: Floats, maker: Floats
) -> Shares:
    """Put parts (0 to 1, maker in points) under their caps; generic capabilities need something to carry them."""
    caps = known.caps
    points = {
        Evidence.CAPABILITIES: rare * caps.capabilities,
        Evidence.TEXT: np.where(words >= caps.noise, words, 0.0) * caps.text,
        Evidence.DATA: data * caps.data,
        Evidence.NEIGHBOURS: neighbours * caps.neighbours,
        Evidence.MAKER: maker,
    }
    tenths = {evidence: np.rint(one * 10).astype(np.int64) for evidence, one in points.items()}
    carried = np.max(list(tenths.values()), axis=0) >= np.rint(caps.carries * 10)
    points[Evidence.GENERIC] = np.where(carried, generic * caps.capabilities, 0.0)
    tenths[Evidence.GENERIC] = np.rint(points[Evidence.GENERIC] * 10).astype(np.int64)
    ordered = {evidence: tenths[evidence] for evidence in Evidence}
    return Shares(ordered, np.sum([points[evidence] for evidence in Evidence], axis=0), (generic > 0) & ~carried)


def apart_from(known: Ground, need: Need) -> NDArray[np.int8]:
    """Return why candidates must be kept apart from a need: 1 personal data, 2 legal basis, 0 nothing."""
    level = -1 if need.level is None else need.level
    found = _levels_differ(np.full(len(known.things), level), known.levels).astype(np.int8)
    differing = np.array([_bases_differ(need.bases, bases) for bases in known.bases], dtype=np.bool_)
    return np.where((found == 0) & differing, np.int8(2), found).astype(np.int8)


def apart_pairs(known: Ground, first: Positions, second: Positions) -> NDArray[np.int8]:
    """Return the same for pairs of candidates."""
    found = _levels_differ(known.levels[first], known.levels[second]).astype(np.int8)
    differing = np.array(
        [_bases_differ(known.bases[a], known.bases[b]) for a, b in zip(first.tolist(), second.tolist(), strict=True)],
        dtype=np.bool_,
    )
    return np.where((found == 0) & differing, np.int8(2), found).astype(np.int8)


def _levels_differ(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell where one side holds special or confidential data and the other is known not to."""
    differ: NDArray[np.bool_] = (one >= 0) & (other >= 0) & ((one == 2) != (other == 2))
    return differ


def _bases_differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and bool(other) and not one & other
