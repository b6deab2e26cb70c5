"""Named lists of things and flows: every number on the start page is the length of one of them, and a link to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Kind, Mode, Relation, Value
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Edges, Snapshot
from graphsvc_queries.places import stands

__all__ = ["LISTS", "Lists", "confirmation"]

_STALE_AFTER = 12


_Flags = NDArray[np.bool_]
#: How a flow stands to sector borders, as numbers.
_BORDERS = ("within", "across", "national", "ownerless")


@dataclass(frozen=True, slots=True)
class _Listed:
    """How a list is made: for each thing of a kind, or for each flow, whether it is on the list."""

    keep: Callable[[Lists], _Flags]
    kind: Kind | None = None

    @property
    def of_flows(self) -> bool:
        """Whether the list is one of flows."""
        return self.kind is None


#: What each snapshot's lists hold, as far as somebody asked.
_KNOWN: WeakKeyDictionary[Snapshot, dict[str, _Flags]] = WeakKeyDictionary()


class Lists:
    """The named lists of one snapshot.

    Parameters
    ----------
    snapshot
        The graph; its date decides what is stale.

    Notes
    -----
    Each list is O(things of its kind) or O(flows), in arrays, once for each snapshot; no record is read to know how
    long it is.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._kept = _KNOWN.setdefault(snapshot, {})

    def _flags(self, name: str) -> _Flags:
        if name not in self._kept:
            self._kept[name] = LISTS[name].keep(self)
        return self._kept[name]

    def places(self, name: str) -> NDArray[np.int64]:
        """Return what is on a list: numbers of things, or places of flows among all flows, ascending."""
        kind, rows = LISTS[name].kind, np.flatnonzero(self._flags(name))
        return rows if kind is None else self.snapshot.of_kind(kind)[rows].astype(np.int64)

    def count(self, name: str) -> int:
        """Return how long a list is."""
        return int(np.count_nonzero(self._flags(name)))

    def flow(self, place: int) -> RelationRecord:
        """Return a flow."""
        return self._flows.records[place]

    def state(self, fields: Mapping[str, object]) -> str:
        """Tell how fresh a fact is: ``fresh``, ``stale`` or ``never``."""
        return confirmation(fields.get("confirmed_on"), self.snapshot.date)

    @property
    def _flows(self) -> Edges:
        return self.snapshot.edges(Relation.FLOW)

    @cached_property
    def national(self) -> _Flags:
        """Which things are national systems, shape (things,)."""
        return self.snapshot.organisation.national

    @cached_property
    def borders(self) -> NDArray[np.int8]:
        """How each flow stands to sector borders: ``within``, ``across``, ``national`` or ``ownerless``, as numbers.

        A flow is within a sector when owners of both ends share one. O((things + flows) log things).
        """
        flows, places = self._flows, stands(self.snapshot, of_sectors=True)
        which, row, column = places.cells(flows)
        size = len(self.snapshot)
        sectors = (row < size) & (column < size)
        found = np.full(len(flows), _BORDERS.index("ownerless"), dtype=np.int8)
        found[which[sectors]] = _BORDERS.index("across")
        found[which[sectors & (row == column)]] = _BORDERS.index("within")
        found[self.national[flows.start] | self.national[flows.end]] = _BORDERS.index("national")
        return found

    def border(self, name: str) -> _Flags:
        """Tell which flows stand so to sector borders."""
        found: _Flags = self.borders == _BORDERS.index(name)
        return found

    def locals_without(self, ends: NDArray[np.int32]) -> _Flags:
        """Tell which systems are local and not among some things."""
        systems = self.snapshot.of_kind(Kind.SYSTEM)
        found: _Flags = ~self.national[systems] & ~self._among(ends)[systems]
        return found

    def unsupported(self) -> _Flags:
        """Tell which services have no known support and require no other service."""
        supports, requires = self.snapshot.edges(Relation.SUPPORTS), self.snapshot.edges(Relation.REQUIRES)
        known = self._among(np.concatenate([supports.end, requires.start]))
        found: _Flags = ~known[self.snapshot.of_kind(Kind.SERVICE)]
        return found

    def systems(self, field: str, holds: Callable[[Value], bool]) -> _Flags:
        """Tell of which systems a field passes a test."""
        return self.snapshot.coded(Kind.SYSTEM, field).flags(holds)

    def flows(self, field: str, holds: Callable[[Value], bool]) -> _Flags:
        """Tell of which flows a field passes a test."""
        return self._flows.coded(field).flags(holds)

    def is_state(self, state: str) -> Callable[[Value], bool]:
        """Return the test whether a day of confirmation makes a fact ``stale`` or ``never`` confirmed."""
        return lambda day: confirmation(day, self.snapshot.date) == state

    def ends_soon(self, day: Value) -> bool:
        """Tell whether a day lies in the calendar year after the snapshot's date."""
        return str(day or "")[:4] == str(self.snapshot.date.year + 1)

    def _among(self, things: NDArray[np.int32]) -> _Flags:
        found = np.zeros(len(self.snapshot), dtype=np.bool_)
        found[things] = True
        return found


