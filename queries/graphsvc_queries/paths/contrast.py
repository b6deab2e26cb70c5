"""Two answers about paths in one: which of the best paths come, which go, and which cost more or less."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from graphsvc.model import Reference, Relation
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.paths.result import Path, Paths

__all__ = ["PathRow", "PathStanding", "PathsContrast"]


class PathStanding(StrEnum):
    """How a path stands in the later of two answers, seen from the earlier."""

    NEW = "new"
    GONE = "gone"
    DEARER = "dearer"
    CHEAPER = "cheaper"
    FLOWS = "flows"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class PathRow:
    """One sequence of systems in both answers.

    Parameters
    ----------
    before, after
        The path in the earlier and the later answer; None where it is not among the paths shown.
    ranks
        Its number in each, from 1; 0 where it is not there.
    lacking
        Flows without which the other graph cannot have the path; none when it only is not among the best there.
    """

    before: Path | None
    after: Path | None
    ranks: tuple[int, int]
    lacking: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        """The path as it is after, or was before."""
        path = self.after or self.before
        assert path is not None  # noqa: S101 - a row has one side at least
        return path

    @property
    def standing(self) -> PathStanding:
        """What became of it."""
        if self.before is None or self.after is None:
            return PathStanding.NEW if self.before is None else PathStanding.GONE
        if self.before.cost != self.after.cost:
            return PathStanding.DEARER if self.after.cost > self.before.cost else PathStanding.CHEAPER
        taken = [[hop.counted.id for hop in path.hops] for path in (self.before, self.after)]
        return PathStanding.SAME if taken[0] == taken[1] else PathStanding.FLOWS


@dataclass(frozen=True)
class PathsContrast:
    """Two answers to one question about paths.

    Parameters
    ----------
    snapshot, own
        The graph that is asked, and its answer.
    other_snapshot, other
        What it is held against; no answer when a system of the question is not there.
    own_first
        Whether ``own`` is the earlier of the two.
    """

    snapshot: Snapshot
    own: Paths
    other_snapshot: Snapshot
    other: Paths | None
    own_first: bool

    @property
    def sides(self) -> tuple[Paths | None, Paths | None]:
        """The earlier and the later answer."""
        return (self.own, self.other) if self.own_first else (self.other, self.own)

    @cached_property
    def rows(self) -> tuple[PathRow, ...]:
        """Every path of either answer: by standing, then as it is ranked."""
        before, after = (_ranked(side) for side in self.sides)
        graphs = (self.snapshot, self.other_snapshot) if self.own_first else (self.other_snapshot, self.snapshot)
        flows = [{one.id for one in graph.edges(Relation.FLOW).records} for graph in graphs]
        found = []
        for systems in {**after, **before}:
            was, became = before.get(systems, (0, None)), after.get(systems, (0, None))
            path, there = (became[1], flows[0]) if was[1] is None else (was[1], flows[1])
            alone = was[1] is None or became[1] is None
            lacking = tuple(_lacking(path, there)) if path is not None and alone else ()
            found.append(PathRow(was[1], became[1], (was[0], became[0]), lacking))
        order = list(PathStanding)
        return tuple(sorted(found, key=lambda row: (order.index(row.standing), row.ranks[1] or row.ranks[0])))

    @property
    def is_same(self) -> bool:
        """Whether both answers have the same paths over the same flows at the same cost."""
        return self.other is not None and all(row.standing is PathStanding.SAME for row in self.rows)

    @property
    def names(self) -> Mapping[Reference, Text]:
        """What every system of a path is called."""
        return {**(self.other.names if self.other else {}), **self.own.names}

    def of(self, path: Path) -> PathRow:
        """Return the row of a path of the shown answer."""
        return next(row for row in self.rows if row.path.systems == path.systems)


def _ranked(answer: Paths | None) -> dict[tuple[Reference, ...], tuple[int, Path | None]]:
    return {path.systems: (rank, path) for rank, path in enumerate(answer.paths if answer else (), 1)}


def _lacking(path: Path, flows: set[str]) -> Iterator[str]:
    """Give the flow of each hop that has none in a graph."""
    return (hop.counted.id for hop in path.hops if not any(flow.id in flows for flow in hop.flows))
