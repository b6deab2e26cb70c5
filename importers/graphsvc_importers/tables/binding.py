"""Joins a raw table with its plan: where the header is, and which column is what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from graphsvc.model import Relation
from graphsvc.text import Text
from graphsvc_importers.tables.findings import Findings, Spot, nearest
from graphsvc_importers.tables.guessing import resembling
from graphsvc_importers.tables.plan import FieldColumn, RelationColumn, TablePlan
from graphsvc_importers.tables.raw import RawRow, RawTable, heading_key

__all__ = ["BoundTable", "bind", "heading_sets"]

#: How many rows from the top a header is looked for in.
HEADER_ROWS = 20
#: What a column may be: an id, an end, a field, a relation.
Meaning = str | FieldColumn | RelationColumn


@dataclass(slots=True)
class BoundTable:
    """A table whose columns are understood; indexes are places in a row."""

    table: RawTable
    plan: TablePlan
    header: list[str]
    rows: list[RawRow]
    ends: dict[str, int] = field(default_factory=dict)
    fields: list[tuple[int, FieldColumn]] = field(default_factory=list)
    relations: list[tuple[int, RelationColumn]] = field(default_factory=list)
    properties: list[tuple[int, str]] = field(default_factory=list)


def heading_sets(table: RawTable) -> Iterator[frozenset[str]]:
    """Yield the comparable headings that each of the first rows would give."""
    for row in table.rows[:HEADER_ROWS]:
        yield frozenset(heading_key(cell) for cell in row.cells if cell.strip())


def _required(plan: TablePlan) -> dict[str, tuple[str, ...]]:
    """The headings without which the table cannot be read, by canonical name."""
    wanted: dict[str, tuple[str, ...]] = {}
    if isinstance(plan.subject, Relation) and plan.start and plan.end:
        wanted = {plan.start.headings[0]: plan.start.headings, plan.end.headings[0]: plan.end.headings}
    else:
        wanted = {plan.id[0]: plan.id}
    wanted |= {column.headings[0]: column.headings for column in plan.fields if column.required}
    return wanted


def _header_index(table: RawTable, plan: TablePlan) -> int:
    """Find the header: the first row that has a heading no table of this plan can do without, else the first."""
    required = [{heading_key(name) for name in names} for names in _required(plan).values()]
    best = [(sum(1 for names in required if names & keys), -index) for index, keys in enumerate(heading_sets(table))]
    hits, place = max(best, default=(0, 0))
    return -place if hits else 0


def _meanings(plan: TablePlan) -> dict[str, Meaning]:
    """Everything a heading of this table may mean, by comparable form; the profile's own words come first."""
    found: dict[str, Meaning] = {}
    ends: dict[str, tuple[str, ...]] = {"id": plan.id}
    if plan.start and plan.end:
        ends |= {"start": plan.start.headings, "end": plan.end.headings}
    for meaning, headings in ends.items():
        for heading in headings:
            found.setdefault(heading_key(heading), meaning)
    columns: tuple[FieldColumn | RelationColumn, ...] = (*plan.fields, *plan.relations)
    for column in columns:
        for heading in column.headings:
            found.setdefault(heading_key(heading), column)
    return found


def _spelled(meaning: Meaning, plan: TablePlan) -> tuple[str, ...]:
    if not isinstance(meaning, str):
        return meaning.headings
    if meaning == "id":
        return plan.id
    end = plan.start if meaning == "start" else plan.end
    return end.headings if end else ()


