"""Journey: who takes part in a course across services, and where it breaks (model.md section 5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from graphsvc.errors import QuestionError
from graphsvc.metamodel import KINDS
from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.journey.handing import hand_over, movements
from graphsvc_queries.journey.result import Break, HandOver, How, Journey, Sector, Step
from graphsvc_queries.journey.steps import required_for, steps
from graphsvc_queries.naming import Named, bare, named

__all__ = ["Journey", "journey"]

_NO_SUPPORT = Text(
    "Registeret vet ikke hvilke systemer «{service}» bruker.",
    "Registeret veit ikkje kva system «{service}» bruker.",
    "The register does not know which systems “{service}” uses.",
)
_NO_UNIT = Text(
    "Registeret vet ikke hvem som leverer «{service}».",
    "Registeret veit ikkje kven som leverer «{service}».",
    "The register does not know who delivers “{service}”.",
)
_RESTS = Text(
    "{n} av {of} steg stopper uten {system}.",
    "{n} av {of} steg stoppar utan {system}.",
    "{n} of {of} steps stop without {system}.",
)
_BREAKS = {How.MANUAL, How.NONE, How.UNKNOWN}


def journey(snapshot: Snapshot, /, *, thing: str) -> Journey:
    """Follow a journey across services: sectors, units, systems, hand-overs, and where it breaks.

    Parameters
    ----------
    thing
        A journey, as ``kind:id``, id or name.

    Returns
    -------
    Journey
        Steps in order, how each hands over to the next, and the weak places.

    Raises
    ------
    UnknownThing, AmbiguousThing
        When the thing cannot be found.
    QuestionError
        When it is no journey; lists those that there are.

    Notes
    -----
    O(flows + relations of the services).

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.records import ThingRecord
    >>> from graphsvc.snapshot import Fact, Facts
    >>> facts = Facts(1, (Fact(ThingRecord(Kind.JOURNEY, "j", {})),), ())
    >>> journey(Snapshot(facts, dt.date(2026, 12, 1)), thing="j").steps
    ()
    """
    number = _target(snapshot, thing)
    found = steps(snapshot, number)
    flows = movements(snapshot, (one.system.thing for step in found for one in step.systems))
    handed = tuple(hand_over(snapshot, first, second, flows) for first, second in pairwise(found))
    systems = _systems(snapshot, found)
    return Journey(
        snapshot.revision,
        snapshot.date.isoformat(),
        named(snapshot, number),
        found,
        _sectors(snapshot, found),
        systems,
        handed,
        tuple(flow for flow in flows if flow.mode == "manual"),
        tuple(_breaks(found, handed, systems)),
    )


def _target(snapshot: Snapshot, words: str) -> int:
    meant = f"{Kind.JOURNEY.value}:{words.strip()}"
    number = snapshot.index(meant) if meant in snapshot else snapshot.find(words)
    if snapshot.kind(number) is not Kind.JOURNEY:
        known = ", ".join(bare(snapshot.references[one] for one in snapshot.of_kind(Kind.JOURNEY).tolist())) or "–"
        told = Text(
            "{reference} er {kind}, ikke en livshendelse. Livshendelser: {known}",
            "{reference} er {kind}, ikkje ei livshending. Livshendingar: {known}",
            "{reference} is of kind {kind}, no journey. Journeys: {known}",
        )
        kind = KINDS[snapshot.kind(number)].label
        raise QuestionError(told.format(reference=snapshot.references[number], kind=kind, known=known))
    return number


def _sectors(snapshot: Snapshot, found: Sequence[Step]) -> tuple[Sector, ...]:
    made = []
    for number in snapshot.organisation.sectors:
        sector = snapshot.references[number]
        part = [step for step in found if sector in step.sectors]
        units = {unit.unit.thing for step in part for unit in step.units if sector in unit.sectors}
        if part:
            made.append(Sector(named(snapshot, number), tuple(step.number for step in part), tuple(sorted(units))))
    return tuple(made)


def _systems(snapshot: Snapshot, found: tuple[Step, ...]) -> tuple[tuple[Named, tuple[int, ...]], ...]:
    needed = required_for(found)
    ordered = sorted(needed, key=lambda name: (-len(needed[name]), name))
    return tuple((named(snapshot, snapshot.index(name)), tuple(needed[name])) for name in ordered)


def _breaks(
    found: Sequence[Step], handed: Sequence[HandOver], systems: Sequence[tuple[Named, tuple[int, ...]]]
) -> Iterator[Break]:
    for position, step in enumerate(found):
        if not step.units:
            yield Break("nobody_delivers", (step.service.thing,), _NO_UNIT.format(service=step.service.name))
        if not step.systems:
            yield Break("unknown_support", (step.service.thing,), _NO_SUPPORT.format(service=step.service.name))
        if position < len(handed) and handed[position].how in _BREAKS:
            over = handed[position]
            yield Break(f"hand_over_{over.how.value}", (over.start.thing, over.end.thing), over.sentence)
    for system, numbers in systems:
        if len(numbers) > 1 and 2 * len(numbers) >= len(found):
            told = _RESTS.format(n=len(numbers), of=len(found), system=system.name)
            yield Break("rests_on", (system.thing,), told)
