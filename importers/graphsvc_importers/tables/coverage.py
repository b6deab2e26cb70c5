"""What a source speaks about, as narrowly as its tables and columns do (model.md section 3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from graphsvc.metamodel import KINDS
from graphsvc.model import Kind, Relation, split_reference
from graphsvc.records import Cover
from graphsvc_importers.tables.binding import BoundTable
from graphsvc_importers.tables.plan import Plan, RelationColumn, TablePlan

__all__ = ["coverage"]

Kinds = frozenset[Kind] | None


@dataclass(frozen=True, slots=True)
class _Part:
    """The part of the graph that one table or column speaks about."""

    subject: Kind | Relation
    starts: Kinds = None
    ends: Kinds = None


def _kinds(kinds: tuple[Kind, ...]) -> Kinds:
    return frozenset(kinds) or None


def _column_part(kind: Kind, column: RelationColumn) -> _Part:
    row, other = frozenset({kind}), _kinds(column.kinds)
    return _Part(column.relation, *((row, other) if column.row == "start" else (other, row)))


def _parts(plan: TablePlan, own: bool) -> Iterator[tuple[_Part, str | None]]:
    """List what a table could speak about: its own subject, and each column of relations with its heading."""
    if isinstance(plan.subject, Relation) and plan.start and plan.end:
        yield (
            _Part(plan.subject) if own else _Part(plan.subject, _kinds(plan.start.kinds), _kinds(plan.end.kinds)),
            None,
        )
    elif isinstance(plan.subject, Kind):
        yield _Part(plan.subject), None
        for fixed in plan.fixed_relations:
            row, other = frozenset({plan.subject}), frozenset({Kind(split_reference(fixed.other)[0])})
            yield _Part(fixed.relation, *((row, other) if fixed.row == "start" else (other, row))), None
        for column in plan.relations:
            if not column.repeats:
                yield _column_part(plan.subject, column), column.headings[0]


def _present(bound: BoundTable, heading: str | None) -> bool:
    return heading is None or any(column.headings[0] == heading for _, column in bound.relations)


def _fields(bound: BoundTable, part: _Part) -> frozenset[str]:
    """List the fields that a table's columns give to one part."""
    plan = bound.plan
    own = {column.field.name for _, column in bound.fields} | set(plan.fixed)
    own |= {name for _, column in bound.fields for words in column.sets.values() for name in words}
    if bound.properties:
        own.add("properties")
    if part.subject is plan.subject:
        return frozenset(own | {"claimed_none"} if plan.relations else own)
    inherited = own & {"confirmed_on", "confirmed_by"}
    given: set[str] = set()
    for fixed in plan.fixed_relations:
        given |= set(fixed.fields) if fixed.relation is part.subject else set()
    for column in plan.relations:
        if column.relation is part.subject:
            given |= {*column.fields, *(column.first or {}), *(("order",) if column.ordered else ())}
    return frozenset(inherited | given)


def coverage(plan: Plan, tables: Sequence[BoundTable], narrowed: Callable[[str], None]) -> tuple[Cover, ...]:
    """Say what a source speaks about; O(tables x columns).

    A part that several tables or columns share (sectors and units, lead and contributing units) is covered only
    when all of them are there; ``narrowed`` is told of each other one. A table that only completes things adds its
    fields where it is there, and is not waited for where it is not. In the product's own layout a table of
    relations speaks for its whole relation by itself.
    """
    wanted: dict[_Part, list[tuple[TablePlan, str | None]]] = {}
    for table in plan.tables:
        for part, heading in _parts(table, plan.name is None):
            wanted.setdefault(part, []).append((table, heading))
    covers = [Cover(thing.kind, frozenset(thing.fields)) for thing in plan.things]
    for part, sources in wanted.items():
        present = [
            (bound, heading)
            for table, heading in sources
            for bound in tables
            if bound.plan is table and _present(bound, heading)
        ]
        if not present:
            continue
        there = {(bound.plan.name, heading) for bound, heading in present if not bound.plan.completes}
        if len(there) < sum(1 for table, _ in sources if not table.completes):
            narrowed(_word(part))
            continue
        fields = frozenset[str]().union(*(_fields(bound, part) for bound, _ in present))
        covers.append(Cover(part.subject, fields, part.starts, part.ends))
    return tuple(_merged(covers))


def _word(part: _Part) -> str:
    return KINDS[part.subject].plural.en if isinstance(part.subject, Kind) else part.subject.value


def _merged(covers: Iterable[Cover]) -> list[Cover]:
    """Join covers of the same part."""
    found: dict[tuple[Kind | Relation, Kinds, Kinds], Cover] = {}
    for cover in covers:
        key = (cover.subject, cover.start_kinds, cover.end_kinds)
        known = found.get(key)
        fields = (
            cover.fields
            if known is None or known.fields is None or cover.fields is None
            else known.fields | cover.fields
        )
        found[key] = Cover(cover.subject, fields, cover.start_kinds, cover.end_kinds)
    return list(found.values())
