"""The answer of paths: typed, frozen, and as the promised document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from graphsvc.model import Reference, split_reference
from graphsvc.text import Language, Text
from graphsvc_queries.paths.flows import Direction
from graphsvc_queries.paths.question import Filter
from graphsvc_queries.paths.rows import rows_of

__all__ = ["FlowTaken", "Missed", "Near", "NoneBecause", "Path", "PathHop", "Paths", "Relaxation", "Relaxed"]


@dataclass(frozen=True, slots=True)
class FlowTaken:
    """A flow that joins the two systems of a hop; ``counted`` is the one whose cost counts.

    ``data`` is the word "data" where nobody has told what it carries, and ``data_known`` false; ``place`` is where the
    flow is told of.
    """

    id: str
    protocol: str | None
    mode: str | None
    status: str | None
    data: Text
    personal_data: int | None
    through: tuple[Reference, ...]
    legal_basis: str | None
    assumed: bool
    counted: bool
    cost: int
    data_known: bool = True
    place: str | None = None
    confirmed_on: str | None = None

    def document(self, language: Language) -> dict[str, object]:
        """Return the promised fields, and more, in one language."""
        return {
            "id": self.id,
            "protocol": self.protocol,
            "mode": self.mode,
            "data": self.data.in_(language),
            "data_known": self.data_known,
            "personal_data": self.personal_data,
            "through": [split_reference(hub)[1] for hub in self.through],
            "status": self.status,
            "legal_basis": self.legal_basis,
            "assumed": self.assumed,
            "counted": self.counted,
            "cost": self.cost,
            "source": self.place,
            "confirmed_on": self.confirmed_on,
        }


@dataclass(frozen=True, slots=True)
class PathHop:
    """From one system to the next; ``crosses`` when their owners have no sector in common (None = unknown)."""

    start: Reference
    end: Reference
    flows: tuple[FlowTaken, ...]
    crosses: bool | None
    sentence: Text

    @property
    def counted(self) -> FlowTaken:
        """The flow whose cost counts."""
        return next(flow for flow in self.flows if flow.counted)

    def document(self, language: Language) -> dict[str, object]:
        """Return the promised fields, and more, in one language."""
        return {
            "from": self.start,
            "to": self.end,
            "flows": [flow.document(language) for flow in self.flows],
            "crosses": self.crosses,
            "sentence": self.sentence.in_(language),
        }


@dataclass(frozen=True, slots=True)
class Path:
    """One path: a sequence of systems, and what joins them."""

    cost: int
    systems: tuple[Reference, ...]
    hops: tuple[PathHop, ...]

    @property
    def steps(self) -> int:
        """Number of hops."""
        return len(self.hops)

    @property
    def assumed(self) -> bool:
        """Whether the way the data moves is assumed on some hop."""
        return any(hop.counted.assumed for hop in self.hops)

    @property
    def borders(self) -> int:
        """How many hops are known to cross from sector to sector."""
        return sum(hop.crosses is True for hop in self.hops)

    @property
    def unplaced(self) -> int:
        """How many hops have an end that stands in no sector."""
        return sum(hop.crosses is None for hop in self.hops)

    def of_mode(self, mode: str | None) -> int:
        """Count the hops of a mode, None = unknown."""
        return sum(hop.counted.mode == mode for hop in self.hops)

    def document(self, language: Language) -> dict[str, object]:
        """Return the promised fields, and more, in one language."""
        return self.told(language, {})

    def told(self, language: Language, hops: dict[int, dict[str, object]]) -> dict[str, object]:
        """Return the document; paths that share a hop share its document, remembered in ``hops``."""
        for hop in self.hops:
            if id(hop) not in hops:
                hops[id(hop)] = hop.document(language)
        return {
            "cost": self.cost,
            "steps": self.steps,
            "systems": [split_reference(system)[1] for system in self.systems],
            "hops": [hops[id(hop)] for hop in self.hops],
            "assumed": self.assumed,
            "borders": self.borders,
            "manual": self.of_mode("manual"),
            "batch": self.of_mode("batch"),
        }


@dataclass(frozen=True, slots=True)
class Relaxed:
    """One filter to relax, and which of its values that lets in."""

    filter: Filter
    allow: tuple[str, ...]

    def document(self) -> dict[str, object]:
        """Return filter and values."""
        return {"filter": self.filter.value, "allow": list(self.allow)}


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Filters that, relaxed together, give a path; none of them can be kept."""

    filters: tuple[Relaxed, ...]
    sentence: Text
    path: Path
    count: int
    counted_all: bool

    def document(self, language: Language) -> dict[str, object]:
        """Return the relaxation in one language."""
        return {
            "filters": [one.document() for one in self.filters],
            "sentence": self.sentence.in_(language),
            "path": self.path.document(language),
            "count": self.count,
            "counted_all": self.counted_all,
        }


