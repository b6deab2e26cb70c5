"""A change set as a scenario holds it: the claims, what is assumed, what it names that is not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graphsvc.model import Reference
from graphsvc.records import ChangeSet, ClaimChange, Operation, Record, RelationRecord
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text

__all__ = ["Planned", "PlannedStep", "ended"]


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One thing or relation that is added, changed or ended.

    Parameters
    ----------
    operation
        ``add``, ``change`` or ``end``.
    record
        The claim on top: all fields of what is added, the changed fields of what is changed, the day of an ending.
    """

    operation: str
    record: Record

    @property
    def claim(self) -> ClaimChange:
        """The step as the register would take it; what it does to an existing fact is merged field by field."""
        before = None if self.operation == Operation.ADD else self.record
        return ClaimChange(before, self.record)

    def document(self) -> dict[str, object]:
        """Return operation, identity and fields."""
        record = self.record
        row: dict[str, object] = {"operation": self.operation, "is": record.subject.value, "id": record.id}
        if isinstance(record, RelationRecord):
            row |= {"from": record.start, "to": record.end}
        fields = {
            name: list(value) if isinstance(value, tuple) else dict(value) if isinstance(value, Mapping) else value
            for name, value in sorted(record.fields.items())
        }
        return {**row, "fields": fields}


@dataclass(frozen=True)
class Planned:
    """A whole change set.

    Parameters
    ----------
    title
        What it is called.
    steps
        In the order in which they are applied: things first, then relations.
    assumptions
        What had to be assumed to turn a proposal into changes, and what has no effect at the date.
    missing
        What a proposal names that is not there.
    """

    title: Text
    steps: tuple[PlannedStep, ...]
    assumptions: tuple[Text, ...] = ()
    missing: tuple[Reference, ...] = ()

    def on(self, snapshot: Snapshot) -> Snapshot:
        """Return the snapshot with these changes on top."""
        source = self.title.in_(Language.EN) or "scenario"
        return snapshot.with_(ChangeSet(source, tuple(step.claim for step in self.steps)))


def ended(record: Record, day: str) -> PlannedStep:
    """End a fact on a day, from which on it is not there; what else is known of it stays."""
    return PlannedStep("end", replace(record, fields={"valid_to": day}))
