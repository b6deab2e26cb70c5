"""Which few systems cover the whole need together, when none does alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from graphsvc.text import Text
from graphsvc_queries.overlap.candidates import Ranking
from graphsvc_queries.overlap.result import Named, Together
from graphsvc_queries.overlap.scoring import apart_pairs
from graphsvc_queries.overlap.sentences import names_of

__all__ = ["MOST", "together"]

#: So many systems together are still an answer.
MOST = 4
#: Of those that can do exactly the same of the need so many are tried, the best first.
_ALIKE = 6


def together(ranking: Ranking) -> Together | None:
    """Return the fewest systems that cover together what can be covered; None when one does, or none adds anything.

    Of equally few, those that stay are chosen before those that the proposal would replace or that are being phased
    out; then those with more points; then those earlier in the order. Systems to keep apart from the need do not
    take part, nor do two that must be kept apart from each other.

    Notes
    -----
    Exact up to ``MOST`` systems, of at most six that can do exactly the same: O((six x kinds of cover) to the power of
    ``MOST``), pruned by the need that fewest can meet. When more would be needed the greedy choice is told, with
    what it lacks.
    """
    search = _Search(ranking)
    alone = max((len(covered) for covered in search.covers.values()), default=0)
    if len(search.wanted) < 2 or alone == len(search.wanted):
        return None
    found = search.fewest() or search.greedy()
    covered = frozenset().union(*(search.covers[row] for row in found))
    if len(found) < 2 or len(covered) <= alone:
        return None
    return _told(ranking, search, sorted(found, key=search.place.__getitem__), covered)


class _Search:
    """The systems that may take part, by what they cover.

    Attributes
    ----------
    covers
        Row -> what it covers of the need, those first that are told first.
    place
        Row -> its place in the order, 0 = first.
    """

    def __init__(self, ranking: Ranking) -> None:
        self.ranking = ranking
        held, self.wanted = ranking.wanted
        ranked = set(ranking.order)
        rows = [*ranking.order, *(row for row in ranking.covering if row not in ranked)]
        usable = [row for row in rows if not ranking.apart[row]]
        self.place = {row: number for number, row in enumerate(rows)}
        self.covers = {row: covered for row in usable if (covered := self.wanted & held.of(row))}

    def cost(self, row: int) -> tuple[int, int, int]:
        """Return what speaks against a system: that it goes, few points, its place."""
        known, need = self.ranking.known, self.ranking.need
        going = known.things[row] in need.replaces or known.records[row].fields.get("disposition") == "eliminate"
        return int(going), -int(self.ranking.shares.scores[row]), self.place[row]

    @cached_property
    def holders(self) -> Mapping[int, list[int]]:
        """Need -> the systems to try for it."""
        alike: dict[frozenset[int], list[int]] = {}
        for row in sorted(self.covers, key=self.cost):
            alike.setdefault(self.covers[row], []).append(row)
        tried = sorted((row for rows in alike.values() for row in rows[:_ALIKE]), key=self.cost)
        every = frozenset().union(*self.covers.values())
        return {one: [row for row in tried if one in self.covers[row]] for one in sorted(every)}

    def fewest(self) -> tuple[int, ...]:
        """Return the best of the smallest sets that cover all that can be covered; empty when more are needed."""
        for size in range(2, MOST + 1):
            found = list(self._covering(frozenset(self.holders), (), size))
            if found:
                return min(found, key=self._price)
        return ()

    def _price(self, rows: Sequence[int]) -> tuple[int, int, tuple[int, ...]]:
        costs = [self.cost(row) for row in rows]
        return sum(one[0] for one in costs), sum(one[1] for one in costs), tuple(sorted(one[2] for one in costs))

    def _covering(self, missing: frozenset[int], chosen: tuple[int, ...], left: int) -> Iterator[tuple[int, ...]]:
        if not missing:
            yield chosen
            return
        if not left:
            return
        hardest = min(missing, key=lambda one: (len(self.holders[one]), one))
        for row in self.holders[hardest]:
            if self._fits(row, chosen):
                yield from self._covering(missing - self.covers[row], (*chosen, row), left - 1)

    def greedy(self) -> tuple[int, ...]:
        """Return systems that each cover most of what is still missing."""
        chosen: tuple[int, ...] = ()
        missing = frozenset(self.holders)
        while missing and len(chosen) < MOST:
            adding = [row for row in self.covers if self.covers[row] & missing and self._fits(row, chosen)]
            if not adding:
                break
            best = min(adding, key=lambda row: (-len(self.covers[row] & missing), self.cost(row)))
            chosen, missing = (*chosen, best), missing - self.covers[best]
        return chosen

    def _fits(self, row: int, chosen: Sequence[int]) -> bool:
        others = np.array(chosen, dtype=np.int64)
        return not apart_pairs(self.ranking.known, np.full(len(others), row, dtype=np.int64), others).any()


def _told(ranking: Ranking, search: _Search, rows: Sequence[int], covered: frozenset[int]) -> Together:
    snapshot = ranking.known.snapshot
    systems = names_of(snapshot, (ranking.known.things[row] for row in rows))
    lacks = names_of(snapshot, sorted(search.wanted - covered))
    places = tuple(search.place[row] + 1 if row in ranking.order else None for row in rows)
    return Together(systems, places, names_of(snapshot, sorted(covered)), lacks, _sentence(systems, places, lacks))


def _sentence(systems: Sequence[Named], places: Sequence[int | None], lacks: Sequence[Named]) -> Text:
    ranked = [_ranked(one, place) for one, place in zip(systems, places, strict=True)]
    listed = Text(
        *(
            f"{', '.join(getattr(one, word) for one in ranked[:-1])} {joint} {getattr(ranked[-1], word)}"
            for word, joint in (("nb", "og"), ("nn", "og"), ("en", "and"))
        )
    )
    if not lacks:
        return Text(
            "Sammen dekker {listed} hele behovet.",
            "Saman dekkjer {listed} heile behovet.",
            "Together {listed} cover the whole need.",
        ).format(listed=listed)
    missing = Text(*(", ".join(getattr(one.name, word) for one in lacks) for word in ("nb", "nn", "en")))
    return Text(
        "Sammen dekker {listed} mest av behovet; fortsatt mangler {missing}.",
        "Saman dekkjer {listed} mest av behovet; framleis manglar {missing}.",
        "Together {listed} cover most of the need; still lacking: {missing}.",
    ).format(listed=listed, missing=missing)


def _ranked(one: Named, place: int | None) -> Text:
    name = Text(f"«{one.name.nb}»", f"«{one.name.nn}»", f"“{one.name.en}”")
    return name if place is None else Text(f"{name.nb} ({place})", f"{name.nn} ({place})", f"{name.en} ({place})")
