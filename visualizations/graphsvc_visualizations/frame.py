"""What surrounds a picture that leaves the page: ground, heading, foot and its own style sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graphsvc.text import Language
from graphsvc_visualizations.drawing import Markup, element, group, moved, picture, text
from graphsvc_visualizations.lettering import clean, fold
from graphsvc_visualizations.palette import stylesheet

__all__ = ["framed", "heading", "link"]

_SECTOR = re.compile(r'class="(s-\w+)')
_MARGIN, _HEADING = 16, 19


def framed(
    body: Sequence[Markup],
    *,
    width: float,
    height: float,
    label: str,
    class_: str,
    language: Language,
    standalone: bool,
    above: float = 0,
) -> Markup:
    """Finish a picture, for a page or as a file of its own.

    Parameters
    ----------
    body
        The drawn parts.
    width, height
        Of the parts, in pixels.
    label
        What the picture is called by those who listen to it.
    class_
        The kind of picture.
    language
        Of its words.
    standalone
        Whether it carries its style sheet, ground and margin; on a page these are the page's.
    above
        How far the parts reach above zero (a heading).
    """
    if not standalone:
        return picture(body, width=width, height=height, label=label, class_=class_, language=language.value)
    found = frozenset(_SECTOR.findall("".join(body)))
    outer = width + 2 * _MARGIN, height + above + 2 * _MARGIN
    parts = [
        element("style", Markup(stylesheet(found))),
        element("rect", width=outer[0], height=outer[1], class_="ground"),
        group(body, transform=moved(_MARGIN, _MARGIN + above)),
    ]
    return picture(parts, width=outer[0], height=outer[1], label=label, class_=class_, language=language.value)


def heading(words: str, lines: Sequence[str], width: float) -> tuple[list[Markup], float]:
    """Draw a heading with lines of text under it, upwards from zero; return it and how high it reaches."""
    titles, _ = fold(clean(words), [width] * 2, _HEADING, bold=True)
    folded = [line for words_ in lines if words_ for line in fold(clean(words_), [width] * 3, 13)[0]]
    above = 26 * len(titles) + 19 * len(folded) + 14
    drawn = [text(line, 0, 18 - above + 26 * number, "h", size=_HEADING) for number, line in enumerate(titles)]
    start = 26 * len(titles) + 12 - above
    return [*drawn, *(text(line, 0, start + 19 * number) for number, line in enumerate(folded))], above


def link(
    parts: Sequence[Markup],
    label: str,
    address: str | None,
    *,
    class_: str | None,
    thing: str | None = None,
    way: str | None = None,
) -> Markup:
    """Make parts something that one can reach with the keyboard: a link on a page, a focusable group in a file."""
    inside = Markup("".join(parts))
    if address is not None:
        return element("a", inside, href=address, class_=class_, data_thing=thing, data_way=way, aria_label=label)
    return element("g", inside, tabindex=0, role="img", class_=class_, data_thing=thing, data_way=way, aria_label=label)
