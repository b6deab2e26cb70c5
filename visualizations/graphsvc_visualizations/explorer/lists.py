"""Named lists of things and flows: every number on the start page is the length of one of them, and a link to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from graphsvc.model import Kind, Mode, Relation, Scope
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Snapshot

__all__ = ["LISTS", "Lists", "confirmation"]

_STALE_AFTER = 12


@dataclass(frozen=True, slots=True)
class _Listed:
    """How a list is made: of things (numbers) or of flows (records)."""

    of_flows: bool
    keep: Callable[[Lists, int], bool]
    kind: Kind | None = None


class Lists:
    """The named lists of one snapshot.

    Parameters
    ----------
    snapshot
        The graph; its date decides what is stale.

    Notes
    -----
    Each list is O(things of its kind) or O(flows).
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def things(self, name: str) -> list[int]:
        """Return the things of a list, by reference."""
        listed = LISTS[name]
        assert listed.kind is not None  # noqa: S101 - lists of things name their kind
        return [thing for thing in self.snapshot.of_kind(listed.kind).tolist() if listed.keep(self, thing)]

    def flows(self, name: str) -> list[RelationRecord]:
        """Return the flows of a list, by (provider, dependent, id)."""
        records = self.snapshot.edges(Relation.FLOW).records
        return [record for place, record in enumerate(records) if LISTS[name].keep(self, place)]

    def count(self, name: str) -> int:
        """Return how long a list is."""
        return len(self.flows(name)) if LISTS[name].of_flows else len(self.things(name))

    def fields(self, thing: int) -> Mapping[str, object]:
        """Return the fields of a thing."""
        return self.snapshot.record(thing).fields

    def flow(self, place: int) -> RelationRecord:
        """Return a flow."""
        return self.snapshot.edges(Relation.FLOW).records[place]

    def national(self, thing: int) -> bool:
        """Tell whether a system is national."""
        return self.fields(thing).get("scope") == Scope.NATIONAL

    def sectors(self, system: int) -> frozenset[int]:
        """Return the sectors of a system's owners."""
        return frozenset(self.snapshot.organisation.sectors_of_system(system))

    def border(self, place: int) -> str:
        """Tell how a flow stands to sector borders: ``within``, ``across``, ``national`` or ``ownerless``."""
        edges = self.snapshot.edges(Relation.FLOW)
        ends = int(edges.start[place]), int(edges.end[place])
        if any(self.national(end) for end in ends):
            return "national"
        start, end = (self.sectors(one) for one in ends)
        if not start or not end:
            return "ownerless"
        return "within" if start & end else "across"

    @cached_property
    def supported(self) -> frozenset[int]:
        """Services with a known support, or that require another service."""
        supports, requires = self.snapshot.edges(Relation.SUPPORTS), self.snapshot.edges(Relation.REQUIRES)
        return frozenset(supports.end.tolist()) | frozenset(requires.start.tolist())

    @cached_property
    def supporting(self) -> frozenset[int]:
        """Systems that support some service."""
        return frozenset(self.snapshot.edges(Relation.SUPPORTS).start.tolist())

    def state(self, fields: Mapping[str, object]) -> str:
        """Tell how fresh a fact is: ``fresh``, ``stale`` or ``never``."""
        return confirmation(fields.get("confirmed_on"), self.snapshot.date)

    def ends_soon(self, thing: int) -> bool:
        """Tell whether a contract ends in the calendar year after the snapshot's date."""
        return str(self.fields(thing).get("contract_end") or "")[:4] == str(self.snapshot.date.year + 1)


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


def _of_system(keep: Callable[[Lists, int], bool]) -> _Listed:
    return _Listed(False, keep, Kind.SYSTEM)


def _of_flow(keep: Callable[[Lists, int], bool]) -> _Listed:
    return _Listed(True, keep)


#: Name in the address -> how the list is made.
LISTS: dict[str, _Listed] = {
    "systems-local": _of_system(lambda lists, one: not lists.national(one)),
    "systems-national": _of_system(lambda lists, one: lists.national(one)),
    "services": _Listed(False, lambda lists, one: True, Kind.SERVICE),
    "units": _Listed(False, lambda lists, one: not lists.snapshot.organisation.is_sector(one), Kind.UNIT),
    "flows": _of_flow(lambda lists, place: True),
    "flows-within": _of_flow(lambda lists, place: lists.border(place) == "within"),
    "flows-across": _of_flow(lambda lists, place: lists.border(place) == "across"),
    "flows-national": _of_flow(lambda lists, place: lists.border(place) == "national"),
    "flows-ownerless": _of_flow(lambda lists, place: lists.border(place) == "ownerless"),
    "systems-never": _of_system(lambda lists, one: lists.state(lists.fields(one)) == "never"),
    "systems-stale": _of_system(lambda lists, one: lists.state(lists.fields(one)) == "stale"),
    "flows-never": _of_flow(lambda lists, place: lists.state(lists.flow(place).fields) == "never"),
    "flows-stale": _of_flow(lambda lists, place: lists.state(lists.flow(place).fields) == "stale"),
    "flows-manual": _of_flow(lambda lists, place: lists.flow(place).fields.get("mode") == Mode.MANUAL),
    "systems-unused": _of_system(lambda lists, one: not lists.national(one) and one not in lists.supporting),
    "systems-ownerless": _of_system(
        lambda lists, one: not lists.national(one) and not lists.snapshot.organisation.owners_of(one)
    ),
    "services-unknown": _Listed(False, lambda lists, one: one not in lists.supported, Kind.SERVICE),
    "contracts-ending": _of_system(lambda lists, one: lists.ends_soon(one)),
}
