"""What charts share: names with their sector's glyph, bars beside them, and a line that says what is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_visualizations.drawing import Markup, element, group, text, title
from graphsvc_visualizations.frame import framed
from graphsvc_visualizations.lettering import clean, fit, width
from graphsvc_visualizations.marks import glyph, mark_of

__all__ = ["LEFT", "RIGHT", "ROW", "TOP", "WIDTH", "bar", "chart", "label", "note", "worth"]

#: Width of every chart, where the names end, where bars must end, the first row and the distance of rows, in pixels.
WIDTH, LEFT, RIGHT, TOP, ROW = 1232, 320, 850, 26, 26
_THICK = 16
_DRAWN = Text("Viser {shown} av {exist}.", "Viser {shown} av {exist}.", "Showing {shown} of {exist}.")


def label(snapshot: Snapshot, thing: int, y: float, language: Language, room: float = LEFT - 30) -> Markup:
    """Draw a thing's glyph and name at the left of a row; a long name is cut, and whole for the pointer."""
    words = clean(snapshot.name(thing, language).words)
    shown, cut = fit(words, room, 13)
    sign = group([glyph(mark_of(snapshot, thing), 7, y + 8)], class_=mark_of(snapshot, thing).colour)
    return Markup((title(words) if cut else Markup("")) + sign + text(shown, 20, y + 12.5))


def bar(x: float, y: float, length: float, class_: str) -> Markup:
    """Draw a bar from a point; nothing when there is nothing to show."""
    if length <= 0:
        return Markup("")
    return element("rect", x=x, y=y, width=max(length, 2), height=_THICK, class_=class_)


def worth(words: str, x: float, y: float) -> Markup:
    """Write what a bar stands for beside its end, as much of it as there is room for."""
    shown, cut = fit(clean(words), WIDTH - x - 10, 12)
    return Markup((title(clean(words)) if cut else Markup("")) + text(shown, x + 7, y + 12, "m", size=12))


def note(parts: Sequence[tuple[str | None, str]], y: float = 12) -> list[Markup]:
    """Write what the shades mean, as a line of samples with their words; None = words without a sample."""
    drawn: list[Markup] = []
    x = 0.0
    for class_, words in parts:
        if class_ is not None:
            drawn.append(element("rect", x=x, y=y - 10, width=18, height=12, class_=class_))
            x += 24
        drawn.append(text(words, x, y, "m", size=12))
        x += width(words, 12) + 22
    return drawn


def chart(
    body: Sequence[Markup],
    *,
    rows: int,
    exist: int,
    label: str,
    class_: str,
    language: Language,
    standalone: bool,
    width: float = WIDTH,
    bottom: float | None = None,
) -> str:
    """Finish a chart: under its rows stands how many of them are shown.

    Parameters
    ----------
    rows, exist
        How many rows are drawn, and how many there are.
    label
        What the picture is called by those who listen to it.
    bottom
        Where the line below stands; None = after the rows.
    """
    y = TOP + ROW * rows + 16 if bottom is None else bottom
    said = _DRAWN.format(shown=rows, exist=exist).in_(language)
    return framed(
        [*body, text(said, 0, y, "m", size=12)],
        width=width,
        height=y + 8,
        label=label,
        class_=class_,
        language=language,
        standalone=standalone,
    )
