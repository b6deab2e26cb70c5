"""Who must act: changed things' owners, the systems at the other end, and their owners (model.md section 4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from graphsvc.model import ChangeKind, Relation
from graphsvc_queries.impact.edges import TIE, Edge
from graphsvc_queries.impact.labels import Label, keep
from graphsvc_queries.impact.starts import Starts
from graphsvc_queries.impact.work_edges import WorkEdges

__all__ = ["Work", "ways_to_work", "work_of"]


@dataclass(slots=True)
class Work:
    """Best paths to systems and units that have work; ``direct`` as model.md section 4 defines it."""

    systems: dict[int, Label] = field(default_factory=dict)
    units: dict[int, Label] = field(default_factory=dict)
    direct: set[int] = field(default_factory=set)

    def touched(self) -> dict[int, Label]:
        """Return every touched thing with its path."""
        return self.systems | self.units


def work_of(edges: WorkEdges, starts: Starts, limit: float, max_steps: int) -> Work:
    """Find who must act; no path of work has more than one step, so the step limit matters only when it is 0.

    Notes
    -----
    O(flows and owners of the changed things); work does not spread.
    """
    work = Work()
    for label, edge in ways_to_work(edges, starts):
        if edge.target in starts.changed or label.carried(edge) < limit - TIE:
            continue
        if label.steps + edge.rule.step > max_steps:
            continue
        keep(label.through(edge), work.units if edge.rule.relation is Relation.OWNS else work.systems)
        if _is_direct(label, edge):
            work.direct.add(edge.target)
    return work


def ways_to_work(edges: WorkEdges, starts: Starts) -> Iterator[tuple[Label, Edge]]:
    """Give each way in which work arises: what stands next to a change, and owners of the systems there."""
    for label, edge in _next_to(edges, starts):
        yield label, edge
        if edge.rule.relation is not Relation.OWNS and edge.target not in starts.changed:
            reached = label.through(edge)
            yield from ((reached, owner) for owner in edges.neighbour_owners(edge.target))


def _is_direct(label: Label, edge: Edge) -> bool:
    """Tell whether a way to work is direct: next to the change, or the owner of a system that holds changed data."""
    return label.edge is None or label.edge.rule.relation is Relation.HOLDS


def _next_to(edges: WorkEdges, starts: Starts) -> Iterator[tuple[Label, Edge]]:
    """Give what stands next to each planned change."""
    for root in starts.roots:
        if root.kind is ChangeKind.OUTAGE:
            continue
        label = Label(root.thing, root.rank, root.kind)  # the upgrade half is for effect only
        if root.kind is ChangeKind.DATA:
            found = edges.holders(root.thing)
        else:
            found = edges.owners(root.thing) + edges.flows(root.thing) + edges.carried(root.thing)
        yield from ((label, edge) for edge in found)
    for new in starts.news:
        yield from ((new.label, edge) for edge in new.partners + new.owners)
