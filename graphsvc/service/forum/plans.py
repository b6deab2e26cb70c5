"""What carrying out a proposal would do to the map, at a revision and a date, as records that the register can take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphsvc.errors import QuestionError
from graphsvc.i18n import text
from graphsvc.model import Kind, Reference, Relation, Value
from graphsvc.records import Record, RelationRecord, ThingRecord
from graphsvc.registry import queries
from graphsvc.service.forum.case import plain
from graphsvc.service.workspace import Workspace
from graphsvc.snapshot import Fact, Snapshot
from graphsvc.text import Language

__all__ = ["Conflict", "Pair", "Plan", "Step", "conflicts", "facts_by_pair", "plan_of", "told"]

#: Which kind or relation, and which id.
Pair = tuple[str, str]
_SCENARIO = "scenario"
#: Confirming a fact, or noting something beside it, does not change it.
_BESIDE = frozenset({"confirmed_on", "confirmed_by", "note"})


@dataclass(frozen=True)
class Step:
    """One thing or relation that is added, changed or ended; ``record`` holds the fields that are said of it."""

    operation: str
    record: Record

    @property
    def pair(self) -> Pair:
        """Which fact it is about."""
        return self.record.subject.value, self.record.id

    def document(self) -> dict[str, object]:
        """Return the step as JSON has it."""
        return {"operation": self.operation, **told(self.record)}


@dataclass(frozen=True)
class Plan:
    """All steps of a proposal, what was assumed, and what it names that is not there."""

    snapshot: Snapshot
    steps: Mapping[Pair, Step]
    assumptions: tuple[str, ...]
    missing: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Conflict:
    """The map, or the plan, is no longer what the forum decided on.

    Parameters
    ----------
    reference
        The thing or relation.
    why
        ``plan`` when something else would be done to it now, ``map`` when it is described otherwise now.
    then, now
        Both versions; None where there was or is nothing.
    """

    reference: Reference
    why: str
    then: Mapping[str, object] | None
    now: Mapping[str, object] | None

    def document(self, language: Language) -> dict[str, object]:
        """Return the conflict with both versions and a sentence."""
        kind = "gone" if self.now is None else "new" if self.then is None else "other"
        sentence = text(f"forum.conflict_{self.why}_{kind}").format(thing=self.reference)
        return {
            "thing": self.reference,
            "why": self.why,
            "then": self.then,
            "now": self.now,
            "sentence": sentence.in_(language),
        }


def plan_of(workspace: Workspace, snapshot: Snapshot, proposal: str, language: Language) -> Plan:
    """Ask the installed scenario what a proposal would do to a snapshot.

    Raises
    ------
    QuestionError
        When no scenario is installed, or the proposal cannot be turned into changes.

    Notes
    -----
    O(facts).
    """
    if _SCENARIO not in queries():
        raise QuestionError(text("forum.no_scenario"))
    asked = {"proposal": proposal, "analysis": ("matrix",)}
    result: Any = workspace.ask(_SCENARIO, revision=snapshot.revision, date=snapshot.date, **asked)
    document = result.document(language)
    steps = [Step(row["operation"], _record(row)) for row in document["changes"]]
    found = {step.pair: step for step in steps}
    return Plan(snapshot, found, tuple(document["assumptions"]), tuple(document["unknown"]))


def _record(row: Mapping[str, Any]) -> Record:
    fields: dict[str, Value] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row["fields"].items()
    }
    if "from" in row:
        ends = Reference(row["from"]), Reference(row["to"])
        return RelationRecord(Relation(row["is"]), row["id"], *ends, fields)
    return ThingRecord(Kind(row["is"]), row["id"], fields)


def told(record: Record) -> dict[str, object]:
    """Return a record as JSON has it, what was noted beside it left out."""
    fields = {name: plain(value) for name, value in sorted(record.fields.items()) if name not in _BESIDE}
    row: dict[str, object] = {"is": record.subject.value, "id": record.id, "fields": fields}
    if isinstance(record, RelationRecord):
        row |= {"from": record.start, "to": record.end}
    return row


def facts_by_pair(snapshot: Snapshot, pairs: Mapping[Pair, object]) -> dict[Pair, Fact]:
    """Return facts of the map by (subject, id), those that are asked for. O(facts)."""
    every = (*snapshot.facts.things, *snapshot.facts.relations)
    found = ((fact.record.subject.value, fact.record.id, fact) for fact in every)
    return {(subject, identifier): fact for subject, identifier, fact in found if (subject, identifier) in pairs}


def conflicts(then: Plan, now: Plan) -> list[Conflict]:
    """Compare a plan with the one that the forum decided on, and what both start from.

    Notes
    -----
    O(facts). The day on which something ends is the day of carrying out, so it is not compared.
    """
    pairs = {**then.steps, **now.steps}
    old, new = facts_by_pair(then.snapshot, pairs), facts_by_pair(now.snapshot, pairs)
    return sorted(_conflicts(then, now, old, new), key=lambda one: (one.reference, one.why))


def _conflicts(then: Plan, now: Plan, old: Mapping[Pair, Fact], new: Mapping[Pair, Fact]) -> Iterator[Conflict]:
    for pair in {**then.steps, **now.steps}:
        before, after = then.steps.get(pair), now.steps.get(pair)
        name = (after or before).record.reference  # type: ignore[union-attr]
        if _compared(before) != _compared(after):
            yield Conflict(name, "plan", before.document() if before else None, after.document() if after else None)
        was, is_ = (told(facts[pair].record) if pair in facts else None for facts in (old, new))
        if was != is_:
            yield Conflict(name, "map", was, is_)


def _compared(step: Step | None) -> object:
    if step is None:
        return None
    document = step.document()
    return {**document, "fields": {}} if step.operation == "end" else document
