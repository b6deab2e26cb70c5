"""What holds between the records of one source: no id twice, no ring of parents, every end there."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from graphsvc.model import Kind, Reference, Relation, split_reference
from graphsvc.records import Record, RelationRecord, ThingRecord
from graphsvc.text import Text
from graphsvc_importers.tables.findings import Findings, Spot
from graphsvc_importers.tables.references import References
from graphsvc_importers.tables.rows import Repeat

__all__ = ["check_near_ids", "check_relation_ends", "check_repeats", "check_rings", "completed", "unique"]

DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


def _spot(record: Record) -> Spot:
    return Spot(record.place.file, record.place.sheet, record.place.line)


def _line(record: Record) -> Text:
    """Say where a record stands: its line, and its sheet or file where that is another one."""
    at = record.place.line
    where = record.place.sheet or record.place.file
    return Text(f"linje {at} ({where})", f"linje {at} ({where})", f"line {at} ({where})")


def _differences(first: Record, second: Record) -> list[str]:
    names = sorted({*first.fields, *second.fields})
    found = [name for name in names if first.fields.get(name, ...) != second.fields.get(name, ...)]
    if isinstance(first, RelationRecord) and isinstance(second, RelationRecord):
        found += [
            end
            for end, one, other in (("from", first.start, second.start), ("to", first.end, second.end))
            if one != other
        ]
    return found


def completed(
    records: Sequence[Record], adding: Iterable[Record], references: References, findings: Findings
) -> list[Record]:
    """Add the fields of rows that only complete things to the things themselves; O(records).

    A thing that is in the register and not in this source gets a record of its own; one that is nowhere is an error,
    and so is a field that both give differently.
    """
    places = {(one.kind, one.id): place for place, one in enumerate(records) if isinstance(one, ThingRecord)}
    found = list(records)
    for record in adding:
        place = places.get((record.kind, record.id)) if isinstance(record, ThingRecord) else None
        if isinstance(record, ThingRecord) and place is None:
            if references.find(record.id, (record.kind,), _spot(record).at(column="id")) is None:
                continue
        elif place is not None:
            known = found[place]
            if not any(known.fields.get(name, value) != value for name, value in record.fields.items()):
                found[place] = replace(known, fields={**known.fields, **record.fields})
                continue
        found.append(record)
    return found


def unique(records: Iterable[Record], findings: Findings) -> list[Record]:
    """Keep one record of each id: a second differing row is an error, an equal one a note; O(records)."""
    seen: dict[tuple[str, str], Record] = {}
    for record in records:
        key = (
            (record.subject.value, record.id)
            if isinstance(record, ThingRecord)
            else (f"relation {record.subject.value}", record.id)
        )
        first = seen.setdefault(key, record)
        if first is record:
            continue
        differing = _differences(first, record)
        words = {"what": f"{record.subject.value} {record.id}", "first": _line(first), "second": _line(record)}
        if differing:
            findings.say(
                "duplicate",
                _spot(record).at(column=differing[0]),
                value=record.id,
                **words,
                fields=", ".join(differing),
            )
        else:
            findings.say("repeated", _spot(record), value=record.id, **words)
    return list(seen.values())


def _likeness(identifier: str) -> str:
    plain = "".join(char for char in unicodedata.normalize("NFKC", identifier) if unicodedata.category(char) != "Cf")
    return plain.translate(DASHES).casefold().strip()


def check_near_ids(records: Sequence[Record], findings: Findings) -> None:
    """Warn of ids that differ only in case, kind of dash or invisible characters; O(things)."""
    groups: dict[tuple[Kind, str], list[ThingRecord]] = {}
    for record in records:
        if isinstance(record, ThingRecord):
            groups.setdefault((record.kind, _likeness(record.id)), []).append(record)
    for group in groups.values():
        if len(group) > 1:
            lines = ", ".join(str(record.place.line) for record in group[:20])
            words = Text(f"linje {lines}", f"linje {lines}", f"lines {lines}")
            findings.say(
                "near-duplicate",
                _spot(group[1]).at(column="id"),
                value=group[1].id,
                ids=", ".join(record.id for record in group[:5]),
                lines=words,
            )


def _ring(
    start: Reference, parents: dict[Reference, list[RelationRecord]], state: dict[Reference, int]
) -> Iterator[list[RelationRecord]]:
    """Walk upwards from one thing without recursion; yield each ring that closes on the way."""
    path: list[RelationRecord] = []
    stack: list[tuple[Reference, Iterator[RelationRecord]]] = [(start, iter(parents.get(start, ())))]
    state[start] = 1
    while stack:
        thing, above = stack[-1]
        step = next(above, None)
        if step is None:
            state[thing] = 2
            stack.pop()
            if path:
                path.pop()
        elif state.get(step.end) == 1:
            begin = next(index for index, (other, _) in enumerate(stack) if other == step.end)
            yield [*path[begin:], step]
        elif step.end not in state:
            state[step.end] = 1
            path.append(step)
            stack.append((step.end, iter(parents.get(step.end, ()))))


def check_rings(records: Sequence[Record], findings: Findings) -> None:
    """Refuse things that are part of themselves, near or far; O(things + part_of relations)."""
    parents: dict[Reference, list[RelationRecord]] = {}
    for record in records:
        if isinstance(record, RelationRecord):
            if record.relation is Relation.PART_OF:
                parents.setdefault(record.start, []).append(record)
            elif record.start == record.end:
                findings.say(
                    "self-relation", _spot(record), value=record.id, what=f"{record.relation.value} {record.id}"
                )
    state: dict[Reference, int] = {}
    for thing in parents:
        if thing not in state:
            for ring in _ring(thing, parents, state):
                _say_ring(ring, findings)


def _say_ring(ring: list[RelationRecord], findings: Findings) -> None:
    names = [split_reference(step.start)[1] for step in ring] + [split_reference(ring[-1].end)[1]]
    shown = names if len(names) <= 12 else [*names[:6], "…", *names[-5:]]
    lines = ", ".join(str(step.place.line) for step in ring[:20]) + (" …" if len(ring) > 20 else "")
    words = Text(f"linje {lines}", f"linje {lines}", f"lines {lines}")
    findings.say("cycle", _spot(ring[0]), value=names[0], path=Text.same(" -> ".join(shown)), lines=words)


def check_repeats(
    repeats: Sequence[Repeat], records: Sequence[Record], relations: frozenset[Relation], findings: Findings
) -> list[Record]:
    """Compare columns that only repeat a table of relations with that table.

    Parameters
    ----------
    relations
        The relations whose own table is in the source; where it is not, the column is all there is, and its
        relations are returned.
    """
    known = {(record.relation, record.id) for record in records if isinstance(record, RelationRecord)}
    extra: list[Record] = []
    for repeat in repeats:
        record = repeat.record
        if record.relation not in relations:
            extra.append(record)
        elif (record.relation, record.id) not in known:
            findings.say("not-repeated", repeat.spot, value=record.id, what=record.id, relation=record.relation.value)
    return extra


def check_relation_ends(references: References, records: Sequence[Record], findings: Findings) -> None:
    """Check ends that are themselves relations, now that all relations are read; O(relations)."""
    if not references.relation_ends:
        return
    known = {record.id for record in records if isinstance(record, RelationRecord)}
    for identifier, spot in references.relation_ends:
        if identifier not in known and not references.knows_relation(identifier):
            words = Text("relasjonen", "relasjonen", "relation")
            findings.say("unknown-reference", spot, value=identifier, kind=words, id=identifier, nearest=Text.same(""))
