"""A score as a bar cut in shares: each kind of evidence has its own ground and its own marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graphsvc.text import Text
from graphsvc_queries.overlap import Evidence, Reason
from graphsvc_visualizations.drawing import Markup, element, group, moved, number

__all__ = ["HEIGHT", "LOOKS", "Look", "bar", "bar_icon", "swatch"]

HEIGHT = 16
_SWATCH = 22


@dataclass(frozen=True, slots=True)
class Look:
    """What a share looks like: the class of its ground, its marks, and what it is called."""

    ground: str
    marks: str
    words: Text


#: Every kind of evidence has a pattern of its own: colour is never the only carrier.
LOOKS: Mapping[Evidence, Look] = {
    Evidence.CAPABILITIES: Look("q4", "", Text("funksjoner", "funksjonar", "capabilities")),
    Evidence.GENERIC: Look(
        "q2", "levels", Text("funksjoner mange har", "funksjonar mange har", "capabilities many have")
    ),
    Evidence.TEXT: Look("q2", "dots", Text("ord", "ord", "words")),
    Evidence.DATA: Look("cd", "", Text("informasjon", "informasjon", "data")),
    Evidence.NEIGHBOURS: Look("q1", "stripes", Text("omgivelser", "omgivnader", "surroundings")),
    Evidence.MAKER: Look("cd", "slants", Text("produkt, leverandør", "produkt, leverandør", "product, vendor")),
}


def bar(reasons: Iterable[Reason], width: float, x: float = 0, y: float = 0) -> list[Markup]:
    """Draw the shares side by side in a frame that is as wide as 100 points.

    Parameters
    ----------
    reasons
        Shares with points; those without are left out.
    width, x, y
        Of the frame, and its top left corner, in pixels.
    """
    drawn, left = [], x
    for reason in reasons:
        if reason.share > 0:
            wide = width * reason.share / 100
            drawn += _share(LOOKS[reason.kind], left, y, wide)
            left += wide
    return [*drawn, element("rect", x=x, y=y, width=width, height=HEIGHT, class_="frame")]


def bar_icon(reasons: Sequence[Reason], width: float = 190) -> Markup:
    """Draw a bar for a page; the points stand beside it as words, so that it says nothing new to those who listen."""
    parts = bar(reasons, width - 1, 0.5, 0.5)
    return _small(parts, width, HEIGHT + 1)


def swatch(kind: Evidence) -> Markup:
    """Draw what a share looks like, for the explanation under a list."""
    parts = [
        *_share(LOOKS[kind], 0.5, 0.5, _SWATCH - 1),
        element("rect", x=0.5, y=0.5, width=_SWATCH - 1, height=HEIGHT - 3, class_="frame"),
    ]
    return _small(parts, _SWATCH, HEIGHT - 2)


def _small(parts: Sequence[Markup], width: float, height: float) -> Markup:
    return element(
        "svg",
        group(parts),
        class_="pic share-bar",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        aria_hidden="true",
        focusable="false",
    )


def _share(look: Look, x: float, y: float, width: float) -> list[Markup]:
    ground = element("rect", x=x, y=y, width=width, height=HEIGHT, class_=f"{look.ground} share")
    marks = _MARKS.get(look.marks)
    return [ground] if marks is None else [ground, *marks(x, y, width)]


def _levels(x: float, y: float, width: float) -> list[Markup]:
    lines = "".join(f"M{number(x)} {number(y + down)}h{number(width)}" for down in (4, 8, 12))
    return [element("path", d=lines, class_="mark")]


def _stripes(x: float, y: float, width: float) -> list[Markup]:
    places = [x + 2 + 4 * place for place in range(int((width - 1) // 4) + 1) if 2 + 4 * place < width]
    lines = "".join(f"M{number(place)} {number(y)}v{HEIGHT}" for place in places)
    return [element("path", d=lines, class_="mark")] if lines else []


def _dots(x: float, y: float, width: float) -> list[Markup]:
    count = int(width // 6)
    gap = (width - 6 * count) / 2
    return [
        element("circle", cx=x + gap + 3 + 6 * place, cy=y + HEIGHT / 2, r=1.8, class_="dot-mark")
        for place in range(count)
    ]


def _slants(x: float, y: float, width: float) -> list[Markup]:
    """Draw slanted lines that stay inside the share."""
    parts = []
    for start in range(-HEIGHT, int(width), 6):
        left, right = max(start, 0), min(start + HEIGHT, width)
        if right > left:
            parts.append(
                f"M{number(left)} {number(HEIGHT - (left - start))}L{number(right)} {number(HEIGHT - (right - start))}"
            )
    return [element("path", d="".join(parts), class_="mark", transform=moved(x, y))] if parts else []


_MARKS = {"levels": _levels, "stripes": _stripes, "dots": _dots, "slants": _slants}
