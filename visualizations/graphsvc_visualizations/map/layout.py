"""Where everything stands on the map: positions follow from the structure alone, so they are the same every time.

Opening a unit makes its box grow and pushes down only the boxes below it in its own column; nothing else moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from graphsvc.snapshot import Snapshot
from graphsvc_visualizations.map.boxes import COLUMN, COLUMNS, GAP, HEAD, MOST, STRIP, WIDTH, Box, MapLayout, Shown
from graphsvc_visualizations.map.brackets import Tie, brackets, strip_ties
from graphsvc_visualizations.map.coming import OTHER, Coming
from graphsvc_visualizations.map.contrast import MapContrast
from graphsvc_visualizations.map.counts import NATIONAL, FlowCounts
from graphsvc_visualizations.map.exchange import Exchange
from graphsvc_visualizations.map.groups import Group, groups_of
from graphsvc_visualizations.map.overview import is_overview, overview
from graphsvc_visualizations.map.pins import pin_ties
from graphsvc_visualizations.marks import NATIONAL as NATIONAL_MARK
from graphsvc_visualizations.marks import NOBODY, Mark, mark_of

__all__ = ["Box", "MapLayout", "Shown", "Tie", "lay_out"]

#: Up to so many sectors stand side by side with brackets above; more are wrapped into rows.
BRACKETED = 5
_UNIT, _STEP, _SYSTEM, _FOOT = 28, 33, 24, 12


def lay_out(snapshot: Snapshot, shown: Shown | None = None) -> MapLayout:
    """Lay out the map of a snapshot.

    Parameters
    ----------
    shown
        What is selected, opened and closed.

    Returns
    -------
    MapLayout
        At most a thousand boxes.

    Notes
    -----
    O(units + systems + flows) of what is drawn.
    """
    wanted = shown or Shown()
    if is_overview(snapshot, wanted.municipality):
        return overview(snapshot, wanted)
    return _lay_out(snapshot, wanted)


def _lay_out(snapshot: Snapshot, wanted: Shown) -> MapLayout:
    counts = FlowCounts(snapshot, wanted.municipality)
    groups = groups_of(snapshot, counts)
    kept = _within_bounds(groups, counts, wanted)
    flows = Exchange(snapshot, wanted.selected).partners if wanted.selected else {}
    row_of = COLUMNS if len(groups) > BRACKETED else max(len(groups), 1)
    across = (WIDTH - COLUMN * row_of) / (row_of - 1) if row_of > 1 else 0.0
    bracketed = 1 < len(groups) <= BRACKETED
    ties, top = brackets(snapshot, counts, [g.sector for g in groups], COLUMN, across) if bracketed else ([], 0.0)
    boxes: list[Box] = []
    for start in range(0, len(groups), row_of):
        row = groups[start : start + row_of]
        height = max((_height(one, counts, kept) for one in row), default=0.0)
        for place, one in enumerate(row):
            boxes += _sector(snapshot, one, counts, kept, flows, (place * (COLUMN + across), top, height))
        top += height + GAP
    strip_top = top + (20 if bracketed else 0)
    if bracketed:
        ties += strip_ties(counts, [g.sector for g in groups], COLUMN, across, top - GAP, strip_top)
    width = row_of * COLUMN + (row_of - 1) * across if groups else WIDTH
    if counts.national:
        there, here = len(counts.national), flows.get(NATIONAL, 0)
        boxes.append(Box("national", "national", -1, 0, strip_top, width, STRIP, NATIONAL_MARK, there, here))
        top = strip_top + STRIP
    if wanted.contrast is not None:
        boxes, ties = _changed(snapshot, wanted.contrast, boxes, ties)
        boxes += _unseated(wanted.contrast, boxes, top, width)
        top = max(top, *(box.y + box.height for box in boxes)) if boxes else top
    pairs = Exchange(snapshot, wanted.pinned).between if len(wanted.pinned) > 1 else {}
    pins = tuple(pin_ties(snapshot, counts, boxes, pairs, width))
    whole = _finished(snapshot, counts, groups, boxes, ties, (width, top), kept is not wanted)
    return replace(whole, pins=pins, pairs=len(pairs), coming=len(wanted.contrast.things) if wanted.contrast else 0)


def _changed(
    snapshot: Snapshot, contrast: MapContrast, boxes: list[Box], ties: list[Tie]
) -> tuple[list[Box], list[Tie]]:
    """Write on boxes and ties what comes and goes; an open sector has it on its units."""

    def name(thing: int) -> str:
        return "national" if thing == NATIONAL else str(snapshot.references[thing])

    own = (box.name is not None and not box.key.startswith(OTHER) for box in boxes)
    boxes = [box._replace(thing=snapshot.index(box.key)) if here else box for box, here in zip(boxes, own, strict=True)]
    marked = [
        box
        if box.name is not None or (box.thing < 0 and box.kind != "national")
        else box._replace(
            change="" if box.kind == "sector" and box.open else contrast.of(box.key),
            sign=contrast.signs.get(box.key, ""),
        )
        for box in boxes
    ]
    return marked, [
        tie._replace(change=contrast.pair(*map(name, tie.ends))) if tie.ends is not None else tie for tie in ties
    ]


def _unseated(contrast: MapContrast, boxes: Sequence[Box], top: float, width: float) -> list[Box]:
    """Draw what comes and goes without a box above it below the map: national, ownerless, or of what is not drawn."""
    drawn = {box.key.removeprefix(OTHER) for box in boxes if box.sign}
    rest = [one for one in contrast.things if one.reference not in drawn][: MOST - len(boxes)]
    across = max(int(width // COLUMN), 1)
    room = width / across
    return [
        _other(one, ((number % across) * room, top + 8 + _SYSTEM * (number // across), room - 8), NOBODY)
        for number, one in enumerate(rest)
    ]


def _other(one: Coming, at: tuple[float, float, float], mark: Mark) -> Box:
    """Make the box of what only one of two graphs has; only the shown one's own can be chosen."""
    x, y, width = at
    key = one.reference if one.here else f"{OTHER}{one.reference}"
    return Box(key, "system", -1, x, y, width, 20, mark, sign=one.sign, name=one.name)


