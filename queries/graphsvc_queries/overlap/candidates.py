"""Candidates in order, each with what a decision needs to know of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Kind, Relation, Scope, Value
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.overlap.ground import Ground
from graphsvc_queries.overlap.holdings import Holdings
from graphsvc_queries.overlap.need import Need
from graphsvc_queries.overlap.result import Also, Candidate, Component, Named
from graphsvc_queries.overlap.scoring import Shares, apart_from, score
from graphsvc_queries.overlap.sentences import APART, names_of, reasons_of

__all__ = ["Ranking", "cost_of"]


class Ranking:
    """All candidates for a need, in order.

    Parameters
    ----------
    known, need
        The candidates, and what is asked for.
    min_score
        Weaker ones are left out, unless they have something of what is needed.

    Attributes
    ----------
    order
        Positions of candidates, best first.
    covering
        Positions of all that have something of what is needed, candidates or not.
    """

    def __init__(self, known: Ground, need: Need, min_score: float = 0.0) -> None:
        self.known, self.need = known, need
        self.shares: Shares = score(known, need)
        self.apart = apart_from(known, need)
        held, wanted = self.wanted
        having = np.asarray(held.rows @ _mask(wanted, len(known.snapshot)))
        if need.itself is not None:
            having[known.position[need.itself]] = -1.0  # nothing overlaps with itself
        self.covering: list[int] = np.flatnonzero(having > 0).tolist()
        scores = self.shares.scores
        enough = (scores >= max(min_score * 10 - 1e-9, 1)) | ((having > 0) & (scores > 0))
        if not enough.any():
            enough = having > 0  # what is only common is better than nothing
        self.order = _ranked(self.shares, self.apart, np.flatnonzero(enough & (having >= 0)))

    @cached_property
    def wanted(self) -> tuple[Holdings, frozenset[int]]:
        """What a candidate covers or lacks: capabilities, or data when only data is asked for."""
        if self.need.capabilities or not self.need.data:
            return self.known.capabilities, self.need.capabilities
        return self.known.data, self.need.data

    def candidate(self, row: int) -> Candidate:
        """Tell all about one."""
        known, need, snapshot = self.known, self.need, self.known.snapshot
        thing, fields = known.things[row], known.records[row].fields
        held, wanted = self.wanted
        covers = wanted & held.of(row)
        return Candidate(
            thing=names_of(snapshot, (thing,))[0],
            score=int(self.shares.scores[row]) / 10,
            reasons=reasons_of(known, need, self.shares, row, row),
            covers=names_of(snapshot, sorted(covers)),
            lacks=names_of(snapshot, sorted(wanted - covers)),
            keep_apart=APART.get(int(self.apart[row])),
            replaced=thing in need.replaces,
            owners=names_of(snapshot, snapshot.organisation.owners_of(thing)),
            users=_users(snapshot, thing),
            contract_end=_words(fields.get("contract_end")),
            disposition=_words(fields.get("disposition")),
            scope=_words(fields.get("scope")),
            yearly_cost=cost_of(fields),
            components=names_of(snapshot, (one for one in self._elsewhere(covers) if one != thing)),
        )

    def components(self) -> tuple[Component, ...]:
        """Return the national and shared systems that do some of this, and those that the proposal names."""
        held, wanted = self.wanted
        snapshot = self.known.snapshot
        found = sorted({*self._elsewhere(wanted), *self.need.named})
        return tuple(
            Component(
                names_of(snapshot, (thing,))[0],
                str(snapshot.record(thing).fields.get("scope") or ""),
                names_of(snapshot, sorted(wanted & held.of(self.known.position[thing]))),
                thing in self.need.named,
            )
            for thing in found
        )

    def _elsewhere(self, things: frozenset[int]) -> list[int]:
        """Return the national and shared candidates that have any of these things."""
        held, _ = self.wanted
        return (
            [
                thing
                for row, thing in enumerate(self.known.things)
                if self.known.records[row].fields.get("scope") in {Scope.NATIONAL, Scope.SHARED}
                and things & held.of(row)
            ]
            if things
            else []
        )

    def also(self) -> tuple[Also, ...]:
        """Return those that have something of what is needed and no points, because so many have it."""
        left = sorted(set(self.covering) - set(self.order), key=lambda row: (self.apart[row] > 0, row))
        named = names_of(self.known.snapshot, (self.known.things[row] for row in left))
        return tuple(
            Also(one.thing, one.name, APART.get(int(self.apart[row]))) for row, one in zip(left, named, strict=True)
        )

    def unknown(self) -> tuple[Text, ...]:
        """Say what the register does not know, and the answer therefore does not rest on."""
        return tuple(_unknown(self.known, self.need))


def _ranked(shares: Shares, apart: NDArray[np.int8], chosen: NDArray[np.intp]) -> list[int]:
    """Return positions of candidates: unmarked before those to keep apart, then by score.

    Ties go to what the rounding to tenths left out, then to the smaller ``kind:id``.
    """
    order = np.lexsort((chosen, -np.round(shares.exact[chosen], 9), -shares.scores[chosen], apart[chosen] > 0))
    found: list[int] = chosen[order].tolist()
    return found


def _mask(things: Iterable[int], size: int) -> NDArray[np.float64]:
    mask = np.zeros(size)
    mask[sorted(things)] = 1.0
    return mask


def _users(snapshot: Snapshot, thing: int) -> tuple[Named, ...]:
    edges = snapshot.edges(Relation.USES)
    return names_of(snapshot, sorted({int(edges.start[edge]) for edge in edges.into(thing)}))


def cost_of(fields: Mapping[str, Value]) -> float | None:
    """Return the yearly cost of a system in thousand kroner; None when it is unknown."""
    cost = fields.get("yearly_cost")
    return None if cost is None else float(str(cost))


def _words(value: object) -> str | None:
    return None if value is None else str(value)


def _unknown(known: Ground, need: Need) -> Iterable[Text]:
    silent = int(np.sum(np.diff(known.capabilities.rows.indptr) == 0))
    systems = bool(known.records) and known.records[0].kind is Kind.SYSTEM
    if silent and systems:
        yield Text(
            f"{silent} av {len(known.things)} systemer har ingen kjente funksjoner og kan gjøre dette uten at "
            "registeret vet det",
            f"{silent} av {len(known.things)} system har ingen kjende funksjonar og kan gjere dette utan at "
            "registeret veit det",
            f"{silent} of {len(known.things)} systems have no known capabilities and may do this without the "
            "register knowing",
        )
    if need.unrecognised:
        listed = ", ".join(need.unrecognised)
        yield Text(
            f"Kjenner ikke igjen disse dataene: {listed}",
            f"Kjenner ikkje att desse dataa: {listed}",
            f"Not recognised as data objects: {listed}",
        )
    if need.level is None and systems:
        yield Text(
            "Personvernnivået til behovet er ukjent, så ingen er merket «holdes adskilt» på det grunnlaget",
            "Personvernnivået til behovet er ukjent, så ingen er merkt «skal haldast skilde» på det grunnlaget",
            "It is unknown how sensitive the data of the need is, so none is marked “keep apart” on that ground",
        )
