"""Comparing a reading with what its source claims already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from graphsvc.errors import DataError
from graphsvc.model import Kind
from graphsvc.records import ClaimChange, Operation, Reading, Record, RelationRecord
from graphsvc.register.claims import Stored, record_of, store
from graphsvc.register.coverage import Coverage
from graphsvc.register.plan import Counts
from graphsvc.text import Text

__all__ = ["Difference", "derived", "difference"]

_COUNTED = {Operation.ADD: "added", Operation.CHANGE: "changed", Operation.WITHDRAW: "removed"}

#: A claim of one source: subject and id.
Pair = tuple[str, str]


@dataclass(slots=True)
class Difference:
    """What would come, change, go and stay.

    ``after`` is all that the source would claim of what was read, ``stored`` how that which comes, changes or moves is
    written down: whoever writes it need not encode it again.
    """

    changes: list[ClaimChange] = field(default_factory=list)
    moved: list[ClaimChange] = field(default_factory=list)
    unchanged: list[Record] = field(default_factory=list)
    after: dict[Pair, Record] = field(default_factory=dict)
    stored: dict[Pair, Stored] = field(default_factory=dict)

    def counts(self) -> tuple[Counts, Counts, Counts]:
        """Count things by kind, relations by type, and derived relations by type."""
        named = [(_COUNTED[change.operation], change.record) for change in self.changes]
        named += [("unchanged", record) for record in self.unchanged]
        found: list[dict[str, Counter[str]]] = [{}, {}, {}]
        for name, record in named:
            group = 0 if isinstance(record.subject, Kind) else 2 if derived(record) else 1
            found[group].setdefault(name, Counter())[record.subject.value] += 1
        things, relations, made = ({name: dict(sorted(c.items())) for name, c in one.items()} for one in found)
        return Counts(**things), Counts(**relations), Counts(**made)


def difference(reading: Reading, old: Mapping[Pair, Stored]) -> Difference:
    """Compare a reading with its source's claims, within what the reading covers.

    Parameters
    ----------
    reading
        What was read.
    old
        The source's claims by subject and id.

    Raises
    ------
    DataError
        When the reading says two things of one id.

    Notes
    -----
    O(records + claims); an unchanged claim is compared as text and never taken apart.
    """
    coverage = Coverage(reading.coverage)
    found = Difference(after=_unique(reading))
    absent = {pair: stored for pair, stored in old.items() if pair not in found.after}
    gone = {pair: stored for pair, stored in absent.items() if coverage.speaks_of(pair[0], stored)}
    former = {pair[1]: pair for pair in gone} if reading.one_id_space else {}
    for pair, record in found.after.items():
        before = old.get(pair)
        if before is None and pair[1] in former:
            before = gone.pop(former.pop(pair[1]))
        found.after[pair] = _compare(found, coverage, before, record)
    found.changes += [ClaimChange(record_of(stored), None) for stored in gone.values()]
    return found


def _compare(found: Difference, coverage: Coverage, before: Stored | None, record: Record) -> Record:
    new, pair = store(record), (record.subject.value, record.id)
    if before is None:
        found.changes.append(ClaimChange(None, record))
        found.stored[pair] = new
        return record
    if new.content != before.content:
        record = coverage.merged(record_of(before), record)
        new = store(record)
    if new.content != before.content:
        found.changes.append(ClaimChange(record_of(before), record))
        found.stored[pair] = new
        return record
    found.unchanged.append(record)
    if new.place != before.place:
        found.moved.append(ClaimChange(record_of(before), record))
        found.stored[pair] = new
    return record


def _unique(reading: Reading) -> dict[Pair, Record]:
    found: dict[Pair, Record] = {}
    for record in reading.records:
        other = found.setdefault((record.subject.value, record.id), record)
        if other is not record and store(other).content != store(record).content:
            first, second = other.place, record.place
            raise DataError(
                Text(
                    f"{record.reference} står to ganger med ulikt innhold ({first} og {second}). Behold den ene.",
                    f"{record.reference} står to gonger med ulikt innhald ({first} og {second}). Behald den eine.",
                    f"{record.reference} stands twice with different content ({first} and {second}). Keep one of them.",
                )
            )
    return found


def derived(record: Record) -> bool:
    """Tell whether a rule made a record from others."""
    return isinstance(record, RelationRecord) and record.derived
