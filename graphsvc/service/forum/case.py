"""A case of the forum as it stands: what each source says of it, the merge, and its version."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from graphsvc.errors import EditConflict
from graphsvc.i18n import text
from graphsvc.metamodel import shown_name
from graphsvc.model import Kind, Reference, Value, reference
from graphsvc.records import ClaimChange, ThingRecord
from graphsvc.register import FORUM, PEOPLE
from graphsvc.snapshot import Snapshot, canonical_json
from graphsvc.text import Language

__all__ = ["Case", "check_version", "ids_in", "plain"]

_VERSION_DIGITS = 16


@dataclass(frozen=True)
class Case:
    """One proposal, decision, meeting ...

    Parameters
    ----------
    kind, id
        Which one.
    claims
        What each source says, the one that is heard first first.
    """

    kind: Kind
    id: str
    claims: Mapping[str, ThingRecord] = field(default_factory=dict)

    @classmethod
    def at(cls, snapshot: Snapshot, kind: Kind, identifier: str) -> Case:
        """Return a case as an older revision knew it, already merged; KeyError when it did not."""
        record = snapshot.forum(kind)[identifier].record
        assert isinstance(record, ThingRecord)  # noqa: S101 - the forum's cases are things
        return cls(kind, identifier, {FORUM: record})

    @property
    def reference(self) -> Reference:
        """``kind:id``."""
        return reference(self.kind, self.id)

    @property
    def fields(self) -> Mapping[str, Value]:
        """The merge, field by field."""
        merged: dict[str, Value] = {}
        for record in self.claims.values():
            merged = {**record.fields, **merged}
        return merged

    @property
    def version(self) -> str:
        """A word that is another one as soon as anybody says anything else of this case."""
        said = sorted((source, canonical_json(record)) for source, record in self.claims.items())
        return hashlib.sha256(repr(said).encode()).hexdigest()[:_VERSION_DIGITS]

    def title(self, language: Language) -> str:
        """Return what it is called."""
        return shown_name(self.fields, self.id, language).words

    def edited(self, changes: Mapping[str, Value], *, cleared: frozenset[str] = frozenset()) -> Case:
        """Return the case after the forum says something else of some fields, and nothing any more of cleared ones.

        A cleared field that another source fills is claimed to have none, or the other's word would stand.
        """
        own = self.claims.get(FORUM)
        others = {name for source, one in self.claims.items() if source != FORUM for name in one.fields}
        fields = {**(own.fields if own else {}), **changes}
        for name in cleared:
            fields.pop(name, None)
            if name in others:
                fields[name] = None
        record = ThingRecord(self.kind, self.id, fields)
        rest = {source: one for source, one in self.claims.items() if source not in (PEOPLE, FORUM)}
        first = {PEOPLE: self.claims[PEOPLE]} if PEOPLE in self.claims else {}
        return Case(self.kind, self.id, {**first, FORUM: record, **rest})

    def change_to(self, after: Case) -> ClaimChange:
        """Return the step from this case to another state of it, as the forum's claim."""
        return ClaimChange(self.claims.get(FORUM), after.claims.get(FORUM))


def plain(value: Value) -> object:
    """Return a value as JSON has it."""
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value


def ids_in(value: Value) -> tuple[str, ...]:
    """Return the ids that a field lists, without their kind."""
    words = value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()
    return tuple(_bare(word) for word in words)


def _bare(word: str) -> str:
    kind, _, identifier = word.partition(":")
    return identifier if kind in _KINDS and identifier else word


_KINDS = frozenset(kind.value for kind in Kind)


def check_version(case: Case, expected: str | None, yours: Mapping[str, object]) -> None:
    """Let an edit through that starts from what stands; None = from whatever stands.

    Raises
    ------
    EditConflict
        With both versions.
    """
    if expected is None or expected == case.version:
        return
    stored = {name: plain(value) for name, value in case.fields.items()}
    raise EditConflict(
        text("forum.conflict").format(thing=case.reference, version=case.version),
        yours=yours,
        stored=stored,
        version=case.version,
    )
