"""Things and relations as the offline file holds them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from graphsvc.metamodel import KINDS, fields_of
from graphsvc.model import Kind, Relation, split_reference
from graphsvc.records import ThingRecord
from graphsvc.snapshot import Fact
from graphsvc.text import FALLBACK
from graphsvc_visualizations.explorer.editing.boxes import source_word
from graphsvc_visualizations.explorer.offline.book import Book
from graphsvc_visualizations.explorer.searching import flow_data, flow_mode
from graphsvc_visualizations.explorer.things import crumbs_of, description_of, heading, told_of
from graphsvc_visualizations.explorer.values import Row, rows_of

__all__ = ["address", "kinds_of", "relations_of", "things_of"]

_ALSO = ("name_nb", "name_nn", "name_en", "name", "vendor", "product", "external_id")


def address(reference: str) -> str:
    """Return the address of a thing inside the file.

    Examples
    --------
    >>> address("system:a/b c")
    'thing/system/a%2Fb%20c'
    """
    kind, identifier = split_reference(reference)
    return f"thing/{quote(kind, safe='')}/{quote(identifier, safe='')}"


def kinds_of(book: Book) -> list[list[Any]]:
    """Return every kind: its name in the model, its label and its plural."""
    say = book.frame.words
    return [[kind.value, say(KINDS[kind].label), say(KINDS[kind].plural)] for kind in Kind if KINDS[kind].in_graph]


def things_of(book: Book, *, public: bool) -> list[dict[str, Any]]:
    """Return every thing with its facts, in the snapshot's order.

    Notes
    -----
    O(facts).
    """
    kinds = [kind for kind in Kind if KINDS[kind].in_graph]
    made: list[dict[str, Any]] = []
    for number, fact in enumerate(book.snapshot.things):
        record = fact.record
        assert isinstance(record, ThingRecord)  # noqa: S101 - things hold thing records by construction
        facts = [_row(book, row) for row in rows_of(book.frame, book.snapshot, fact) if not _hidden(fact, row, public)]
        told: dict[str, Any] = {"kind": kinds.index(record.kind), "id": record.id, "name": book.word(book.name(number))}
        told |= _more(book, number, record)
        made.append({**told, "facts": facts})
    return made


def _hidden(fact: Fact, row: Row, public: bool) -> bool:
    """Tell whether a row only says that something is missing which this edition leaves out."""
    return public and row.words is None and fields_of(fact.record.subject)[row.name].sensitive


def _more(book: Book, number: int, record: ThingRecord) -> dict[str, Any]:
    """Return what only some things have."""
    language = book.frame.language
    shown = book.snapshot.name(number, language)
    spoken = next((one for one in FALLBACK[language] if record.fields.get(f"name_{one.value}")), language)
    also = dict.fromkeys(str(record.fields[name]) for name in _ALSO if record.fields.get(name))
    also.pop(shown.words, None)
    found: dict[str, Any] = {}
    if spoken is not language:
        found["lang"] = spoken.value
    if (mark := book.mark_of(number)) >= 0:
        found["mark"] = mark
    if above := crumbs_of(book.snapshot, number):
        found["crumbs"] = above
    if words := description_of(book.frame, record.fields):
        found["says"] = book.word(words)
    if also:
        found["also"] = book.word(" · ".join(also))
    day = record.fields.get("confirmed_on")
    return {**found, "state": book.state(day), "day": book.day(day)}


def _row(book: Book, row: Row) -> list[Any]:
    """Return a fact: label, value (-1 = unknown), source, state, day, and the things that it names."""
    value = row.words
    if row.pairs:
        value = "; ".join(f"{name}: {one}" for name, one in row.pairs)
    numbers = [book.number(one) for one in row.things]
    if numbers and min(numbers) < 0:
        value, numbers = ", ".join(row.things), []
    source = row.place or source_word(book.frame, row.source)
    day = book.word(book.frame.day(row.day)) if row.day else -1
    states = {"fresh": 0, "stale": 1, "never": 2}
    told = [book.word(row.label), book.word(value), book.word(source), states[row.state], day]
    return [*told, numbers] if numbers else told


def relations_of(book: Book) -> dict[str, Any]:
    """Return every relation once: headings by type and side, then the rows.

    A row is its type, both ends, what is said of it, state and day; a flow has its id, data, protocol, mode and the
    systems that it goes through besides.

    Notes
    -----
    O(relations).
    """
    headings: list[list[Any]] = []
    rows: list[list[Any]] = []
    for relation in Relation:
        edges = book.snapshot.edges(relation)
        if not len(edges):
            continue
        place = len(headings)
        sides = [heading(book.frame, relation, outward=True), heading(book.frame, relation, outward=False)]
        headings.append([*sides, relation is Relation.FLOW])
        for record, start, end in zip(edges.records, edges.start.tolist(), edges.end.tolist(), strict=True):
            day = record.fields.get("confirmed_on")
            row: list[Any] = [place, start, end, book.word(told_of(book.frame, record)), book.state(day), book.day(day)]
            if relation is Relation.FLOW:
                row += [book.word(record.id), book.word(flow_data(record))]
                row += [book.word(str(record.fields.get("protocol") or "")), book.word(flow_mode(book.frame, record))]
                row.append(list(_through(book, record.fields.get("through"))))
            rows.append(row)
    return {"headings": headings, "rows": rows}


def _through(book: Book, named: Any) -> Iterator[int]:
    for one in named if isinstance(named, tuple) else (named,) if named else ():
        if (number := book.number(one if ":" in one else f"{Kind.SYSTEM.value}:{one}")) >= 0:
            yield number
