"""From the rows of a bound table to records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from graphsvc.metamodel import RELATIONS, FieldType, fields_of, relation_id
from graphsvc.model import Kind, Reference, Relation, Value, split_reference
from graphsvc.records import Place, Record, RelationRecord, ThingRecord
from graphsvc_importers.limits import Limits
from graphsvc_importers.tables.binding import BoundTable
from graphsvc_importers.tables.cells import TRIMMED, CellError, Dialect, none_word, parser_for
from graphsvc_importers.tables.escapes import split_list, unguard
from graphsvc_importers.tables.findings import Findings, Spot
from graphsvc_importers.tables.plan import FieldColumn, RelationColumn
from graphsvc_importers.tables.raw import BadCell, ExcelNumber, RawRow
from graphsvc_importers.tables.references import References, clean_id, things_word
from graphsvc_importers.tables.suspicion import begins_like_formula, inspect_row

__all__ = ["Context", "Repeat", "TableReader"]

#: A relation inherits its row's confirmation (model.md section 2).
INHERITED = ("confirmed_on", "confirmed_by")
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,15}\Z")


@dataclass(frozen=True, slots=True)
class Repeat:
    """A relation that a column only repeats, to be found elsewhere in the source."""

    record: RelationRecord
    spot: Spot


@dataclass(slots=True)
class Context:
    """What the tables of one reading share."""

    findings: Findings
    references: References
    limits: Limits
    unmapped: Counter[str] = field(default_factory=Counter)
    repeats: list[Repeat] = field(default_factory=list)


class TableReader:
    """Reads one bound table; ``ids`` first for every table, then ``records``."""

    def __init__(self, bound: BoundTable, dialect: Dialect, context: Context) -> None:
        self.bound, self.dialect, self.context = bound, dialect, context
        self.table, self.plan = bound.table, bound.plan
        self._parsers: list[tuple[int, FieldColumn, Callable[[str], Value]]] = [
            (index, column, parser_for(column, dialect)) for index, column in bound.fields
        ]
        self._habits: set[tuple[int, str]] = set()
        self._required = {column.field.name: index for index, column in bound.fields if column.required}

    # -- ids ---------------------------------------------------------------------------------------------------
    def ids(self) -> None:
        """Enter the ids of a table of things, so that other tables may refer to them; O(rows)."""
        if not isinstance(self.plan.subject, Kind):
            return
        for row in self.bound.rows:
            identifier = clean_id(self._raw(row, self.bound.ends["id"]))
            if identifier:
                self.context.references.add(self.plan.subject, identifier)

    def _cell(self, row: RawRow, index: int) -> tuple[str, bool]:
        """Return a cell's text, and whether the product's own escape was taken off it."""
        cell = row.cells[index] if index < len(row.cells) else ""
        if not self.dialect.escaped or not cell.startswith("'"):
            return cell, False
        plain = unguard(cell)
        return plain, plain != cell

    def _raw(self, row: RawRow, index: int) -> str:
        return self._cell(row, index)[0]

    def _spot(self, row: RawRow, index: int) -> Spot:
        heading = self.bound.header[index].strip() if index < len(self.bound.header) else None
        return self.table.spot(row, heading, index)

    def _id(self, row: RawRow) -> str | None:
        """Read the row's own id; None when there is none or it cannot be trusted."""
        index = self.bound.ends.get("id")
        raw = self._raw(row, index) if index is not None else ""
        identifier = clean_id(raw)
        if index is None or not identifier:
            return None
        if isinstance(raw, ExcelNumber) and not WHOLE_NUMBER.match(raw):
            self.context.findings.say("id-number", self._spot(row, index), value=raw)
        if identifier != raw:
            code = "id-trimmed" if raw != raw.strip() else "id-composed"
            self.context.findings.say(code, self._spot(row, index), value=raw, id=identifier)
        self._fits(identifier, self.context.limits.name_characters, row, index)
        return identifier

    # -- rows --------------------------------------------------------------------------------------------------
    def records(self) -> Iterator[Record]:
        """Yield the records of the table, row by row; O(cells)."""
        read = self._thing if isinstance(self.plan.subject, Kind) else self._relation
        for row in self.bound.rows:
            inspect_row(self.table, row, self.bound.header, self.context.findings)
            if self._whole(row):
                yield from read(row)
        for index, habit in sorted(self._habits):
            spot = self.table.spot(column=self.bound.header[index].strip())
            self.context.findings.say(habit, spot, heading=self.bound.header[index].strip())

    def _whole(self, row: RawRow) -> bool:
        """Tell whether a row of a strict table has as many fields as its header."""
        width, count = len(self.bound.header), len(row.cells)
        if count == width or not self.table.strict:
            return True
        if count < width:
            missing = ", ".join(heading.strip() for heading in self.bound.header[count:])
            self.context.findings.say(
                "few-fields", self.table.spot(row), line=row.line, count=count, expected=width, missing=missing
            )
            return False
        if any(cell.strip() for cell in row.cells[width:]):
            self.context.findings.say("many-fields", self.table.spot(row), line=row.line, count=count, expected=width)
            return False
        return True

    def _thing(self, row: RawRow) -> Iterator[Record]:
        kind = self.plan.subject
        assert isinstance(kind, Kind)  # noqa: S101 - records() sends only tables of things here
        identifier = self._id(row)
        if identifier is None:
            self._lacking(row, self.bound.ends["id"])
            return
        fields = self._fields(row)
        for index in self._required.values():
            if not self._raw(row, index).strip():
                self._lacking(row, index)
        place = Place(self.table.file, self.table.sheet, row.line)
        me = Reference(f"{kind.value}:{identifier}")
        relations, none = self._row_relations(row, me, fields, place)
        if none:
            claimed = fields.get("claimed_none")
            fields["claimed_none"] = tuple(sorted({*(claimed if isinstance(claimed, tuple) else ()), *none}))
        yield ThingRecord(kind, identifier, fields, place)
        yield from relations

    def _lacking(self, row: RawRow, index: int) -> None:
        """Say that a cell must be filled in, unless it was complained of already."""
        if index < len(row.cells) and isinstance(row.cells[index], BadCell):
            return
        heading = self.bound.header[index].strip()
        self.context.findings.say("required", self._spot(row, index), field=heading)

    def _relation(self, row: RawRow) -> Iterator[Record]:
        relation, ends = self.plan.subject, []
        assert isinstance(relation, Relation)  # noqa: S101 - records() sends only tables of relations here
        for side, end in (("start", self.plan.start), ("end", self.plan.end)):
            index = self.bound.ends[side]
            text = self._raw(row, index)
            if not text.strip():
                self._lacking(row, index)
            elif end is not None:
                ends.append(self.context.references.find(text, end.kinds, self._spot(row, index)))
        fields, identifier = self._fields(row), self._id(row)
        if len(ends) < 2 or ends[0] is None or ends[1] is None:
            return
        if self._joins(relation, ends[0], ends[1], self.table.spot(row)):
            place = Place(self.table.file, self.table.sheet, row.line)
            yield RelationRecord(
                relation, identifier or relation_id(relation, ends[0], ends[1], fields), ends[0], ends[1], fields, place
            )

    def _joins(self, relation: Relation, start: Reference, end: Reference, spot: Spot) -> bool:
        """Check that the relation may go between these kinds."""
        kinds = [split_reference(name)[0] for name in (start, end)]
        if "relation" in kinds or RELATIONS[relation].allows(Kind(kinds[0]), Kind(kinds[1])):
            return True
        self.context.findings.say("wrong-ends", spot, relation=relation.value, start=kinds[0], end=kinds[1])
        return False

    # -- fields ------------------------------------------------------------------------------------------------
    def _fields(self, row: RawRow) -> dict[str, Value]:
        """Read the fields of a row: fixed ones, columns, and what has no home as properties."""
        fields: dict[str, Value] = dict(self.plan.fixed)
        for index, column, parse in self._parsers:
            text, guarded = self._cell(row, index)
            if text.strip() or guarded:
                self._field(fields, row, index, column, parse)
        if self.bound.properties:
            self._properties(fields, row)
        return fields

    def _field(
        self, fields: dict[str, Value], row: RawRow, index: int, column: FieldColumn, parse: Callable[[str], Value]
    ) -> None:
        field, (text, guarded) = column.field, self._cell(row, index)
        if not guarded and none_word(field, text) and not _is_source_word(column, text):
            fields[field.name] = None
            return
        try:
            value = parse(text.strip() if field.type in TRIMMED else text)
        except CellError as error:
            self.context.findings.say(error.code, self._spot(row, index), value=text, **error.words)
            return
        if field.type in WORDS:
            self._text(field.name, text, row, index, guarded)
        elif field.type is FieldType.DATE and value != text.strip():
            self._habits.add((index, "norwegian-dates"))
        elif field.type in NUMBERS and GROUPING.search(text.strip()):
            self._habits.add((index, "grouped-numbers"))
        fields[field.name] = self._things(value, field.kinds, row, index) if field.type is FieldType.THINGS else value
        if column.sets:
            fields.update(column.sets.get(text.strip().casefold(), {}))

    def _text(self, name: str, raw: str, row: RawRow, index: int, guarded: bool) -> None:
        limits = self.context.limits
        self._fits(raw, limits.name_characters if name.startswith("name") else limits.text_characters, row, index)
        if begins_like_formula(raw) and not guarded:
            self.context.findings.say("formula", self._spot(row, index), value=raw)

    def _fits(self, text: str, limit: int, row: RawRow, index: int) -> None:
        if len(text) > limit:
            self.context.findings.say("cell-too-long", self._spot(row, index), value=text, size=len(text), limit=limit)

    def _things(self, value: Value, kinds: tuple[Kind, ...], row: RawRow, index: int) -> Value:
        """Replace the ids of a cell by what they name."""
        if not isinstance(value, tuple):
            return value
        found = [self.context.references.find(item, kinds, self._spot(row, index)) for item in value]
        return tuple(things_word(name, kinds) for name in found if name is not None)

    def _properties(self, fields: dict[str, Value], row: RawRow) -> None:
        """Keep the cells of columns without a home, as they stand, and count them."""
        subject = self.plan.subject
        assert subject is not None  # noqa: S101 - tables without a subject are never bound
        own = fields.get("properties")
        kept: dict[str, str] = dict(own) if isinstance(own, Mapping) else {}
        for index, heading in self.bound.properties:
            raw = self._raw(row, index)
            if raw.strip():
                self._text("", raw, row, index, False)
                kept[heading] = str(raw)
                self.context.unmapped[f"{subject.value}.{heading}"] += 1
        if kept:
            fields["properties"] = kept

    # -- relations in a row of things --------------------------------------------------------------------------
    def _row_relations(
        self, row: RawRow, me: Reference, fields: Mapping[str, Value], place: Place
    ) -> tuple[list[RelationRecord], set[str]]:
        """Read the columns that give relations; also the names of relations that the row says it has none of."""
        inherited = {name: fields[name] for name in INHERITED if name in fields}
        found: list[RelationRecord] = []
        none: set[str] = set()
        for fixed in self.plan.fixed_relations:
            pair = (me, fixed.other) if fixed.row == "start" else (fixed.other, me)
            found.append(self._record(fixed.relation, pair, {**fixed.fields, **inherited}, place))
        for index, column in self.bound.relations:
            raw = self._raw(row, index)
            if none_word(NO_FIELD, raw):
                none.add(column.relation.value)
            elif raw.strip():
                cell = self._cell_relations(row, index, column, me)
                found += [replace(record, fields={**record.fields, **inherited}) for record in cell]
        return found, none

    def _cell_relations(
        self, row: RawRow, index: int, column: RelationColumn, me: Reference
    ) -> Iterator[RelationRecord]:
        """Read one cell of ids; those of a column that only repeats are put aside."""
        spot, raw = self._spot(row, index), self._raw(row, index)
        items = split_list(raw, self.dialect.separator, self.dialect.escaped) if column.many else (raw,)
        for number, item in enumerate(items, start=1):
            if none_word(NO_FIELD, item):
                self.context.findings.say("none-not-here", spot, value=raw)
                continue
            other = self.context.references.find(item, column.kinds, spot)
            if other is None:
                continue
            start, end = (me, other) if column.row == "start" else (other, me)
            fields = dict(column.first if column.first is not None and number == 1 else column.fields)
            if column.ordered:
                fields["order"] = number
            record = self._record(
                column.relation, (start, end), fields, Place(self.table.file, self.table.sheet, row.line)
            )
            if column.repeats:
                self.context.repeats.append(Repeat(record, spot))
            elif self._joins(column.relation, start, end, spot):
                yield record

    @staticmethod
    def _record(
        relation: Relation, pair: tuple[Reference, Reference], fields: dict[str, Value], place: Place
    ) -> RelationRecord:
        return RelationRecord(relation, relation_id(relation, *pair, fields), *pair, fields, place)


#: Relation columns have no closed set of values that "none" could belong to.
NO_FIELD = fields_of(Kind.SYSTEM)["protocols"]
NUMBERS = frozenset({FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY})
GROUPING = re.compile("[0-9][ \u00a0\u2009\u202f][0-9]")
#: Fields whose cells are words: a spreadsheet could run them.
WORDS = frozenset({FieldType.TEXT, FieldType.LIST, FieldType.PROPERTIES})


def _is_source_word(column: FieldColumn, text: str) -> bool:
    """Tell whether the profile gives a meaning to this word."""
    word = text.strip().casefold()
    return any(word == known.casefold() for known in column.values)
