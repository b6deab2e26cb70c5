"""Who must act: changed things' owners, the systems at the other end, and their owners (model.md section 4)."""

from __future__ import annotations

from dataclasses import dataclass

from graphsvc.model import ChangeKind, Kind
from graphsvc.snapshot.ascending import among, distinct
from graphsvc_queries.impact.edges import TIE
from graphsvc_queries.impact.labels import Best, Found, Labels
from graphsvc_queries.impact.parallel import strongest
from graphsvc_queries.impact.starts import Starts
from graphsvc_queries.impact.ways import Numbers, Steps, joined

__all__ = ["Work", "touched_by_work", "ways_to_work", "work_of"]


@dataclass(slots=True)
class Work:
    """Best paths to systems and units that have work; ``direct`` as model.md section 4 defines it."""

    systems: Found
    units: Found
    direct: Numbers

    def touched(self) -> Found:
        """Return every touched thing with its path."""
        return Found.joined([self.systems, self.units])


def work_of(labels: Labels, starts: Starts, ways: Steps, limit: float, max_steps: int) -> Work:
    """Find who must act; no path of work has more than one step, so the step limit matters only when it is 0.

    Parameters
    ----------
    ways
        What :func:`ways_to_work` gives.

    Notes
    -----
    O(flows and owners of the changed things) in arrays; work does not spread.
    """
    ways = _within(labels, starts, ways, limit, max_steps)
    systems, units = Best(labels, limit), Best(labels, limit)
    owning = labels.ways.is_owning[ways["rule"]]
    systems.offer(ways[~owning])
    units.offer(ways[owning])
    # Direct: next to the change, or the owner of a system that holds changed data.
    begun = labels.column("before")[ways["before"]] < 0
    holding = labels.ways.is_holding[labels.column("rule")[ways["before"]]] & ~begun
    return Work(systems.found, units.found, distinct(ways["target"][begun | holding]))


def touched_by_work(labels: Labels, starts: Starts, ways: Steps, limit: float, max_steps: int | None = None) -> Numbers:
    """Return the things that must act, without their paths; no limit of steps when it is None."""
    return distinct(_within(labels, starts, ways, limit, max_steps)["target"])


def _within(labels: Labels, starts: Starts, ways: Steps, limit: float, max_steps: int | None) -> Steps:
    kept = ~starts.changing(ways["target"]) & (labels.carried(ways) >= limit - TIE)
    if max_steps is not None:
        kept &= labels.column("steps")[ways["before"]] + labels.ways.is_step[ways["rule"]] <= max_steps
    return ways[kept]


def ways_to_work(labels: Labels, starts: Starts) -> Steps:
    """Return each way in which work arises: what stands next to a change, and owners of the systems there."""
    near = strongest(labels.ways, _next_to(labels, starts))
    others = ~labels.ways.is_owning[near["rule"]] & ~starts.changing(near["target"])
    reached = labels.longer(near[others])
    return joined([near, labels.ways.steps("neighbour_owners", reached, near["target"][others])])


def _next_to(labels: Labels, starts: Starts) -> Steps:
    """Return what stands next to each planned change."""
    ways, rows = labels.ways, starts.working_rows
    data = among(rows, starts.working_rows_of(ChangeKind.DATA))
    things = labels.column("thing")[rows]
    holding = ways.steps("holding", rows[data], things[data])
    rows, things = rows[~data], things[~data]
    carried = ways.steps("carried", rows, things)
    return joined(
        [
            holding[ways.of_kind(Kind.SYSTEM)[holding["target"]]],
            ways.steps("owners", rows, things),
            ways.both_ends("work.flow", rows, things),
            carried[ways.of_kind(Kind.SYSTEM)[carried["target"]]],
            *(part for new in starts.news for part in (new.partners, new.owners)),
        ]
    )
