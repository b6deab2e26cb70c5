"""The map's page: the picture with a list beside it, and the same as a table."""

from __future__ import annotations

from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot
from graphsvc_visualizations.explorer.beside_map import pinned_side, selected_side
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.templating import finished, render
from graphsvc_visualizations.map import Box, FlowCounts, Shown, municipality_map
from graphsvc_visualizations.map.counts import NATIONAL

__all__ = ["map_page"]

#: So many rows of the table are shown.
_ROWS = 500


def map_page(frame: Frame, snapshot: Snapshot, *, shown: Shown, as_table: bool) -> str:
    """Return the page of the map.

    Parameters
    ----------
    shown
        What is selected, opened, closed and pinned.
    as_table
        Whether the table twin is wanted.

    Notes
    -----
    O(units + systems + flows).
    """
    counts = FlowCounts(snapshot)
    units = [unit for unit in snapshot.of_kind(Kind.UNIT).tolist() if not snapshot.organisation.is_sector(unit)]
    return render(
        "map.html",
        frame,
        snapshot,
        shown=shown,
        as_table=as_table,
        picture=""
        if as_table
        else finished(
            municipality_map(
                snapshot, shown, language=frame.language, standalone=False, address=lambda box: _address(frame, box)
            )
        ),
        side=selected_side(frame, snapshot, shown),
        pinned=pinned_side(frame, snapshot, shown),
        filtered=_filtered(frame, snapshot, units),
        units=units,
        rows=_rows(counts)[:_ROWS] if as_table else [],
        row_count=len(_rows(counts)),
        toggled=lambda name, reference: _toggled(frame, name, reference),
    )


def _filtered(frame: Frame, snapshot: Snapshot, units: list[int]) -> set[int]:
    """Return the units that the list's filter leaves out."""
    words = (frame.value("filter") or "").casefold()
    return {unit for unit in units if words not in snapshot.name(unit, frame.language).words.casefold()}


def _address(frame: Frame, box: Box) -> str | None:
    """Return where a box leads without scripts: a unit is selected, a sector folded, a system's page opened."""
    if box.kind == "unit":
        return frame.same(selected=box.key)
    if box.kind == "system":
        return frame.thing(box.key)
    return _toggled(frame, "closed", box.key) if box.kind == "sector" and box.thing >= 0 else None


def _toggled(frame: Frame, name: str, reference: str) -> str:
    """Return this page with one thing opened (closed), or taken out of the opened (closed) ones."""
    chosen = frame.values(name)
    kept = [one for one in chosen if one != reference]
    return frame.same(**{name: kept if reference in chosen else [*chosen, reference]})


def _rows(counts: FlowCounts) -> list[tuple[int | None, int, int]]:
    """Return pairs of units with flows between them, most first; None stands for national systems."""
    pairs = [
        (None if one == NATIONAL else one, other, number)
        for (one, other), number in counts.between_units.items()
        if other not in {one, NATIONAL}
    ]
    return sorted(pairs, key=lambda row: (-row[2], row[0] is None, row[0] or 0, row[1]))
