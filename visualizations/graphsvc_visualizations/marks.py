"""What a sector looks like everywhere: colour, glyph and pattern, always together.

Colour alone is never the carrier (explorer.md, rule 7). Twelve sectors have marks of their own; the thirteenth has the
first mark again, with a small 2 beside the glyph, and so on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from weakref import WeakKeyDictionary

from graphsvc.model import Kind, Scope
from graphsvc.snapshot import Organisation, Snapshot
from graphsvc_visualizations.drawing import Markup, element, group, moved, text

__all__ = [
    "JOURNEYS",
    "MUNICIPALITY",
    "NATIONAL",
    "NOBODY",
    "Mark",
    "glyph",
    "mark_of",
    "pattern",
    "sector_marks",
    "shapes",
    "symbol",
]

_CIRCLE = "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0Z"
_GLYPHS = {
    "1": _CIRCLE,
    "2": "M-2-5.5h4v3.5h3.5v4h-3.5v3.5h-4v-3.5h-3.5v-4h3.5Z",
    "3": "M0-5.2L5.8 4.8H-5.8Z",
    "4": "M-4.7-4.7h9.4v9.4h-9.4Z",
    "5": "M0-6L1.5-2H5.8L2.4.7L3.6 4.9L0 2.4L-3.6 4.9L-2.4.7L-5.8-2H-1.5Z",
    "6": "M-2.9-5H2.9L5.8 0L2.9 5H-2.9L-5.8 0Z",
    "7": "M0 5.2L5.8-4.8H-5.8Z",
    "8": "M-5.3-2.5L-2.5-5.3L0-2.8L2.5-5.3L5.3-2.5L2.8 0L5.3 2.5L2.5 5.3L0 2.8L-2.5 5.3L-5.3 2.5L-2.8 0Z",
    "9": _CIRCLE + "M-2.4 0a2.4 2.4 0 1 0 4.8 0a2.4 2.4 0 1 0-4.8 0Z",
    "10": "M-5-5h10v10h-10ZM-2.4-2.4h4.8v4.8h-4.8Z",
    "11": "M-5.8 3A5.8 5.8 0 0 1 5.8 3Z",
    "12": "M-5-5h10v2.4h-10ZM-5-1.2h10v2.4h-10ZM-5 2.6h10v2.4h-10Z",
    "national": "M0-6.2L6.2 0L0 6.2L-6.2 0ZM0-3.6L-3.6 0L0 3.6L3.6 0Z",
    "nobody": "M-5-5h3.2v3.2h-3.2ZM1.8-5h3.2v3.2h-3.2ZM-5 1.8h3.2v3.2h-3.2ZM1.8 1.8h3.2v3.2h-3.2Z",
    "municipality": "M-5-5.5h10v5.5a5 5.5 0 0 1-10 0Z",
    "journeys": "M-5.5-5H-2L2.5 0L-2 5H-5.5L-1 0ZM-.5-5H3L7.5 0L3 5H-.5L4 0Z",
}
#: Tile width, tile height, turn in degrees, and what is drawn in the tile.
_PATTERNS: dict[str, tuple[float, float, int, str]] = {
    "2": (6, 6, 45, "M0 0h3v6h-3Z"),
    "3": (8, 7, 0, "M1.6 3.5a2.4 2.4 0 1 0 4.8 0a2.4 2.4 0 1 0-4.8 0Z"),
    "4": (8, 4, 0, "M0 0h8v2.2h-8Z"),
    "5": (6, 6, -45, "M0 0h3v6h-3Z"),
    "6": (8, 8, 0, "M0 0h4v4h-4ZM4 4h4v4h-4Z"),
    "7": (8, 12, 0, "M0 0h8v8h-8Z"),
    "8": (6, 6, 45, "M0 0h2v6h-2ZM2 0h4v2h-4Z"),
    "9": (8, 8, 0, "M2 2h4v4h-4Z"),
    "10": (8, 8, 0, "M0 5L4 1L8 5V8L4 4L0 8Z"),
    "11": (8, 12, 0, "M2 0h4v8h-4Z"),
    "12": (8, 6, 0, "M0 0h2v6h-2ZM6 0h2v6h-2ZM2 0h4v2h-4Z"),
    "national": (8, 8, 0, "M0 0h1.5v8h-1.5ZM4 0h1.5v8h-1.5Z"),
    "nobody": (8, 6, 0, "M3 1h2v3h-2Z"),
    "journeys": (8, 8, 0, "M0 1L4 5L8 1V4L4 8L0 4Z"),
}
_OWN = 12


@dataclass(frozen=True, slots=True)
class Mark:
    """The look of a sector.

    Parameters
    ----------
    colour
        Class that colours the parts in a group: ``s-1`` to ``s-12``, ``s-n`` for what belongs to no sector.
    shape
        Key of the glyph and the pattern.
    again
        2, 3 ... beside the glyph, when there are more than twelve sectors.
    """

    colour: str
    shape: str
    again: int | None = None


NATIONAL = Mark("s-n", "national")
NOBODY = Mark("s-n", "nobody")
JOURNEYS = Mark("s-n", "journeys")
MUNICIPALITY = Mark("s-n", "municipality")


def sector_marks(snapshot: Snapshot) -> Mapping[int, Mark]:
    """Give each sector its mark, in the register's order; of several municipalities each begins anew.

    Returns
    -------
    Mapping
        Number of the sector in the snapshot -> mark.

    Notes
    -----
    O(sectors); a picture asks for each of its lanes, and a nation has more than a thousand, so they are made once.
    """
    organisation = snapshot.organisation
    if organisation not in _MARKS:
        # Nobody knows the thousand sectors of a nation by their marks: what one sees is one municipality, or a few.
        found, places = dict[int, Mark](), Counter[int]()
        for sector in organisation.sectors:
            top = int(organisation.municipalities[sector])
            found[sector] = _mark(places[top])
            places[top] += 1
        _MARKS[organisation] = MappingProxyType(found)
    return _MARKS[organisation]


_MARKS: WeakKeyDictionary[Organisation, Mapping[int, Mark]] = WeakKeyDictionary()


def _mark(place: int) -> Mark:
    shape = str(place % _OWN + 1)
    return Mark(f"s-{shape}", shape, place // _OWN + 1 if place >= _OWN else None)


def mark_of(snapshot: Snapshot, thing: int) -> Mark:
    """Return the mark of the sector that a thing belongs to: a unit's, a system's owner's, a service's lead unit's.

    National systems have one of their own; what has no sector has the mark of nobody. A thing of several sectors has
    that of the first in the register's order.
    """
    kind, organisation = snapshot.kind(thing), snapshot.organisation
    if kind is Kind.JOURNEY:
        return JOURNEYS
    if kind is Kind.SYSTEM and snapshot.record(thing).fields.get("scope") == Scope.NATIONAL:
        return NATIONAL
    sectors: tuple[int, ...] = ()
    if kind is Kind.UNIT:
        sectors = organisation.sectors_of(thing)
    elif kind is Kind.SERVICE:
        sectors = organisation.sectors_of_service(thing)
    elif kind is Kind.SYSTEM:
        sectors = organisation.sectors_of_system(thing)
    if not sectors:
        return NOBODY
    first = sectors[0] if len(sectors) == 1 else min(sectors, key=organisation.sectors.index)
    return sector_marks(snapshot)[first]


def glyph(mark: Mark, x: float, y: float) -> Markup:
    """Draw a mark's glyph, twelve pixels wide, around a point; goes into a picture, under a group of its colour."""
    drawn = element("path", d=_GLYPHS[mark.shape], class_="g", fill_rule="evenodd", transform=moved(x, y))
    return Markup(drawn + text(str(mark.again), x + 7, y + 5, "m", size=9)) if mark.again else drawn


