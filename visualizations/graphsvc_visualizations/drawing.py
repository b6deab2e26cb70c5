"""A tiny SVG writer: everything that comes from outside is escaped here, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from xml.sax.saxutils import escape

from graphsvc_visualizations.lettering import clean

__all__ = ["Markup", "elbow", "element", "group", "moved", "number", "picture", "text", "title"]

_QUOTES = {'"': "&quot;"}
#: Neither to be cleaned nor to be escaped: printable ASCII without quotation mark, ampersand and angle brackets.
_PLAIN = re.compile(r"[ !#-%'-;=?-~]*")


class Markup(str):
    """Finished SVG, as opposed to words that still have to be escaped."""

    __slots__ = ()


def number(value: float) -> str:
    """Write a coordinate with at most one decimal, so that pictures are small and the same on every machine.

    Examples
    --------
    >>> number(3.0), number(2.25), number(-0.04)
    ('3', '2.2', '0')
    """
    written = f"{value:.1f}"
    return "0" if written == "-0.0" else written.removesuffix(".0")


def moved(x: float, y: float) -> str:
    """Return the transformation that moves a part.

    Examples
    --------
    >>> moved(3, 4.25)
    'translate(3 4.2)'
    """
    return f"translate({number(x)} {number(y)})"


def element(name: str, *content: str, **attributes: str | float | None) -> Markup:
    """Write an element.

    Parameters
    ----------
    name
        The element's name.
    content
        Children: :class:`Markup` is put in as it stands, all other text is escaped.
    attributes
        ``class_`` stands for ``class``, ``_`` for ``-``; None leaves the attribute out.

    Examples
    --------
    >>> element("text", "<b>", x=3, class_="m")
    '<text x="3" class="m">&lt;b&gt;</text>'
    """
    written = "".join([_attribute(key, value) for key, value in attributes.items() if value is not None])
    inside = "".join([part if isinstance(part, Markup) else escape(clean(part)) for part in content])
    return Markup(f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>")


def _attribute(key: str, value: str | float) -> str:
    if not isinstance(value, str):
        words = number(value)
    elif _PLAIN.fullmatch(value):
        words = value
    else:
        words = escape(clean(value), _QUOTES)
    return f' {_spelled(key)}="{words}"'


@cache
def _spelled(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def group(parts: Iterable[str], **attributes: str | float | None) -> Markup:
    """Write a group of finished parts."""
    return element("g", Markup("".join(parts)), **attributes)


def text(
    words: str, x: float, y: float, class_: str | None = None, *, size: float | None = None, anchor: str | None = None
) -> Markup:
    """Write one line of text; ``size`` only where it is not the picture's own 13 pixels."""
    return element("text", words, x=x, y=y, class_=class_, font_size=size, text_anchor=anchor)


def title(words: str) -> Markup:
    """Write what a pointer that rests on a part is shown."""
    return element("title", words)


def elbow(points: Iterable[tuple[float, float]], radius: float) -> str:
    """Return path data through points, with rounded corners.

    Parameters
    ----------
    points
        Corners in order; a corner that repeats the one before is left out.
    radius
        Of the corners, in pixels; shorter legs make smaller corners.

    Examples
    --------
    >>> elbow([(0, 0), (10, 0), (10, 20)], 5)
    'M0 0L5 0Q10 0 10 5L10 20'
    """
    corners = [corner for corner, _ in groupby(points)]
    written = [f"M{number(corners[0][0])} {number(corners[0][1])}"]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        bend = min(radius, _distance(before, corner) / 2, _distance(corner, after) / 2)
        start, end = _towards(corner, before, bend), _towards(corner, after, bend)
        written.append(f"L{_point(start)}Q{_point(corner)} {_point(end)}")
    return "".join([*written, f"L{_point(corners[-1])}"])


def _point(point: tuple[float, float]) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])  # legs are level or upright


def _towards(start: tuple[float, float], end: tuple[float, float], way: float) -> tuple[float, float]:
    share = way / _distance(start, end)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def picture(parts: Iterable[str], *, width: float, height: float, label: str, class_: str, language: str) -> Markup:
    """Write a whole picture.

    It is a group, not an image: an image would hide its focusable parts from those who listen to it.
    """
    view = f"0 0 {number(width)} {number(height)}"
    return element(
        "svg",
        Markup("".join(parts)),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=view,
        width=width,
        height=height,
        role="group",
        aria_label=label,
        class_=f"pic {class_}",
        font_size=13,
        lang=language,
        font_family="Arial, Liberation Sans, Helvetica, sans-serif",
    )
