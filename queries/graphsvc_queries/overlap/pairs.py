"""Pairs of systems that overlap: all with all in a small register, those that share something rare in a large one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import scipy
from numpy.typing import NDArray

from graphsvc.judgement import Judgement, State
from graphsvc.snapshot.ascending import united
from graphsvc_queries.overlap.asking import need_of
from graphsvc_queries.overlap.choice import EVERY, Choice
from graphsvc_queries.overlap.ground import Ground
from graphsvc_queries.overlap.paired import OverlapPairs, Pair
from graphsvc_queries.overlap.scoring import Shares, apart_pairs, score_pairs
from graphsvc_queries.overlap.sentences import APART, names_of, reasons_of
from graphsvc_queries.overlap.sides import side_of

__all__ = ["EXHAUSTIVE", "candidate_pairs", "overlapping"]

Positions = NDArray[np.int64]

#: Up to so many candidates, every pair is compared.
EXHAUSTIVE = 200
#: What at most so many have brings those together that have it.
_RARE = 20
#: Words must be at least so alike in what is rare, to bring two together.
_ALIKE = 0.05
#: Rows at a time, so that memory does not follow the size of the register; neighbours of pairs at a time likewise.
_ROWS, _ENTRIES = 2_000, 10_000_000


def overlapping(
    known: Ground, min_score: float, limit: int, *, choice: Choice = EVERY, exhaustive: int = EXHAUSTIVE
) -> OverlapPairs:
    """Find the pairs that overlap most, with what people have said of them.

    Parameters
    ----------
    min_score
        Weaker pairs, and pairs of two national systems, are left out, unless people have spoken of them.
    limit
        At most so many are told; the rest is counted.
    choice
        Which of them are wanted.
    exhaustive
        Up to so many candidates all are compared with all.

    Notes
    -----
    O(pairs compared x what they have). In a large register only pairs that share something that at most 20 have
    are compared, O(candidates x what they have x 20).
    """
    first, second = candidate_pairs(known, exhaustive)
    compared = len(first)
    wanted = _wanted(known, choice, first, second)
    first, second = first[wanted], second[wanted]
    judged = {
        (known.position[a], known.position[b]): said
        for (a, b), said in known.judgements.items()
        if a in known.position and b in known.position
    }
    kept = [(np.empty(0, np.int64), np.empty(0, np.int64))]
    for some in _parts(known, first, second):
        scores = score_pairs(known, first[some], second[some]).scores
        remembered = [pair in judged for pair in zip(first[some].tolist(), second[some].tolist(), strict=True)]
        ours = ~(known.national[first[some]] & known.national[second[some]])
        strong = ours & (scores >= max(min_score * 10 - 1e-9, 1)) | np.array(remembered, dtype=np.bool_)
        kept.append((first[some][strong], second[some][strong]))
    a, b = (np.concatenate(parts) for parts in zip(*kept, strict=True))
    states = np.array([judged.get(pair, Judgement()).state for pair in zip(a.tolist(), b.tolist(), strict=True)])
    counted = {state: int(np.sum(states == state)) for state in State}
    if choice.state is not None:
        a, b, states = (part[states == choice.state] for part in (a, b, states))
    shares, apart = score_pairs(known, a, b), apart_pairs(known, a, b)
    order = np.lexsort((b, a, -np.round(shares.exact, 9), -shares.scores, apart > 0, states == State.DISMISSED))
    pairs = [(int(a[row]), int(b[row])) for row in order[:limit]]
    shown = [
        _pair(known, shares, int(row), pair, int(apart[row]), judged.get(pair, Judgement()))
        for row, pair in zip(order[:limit], pairs, strict=True)
    ]
    snapshot, size = known.snapshot, len(known.things)
    return OverlapPairs(
        revision=snapshot.revision,
        as_of=snapshot.date,
        min_score=min_score,
        pairs=tuple(shown),
        found=len(a),
        states=counted,
        compared=compared,
        exist=size * (size - 1) // 2,
    )


def _wanted(known: Ground, choice: Choice, first: Positions, second: Positions) -> NDArray[np.bool_]:
    """Return which pairs are of the system and the sector that are asked for."""
    wanted = np.ones(len(first), dtype=np.bool_)
    groups = [None if choice.of is None else frozenset({choice.of}), choice.within]
    for group in groups:
        if group is not None:
            among = np.array([thing in group for thing in known.things], dtype=np.bool_)
            wanted &= among[first] | among[second]
    return wanted


def _parts(known: Ground, first: Positions, second: Positions) -> Iterator[slice]:
    """Cut pairs into parts that are scored at a time: a hub has as many neighbours as thousands of others."""
    entries = np.diff(known.neighbours.rows.indptr) + 100  # words, and what else a candidate has
    parts = np.cumsum(entries[first] + entries[second]) // _ENTRIES
    bounds = [0, *(np.flatnonzero(np.diff(parts)) + 1).tolist(), len(first)]
    yield from (slice(start, end) for start, end in pairwise(bounds) if start < end)


def _pair(known: Ground, shares: Shares, row: int, pair: tuple[int, int], apart: int, judged: Judgement) -> Pair:
    snapshot, (a, b) = known.snapshot, pair
    need = need_of(snapshot, known.things[a], known.ties)
    one, other = names_of(snapshot, (known.things[a], known.things[b]))
    return Pair(
        one,
        other,
        sides=(side_of(known, a), side_of(known, b)),
        score=int(shares.scores[row]) / 10,
        reasons=reasons_of(known, need, shares, row, b),
        keep_apart=APART.get(apart),
        judged=judged,
    )


def candidate_pairs(known: Ground, exhaustive: int = EXHAUSTIVE) -> tuple[Positions, Positions]:
    """Return the pairs to compare, as positions, the smaller first, in order."""
    size = len(known.things)
    if size <= exhaustive:
        first, second = np.triu_indices(size, 1)
        return first.astype(np.int64), second.astype(np.int64)
    met = [np.empty(0, np.int64)]
    met += [one * size + other for one, other in _meetings(known)]
    codes = united(*met)
    return codes // size, codes % size


def _meetings(known: Ground) -> Iterator[tuple[Positions, Positions]]:
    """Give the pairs that share something rare, each evidence in turn, and those people have spoken of."""
    for held in (known.capabilities, known.data, known.neighbours):
        yield from _together(held.rows, np.arange(len(known.things)), 0.0)
    for corpus in known.corpora:
        yield from _together(corpus.rows, corpus.things, _ALIKE)
    for names in (known.products, known.vendors):
        yield from _together(_grouped(names), np.arange(len(known.things)), 0.0)
    pairs = [(known.position.get(a), known.position.get(b)) for a, b in known.judgements]
    spoken = [(a, b) for a, b in pairs if a is not None and b is not None]
    if spoken:
        one, other = np.array(spoken, dtype=np.int64).T
        yield one, other


def _grouped(names: Sequence[str] | NDArray[np.str_]) -> scipy.sparse.csr_array:
    """Return names as rows with one column a name; the empty name has none."""
    _, position = np.unique(names, return_inverse=True)
    filled = np.array([bool(name) for name in names], dtype=np.bool_)
    pointers = np.concatenate([[0], np.cumsum(filled)])
    shape = (len(filled), int(position.max(initial=-1)) + 1)
    return scipy.sparse.csr_array(
        (np.ones(int(filled.sum())), position[filled].astype(np.int32), pointers), shape=shape
    )


def _together(
    rows: scipy.sparse.csr_array, things: NDArray[np.int64], least: float
) -> Iterator[tuple[Positions, Positions]]:
    """Give pairs of things whose rows agree in a column that few have, by more than ``least``."""
    spread = np.bincount(rows.indices, minlength=rows.shape[1])
    rare = scipy.sparse.csr_array(rows[:, np.flatnonzero((spread > 1) & (spread <= _RARE))])
    turned = scipy.sparse.csr_array(rare.T)
    for start in range(0, rare.shape[0], _ROWS):
        met = (rare[start : start + _ROWS] @ turned).tocoo()
        close = met.data > least
        one, other = things[met.row[close] + start], things[met.col[close]]
        apart = one < other
        yield one[apart], other[apart]