def symbol(mark: Mark) -> Markup:
    """Draw a mark's glyph as a picture of its own, for a line of text on a page; its sector is said beside it."""
    across = 20 if mark.again else 14
    return element(
        "svg",
        group([glyph(mark, 7, 7)], class_=mark.colour),
        class_="glyph",
        viewBox=f"0 0 {across} 14",
        width=across,
        height=14,
        aria_hidden="true",
        focusable="false",
    )


def pattern(mark: Mark, prefix: str) -> tuple[Markup, str | None]:
    """Return the definition of a mark's pattern and the paint that refers to it; the first sector's is solid.

    Parameters
    ----------
    mark
        Whose pattern.
    prefix
        Told apart pictures on one page: ids must be unique there.
    """
    if mark.shape not in _PATTERNS:
        return Markup(""), None
    across, down, turn, path = _PATTERNS[mark.shape]
    name = f"{prefix}-{mark.shape}"
    tile = group([element("path", d=path, class_="g")], class_=mark.colour)
    definition = element(
        "pattern",
        tile,
        id=name,
        width=across,
        height=down,
        patternUnits="userSpaceOnUse",
        patternTransform=f"rotate({turn})" if turn else None,
    )
    return definition, f"url(#{name})"


def shapes(shape: str) -> dict[str, object]:
    """Return a mark's glyph and pattern as path data, for those who do not draw with SVG.

    Examples
    --------
    >>> shapes("1")["pattern"] is None, shapes("4")["pattern"]["height"]
    (True, 4)
    """
    told = _PATTERNS.get(shape)
    pattern = None if told is None else dict(zip(("width", "height", "turn", "path"), told, strict=True))
    return {"glyph": _GLYPHS[shape], "pattern": pattern}
