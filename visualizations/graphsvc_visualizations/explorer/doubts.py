"""What an impact answer rests on that nobody has confirmed, and what it leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graphsvc.model import Kind, Reference, Relation
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.ascending import distinct
from graphsvc.snapshot.coded import Coded
from graphsvc_queries.impact.lazy import References
from graphsvc_queries.impact.paths import ASSUMED, OF_THE_SYSTEM
from graphsvc_queries.impact.result import Impact
from graphsvc_queries.impact.touched import TouchedRows
from graphsvc_queries.impact.ways import Numbers
from graphsvc_visualizations.explorer.lists import confirmation

__all__ = ["Doubts", "doubts"]


_STATES = ("fresh", "stale", "never")
_FRESH, _STALE, _NEVER = range(3)


@dataclass(frozen=True, slots=True)
class Doubts:
    """How sure an answer is.

    Parameters
    ----------
    systems, fresh
        How many systems are in the answer, and how many of them were confirmed within twelve months.
    never, stale
        The systems that were not.
    ties, ties_never, ties_stale
        How many relations the shown paths go along, and how many of them were never, or long ago, confirmed.
    assumed
        How many of them are flows whose mode is unknown.
    """

    systems: int
    fresh: int
    never: Sequence[Reference]
    stale: Sequence[Reference]
    ties: int
    ties_never: int
    ties_stale: int
    assumed: int


def doubts(snapshot: Snapshot, result: Impact) -> Doubts:
    """Look at every touched system and every relation on a shown path, each once.

    Notes
    -----
    O(hops of all shown paths), in arrays over several municipalities.
    """
    if isinstance(result.touched, TouchedRows) and snapshot.organisation.several:
        return _doubts_of_rows(snapshot, result.touched)
    systems = sorted({one.thing for one in result.touched if one.kind is Kind.SYSTEM and one.thing in snapshot})
    fields = (snapshot.record(snapshot.index(system)).fields for system in systems)
    states = [confirmation(known.get("confirmed_on"), snapshot.date) for known in fields]
    told = list(zip(systems, states, strict=True))
    hops = {(hop.relation, hop.relation_id): hop for one in result.touched for hop in one.path if hop.relation_id}
    fresh = [confirmation(hop.confirmed_on, snapshot.date) for hop in hops.values()]
    return Doubts(
        systems=len(systems),
        fresh=states.count("fresh"),
        never=[system for system, state in told if state == "never"],
        stale=[system for system, state in told if state == "stale"],
        ties=len(hops),
        ties_never=fresh.count("never"),
        ties_stale=fresh.count("stale"),
        assumed=sum(hop.assumed for hop in hops.values()),
    )


def _doubts_of_rows(snapshot: Snapshot, touched: TouchedRows) -> Doubts:
    systems = distinct(touched.things[touched.of_kind(Kind.SYSTEM)])
    state = _states(snapshot, snapshot.coded(Kind.SYSTEM, "confirmed_on"))
    states = state[np.searchsorted(snapshot.of_kind(Kind.SYSTEM), systems)]
    ties: dict[Relation, list[Numbers]] = {}
    assumed = 0
    for rule, places in touched.relations():
        ties.setdefault(rule.relation, []).append(places)
        assumed += len(places) if rule.name == ASSUMED else 0
    fresh = [_of_ties(snapshot, relation, distinct(np.concatenate(parts))) for relation, parts in ties.items()]
    every = np.concatenate([np.empty(0, dtype=np.int64), *fresh])
    return Doubts(
        systems=len(systems),
        fresh=int(np.count_nonzero(states == _FRESH)),
        never=References(snapshot, systems[states == _NEVER]),
        stale=References(snapshot, systems[states == _STALE]),
        ties=len(every),
        ties_never=int(np.count_nonzero(every == _NEVER)),
        ties_stale=int(np.count_nonzero(every == _STALE)),
        assumed=assumed,
    )


def _states(snapshot: Snapshot, days: Coded) -> Numbers:
    """Return how fresh each fact is, as a number."""
    told = [_STATES.index(confirmation(day, snapshot.date)) for day in days.each()]
    found: Numbers = np.array(told, dtype=np.int64)[days.codes]
    return found


def _of_ties(snapshot: Snapshot, relation: Relation, places: Numbers) -> Numbers:
    """Return how fresh some relations are; those that are a column of a system's row are as fresh as it is."""
    edges = snapshot.edges(relation)
    own = edges.coded("confirmed_on")
    found = _states(snapshot, own)[places]
    if relation not in OF_THE_SYSTEM:
        return found
    ends = edges.end[places]
    order = snapshot.of_kind(Kind.SYSTEM)
    place = np.minimum(np.searchsorted(order, ends), max(len(order) - 1, 0))
    systems = _states(snapshot, snapshot.coded(Kind.SYSTEM, "confirmed_on"))[place]
    told: Numbers = np.where(own.flags(bool)[places], found, np.where(order[place] == ends, systems, _NEVER))
    return told
