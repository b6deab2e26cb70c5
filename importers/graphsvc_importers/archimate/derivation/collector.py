"""What the rules found: the strongest of its kind, never what the model already says itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graphsvc.metamodel import RELATIONS
from graphsvc.model import Relation, Value
from graphsvc.records import RelationRecord
from graphsvc.rules import RULES
from graphsvc_importers.archimate.cast import Cast

__all__ = ["Collector", "Finding", "weight_of"]


def weight_of(relation: Relation, fields: Mapping[str, Value]) -> float:
    """Return how strongly a relation passes a change on, for comparing parallel ones only.

    Examples
    --------
    >>> weight_of(Relation.SUPPORTS, {"strength": "supporting", "factor": 0.5})
    0.25
    """
    case = {
        Relation.SUPPORTS: fields.get("strength") or "required",
        Relation.DELIVERS: fields.get("role") or "lead",
        Relation.USES: fields.get("kind") or "use",
        Relation.FLOW: fields.get("mode") or "unknown",
        Relation.REQUIRES: fields.get("strength") or "required",
        Relation.HOLDS: "master" if fields.get("role") == "master" else "copy",
    }.get(relation)
    factor = fields.get("factor", 1.0)
    base = RULES.weight(f"{relation.value}.{case}") if case else 1.0
    return base * (factor if isinstance(factor, int | float) else 1.0)


@dataclass(frozen=True, slots=True)
class Finding:
    """One derived relation between two elements."""

    rule: str
    relation: Relation
    start: str
    end: str
    via: tuple[str, ...]
    fields: Mapping[str, Value] = field(default_factory=dict)
    certain: bool = True
    factor: float = 1.0

    @property
    def weight(self) -> float:
        """How strongly it passes a change on."""
        return weight_of(self.relation, self.fields) * self.factor

    @property
    def order(self) -> tuple[float, bool, int, str, tuple[str, ...]]:
        """Sorts the best first: strongest, certain, shortest, then rule and steps."""
        return (-round(self.weight, 9), not self.certain, len(self.via), self.rule, self.via)


Ends = tuple[Relation, str, str]


class Collector:
    """Keeps, for each relation between two elements, the strongest that the rules find.

    Parameters
    ----------
    cast
        Kinds of the ends; what the metamodel does not allow is left out.
    direct
        What the model says itself: an equal or weaker derived relation beside it is left out.
    """

    def __init__(self, cast: Cast, direct: Iterable[RelationRecord]) -> None:
        self._cast = cast
        self._best: dict[Ends, Finding] = {}
        self._direct: dict[tuple[Relation, str, str], float] = {}
        for record in direct:
            key = (record.relation, record.start, record.end)
            self._direct[key] = max(self._direct.get(key, 0.0), weight_of(record.relation, record.fields))

    def add(self, finding: Finding) -> None:
        """Take a finding, unless there is a better one. O(1)."""
        kinds = self._cast.kinds
        start, end = kinds[finding.start], kinds[finding.end]
        if finding.start == finding.end or not RELATIONS[finding.relation].allows(start, end):
            return
        key = (finding.relation, self._cast.reference(finding.start), self._cast.reference(finding.end))
        if self._direct.get(key, 0.0) >= finding.weight - 1e-9:
            return
        ends = (finding.relation, finding.start, finding.end)
        best = self._best.get(ends)
        if best is None or finding.order < best.order:
            self._best[ends] = finding

    def of(self, relation: Relation) -> list[Finding]:
        """Return what has been found of one relation, in order."""
        return [one for (kind, _, _), one in sorted(self._best.items()) if kind is relation]

    def records(self) -> list[RelationRecord]:
        """Return all findings as records, in order of their ids."""
        made = [self._record(finding) for finding in self._best.values()]
        return sorted(_named_apart(made), key=lambda record: record.id)

    def _record(self, finding: Finding) -> RelationRecord:
        start, end = self._cast.reference(finding.start), self._cast.reference(finding.end)
        fields: dict[str, Value] = dict(finding.fields)
        fields |= {
            "derived": True,
            "certainty": "certain" if finding.certain else "potential",
            "rule": finding.rule,
            "via": finding.via,
        }
        if finding.factor < 1:
            fields["factor"] = round(finding.factor, 6)
        return RelationRecord(finding.relation, f"derived:{finding.rule}:{start}>{end}", start, end, fields)


def _named_apart(records: list[RelationRecord]) -> list[RelationRecord]:
    """Tell relations of different types apart that one rule found between the same ends."""
    seen: dict[str, list[RelationRecord]] = {}
    for record in records:
        seen.setdefault(record.id, []).append(record)
    return [
        record
        if len(same) == 1
        else RelationRecord(
            record.relation,
            f"{record.id}:{record.relation.value}",
            record.start,
            record.end,
            record.fields,
            record.place,
        )
        for same in seen.values()
        for record in same
    ]