@dataclass(frozen=True, slots=True)
class Missed:
    """A flow that would lead on from what is reached, and the filters that keep it out."""

    id: str
    start: Reference
    end: Reference
    filters: tuple[Filter, ...]
    sentence: Text

    def document(self, language: Language) -> dict[str, object]:
        """Return the flow in one language."""
        return {
            "id": self.id,
            "from": self.start,
            "to": self.end,
            "filters": [one.value for one in self.filters],
            "sentence": self.sentence.in_(language),
        }


@dataclass(frozen=True, slots=True)
class Near:
    """A system that one new flow could start from (side ``from``) or go to (side ``to``)."""

    side: str
    thing: Reference
    name: Text
    steps: int
    ties: int

    def document(self, language: Language) -> dict[str, object]:
        """Return the system in one language."""
        return {
            "side": self.side,
            "system": split_reference(self.thing)[1],
            "name": self.name.in_(language),
            "thing": self.thing,
            "steps": self.steps,
            "ties": self.ties,
        }


@dataclass(frozen=True, slots=True)
class NoneBecause:
    """Why there is no path, and what would help.

    Parameters
    ----------
    sentence
        What is missing, as far as the register knows.
    relax
        The smallest sets of filters that give a path when relaxed; all sets of that size.
    nearest
        What one new flow could join, nearest first, then those with most flows: both sides, a few each.
    missed, missed_count
        Flows that were filtered away where the search stopped: the first, and how many.
    complete
        False when not every set of filters was tried.
    """

    sentence: Text
    relax: tuple[Relaxation, ...]
    nearest: tuple[Near, ...]
    missed: tuple[Missed, ...]
    missed_count: int
    complete: bool

    def document(self, language: Language) -> dict[str, object]:
        """Return the reasons in one language."""
        return {
            "relax": [one.document(language) for one in self.relax],
            "nearest": [one.document(language) for one in self.nearest],
            "sentence": self.sentence.in_(language),
            "filtered": [one.document(language) for one in self.missed],
            "filtered_count": self.missed_count,
            "complete": self.complete,
        }


@dataclass(frozen=True)
class Paths:
    """Paths between two systems.

    Parameters
    ----------
    revision, as_of
        Which snapshot was asked.
    start, end, direction, undirected, max_steps
        The question.
    names
        What every system of a path is called.
    summary
        The answer in a sentence.
    paths
        Cheapest first, then by systems.
    count, counted_all
        How many paths there are within the limits; at least so many when not all were counted.
    hidden
        Paths that were found and are not shown, because ``show`` asks for others.
    none_because
        None when there is a path, or when the search gave up before it knew.
    truncated
        Whether the search gave up, or all paths were asked for and there are more.
    costs
        What a step costs, and what its mode adds, by name.
    """

    revision: int
    as_of: dt.date
    start: Reference
    end: Reference
    direction: Direction
    undirected: bool
    max_steps: int | None
    names: dict[Reference, Text]
    summary: Text
    paths: tuple[Path, ...]
    count: int
    counted_all: bool
    hidden: int
    none_because: NoneBecause | None
    truncated: bool
    costs: Mapping[str, int]

    def table(self, language: Language) -> list[dict[str, object]]:
        """Return one row for every flow of every hop, in one language; of no path, the ways that would help."""
        return rows_of(self, language)

    def document(self, language: Language) -> dict[str, object]:
        """Return the promised document in one language; ``systems`` stand without their kind."""
        hops: dict[int, dict[str, object]] = {}
        return {
            "from": self.start,
            "to": self.end,
            "paths": [path.told(language, hops) for path in self.paths],
            "none_because": self.none_because.document(language) if self.none_because else None,
            "truncated": self.truncated,
            "revision": self.revision,
            "as_of": self.as_of.isoformat(),
            "direction": self.direction.value,
            "undirected": self.undirected,
            "max_steps": self.max_steps,
            "summary": self.summary.in_(language),
            "count": self.count,
            "counted_all": self.counted_all,
            "hidden": self.hidden,
            "costs": dict(self.costs),
            "names": {split_reference(thing)[1]: name.in_(language) for thing, name in self.names.items()},
        }
