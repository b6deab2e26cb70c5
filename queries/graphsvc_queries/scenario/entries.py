"""Entries of a written change set, one by one, checked against the metamodel and the snapshot."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cached_property
from typing import Any, Protocol

from graphsvc.errors import AmbiguousThing, UnknownThing
from graphsvc.metamodel import KINDS, RELATIONS, Field, FieldType, fields_of, relation_id
from graphsvc.model import Kind, Reference, Relation, Severity, Value, reference, split_reference
from graphsvc.records import Place, Problem, Record, RelationRecord, ThingRecord
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.scenario.messages import MESSAGES
from graphsvc_queries.scenario.planned import PlannedStep, ended
from graphsvc_queries.scenario.values import Unfit, value_of

__all__ = ["Entries", "Given"]

#: What names an entry, beside its fields.
_IDENTITY = {"add": {"id", "from", "to"}, "change": {"id", "from", "to"}, "end": {"id", "from", "to", "on"}}


class Given(Protocol):
    """One entry as it was written."""

    @property
    def operation(self) -> str: ...  # noqa: D102
    @property
    def subject(self) -> Kind | Relation: ...  # noqa: D102
    @property
    def fields(self) -> Mapping[str, Any]: ...  # noqa: D102
    @property
    def line(self) -> int | None: ...  # noqa: D102
    @property
    def pointer(self) -> str: ...  # noqa: D102


class _Refused(Exception):
    """An entry cannot be used; why has been noted."""


class Entries:
    """Takes entries, things before relations, and gathers steps and problems."""

    def __init__(self, snapshot: Snapshot, problems: list[Problem]) -> None:
        self.steps: list[PlannedStep] = []
        self._snapshot = snapshot
        self._problems = problems
        self._added: dict[Reference, ThingRecord] = {}
        self._ended: set[Reference] = set()
        self._named: set[tuple[str, str]] = set()
        self._given: Given | None = None

    def take(self, given: Given) -> None:
        """Check one entry and make its step; what is wrong is noted, and the next entry is still looked at."""
        self._given = given
        noted = len(self._problems)
        try:
            step = self._thing(given) if isinstance(given.subject, Kind) else self._relation(given)
        except _Refused:
            return
        key = (step.record.subject.value, step.record.id)
        if key in self._named:
            self._note("named-twice", "id", name=step.record.reference)
        self._named.add(key)
        if len(self._problems) == noted:
            self.steps.append(step)

    # -- things ------------------------------------------------------------------------------------------------
    def _thing(self, given: Given) -> PlannedStep:
        assert isinstance(given.subject, Kind)  # noqa: S101 - the caller asked
        identifier = self._id(given)
        if identifier is None:
            raise self._refuse("no-id", "id")
        if given.operation == "add":
            record = ThingRecord(given.subject, identifier, self._fields(given), self._place(given))
            if record.reference in self._snapshot:
                raise self._refuse("exists-already", "id", name=record.reference, subject=given.subject.value)
            self._added[record.reference] = record
            return PlannedStep("add", record)
        if given.operation == "end":
            found = self._existing(given.subject, identifier)
            self._ended.add(found.reference)
            return self._ending(given, found)
        fields = self._changes(given)
        found = self._existing(given.subject, identifier)
        return PlannedStep("change", ThingRecord(found.kind, found.id, fields, self._place(given)))

    def _existing(self, kind: Kind, identifier: str) -> ThingRecord:
        """Return the thing that is meant: by id, else by name."""
        name = reference(kind, identifier)
        if name in self._added:
            raise self._refuse("named-twice", "id", name=name)
        for words in (name, identifier):
            try:
                record = self._snapshot.record(self._snapshot.find(words))
            except (UnknownThing, AmbiguousThing) as error:
                why = error.detail
                continue
            if record.kind is kind:
                return record
        raise self._refuse("not-there", "id", why=why, date=self._snapshot.date)

    # -- relations ---------------------------------------------------------------------------------------------
    def _relation(self, given: Given) -> PlannedStep:
        assert isinstance(given.subject, Relation)  # noqa: S101 - the caller asked
        if given.operation == "add":
            return self._new_relation(given, given.subject)
        found = self._standing(given, given.subject)
        if given.operation == "end":
            return self._ending(given, found)
        if self._id(given) is not None and {"from", "to"} & set(given.fields):
            raise self._refuse("ends-stay", "from", subject=given.subject.value)
        changed = self._changes(given)
        place = self._place(given)
        return PlannedStep("change", RelationRecord(found.relation, found.id, found.start, found.end, changed, place))

    def _new_relation(self, given: Given, relation: Relation) -> PlannedStep:
        start, end = self._end(given, "from"), self._end(given, "to")
        kinds = [Kind(split_reference(one)[0]) for one in (start, end)]
        if not RELATIONS[relation].allows(*kinds):
            labels = [KINDS[kind].label for kind in kinds]
            words = {"subject": relation.value, "start": labels[0], "end": labels[1], "known": _ends(relation)}
            raise self._refuse("ends-do-not-fit", "from", **words)
        fields = self._fields(given)
        identifier = self._id(given) or relation_id(relation, start, end, fields)
        record = RelationRecord(relation, identifier, start, end, fields, self._place(given))
        if identifier in self._relations[relation]:
            raise self._refuse("exists-already", "id", name=f"{relation.value} {identifier}", subject=relation.value)
        return PlannedStep("add", record)

    def _standing(self, given: Given, relation: Relation) -> RelationRecord:
        """Return the relation that is meant: by id, else by its ends."""
        standing, identifier = self._relations[relation], self._id(given)
        if identifier is not None:
            if identifier not in standing:
                raise self._refuse("no-relation", "id", subject=relation.value, name=identifier)
            return standing[identifier]
        if not {"from", "to"} <= set(given.fields):
            raise self._refuse("no-id", "id")
        start, end = (self._end(given, name, ending=True) for name in ("from", "to"))
        between = self._between(relation, start, end)
        if len(between) == 1:
            return between[0]
        if between:
            known = ", ".join(record.id for record in between)
            raise self._refuse("several-relations", "id", subject=relation.value, start=start, end=end, known=known)
        raise self._refuse("no-relation", "from", subject=relation.value, name=f"{start} > {end}")

    def _between(self, relation: Relation, start: Reference, end: Reference) -> list[RelationRecord]:
        if start not in self._snapshot:  # what is only just added has no relations yet
            return []
        edges = self._snapshot.edges(relation)
        found = (edges.records[edge] for edge in edges.out(self._snapshot.index(start)).tolist())
        return [record for record in found if record.end == end]

    @cached_property
    def _relations(self) -> dict[Relation, dict[str, RelationRecord]]:
        return {one: {record.id: record for record in self._snapshot.edges(one).records} for one in Relation}

    def _end(self, given: Given, name: str, *, ending: bool = False) -> Reference:
        words = given.fields.get(name)
        if not isinstance(words, str) or not words.strip():
            raise self._refuse("no-id", name)
        found = self._named_thing(words, name)
        if found in self._ended and not ending:
            raise self._refuse("end-ended", name, name=found)
        return found

    def _named_thing(self, words: str, where: str) -> Reference:
        """Return the thing that a person means, among those that are there and those that are added."""
        words = unicodedata.normalize("NFC", words.strip())
        if words in self._added:
            return Reference(words)
        try:
            return self._snapshot.references[self._snapshot.find(words)]
        except (UnknownThing, AmbiguousThing) as error:
            new = [name for name in self._added if split_reference(name)[1] == words]
            if len(new) == 1 and isinstance(error, UnknownThing):
                return new[0]
            raise self._refuse("not-there", where, why=error.detail, date=self._snapshot.date) from None

    # -- fields ------------------------------------------------------------------------------------------------
    def _id(self, given: Given) -> str | None:
        found = given.fields.get("id")
        return unicodedata.normalize("NFC", found.strip()) if isinstance(found, str) and found.strip() else None

    def _changes(self, given: Given) -> dict[str, Value]:
        noted = len(self._problems)
        fields = self._fields(given)
        if not fields and len(self._problems) == noted:
            raise self._refuse("no-change", "")
        return fields

    def _ending(self, given: Given, record: Record) -> PlannedStep:
        self._fields(given)
        on = given.fields.get("on", self._snapshot.date)
        try:
            day = value_of(fields_of(Kind.SYSTEM)["valid_to"], on)
        except Unfit as unfit:
            raise self._refuse("bad-value", "on", value=str(on)[:80], field="on", wanted=unfit.wanted) from None
        return ended(record, str(day))

    def _fields(self, given: Given) -> dict[str, Value]:
        """Read the fields of an entry; whatever does not fit is noted field by field."""
        known = {} if given.operation == "end" else fields_of(given.subject)
        found: dict[str, Value] = {}
        for name, value in given.fields.items():
            if name in known:
                self._read(known[name], value, found)
            # `from` and `to` name relations only: a thing has no ends.
            elif name not in _IDENTITY[given.operation] or (name in {"from", "to"} and isinstance(given.subject, Kind)):
                near = get_close_matches(name, known, n=3) or sorted(known)[:30] or ["id", "on"]
                listed = ", ".join(near)
                self._note("unknown-field", name, word=name[:40], subject=given.subject.value, known=listed)
        return found

    def _read(self, field: Field, value: Any, found: dict[str, Value]) -> None:
        try:
            read = value_of(field, value)
            found[field.name] = self._things(field, read) if field.type is FieldType.THINGS else read
        except Unfit as unfit:
            self._note("bad-value", field.name, value=str(value)[:80], field=field.label, wanted=unfit.wanted)
        except _Refused:
            return

    def _things(self, field: Field, names: Value) -> Value:
        """Check that the things a field names are there; a bare id is of the field's first kind."""
        if not isinstance(names, tuple) or not field.kinds:
            return names
        first = field.kinds[0]
        found = []
        for name in names:
            bare = reference(first, name)
            there = bare if bare in self._snapshot or bare in self._added else self._named_thing(name, field.name)
            kind, identifier = split_reference(there)
            if Kind(kind) not in field.kinds:
                wanted = Text(*(f"{first.value}:ID" for _ in range(3)))
                raise Unfit(wanted)
            found.append(identifier if kind == first.value else there)
        return tuple(found)

    # -- problems ----------------------------------------------------------------------------------------------
    def _place(self, given: Given) -> Place:
        return Place(line=given.line)

    def _refuse(self, code: str, field: str, /, **words: object) -> _Refused:
        self._note(code, field, **words)
        return _Refused(code)

    def _note(self, code: str, field: str, /, **words: object) -> None:
        assert self._given is not None  # noqa: S101 - only entries have problems
        message, fix = MESSAGES[code]
        self._problems.append(
            Problem(
                code,
                Severity.ERROR,
                message.format(**words),
                fix.format(**words),
                line=self._given.line,
                column=field or None,
                pointer=f"{self._given.pointer}/{field}".rstrip("/"),
            )
        )


def _ends(relation: Relation) -> str:
    """Say which kinds a relation joins."""
    pairs = RELATIONS[relation].ends
    return "; ".join(f"{'|'.join(sorted(starts))} -> {'|'.join(sorted(ends))}" for starts, ends in pairs)
