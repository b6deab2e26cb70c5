"""The product's own table layout, derived from the metamodel: a table a kind and relation, a column a field."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple

from graphsvc.metamodel import KINDS, RELATIONS, fields_of
from graphsvc.model import Kind, Relation, Value
from graphsvc.text import Language, Text
from graphsvc_importers.tables.plan import End, FieldColumn, Plan, RelationColumn, TablePlan
from graphsvc_importers.tables.raw import heading_key

__all__ = [
    "ABOUT",
    "ABOUT_ROWS",
    "GUIDE",
    "ID",
    "LAYOUT_MARK",
    "SIDES",
    "SUBJECTS",
    "Shorthand",
    "end_kinds",
    "end_text",
    "headings",
    "own_plan",
    "shorthands",
    "table_name",
    "table_title",
    "titles",
]

#: Every table of the layout, in the metamodel's order; what only the forum itself writes has none.
SUBJECTS: tuple[Kind | Relation, ...] = (*(kind for kind in KINDS if KINDS[kind].importable), *RELATIONS)
ID = Text.same("id")
START = Text("Fra", "Frå", "From")
END = Text("Til", "Til", "To")
ABOUT = Text("Om", "Om", "About")
GUIDE = Text("Veiledning", "Rettleiing", "Guide")
#: On the front sheet: this was written in this layout, so its escapes count.
LAYOUT_MARK = "graphsvc 1"
ABOUT_ROWS: Mapping[str, Text] = {
    "source": Text("Kilde", "Kjelde", "Source"),
    "title": Text("Tittel", "Tittel", "Title"),
    "revision": Text("Revisjon", "Revisjon", "Revision"),
    "language": Text("Språk", "Språk", "Language"),
    "date": Text("Dato", "Dato", "Date"),
    "layout": Text("Oppsett", "Oppsett", "Layout"),
}


class Shorthand(NamedTuple):
    """A column of a table of things that stands for a table of relations."""

    kind: Kind
    name: str
    label: Text
    relation: Relation
    row: Literal["start", "end"]
    kinds: tuple[Kind, ...]
    fields: Mapping[str, Value] = {}
    ordered: bool = False


Side = Literal["start", "end"]
SIDES: tuple[Side, Side] = ("start", "end")
PARENT = Text("Del av", "Del av", "Part of")
SHORTHANDS: tuple[Shorthand, ...] = (
    Shorthand(Kind.UNIT, "parent", PARENT, Relation.PART_OF, "start", (Kind.UNIT, Kind.ORGANISATION)),
    Shorthand(Kind.CAPABILITY, "parent", PARENT, Relation.PART_OF, "start", (Kind.CAPABILITY,)),
    Shorthand(Kind.DATA_OBJECT, "parent", PARENT, Relation.PART_OF, "start", (Kind.DATA_OBJECT,)),
    Shorthand(Kind.TECHNOLOGY, "parent", PARENT, Relation.PART_OF, "start", (Kind.TECHNOLOGY,)),
    Shorthand(Kind.SYSTEM, "parent", PARENT, Relation.PART_OF, "start", (Kind.SYSTEM,)),
    Shorthand(Kind.SYSTEM, "owner", Text("Eies av", "Eigd av", "Owned by"), Relation.OWNS, "end", (Kind.UNIT,)),
    Shorthand(Kind.SYSTEM, "users_units", Text("Brukes av", "Brukt av", "Used by"), Relation.USES, "end", (Kind.UNIT,)),
    Shorthand(
        Kind.SYSTEM,
        "capabilities",
        Text("Funksjoner", "Funksjonar", "Capabilities"),
        Relation.PROVIDES,
        "start",
        (Kind.CAPABILITY,),
    ),
    Shorthand(
        Kind.SYSTEM, "runs_on", Text("Kjører på", "Køyrer på", "Runs on"), Relation.RUNS_ON, "start", (Kind.TECHNOLOGY,)
    ),
    Shorthand(
        Kind.SYSTEM, "replaces", Text("Erstatter", "Erstattar", "Replaces"), Relation.REPLACES, "start", (Kind.SYSTEM,)
    ),
    Shorthand(
        Kind.SERVICE,
        "lead",
        Text("Ansvarlig enhet", "Ansvarleg eining", "Lead unit"),
        Relation.DELIVERS,
        "end",
        (Kind.UNIT,),
        {"role": "lead"},
    ),
    Shorthand(
        Kind.SERVICE,
        "contributors",
        Text("Bidragende enheter", "Bidragande einingar", "Contributing units"),
        Relation.DELIVERS,
        "end",
        (Kind.UNIT,),
        {"role": "contributor"},
    ),
    Shorthand(
        Kind.SERVICE,
        "capabilities",
        Text("Trenger funksjoner", "Treng funksjonar", "Needed capabilities"),
        Relation.NEEDS,
        "start",
        (Kind.CAPABILITY,),
    ),
    Shorthand(
        Kind.SERVICE,
        "requires",
        Text("Trenger tjenester", "Treng tenester", "Required services"),
        Relation.REQUIRES,
        "start",
        (Kind.SERVICE,),
        {"strength": "required"},
    ),
    Shorthand(
        Kind.DATA_OBJECT,
        "master",
        Text("Mastersystem", "Mastersystem", "Master system"),
        Relation.HOLDS,
        "end",
        (Kind.SYSTEM,),
        {"role": "master"},
    ),
    Shorthand(
        Kind.DATA_OBJECT,
        "copies",
        Text("Kopi i", "Kopi i", "Copies in"),
        Relation.HOLDS,
        "end",
        (Kind.SYSTEM,),
        {"role": "copy"},
    ),
    Shorthand(
        Kind.JOURNEY,
        "services",
        Text("Tjenester", "Tenester", "Services"),
        Relation.CONTAINS,
        "start",
        (Kind.SERVICE,),
        {},
        True,
    ),
)


def shorthands(kind: Kind) -> tuple[Shorthand, ...]:
    """Return the columns of a kind's table that stand for relations."""
    return tuple(short for short in SHORTHANDS if short.kind is kind)


