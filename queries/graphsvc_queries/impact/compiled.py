"""What is worked out once for a snapshot and serves every question about it."""

from __future__ import annotations

from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from graphsvc.metamodel import name_in_all
from graphsvc.model import Kind, split_reference
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.impact.edges import remembered
from graphsvc_queries.impact.neighbours import Neighbours
from graphsvc_queries.impact.result import Unknown
from graphsvc_queries.impact.sets import Reachable
from graphsvc_queries.impact.unknown import tell_unknown, unknown_things
from graphsvc_queries.impact.ways import Ways

__all__ = ["LANGUAGES", "Compiled", "compiled"]

#: In the order in which a :class:`~graphsvc.text.Text` takes them.
LANGUAGES = (Language.NB, Language.NN, Language.EN)


class Compiled(Neighbours):
    """Edges by rule, names and gaps of one snapshot, each made when first asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__(snapshot)
        self.ways = Ways(snapshot)

    @remembered
    def name(self, thing: int) -> Text:
        """Return what a thing is called, in every language."""
        return name_in_all(self.snapshot.fields(thing), self.id(thing))

    @remembered
    def id(self, thing: int) -> str:
        """Return a thing's id without its kind."""
        return split_reference(self.snapshot.references[thing])[1]

    @remembered
    def sectors(self, unit: int) -> tuple[int, ...]:
        """Return the sectors of a unit, in the order of the references."""
        return self.snapshot.organisation.sectors_of(unit)

    @remembered
    def sectors_of(self, thing: int) -> tuple[int, ...]:
        """Return the sectors of any thing: a unit's own, a system's owners', a service's lead unit's."""
        organisation, kind = self.snapshot.organisation, self.snapshot.kind(thing)
        if kind is Kind.UNIT:
            return self.sectors(thing)
        if kind is Kind.SERVICE:
            lead = self.unit_of(thing)
            return () if lead is None else self.sectors(lead)
        return organisation.sectors_of_system(thing)

    @remembered
    def unit_of(self, thing: int) -> int | None:
        """Return the unit that answers for a thing: itself, a service's lead, a system's first owner."""
        organisation, kind = self.snapshot.organisation, self.snapshot.kind(thing)
        if kind is Kind.UNIT:
            return thing
        if kind is Kind.SERVICE:
            return organisation.lead_of(thing)
        owners = organisation.owners_of(thing)
        return owners[0] if owners else None

    @remembered
    def confirmed_on(self, thing: int) -> str | None:
        """Return when a thing was last confirmed, as ISO text."""
        told = self.snapshot.fields(thing).get("confirmed_on")
        return str(told) if told else None

    @cached_property
    def reachable(self) -> Reachable:
        """Sets of what any path touches, in arrays."""
        return Reachable(self.ways)

    @cached_property
    def unknown(self) -> NDArray[np.int64]:
        """Things of which too little is known, see :func:`unknown_things`."""
        return unknown_things(self.snapshot, self.ways.hub_flows)

    @remembered
    def tell_unknown(self, thing: int) -> Unknown:
        """Say of one of these why too little is known of it."""
        return tell_unknown(self.snapshot, thing, self.name(thing))

    @cached_property
    def kind_ends(self) -> NDArray[np.int64]:
        """The number after the last thing of each kind, ascending: things of a kind stand together."""
        last = (numbers[-1] + 1 for kind in Kind if len(numbers := self.snapshot.of_kind(kind)))
        return np.sort(np.fromiter(last, dtype=np.int64))

    @cached_property
    def sectors_ascending(self) -> NDArray[np.int64]:
        """Every sector, by number."""
        return np.flatnonzero(self.snapshot.organisation.sector_flags)

    @cached_property
    def units_to_count(self) -> int:
        """Number of units below sector level."""
        units, sectors = self.snapshot.of_kind(Kind.UNIT), self.snapshot.organisation.sectors
        return len(units) - len(sectors)


_COMPILED: WeakKeyDictionary[Snapshot, Compiled] = WeakKeyDictionary()


def compiled(snapshot: Snapshot) -> Compiled:
    """Return what is compiled for a snapshot; it goes away with the snapshot."""
    found = _COMPILED.get(snapshot)
    if found is None:
        found = _COMPILED[snapshot] = Compiled(snapshot)
    return found
