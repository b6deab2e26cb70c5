"""Which plan a source is read with, and which plan each of its tables follows."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from graphsvc.text import Language, Text
from graphsvc_importers.tables.binding import heading_sets
from graphsvc_importers.tables.escapes import unguard
from graphsvc_importers.tables.findings import Findings, Spot, nearest, shown
from graphsvc_importers.tables.layout import ABOUT, ABOUT_ROWS, GUIDE, LAYOUT_MARK, headings, own_plan
from graphsvc_importers.tables.plan import Plan, TablePlan
from graphsvc_importers.tables.profile import ProfileError, load_profile, shipped_names, shipped_profile
from graphsvc_importers.tables.raw import RawTable, heading_key

__all__ = ["Front", "assign", "choose_plan", "take_front"]

OWN_LAYOUT = Text("produktets eget oppsett", "produktet sitt eige oppsett", "the product's own layout")
COPY_OF_SHEET = re.compile(r"\s*\(\d+\)\Z")


def _keys(words: Text) -> frozenset[str]:
    return frozenset(heading_key(words.in_(language)) for language in Language)


@dataclass(frozen=True, slots=True)
class Front:
    """What the front sheet says: the source's name, and the files written in the product's own layout."""

    source: str | None = None
    written: frozenset[str] = frozenset()
    everywhere: bool = False

    def escaped(self, table: RawTable) -> bool:
        """Tell whether the product wrote this table, so that its escapes are undone."""
        return self.everywhere or table.file in self.written


def _about(table: RawTable) -> Mapping[str, str]:
    """Read a front sheet: a name and its value in each row."""
    names = {heading_key(heading): key for key, label in ABOUT_ROWS.items() for heading in headings(key, label)}
    found: dict[str, str] = {}
    for row in table.rows:
        key = names.get(heading_key(row.cells[0])) if len(row.cells) > 1 else None
        if key:
            found.setdefault(key, unguard(row.cells[1]).strip())
    return found


def take_front(tables: Sequence[RawTable]) -> tuple[Front, list[RawTable]]:
    """Take front and guide sheets out of the tables and read them; a folder's front table speaks for all its files."""
    rest, source, written, everywhere = [], None, set(), False
    for table in tables:
        key = heading_key(table.name)
        if key in _keys(ABOUT):
            about = _about(table)
            source = source or about.get("source") or None
            if about.get("layout") == LAYOUT_MARK:
                written.add(table.file)
                everywhere = everywhere or table.sheet is None
        elif not (key in _keys(GUIDE) and table.sheet is not None):
            rest.append(table)
    return Front(source, frozenset(written), everywhere), rest


def _fit(plan: Plan, tables: Sequence[RawTable]) -> int:
    """Count the tables that have all headings of one of the profile's marks."""
    marks = [frozenset(map(heading_key, mark)) for mark in plan.match]
    return sum(1 for table in tables if any(mark <= keys for keys in heading_sets(table) for mark in marks))


def _given(mapping: str, findings: Findings) -> Plan | None:
    try:
        plan = load_profile(mapping)
    except ProfileError as error:
        findings.say(
            "bad-profile",
            Spot(),
            name=mapping,
            why=Text.same(shown(error) if len(str(error)) < 80 else str(error)[:400]),
        )
        return None
    if plan is None:
        near = difflib.get_close_matches(mapping, shipped_names(), n=1)
        findings.say(
            "no-profile",
            Spot(),
            value=mapping,
            name=mapping,
            nearest=nearest(near[0] if near else None),
            names=", ".join(shipped_names()),
        )
    return plan


def choose_plan(tables: Sequence[RawTable], front: Front, mapping: str | None, findings: Findings) -> Plan | None:
    """Choose the plan: the one asked for, else the product's own where the front sheet says so, else by headings.

    Returns
    -------
    Plan or None
        None when the profile asked for is not there, or several fit; O(profiles x tables).
    """
    if mapping is not None:
        return _given(mapping, findings)
    if front.everywhere or front.written:
        return own_plan()
    fits = {name: _fit(shipped_profile(name), tables) for name in shipped_names()}
    most = max(fits.values())
    names = [name for name, fit in fits.items() if fit == most]
    if most == 0:
        findings.say("mapping", Spot(), what=OWN_LAYOUT)
        return own_plan()
    if len(names) > 1:
        findings.say("mapping-question", Spot(), names=", ".join(names))
        return None
    profile = Text(f"profilen {names[0]}", f"profilen {names[0]}", f"the profile {names[0]}")
    findings.say("mapping", Spot(), what=profile)
    return shipped_profile(names[0])


def _plan_of(table: RawTable, plan: Plan) -> TablePlan | None:
    """Find the first plan whose name pattern and needed headings fit a table."""
    key = heading_key(table.name)
    sets = list(heading_sets(table))
    for candidate in plan.tables:
        needs = frozenset(map(heading_key, candidate.needs))
        if any(fnmatchcase(key, pattern) for pattern in candidate.names) and (
            not needs or any(needs <= keys for keys in sets)
        ):
            return candidate
    return None


def _unknown(table: RawTable, plan: Plan, findings: Findings) -> None:
    if not table.rows and table.sheet is not None:
        findings.say("blank-sheet", table.spot(), name=table.name)
        return
    names = [name for candidate in plan.tables for name in candidate.names]
    near = difflib.get_close_matches(heading_key(table.name)[:100], names, n=1)
    findings.say(
        "unknown-table", table.spot(), value=table.name, name=table.name, nearest=nearest(near[0] if near else None)
    )


def _ambiguous(tables: Sequence[RawTable], plan: Plan, findings: Findings) -> set[int]:
    """Find sheets of one workbook that claim to be the same table, copies ("X (2)") included, and ask."""
    groups: dict[tuple[str, str], list[RawTable]] = {}
    for table in tables:
        if table.sheet is None or not table.rows:
            continue
        found = _plan_of(table, plan) or _plan_of(
            RawTable(table.file, COPY_OF_SHEET.sub("", table.sheet), table.rows), plan
        )
        if found is not None and found.subject is not None:
            groups.setdefault((table.file, found.name), []).append(table)
    unclear: set[int] = set()
    for group in groups.values():
        if len(group) > 1:
            unclear |= {id(table) for table in group}
            findings.say("ambiguous-sheets", group[1].spot(), names=", ".join(table.name for table in group))
    return unclear


def assign(tables: Sequence[RawTable], plan: Plan, findings: Findings) -> list[tuple[RawTable, TablePlan]]:
    """Give each table its plan; those left alone, unknown or in doubt are said."""
    unclear = _ambiguous(tables, plan, findings)
    pairs: list[tuple[RawTable, TablePlan]] = []
    for table in tables:
        if id(table) in unclear:
            continue
        found = _plan_of(table, plan)
        if found is None:
            _unknown(table, plan, findings)
        elif found.subject is None:
            findings.say("ignored-table", table.spot(), name=table.name, rows=max(len(table.rows) - 1, 0))
        else:
            pairs.append((table, found))
    return pairs
