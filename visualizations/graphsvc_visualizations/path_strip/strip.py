"""Draws one path: a box for every system, and between them how, over which protocol and with which data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from graphsvc.model import Mode, Reference
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.paths import FlowTaken, Path, PathHop
from graphsvc_visualizations.drawing import Markup, elbow, element, group, number, text, title
from graphsvc_visualizations.frame import link
from graphsvc_visualizations.lettering import clean, fit, fold
from graphsvc_visualizations.marks import glyph, mark_of, pattern
from graphsvc_visualizations.path_strip import words

__all__ = ["WIDTH", "Sheet", "patterns", "strip"]

WIDTH = 1200
_BOX, _HIGH, _GAP, _TOP, _BAR = 176, 50, 160, 8, 8
_MIDDLE = _TOP + _HIGH / 2
_FIRST, _REST = 4, 3  # boxes in the first row and, each after its gap, in the others
_LINE, _LEAST, _BETWEEN = 15, 70, 12
_LINES = {Mode.MANUAL: "e man", Mode.BATCH: "e bat", None: "e mun"}
_PREFIX = "ps"


@dataclass(frozen=True)
class Sheet:
    """Whose names are written, in which language, and where a box leads to (None: nowhere)."""

    snapshot: Snapshot
    language: Language
    undirected: bool = False
    target: str | None = None

    def say(self, words_: Text) -> str:
        """Return words that may go into a picture."""
        return clean(words_.in_(self.language))

    def name(self, reference: Reference) -> str:
        """Return what a system is called."""
        return clean(self.snapshot.name(self.snapshot.index(reference), self.language).words)

    def to(self, reference: Reference) -> str | None:
        """Return the address of a system's page."""
        return None if self.target is None else self.target.format(thing=quote(reference, safe=""))


def patterns(sheet: Sheet, systems: Sequence[Reference], prefix: str = _PREFIX) -> Markup:
    """Define the patterns of the sectors that some systems stand in, once for a picture."""
    marks = {mark.shape: mark for one in systems for mark in [mark_of(sheet.snapshot, sheet.snapshot.index(one))]}
    return element("defs", Markup("".join(pattern(marks[shape], prefix)[0] for shape in sorted(marks))))


def strip(sheet: Sheet, path: Path, prefix: str = _PREFIX, *, selected: bool = False) -> tuple[Markup, float, float]:
    """Draw a path from left to right, in several rows when it is long.

    Parameters
    ----------
    sheet
        What is written, and how.
    path
        What is drawn.
    prefix
        Of the patterns' ids.
    selected
        Whether it is the one that is asked about.

    Returns
    -------
    tuple
        The drawing, its width and its height, in pixels.

    Notes
    -----
    O(hops).
    """
    parts = [_box(sheet, path.systems[0], 0, 0, prefix)]
    x, y, low, wide = float(_BOX), 0.0, float(_LEAST), float(_BOX)
    for place, hop in enumerate(path.hops, 1):
        turns = place >= _FIRST and (place - _FIRST) % _REST == 0
        if turns:
            parts.append(_turn(x, y, low, hop))
            x, y = 0.0, low + _BETWEEN
        drawn, bottom = _gap(sheet, hop, x, y, turned=turns)
        parts += [drawn, _box(sheet, hop.end, x + _GAP, y, prefix)]
        x, low = x + _GAP + _BOX, max(low, bottom, y + _LEAST)
        wide = max(wide, x)
    several = path.steps >= _FIRST
    return group(parts, class_="strip sel" if selected else "strip"), WIDTH if several else wide, low


def _box(sheet: Sheet, reference: Reference, x: float, y: float, prefix: str) -> Markup:
    mark, name = mark_of(sheet.snapshot, sheet.snapshot.index(reference)), sheet.name(reference)
    lines, _ = fold(name, [_BOX - _BAR - 40] * 2, 13)
    top = y + _MIDDLE + 4.5 - 8 * (len(lines) - 1)
    paint = pattern(mark, prefix)[1]
    parts = [
        title(name),
        element("rect", x=x + 0.6, y=y + _TOP, width=_BOX - 1.2, height=_HIGH, rx=4, class_="cd b"),
        _bar(x + 1.2, y + _TOP + 0.6, paint),
        glyph(mark, x + _BAR + 14, y + _MIDDLE),
        *(text(line, x + _BAR + 27, top + 16 * place, "nm") for place, line in enumerate(lines)),
    ]
    return link(parts, name, sheet.to(reference), class_=mark.colour, thing=reference)


