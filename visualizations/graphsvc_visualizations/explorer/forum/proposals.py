"""The pages of proposals: the register, a new one, one with all that is known, its form, carrying out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from graphsvc.metamodel import FieldType, fields_of
from graphsvc.model import Kind, Relation
from graphsvc.snapshot import Snapshot
from graphsvc_visualizations.explorer.forum.fields import GROUPS, boxes, linked, offered, told, words_of
from graphsvc_visualizations.explorer.forum.looks import OUTCOMES, STATES, outcomes
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.templating import render
from graphsvc_visualizations.explorer.values import shown
from graphsvc_visualizations.lettering import clean
from graphsvc_visualizations.marks import Mark, sector_marks

__all__ = ["carry_out", "proposal_edit", "proposal_new", "proposal_page", "proposals"]

#: Fields that stand in the heading or in a part of their own.
_ELSEWHERE = frozenset({"need_nb", "change_set", "advice", "name_nb", "name_nn", "name_en"})
_SIGNS = {"add": "+", "change": "~", "end": "−"}
_ROWS = 200

Document = Mapping[str, Any]


def proposals(
    frame: Frame, snapshot: Snapshot, *, rows: Sequence[Document], touched: Mapping[str, Sequence[Any]] | None = None
) -> str:
    """Return the register of proposals.

    Parameters
    ----------
    rows
        Proposals as documents, in their order.
    touched
        Proposal's id -> references of the sectors that it touches.
    """
    phase = fields_of(Kind.PROPOSAL)["phase"]
    return render(
        "forum_proposals.html",
        frame,
        snapshot,
        rows=told(rows),
        touched={one: _glyphs(frame, snapshot, ends) for one, ends in (touched or {}).items()},
        phase=phase,
        units=offered(frame, snapshot, (Kind.UNIT,)),
        outcomes=outcomes(frame),
        looks=OUTCOMES,
    )


def _glyphs(frame: Frame, snapshot: Snapshot, touched: Sequence[Any]) -> list[tuple[Mark, str, bool]]:
    return [
        (mark, clean(snapshot.name(thing, frame.language).words), snapshot.references[thing] in touched)
        for thing, mark in sector_marks(snapshot).items()
    ]


def proposal_new(frame: Frame, snapshot: Snapshot, *, given: Document, error: str | None = None) -> str:
    """Return the form of a new proposal: three fields, and the rest behind one word."""
    return render(
        "forum_proposal_new.html",
        frame,
        snapshot,
        given=told(given),
        error=error,
        units=offered(frame, snapshot, (Kind.UNIT,)),
        groups=_groups(frame, snapshot, given, skip={"name_nb", "name_nn", "name_en", "need_nb", "proposer_unit"}),
    )


def _groups(
    frame: Frame, snapshot: Snapshot, document: Document, *, skip: set[str] | frozenset[str] = frozenset()
) -> list[tuple[str, list[Any]]]:
    parts = ((key, boxes(frame, snapshot, Kind.PROPOSAL, names, document)) for key, names in GROUPS)
    kept = ((key, [box for box in found if box.name not in skip]) for key, found in parts)
    return [(key, found) for key, found in kept if found]


def proposal_edit(
    frame: Frame,
    snapshot: Snapshot,
    *,
    document: Document,
    given: Document,
    error: str | None = None,
    conflict: Document | None = None,
) -> str:
    """Return the form of a proposal.

    Parameters
    ----------
    document
        As it stands.
    given
        What was written in the form; empty at first.
    conflict
        ``yours`` and ``stored``, when somebody was quicker.
    """
    values = {**document, **given}
    differing = []
    if conflict is not None:
        known = fields_of(Kind.PROPOSAL)
        yours, stored = conflict["yours"], conflict["stored"]
        for name in yours:
            if name in known and words_of(yours[name]) != words_of(stored.get(name)):
                label = frame.words(known[name].label)
                differing.append((label, words_of(yours[name]) or "–", words_of(stored.get(name)) or "–"))
    return render(
        "forum_proposal_edit.html",
        frame,
        snapshot,
        document=told(document),
        groups=_groups(frame, snapshot, values),
        error=error,
        differing=differing,
    )


def proposal_page(
    frame: Frame,
    snapshot: Snapshot,
    *,
    document: Document,
    history: Sequence[Document],
    meetings: Sequence[Document],
    roles: Sequence[Document],
    followed: Document | None = None,
    given: Document | None = None,
    error: str | None = None,
) -> str:
    """Return the page of a proposal.

    Parameters
    ----------
    document
        The proposal with its answers, decisions and meetings.
    history
        Every edit, newest first.
    meetings, roles
        What a decision may name.
    followed
        Planned against real, once it was decided on.
    given, error
        What a form held that could not be taken, and why.
    """
    phases = [(one.value, frame.words(one.label)) for one in fields_of(Kind.PROPOSAL)["phase"].values]
    reached = [value for value, _ in phases].index(document["phase"]) if document.get("phase") else -1
    return render(
        "forum_proposal.html",
        frame,
        snapshot,
        document=told(document),
        address=f"/proposals/{quote(document['id'], safe='')}",
        rows=_rows(frame, snapshot, document),
        phases=phases,
        reached=reached,
        labels=dict(phases),
        history=told(history),
        meetings=told(meetings),
        roles=told(roles),
        units=offered(frame, snapshot, (Kind.UNIT,)),
        followed=told(followed),
        outcomes=outcomes(frame),
        looks=OUTCOMES,
        states=STATES,
        given=told(given or {}),
        error=error,
        attachments=[words.split(" ", 2) for words in document.get("attachments") or ()],
    )


def _rows(frame: Frame, snapshot: Snapshot, document: Document) -> list[tuple[str, Any, list[str]]]:
    """Return what is known, field by field in the form's order, and what one would expect to know and does not."""
    known, found = fields_of(Kind.PROPOSAL), []
    for name in (name for _, names in GROUPS for name in names):
        field = known.get(name)
        if field is None or name in _ELSEWHERE:
            continue
        value = document.get(name)
        if value in (None, [], "") and not field.expected:
            continue
        things = linked(Kind.PROPOSAL, name, value) if field.type is FieldType.THINGS else []
        words = (
            None if value in (None, [], "") else shown(frame, field, tuple(value) if isinstance(value, list) else value)
        )
        found.append((frame.words(field.label), words, [str(one) for one in things]))
    return found


