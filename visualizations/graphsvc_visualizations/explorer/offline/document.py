"""The offline file: the whole map as one page that opens from a folder, with no network and no server."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from importlib.resources import files
from typing import Any

from graphsvc.metamodel import KINDS
from graphsvc.model import Kind, Relation
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.matrix import Matrix, Places, matrix
from graphsvc_visualizations.explorer.documents import document_page
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.grid import axis_marks, colours
from graphsvc_visualizations.explorer.offline.answers import Answers, answers_of
from graphsvc_visualizations.explorer.offline.book import Book, inert, packed
from graphsvc_visualizations.explorer.offline.things import address, kinds_of, relations_of, things_of
from graphsvc_visualizations.explorer.offline.words import SCRIPT_WORDS
from graphsvc_visualizations.explorer.templating import finished
from graphsvc_visualizations.explorer.things import crumbs_of

__all__ = ["offline"]

_STYLES = ("tokens.css", "picture.css", "explorer.css", "parts.css")
_SCRIPTS = ("making.js", "search.js", "things.js", "answers.js", "offline.js")
#: Bytes for answers and for pictures, so that the file of a municipality stays under 5 MB, and so many pictures.
_ROOM, _PICTURE_ROOM, _PICTURES = 2_600_000, 1_400_000, 40
#: So many things of a kind, and ties of a cell, stand in the page itself; the script knows all.
_LISTED, _TIES = 2_000, 200


def offline(
    snapshot: Snapshot,
    *,
    language: Language,
    provenance: str = "",
    public: bool = False,
    room: int = _ROOM,
    picture_room: int = _PICTURE_ROOM,
) -> bytes:
    """Make the offline file of a map.

    Parameters
    ----------
    snapshot
        The map, as the edition shows it.
    language
        Of all words.
    provenance, public
        What the file says of itself: how much of what exists is in it, and its edition. The map has been made public
        before.
    room, picture_room
        Bytes for answers that are worked out, and for pictures of them; the most connected things go first.

    Returns
    -------
    bytes
        One HTML file. The same map, language and room give the same bytes.

    Notes
    -----
    O(facts + answers x cost of one); about 5 s and 4 MB for a municipality of 750 things.
    """
    frame = Frame(language, "", (), "")
    book = Book(frame, snapshot)
    data: dict[str, Any] = {
        "kinds": kinds_of(book),
        "things": things_of(book, public=public),
        "relations": relations_of(book),
    }
    answers = answers_of(book, room=room, picture_room=picture_room, most_pictures=_PICTURES)
    data |= {"answers": answers.rows, "unknown": answers.unknown, "hops": book.hops}
    data |= {"words": book.words, "say": {key: frame.say(word) for key, word in SCRIPT_WORDS.items()}}
    data |= {"language": language.value, "date": frame.day(snapshot.date), "computed": [answers.things, answers.exist]}
    counted = matrix(snapshot)
    return document_page(
        "offline.html",
        language,
        css=_style(),
        snapshot=snapshot,
        about=snapshot.about,
        date=frame.day(snapshot.date),
        edition=frame.say("offline.public" if public else "offline.internal"),
        icon=_icon(),
        script=finished(_script()),
        data=finished(inert(packed(data))),
        book=book,
        answers=answers,
        pictures=[(place, finished(drawing)) for place, drawing in answers.pictures],
        matrix=counted,
        colours=colours(counted),
        axis_marks=axis_marks(snapshot, counted),
        axis_names={axis.id: frame.words(axis.name) for axis in counted.axes},
        cells=_cells(snapshot, counted),
        listed=_listed(snapshot),
        address=address,
        above=lambda thing: crumbs_of(snapshot, thing),
        told=[line for line in (provenance, *_told(frame, answers)) if line],
    )


def _cells(snapshot: Snapshot, counted: Matrix) -> list[tuple[str, str, int, list[RelationRecord]]]:
    """Return the ties behind every cell that has some: row, column, how many, and those that are listed.

    Notes
    -----
    O(flows + supports), once for all cells.
    """
    behind: dict[tuple[str, str], list[RelationRecord]] = {}
    places = Places(snapshot, counted.by)
    for relation in (Relation.FLOW, Relation.SUPPORTS):
        records = snapshot.edges(relation).records
        for record in sorted(records, key=lambda one: (one.start, one.end, one.id)):
            for cell in places.cells(record):
                behind.setdefault(cell, []).append(record)
    names = [axis.id for axis in counted.axes]
    found = ((row, column, behind.get((row, column), [])) for row in names for column in names)
    return [(row, column, len(ties), ties[:_TIES]) for row, column, ties in found if ties]


def _listed(snapshot: Snapshot) -> list[tuple[Kind, int, list[int]]]:
    """Return the things of every kind: how many, and those that are listed."""
    every = ((kind, snapshot.of_kind(kind).tolist()) for kind in Kind if KINDS[kind].in_graph)
    return [(kind, len(things), things[:_LISTED]) for kind, things in every if things]


def _told(frame: Frame, answers: Answers) -> list[str]:
    """Say which answers are in the file, of those that there could be."""
    numbers = {"n": frame.number(answers.things), "of": frame.number(answers.exist)}
    key = "offline.ready_all" if answers.things == answers.exist else "offline.ready_some"
    pictures = {"n": frame.number(len(answers.pictures)), "of": frame.number(len(answers.rows))}
    return [frame.say(key, **numbers), frame.say("offline.pictures", **pictures)]


@cache
def _style() -> str:
    static = files("graphsvc_visualizations.explorer").joinpath("static")
    own = files(__package__).joinpath("offline.css")
    return "".join(part.read_text(encoding="utf-8") for part in (*map(static.joinpath, _STYLES), own))


@cache
def _script() -> str:
    folder = files(__package__)
    return "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in _SCRIPTS)


@cache
def _icon() -> str:
    static = files("graphsvc_visualizations.explorer").joinpath("static")
    return f"data:image/svg+xml;base64,{b64encode(static.joinpath('icon.svg').read_bytes()).decode()}"