def _bar(x: float, y: float, paint: str | None) -> Markup:
    solid = "g" if paint is None else None
    return element("rect", x=x, y=y, width=_BAR, height=_HIGH - 1.2, fill=paint, class_=solid)


def _gap(sheet: Sheet, hop: PathHop, x: float, y: float, *, turned: bool) -> tuple[Markup, float]:
    """Draw the line to the next box, with what is known of the flow around it; return it and where it ends."""
    flow, middle, left = hop.counted, y + _MIDDLE, x + (6 if turned else 1)
    centre, room = x + _GAP / 2, _GAP - (30 if hop.crosses else 12)
    parts: list[Markup] = [title(sheet.say(hop.sentence))]
    parts.append(element("path", d=f"M{number(left)} {number(middle)}H{number(x + _GAP - 3)}", class_=_line(flow)))
    if not sheet.undirected:
        parts.append(_arrow(x + _GAP - 1, middle, assumed=flow.assumed))
    lift = 6 if flow.through else 0
    known = "h" if flow.protocol else "m k"
    protocol = fit(sheet.say(words.protocol_word(flow)), room, 12, bold=True)[0]
    parts.append(text(protocol, centre, middle - 8 - lift, known, size=12, anchor="middle"))
    parts += [_hub(sheet, flow, centre, middle)] if flow.through else []
    at = middle + 16 + lift
    for said, class_ in _lines(sheet, hop, room):
        parts.append(text(said, centre, at, class_, size=12, anchor="middle"))
        at += _LINE
    bottom = at - _LINE + 8
    if hop.crosses:
        border = f"M{number(x + 7)} {number(y + 1)}V{number(max(bottom, y + _LEAST))}"
        parts.insert(1, element("path", d=border, class_="sep x"))
    return group(parts, class_="hop"), bottom


def _lines(sheet: Sheet, hop: PathHop, room: float) -> list[tuple[str, str]]:
    """Return the lines under a flow: mode, data, and what else is to be known."""
    flow = hop.counted
    lines = [(sheet.say(words.mode_word(flow)), "m" if flow.mode else "m k")]
    folded, _ = fold(sheet.say(words.carried(flow)), [room] * 2, 12)
    lines += [(line, "m" if flow.data_known else "m k") for line in folded]
    if flow.through:
        hubs = words.through(Text.same(", ".join(sheet.name(hub) for hub in flow.through)))
        lines += [(line, "m") for line in fold(sheet.say(hubs), [room] * 2, 12)[0]]
    lines += [(fit(sheet.say(said), room, 12)[0], "m") for said in words.how(flow, len(hop.flows) - 1)]
    return lines


def _hub(sheet: Sheet, flow: FlowTaken, centre: float, middle: float) -> Markup:
    """Draw the hub that a flow goes through as a bead on its line."""
    mark = mark_of(sheet.snapshot, sheet.snapshot.index(flow.through[0]))
    bead = element("circle", cx=centre, cy=middle, r=10, class_="cd b")
    return group([bead, glyph(mark, centre, middle)], class_=mark.colour)


def _line(flow: FlowTaken) -> str:
    return _LINES.get(Mode(flow.mode) if flow.mode else None, "e")


def _arrow(x: float, y: float, *, assumed: bool) -> Markup:
    head = f"M{number(x)} {number(y)}L{number(x - 10)} {number(y - 4.5)}V{number(y + 4.5)}Z"
    return element("path", d=head, class_="mw" if assumed else "mk")


def _turn(x: float, y: float, low: float, hop: PathHop) -> Markup:
    """Lead the line from the end of one row to the start of the next."""
    between, below = low + _BETWEEN / 2 - 4, low + _BETWEEN + _MIDDLE
    corners = [
        (x + 1, y + _MIDDLE),
        (WIDTH - 6, y + _MIDDLE),
        (WIDTH - 6, between),
        (6, between),
        (6, below),
        (7, below),
    ]
    return element("path", d=elbow(corners, 6), class_=_line(hop.counted))
