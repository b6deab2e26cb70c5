"""The pages of saved views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graphsvc.snapshot import Snapshot
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.templating import render

__all__ = ["then", "view_new", "view_since", "views"]


def views(
    frame: Frame,
    snapshot: Snapshot,
    *,
    rows: Sequence[Mapping[str, Any]],
    mine: str,
    saved: Any = None,
    removed: Any = None,
    error: str | None = None,
) -> str:
    """Return the list of views.

    Parameters
    ----------
    rows
        Views as the register tells them, each with its warning.
    mine
        Who looks at the page: what is one's own can be changed.
    saved, removed
        The view that was just saved or removed.
    error
        Why nothing was done.
    """
    told = [{**row, "then": then(row)} for row in rows]
    return render("views.html", frame, snapshot, rows=told, mine=mine, saved=saved, removed=removed, error=error)


def view_new(frame: Frame, snapshot: Snapshot, *, given: Mapping[str, str], error: str | None = None) -> str:
    """Return the form that saves an address."""
    return render("view_new.html", frame, snapshot, given=given, error=error)


def view_since(frame: Frame, snapshot: Snapshot, *, document: Mapping[str, Any]) -> str:
    """Return what stands between a view and its page when the map has changed since."""
    return render("view_since.html", frame, snapshot, view={**document, "then": then(document)})


def then(view: Mapping[str, Any]) -> str:
    """Return the address that shows a view as it was when it was saved.

    Examples
    --------
    >>> then({"address": "/impact?thing=system%3Aepj", "revision": 5})
    '/impact?thing=system%3Aepj&revision=5'
    """
    address = str(view["address"])
    return f"{address}{'&' if '?' in address else '?'}revision={view['revision']}"