def table_name(subject: Kind | Relation) -> str:
    """Name a table: a kind's English plural, a relation's own name.

    Examples
    --------
    >>> table_name(Kind.DATA_OBJECT), table_name(Relation.PART_OF)
    ('data_objects', 'part_of')
    """
    if isinstance(subject, Relation):
        return subject.value
    return KINDS[subject].plural.en.replace(" ", "_")


def _bare_title(subject: Kind | Relation, language: Language) -> str:
    definition = KINDS[subject].plural if isinstance(subject, Kind) else RELATIONS[subject].label
    words = definition.in_(language)
    return words[:1].upper() + words[1:]


def table_title(subject: Kind | Relation, language: Language) -> str:
    """Title a sheet in a language; where two would be alike, with the canonical name behind.

    Examples
    --------
    >>> table_title(Kind.SYSTEM, Language.NB), table_title(Relation.NEEDS, Language.NB)
    ('Systemer', 'Trenger (needs)')
    """
    title = _bare_title(subject, language)
    twins = [other for other in SUBJECTS if _bare_title(other, language).casefold() == title.casefold()]
    return title if len(twins) == 1 else f"{title} ({subject.value})"


def titles(subject: Kind | Relation) -> tuple[str, ...]:
    """List what a table may be called, the canonical name first."""
    names = [table_name(subject), subject.value]
    for language in Language:
        names.append(table_title(subject, language))
        if isinstance(subject, Kind):
            names.append(KINDS[subject].label.in_(language))
    return tuple(dict.fromkeys(names))


def headings(name: str, label: Text) -> tuple[str, ...]:
    """List what a column may be called, the canonical name first."""
    return tuple(dict.fromkeys((name, label.nb, label.nn, label.en)))


def end_kinds(relation: Relation, side: Literal["start", "end"]) -> tuple[Kind, ...]:
    """List the kinds that may stand at one end, in the metamodel's order; empty = anything."""
    index = 0 if side == "start" else 1
    allowed = {kind for pair in RELATIONS[relation].ends for kind in pair[index]}
    return tuple(kind for kind in KINDS if kind in allowed)


def end_text(side: Literal["start", "end"]) -> tuple[str, Text]:
    """Return the canonical heading of an end and its label."""
    return ("from", START) if side == "start" else ("to", END)


def _columns(subject: Kind | Relation) -> tuple[FieldColumn, ...]:
    return tuple(FieldColumn(field, headings(field.name, field.label)) for field in fields_of(subject).values())


def _relation_columns(kind: Kind) -> tuple[RelationColumn, ...]:
    return tuple(
        RelationColumn(
            short.relation,
            headings(short.name, short.label),
            short.row,
            short.kinds,
            fields=short.fields,
            ordered=short.ordered,
        )
        for short in shorthands(kind)
    )


def _keys(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(heading_key(name) for name in names))


def _table(subject: Kind | Relation) -> TablePlan:
    name, names = table_name(subject), _keys(titles(subject))
    if isinstance(subject, Kind):
        return TablePlan(name, subject, names, fields=_columns(subject), relations=_relation_columns(subject))
    start, end = (End(headings(*end_text(side)), end_kinds(subject, side)) for side in SIDES)
    return TablePlan(name, subject, names, start=start, end=end, fields=_columns(subject))


@cache
def own_plan() -> Plan:
    """Return the plan of the product's own layout.

    Examples
    --------
    >>> [table.name for table in own_plan().tables][:3]
    ['organisations', 'units', 'services']
    """
    return Plan(None, tuple(_table(subject) for subject in SUBJECTS))
