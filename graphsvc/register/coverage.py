"""What a reading speaks about, and so what it may replace and withdraw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graphsvc.model import Kind, Reference, split_reference
from graphsvc.records import Cover, Record, RelationRecord
from graphsvc.register.claims import Stored, record_of

__all__ = ["Coverage"]


class Coverage:
    """The covers of a reading, asked claim by claim.

    Examples
    --------
    >>> from graphsvc.records import ThingRecord
    >>> coverage = Coverage([Cover(Kind.SYSTEM, frozenset({"vendor"}))])
    >>> old = ThingRecord(Kind.SYSTEM, "epj", {"vendor": "A", "users": 5})
    >>> coverage.merged(old, ThingRecord(Kind.SYSTEM, "epj", {})).fields
    {'users': 5}
    """

    def __init__(self, covers: Iterable[Cover]) -> None:
        self._covers: dict[str, list[Cover]] = {}
        for cover in covers:
            self._covers.setdefault(cover.subject.value, []).append(cover)

    def speaks_of(self, subject: str, stored: Stored) -> bool:
        """Tell whether a claim that is not in the reading is withdrawn by that."""
        covers = self._covers.get(subject, [])
        if any(cover.start_kinds is None and cover.end_kinds is None for cover in covers):
            return True
        return bool(covers) and bool(self._fitting(record_of(stored)))

    def is_whole(self, record: Record) -> bool:
        """Tell whether the reading says all there is to say of a record, so that nothing older is kept."""
        return any(cover.fields is None for cover in self._fitting(record))

    def merged(self, old: Record, new: Record) -> Record:
        """Return a record with the old fields that the reading has no word on."""
        if self.is_whole(new) or type(old) is not type(new):
            return new
        covered = set(new.fields).union(*(cover.fields or () for cover in self._fitting(new)))
        kept = {name: value for name, value in old.fields.items() if name not in covered}
        return replace(new, fields={**kept, **new.fields}) if kept else new

    def headers(self) -> set[str]:
        """Return the kinds and relations that have a table with columns of their own."""
        return {name for name, covers in self._covers.items() if any(cover.fields is not None for cover in covers)}

    def _fitting(self, record: Record) -> list[Cover]:
        covers = self._covers.get(record.subject.value, [])
        if not isinstance(record, RelationRecord):
            return covers
        return [cover for cover in covers if _at(record.start, cover.start_kinds) and _at(record.end, cover.end_kinds)]


def _at(end: Reference, kinds: frozenset[Kind] | None) -> bool:
    return kinds is None or split_reference(end)[0] in kinds
