"""Rows by sector (model.md section 4, Roll-up)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from graphsvc.model import Kind, Way
from graphsvc.text import Text
from graphsvc_queries.impact.answer import Answer
from graphsvc_queries.impact.rows import Below, BelowWay, SectorEffect, SectorRow, SectorWork
from graphsvc_queries.impact.sectors import owners_of, sectors_of
from graphsvc_queries.impact.ways import Numbers

__all__ = ["OUTSIDE", "WITHOUT_OWNER", "below_of", "sector_rows"]

OUTSIDE, WITHOUT_OWNER = "outside", "without_owner"

#: The rows that are no sector, with their names, in the order in which they come last.
_EXTRA = {
    OUTSIDE: Text("Utenfor sektorene", "Utanfor sektorane", "Outside sectors"),
    WITHOUT_OWNER: Text("Uten eier", "Utan eigar", "Without owner"),
}
#: What stands for these rows where rows are numbers.
_NUMBERS = {-1: OUTSIDE, -2: WITHOUT_OWNER}


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Things counted in rows: for each the row's number (a sector's, or below 0) and the thing, each pair once."""

    row: Numbers
    thing: Numbers

    def counts(self) -> dict[int, int]:
        """Count the things of each row."""
        rows, counts = np.unique(self.row, return_counts=True)
        return dict(zip(rows.tolist(), counts.tolist(), strict=True))

    def among(self, things: Numbers) -> _Pairs:
        """Keep some things."""
        kept = np.isin(self.thing, things)
        return _Pairs(self.row[kept], self.thing[kept])


@dataclass(frozen=True, slots=True)
class _Counted:
    """Everything that is counted, by row."""

    units: dict[Way, _Pairs]
    systems: dict[Way, _Pairs]
    services: _Pairs
    strength: dict[Way, dict[int, float]]
    below: dict[Way, frozenset[int]]


def sector_rows(found: Answer) -> tuple[tuple[SectorRow, ...], tuple[SectorRow, ...], int]:
    """Roll an answer up: sectors, strongest first, then the extra rows that are not empty.

    Returns
    -------
    rows, counted, elsewhere
        The rows; those of sectors of which anything is counted; and how many sectors have no row, since nothing is
        touched or changed in their municipality.

    Notes
    -----
    O(touched things and their deliverers) in arrays, then O(sectors).
    """
    counted = _counted(found)
    made = _rows(found, counted)
    sectors = sorted((row for key, row in made.items() if key >= 0), key=_order)
    some = [row for row in sectors if _order(row) < _NOTHING]
    others = _untouched(found, made)
    none = sorted([*others, *sectors[len(some) :]], key=attrgetter("id"))
    parts = (counted.services, *counted.units.values(), *counted.systems.values())
    extra = [made[key] for key in _NUMBERS if any((part.row == key).any() for part in parts)]
    elsewhere = len(found.compiled.snapshot.organisation.sectors) - len(sectors) - len(others)
    return (*some, *none, *extra), tuple(sectors), elsewhere


def _untouched(found: Answer, made: Mapping[int, SectorRow]) -> list[SectorRow]:
    """Return the rows of the other sectors in the municipalities concerned: that they are untouched is an answer."""
    above = found.compiled.snapshot.organisation.municipalities
    concerned = {-1, *above[found.starts.numbers].tolist(), *(int(above[key]) for key in made if key >= 0)}
    rows = found.compiled.untouched_rows
    return [row for one in concerned for sector, row in rows.get(one, {}).items() if sector not in made]


#: What a row without strength or services compares as; those before it in the order have something.
_NOTHING: tuple[float, int, float, str] = (0.0, 0, 0.0, "")


def _order(row: SectorRow) -> tuple[float, int, float, str]:
    return -round(row.effect.strength, 9), -row.effect.services, -round(row.work.strength, 9), row.id


def _counted(found: Answer) -> _Counted:
    labels, effect = found.labels, found.effect
    touched = {Way.EFFECT: effect.units, Way.WORK: found.work.units}
    units = {way: _in_sectors(found, best.things, best.things) for way, best in touched.items()}
    strength = {
        way: _strongest(pairs, labels.column("strength")[touched[way].at(pairs.thing)]) for way, pairs in units.items()
    }
    systems = {way: _of_systems(found, found.systems_touched(way)) for way in Way}
    # A service counts in the sector of each unit that delivers it strongly enough, whatever path the unit shows.
    services = _in_sectors(found, effect.delivered["target"], labels.column("thing")[effect.delivered["before"]])
    is_unit = found.compiled.ways.of_kind(Kind.UNIT)
    below = {
        way: frozenset(_in_sectors(found, left := found.below[way][is_unit[found.below[way]]], left).counts())
        for way in Way
    }
    return _Counted(units, systems, services, strength, below)


