"""Rows by sector (model.md section 4, Roll-up)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter

from graphsvc.model import Kind, Way
from graphsvc.text import Text
from graphsvc_queries.impact.answer import Answer
from graphsvc_queries.impact.edges import TIE
from graphsvc_queries.impact.rows import Below, BelowWay, SectorEffect, SectorRow, SectorWork

__all__ = ["OUTSIDE", "WITHOUT_OWNER", "below_of", "sector_rows"]

OUTSIDE, WITHOUT_OWNER = "outside", "without_owner"

#: The rows that are no sector, with their names, in the order in which they come last.
_EXTRA = {
    OUTSIDE: Text("Utenfor sektorene", "Utanfor sektorane", "Outside sectors"),
    WITHOUT_OWNER: Text("Uten eier", "Utan eigar", "Without owner"),
}

#: A sector's number, or the id of an extra row.
_Key = int | str


@dataclass(slots=True)
class _Row:
    strength: dict[Way, float] = field(default_factory=lambda: {Way.EFFECT: 0.0, Way.WORK: 0.0})
    units: dict[Way, set[int]] = field(default_factory=lambda: {Way.EFFECT: set(), Way.WORK: set()})
    systems: dict[Way, set[int]] = field(default_factory=lambda: {Way.EFFECT: set(), Way.WORK: set()})
    services: set[int] = field(default_factory=set)
    users: set[int] = field(default_factory=set)
    deliverers: set[int] = field(default_factory=set)
    below: set[Way] = field(default_factory=set)

    @property
    def members(self) -> set[int]:
        """Everything counted in the row."""
        return self.services.union(*self.units.values(), *self.systems.values())


def sector_rows(found: Answer) -> tuple[SectorRow, ...]:
    """Roll an answer up: every sector, strongest first, then the extra rows that are not empty.

    Notes
    -----
    O(touched things and their deliverers).
    """
    rows: defaultdict[_Key, _Row] = defaultdict(_Row)
    for way in Way:
        _add_units(found, way, rows)
        _add_systems(found, way, rows)
        for unit in _kinds(found, found.below[way], Kind.UNIT):
            for key in _sectors(found, unit):
                rows[key].below.add(way)
    _add_services(found, rows)
    direct = found.direct[Way.EFFECT] | found.direct[Way.WORK]
    made = {key: _finish(found, key, row, direct) for key, row in rows.items()}
    sectors = sorted((row for key, row in made.items() if not isinstance(key, str)), key=_order)
    some = [row for row in sectors if _order(row) < _NOTHING]
    # A nation has a thousand sectors and most are untouched: their rows are made once for the snapshot.
    others = [row for sector, row in found.compiled.untouched_rows.items() if sector not in made]
    none = sorted([*others, *sectors[len(some) :]], key=attrgetter("id"))
    extra = [made[key] for key in _EXTRA if key in made and rows[key].members]
    return (*some, *none, *extra)


#: What a row without strength or services compares as; those before it in the order have something.
_NOTHING: tuple[float, int, float, str] = (0.0, 0, 0.0, "")


def _order(row: SectorRow) -> tuple[float, int, float, str]:
    return -round(row.effect.strength, 9), -row.effect.services, -round(row.work.strength, 9), row.id


def _add_units(found: Answer, way: Way, rows: defaultdict[_Key, _Row]) -> None:
    labels = found.effect.units if way is Way.EFFECT else found.work.units
    for unit, label in labels.items():
        for key in _sectors(found, unit):
            row = rows[key]
            row.units[way].add(unit)
            row.strength[way] = max(row.strength[way], label.strength)
            if way is Way.EFFECT:
                row.users |= {unit} & found.effect.own_use
                row.deliverers |= {unit} & found.effect.delivers


def _add_systems(found: Answer, way: Way, rows: defaultdict[_Key, _Row]) -> None:
    organisation = found.compiled.snapshot.organisation
    for system in _kinds(found, found.labels(way), Kind.SYSTEM):
        owners = organisation.owners_of(system)
        keys = {key for owner in owners for key in _sectors(found, owner)} or {WITHOUT_OWNER}
        for key in keys:
            rows[key].systems[way].add(system)


def _add_services(found: Answer, rows: defaultdict[_Key, _Row]) -> None:
    """Count a service in the sector of each unit that delivers it strongly enough, whatever path the unit shows."""
    for service, label in found.effect.services.items():
        for edge in found.compiled.effect.deliverers(service):
            if label.carried(edge) >= found.limit - TIE:
                for key in _sectors(found, edge.target):
                    rows[key].services.add(service)


def _sectors(found: Answer, unit: int) -> tuple[_Key, ...]:
    return found.compiled.sectors(unit) or (OUTSIDE,)


def _kinds(found: Answer, things: Iterable[int], kind: Kind) -> list[int]:
    return [thing for thing in things if found.compiled.snapshot.kind(thing) is kind]


def _finish(found: Answer, key: _Key, row: _Row, direct: frozenset[int]) -> SectorRow:
    left_out = {way for way in row.below if not row.units[way]}
    effect, work = Way.EFFECT, Way.WORK
    return SectorRow(
        key if isinstance(key, str) else found.compiled.id(key),
        _EXTRA[key] if isinstance(key, str) else found.compiled.name(key),
        SectorEffect(
            row.strength[effect],
            len(row.services),
            len(row.units[effect]),
            len(row.systems[effect]),
            len(row.users),
            len(row.deliverers),
            effect in left_out,
        ),
        SectorWork(row.strength[work], len(row.units[work]), len(row.systems[work]), work in left_out),
        len(row.members & direct),
    )


def below_of(found: Answer, rows: Iterable[SectorRow]) -> Below:
    """Count what the minimum strength left out; a sector when units of it are below and none is touched."""
    sectors = [row for row in rows if row.id not in _EXTRA]
    return Below(
        _below(found, Way.EFFECT, sum(row.effect.below for row in sectors)),
        _below(found, Way.WORK, sum(row.work.below for row in sectors)),
    )


def _below(found: Answer, way: Way, sectors: int) -> BelowWay:
    counts = [len(_kinds(found, found.below[way], kind)) for kind in (Kind.UNIT, Kind.SERVICE, Kind.SYSTEM)]
    return BelowWay(sectors, *counts)
