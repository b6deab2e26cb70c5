"""The page of one thing: where it belongs, what it hangs together with, what is known of it and by whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphsvc.i18n import catalogue
from graphsvc.judgement import Judgement, judgement_of
from graphsvc.metamodel import RELATIONS
from graphsvc.metamodel.by_hand import editable
from graphsvc.model import Kind, Reference, Relation, Value
from graphsvc.records import RelationRecord, ThingRecord
from graphsvc.snapshot import Fact, Snapshot
from graphsvc_visualizations.explorer.editing.boxes import (
    PEOPLE,
    Editing,
    filled,
    form_names,
    may_edit,
    source_word,
    under,
)
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.lists import confirmation
from graphsvc_visualizations.explorer.searching import flow_data, flow_mode
from graphsvc_visualizations.explorer.templating import finished, render
from graphsvc_visualizations.explorer.values import attributes, rows_of, shown
from graphsvc_visualizations.lifecycle import lifecycle
from graphsvc_visualizations.neighbourhood import MANY, Side, matching, neighbourhood, surroundings

__all__ = ["crumbs_of", "description_of", "heading", "thing", "told_of"]

_CHANGES = {Kind.SYSTEM, Kind.TECHNOLOGY, Kind.DATA_OBJECT}
#: So many relations of one type, and flows, are told one by one.
_ROWS = 500
_LIVES = {Kind.SYSTEM, Kind.TECHNOLOGY}


@dataclass(frozen=True, slots=True)
class _Group:
    """Relations of one type on one side: (other thing, what is said of it, state, confirmed on, name), and how many."""

    relation: Relation
    outward: bool
    heading: str
    rows: list[tuple[Reference, str, str, Any, str]]
    count: int


@dataclass(frozen=True, slots=True)
class _Flow:
    """A flow of this system; ``role`` is ``needs``, ``serves`` or ``hub``."""

    record: RelationRecord
    role: str
    others: tuple[Reference, ...]


def thing(frame: Frame, snapshot: Snapshot, *, number: int, editing: Editing | None = None) -> str:
    """Return the page of a thing.

    Parameters
    ----------
    number
        Of the thing in the snapshot.
    editing
        Which of its facts is being edited, and what came of it; None when nothing is.

    Notes
    -----
    O(relations of the thing), and O(flows) in arrays for those that go through a system; what is told one by one is
    bounded, and the rest counted.
    """
    record = snapshot.record(number)
    fact = snapshot.things[number]
    facts = rows_of(frame, snapshot, fact)
    flows, flow_count = _flows(snapshot, number)
    return render(
        "thing.html",
        frame,
        snapshot,
        record=record,
        number=number,
        facts=facts,
        crumbs=crumbs_of(snapshot, number),
        near=_near(frame, snapshot, number),
        sought=_sought(frame, snapshot, number),
        life=_life(frame, snapshot, number),
        groups=_groups(frame, snapshot, number),
        flows=flows,
        flow_count=flow_count,
        data=flow_data,
        mode=lambda flow: flow_mode(frame, flow),
        state=lambda known: confirmation(known.get("confirmed_on"), snapshot.date),
        description=description_of(frame, record.fields),
        changes=record.kind in _CHANGES,
        conflicts=_conflicts(snapshot, record.reference),
        capabilities=_ends(snapshot, number, Relation.PROVIDES),
        source_word=lambda source: source_word(frame, source),
        under=lambda name: under(frame, snapshot, fact, name),
        **_editing(frame, snapshot, fact, editing or Editing()),
    )


def _editing(frame: Frame, snapshot: Snapshot, fact: Fact, editing: Editing) -> dict[str, Any]:
    """Return what the forms of editing need; none of them is there in a view of the past."""
    record, offered = fact.record, may_edit(frame)
    assert isinstance(record, ThingRecord)  # noqa: S101 - the caller found a thing
    what = editing.what if offered else ""
    known, fields = editable(record.kind), record.fields
    origin = fact.origin_of(what) if what in fields else None
    now = (
        (shown(frame, known[what], fields[what]), source_word(frame, origin.source))
        if origin and what in known
        else None
    )
    return {
        "may_edit": offered,
        "editing": replace(editing, what=what),
        "alone": {one.source for one in fact.origins} == {PEOPLE},
        "boxes": filled(
            frame, snapshot, record.kind, form_names(record.kind, what) if what else (), fields, editing.given
        ),
        "said": origin is not None and origin.source == PEOPLE,
        "now": now,
        "by_hand": known,
        "offered": [(name, frame.words(field.label)) for name, field in known.items() if name not in fields],
    }


def crumbs_of(snapshot: Snapshot, number: int) -> list[int]:
    """Return where a thing belongs: its sector, then the unit that owns or leads it."""
    organisation, kind = snapshot.organisation, snapshot.kind(number)
    holder: int | None = None
    if kind is Kind.SYSTEM:
        holder = next(iter(organisation.owners_of(number)), None)
    elif kind is Kind.SERVICE:
        holder = organisation.lead_of(number)
    elif kind is Kind.UNIT:
        holder = number
    if holder is None:
        return []
    path = [*organisation.sectors_of(holder)[:1], holder]
    return [one for one in dict.fromkeys(path) if one != number]


def _near(frame: Frame, snapshot: Snapshot, number: int) -> Any:
    asked = {side: frame.value(side.value) or "" for side in Side}
    shown = {side: int(words) for side, words in asked.items() if words.isdecimal() and len(words) < 5}
    rest = [(name, value) for name, value in frame.parameters if name not in set(Side) and value]
    target = frame.to("/thing/{thing}").replace("%7Bthing%7D", "{thing}")
    drawing = neighbourhood(
        snapshot,
        snapshot.references[number],
        language=frame.language,
        shown=shown,
        standalone=False,
        address=rest,
        target=target,
        sought=frame.value("near") or "",
    )
    return finished(drawing)


@dataclass(frozen=True, slots=True)
class _Sought:
    """The search among many neighbours: what is looked for, and on how many of them it fits."""

    words: str
    found: int
    exist: int


def _sought(frame: Frame, snapshot: Snapshot, number: int) -> _Sought | None:
    """Return the search, where a side has so many neighbours that they are not all in sight."""
    around = surroundings(snapshot, number)
    crowded = [side for side in (around.left, around.right) if len(side) > MANY]
    if not crowded:
        return None
    words = (frame.value("near") or "").strip()
    hits = sum(len(matching(snapshot, side, words, frame.language)) for side in crowded)
    return _Sought(words, hits, sum(map(len, crowded)))


def _life(frame: Frame, snapshot: Snapshot, number: int) -> Any:
    fields = snapshot.record(number).fields
    if snapshot.kind(number) not in _LIVES and not (fields.get("valid_from") or fields.get("valid_to")):
        return None
    return finished(lifecycle(snapshot, snapshot.references[number], language=frame.language, standalone=False))


def _groups(frame: Frame, snapshot: Snapshot, number: int) -> list[_Group]:
    """Return every relation but flows, by type and side, in the metamodel's order."""
    found = []
    for relation in Relation:
        if relation is Relation.FLOW:
            continue
        edges = snapshot.edges(relation)
        for outward, places, ends in ((True, edges.out(number), edges.end), (False, edges.into(number), edges.start)):
            rows = [
                _row(frame, snapshot, edges.records[place], snapshot.references[int(ends[place])])
                for place in places[:_ROWS].tolist()
            ]
            if rows:
                found.append(_Group(relation, outward, heading(frame, relation, outward=outward), rows, len(places)))
    return found