def confirmation(confirmed_on: object, today: dt.date) -> str:
    """Tell whether a fact was confirmed within the last twelve months (``fresh``), before (``stale``) or ``never``.

    Examples
    --------
    >>> confirmation("2025-11-30", dt.date(2026, 12, 1)), confirmation(None, dt.date(2026, 12, 1))
    ('stale', 'never')
    """
    if not confirmed_on:
        return "never"
    year, day = today.year - _STALE_AFTER // 12, today.day
    while True:  # 29 February has no day a year before
        try:
            limit = dt.date(year, today.month, day)
            break
        except ValueError:
            day -= 1
    return "fresh" if limit.isoformat() <= str(confirmed_on) <= today.isoformat() else "stale"


def _all(count: Callable[[Lists], int]) -> Callable[[Lists], _Flags]:
    return lambda lists: np.ones(count(lists), dtype=np.bool_)


def _of_system(keep: Callable[[Lists], _Flags]) -> _Listed:
    return _Listed(keep, Kind.SYSTEM)


#: Name in the address -> how the list is made.
LISTS: dict[str, _Listed] = {
    "systems-local": _of_system(lambda lists: ~lists.national[lists.snapshot.of_kind(Kind.SYSTEM)]),
    "systems-national": _of_system(lambda lists: lists.national[lists.snapshot.of_kind(Kind.SYSTEM)]),
    "services": _Listed(_all(lambda lists: len(lists.snapshot.of_kind(Kind.SERVICE))), Kind.SERVICE),
    "units": _Listed(
        lambda lists: ~lists.snapshot.organisation.sector_flags[lists.snapshot.of_kind(Kind.UNIT)], Kind.UNIT
    ),
    "flows": _Listed(_all(lambda lists: len(lists.snapshot.edges(Relation.FLOW)))),
    "flows-within": _Listed(lambda lists: lists.border("within")),
    "flows-across": _Listed(lambda lists: lists.border("across")),
    "flows-national": _Listed(lambda lists: lists.border("national")),
    "flows-ownerless": _Listed(lambda lists: lists.border("ownerless")),
    "systems-never": _of_system(lambda lists: lists.systems("confirmed_on", lists.is_state("never"))),
    "systems-stale": _of_system(lambda lists: lists.systems("confirmed_on", lists.is_state("stale"))),
    "flows-never": _Listed(lambda lists: lists.flows("confirmed_on", lists.is_state("never"))),
    "flows-stale": _Listed(lambda lists: lists.flows("confirmed_on", lists.is_state("stale"))),
    "flows-manual": _Listed(lambda lists: lists.flows("mode", lambda mode: mode == Mode.MANUAL)),
    "systems-unused": _of_system(lambda lists: lists.locals_without(lists.snapshot.edges(Relation.SUPPORTS).start)),
    "systems-ownerless": _of_system(lambda lists: lists.locals_without(lists.snapshot.edges(Relation.OWNS).end)),
    "services-unknown": _Listed(lambda lists: lists.unsupported(), Kind.SERVICE),
    "contracts-ending": _of_system(lambda lists: lists.systems("contract_end", lists.ends_soon)),
}
