"""The map's page: the picture with a list beside it, and the same as a table."""

from __future__ import annotations

from markupsafe import Markup

from graphsvc.snapshot import Snapshot
from graphsvc_visualizations.explorer.beside_map import pinned_side, selected_side
from graphsvc_visualizations.explorer.contrasting import choices, moments_of
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.moments import Other, times
from graphsvc_visualizations.explorer.templating import Names, finished, render
from graphsvc_visualizations.lettering import clean
from graphsvc_visualizations.map import Box, FlowCounts, Shown, municipality_map
from graphsvc_visualizations.map.coming import OTHER
from graphsvc_visualizations.map.counts import NATIONAL
from graphsvc_visualizations.map.municipalities import APART, Municipalities
from graphsvc_visualizations.map.overview import is_overview

__all__ = ["map_page"]

#: So many rows of the table are shown.
_ROWS = 500


def map_page(frame: Frame, snapshot: Snapshot, *, shown: Shown, as_table: bool, other: Other | None = None) -> str:
    """Return the page of the map.

    Parameters
    ----------
    shown
        What is selected, opened, closed and pinned.
    as_table
        Whether the table twin is wanted.
    other
        The graph behind ``shown.contrast``.

    Notes
    -----
    O(units + systems + flows) of what is drawn; in a register of several municipalities that is one of them, or each
    of them in numbers.
    """
    everywhere = is_overview(snapshot, shown.municipality)
    tops = Municipalities(snapshot).by_name(frame.language) if snapshot.organisation.several else []
    counts = FlowCounts(snapshot, shown.municipality)
    units = [] if everywhere else counts.units[~snapshot.organisation.sector_flags[counts.units]].tolist()
    rows = _rows(snapshot, counts, shown) if as_table and not everywhere else []
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
        filtered=_filtered(frame, snapshot, [one.thing for one in tops] if everywhere else units),
        units=units,
        everywhere=everywhere,
        tops=tops,
        top_count=sum(one.thing != APART for one in tops),
        top_name=lambda top: _top_name(frame, snapshot, top),
        top_key=lambda top: "none" if top == APART else str(snapshot.references[top]),
        away=lambda thing: _away(frame, snapshot, shown, thing),
        rows=rows[:_ROWS],
        row_count=len(rows),
        change=lambda one, two: _change(snapshot, shown, one, two),
        moments=_moments(frame, snapshot, other),
        there=Names(other.snapshot, frame.language) if other else None,
        choices=choices(frame, snapshot),
        times=times(snapshot),
        toggled=lambda name, reference: _toggled(frame, name, reference),
    )


def _filtered(frame: Frame, snapshot: Snapshot, units: list[int]) -> set[int]:
    """Return the units that the list's filter leaves out."""
    words = (frame.value("filter") or "").casefold()
    return {unit for unit in units if words and words not in _top_name(frame, snapshot, unit).casefold()}


def _top_name(frame: Frame, snapshot: Snapshot, thing: int) -> str:
    """Return what a thing is called, or what is said of units that belong to no municipality."""
    return frame.say("map.apart") if thing == APART else snapshot.name(thing, frame.language).words


def _away(frame: Frame, snapshot: Snapshot, shown: Shown, thing: int) -> Markup | str:
    """Return the municipality of a thing, where it is another one than the map draws."""
    top = snapshot.organisation.municipality_of(thing) if thing >= 0 else None
    if top is None or top == shown.municipality:
        return ""
    return Markup(' <small class="mu">{}</small>').format(clean(snapshot.name(top, frame.language).words))


def _address(frame: Frame, box: Box) -> str | None:
    """Return where a box leads without scripts: a unit is selected, a sector folded, a system's page opened."""
    if box.key.startswith(OTHER):
        return None
    if box.kind == "unit":
        return frame.same(selected=box.key)
    if box.kind == "system":
        return frame.thing(box.key)
    if box.key == "apart" or box.key.startswith("organisation:"):
        return frame.same(municipality="none" if box.key == "apart" else box.key)
    return _toggled(frame, "closed", box.key) if box.kind == "sector" and box.thing >= 0 else None


def _toggled(frame: Frame, name: str, reference: str) -> str:
    """Return this page with one thing opened (closed), or taken out of the opened (closed) ones."""
    chosen = frame.values(name)
    kept = [one for one in chosen if one != reference]
    return frame.same(**{name: kept if reference in chosen else [*chosen, reference]})


def _moments(frame: Frame, snapshot: Snapshot, other: Other | None) -> tuple[str, str, str] | None:
    """Return what is shown, and from when to when it is compared; None when the map stands alone."""
    if other is None:
        return None
    own, there = moments_of(frame, snapshot, other)
    return (own, own, there) if other.is_later(snapshot) else (own, there, own)


def _change(snapshot: Snapshot, shown: Shown, one: int | None, other: int) -> str:
    names = ("national" if thing is None else str(snapshot.references[thing]) for thing in (one, other))
    return shown.contrast.pair(*names) if shown.contrast else ""


def _rows(snapshot: Snapshot, counts: FlowCounts, shown: Shown) -> list[tuple[int | None, int, int]]:
    """Return pairs of units with flows between them, here or in the other graph; None stands for national systems."""
    between = counts.between_units
    pairs = {pair: number for pair, number in between.items() if pair[1] not in {pair[0], NATIONAL}}
    for names in shown.contrast.between if shown.contrast else ():
        ends = [NATIONAL if name == "national" else _unit(snapshot, name) for name in names]
        if None not in ends and len({*ends}) == 2:
            pairs.setdefault(
                (min(one for one in ends if one is not None), max(one for one in ends if one is not None)), 0
            )
    rows = [(None if one == NATIONAL else one, other, number) for (one, other), number in pairs.items()]
    return sorted(rows, key=lambda row: (-row[2], row[0] is None, row[0] or 0, row[1]))


def _unit(snapshot: Snapshot, name: str) -> int | None:
    """Return a unit below a sector by its id; None for sectors, and for what this graph has not."""
    reference = f"unit:{name}"
    thing = snapshot.index(reference) if reference in snapshot else None
    return None if thing is None or snapshot.organisation.is_sector(thing) else thing