def _rows(shown: Shown, place: str, *, is_open: bool) -> list[Coming]:
    """Return what comes and goes in a unit or sector and is drawn beside its own boxes, systems under their unit."""
    seated = shown.contrast.seated if shown.contrast else {}
    found: list[Coming] = []
    for one in seated.get(place, ()):
        if one.here and (is_open or one.kind == "unit"):
            continue  # it has a box of its own
        found += [one, *(seated.get(one.reference, ()) if one.kind == "unit" else ())]
    return found


def _within_bounds(groups: Sequence[Group], counts: FlowCounts, shown: Shown) -> Shown:
    """Close units, and then sectors, when the map would hold more boxes than are drawn."""
    if _boxes(groups, counts, shown) <= MOST:
        return shown
    closed = replace(shown, opened=frozenset(), everything=False)
    if _boxes(groups, counts, closed) <= MOST:
        return closed
    return replace(closed, closed=frozenset(one.sector for one in groups if one.sector is not None))


def _boxes(groups: Iterable[Group], counts: FlowCounts, shown: Shown) -> int:
    """Count the boxes that would be drawn."""
    total = 1
    for one in groups:
        total += 1
        if one.sector not in shown.closed:
            total += len(one.units) + sum(len(counts.systems.get(u, ())) for u in one.units if _is_open(u, shown))
    return total


def _is_open(unit: int, shown: Shown) -> bool:
    return shown.everything or unit in shown.opened