def heading(frame: Frame, relation: Relation, *, outward: bool) -> str:
    """Say what stands under a heading; a relation that has no words of its own is called by its label."""
    key = f"things.{'out' if outward else 'in'}_{relation.value}"
    if key in catalogue():
        return frame.say(key)
    definition = RELATIONS[relation]
    return frame.words(definition.label if outward else definition.inverse).capitalize()


def _row(
    frame: Frame, snapshot: Snapshot, record: RelationRecord, other: Reference
) -> tuple[Reference, str, str, Any, str]:
    day, told = record.fields.get("confirmed_on"), told_of(frame, record)
    by_hand = judgement_of(record) is None and not record.derived
    return other, told, confirmation(day, snapshot.date), day, f"{record.relation.value}:{record.id}" if by_hand else ""


def told_of(frame: Frame, record: RelationRecord) -> str:
    """Return what a relation says beside its ends; of people's word on a pair, who said it, when and why."""
    said = judgement_of(record)
    return attributes(frame, record) if said is None else _said(frame, said)


def _said(frame: Frame, said: Judgement) -> str:
    """Say what people think of a pair."""
    words = {"who": said.who or "?", "on": frame.day(said.on) or "?", "why": said.why or "?"}
    return frame.say("overlap_page.said_of_pair", state=frame.say(f"overlap_page.state_{said.state.value}"), **words)


def _ends(snapshot: Snapshot, number: int, relation: Relation) -> list[int]:
    edges = snapshot.edges(relation)
    return [int(edges.end[place]) for place in edges.out(number).tolist()]


def _flows(snapshot: Snapshot, number: int) -> tuple[list[_Flow], int]:
    """Return the first flows of a system, and how many: what it needs, whom it serves, what goes through it."""
    if snapshot.kind(number) is not Kind.SYSTEM:
        return [], 0
    edges, own = snapshot.edges(Relation.FLOW), snapshot.references[number]
    through = edges.coded("through").flags(lambda value: _names(value, own))
    hub = np.flatnonzero(through & (edges.start != number) & (edges.end != number))
    sides: dict[str, NDArray[np.integer[Any]]] = {"needs": edges.into(number), "serves": edges.out(number), "hub": hub}
    shown = _shared({role: len(found) for role, found in sides.items()}, _ROWS)
    places = [(role, place) for role, found in sides.items() for place in found[: shown[role]].tolist()]
    return [_flow(edges.records[place], role) for role, place in places], sum(map(len, sides.values()))


def _shared(sizes: dict[str, int], room: int) -> dict[str, int]:
    """Divide the room so that no sort is left out for another; what a short one leaves goes to the longer ones.

    Examples
    --------
    >>> _shared({"needs": 600, "serves": 600, "hub": 20}, 500)
    {'hub': 20, 'needs': 240, 'serves': 240}
    """
    found = dict[str, int]()
    for role in sorted(sizes, key=lambda one: sizes[one]):
        found[role] = min(sizes[role], (room - sum(found.values())) // (len(sizes) - len(found)))
    return found


def _flow(record: RelationRecord, role: str) -> _Flow:
    others = {"needs": (record.start,), "serves": (record.end,), "hub": (record.start, record.end)}
    return _Flow(record, role, others[role])


def _names(through: Value, own: Reference) -> bool:
    """Tell whether what a flow goes through is, or holds, a system by its reference or id."""
    named = through if isinstance(through, tuple) else (str(through),) if through else ()
    return own in named or own.partition(":")[2] in named


def description_of(frame: Frame, fields: Any) -> str | None:
    """Return what a thing is, in the page's language where it is told there."""
    names = (f"description_{frame.language.value}", "description_nb", "description", "description_en", "need_nb")
    return next((str(fields[name]) for name in names if fields.get(name)), None)


def _conflicts(snapshot: Snapshot, reference: Reference) -> list[Any]:
    return [conflict for conflict in snapshot.conflicts if conflict.reference == reference]
