"""The search page: hits for words, or a named list of things or flows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from graphsvc.errors import UsageError
from graphsvc.i18n import text
from graphsvc.metamodel import fields_of, value_label
from graphsvc.model import Relation
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Snapshot
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.lists import LISTS, Lists
from graphsvc_visualizations.explorer.templating import render, with_marks

__all__ = ["listing", "search"]

_PAGE = 200


#: Fields that have a column of their own in the table of hits; others stand under the name.
_COLUMNS = ("id", "vendor", "municipality")


def search(
    frame: Frame,
    snapshot: Snapshot,
    *,
    words: str,
    hits: Sequence[Mapping[str, Any]],
    limit: int,
    suggestions: Sequence[str] = (),
) -> str:
    """Return the page of a search.

    Parameters
    ----------
    words
        What was asked.
    hits
        Documents of the hits, best first, as search gives them.
    limit
        The most hits there can be.
    suggestions
        Other questions that find something, when this one does not.
    """
    return render(
        "search.html",
        frame,
        snapshot,
        words=words,
        hits=hits,
        limit=limit,
        suggestions=suggestions,
        several=any(hit["municipality"] for hit in hits),
        exact=sum(not hit["alike"] for hit in hits),
        cell=_cell,
        under=lambda hit: [one for one in hit["matches"] if one["field"] not in _COLUMNS],
        with_marks=with_marks,
    )


def _cell(hit: Mapping[str, Any], field: str) -> Markup:
    """Return what stands in a column, with the part marked that was searched for."""
    marks = next((one["marks"] for one in hit["matches"] if one["field"] == field), ())
    return with_marks(str(hit[field] or ""), marks)


def listing(frame: Frame, snapshot: Snapshot, *, name: str, start: int) -> str:
    """Return a page of a named list.

    Parameters
    ----------
    name
        One of :data:`graphsvc_visualizations.explorer.lists.LISTS`.
    start
        How many rows come before this page.

    Raises
    ------
    UsageError
        When there is no such list.
    """
    if name not in LISTS:
        known = ", ".join(LISTS)
        raise UsageError(text("explorer.bad_choice").format(name="list", value=name[:40], known=known))
    lists, of_flows = Lists(snapshot), LISTS[name].of_flows
    places = lists.places(name)
    shown = places[start : start + _PAGE].tolist()
    title = frame.say(f"list_{name.replace('-', '_')}")
    return render(
        "list.html",
        frame,
        snapshot,
        title=title,
        rows=[lists.flow(place) for place in shown] if of_flows else shown,
        of_flows=of_flows,
        start=start,
        count=len(places),
        state=lists.state,
        data=flow_data,
        mode=lambda flow: flow_mode(frame, flow),
        page=_PAGE,
        organisation=snapshot.organisation,
    )


def flow_data(flow: RelationRecord) -> str:
    """Return what a flow carries, in the source's own words."""
    return str(flow.fields.get("data") or flow.fields.get("name") or "")


def flow_mode(frame: Frame, flow: RelationRecord) -> str | None:
    """Return how a flow runs; None when that is unknown."""
    mode = flow.fields.get("mode")
    return frame.words(value_label(fields_of(Relation.FLOW)["mode"], mode)) if mode else None
