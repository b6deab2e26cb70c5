"""The pages of decisions: the log with search, and one decision with conditions, documents and digest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from graphsvc.snapshot import Snapshot
from graphsvc_visualizations.explorer.forum.fields import told
from graphsvc_visualizations.explorer.forum.looks import OUTCOMES, STATES, outcomes
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.templating import render

__all__ = ["decision_page", "decisions"]

Document = Mapping[str, Any]
_ROWS = 100


def decisions(
    frame: Frame, snapshot: Snapshot, *, rows: Sequence[Document], conditions: Sequence[Document], words: str
) -> str:
    """Return the log of decisions, newest first, and the conditions that are still open."""
    shown = _ROWS if frame.value("all") is None else len(rows)
    return render(
        "forum_decisions.html",
        frame,
        snapshot,
        rows=told(rows[:shown]),
        found=len(rows),
        conditions=told(conditions),
        words=words,
        outcomes=outcomes(frame),
        looks=OUTCOMES,
        states=STATES,
    )


def decision_page(
    frame: Frame,
    snapshot: Snapshot,
    *,
    document: Document,
    conditions: Sequence[Document],
    roles: Mapping[str, str],
    error: str | None = None,
) -> str:
    """Return the page of a decision.

    Parameters
    ----------
    document
        The decision as it stands for ever.
    conditions
        Their follow-up, with the state of each.
    roles
        Role's id -> what it is called.
    """
    return render(
        "forum_decision.html",
        frame,
        snapshot,
        document=told(document),
        address=f"/decisions/{quote(document['id'], safe='')}",
        files=f"/api/v1/decisions/{quote(document['id'], safe='')}",
        conditions=told(conditions),
        roles=roles,
        outcomes=outcomes(frame),
        looks=OUTCOMES,
        states=STATES,
        error=error,
    )
