"""Structure: how siloed the organisation is, and what sits across (model.md section 5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from graphsvc.model import Kind, Relation, split_reference
from graphsvc.snapshot import Snapshot
from graphsvc_queries.matrix import MatrixBy
from graphsvc_queries.naming import named
from graphsvc_queries.structure.centrality import betweenness
from graphsvc_queries.structure.communities import adjusted_rand_index, communities, modularity
from graphsvc_queries.structure.index import Balances, balances
from graphsvc_queries.structure.matrices import matrices
from graphsvc_queries.structure.result import Across, Central, Community, Index, Structure
from graphsvc_queries.structure.ties import COUNTED, Shared, network, shared, ties

__all__ = ["Structure", "structure"]

#: Above so many systems with flows, betweenness would take minutes; it is then left out and said to be.
LARGEST = 3000


def structure(snapshot: Snapshot, /, *, by: MatrixBy = MatrixBy.SECTOR) -> Structure:
    """Tell how siloed the organisation is: ties within and across sectors, communities, what sits across.

    Ties are flows, supports of services and exchanges, each between the units that answer for its ends. Communities
    of units are held against the organisation chart.

    Parameters
    ----------
    by
        Whether the matrices are of sectors or of units; everything else is the same.

    Returns
    -------
    Structure
        Matrices, E-I index, communities, what sits across, centralities.

    Notes
    -----
    O(relations) for matrices and index, O(20 x passes x pairs of units) for communities, O(systems x flows) for
    betweenness, which is left out above 3,000 systems.

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.snapshot import Facts
    >>> structure(Snapshot(Facts(1, (), ()), dt.date(2026, 12, 1))).index.overall.index is None
    True
    """
    every = tuple(ties(snapshot))
    systems, services = shared(snapshot, Relation.USES), shared(snapshot, Relation.DELIVERS)
    weights = network(every, systems, services)
    found = _communities(snapshot, weights)
    counted = balances(snapshot, every)
    central, truncated = _central(snapshot)
    matrix = matrices(snapshot, MatrixBy(by), systems, services)
    return Structure(
        revision=snapshot.revision,
        as_of=snapshot.date.isoformat(),
        matrix=matrix,
        index=_index(snapshot, counted),
        by_relation={
            name: _index(snapshot, balances(snapshot, (tie for tie in every if tie.name == name))) for name in COUNTED
        },
        apart=counted.apart,
        communities=found,
        isolated=tuple(
            named(snapshot, unit)
            for unit in snapshot.of_kind(Kind.UNIT).tolist()
            if unit not in weights and not snapshot.organisation.is_sector(unit)
        ),
        modularity=modularity(weights, [[snapshot.index(one.thing) for one in part.members] for part in found]),
        adjusted_rand_index=_agreement(snapshot, found),
        across={
            "systems": _joining(snapshot, systems),
            "services": _joining(snapshot, services),
            "units": _elsewhere(snapshot, found),
        },
        central=central,
        truncated=truncated or matrix.truncated,
    )


def _index(snapshot: Snapshot, counted: Balances) -> Index:
    return Index(counted.overall, {_id(snapshot, sector): found for sector, found in counted.sectors.items()})


def _id(snapshot: Snapshot, thing: int) -> str:
    return split_reference(snapshot.references[thing])[1]


def _sectors(snapshot: Snapshot, units: Sequence[int]) -> list[int]:
    """Return the sectors of some units in the register's order."""
    found = {sector for unit in units for sector in snapshot.organisation.sectors_of(unit)}
    return [sector for sector in snapshot.organisation.sectors if sector in found]


def _communities(snapshot: Snapshot, weights: Mapping[int, Mapping[int, float]]) -> tuple[Community, ...]:
    found = []
    for number, part in enumerate(communities(weights), start=1):
        counts = Counter(_id(snapshot, sector) for unit in part for sector in _sectors(snapshot, [unit]))
        by_sector = dict(sorted(counts.items(), key=lambda row: (-row[1], row[0])))
        found.append(Community(number, tuple(named(snapshot, unit) for unit in part), by_sector))
    return tuple(found)


def _agreement(snapshot: Snapshot, found: Sequence[Community]) -> float | None:
    """Hold communities against sectors, over the units that have both; several sectors are a place of their own."""
    labels = [
        (part.id, tuple(_sectors(snapshot, [snapshot.index(one.thing)]))) for part in found for one in part.members
    ]
    placed = [(community, chart) for community, chart in labels if chart]
    return adjusted_rand_index([one for one, _ in placed], [chart for _, chart in placed])


def _joining(snapshot: Snapshot, things: Sequence[Shared]) -> tuple[Across, ...]:
    found = []
    for thing in things:
        sectors = tuple(_id(snapshot, sector) for sector in _sectors(snapshot, thing.units))
        if len(sectors) > 1:
            found.append(Across(named(snapshot, thing.thing), sectors, len(thing.units)))
    return tuple(sorted(found, key=lambda one: (-len(one.sectors), -one.units, one.one.thing)))


def _elsewhere(snapshot: Snapshot, found: Sequence[Community]) -> tuple[Across, ...]:
    """Return the units whose community has fewer of their own sector than of another."""
    placed = []
    for part in found:
        most = max(part.sectors.values(), default=0)
        main = [sector for sector, count in part.sectors.items() if count == most]
        for one in part.members:
            own = tuple(_id(snapshot, sector) for sector in _sectors(snapshot, [snapshot.index(one.thing)]))
            if own and not set(own) & set(main):
                placed.append(Across(one, (*own, *main), len(part.members), part.id))
    return tuple(sorted(placed, key=lambda one: one.one.thing))


def _central(snapshot: Snapshot) -> tuple[tuple[Central, ...], bool]:
    """Return systems with flows, most central first, and whether betweenness was left out."""
    edges = snapshot.edges(Relation.FLOW)
    pairs = sorted({(a, b) for a, b in zip(edges.start.tolist(), edges.end.tolist(), strict=True) if a != b})
    graph: dict[int, list[int]] = {one: [] for one in sorted({end for pair in pairs for end in pair})}
    providers = Counter(end for _, end in pairs)
    for start, end in pairs:
        graph[start].append(end)
    truncated = len(graph) > LARGEST
    between = {} if truncated else betweenness(graph)
    found = [Central(named(snapshot, one), providers[one], len(graph[one]), between.get(one)) for one in graph]
    found.sort(key=lambda row: (-(row.betweenness or 0.0), -row.dependents, -row.providers, row.one.thing))
    return tuple(found), truncated
