"""Reads a whole source: files, tables, plan, rows, checks, coverage."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from graphsvc.model import Kind, Relation
from graphsvc.ports import ImportOptions
from graphsvc.records import Place, Reading, Record, ThingRecord
from graphsvc.text import Text
from graphsvc_importers.limits import Limits
from graphsvc_importers.tables.binding import BoundTable, bind
from graphsvc_importers.tables.cells import Dialect
from graphsvc_importers.tables.checks import (
    check_near_ids,
    check_relation_ends,
    check_repeats,
    check_rings,
    completed,
    unique,
)
from graphsvc_importers.tables.choosing import Front, assign, choose_plan, take_front
from graphsvc_importers.tables.coverage import coverage
from graphsvc_importers.tables.csv_files import read_csv
from graphsvc_importers.tables.decoding import decode, looks_like
from graphsvc_importers.tables.findings import Findings, Spot
from graphsvc_importers.tables.plan import Plan
from graphsvc_importers.tables.raw import RawTable
from graphsvc_importers.tables.references import References
from graphsvc_importers.tables.rows import Context, TableReader
from graphsvc_importers.tables.workbooks import read_workbook

__all__ = ["FOLDER_ENDINGS", "TABLE_ENDINGS", "files_of", "read_tables"]

WORKBOOK_ENDINGS = frozenset({".xlsx", ".xlsm"})
TABLE_ENDINGS = frozenset({".csv", ".tsv", ".txt", ".tab"}) | WORKBOOK_ENDINGS
#: In a folder a text file is a note beside the tables; given by name it is a table.
FOLDER_ENDINGS = TABLE_ENDINGS - {".txt"}
FORMAT = "tables"


def files_of(paths: Sequence[Path], findings: Findings) -> list[Path]:
    """List the files of a source: those given, and the tables directly inside a folder, by name; others are said."""
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        try:
            inside = sorted(item for item in path.iterdir() if not item.name.startswith(("~$", ".")))
        except OSError as error:
            findings.say("unreadable", Spot(path.name), why=error.strerror or type(error).__name__)
            continue
        tables = [item for item in inside if item.is_file() and item.suffix.lower() in FOLDER_ENDINGS]
        if len(tables) < len(inside):
            findings.say(
                "other-files", Spot(path.name), names=", ".join(item.name for item in inside if item not in tables)
            )
        found += tables
    return found


def _bytes(path: Path, limits: Limits, findings: Findings) -> bytes | None:
    """Read a file whole, up to the limit; pipes and devices are not files."""
    spot = Spot(path.name)
    if path.exists() and not path.is_file():
        findings.say("unreadable", spot, why=Text("ikke en fil", "ikkje ei fil", "not a file"))
        return None
    try:
        with path.open("rb") as stream:
            data = stream.read(limits.upload_bytes + 1)
    except (OSError, ValueError) as error:
        findings.say("unreadable", spot, why=getattr(error, "strerror", None) or type(error).__name__)
        return None
    if len(data) > limits.upload_bytes:
        findings.say("too-large", spot, size=f"> {limits.upload_bytes}", limit=limits.upload_bytes)
        return None
    return data


def _tables_of(path: Path, limits: Limits, findings: Findings) -> list[RawTable]:
    """Read one file as tables, by what it holds rather than by what it is called."""
    data = _bytes(path, limits, findings)
    if data is None:
        return []
    kind = looks_like(data)
    if kind == "zip":
        return read_workbook(path.name, data, limits, findings)
    if kind == "OLE2":
        findings.say("old-excel", Spot(path.name))
        return []
    if path.suffix.lower() in WORKBOOK_ENDINGS:
        is_text = kind is None and decode(data, Spot(path.name), Findings()) is not None
        what = Text("CSV", "CSV", "CSV") if is_text else Text.same(kind or "?")
        findings.say("not-excel", Spot(path.name), what=what)
        return []
    table = read_csv(path.name, data, limits, findings)
    return [] if table is None else [table]


def _dialect(table: RawTable, plan: Plan, front: Front) -> Dialect:
    comma = table.decimal_comma if plan.decimal is None else plan.decimal == "comma"
    return Dialect(comma, plan.decimal is not None, plan.separator, front.escaped(table))


class _Source:
    """One source while it is read."""

    def __init__(self, options: ImportOptions) -> None:
        self.options = options
        self.limits = Limits.of(options.limits)
        self.findings = Findings(self.limits.problems)
        self.context = Context(self.findings, References(options.known, self.findings), self.limits)

    def bind(self, tables: Sequence[RawTable], plan: Plan) -> list[BoundTable]:
        """Understand every table's header."""
        bound = [
            bind(table, table_plan, self.options.guess, self.findings)
            for table, table_plan in assign(tables, plan, self.findings)
        ]
        found = [table for table in bound if table is not None]
        empty: dict[str, list[str]] = {}
        for table in found:
            if not table.rows:
                empty.setdefault(table.table.file, []).append(table.table.name)
        for file, names in empty.items():
            self.findings.say(
                "no-rows", Spot(file, names[0] if names[0] != file.rpartition(".")[0] else None), name=", ".join(names)
            )
        return found

    def records(self, bound: Sequence[BoundTable], plan: Plan, front: Front) -> list[Record]:
        """Read every row, then check what holds between them."""
        readers = [TableReader(table, _dialect(table.table, plan, front), self.context) for table in bound]
        fixed: list[Record] = (
            [ThingRecord(thing.kind, thing.id, thing.fields, Place()) for thing in plan.things] if bound else []
        )
        for record in fixed:
            self.context.references.add(Kind(record.subject), record.id)
        giving = [reader for reader in readers if not reader.plan.completes]
        for reader in giving:
            reader.ids()
        found = [*fixed, *(record for reader in giving for record in reader.records())]
        adding = [record for reader in readers if reader.plan.completes for record in reader.records()]
        found = completed(found, adding, self.context.references, self.findings)
        tabled = frozenset(table.plan.subject for table in bound if isinstance(table.plan.subject, Relation))
        found += check_repeats(self.context.repeats, found, tabled, self.findings)
        found = unique(found, self.findings)
        check_near_ids(found, self.findings)
        check_rings(found, self.findings)
        check_relation_ends(self.context.references, found, self.findings)
        return found

    def reading(self, name: str, plan: Plan | None, records: Sequence[Record], bound: Sequence[BoundTable]) -> Reading:
        """Put together what was read."""
        covers = (
            coverage(plan, bound, lambda what: self.findings.say("cover-narrowed", Spot(), what=what))
            if plan and bound
            else ()
        )
        rows = sum(len(table.rows) for table in bound)
        return Reading(
            FORMAT,
            name,
            tuple(records),
            tuple(self.findings.problems),
            covers,
            dict(sorted(self.context.unmapped.items())),
            plan.text if plan else None,
            counts={
                "tables": len(bound),
                "rows": rows,
                "problems": self.findings.total,
                "errors": self.findings.errors,
            },
        )


