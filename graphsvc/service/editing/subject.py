"""What is edited: a thing or a relation as it stands, what people say of it, and what stands below their word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graphsvc.errors import AmbiguousThing, QuestionError, UnknownThing
from graphsvc.i18n import text
from graphsvc.metamodel import KINDS, RELATIONS
from graphsvc.model import Relation, Value, split_reference
from graphsvc.records import Record, RelationRecord, ThingRecord
from graphsvc.register import PEOPLE
from graphsvc.service.workspace import Workspace
from graphsvc.snapshot import Fact, Snapshot
from graphsvc.text import Language

__all__ = ["Subject", "find_subject", "name_of", "reference_of", "title_of"]

_RELATIONS = frozenset(Relation)


@dataclass(frozen=True)
class Subject:
    """One thing or relation.

    Parameters
    ----------
    fact
        What all sources say together.
    claims
        What each says, the one that is heard first first; what only an alias brings here is left aside.
    snapshot
        The graph it was found in.
    """

    fact: Fact
    claims: Mapping[str, Record]
    snapshot: Snapshot

    @property
    def record(self) -> Record:
        """The merge."""
        return self.fact.record

    @property
    def name(self) -> str:
        """``kind:id`` of a thing, ``flow:id`` of a relation."""
        return reference_of(self.record)

    @property
    def own(self) -> Record | None:
        """What people say."""
        return self.claims.get(PEOPLE)

    @property
    def people_alone(self) -> bool:
        """Whether nobody but people claims it, so that people may remove it."""
        return {origin.source for origin in self.fact.origins} == {PEOPLE}

    def said_by_people(self, field: str) -> bool:
        """Tell whether people speak about a field."""
        return self.own is not None and field in self.own.fields

    def source_of(self, field: str) -> str | None:
        """Return whose value of a field shows."""
        origin = self.fact.origin_of(field) if field in self.record.fields else None
        return origin.source if origin else None

    def below(self, field: str) -> tuple[str, Value] | None:
        """Return source and value that show when people say nothing of a field; None when nobody else does."""
        for conflict in self.snapshot.conflicts:
            if conflict.reference == self.record.reference and conflict.field == field:
                return next(((source, value) for source, value in conflict.values if source != PEOPLE), None)
        for source, record in self.claims.items():
            if source != PEOPLE and field in record.fields:
                return source, record.fields[field]
        return None

    def louder(self, order: Sequence[str], field: str) -> str | None:
        """Return a source that is heard before people, where precedence was set so, and speaks about a field."""
        before = order[: order.index(PEOPLE)] if PEOPLE in order else ()
        return next((one for one in before if one in self.claims and field in self.claims[one].fields), None)


def reference_of(record: Record) -> str:
    """Name what a record is about so that it can be found again: ``kind:id``, or ``flow:id``."""
    return f"{record.subject.value}:{record.id}"


def name_of(snapshot: Snapshot, reference: str, language: Language) -> str:
    """Return what a thing is called, or its reference where it is not there."""
    return snapshot.name(snapshot.index(reference), language).words if reference in snapshot else reference


def find_subject(workspace: Workspace, words: str) -> Subject:
    """Find what is to be edited: a thing by ``kind:id``, id or name; a relation as ``flow:id`` or ``relation:id``.

    What is not valid today is found by its whole reference, so that an end can be taken back.

    Raises
    ------
    UnknownThing, AmbiguousThing
        With the nearest ones, or those that fit.
    QuestionError
        When it is a relation that a rule derives.
    """
    snapshot = workspace.snapshot()
    word, identifier = split_reference(words.strip())
    fact = (
        _relation(snapshot, word, identifier) if word in _RELATIONS | {"relation"} else _thing(snapshot, words.strip())
    )
    record = fact.record
    if isinstance(record, RelationRecord) and record.derived:
        raise QuestionError(text("editing.derived").format(name=reference_of(record)))
    claims = workspace.register.claims(record.reference)
    return Subject(fact, {source: one for source, one in claims.items() if one.subject is record.subject}, snapshot)


def _thing(snapshot: Snapshot, words: str) -> Fact:
    try:
        return snapshot.things[snapshot.find(words)]
    except UnknownThing:
        for fact in snapshot.facts.things:
            record = fact.record
            if record.reference == words and isinstance(record, ThingRecord) and KINDS[record.kind].in_graph:
                return fact
        raise


def _relation(snapshot: Snapshot, word: str, identifier: str) -> Fact:
    fitting = [
        fact
        for fact in snapshot.facts.relations
        if fact.record.id == identifier and word in ("relation", fact.record.subject.value)
    ]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        listed = ", ".join(reference_of(fact.record) for fact in fitting)
        raise AmbiguousThing(text("editing.several_relations").format(id=identifier[:80], known=listed))
    raise UnknownThing(text("editing.no_relation").format(name=f"{word}:{identifier}"[:120]))


def title_of(snapshot: Snapshot, record: Record, language: Language) -> str:
    """Return what a thing is called; of a relation its ends with what joins them."""
    if isinstance(record, ThingRecord):
        return name_of(snapshot, record.reference, language)
    start, end = (name_of(snapshot, one, language) for one in (record.start, record.end))
    return f"{start} {RELATIONS[record.relation].label.in_(language)} {end}"
