"""The matrix drawn as SVG: a cell's number, and what comes and goes there when it is held against another."""

from __future__ import annotations

from collections.abc import Iterator

from graphsvc.i18n import say
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.matrix import Matrix, MatrixBy
from graphsvc_queries.matrix.contrast import Change, MatrixContrast
from graphsvc_visualizations.drawing import Markup, element, group, text, title
from graphsvc_visualizations.explorer.grid import axis_marks, colours
from graphsvc_visualizations.frame import framed, heading
from graphsvc_visualizations.lettering import clean, fold
from graphsvc_visualizations.marks import glyph

__all__ = ["matrix_grid"]

#: More rows than these nobody reads in a picture; those with most ties, or where most changes, are drawn.
MOST_ROWS = 30
_LEFT, _WIDE, _HIGH, _TOP = 190, 104, 56, 62
_INK = {"q1": "q-l", "q2": "q-l", "q3": "q-3", "q4": "q-d", "q5": "q-d"}


def matrix_grid(
    snapshot: Snapshot,
    result: Matrix,
    /,
    *,
    language: Language,
    standalone: bool = True,
    contrast: MatrixContrast | None = None,
    note: str = "",
) -> str:
    """Draw a matrix: rows deliver to columns.

    Parameters
    ----------
    snapshot, result
        The graph, and its matrix (the one of ``contrast`` when there is one).
    language
        Of the words.
    standalone
        A file of its own, with style sheet; else a part of a page.
    contrast
        What comes and goes in each cell; None when the matrix stands alone.
    note
        A line for the heading: what the matrix is held against.

    Returns
    -------
    str
        SVG, the same bytes for the same answer. At most thirty rows; it says how many of how many are drawn.

    Notes
    -----
    O(cells).
    """
    places = _drawn(result, contrast)
    size = len(places)
    width, height = _LEFT + _WIDE * (size + 1), _TOP + _HIGH * (size + 1)
    marks = axis_marks(snapshot, result)
    names = {axis.id: clean(axis.name.in_(language)) for axis in result.axes}
    parts: list[Markup] = [text(say("explorer.matrix_corner", language), 8, 36, "m", size=12)]
    for rank, place in enumerate(places):
        axis = result.axes[place]
        x, y = _LEFT + _WIDE * rank, _TOP + _HIGH * rank
        mark = marks[axis.id]
        above = [text(line, x + 24, 24 + 15 * row, size=12) for row, line in _lines(names[axis.id], _WIDE - 30)]
        left = [text(line, 26, y + 26 + 15 * row, "h") for row, line in _lines(names[axis.id], _LEFT - 36, bold=True)]
        across, aside = (group([glyph(mark, *at)], class_=mark.colour) for at in ((x + 12, 20.0), (12.0, y + 22)))
        parts += [group([title(names[axis.id]), part, *said]) for part, said in ((across, above), (aside, left))]
    parts += [text(say("explorer.matrix_out", language), _LEFT + _WIDE * size + 10, 24, "h", size=12)]
    parts += [text(say("explorer.matrix_in", language), 26, _TOP + _HIGH * size + 26, "h")]
    parts += _cells(result, places, contrast, language)
    parts += _sums(result, places, contrast)
    lines = _below(result, size, language, contrast is not None)
    folded = [line for words in lines for line in fold(words, [width] * 4, 12)[0]]
    parts += [text(line, 0, height + 22 + 16 * row, "m", size=12) for row, line in enumerate(folded)]
    by_unit = result.by is MatrixBy.UNIT
    label = say("explorer.matrix_title_units" if by_unit else "explorer.matrix_title", language)
    head, high = heading(label, [note, *_changed(contrast, language), _source(snapshot, language)], width)
    return framed(
        [*head, *parts],
        width=width,
        height=height + 16 * len(folded) + 14,
        label=label,
        class_="matrix",
        language=language,
        standalone=standalone,
        above=high,
    )


