"""What an importer hands over: records with their place in the file, problems, coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from graphsvc.model import Kind, Reference, Relation, Severity, Value, reference
from graphsvc.text import Text

__all__ = [
    "ChangeSet",
    "ClaimChange",
    "ClaimKey",
    "Cover",
    "Operation",
    "Place",
    "Problem",
    "Reading",
    "Record",
    "RelationRecord",
    "ThingRecord",
]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a source a fact stands: file, sheet, line or row, or element id."""

    file: str | None = None
    sheet: str | None = None
    line: int | None = None
    element: str | None = None

    def __str__(self) -> str:
        if self.file and self.line is not None and not self.sheet and not self.element:
            return f"{self.file}:{self.line}"  # most places
        parts = [self.file or ""]
        if self.sheet:
            parts.append(self.sheet)
        if self.line is not None:
            parts.append(str(self.line))
        if self.element:
            parts.append(f"#{self.element}")
        return ":".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class ThingRecord:
    """One thing as one source tells it.

    Parameters
    ----------
    kind, id
        Identity; the id is text, stripped and NFC-normalised by the importer.
    fields
        Known fields by their canonical name (metamodel); ``None`` claims that there is none, an absent field
        is unknown.
    place
        Where it stands in the source.
    """

    kind: Kind
    id: str
    fields: Mapping[str, Value]
    place: Place = field(default_factory=Place)

    @property
    def subject(self) -> Kind:
        """The kind, under the name that things and relations share."""
        return self.kind

    @property
    def reference(self) -> Reference:
        """``kind:id``."""
        return reference(self.kind, self.id)


@dataclass(frozen=True, slots=True)
class RelationRecord:
    """One relation as one source tells it; ``start`` and ``end`` are ``kind:id`` (or ``relation:id``).

    Derived relations carry the fields ``derived`` (true), ``certainty``, ``factor``, ``rule`` and ``via``.
    """

    relation: Relation
    id: str
    start: Reference
    end: Reference
    fields: Mapping[str, Value]
    place: Place = field(default_factory=Place)

    @property
    def subject(self) -> Relation:
        """The relation's type, under the name that things and relations share."""
        return self.relation

    @property
    def reference(self) -> Reference:
        """``relation:id``."""
        return reference(self.relation, self.id)

    @property
    def derived(self) -> bool:
        """Whether a rule made this relation from others; such ones are never counted as imported."""
        return bool(self.fields.get("derived"))


Record = ThingRecord | RelationRecord


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, or worth knowing, in the input: where it is and how to mend it.

    ``value`` is cut at 80 characters, with control characters escaped and national identity numbers masked,
    by the one who makes the problem.
    """

    code: str
    severity: Severity
    message: Text
    fix: Text | None = None
    file: str | None = None
    sheet: str | None = None
    line: int | None = None
    record: int | None = None
    column: str | None = None
    cell: str | None = None
    pointer: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """A part of a source's claims that a file speaks about; what it does not cover is left as it was.

    Parameters
    ----------
    subject
        A kind of thing, or a relation.
    fields
        The fields with a column of their own; ``None`` = all fields.
    start_kinds, end_kinds
        For a relation: only those that start (end) at these kinds; ``None`` = all.
    """

    subject: Kind | Relation
    fields: frozenset[str] | None = None
    start_kinds: frozenset[Kind] | None = None
    end_kinds: frozenset[Kind] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that an importer got out of one source.

    Parameters
    ----------
    format
        The importer's name (``tables``, ``archimate``).
    name
        What the source calls itself (workbook's front sheet, model id), else the mapping profile's name, else
        the file's stem.
    records
        Imported and derived records.
    problems
        Every problem found; any of severity error stops the import.
    coverage
        What the source speaks about.
    unmapped
        How many facts of each original type had no kind or relation of their own (they are stored as ``element``
        or ``related``) or fields had no home (stored as properties).
    profile
        The mapping profile in force, as text, stored with the source.
    one_id_space
        True when an id names one thing whatever its kind (architecture models): an id that comes back with
        another kind is then a change, not a removal and an addition.
    counts
        What the source says of itself, for checks (elements, relationships, views).
    """

    format: str
    name: str
    records: tuple[Record, ...]
    problems: tuple[Problem, ...] = ()
    coverage: tuple[Cover, ...] = ()
    unmapped: Mapping[str, int] = field(default_factory=dict)
    profile: str | None = None
    one_id_space: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        """Whether the import must stop."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True, order=True)
class ClaimKey:
    """What a claim of a source is about: a kind or relation, and an id."""

    subject: str
    id: str


class Operation(StrEnum):
    """What happens to a claim."""

    ADD = "add"
    CHANGE = "change"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """One claim before and after.

    ``before`` is None when added, ``after`` is None when withdrawn. Both are there with different kinds when a
    source with one id space gave the thing another kind.
    """

    before: Record | None
    after: Record | None

    @property
    def operation(self) -> Operation:
        """What happens to the claim."""
        if self.before is None:
            return Operation.ADD
        return Operation.WITHDRAW if self.after is None else Operation.CHANGE

    @property
    def record(self) -> Record:
        """The claim as it will be, or as it was when it is withdrawn."""
        found = self.after if self.after is not None else self.before
        assert found is not None  # noqa: S101 - by construction one of the two is there
        return found


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """A list of added, changed and withdrawn claims of one source."""

    source: str
    changes: Sequence[ClaimChange] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not self.changes
