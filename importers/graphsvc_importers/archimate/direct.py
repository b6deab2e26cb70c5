"""Every relationship becomes exactly one relation, by the table or as ``related``."""

from __future__ import annotations

from dataclasses import replace

from graphsvc.metamodel import RELATIONS
from graphsvc.model import Kind, Reference, Relation, Value, split_reference
from graphsvc.records import Place, RelationRecord
from graphsvc_importers.archimate.findings import Findings
from graphsvc_importers.archimate.source import Relationship
from graphsvc_importers.archimate.ties import Meaning, Reader, tie_of
from graphsvc_importers.archimate.values import into_fields
from graphsvc_importers.archimate.wording import first_words, gather

__all__ = ["marked", "relations_of"]

DATA_TYPES = frozenset({"DataObject", "BusinessObject"})


def relations_of(reader: Reader, findings: Findings) -> list[RelationRecord]:
    """Return one relation for each relationship, in the order of the file. O(relationships)."""
    records = [_relation(one, reader, findings) for one in reader.cast.model.relationships]
    return _with_data(records, reader)


def marked(records: list[RelationRecord], ambiguous: frozenset[str]) -> list[RelationRecord]:
    """Mark the relationships of which it is not clear whom they join (rule 4a)."""
    return [
        replace(record, fields={**record.fields, "subtype": "ambiguous"})
        if record.id in ambiguous and record.relation is Relation.RELATED
        else record
        for record in records
    ]


def _relation(one: Relationship, reader: Reader, findings: Findings) -> RelationRecord:
    meaning = _meaning(one, reader)
    relation, start, end, fields = Relation.RELATED, one.source, one.target, {}
    if meaning is not None:
        relation, start, end, fields = meaning.relation, meaning.start, meaning.end, meaning.fields
    return RelationRecord(
        relation,
        one.id,
        reader.cast.reference(start),
        reader.cast.reference(end),
        {**fields, **_words(one, relation, reader, findings), **_subtype(one, relation, reader)},
        Place(findings.file, line=one.line, element=one.original_id),
    )


def _meaning(one: Relationship, reader: Reader) -> Meaning | None:
    """Return what a relationship means, unless the metamodel does not let these kinds be its ends."""
    kinds = reader.cast.kinds
    if one.source not in kinds or one.target not in kinds:
        return None
    found = _association(one, reader) if one.type == "Association" else reader.meaning(tie_of(one))
    if found is None or not RELATIONS[found.relation].allows(kinds[found.start], kinds[found.end]):
        return None
    return found


def _association(one: Relationship, reader: Reader) -> Meaning | None:
    """Return what the profile says of an association: by its name, else by the types it joins, in either order."""
    named, types = reader.cast.profile.associations, reader.cast.model.by_id
    source, target = types[one.source].type, types[one.target].type
    if one.name in named:
        return Meaning(named[one.name], one.source, one.target)
    if f"{source}>{target}" in named:
        return Meaning(named[f"{source}>{target}"], one.source, one.target)
    if f"{target}>{source}" in named:
        return Meaning(named[f"{target}>{source}"], one.target, one.source)
    return None


def _words(one: Relationship, relation: Relation, reader: Reader, findings: Findings) -> dict[str, Value]:
    mapped, left = into_fields(relation, one.properties, reader.cast.profile.fields, one.line, findings)
    fields: dict[str, Value] = {"original_type": one.type, **mapped}
    name, more_names = first_words(one.names, "name")
    note, more_notes = first_words(one.descriptions, "description")
    if name:
        fields["name"] = name
    if note:
        fields["note"] = note
    if one.specialization:
        fields["specialization"] = one.specialization
    if one.folder:
        fields["folder"] = one.folder
    properties = gather((*left, *more_names, *more_notes))
    if properties:
        fields["properties"] = properties
    return fields


def _subtype(one: Relationship, relation: Relation, reader: Reader) -> dict[str, Value]:
    subtype = reader.row(tie_of(one)).subtype if relation is Relation.RELATED else None
    return {} if subtype is None else {"subtype": subtype}


def _with_data(records: list[RelationRecord], reader: Reader) -> list[RelationRecord]:
    """Put data objects that are associated with a flow onto that flow; the association stays as well."""
    data: dict[str, set[str]] = {}
    for record in records:
        for end, other in ((record.start, record.end), (record.end, record.start)):
            word, identifier = split_reference(end)
            element = reader.cast.model.by_id.get(split_reference(other)[1])
            if word == "relation" and element is not None and element.type in DATA_TYPES:
                data.setdefault(identifier, set()).add(element.id)
    return [
        replace(record, fields={**record.fields, "data_objects": tuple(sorted(data[record.id]))})
        if record.id in data and record.relation is Relation.FLOW and _all_data(data[record.id], reader)
        else record
        for record in records
    ]


def _all_data(identifiers: set[str], reader: Reader) -> bool:
    return all(reader.cast.reference(one) == Reference(f"{Kind.DATA_OBJECT.value}:{one}") for one in identifiers)
