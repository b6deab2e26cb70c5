"""The answer: how the organisation hangs together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graphsvc.text import Language
from graphsvc_queries.naming import Named, bare
from graphsvc_queries.structure.index import Balance
from graphsvc_queries.structure.matrices import Matrices

__all__ = ["Across", "Central", "Community", "Index", "Structure"]


@dataclass(frozen=True, slots=True)
class Index:
    """The E-I index over all ties, or of one kind.

    Parameters
    ----------
    overall
        Each tie once.
    sectors
        Id of a sector -> its balance, in the register's order.
    """

    overall: Balance
    sectors: Mapping[str, Balance]

    def document(self) -> dict[str, object]:
        """Return the indices; null where there are no ties."""
        return {"overall": self.overall.index, "sectors": {one: found.index for one, found in self.sectors.items()}}


@dataclass(frozen=True, slots=True)
class Community:
    """Units that hang more together than with others.

    Parameters
    ----------
    id
        1 for the largest, and so on.
    members
        Ascending.
    sectors
        Id of a sector -> number of members that belong to it, most first.
    """

    id: int
    members: tuple[Named, ...]
    sectors: Mapping[str, int]

    def document(self, language: Language) -> dict[str, object]:
        """Return the community in one language."""
        return {
            "id": self.id,
            "members": bare(one.thing for one in self.members),
            "names": [one.name.in_(language) for one in self.members],
            "sectors": list(self.sectors),
            "by_sector": dict(self.sectors),
        }


@dataclass(frozen=True, slots=True)
class Across:
    """Something that sits across sectors.

    Parameters
    ----------
    one
        A system that several sectors use, a service that several deliver together, or a unit whose community is mostly
        of another sector.
    sectors
        The sectors it joins; for a unit its own, then the community's.
    units
        How many units use or deliver it; for a unit its community's number of members.
    community
        For a unit: its community.
    """

    one: Named
    sectors: tuple[str, ...]
    units: int
    community: int | None = None

    def document(self, language: Language) -> dict[str, object]:
        """Return it in one language."""
        found = {**self.one.document(language), "sectors": list(self.sectors), "units": self.units}
        return found if self.community is None else {**found, "community": self.community}


@dataclass(frozen=True, slots=True)
class Central:
    """How central a system is among the flows.

    Parameters
    ----------
    providers, dependents
        Distinct systems that it depends on, and that depend on it.
    betweenness
        Share (0-1) of shortest paths between other systems that pass it; None when the graph is too large.
    """

    one: Named
    providers: int
    dependents: int
    betweenness: float | None

    def document(self, language: Language) -> dict[str, object]:
        """Return it in one language."""
        return {
            **self.one.document(language),
            "providers": self.providers,
            "dependents": self.dependents,
            "betweenness": self.betweenness,
        }


@dataclass(frozen=True, slots=True)
class Structure:
    """How siloed the organisation is.

    Parameters
    ----------
    matrix
        Ties by sector, or by unit.
    index, by_relation
        The E-I index over all ties, and of flows, services and exchanges alone.
    apart
        Why -> ties that the index cannot place.
    communities
        Of units; ``isolated`` are those below sector level without any tie to another unit.
    modularity
        Of the communities; 0 without ties.
    adjusted_rand_index
        How the communities agree with the organisation chart; None when no unit has both.
    across
        Systems, services and units that sit across sectors, those that join most first.
    central
        Systems with flows, most central first.
    """

    revision: int
    as_of: str
    matrix: Matrices
    index: Index
    by_relation: Mapping[str, Index]
    apart: Mapping[str, int]
    communities: tuple[Community, ...]
    isolated: tuple[Named, ...]
    modularity: float
    adjusted_rand_index: float | None
    across: Mapping[str, tuple[Across, ...]]
    central: tuple[Central, ...]
    truncated: bool

    def document(self, language: Language) -> dict[str, object]:
        """Return the promised document."""
        return {
            "revision": self.revision,
            "as_of": self.as_of,
            "matrix": self.matrix.document(language),
            "e_i_index": {
                **self.index.document(),
                "by_relation": {name: found.document() for name, found in self.by_relation.items()},
                "external": self.index.overall.external,
                "internal": self.index.overall.internal,
                "apart": dict(self.apart),
            },
            "communities": [one.document(language) for one in self.communities],
            "isolated": [one.document(language) for one in self.isolated],
            "modularity": self.modularity,
            "adjusted_rand_index": self.adjusted_rand_index,
            "across": {name: [one.document(language) for one in found] for name, found in self.across.items()},
            "central": [one.document(language) for one in self.central],
            "truncated": self.truncated,
        }

    def table(self, language: Language) -> list[dict[str, object]]:
        """Return the matrices as rows: each pair of sectors (or units) that meets, with the count of each kind."""
        axes, cells = self.matrix.axes, self.matrix.cells
        rows: list[dict[str, object]] = []
        for row, start in enumerate(axes):
            for column, end in enumerate(axes):
                counts = {name: found[row][column] for name, found in cells.items()}
                if any(counts.values()):
                    names = {"from_name": start.name.in_(language), "to_name": end.name.in_(language)}
                    rows.append({"from": start.id, "to": end.id, **names, **counts})
        return rows
