"""Everything that the roll-up counts, by sector, in one go: calls of NumPy cost more than what they are given here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Kind, Way
from graphsvc.snapshot.ascending import among, distinct, united
from graphsvc_queries.impact.answer import Answer
from graphsvc_queries.impact.owners import owners_of
from graphsvc_queries.impact.ways import Numbers

__all__ = ["Counted", "Part", "counted"]

_OUTSIDE, _WITHOUT_OWNER = -1, -2
_WAYS = (Way.EFFECT, Way.WORK)


class Part(IntEnum):
    """What is counted in a sector."""

    UNITS_WITH_EFFECT = 0
    UNITS_WITH_WORK = 1
    SERVICES = 2
    SYSTEMS_WITH_EFFECT = 3
    SYSTEMS_WITH_WORK = 4
    USERS = 5
    DELIVERERS = 6
    DIRECT = 7


#: Two parts more while counting: units left out by the minimum strength, by way. They take the numbers of parts that
#: are no pairs of their own: users and deliverers are counted among the units with effect, when all pairs are there.
_BELOW = (5, 6)
_PARTS = 7


@dataclass(frozen=True)
class Counted:
    """What is counted, by sector.

    Parameters
    ----------
    rows
        Numbers of sectors, ascending; -1 stands for what is in none, -2 for systems without an owner.
    counts
        How many things, shape (8, rows), by :class:`Part`.
    strength
        The highest strength of a unit in each row, by way.
    below
        Whether units of it are left out by the minimum strength and none is touched, by way.
    """

    rows: Numbers
    counts: NDArray[np.int64]
    strength: dict[Way, NDArray[np.float64]]
    below: dict[Way, NDArray[np.bool_]]

    def holds(self, row: int) -> bool:
        """Tell whether anything is counted in a row, besides what the minimum strength left out."""
        return bool(self.counts[:5, self.rows == row].any())

    def at(self, rows: Numbers) -> Iterator[tuple[list[int], list[float], list[bool]]]:
        """Give what is counted in some rows: counts by part, strengths and below by way; zeros where nothing is."""
        size = len(self.rows)
        place = np.minimum(np.searchsorted(self.rows, rows), max(size - 1, 0))
        place = np.where(self.rows[place] == rows, place, size) if size else np.zeros(len(rows), dtype=np.int64)
        counts = np.pad(self.counts, ((0, 0), (0, 1)))[:, place].T.tolist()
        strengths = np.array([np.append(self.strength[way], 0.0)[place] for way in _WAYS]).T.tolist()
        below = np.array([np.append(self.below[way], False)[place] for way in _WAYS]).T.tolist()
        return zip(counts, strengths, below, strict=True)


def counted(found: Answer) -> Counted:
    """Count an answer by sector.

    Notes
    -----
    O((touched things + their deliverers) log) in arrays.
    """
    row, part, thing = _pairs(found)
    rows, at = np.unique(row, return_inverse=True)
    counts = np.zeros((len(Part), len(rows)), dtype=np.int64)
    plain = np.bincount(part * len(rows) + at, minlength=_PARTS * len(rows)).reshape(_PARTS, len(rows))
    counts[: _BELOW[0]] = plain[: _BELOW[0]]
    touched = part == Part.UNITS_WITH_EFFECT
    for name, things in ((Part.USERS, found.effect.own_use), (Part.DELIVERERS, found.effect.delivers)):
        counts[name] = np.bincount(at[touched][among(thing[touched], things)], minlength=len(rows))
    direct = (part < _BELOW[0]) & among(thing, united(*(found.direct[way] for way in _WAYS)))
    pairs = distinct(at[direct].astype(np.int64) * len(found.compiled.snapshot) + thing[direct])
    counts[Part.DIRECT] = np.bincount(pairs // len(found.compiled.snapshot), minlength=len(rows))
    units = {Way.EFFECT: found.effect.units, Way.WORK: found.work.units}
    strength, below = {}, {}
    for number, way in enumerate(_WAYS):
        of_way = part == number
        best = np.zeros(len(rows))
        np.maximum.at(best, at[of_way], found.labels.column("strength")[units[way].at(thing[of_way])])
        strength[way], below[way] = best, (plain[_BELOW[number]] > 0) & (plain[number] == 0)
    return Counted(rows, counts, strength, below)


def _pairs(found: Answer) -> tuple[Numbers, Numbers, Numbers]:
    """Return what is counted where: row, part and thing, each once."""
    effect, work = found.effect.units.things, found.work.units.things
    is_unit = found.compiled.ways.of_kind(Kind.UNIT)
    left = [found.below[way][is_unit[found.below[way]]] for way in _WAYS]
    systems = [found.systems_touched(way) for way in _WAYS]
    which, owner = owners_of(found.compiled.snapshot, np.concatenate(systems))
    owned = np.concatenate(systems)[which]
    # A service counts in the sector of each unit that delivers it strongly enough, whatever path the unit shows.
    delivered = found.labels.column("thing")[found.effect.delivered["before"]]
    in_sectors = [
        (Part.UNITS_WITH_EFFECT, effect, effect),
        (Part.UNITS_WITH_WORK, work, work),
        (Part.SERVICES, found.effect.delivered["target"], delivered),
        (_BELOW[0], left[0], left[0]),
        (_BELOW[1], left[1], left[1]),
    ]
    units = np.concatenate([*(one for _, one, _ in in_sectors), owner])
    things = np.concatenate([*(one for _, _, one in in_sectors), owned])
    first = len(systems[0])
    of_systems = np.where(which < first, Part.SYSTEMS_WITH_EFFECT, Part.SYSTEMS_WITH_WORK)
    parts = np.concatenate([*(np.full(len(one), part) for part, one, _ in in_sectors), of_systems])
    place, sector = _sectors(found, units)
    ownerless = np.ones(sum(map(len, systems)), dtype=np.bool_)
    ownerless[which] = False
    without = np.flatnonzero(ownerless)
    row = np.concatenate([sector, np.full(len(without), _WITHOUT_OWNER)])
    part = np.concatenate([parts[place], np.where(without < first, Part.SYSTEMS_WITH_EFFECT, Part.SYSTEMS_WITH_WORK)])
    thing = np.concatenate([things[place], np.concatenate(systems)[without]])
    size = len(found.compiled.snapshot)
    each = distinct(((row.astype(np.int64) + 2) * _PARTS + part) * size + thing)
    return each // size // _PARTS - 2, each // size % _PARTS, each % size


def _sectors(found: Answer, units: Numbers) -> tuple[Numbers, Numbers]:
    """Return the sectors of units, and for each the unit's place; -1 for a unit in none."""
    each, of = np.unique(units, return_inverse=True)
    which, sector = found.compiled.snapshot.organisation.sectors_of_each(each)
    count = np.bincount(which, minlength=len(each))
    outside = np.flatnonzero(count == 0)
    which, sector = np.concatenate([which, outside]), np.concatenate([sector, np.full(len(outside), _OUTSIDE)])
    order = np.argsort(which, kind="stable")
    count = np.maximum(count, 1)
    begin, count = (np.cumsum(count) - count)[of], count[of]
    place = np.repeat(np.arange(len(units)), count)
    at = np.arange(len(place)) + np.repeat(begin - np.cumsum(count) + count, count)
    return place, sector[order][at]
