"""What an impact answer rests on that nobody has confirmed, and what it leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graphsvc.model import Kind, Reference
from graphsvc.snapshot import Snapshot
from graphsvc_queries.impact.result import Impact
from graphsvc_visualizations.explorer.lists import confirmation

__all__ = ["Doubts", "doubts"]


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
    O(hops of all shown paths).
    """
    systems = sorted({one.thing for one in result.touched if one.kind is Kind.SYSTEM and one.thing in snapshot})
    fields = (snapshot.record(snapshot.index(system)).fields for system in systems)
    states = [confirmation(known.get("confirmed_on"), snapshot.date) for known in fields]
    told = list(zip(systems, states, strict=True))
    hops = {hop.relation_id: hop for one in result.touched for hop in one.path if hop.relation_id}
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