class _Binder:
    """Gives each heading of one table its meaning, and says what is wrong with the header."""

    def __init__(self, bound: BoundTable, meanings: dict[str, Meaning], guess: bool, findings: Findings) -> None:
        self.bound, self.meanings, self.guess, self.findings = bound, meanings, guess, findings
        self.taken: dict[int | str, str] = {}
        self.unknown: list[tuple[int, str]] = []

    def column(self, index: int, heading: str) -> None:
        """Bind one column."""
        key, plan = heading_key(heading), self.bound.plan
        meaning = self.meanings.get(key)
        if not key:
            self._nameless(index)
        elif meaning is not None:
            if heading not in _spelled(meaning, plan):
                self.findings.say("heading", self._spot(heading), heading=heading, field=_spelled(meaning, plan)[0])
            self._take(index, heading, meaning)
        elif key in plan.ignore:
            self.findings.say("ignored-column", self._spot(heading), heading=heading.strip())
        else:
            self.unknown.append((index, heading))

    def _spot(self, heading: str) -> Spot:
        line = self.bound.table.rows[0].line if not self.bound.rows else None
        return self.bound.table.spot().at(line=line, column=heading.strip())

    def _nameless(self, index: int) -> None:
        for row in self.bound.rows:
            if index < len(row.cells) and row.cells[index].strip():
                self.findings.say(
                    "no-heading", self.bound.table.spot(row, None, index), value=row.cells[index], number=index + 1
                )
                return

    def _take(self, index: int, heading: str, meaning: Meaning) -> None:
        mark = meaning if isinstance(meaning, str) else id(meaning)
        if mark in self.taken:
            names = f"{self.taken[mark]}, {heading}"
            self.findings.say(
                "same-column", self._spot(heading), names=names, field=_spelled(meaning, self.bound.plan)[0]
            )
            return
        self.taken[mark] = heading
        if isinstance(meaning, str):
            self.bound.ends[meaning] = index
        elif isinstance(meaning, FieldColumn):
            self.bound.fields.append((index, meaning))
        else:
            self.bound.relations.append((index, meaning))

    def rest(self) -> None:
        """Deal with headings that mean nothing: guess, keep as properties, or refuse."""
        free = {
            _spelled(meaning, self.bound.plan)[0]: meaning for meaning in self.meanings.values() if self._free(meaning)
        }
        for index, heading in self.unknown:
            near = resembling(heading, free)
            if near and self.guess:
                self.findings.say("guessed-column", self._spot(heading), heading=heading, field=near)
                self._take(index, heading, free.pop(near))
            elif self.bound.plan.open:
                self._property(index, heading)
            else:
                self.findings.say("unknown-column", self._spot(heading), heading=heading, nearest=nearest(near))

    def _free(self, meaning: Meaning) -> bool:
        return (meaning if isinstance(meaning, str) else id(meaning)) not in self.taken

    def _property(self, index: int, heading: str) -> None:
        name = heading.strip()
        if name in {other for _, other in self.bound.properties}:
            self.findings.say("same-column", self._spot(heading), names=f"{name}, {name}", field=name)
            return
        self.bound.properties.append((index, name))

    def missing(self) -> bool:
        """Say which columns are not there that must be, with what may have been meant."""
        present = {
            heading_key(_spelled(meaning, self.bound.plan)[0])
            for meaning in self.meanings.values()
            if not self._free(meaning)
        }
        missing = [name for name in _required(self.bound.plan) if heading_key(name) not in present]
        if not missing:
            return False
        pairs = [f"{near} = {heading}" for _, heading in self.unknown if (near := resembling(heading, missing))]
        found = ", ".join(heading.strip() for heading in self.bound.header if heading.strip())
        joined = ", ".join(pairs)
        suggestion = (
            Text(f"; kanskje {joined}", f"; kanskje {joined}", f"; perhaps {joined}") if pairs else Text.same("")
        )
        self.findings.say(
            "missing-columns",
            self.bound.table.spot().at(line=self.bound.table.rows[0].line if self.bound.table.rows else None),
            missing=", ".join(missing),
            found=found,
            suggestion=suggestion,
        )
        return True


def bind(table: RawTable, plan: TablePlan, guess: bool, findings: Findings) -> BoundTable | None:
    """Understand a table's header, or say why not.

    Parameters
    ----------
    guess
        Map unknown headings by their likeness, with a warning each.

    Returns
    -------
    BoundTable or None
        None when a column that must be there is missing; O(columns x known headings).
    """
    if not table.rows:
        what = (
            Text(f"Arket {table.name}", f"Arket {table.name}", f"Sheet {table.name}")
            if table.sheet
            else Text(f"Filen {table.name}", f"Fila {table.name}", f"File {table.name}")
        )
        findings.say("empty", table.spot(), what=what)
        return None
    index = _header_index(table, plan)
    header = table.rows[index]
    if index:
        findings.say("title-rows", table.spot(header), line=header.line)
    cells = header.cells
    while (
        cells
        and not cells[-1].strip()
        and all(len(row.cells) < len(cells) or not row.cells[len(cells) - 1] for row in table.rows)
    ):
        cells = cells[:-1]
    bound = BoundTable(table, plan, cells, table.rows[index + 1 :])
    binder = _Binder(bound, _meanings(plan), guess, findings)
    for place, heading in enumerate(cells):
        binder.column(place, heading)
    if not guess and binder.missing():
        return None
    binder.rest()
    return None if guess and binder.missing() else bound
