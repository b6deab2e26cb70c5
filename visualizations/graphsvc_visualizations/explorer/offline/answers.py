"""Answers that the offline file has ready: what each change touches, how strongly and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from graphsvc.model import ChangeKind, Kind, Relation, Way
from graphsvc.snapshot import Snapshot
from graphsvc_queries.impact import Impact, impact
from graphsvc_queries.impact.result import Consulted, Touched, Unknown
from graphsvc_queries.impact.rows import SectorRow
from graphsvc_visualizations.explorer.doubts import Doubts, doubts
from graphsvc_visualizations.explorer.impact import asked_title, below_told
from graphsvc_visualizations.explorer.offline.book import Book
from graphsvc_visualizations.explorer.sectors import Bar, bars_of
from graphsvc_visualizations.swimlane import layout, swimlane, words
from graphsvc_visualizations.swimlane.parts import strength_class

__all__ = ["CHANGES", "Answers", "answers_of", "askable"]

#: Which changes are worked out for a kind of thing.
CHANGES = {
    Kind.SYSTEM: (ChangeKind.RETIRE, ChangeKind.UPGRADE),
    Kind.TECHNOLOGY: (ChangeKind.RETIRE, ChangeKind.UPGRADE),
    Kind.DATA_OBJECT: (ChangeKind.DATA,),
}
#: So many names of a doubt are written out; the rest is counted.
_NAMED = 12


class Answers:
    """The answers that fit, and how many there could be.

    Parameters
    ----------
    rows
        The answers by thing, then change.
    pictures
        (place of an answer in ``rows``, its picture).
    things, exist
        How many things have their answers in the file, and how many could be asked about.
    unknown, unknowns
        What the register knows too little about, once for all answers that share it, and where that stands.
    """

    def __init__(self, exist: int) -> None:
        self.rows: list[dict[str, Any]] = []
        self.pictures: list[tuple[int, str]] = []
        self.unknown: list[list[list[int]]] = []
        self.unknowns: dict[tuple[Unknown, ...], int] = {}
        self.things, self.exist = 0, exist


def askable(snapshot: Snapshot) -> list[int]:
    """Return the things that a change can start from, the most connected first.

    Notes
    -----
    O(relations + things log things).
    """
    ties = [0] * len(snapshot)
    for relation in Relation:
        edges = snapshot.edges(relation)
        for end in (*edges.start.tolist(), *edges.end.tolist()):
            ties[end] += 1
    things = [thing for kind in CHANGES for thing in snapshot.of_kind(kind).tolist()]
    return sorted(things, key=lambda thing: (-ties[thing], thing))


def answers_of(book: Book, *, room: int, picture_room: int, most_pictures: int) -> Answers:
    """Work out what changes to the most connected things touch, as long as there is room.

    Parameters
    ----------
    room, picture_room
        Bytes for answers, and for pictures of them.
    most_pictures
        So many are drawn at most.

    Notes
    -----
    O(answers x cost of one).
    """
    snapshot = book.snapshot
    order = askable(snapshot)
    found, end = Answers(len(order)), book.size + room
    made: list[tuple[int, Impact]] = []
    for thing in order:
        if book.size > end:
            break
        found.things += 1
        for change in CHANGES[snapshot.kind(thing)]:
            result = impact(snapshot, things=(snapshot.references[thing],), change=change).whole()
            made.append((len(found.rows), result))
            book.keep(found.rows, _answer(book, found, thing, change, result))
    for place, result in made:
        if picture_room <= 0 or len(found.pictures) >= most_pictures:
            break
        if result.touched and result.changes[0].kind == ChangeKind.RETIRE:
            drawing = swimlane(snapshot, result, language=book.frame.language, standalone=False)
            picture_room -= len(drawing.encode())
            found.pictures.append((place, drawing))
            found.rows[place]["drawn"] = _drawn(book, result)
    return found


def _answer(book: Book, found: Answers, thing: int, change: ChangeKind, result: Impact) -> dict[str, Any]:
    frame = book.frame
    bars = bars_of(book.snapshot, result)
    return {
        "thing": thing,
        "change": change.value,
        "verb": book.word(frame.words(words.VERBS[change.value])),
        "title": book.word(asked_title(frame, result)),
        "summary": book.word(frame.words(result.summary)),
        "touched": [_touched(book, one) for one in result.touched],
        "sectors": [_sector(book, result, bar) for bar in bars],
        "consult": [_consulted(book, one) for one in result.consult],
        "notes": [book.word(note) for note in _notes(book, result)],
        "doubts": list(_doubts(book, doubts(book.snapshot, result))),
        "unknown": _unknown(book, found, result),
    }


def _touched(book: Book, one: Touched) -> list[Any]:
    """Return thing, way, strength in hundredths as people read it, its class, steps, direct, confirmed, of, path."""
    return [
        book.number(one.thing),
        int(one.way is Way.WORK),
        _hundredths(one.strength),
        strength_class(one.strength),
        one.steps,
        int(one.direct),
        one.confidence.confirmed,
        one.confidence.of,
        [book.hop(hop) for hop in one.path],
    ]


def _hundredths(strength: float) -> int:
    return int(f"{strength:.2f}".replace(".", ""))


def _sector(book: Book, result: Impact, bar: Bar) -> list[Any]:
    """Return a row of the roll-up: name, mark, effect, work, numbers, and whose path tells why."""
    row: SectorRow = bar.row
    effect, work = row.effect, row.work
    strongest = result.touched.index(bar.strongest) if bar.strongest else -1
    name = book.name(book.number(bar.thing)) if bar.thing else book.frame.words(row.name)
    told = [book.word(name), book.mark(bar.mark), strongest]
    for side in (effect, work):
        below = int(side.below)
        told += [_hundredths(side.strength), strength_class(side.strength) if side.strength else 0, below]
    used = book.frame.say("roll_users", users=effect.users, deliverers=effect.deliverers) if effect.users else None
    return [*told, effect.services, effect.units, effect.systems, row.direct, work.systems, work.units, book.word(used)]


def _consulted(book: Book, one: Consulted) -> list[Any]:
    """Return a unit, its contact (-1 = unknown), and the reasons as (way, sentence)."""
    ways = {Way.EFFECT: 0, Way.WORK: 1, None: -1}
    reasons = [[ways[because.way], book.word(book.frame.words(because.sentence))] for because in one.because]
    return [book.number(one.thing), book.word(one.contact or None), reasons]


def _notes(book: Book, result: Impact) -> Iterator[str]:
    """Yield what the limits of the question leave out."""
    frame = book.frame
    if result.truncated:
        yield frame.say("truncated", steps=result.max_steps)
    if below := below_told(frame, result):
        yield frame.say("below_line", limit=frame.number(result.min_strength, 2), told=below)


def _doubts(book: Book, found: Doubts) -> Iterator[list[Any]]:
    """Yield what an answer rests on that nobody has confirmed: sign (empty for a plain sentence), words, things."""
    say = book.frame.say
    if found.systems:
        yield ["", book.word(say("unknown_systems_fresh", n=found.fresh, of=found.systems))]
    if found.ties_never or found.ties_stale:
        told = say("unknown_ties", never=found.ties_never, of=found.ties, stale=found.ties_stale)
        yield ["?", book.word(told)]
    if found.assumed:
        yield ["?", book.word(say("unknown_assumed", n=found.assumed))]
    for sign, key, things in (("?", "unknown_never", found.never), ("!", "unknown_stale", found.stale)):
        if things:
            yield [sign, book.word(say(key, names="").strip()), _named(book, things[:_NAMED]), len(things)]


def _named(book: Book, things: Iterable[str]) -> list[int]:
    return [book.number(thing) for thing in things]


def _unknown(book: Book, found: Answers, result: Impact) -> int:
    if result.unknown not in found.unknowns:
        found.unknowns[result.unknown] = len(found.unknown)
        rows = [[book.number(one.thing), book.word(book.frame.words(one.why))] for one in result.unknown]
        book.keep(found.unknown, rows)
    return found.unknowns[result.unknown]


def _drawn(book: Book, result: Impact) -> int:
    """Say how many of the ties the picture draws."""
    say, drawn = book.frame.say, layout(book.snapshot, result).drawn
    parts = [
        f"{say(key)} {say('drawn_of', n=drawn[way].ties, of=drawn[way].exist)}"
        for way, key in ((Way.EFFECT, "drawn_effect"), (Way.WORK, "drawn_work"))
    ]
    return book.word("; ".join([*parts, say("drawn_rest")]) + ".")
