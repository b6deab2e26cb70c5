"""Everything decided before anything is drawn: who is shown, where, and with which lines."""

from __future__ import annotations

from graphsvc.model import Reference, Way
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.impact.contrast import Contrast, Standing
from graphsvc_queries.impact.result import Drawn, Impact, Touched
from graphsvc_queries.impact.rows import SectorRow
from graphsvc_visualizations.swimlane import words
from graphsvc_visualizations.swimlane.cells import NATIONAL, Question, Sorted, choose
from graphsvc_visualizations.swimlane.labels import lane_mark, lane_name, mixed, tally
from graphsvc_visualizations.swimlane.lines import draw_effect, draw_work
from graphsvc_visualizations.swimlane.parts import (
    HEAD,
    SPINE,
    SPINE_WIDTH,
    Box,
    Card,
    Cell,
    Column,
    Lane,
    Layout,
    More,
)
from graphsvc_visualizations.swimlane.rows import Places, place
from graphsvc_visualizations.swimlane.spine import least_height

__all__ = ["arrange", "layout"]


def layout(
    snapshot: Snapshot,
    result: Impact,
    /,
    *,
    selected: str | None = None,
    way: Way | None = None,
    unfolded: frozenset[str] = frozenset(),
    sectors: frozenset[str] = frozenset(),
    contrast: Contrast | None = None,
    other: Snapshot | None = None,
) -> Layout:
    """Lay out an impact answer as sector swimlanes.

    Parameters
    ----------
    snapshot
        The snapshot that was asked.
    result
        The answer.
    selected, way
        The thing whose path is shown, and in which way it is touched (None: effect first).
    unfolded
        Cells that show all they have, as ``LANE/COLUMN`` (``unit:A2/services``).
    sectors
        The sectors that are shown (``unit:A2``), all when empty; ties to the others count as not drawn.
    contrast, other
        Two answers whose merged one is ``result``, and the graph of the second; None when there is only one.

    Returns
    -------
    Layout
        Places of everything, and how many ties are drawn of those that exist. No words are measured that differ
        between languages, so that the numbers are the same in all of them.

    Notes
    -----
    O(touched log touched + ties).
    """
    return arrange(Question(snapshot, result, selected, way, unfolded, sectors, contrast, other))


def arrange(question: Question) -> Layout:
    """Lay out a question; see :func:`layout`."""
    cells = choose(question)
    places = place(question, cells)
    spine = Box(SPINE, HEAD, SPINE_WIDTH, max(places.bottom - HEAD, least_height(question)))
    lines, effect = draw_effect(question, cells, places)
    work_lines, work = draw_work(question, places)
    exist = question.result.exist
    drawn = {Way.EFFECT: Drawn(effect, exist(Way.EFFECT)), Way.WORK: Drawn(work, exist(Way.WORK))}
    return Layout(
        height=spine.y + spine.height,
        lanes=_lanes(question, cells, places),
        cards=_cards(question, cells, places),
        more=_more(question, cells, places),
        lines=(*work_lines, *lines),
        spine=spine,
        drawn=drawn,
        beyond=question.beyond,
    )


def _lanes(question: Question, cells: Sorted, places: Places) -> tuple[Lane, ...]:
    rows = {f"unit:{row.id}": row for row in question.result.sectors}
    return tuple(_lane(question, cells, places, key, rows.get(key)) for key in question.lanes)


def _lane(question: Question, cells: Sorted, places: Places, key: str, row: SectorRow | None) -> Lane:
    services, units, systems = tally(question, cells, key)
    return Lane(
        key=key,
        name=lane_name(question, key),
        mark=lane_mark(question, key),
        top=places.tops[key],
        height=places.heights[key],
        services=services,
        units=units,
        systems=systems,
        effect=any(cells.shown.get((key, column)) for column in Column if column is not Column.WORK),
        work=bool(cells.shown.get((key, Column.WORK))),
        effect_below=row is not None and row.effect.below,
        work_below=row is not None and row.work.below,
        mixed=mixed(question, cells, key),
    )


def _cards(question: Question, cells: Sorted, places: Places) -> tuple[Card, ...]:
    found: list[Card] = []
    for cell in ((key, column) for key in question.lanes for column in Column):
        shown = cells.shown.get(cell, ())
        if cell == (NATIONAL, Column.WORK) and shown:
            found.append(_national(question, cell, shown, places))
        else:
            found += [_card(question, cell, one, places.boxes[one.thing, one.way]) for one in shown]
    return tuple(sorted(found, key=lambda card: (card.box.x, card.box.y)))


def _card(question: Question, cell: Cell, one: Touched, box: Box) -> Card:
    result, steps = question.result, _badges(question, one)
    return Card(
        cell=cell,
        box=box,
        things=(one.thing,),
        name=one.name,
        strength=one.strength,
        way=one.way,
        badges=steps,
        below=_owners(question, one) if one.way is Way.WORK else None,
        selected=bool(steps),
        also_work=one.way is Way.EFFECT and result.touches(one.thing, Way.WORK),
        stands=question.stands(one),
    )


def _badges(question: Question, one: Touched) -> tuple[int, ...]:
    """Return the steps that end on a card; a unit that owns a system to work on stands on that system's card."""
    chosen = question.chosen
    if chosen is None or chosen.way is not one.way or one.thing not in question.steps:
        return ()
    if one.way is Way.EFFECT:
        return (question.steps[one.thing],)
    return tuple(step for thing, step in question.steps.items() if thing == one.thing or thing.startswith("unit:"))


def _owners(question: Question, one: Touched) -> Text:
    names = question.owners(one.thing)
    return words.OWNER.format(names=words.listed(names)) if names else words.WITHOUT_OWNER


def _national(question: Question, cell: Cell, shown: tuple[Touched, ...], places: Places) -> Card:
    one, many = words.NATIONAL_COUNT
    new, gone = question.tally(shown)
    number = len(shown) - gone
    badges = tuple(sorted(step for found in shown for step in _badges(question, found)))
    return Card(
        cell=cell,
        box=places.boxes[shown[0].thing, Way.WORK],
        things=tuple(found.thing for found in shown),
        name=one if number == 1 else many.format(n=number),
        below=words.listed([_signed(question, found) for found in shown]),
        strength=max(found.strength for found in shown),
        way=Way.WORK,
        badges=badges,
        selected=bool(badges),
        mixed=(new, gone),
    )


def _signed(question: Question, one: Touched) -> Text:
    """Put the sign of what became of it before a name."""
    row = question.stands(one)
    sign = {Standing.NEW: "+ ", Standing.GONE: "− "}.get(row.standing, "") if row else ""
    return Text(*(sign + one.name.in_(language) for language in Language))


def _more(question: Question, cells: Sorted, places: Places) -> tuple[More, ...]:
    at: dict[tuple[Way, Reference], list[int]] = {}
    for number, tie in enumerate(question.result.ties if places.more else ()):
        if tie.pictured:
            for end in (tie.start, tie.end):
                at.setdefault((tie.way, end), []).append(number)
    found = []
    for cell, box in places.more.items():
        behind = cells.hidden.get(cell, ())
        hidden = {one.thing for one in behind}
        way = Way.WORK if cell[1] is Column.WORK else Way.EFFECT
        ties = {number for thing in hidden for number in at.get((way, thing), ())}
        found.append(More(cell, box, len(hidden), len(ties), question.tally(behind)))
    return tuple(found)
