"""Search by what people remember: part of a name in any language, an id, a vendor; typing errors forgiven."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from graphsvc.errors import UsageError
from graphsvc.i18n import text
from graphsvc.metamodel import KINDS, fields_of
from graphsvc.model import Kind
from graphsvc.search import Found, Level, marked, split, suggestions
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.texts import ALSO, NAMES, of_kind
from graphsvc.text import Language

__all__ = ["kinds_named", "prepare", "search", "search_document"]

_Asked = Mapping[str, frozenset[str]]


def prepare(snapshot: Snapshot) -> None:
    """Make what search needs, so that nobody has to wait for it."""
    _ = snapshot.search


def kinds_named(words: Collection[str], name: str = "kind") -> list[Kind]:
    """Return the kinds that words name.

    Raises
    ------
    UsageError
        When one of them names none; lists those that would do. ``name`` is what the words were given as.
    """
    known = [kind.value for kind in Kind if KINDS[kind].in_graph]
    for word in words:
        if word not in known:
            raise UsageError(text("explorer.bad_choice").format(name=name, value=word[:40], known=", ".join(known)))
    return [Kind(word) for word in words]


def search(snapshot: Snapshot, words: str, *, kinds: Collection[Kind] = (), limit: int = 20) -> list[Found]:
    """Return the things that fit best, best first.

    Parameters
    ----------
    words
        Part of a name, an id, a vendor; ``kind:`` before them looks among things of that kind, as ``system:epj``.
    kinds
        Only things of these; all when there are none.
    limit
        At most so many.

    Notes
    -----
    Exact id or name beats the beginning of a name, the beginning of a word, a part of a compound, all words in one
    name, vendor and product, and at last words that are alike. O(different words + places of the words that fit).
    """
    asked, among = of_kind(snapshot, words, kinds)
    return snapshot.search.search(asked, limit=limit, among=among)


def search_document(
    snapshot: Snapshot, words: str, language: Language, *, kinds: Collection[Kind] = (), limit: int = 20
) -> dict[str, object]:
    """Return hits as a document: what each is, where it stands, and which letters were asked for.

    When there are none, ``suggestions`` are other questions that find something.
    """
    asked, among = of_kind(snapshot, words, kinds)
    found = snapshot.search.search(asked, limit=limit, among=among)
    alike = any(one.level is Level.ALIKE for one in found)
    index = snapshot.search
    sought = {word: index.matching(word) if alike else frozenset[str]() for word in split(asked)}
    return {
        "query": words,
        "hits": [_hit(snapshot, one, sought, language) for one in found],
        "suggestions": [] if found else suggestions(index, asked, among=among),
    }


def _hit(snapshot: Snapshot, found: Found, asked: _Asked, language: Language) -> dict[str, object]:
    """Return one hit with what tells it from its namesakes."""
    record, thing = snapshot.record(found.thing), found.thing
    name = snapshot.name(thing, language).words
    marks = marked(name, asked)
    matches = list(_matches(snapshot, thing, name, asked, language))
    holder = _holder(snapshot, thing)
    sectors = snapshot.organisation.sectors_of(holder) if holder is not None else ()
    municipality = snapshot.organisation.municipality_of(thing)
    return {
        "thing": record.reference,
        "kind": record.kind.value,
        "kind_label": KINDS[record.kind].label.in_(language),
        "id": record.id,
        "name": name,
        "score": found.score,
        "where": "name" if marks.asked or not matches else matches[0]["field"],
        "alike": found.level is Level.ALIKE,
        "marks": marks.spans,
        "matches": matches,
        "unit": snapshot.name(holder, language).words if holder is not None and holder != thing else None,
        "sector": snapshot.name(sectors[0], language).words if sectors else None,
        "vendor": record.fields.get("vendor"),
        "municipality": None if municipality is None else snapshot.name(municipality, language).words,
    }


def _holder(snapshot: Snapshot, thing: int) -> int | None:
    """Return the unit that answers for a thing."""
    kind, organisation = snapshot.kind(thing), snapshot.organisation
    if kind is Kind.SYSTEM:
        return next(iter(organisation.owners_of(thing)), None)
    if kind is Kind.SERVICE:
        return organisation.lead_of(thing)
    return thing if kind is Kind.UNIT else None


def _matches(snapshot: Snapshot, thing: int, name: str, asked: _Asked, language: Language) -> Iterator[dict[str, Any]]:
    """Return the texts that hold words which the shown name lacks, each word once."""
    missing = set(asked) - marked(name, asked).asked
    for field, words in _texts(snapshot, thing, language):
        marks = marked(words, asked)
        if marks.asked & missing:
            missing -= marks.asked
            labels = fields_of(snapshot.kind(thing))
            label = labels[field].label.in_(language) if field in labels else None
            yield {"field": field, "label": label, "words": words, "marks": marks.spans}


def _texts(snapshot: Snapshot, thing: int, language: Language) -> Iterator[tuple[str, str]]:
    record, municipality = snapshot.record(thing), snapshot.organisation.municipality_of(thing)
    yield "id", record.id
    for field in (*NAMES, *ALSO):
        if record.fields.get(field):
            yield field, str(record.fields[field])
    if municipality is not None:
        yield "municipality", snapshot.name(municipality, language).words
