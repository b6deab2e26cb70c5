"""Looking at the register: counts, one thing, revisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from graphsvc.errors import UsageError
from graphsvc.i18n import text
from graphsvc.metamodel import RELATIONS, fields_of, value_label
from graphsvc.model import Kind, Relation
from graphsvc.records import RelationRecord
from graphsvc.register import Revision
from graphsvc.snapshot import Fact, Snapshot
from graphsvc.text import Language

__all__ = ["history_document", "parse_date", "show", "stats"]


def parse_date(words: str | None) -> dt.date | None:
    """Read a date as YYYY-MM-DD; None stays None.

    Raises
    ------
    UsageError
        When it is no date; says what would be one.
    """
    if words is None:
        return None
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        raise UsageError(text("service.bad_date").format(value=words[:40])) from None


def stats(snapshot: Snapshot, language: Language) -> dict[str, object]:
    """Count things by kind, relations by type, and units, services and systems by sector (surface.md, stats).

    A service counts in its lead unit's sector, a system in its owners'.
    """
    kinds, relations = snapshot.counts()
    organisation = snapshot.organisation
    rows: dict[int, dict[str, int]] = {
        sector: {"units": 0, "services": 0, "systems": 0} for sector in organisation.sectors
    }
    belongs = {
        "units": (
            (unit, organisation.sectors_of(unit))
            for unit in map(int, snapshot.of_kind(Kind.UNIT))
            if not organisation.is_sector(unit)
        ),
        "services": ((one, organisation.sectors_of_service(one)) for one in map(int, snapshot.of_kind(Kind.SERVICE))),
        "systems": ((one, organisation.sectors_of_system(one)) for one in map(int, snapshot.of_kind(Kind.SYSTEM))),
    }
    for name, things in belongs.items():
        for _, sectors in things:
            for sector in sectors:
                rows[sector][name] += 1
    return {
        "revision": snapshot.revision,
        "as_of": snapshot.date.isoformat(),
        "kinds": dict(kinds),
        "relations": dict(relations),
        "derived": derived_counts(snapshot),
        "sectors": [
            {"id": snapshot.record(sector).id, "name": snapshot.name(sector, language).words, **row}
            for sector, row in rows.items()
        ],
        "missing_ends": len(snapshot.missing_ends),
        "conflicts": len(snapshot.conflicts),
        "synthetic": snapshot.about.synthetic,
    }


def derived_counts(snapshot: Snapshot) -> dict[str, int]:
    """Count derived relations by type; only types that have some."""
    found = {
        relation.value: sum(record.derived for record in snapshot.edges(relation).records) for relation in Relation
    }
    return {name: count for name, count in found.items() if count}


def show(snapshot: Snapshot, thing: int, language: Language) -> dict[str, object]:
    """Return all that is known of a thing: fields with source and confirmation, relations both ways, conflicts."""
    record, fact = snapshot.record(thing), snapshot.things[thing]
    name = snapshot.name(thing, language)
    return {
        "revision": snapshot.revision,
        "as_of": snapshot.date.isoformat(),
        "thing": record.reference,
        "kind": record.kind.value,
        "id": record.id,
        "name": name.words,
        "name_fallen_back": name.fallen_back,
        "fields": _fields(fact, language),
        "relations": [
            *_relations(snapshot, thing, language, outward=True),
            *_relations(snapshot, thing, language, outward=False),
        ],
        "conflicts": [
            {
                "field": conflict.field,
                "values": [{"source": source, "value": value} for source, value in conflict.values],
            }
            for conflict in snapshot.conflicts
            if conflict.reference == record.reference
        ],
        "sources": [{"source": origin.source, "place": origin.place} for origin in fact.origins],
    }


def _fields(fact: Fact, language: Language) -> list[dict[str, object]]:
    known = fact.record.fields
    rows: list[dict[str, object]] = []
    for name, definition in fields_of(fact.record.subject).items():
        if name in known:
            origin = fact.origin_of(name)
            value = known[name]
            shown = value_label(definition, value).in_(language) if definition.values and value is not None else value
            rows.append(
                {
                    "name": name,
                    "label": definition.label.in_(language),
                    "value": value,
                    "shown": shown,
                    "source": origin.source if origin else None,
                    "place": origin.place if origin else None,
                    "confirmed_on": known.get("confirmed_on"),
                }
            )
    return rows


def _relations(snapshot: Snapshot, thing: int, language: Language, *, outward: bool) -> Iterable[dict[str, object]]:
    for relation in Relation:
        edges = snapshot.edges(relation)
        label = RELATIONS[relation].label if outward else RELATIONS[relation].inverse
        for edge in (edges.out(thing) if outward else edges.into(thing)).tolist():
            other = int(edges.end[edge] if outward else edges.start[edge])
            record: RelationRecord = edges.records[edge]
            yield {
                "relation": relation.value,
                "label": label.in_(language),
                "outward": outward,
                "id": record.id,
                "thing": snapshot.references[other],
                "name": snapshot.name(other, language).words,
                "attributes": dict(record.fields),
                "derived": record.derived,
            }


def history_document(revisions: Iterable[Revision]) -> dict[str, object]:
    """Return revisions, newest first, as a document."""
    return {
        "revisions": [
            {
                "revision": revision.number,
                "time": revision.time,
                "who": revision.who,
                "source": revision.source,
                "kind": revision.kind,
                "message": revision.message,
                "counts": dict(revision.counts),
                "digest": revision.digest,
            }
            for revision in revisions
        ]
    }
