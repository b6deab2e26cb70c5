"""The pages of one relation, of a new one, and of a new thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graphsvc.metamodel import KINDS, RELATIONS
from graphsvc.metamodel.by_hand import joinable
from graphsvc.model import Kind, Relation
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Fact, Snapshot
from graphsvc_visualizations.explorer.editing.boxes import PEOPLE, Editing, filled, form_names, source_word, under
from graphsvc_visualizations.explorer.forum.fields import choices
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.lists import confirmation
from graphsvc_visualizations.explorer.templating import render

__all__ = ["new_thing", "relation_choice", "relation_edit", "relation_new"]

#: Kinds in the order in which people ask for them.
_KINDS = (Kind.SYSTEM, Kind.SERVICE, Kind.UNIT, Kind.CAPABILITY, Kind.DATA_OBJECT, Kind.TECHNOLOGY, Kind.JOURNEY)
_MORE = (Kind.ORGANISATION, Kind.ELEMENT)


def new_thing(frame: Frame, snapshot: Snapshot, *, kind: Kind | None, editing: Editing) -> str:
    """Return the form of a new thing, or the choice of its kind."""
    names = form_names(kind) if kind else ()
    found = filled(frame, snapshot, kind, names, {}, editing.given or {}) if kind else []
    return render(
        "new_thing.html",
        frame,
        snapshot,
        kind=kind,
        offered=(*_KINDS, *_MORE),
        first=[box for box in found if box.name in names[:4]],
        rest=[box for box in found if box.name not in names[:4]],
        editing=editing,
        given=editing.given or {},
    )


def _phrases(frame: Frame, kind: Kind) -> list[tuple[Relation, str, str]]:
    """Return (relation, side, words): how a relation reads from a thing of a kind."""
    return [
        (relation, "from" if outward else "to", _reads(frame, relation, outward=outward))
        for relation, outward in joinable(kind)
    ]


def _reads(frame: Frame, relation: Relation, *, outward: bool) -> str:
    definition = RELATIONS[relation]
    return frame.words(definition.label if outward else definition.inverse)


def _others(relation: Relation, kind: Kind, *, outward: bool) -> list[Kind]:
    allows = RELATIONS[relation].allows
    inside = (one for one in Kind if KINDS[one].in_graph)
    return [one for one in inside if (allows(kind, one) if outward else allows(one, kind))]


def relation_choice(frame: Frame, snapshot: Snapshot, *, thing: int) -> str:
    """Return the list of relations that a thing may have."""
    rows = [
        (relation, side, words, _others(relation, snapshot.kind(thing), outward=side == "from"))
        for relation, side, words in _phrases(frame, snapshot.kind(thing))
    ]
    return render("relation_choice.html", frame, snapshot, thing=thing, record=snapshot.record(thing), rows=rows)


def relation_new(
    frame: Frame, snapshot: Snapshot, *, thing: int, relation: Relation, side: str, editing: Editing
) -> str:
    """Return the form of a new relation of a thing; ``side`` is the end at which the thing stands."""
    kind, outward = snapshot.kind(thing), side == "from"
    others = _others(relation, kind, outward=outward)
    names = form_names(relation)
    return render(
        "relation_new.html",
        frame,
        snapshot,
        thing=thing,
        record=snapshot.record(thing),
        relation=relation,
        side=side,
        reads=_reads(frame, relation, outward=outward),
        others=others,
        options=choices(frame, snapshot, others) if others else (),
        boxes=filled(frame, snapshot, relation, names, {}, editing.given or {}),
        editing=editing,
        given=editing.given or {},
    )


def relation_edit(frame: Frame, snapshot: Snapshot, *, fact: Fact, back: str | None, editing: Editing) -> str:
    """Return the page of one relation: what is known of it and by whom, and the form that changes it."""
    record = fact.record
    assert isinstance(record, RelationRecord)  # noqa: S101 - the caller found a relation
    names, fields = form_names(record.relation), record.fields
    origins = [(name, fact.origin_of(name)) for name in names if name in fields]
    mine = {name for name, origin in origins if origin and origin.source == PEOPLE}
    return render(
        "relation_edit.html",
        frame,
        snapshot,
        record=record,
        name=f"{record.relation.value}:{record.id}",
        label=frame.words(RELATIONS[record.relation].label),
        boxes=filled(frame, snapshot, record.relation, names, fields, editing.given),
        sources={name: source_word(frame, origin.source) for name, origin in origins if origin},
        mine=mine,
        unders={name: under(frame, snapshot, fact, name) for name in mine},
        told=_sources(frame, fact),
        alone={origin.source for origin in fact.origins} == {PEOPLE},
        state=confirmation(fields.get("confirmed_on"), snapshot.date),
        day=fields.get("confirmed_on"),
        back=back or record.start,
        editing=editing,
    )


def _sources(frame: Frame, fact: Fact) -> Sequence[Any]:
    return [(source_word(frame, origin.source), origin.place) for origin in fact.origins]