def carry_out(frame: Frame, snapshot: Snapshot, *, document: Document, error: str | None = None, day: str = "") -> str:
    """Return the page that shows what carrying out would do to today's map, and asks whether to write it."""
    new = {f"{one['is']}:{one['id']}": _called(one) for one in document["changes"] if "from" not in one}
    return render(
        "forum_carry_out.html",
        frame,
        snapshot,
        document=told(document),
        address=f"/proposals/{quote(document['proposal'], safe='')}",
        signs=_SIGNS,
        steps=[(told(one), _named(frame, snapshot, one, new)) for one in document["changes"][:_ROWS]],
        cut=len(document["changes"]) > _ROWS,
        conflicts=[(told(one), _differences(frame, one)) for one in document["conflicts"][:_ROWS]],
        states=STATES,
        error=error,
        day=day or document["as_of"],
    )


def _called(step: Document) -> str | None:
    fields = step["fields"]
    return next((str(fields[one]) for one in ("name_nb", "name_nn", "name_en", "name") if fields.get(one)), None)


def _named(frame: Frame, snapshot: Snapshot, step: Document, new: Mapping[str, str | None]) -> str:
    """Say what a step is about: a thing by name, a relation by its ends, new ones as they will be called."""

    def name(reference: str) -> str:
        if reference in snapshot:
            return snapshot.name(snapshot.index(reference), frame.language).words
        return new.get(reference) or reference

    if "from" in step:
        return f"{name(step['from'])} → {name(step['to'])}"
    return _called(step) or name(f"{step['is']}:{step['id']}")


def _differences(frame: Frame, conflict: Document) -> list[tuple[str, str, str]]:
    """Return the fields in which two versions differ: label, then, now."""
    then, now = (side["fields"] if side else {} for side in (conflict["then"], conflict["now"]))
    named = conflict["then"] or conflict["now"]
    known = fields_of(_subject(named["is"]))
    rows = []
    for name in dict.fromkeys([*then, *now]):
        if then.get(name) != now.get(name):
            label = frame.words(known[name].label) if name in known else name
            rows.append((label, words_of(then.get(name)) or "–", words_of(now.get(name)) or "–"))
    return rows


def _subject(word: str) -> Any:
    return Kind(word) if word in set(Kind) else Relation(word)