def _in_sectors(found: Answer, units: Numbers, things: Numbers) -> _Pairs:
    """Count things in the sectors of units, those of no sector outside."""
    each, place = np.unique(units, return_inverse=True)
    which, sector = sectors_of(found.compiled.snapshot, each)
    outside = np.setdiff1d(np.arange(len(each)), which, assume_unique=False)
    which, sector = np.concatenate([which, outside]), np.concatenate([sector, np.full(len(outside), -1)])
    order = np.argsort(which, kind="stable")
    which, sector = which[order], sector[order]
    begin, end = (np.searchsorted(which, place, side=side) for side in ("left", "right"))
    count = end - begin
    thing = np.repeat(things, count)
    at = np.arange(len(thing)) + np.repeat(begin - np.cumsum(count) + count, count)
    return _distinct(found, sector[at], thing)


def _of_systems(found: Answer, systems: Numbers) -> _Pairs:
    """Count systems in the sectors of their owners, those without an owner apart."""
    which, owner = owners_of(found.compiled.snapshot, systems)
    owned = _in_sectors(found, owner, systems[which])
    ownerless = np.setdiff1d(systems, systems[which])
    return _Pairs(np.concatenate([owned.row, np.full(len(ownerless), -2)]), np.concatenate([owned.thing, ownerless]))


def _distinct(found: Answer, row: Numbers, thing: Numbers) -> _Pairs:
    size = len(found.compiled.snapshot)
    pairs = np.unique((row.astype(np.int64) + len(_NUMBERS)) * size + thing)
    return _Pairs(pairs // size - len(_NUMBERS), pairs % size)


def _strongest(pairs: _Pairs, strength: Numbers) -> dict[int, float]:
    """Return the highest strength in each row; pairs stand by row."""
    if not len(pairs.row):
        return {}
    begin = np.flatnonzero(np.concatenate([[True], pairs.row[1:] != pairs.row[:-1]]))
    return dict(zip(pairs.row[begin].tolist(), np.maximum.reduceat(strength, begin).tolist(), strict=True))


def _rows(found: Answer, counted: _Counted) -> dict[int, SectorRow]:
    """Make the row of each sector, and of what is in none, of which anything is counted."""
    effect, work = Way.EFFECT, Way.WORK
    units, systems = ({way: one.counts() for way, one in part.items()} for part in (counted.units, counted.systems))
    services = counted.services.counts()
    users, deliverers = (
        counted.units[effect].among(things).counts() for things in (found.effect.own_use, found.effect.delivers)
    )
    parts = (counted.services, *counted.units.values(), *counted.systems.values())
    members = _distinct(found, *(np.concatenate([getattr(part, name) for part in parts]) for name in ("row", "thing")))
    direct = members.among(np.union1d(found.direct[effect], found.direct[work])).counts()
    keys = {*members.row.tolist(), *counted.below[effect], *counted.below[work]}
    return {
        key: SectorRow(
            _NUMBERS[key] if key < 0 else found.compiled.id(key),
            _EXTRA[_NUMBERS[key]] if key < 0 else found.compiled.name(key),
            SectorEffect(
                counted.strength[effect].get(key, 0.0),
                services.get(key, 0),
                units[effect].get(key, 0),
                systems[effect].get(key, 0),
                users.get(key, 0),
                deliverers.get(key, 0),
                key in counted.below[effect] and key not in units[effect],
            ),
            SectorWork(
                counted.strength[work].get(key, 0.0),
                units[work].get(key, 0),
                systems[work].get(key, 0),
                key in counted.below[work] and key not in units[work],
            ),
            direct.get(key, 0),
        )
        for key in keys
    }


def below_of(found: Answer, rows: Iterable[SectorRow]) -> Below:
    """Count what the minimum strength left out; a sector when units of it are below and none is touched.

    Parameters
    ----------
    rows
        Those of sectors of which anything is counted.
    """
    sectors = list(rows)
    return Below(
        _below(found, Way.EFFECT, sum(row.effect.below for row in sectors)),
        _below(found, Way.WORK, sum(row.work.below for row in sectors)),
    )


def _below(found: Answer, way: Way, sectors: int) -> BelowWay:
    left = found.below[way]
    counts = [int(found.compiled.ways.of_kind(kind)[left].sum()) for kind in (Kind.UNIT, Kind.SERVICE, Kind.SYSTEM)]
    return BelowWay(sectors, *counts)
