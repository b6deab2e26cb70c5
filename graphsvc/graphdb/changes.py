"""What differs between the graphs of two revisions, table by table; no engine is known here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from graphsvc.graphdb.rows import Pair, Placed, row_of
from graphsvc.model import Kind
from graphsvc.records import Record, RelationRecord

__all__ = ["TableChange", "changes_of"]

Row = dict[str, object]


@dataclass(frozen=True)
class TableChange:
    """Rows that a table gains, that it holds with other cells, and that it loses (known by ``id`` and ends)."""

    added: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    removed: list[Row] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.added) + len(self.changed) + len(self.removed)


def changes_of(before: Placed, after: Placed) -> dict[Kind | Pair, TableChange]:
    """Tell by table what leads from one revision's graph to another's; tables that stay the same are not named.

    Parameters
    ----------
    before, after
        What two revisions hold, in either order of time.

    Notes
    -----
    O(facts). A relation whose kind of ends changes leaves one table and enters another; so does one that gets another
    end, within its table: a relation in a property graph cannot be moved.

    Examples
    --------
    >>> from graphsvc.graphdb.rows import placed
    >>> from graphsvc.records import ThingRecord
    >>> from graphsvc.snapshot import Fact, Facts
    >>> one = placed(Facts(1, (Fact(ThingRecord(Kind.SYSTEM, "epj", {"name_nb": "Journal"})),), ()))
    >>> changes_of(one, placed(Facts(2, (), ())))[Kind.SYSTEM].removed
    [{'id': 'epj'}]
    """
    found: dict[Kind | Pair, TableChange] = {}
    for kind in after.things:
        found[kind] = _difference(before.things[kind], after.things[kind])
    for pair in sorted({*before.relations, *after.relations}):
        found[pair] = _difference(before.relations.get(pair, ()), after.relations.get(pair, ()))
    return {key: change for key, change in found.items() if len(change)}


def _difference(before: Iterable[Record], after: Iterable[Record]) -> TableChange:
    old = {_key(record): record for record in before}
    new = {_key(record): record for record in after}
    return TableChange(
        [row_of(record) for key, record in new.items() if key not in old],
        [row_of(record) for key, record in new.items() if key in old and not _same(old[key], record)],
        [_named(record) for key, record in old.items() if key not in new],
    )


def _key(record: Record) -> tuple[str, ...]:
    if isinstance(record, RelationRecord):
        return record.id, record.start, record.end
    return (record.id,)


def _same(one: Record, other: Record) -> bool:
    return one.fields is other.fields or (one.fields == other.fields and _exactly(one) == _exactly(other))


def _exactly(record: Record) -> dict[str, object]:
    """Tell 1, 1.0 and True apart, and 0.0 from -0.0: equal to Python, but not to a digest."""
    return {name: repr(value) if isinstance(value, float) else type(value) for name, value in record.fields.items()}


def _named(record: Record) -> Row:
    row = row_of(record)
    return {name: row[name] for name in ("id", "from", "to") if name in row}
