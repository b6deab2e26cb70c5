"""The page of a proposal's assessment: the 15 questions with evidence, who is touched, and what is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from graphsvc.metamodel import fields_of, value_label
from graphsvc.model import Kind
from graphsvc.records import ThingRecord
from graphsvc.snapshot import Snapshot
from graphsvc_queries.assessment import Answer, Assessment, Status
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.navigation import MAIN, MORE
from graphsvc_visualizations.explorer.templating import render
from graphsvc_visualizations.marks import NOBODY, sector_marks

__all__ = ["assessment", "assessment_form"]

MARKS = {Status.ANSWERED: "✓", Status.PARTLY: "◐", Status.MISSING: "?"}
_LOOKS = {Status.ANSWERED: "ok", Status.PARTLY: "warn", Status.MISSING: "unk"}
_SORTS = (("Excel", ".xlsx"), ("CSV", ".csv"), ("JSON", ""))
_SHOWN, _INVITED, _TASKS = 12, 5, 40


def assessment_form(frame: Frame, snapshot: Snapshot) -> str:
    """Return the page before a proposal is chosen: those there are."""
    proposals = [(identifier, fact.record.fields) for identifier, fact in snapshot.proposals.items()]
    return render("assessment_form.html", frame, snapshot, proposals=proposals)


def assessment(frame: Frame, snapshot: Snapshot, found: Assessment) -> str:
    """Return the page of an assessment.

    Parameters
    ----------
    frame, snapshot
        What surrounds the page, and the map.
    found
        The assessment.

    Notes
    -----
    O(evidence + touched + contracts).
    """
    record = snapshot.proposals[found.proposal.id].record
    assert isinstance(record, ThingRecord)  # noqa: S101 - proposals are things by construction
    marks = {str(snapshot.references[one]): mark for one, mark in sector_marks(snapshot).items()}
    phase = record.fields.get("phase")
    return render(
        "assessment.html",
        frame,
        snapshot,
        found=found,
        fields=record.fields,
        phase=frame.words(value_label(fields_of(Kind.PROPOSAL)["phase"], str(phase))) if phase else "",
        marks=MARKS,
        looks=_LOOKS,
        counts=[(status, found.count(status)) for status in Status],
        sources={one.id: _sources(frame, one) for one in found.answers},
        sectors=[(one, marks.get(f"unit:{one.id}", NOBODY), f"unit:{one.id}" in marks) for one in found.sectors],
        contracts=[one for one in found.contracts if one.expires],
        files=_files(frame, found),
        tables=_tables(frame, found),
        shown=_SHOWN,
        invites=_INVITED,
        tasks=found.tasks[:_TASKS],
    )


def _sources(frame: Frame, answer: Answer) -> Sequence[tuple[str, str]]:
    """Return the questions behind an answer, with the address of their page: what they are called and where."""
    pages = {entry.path: entry.key for entry in (*MAIN, *MORE)}
    found = []
    for question in answer.sources:
        name, _, words = question.partition("?")
        path = "/" + name.replace("_", "-")
        where = f"{path}?{words}" if path in pages else f"/api/v1{path}?{words}"
        carried = frame.to("").partition("?")[2]
        found.append((frame.say(pages[path]) if path in pages else name, where + (f"&{carried}" if carried else "")))
    return found


def _files(frame: Frame, found: Assessment) -> dict[str, str]:
    """Return where the memo can be fetched, by ending."""
    memo = f"/api/v1/memo/{quote(found.proposal.id, safe='')}"
    return {end: frame.to(f"{memo}{end}", lang=frame.language.value) for end in (".pdf", ".html")}


def _tables(frame: Frame, found: Assessment) -> list[tuple[str, str]]:
    """Return what the answers can be fetched as, and where."""
    asked = {"proposal": found.proposal.id, "lang": frame.language.value}
    return [(sort, frame.to(f"/api/v1/assessment{end}", **asked)) for sort, end in _SORTS]