def _stem(paths: Sequence[Path]) -> str:
    return paths[0].stem if paths else FORMAT


def read_tables(paths: Sequence[Path], options: ImportOptions) -> Reading:
    """Read a source of tables: every problem at once, never an exception for bad data.

    Parameters
    ----------
    paths
        Files or folders.
    options
        Mapping profile, guessing, limits, and the ids that the register knows.

    Returns
    -------
    Reading
        Records with their place, problems, coverage; O(cells).
    """
    source = _Source(options)
    files = files_of(paths, source.findings)
    tables = [table for path in files for table in _tables_of(path, source.limits, source.findings)]
    if not files:
        source.findings.say("no-tables", Spot(), what=", ".join(path.name for path in paths) or "-")
    front, tables = take_front(tables)
    if not tables:
        if files and not source.findings.errors:
            source.findings.say("no-tables", Spot(), what=", ".join(path.name for path in files))
        return source.reading(front.source or _stem(paths), None, (), ())
    plan = choose_plan(tables, front, options.mapping, source.findings)
    name = front.source or (plan.name if plan and plan.name else None) or _stem(paths)
    if plan is None:
        return source.reading(name, None, (), ())
    bound = source.bind(tables, plan)
    return source.reading(name, plan, source.records(bound, plan, front), bound)