def _drawn(result: Matrix, contrast: MatrixContrast | None) -> list[int]:
    """Return the rows that are drawn: all of few, else those where most changes, then those with most ties."""
    every = range(len(result.axes))
    if len(every) <= MOST_ROWS:
        return list(every)
    changes = dict.fromkeys((axis.id for axis in result.axes), 0)
    for cell, change in contrast.cells.items() if contrast else ():
        for end in set(cell) & changes.keys():
            changes[end] += change.new + change.gone

    def weight(place: int) -> tuple[int, int, int]:
        return -changes[result.axes[place].id], -result.out(place) - result.into(place), place

    return sorted(sorted(every, key=weight)[:MOST_ROWS])


def _lines(name: str, room: float, *, bold: bool = False) -> Iterator[tuple[int, str]]:
    return iter(enumerate(fold(name, [room] * 2, 13 if bold else 12, bold=bold)[0]))


def _cells(result: Matrix, places: list[int], contrast: MatrixContrast | None, language: Language) -> Iterator[Markup]:
    shades = colours(result)
    for down, row in enumerate(places):
        for across, column in enumerate(places):
            cell = result.cells[row][column]
            change = contrast.of(result.axes[row].id, result.axes[column].id) if contrast else Change()
            flows = say("explorer.matrix_flows_of", language, n=cell.flows) if cell.total else ""
            at = _LEFT + _WIDE * across, _TOP + _HIGH * down
            yield _cell(at, shades[row][column], str(cell.total), flows, change)


def _sums(result: Matrix, places: list[int], contrast: MatrixContrast | None) -> Iterator[Markup]:
    for rank, place in enumerate(places):
        name = result.axes[place].id
        out, into = (contrast.out(name), contrast.into(name)) if contrast else (Change(), Change())
        end = len(places)
        yield _cell((_LEFT + _WIDE * end, _TOP + _HIGH * rank), "", str(result.out(place)), "", out)
        yield _cell((_LEFT + _WIDE * rank, _TOP + _HIGH * end), "", str(result.into(place)), "", into)


def _cell(at: tuple[float, float], shade: str, number: str, flows: str, change: Change) -> Markup:
    """Draw one cell: its number, of which flows, and with signs what comes and goes."""
    x, y = at
    ink, middle = _INK.get(shade, ""), x + _WIDE / 2
    lines = [(number, f"h {ink}".strip(), 15), (flows, ink or "m", 12), (str(change), f"h {ink}".strip(), 12)]
    shown = [line for line in lines if line[0]]
    top = y + _HIGH / 2 + 5 - 8 * (len(shown) - 1)
    frame = "more" if shade == "self" else shade or "cd"
    inset = 3 if shade == "self" else 0.5
    box = element(
        "rect", x=x + inset, y=y + inset, width=_WIDE - 2 * inset, height=_HIGH - 2 * inset, class_=f"{frame}"
    )
    said = [
        text(words, middle, top + 16 * row, class_, size=size, anchor="middle")
        for row, (words, class_, size) in enumerate(shown)
    ]
    return group([box, *said])


def _changed(contrast: MatrixContrast | None, language: Language) -> list[str]:
    if contrast is None:
        return []
    return [say("contrast.matrix_ties", language, new=contrast.ties.new, gone=contrast.ties.gone)]


def _source(snapshot: Snapshot, language: Language) -> str:
    about = snapshot.about
    invented = say("exports.synthetic", language) if about.synthetic else ""
    return " · ".join(part for part in (clean(about.title), invented) if part)


def _below(result: Matrix, rows: int, language: Language, compared: bool) -> list[str]:
    """Say how to read the picture, and how much of what there is it draws."""
    said = [say("explorer.matrix_note", language)] if result.by is MatrixBy.SECTOR else []
    said.append(say("explorer.matrix_shown", language, shown=result.shown, exist=result.exist))
    if rows < len(result.axes):
        said.append(say("contrast.matrix_rows", language, n=rows, of=len(result.axes)))
    if compared:
        said.append(say("contrast.matrix_signs", language))
    return [" ".join(said)]
