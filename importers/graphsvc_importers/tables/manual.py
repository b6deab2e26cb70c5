"""Describes the product's table layout column by column, for the guide sheet and docs/tables.md."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

from graphsvc.metamodel import KINDS, RELATIONS, Field, FieldType, fields_of
from graphsvc.metamodel.fields import DERIVED, ORIGIN
from graphsvc.model import Kind, Relation
from graphsvc.text import Language, Text
from graphsvc_importers.tables.layout import (
    ID,
    LAYOUT_MARK,
    SIDES,
    Shorthand,
    end_kinds,
    end_text,
    shorthands,
    table_name,
    table_title,
)

__all__ = ["column_notes", "tables_page"]

TYPES: dict[FieldType, Text] = {
    FieldType.TEXT: Text("tekst", "tekst", "text"),
    FieldType.INTEGER: Text("heltall", "heiltal", "whole number"),
    FieldType.NUMBER: Text("tall", "tal", "number"),
    FieldType.MONEY: Text("beløp i 1 000 kr", "beløp i 1 000 kr", "amount in 1,000 NOK"),
    FieldType.DATE: Text(
        "dato, åååå-mm-dd eller dd.mm.åååå", "dato, åååå-mm-dd eller dd.mm.åååå", "date, yyyy-mm-dd or dd.mm.yyyy"
    ),
    FieldType.FLAG: Text("ja eller nei", "ja eller nei", "yes or no"),
    FieldType.CHOICE: Text("én av", "éin av", "one of"),
    FieldType.LIST: Text("liste, skilt med semikolon", "liste, skild med semikolon", "list, separated by semicolons"),
    FieldType.THINGS: Text(
        "id-er, skilt med semikolon:", "id-ar, skilde med semikolon:", "ids, separated by semicolons:"
    ),
    FieldType.PROPERTIES: Text("navn=verdi; navn=verdi", "namn=verdi; namn=verdi", "name=value; name=value"),
}
ID_NOTE = Text(
    "id, som tekst; unik innen arket",
    "id, som tekst; unik innanfor arket",
    "id, as text; unique within the sheet",
)
RELATION_ID_NOTE = Text(
    "kildens egen id på relasjonen, om den har en",
    "kjelda sin eigen id på relasjonen, om ho har ein",
    "the source's own id of the relation, if it has one",
)
ANYTHING = Text("hva som helst, som type:id", "kva som helst, som type:id", "anything, as kind:id")
OR = Text(" eller ", " eller ", " or ")
SHORT = Text(
    "id-er, skilt med semikolon: {kinds}. Det samme som rader i {table}",
    "id-ar, skilde med semikolon: {kinds}. Det same som rader i {table}",
    "ids, separated by semicolons: {kinds}. The same as rows of {table}",
)


def _kinds(kinds: tuple[Kind, ...], language: Language) -> str:
    if not kinds:
        return ANYTHING.in_(language)
    return OR.in_(language).join(KINDS[kind].label.in_(language) for kind in kinds)


def _field_note(field: Field, language: Language) -> str:
    words = TYPES[field.type].in_(language)
    if field.kinds:
        return f"{words} {_kinds(field.kinds, language)}"
    if field.type is FieldType.CHOICE:
        return f"{words}: {', '.join(value.label.in_(language) for value in field.values)}"
    if field.values:
        return f"{words}: {', '.join(f'{value.value} = {value.label.in_(language)}' for value in field.values)}"
    return words


def _short_note(short: Shorthand, language: Language) -> str:
    words = SHORT.in_(language).format(kinds=_kinds(short.kinds, language), table=table_title(short.relation, language))
    values = [
        f"{fields_of(short.relation)[name].label.in_(language)} = {value}" for name, value in short.fields.items()
    ]
    values += [fields_of(short.relation)["order"].label.in_(language)] if short.ordered else []
    return f"{words} ({', '.join(values)})" if values else words


def column_notes(subject: Kind | Relation, language: Language) -> Iterator[tuple[str, str]]:
    """Yield (heading, what it holds) of the columns of a table, in one language."""
    note = ID_NOTE if isinstance(subject, Kind) else RELATION_ID_NOTE
    yield ID.in_(language), note.in_(language)
    if isinstance(subject, Relation):
        for side in SIDES:
            yield end_text(side)[1].in_(language), _kinds(end_kinds(subject, side), language)
    else:
        for short in shorthands(subject):
            yield short.label.in_(language), _short_note(short, language)
    for field in fields_of(subject).values():
        yield field.label.in_(language), _field_note(field, language)


def _rows(subject: Kind | Relation) -> Iterator[tuple[str, str, str]]:
    """Yield (column, labels, what it holds) of a table, in English with all labels."""
    yield "id", "", (ID_NOTE if isinstance(subject, Kind) else RELATION_ID_NOTE).en
    for side in SIDES if isinstance(subject, Relation) else ():
        name, label = end_text(side)
        yield name, _labels(label), _kinds(end_kinds(subject, side), Language.EN)  # type: ignore[arg-type]
    for short in shorthands(subject) if isinstance(subject, Kind) else ():
        yield short.name, _labels(short.label), _short_note(short, Language.EN)
    for field in fields_of(subject).values():
        if field not in ORIGIN and field not in DERIVED:
            yield field.name, _labels(field.label), _values(field)


def _values(field: Field) -> str:
    note = _field_note(field, Language.EN)
    if field.type is FieldType.CHOICE:
        note = "one of " + ", ".join(f"`{value.value}`" for value in field.values)
    bounds = [
        f"{word} {bound:g}"
        for word, bound in (("at least", field.lowest), ("at most", field.highest))
        if bound is not None
    ]
    return f"{note} ({', '.join(bounds)})" if bounds else note


def _labels(label: Text) -> str:
    return " / ".join(dict.fromkeys((label.nb, label.nn, label.en)))


def _table(header: tuple[str, ...], rows: Iterator[tuple[str, str, str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{' --- |' * len(header)}"
    for column, labels, note in rows:
        yield f"| `{column}` | {labels} | {note} |"


def _introduction() -> str:
    return (resources.files("graphsvc_importers.tables") / "introduction.md").read_text(encoding="utf-8")


def tables_page() -> str:
    """Write docs/tables.md."""
    lines = [_introduction().replace("{mark}", LAYOUT_MARK)]
    for title, subjects in (("Things", tuple(KINDS)), ("Relations", tuple(RELATIONS))):
        lines.append(f"## {title}\n")
        for subject in subjects:
            names = " / ".join(dict.fromkeys(table_title(subject, language) for language in Language))
            lines += [
                f"### `{table_name(subject)}`: {names}\n",
                *_table(("column", "labels", "holds"), _rows(subject)),
                "",
            ]
    common = ((field.name, _labels(field.label), _values(field)) for field in (*ORIGIN, *DERIVED))
    lines += [
        "## Columns that every table may have\n",
        "What an import brought along of the source's own words; the last five only on relations.\n",
    ]
    lines += [*_table(("column", "labels", "holds"), common), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    import sys
    from pathlib import Path

    Path(sys.argv[1]).write_text(tables_page(), encoding="utf-8")
