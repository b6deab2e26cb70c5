"""Draws a whole answer about paths: every path under the next, or why there is none and what would help."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from graphsvc.model import Reference
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.paths import Path, Paths
from graphsvc_visualizations.drawing import Markup, element, group, moved, text, title
from graphsvc_visualizations.frame import framed, heading
from graphsvc_visualizations.lettering import fit, fold, width
from graphsvc_visualizations.marks import glyph, mark_of
from graphsvc_visualizations.path_strip import words
from graphsvc_visualizations.path_strip.strip import WIDTH, Sheet, patterns, strip

__all__ = ["MOST_DRAWN", "drawn_of", "path_strip", "strip_of"]

#: More paths than this, or boxes of them all, nobody looks at in one picture; the others are counted.
MOST_DRAWN, _MOST_BOXES = 50, 500
_INDENT, _HEAD, _APART = 16, 34, 10
_OUTER = WIDTH + 2 * _INDENT
_LINE = 19


class _Column:
    """What has been drawn so far, from the top, and where the next part goes."""

    def __init__(self) -> None:
        self.parts: list[Markup] = []
        self.y = 0.0

    def put(self, parts: Sequence[Markup], height: float) -> None:
        """Draw parts at the place that has been come to."""
        self.parts.append(group(parts, transform=moved(0, self.y)))
        self.y += height

    def say(self, words_: str, class_: str | None = None, *, size: float = 13) -> None:
        """Write words, in as many lines as they need, up to four."""
        for line in fold(words_, [_OUTER] * 4, size, bold=class_ == "h")[0]:
            self.put([text(line, 0, 14, class_, size=size if size != 13 else None)], _LINE + size - 13)


def drawn_of(paths: Sequence[Path]) -> Sequence[Path]:
    """Return the paths that are drawn: the cheapest, as many as one can look at, and the first in any case."""
    boxes = accumulate(len(path.systems) for path in paths[:MOST_DRAWN])
    return paths[: max(sum(number <= _MOST_BOXES for number in boxes), 1)]


def path_strip(snapshot: Snapshot, result: Paths, /, *, language: Language, standalone: bool = True) -> str:
    """Draw the answer to a question about paths.

    Parameters
    ----------
    snapshot
        The graph that was asked.
    result
        The answer.
    language
        Of the words.
    standalone
        A file of its own, with style sheet; else a part of a page.

    Returns
    -------
    str
        SVG, the same bytes for the same answer. It says how many of the paths it draws.

    Notes
    -----
    O(hops drawn); at most 50 paths are drawn, and not many more than 500 boxes.
    """
    sheet, column = Sheet(snapshot, language, result.undirected), _Column()
    drawn = drawn_of(result.paths)
    if result.none_because is None:
        _paths(sheet, column, result, drawn)
    else:
        _none(sheet, column, result)
    names = [sheet.name(end) for end in (result.start, result.end)]
    label = words.LABEL.format(start=names[0], end=names[1])
    lead = result.none_because.sentence if result.none_because else result.summary
    headed, above = heading(sheet.say(label), [sheet.say(lead)], _OUTER)
    body = [_defs(sheet, result, drawn), *headed, *column.parts]
    return framed(
        body,
        width=_OUTER,
        height=column.y,
        label=sheet.say(label),
        class_="paths",
        language=language,
        standalone=standalone,
        above=above,
    )


def strip_of(
    snapshot: Snapshot,
    result: Paths,
    path: Path,
    /,
    *,
    language: Language,
    rank: int,
    selected: bool = False,
    target: str | None = None,
) -> str:
    """Draw one path of an answer as a part of a page.

    Parameters
    ----------
    snapshot, result
        The graph, and the answer that the path belongs to.
    path
        What is drawn.
    language
        Of the words.
    rank
        Its number on the page, from 1; tells the pictures of one page apart.
    selected
        Whether it is the one that is asked about.
    target
        Address of a system's page, with ``{thing}`` where its reference goes. None: no links.
    """
    sheet, prefix = Sheet(snapshot, language, result.undirected, target), f"ps{rank}"
    drawn, wide, high = strip(sheet, path, prefix, selected=selected)
    names = " → ".join(sheet.name(system) for system in path.systems)
    label = f"{sheet.say(words.RANK.format(n=rank))}: {names}"
    # A selected box has a stronger frame, which reaches a little further.
    body = [patterns(sheet, [*path.systems], prefix), group([drawn], transform=moved(1, 0))]
    return framed(body, width=wide + 2, height=high, label=label, class_="paths", language=language, standalone=False)


def _defs(sheet: Sheet, result: Paths, drawn: Sequence[Path]) -> Markup:
    relaxed = result.none_because.relax if result.none_because else ()
    systems: dict[Reference, None] = {}
    for path in (*drawn, *(one.path for one in relaxed)):
        systems |= dict.fromkeys(path.systems)
    return patterns(sheet, [*systems])


def _paths(sheet: Sheet, column: _Column, result: Paths, drawn: Sequence[Path]) -> None:
    for rank, path in enumerate(drawn, 1):
        _boxed(sheet, column, path, _facts(sheet, path, rank, result.paths[0].cost))
    if drawn:
        least = "≥ " if not result.counted_all else ""
        column.say(sheet.say(words.DRAWN.format(n=len(drawn), of=f"{least}{result.count}")), "m")
        column.say(sheet.say(words.LEGEND), "m")


def _boxed(sheet: Sheet, column: _Column, path: Path, head: Sequence[Markup]) -> None:
    inside, _, high = strip(sheet, path)
    tall = _HEAD + high + 6
    box = element("rect", x=0.5, y=0.5, width=_OUTER - 1, height=tall, rx=6, class_="frame")
    column.put([box, *head, group([inside], transform=moved(_INDENT, _HEAD))], tall + _APART)


def _facts(sheet: Sheet, path: Path, rank: int, cheapest: int) -> list[Markup]:
    """Write the heading of a path: its rank, then what it is like, manual steps in bold."""
    said = sheet.say(words.RANK.format(n=rank))
    parts, x = [text(said, _INDENT, 23, "h", size=15)], _INDENT + width(said, 15, bold=True) + 14
    told = [(words.CHEAPEST if rank == 1 else words.difference(path, cheapest), True), *words.facts(path)]
    for place, (words_, bold) in enumerate(told):
        one = sheet.say(words_)
        parts += [text("·", x - 9, 23, "m")] if place else []
        parts.append(text(one, x, 23, "h" if bold else None))
        x += width(one, 13, bold=bold) + 14
    return parts


def _none(sheet: Sheet, column: _Column, result: Paths) -> None:
    because = result.none_because
    if because is None:
        return
    if because.missed:
        column.say(sheet.say(words.FILTERED), "h")
    for missed in because.missed:
        column.say(f"{missed.id}: {sheet.say(missed.sentence)}", "m")
    if because.relax or because.nearest:
        column.put([], 12)
        column.say(sheet.say(words.WHAT_HELPS), "h", size=15)
        column.put([], 6)
    for relaxation in because.relax:
        then = words.then(relaxation.count, all_of_them=relaxation.counted_all)
        said = fit(f"{sheet.say(relaxation.sentence)} {sheet.say(then)}", WIDTH, 13, bold=True)[0]
        _boxed(sheet, column, relaxation.path, [text(said, _INDENT, 23, "h")])
    for side in ("from", "to"):
        _near(sheet, column, result, side)


def _near(sheet: Sheet, column: _Column, result: Paths, side: str) -> None:
    near = [one for one in result.none_because.nearest if one.side == side] if result.none_because else []
    if not near:
        return
    column.put([], 6)
    column.say(sheet.say(words.NEAREST[side].format(end=sheet.name(result.end))), "h")
    for one in near:
        mark, name = mark_of(sheet.snapshot, sheet.snapshot.index(one.thing)), sheet.say(one.name)
        said = f"{fit(name, WIDTH / 2, 13)[0]} · {sheet.say(words.near(one.steps, one.ties))}"
        line = [title(name), group([glyph(mark, 7, 10)], class_=mark.colour), text(said, 22, 14)]
        column.put(line, _LINE)
