"""Which element a thing is in ArchiMate, and which relationship a relation: the importer's tables read backwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from graphsvc.model import Kind, Relation, Value
from graphsvc.records import RelationRecord, ThingRecord
from graphsvc_importers.archimate.meaning import ROWS, row_for
from graphsvc_importers.archimate.vocabulary import ELEMENTS, RELATIONSHIPS, element_type, relationship_type

__all__ = ["Written", "element_of", "relationship_of"]

#: The type of a thing that did not come from an architecture model.
USUAL: Mapping[Kind, str] = {
    Kind.ORGANISATION: "BusinessActor",
    Kind.UNIT: "BusinessActor",
    Kind.SERVICE: "BusinessService",
    Kind.SYSTEM: "ApplicationComponent",
    Kind.CAPABILITY: "Capability",
    Kind.DATA_OBJECT: "DataObject",
    Kind.JOURNEY: "ValueStream",
    Kind.TECHNOLOGY: "Node",
    Kind.ELEMENT: "Grouping",
}
_JUNCTIONS = {"and": "AndJunction", "or": "OrJunction"}
#: Of several relationships that would be read as the same relation, the one that says it best.
PREFERRED: Mapping[Relation, str] = {
    Relation.PART_OF: "Composition",
    Relation.DELIVERS: "Assignment",
    Relation.OWNS: "Assignment",
    Relation.USES: "Serving",
    Relation.SUPPORTS: "Serving",
    Relation.FLOW: "Flow",
    Relation.PROVIDES: "Realization",
    Relation.NEEDS: "Serving",
    Relation.REQUIRES: "Serving",
    Relation.CONTAINS: "Aggregation",
    Relation.RUNS_ON: "Serving",
}
#: Attributes that choose between relationships; of a flow none: a Serving would claim who starts it as well.
_CHOOSING = {
    Relation.DELIVERS: "role",
    Relation.USES: "kind",
    Relation.REQUIRES: "strength",
}
_ACCESS = {"master": "Write", "copy": "Read", "read": "Read", "write": "Write", "read_write": "ReadWrite"}
ASSOCIATION = "Association"


class Written(NamedTuple):
    """A relation as a relationship: its type, whether it starts at the relation's end, and its kind of access."""

    type: str
    turned: bool = False
    access: str | None = None


class _Candidate(NamedTuple):
    type: str
    turned: bool
    fields: Mapping[str, Value]


def element_of(record: ThingRecord) -> str:
    """Return the type of element that is read back as this kind: the original one where it has one.

    Examples
    --------
    >>> element_of(ThingRecord(Kind.SYSTEM, "epj", {}))
    'ApplicationComponent'
    >>> element_of(ThingRecord(Kind.UNIT, "x", {"original_type": "BusinessRole"}))
    'BusinessRole'
    """
    written = element_type(str(record.fields.get("original_type") or ""))
    known = ELEMENTS.get(written)
    if known is not None and known.kind is record.kind:
        return _JUNCTIONS.get(str(record.fields.get("subtype")), "AndJunction") if known.letter == "J" else written
    if record.kind is Kind.SYSTEM and record.fields.get("composite") is True:
        return "ApplicationCollaboration"
    return USUAL[record.kind]


def relationship_of(record: RelationRecord, start: str | None, end: str | None) -> Written:
    """Return the relationship that is read back as this relation; an association where there is none.

    Parameters
    ----------
    record
        The relation.
    start, end
        Types of the elements that it joins; None = that end is a relation.

    Examples
    --------
    >>> from graphsvc.model import Reference
    >>> ends = Reference("system:a"), Reference("service:t")
    >>> record = RelationRecord(Relation.SUPPORTS, "1", *ends, {})
    >>> relationship_of(record, "ApplicationComponent", "BusinessService").type
    'Serving'
    """
    original = relationship_type(str(record.fields.get("original_type") or ""))
    if start is None or end is None:
        return Written(original if original in RELATIONSHIPS else ASSOCIATION)
    letters = ELEMENTS[start].letter, ELEMENTS[end].letter
    if record.relation is Relation.RELATED:
        fits = original in RELATIONSHIPS and row_for(original, *letters).relation is Relation.RELATED
        return Written(original if fits else ASSOCIATION, access="Access" if fits and original == "Access" else None)
    found = _CANDIDATES.get((record.relation, *letters), ())
    if not found:
        return Written(ASSOCIATION)
    chosen = min(found, key=lambda one: _rank(one, record, original))
    access = _ACCESS.get(str(record.fields.get("role") or record.fields.get("access")), "Access")
    return Written(chosen.type, chosen.turned, access if chosen.type == "Access" else None)


def _rank(one: _Candidate, record: RelationRecord, original: str) -> tuple[bool, bool, bool, str]:
    chooses = _CHOOSING.get(record.relation, "")
    told = record.fields.get(chooses)
    differs = told is not None and one.fields.get(chooses) != told
    return one.type != original, differs, one.type != PREFERRED.get(record.relation), one.type


def _candidates() -> Mapping[tuple[Relation, str, str], tuple[_Candidate, ...]]:
    found: dict[tuple[Relation, str, str], tuple[_Candidate, ...]] = {}
    for (type_, pair), row in sorted(ROWS.items(), key=lambda one: one[0]):
        start, end = (pair.target, pair.source) if row.turned else (pair.source, pair.target)
        key = (row.relation, start, end)
        found[key] = (*found.get(key, ()), _Candidate(type_, row.turned, row.fields))
    return found


_CANDIDATES = _candidates()
