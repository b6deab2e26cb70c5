"""Which units stand in the column of which sector."""

from __future__ import annotations

from typing import NamedTuple

from graphsvc.snapshot import Snapshot
from graphsvc_visualizations.map.counts import FlowCounts

__all__ = ["Group", "groups_of"]


class Group(NamedTuple):
    """A sector with its units; None = the units of no sector."""

    sector: int | None
    units: tuple[int, ...]


def groups_of(snapshot: Snapshot, counts: FlowCounts) -> list[Group]:
    """Return sectors in the register's order with their units, then the units of no sector.

    Parameters
    ----------
    counts
        Says whose units are looked at. A sector of another municipality has no column.
    """
    organisation, looked_at = snapshot.organisation, {*counts.units.tolist()}
    members: dict[int | None, list[int]] = {one: [] for one in organisation.sectors if one in looked_at}
    order = {sector: place for place, sector in enumerate(members) if sector is not None}
    for unit in counts.units[~organisation.sector_flags[counts.units]].tolist():
        above = [one for one in organisation.sectors_of(unit) if one in order]
        members.setdefault(min(above, key=order.__getitem__, default=None), []).append(unit)
    return [Group(sector, tuple(units)) for sector, units in members.items()]
