"""The metamodel: every kind, relation, field and enumerated value with its labels, in one place.

Pages, files, the API and Cypher take names and labels from here, never from a list of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from graphsvc.metamodel.definitions import Field, FieldType, KindDefinition, RelationDefinition, ValueDefinition
from graphsvc.metamodel.kinds import KINDS
from graphsvc.metamodel.relations import RELATIONS
from graphsvc.model import Kind, Relation, Value
from graphsvc.text import FALLBACK, Language, Shown, Text

__all__ = [
    "KINDS",
    "RELATIONS",
    "Field",
    "FieldType",
    "KindDefinition",
    "RelationDefinition",
    "ValueDefinition",
    "fields_of",
    "name_in_all",
    "relation_id",
    "shown_name",
    "value_label",
]


@cache
def fields_of(subject: Kind | Relation) -> Mapping[str, Field]:
    """Return the fields of a kind or relation by name.

    Examples
    --------
    >>> fields_of(Kind.SYSTEM)["contract_end"].label.en
    'Contract end'
    """
    definition: KindDefinition | RelationDefinition
    definition = KINDS[subject] if isinstance(subject, Kind) else RELATIONS[subject]
    return {field.name: field for field in definition.fields}


#: The fields that name a thing in a language, the first that has words first, and whether another steps in with it.
_NAMES = {
    language: tuple((f"name_{step.value}", step is not language) for step in steps)
    for language, steps in FALLBACK.items()
}

#: In the order in which a Text takes them.
_IN_ORDER = (Language.NB, Language.NN, Language.EN)
_NAMED = tuple(f"name_{language.value}" for language in _IN_ORDER)


def shown_name(fields: Mapping[str, Value], identifier: str, language: Language) -> Shown:
    """Name a thing in a language, falling back nn -> nb -> en -> the source's own name -> id, and say so.

    Examples
    --------
    >>> shown_name({"name_nb": "Byggesak"}, "bygg", Language.NN)
    Shown(words='Byggesak', fallen_back=True)
    """
    for field, fallen_back in _NAMES[language]:
        words = fields.get(field)
        if words:
            return Shown(str(words), fallen_back)
    return Shown(str(fields.get("name") or identifier), True)


def name_in_all(fields: Mapping[str, Value], identifier: str) -> Text:
    """Name a thing in every language, as :func:`shown_name` does in one.

    Examples
    --------
    >>> name_in_all({"name_nb": "Byggesak", "name_en": "Building case"}, "bygg")
    Text(nb='Byggesak', nn='Byggesak', en='Building case')
    """
    told = [words for field in _NAMED if (words := fields.get(field))]
    if len(told) < 2:  # nearly always; an answer names thousands of things
        return Text.same(str(told[0] if told else fields.get("name") or identifier))
    return Text(*(shown_name(fields, identifier, language).words for language in _IN_ORDER))


def value_label(field: Field, value: Value) -> Text:
    """Return the label of an enumerated value, or the value itself where it has none."""
    for definition in field.values:
        if definition.value == str(value):
            return definition.label
    return Text.same(str(value))


def relation_id(relation: Relation, start: str, end: str, fields: Mapping[str, Value]) -> str:
    """Make the identity of a relation whose source gives no id: ends and qualifier.

    Examples
    --------
    >>> relation_id(Relation.HOLDS, "system:hrm", "data_object:D001", {"role": "master"})
    'system:hrm>data_object:D001|master'
    """
    parts = []
    for name in RELATIONS[relation].qualifier:
        value = fields.get(name)
        parts.append(";".join(value) if isinstance(value, tuple) else "" if value is None else str(value))
    suffix = "|".join(parts).rstrip("|")
    return f"{start}>{end}|{suffix}" if suffix else f"{start}>{end}"
