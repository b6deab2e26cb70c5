"""A proposal as a list of changes (model.md section 4, Kinds of change)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from graphsvc.errors import UnknownThing
from graphsvc.metamodel import name_in_all
from graphsvc.model import ChangeKind, Kind, Reference
from graphsvc.records import ThingRecord
from graphsvc.text import Text
from graphsvc_queries.impact.compiled import Compiled
from graphsvc_queries.impact.labels import Labels
from graphsvc_queries.impact.starts import Missing, New, Start, Starts, first_half
from graphsvc_queries.impact.ways import Steps
from graphsvc_queries.scenario.effective import as_told_by_changes

__all__ = ["starts_of_proposal"]

_PREFIX = "proposal:"

#: What happens to the systems that each field names.
_CHANGES = (
    ("replaces_systems", ChangeKind.REPLACE),
    ("retires_systems", ChangeKind.RETIRE),
    ("extends_systems", ChangeKind.UPGRADE),
)
#: A proposal that fills one of these introduces something; so does one that says nothing of what there is today.
_INTRODUCES = ("affected_services", "affected_units", "replaces_systems", "national_components")
_OLD = ("retires_systems", "extends_systems", "integrates_systems")


def starts_of_proposal(compiled: Compiled, words: str) -> Starts:
    """Read a proposal's written change set, else its fields, as changes that all start together.

    Raises
    ------
    UnknownThing
        When there is no such proposal.
    QuestionError
        When its written change set can no longer be applied to the map.
    """
    record = as_told_by_changes(compiled.snapshot, _find(compiled, words.strip()))
    reading = _Reading(compiled, record)
    name = name_in_all(record.fields, record.id)
    changes = list(reading.changes())
    labels = Labels(compiled.ways, _rank(compiled, record.reference))
    row = labels.begin(-1)
    news, kinds = _news(reading, row, record)
    begun = [Start(record.reference, kind, name) for kind in kinds]
    begun += [Start(compiled.snapshot.references[thing], kind.value, compiled.name(thing)) for thing, kind in changes]
    planned: dict[int, ChangeKind] = {}
    for thing, kind in changes:  # of several changes the one that is felt most
        if thing not in planned or first_half(compiled.snapshot.rules, kind) > first_half(
            compiled.snapshot.rules, planned[thing]
        ):
            planned[thing] = kind
    roots = {labels.begin(thing, first_half(compiled.snapshot.rules, kind)): kind for thing, kind in planned.items()}
    working = {labels.begin(thing): kind for thing, kind in planned.items()}
    at = roots | working | {row: ChangeKind.INTRODUCE}
    return Starts(tuple(begun), labels, roots, working, news, frozenset(planned), at, tuple(reading.missing))


def _find(compiled: Compiled, words: str) -> ThingRecord:
    proposals = compiled.snapshot.proposals
    identifier = words.removeprefix(_PREFIX)
    if identifier in proposals:
        record = proposals[identifier].record
        assert isinstance(record, ThingRecord)  # noqa: S101 - proposals are things by construction
        return record
    known = ", ".join(proposals)
    raise UnknownThing(
        Text(
            f"Fant ikke forslaget «{words}». " + (f"Forslag: {known}" if known else "Registeret har ingen forslag"),
            f"Fann ikkje forslaget «{words}». " + (f"Forslag: {known}" if known else "Registeret har ingen forslag"),
            f"No proposal '{words}'. " + (f"Proposals: {known}" if known else "The register has no proposals"),
        )
    )


class _Reading:
    """Reads fields that name things, and remembers which of them are not there."""

    def __init__(self, compiled: Compiled, record: ThingRecord) -> None:
        self._compiled = compiled
        self._record = record
        self.missing: list[Missing] = []

    def things(self, name: str, kind: Kind) -> list[int]:
        """Return the things that a field names, ascending."""
        told = self._record.fields.get(name)
        names = told if isinstance(told, tuple) else (str(told),) if told else ()
        found = {one: self._compiled.named(one, kind) for one in names}
        for one, thing in found.items():
            reference = Reference(one if ":" in one else f"{kind.value}:{one}")
            missing = Missing(reference, self._record.id)
            if thing is None and missing not in self.missing:
                self.missing.append(missing)
        return sorted({thing for thing in found.values() if thing is not None})

    def changes(self) -> Iterator[tuple[int, ChangeKind]]:
        """Give the existing things that change, with what happens to them."""
        for name, kind in _CHANGES:
            for thing in self.things(name, Kind.SYSTEM):
                yield thing, kind

    def edges(self, row: int, name: str, kind: Kind, rule_name: str) -> Steps:
        """Return an edge from the proposal's path to each thing that a field names."""
        return self._compiled.ways.given(row, rule_name, self.things(name, kind))


def _news(reading: _Reading, row: int, record: ThingRecord) -> tuple[tuple[New, ...], tuple[str, ...]]:
    """Return what the proposal introduces and integrates, and the words for it."""
    news: list[New] = []
    kinds: list[str] = []
    if any(record.fields.get(name) for name in _INTRODUCES) or not any(record.fields.get(name) for name in _OLD):
        news.append(
            New(
                reading.edges(row, "affected_services", Kind.SERVICE, "introduce.service"),
                reading.edges(row, "affected_units", Kind.UNIT, "introduce.user"),
                reading.edges(row, "national_components", Kind.SYSTEM, "work.introduce.flow"),
                reading.edges(row, "proposer_unit", Kind.UNIT, "work.introduce.proposer"),
            )
        )
        kinds.append(ChangeKind.INTRODUCE.value)
    ends = reading.edges(row, "integrates_systems", Kind.SYSTEM, "work.integrate")
    if len(ends):
        news.append(New(ends[:0], ends[:0], ends, ends[:0]))
        kinds.append("integrate")
    return tuple(news), tuple(kinds)


def _rank(compiled: Compiled, reference: Reference) -> int:
    # Between the references of things: 2n belongs to thing n, so an odd number stands before it.
    return 2 * bisect_left(compiled.snapshot.references, reference) - 1
