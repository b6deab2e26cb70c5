"""The pages of meetings and of the learning arena."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from graphsvc.metamodel import fields_of
from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot
from graphsvc_visualizations.explorer.forum.fields import choices, linked, told
from graphsvc_visualizations.explorer.forum.looks import OUTCOMES, outcomes
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.templating import render

__all__ = ["learning_arena", "meeting_page", "meetings"]

Document = Mapping[str, Any]
_ABOUT = (Kind.SYSTEM, Kind.CAPABILITY)


def meetings(
    frame: Frame,
    snapshot: Snapshot,
    *,
    rows: Sequence[Document],
    proposals: Sequence[Document],
    roles: Sequence[Document],
    given: Document,
    error: str | None = None,
) -> str:
    """Return the list of meetings, newest first, and the form that plans one."""
    return render(
        "forum_meetings.html",
        frame,
        snapshot,
        rows=told(rows),
        proposals=told(proposals),
        roles=roles,
        given=told(given),
        error=error,
    )


def meeting_page(
    frame: Frame,
    snapshot: Snapshot,
    *,
    document: Document,
    proposals: Sequence[Document],
    roles: Mapping[str, str],
    given: Document | None = None,
    error: str | None = None,
    conflict: Document | None = None,
) -> str:
    """Return the page of a meeting: agenda with what was decided, minutes, statements and notes.

    Parameters
    ----------
    proposals
        Those that may be put on the agenda.
    roles
        Role's id -> what it is called.
    conflict
        ``yours`` and ``stored``, when somebody wrote the minutes meanwhile.
    """
    on_agenda = {one["proposal"] for one in document["items"] if one["on_agenda"]}
    return render(
        "forum_meeting.html",
        frame,
        snapshot,
        document=told(document),
        address=f"/meetings/{quote(document['id'], safe='')}",
        others=[told(one) for one in proposals if one["id"] not in on_agenda],
        roles=roles,
        outcomes=outcomes(frame),
        looks=OUTCOMES,
        state=fields_of(Kind.MEETING)["state"],
        given=told(given or {}),
        error=error,
        conflict=told(conflict),
    )


def learning_arena(
    frame: Frame,
    snapshot: Snapshot,
    *,
    groups: Sequence[Document],
    notes: Sequence[Document],
    statements: Sequence[Document],
    given: Document,
    error: str | None = None,
) -> str:
    """Return the learning arena: who knows about what, what was learnt, and the forum's statements."""
    learnt = [{**one, "about": linked(Kind.NOTE, "about", one.get("about"))} for one in notes]
    known = [{**one, "knows": linked(Kind.ROLE, "knows", one.get("knows"))} for one in groups]
    return render(
        "forum_arena.html",
        frame,
        snapshot,
        groups=told(known),
        notes=told(learnt),
        statements=told(statements),
        about=choices(frame, snapshot, _ABOUT),
        given=told(given),
        error=error,
    )
