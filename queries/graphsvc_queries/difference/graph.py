"""What differs between two snapshots: things and relations that came, changed and went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graphsvc.metamodel import fields_of, name_in_all
from graphsvc.model import Kind, Reference, Relation, Value, split_reference
from graphsvc.records import Record, RelationRecord
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text

__all__ = ["FactChange", "FieldChange", "GraphDifference", "graph_difference"]

#: So many facts are listed in each part of a document; all are counted.
LISTED = 1000


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after; ``known`` tells an absent field (unknown) from one that claims that there is none."""

    name: str
    before: Value
    after: Value
    known: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class FactChange:
    """One thing or relation that came (``before`` is None), changed, or went (``after`` is None)."""

    before: Record | None
    after: Record | None
    names: tuple[Text, ...]

    @property
    def record(self) -> Record:
        """The fact as it is after, or as it was when it went."""
        found = self.after if self.after is not None else self.before
        assert found is not None  # noqa: S101 - by construction one of the two is there
        return found

    @property
    def fields(self) -> tuple[FieldChange, ...]:
        """The fields that differ, by name; the ends of a relation count as fields ``from`` and ``to``."""
        if self.before is None or self.after is None:
            return ()
        old, new = _values(self.before), _values(self.after)
        return tuple(
            FieldChange(name, old.get(name), new.get(name), (name in old, name in new))
            for name in sorted({*old, *new})
            if (name in old, old.get(name)) != (name in new, new.get(name))
        )

    def document(self, language: Language) -> dict[str, object]:
        """Return the fact, and what differs, in one language."""
        record = self.record
        row: dict[str, object] = {"is": record.subject.value, "id": record.id}
        if isinstance(record, RelationRecord):
            row |= {"from": record.start, "to": record.end, "derived": record.derived}
            row["names"] = [name.in_(language) for name in self.names]
        else:
            row["name"] = self.names[0].in_(language)
        if self.before is not None and self.after is not None:
            row["fields"] = [_field(record, one, language) for one in self.fields]
        return row


@dataclass(frozen=True, slots=True)
class GraphDifference:
    """Things and relations that differ, each in the order of kind (relation) and id."""

    things: tuple[FactChange, ...]
    relations: tuple[FactChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both snapshots hold the same."""
        return not self.things and not self.relations

    def document(self, language: Language) -> dict[str, object]:
        """Return both parts: what was added, changed and removed, counted by kind and listed."""
        return {"things": _part(self.things, language), "relations": _part(self.relations, language)}

    @property
    def truncated(self) -> bool:
        """Whether a document lists less than there is."""
        return any(len(rows) > LISTED for part in (self.things, self.relations) for rows in _sorted(part).values())

    def counted(self, operation: str) -> tuple[Mapping[Kind, int], Mapping[Relation, int]]:
        """Count what was ``added``, ``changed`` or ``removed``, by kind and by relation; derived ones left out."""
        things = Counter(Kind(one.record.subject.value) for one in _sorted(self.things)[operation])
        relations = Counter(
            one.record.relation
            for one in _sorted(self.relations)[operation]
            if isinstance(one.record, RelationRecord) and not one.record.derived
        )
        return dict(sorted(things.items())), dict(sorted(relations.items()))


def graph_difference(before: Snapshot, after: Snapshot) -> GraphDifference:
    """Compare two snapshots fact by fact; where a fact stands in its source makes no difference.

    Notes
    -----
    O(facts) for finding, O(n log n) in what differs for putting it in order.

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.records import ThingRecord
    >>> from graphsvc.snapshot import Fact, Facts
    >>> old = Facts(1, (Fact(ThingRecord(Kind.SYSTEM, "epj", {"vendor": "A"})),), ())
    >>> new = Facts(2, (Fact(ThingRecord(Kind.SYSTEM, "epj", {"vendor": "B"})),), ())
    >>> day = dt.date(2026, 12, 1)
    >>> found = graph_difference(Snapshot(old, day), Snapshot(new, day))
    >>> [(one.record.id, [field.name for field in one.fields]) for one in found.things]
    [('epj', ['vendor'])]
    """
    name = _Names(before, after)
    things = _compared(_things(before), _things(after))
    relations = _compared(_relations(before), _relations(after))
    return GraphDifference(
        tuple(FactChange(old, new, (name.of((new or old).reference),)) for old, new in things),  # type: ignore[union-attr]
        tuple(FactChange(old, new, name.ends(new or old)) for old, new in relations),
    )


class _Names:
    """Names things as they are called after, else as they were called before."""

    def __init__(self, before: Snapshot, after: Snapshot) -> None:
        self._snapshots = (after, before)

    def of(self, reference: Reference) -> Text:
        for snapshot in self._snapshots:
            if reference in snapshot:
                record = snapshot.record(snapshot.index(reference))
                return name_in_all(record.fields, record.id)
        return Text.same(split_reference(reference)[1])

    def ends(self, record: Record | None) -> tuple[Text, ...]:
        assert isinstance(record, RelationRecord)  # noqa: S101 - asked about relations only
        return self.of(record.start), self.of(record.end)


_Key = tuple[str, str]


def _things(snapshot: Snapshot) -> dict[_Key, Record]:
    return {(fact.record.subject.value, fact.record.id): fact.record for fact in snapshot.things}


def _relations(snapshot: Snapshot) -> dict[_Key, Record]:
    records: Iterable[Record] = (record for relation in Relation for record in snapshot.edges(relation).records)
    found = {(record.subject.value, record.id): record for record in records}
    return found | {(fact.record.subject.value, fact.record.id): fact.record for fact in snapshot.annotations}


def _compared(old: Mapping[_Key, Record], new: Mapping[_Key, Record]) -> list[tuple[Record | None, Record | None]]:
    return [
        (old.get(key), new.get(key))
        for key in sorted({*old, *new})
        if key not in old or key not in new or (old[key] is not new[key] and _values(old[key]) != _values(new[key]))
    ]


def _values(record: Record) -> dict[str, Value]:
    ends = {"from": record.start, "to": record.end} if isinstance(record, RelationRecord) else {}
    return {**record.fields, **ends}


def _sorted(changes: Iterable[FactChange]) -> dict[str, list[FactChange]]:
    found: dict[str, list[FactChange]] = {"added": [], "changed": [], "removed": []}
    for one in changes:
        found["added" if one.before is None else "removed" if one.after is None else "changed"].append(one)
    return found


def _part(changes: tuple[FactChange, ...], language: Language) -> dict[str, object]:
    part: dict[str, object] = {}
    for operation, rows in _sorted(changes).items():
        counts = Counter(one.record.subject.value for one in rows)
        part[operation] = {
            "count": len(rows),
            "by": dict(sorted(counts.items())),
            "listed": [one.document(language) for one in rows[:LISTED]],
        }
    return part


def _field(record: Record, change: FieldChange, language: Language) -> dict[str, object]:
    definition = fields_of(record.subject).get(change.name)
    label = definition.label.in_(language) if definition else change.name
    return {
        "field": change.name,
        "label": label,
        "before": _plain(change.before),
        "after": _plain(change.after),
        "known_before": change.known[0],
        "known_after": change.known[1],
    }


def _plain(value: Value) -> object:
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value
