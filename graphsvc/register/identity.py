"""Which thing a source means by an id: aliases, applied to records, to ends and to lists of things."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import cache

from graphsvc.metamodel import FieldType, fields_of
from graphsvc.model import Kind, Reference, Value, reference, split_reference
from graphsvc.records import Record, ThingRecord
from graphsvc.register import precedence
from graphsvc.register.claims import Key, Stored

__all__ = ["Identities", "Identity", "identities", "names_of"]


def identities(own: Mapping[Key, Stored]) -> Identities:
    """Return what gives each source's identity, made once a source."""
    return cache(lambda source: Identity(own, source))


class Identity:
    """What the ids of one source mean.

    Parameters
    ----------
    own
        The register's own claims, which hold the aliases.
    source
        The source that speaks.
    """

    def __init__(self, own: Mapping[Key, Stored], source: str) -> None:
        self._means = {
            reference(Kind(kind), identifier): canonical
            for (kind, identifier), canonical in precedence.aliases(own).get(source, {}).items()
        }

    def canonical(self, name: Reference) -> Reference:
        """Return the thing that the source means by a reference."""
        return self._means.get(name, name)

    def reference(self, record: Record) -> Reference:
        """Return the thing that a record of the source is about."""
        return self.canonical(record.reference)

    def record(self, record: Record) -> Record:
        """Return a record with every id in it as the register knows it."""
        if not self._means:
            return record
        fields = self._fields(record)
        if isinstance(record, ThingRecord):
            kind, identifier = split_reference(self.reference(record))
            return replace(record, kind=Kind(kind), id=identifier, fields=fields)
        return replace(record, start=self.canonical(record.start), end=self.canonical(record.end), fields=fields)

    def _fields(self, record: Record) -> Mapping[str, Value]:
        known = fields_of(record.subject)
        listing = {name for name in record.fields if name in known and known[name].type is FieldType.THINGS}
        return {
            name: self._things(value, known[name].kinds) if name in listing else value
            for name, value in record.fields.items()
        }

    def _things(self, value: Value, kinds: tuple[Kind, ...]) -> Value:
        if isinstance(value, tuple):
            return tuple(self._thing(one, kinds) for one in value)
        return self._thing(value, kinds) if isinstance(value, str) else value

    def _thing(self, name: str, kinds: tuple[Kind, ...]) -> str:
        """Rename one id of a list; a bare id stays bare where the list would read it so."""
        for kind in kinds[:1]:
            meant = self._means.get(reference(kind, name))
            if meant is not None:
                bare = split_reference(meant)
                return bare[1] if bare[0] == kind.value else meant
        return self.canonical(Reference(name))


Identities = Callable[[str], Identity]


def names_of(own: Mapping[Key, Stored], things: Collection[Reference]) -> set[tuple[str, str]]:
    """Return every kind and id under which some source may speak of these things."""
    found = set(map(split_reference, things))
    for means in precedence.aliases(own).values():
        found.update(known for known, canonical in means.items() if canonical in things)
    return found
