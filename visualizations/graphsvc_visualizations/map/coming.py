"""Units and systems that only one of two graphs has: what comes to the map, what goes from it, and where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from graphsvc.model import Kind, Scope
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.matrix.of_one import is_only

__all__ = ["OTHER", "Coming", "coming"]

#: Begins the key of a box that only the other graph has: it has no page and cannot be chosen.
OTHER = "other:"


class Coming(NamedTuple):
    """A unit or a system that comes or goes.

    Parameters
    ----------
    reference, kind, name
        What it is.
    sign
        ``+`` when it comes, ``−`` when it goes.
    here
        Whether the graph that is shown has it.
    places
        References of the units (of a system) or of the sector (of a unit) that it stands in; ``national``, or none.
    """

    reference: str
    kind: str
    name: Text
    sign: str
    here: bool
    places: tuple[str, ...]


def coming(
    snapshot: Snapshot, other: Snapshot, *, own_first: bool, municipality: str | None = None
) -> tuple[Coming, ...]:
    """Return the units and systems that only one of two graphs has, by kind and reference.

    Parameters
    ----------
    municipality
        Reference of the one whose units, and the systems that these own, are looked at, and national systems.

    Notes
    -----
    O(units + systems).
    """
    signs = ("−", "+") if own_first else ("+", "−")
    found = [*_only(snapshot, other, signs[0], here=True), *_only(other, snapshot, signs[1], here=False)]
    if municipality is not None:
        drawn = {True: _drawn(snapshot, municipality), False: _drawn(other, municipality)}
        found = [one for one in found if drawn[one.here](one)]
    return tuple(sorted(found, key=lambda one: (one.kind != "unit", one.reference)))


def _only(graph: Snapshot, than: Snapshot, sign: str, *, here: bool) -> Iterator[Coming]:
    for kind in (Kind.UNIT, Kind.SYSTEM):
        for thing in graph.of_kind(kind).tolist():
            reference = str(graph.references[thing])
            if reference not in than:
                name = Text(*(graph.name(thing, one).words for one in (Language.NB, Language.NN, Language.EN)))
                yield Coming(reference, kind.value, name, sign, here, _places(graph, thing))


def _drawn(graph: Snapshot, municipality: str) -> Callable[[Coming], bool]:
    """Return what tells whether something that a graph has stands on the map of a municipality."""
    if is_only(graph, municipality):
        return lambda one: True
    top = graph.index(municipality) if municipality in graph else None

    def is_drawn(one: Coming) -> bool:
        if one.places == ("national",):
            return True
        if top is None:
            return False
        thing, organisation = graph.index(one.reference), graph.organisation
        answering = (thing,) if one.kind == Kind.UNIT else organisation.owners_of(thing)
        return any(organisation.municipality_of(unit) == top for unit in answering)

    return is_drawn


def _places(graph: Snapshot, thing: int) -> tuple[str, ...]:
    organisation = graph.organisation
    if graph.kind(thing) is Kind.UNIT:
        above = () if organisation.is_sector(thing) else organisation.sectors_of(thing)[:1]
    elif graph.record(thing).fields.get("scope") == Scope.NATIONAL:
        return ("national",)
    else:
        above = organisation.owners_of(thing)
    return tuple(str(graph.references[one]) for one in above)