def _height(one: Group, counts: FlowCounts, shown: Shown) -> float:
    if one.sector in shown.closed:
        return HEAD
    extra = 0 if one.sector is None else len(_rows(shown, str(counts.snapshot.references[one.sector]), is_open=True))
    return HEAD + sum(_unit_height(unit, counts, shown) for unit in one.units) + _SYSTEM * extra + _FOOT


def _unit_height(unit: int, counts: FlowCounts, shown: Shown) -> float:
    is_open = _is_open(unit, shown)
    inside = len(counts.systems.get(unit, ())) if is_open else 0
    inside += len(_rows(shown, str(counts.snapshot.references[unit]), is_open=is_open))
    return _STEP + (_SYSTEM * inside + 6 if inside else 0)


def _sector(
    snapshot: Snapshot,
    one: Group,
    counts: FlowCounts,
    shown: Shown,
    flows: dict[int, int],
    at: tuple[float, float, float],
) -> list[Box]:
    x, top, height = at
    mark = NOBODY if one.sector is None else mark_of(snapshot, one.sector)
    key = "outside" if one.sector is None else str(snapshot.references[one.sector])
    thing = -1 if one.sector is None else one.sector
    is_open = one.sector not in shown.closed
    inside = 0 if is_open else sum(flows.get(unit, 0) for unit in one.units)
    boxes = [Box(key, "sector", thing, x, top, COLUMN, height, mark, len(one.units), inside, is_open)]
    y = top + HEAD
    for unit in one.units if is_open else ():
        room = _unit_height(unit, counts, shown)
        boxes += _unit(snapshot, unit, counts, shown, flows, (x + 8, y, COLUMN - 16, room - 5))
        y += room
    for extra in _rows(shown, key, is_open=True) if is_open else ():
        inset = 8 if extra.kind == "unit" else 20
        boxes.append(_other(extra, (x + inset, y, COLUMN - 8 - inset), mark))
        y += _SYSTEM
    return boxes


def _unit(
    snapshot: Snapshot,
    unit: int,
    counts: FlowCounts,
    shown: Shown,
    flows: dict[int, int],
    at: tuple[float, float, float, float],
) -> list[Box]:
    owned = counts.systems.get(unit, ())
    is_open = bool(owned) and _is_open(unit, shown)
    mark = mark_of(snapshot, unit)
    name = str(snapshot.references[unit])
    boxes = [Box(name, "unit", unit, *at, mark, len(owned), flows.get(unit, 0), is_open)]
    x, y, width, _ = at
    if is_open:
        boxes += [
            Box(str(snapshot.references[one]), "system", one, x + 8, y + _UNIT + _SYSTEM * row, width - 16, 20, mark)
            for row, one in enumerate(owned)
        ]
    below = y + _UNIT + _SYSTEM * (len(owned) if is_open else 0)
    for row, extra in enumerate(_rows(shown, name, is_open=is_open)):
        boxes.append(_other(extra, (x + 8, below + _SYSTEM * row, width - 16), mark))
    return boxes


def _finished(
    snapshot: Snapshot,
    counts: FlowCounts,
    groups: Sequence[Group],
    boxes: Sequence[Box],
    ties: Sequence[Tie],
    size: tuple[float, float],
    aggregated: bool,
) -> MapLayout:
    drawn = {kind: sum(box.kind == kind and box.name is None for box in boxes) for kind in ("sector", "unit", "system")}
    local = {one for owned in counts.systems.values() for one in owned}
    exist = {
        "sector": len(groups),
        "unit": sum(len(one.units) for one in groups),
        "system": len(local) + len(counts.national),
    }
    within = sum(number for (one, other), number in counts.between_sectors.items() if one == other)
    flows = sum(tie.flows for tie in ties)
    coming = len({box.key for box in boxes if box.sign})
    return MapLayout(
        *size,
        tuple(boxes),
        tuple(ties),
        drawn,
        exist,
        flows,
        counts.exist,
        within,
        aggregated,
        coming_drawn=coming,
        away=counts.away,
    )
