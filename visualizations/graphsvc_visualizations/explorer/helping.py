"""The help page: three questions to begin with, how answers and pictures are read, words, keys and the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graphsvc.i18n import catalogue
from graphsvc.metamodel import KINDS, Field, FieldType
from graphsvc.model import Kind, Mode, Relation, Strength
from graphsvc.snapshot import Snapshot
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.templating import render

__all__ = ["Beginning", "beginnings", "help_page"]

_ANSWERS = ("search", "strength", "ways", "unknown", "counted", "fresh", "time", "people", "views")
_PICTURES = ("common", "swimlane", "neighbourhood", "matrix", "map", "paths", "charts")
_KEYS = (
    ("Tab", "tab"),
    ("← → ↑ ↓", "arrows"),
    ("Enter", "enter"),
    ("Esc", "escape"),
    ("␣, P", "choose"),
    ("Ctrl+Z, Ctrl+Shift+Z", "undo"),
)
#: Kinds outside the graph that a workbook may hold.
_SHEETS = frozenset({Kind.PROPOSAL, Kind.ROLE})
#: A capability that more systems than this have is too common to make a good first question.
_COMMON = 6


@dataclass(frozen=True, slots=True)
class Beginning:
    """A question to begin with: its words, what the answer shows, and its address."""

    words: str
    more: str
    address: str


def help_page(frame: Frame, snapshot: Snapshot) -> str:
    """Return the help page; its questions are about what this register holds.

    Notes
    -----
    O(things + relations).
    """
    return render(
        "help.html",
        frame,
        snapshot,
        beginnings=beginnings(frame, snapshot),
        answers=_ANSWERS,
        pictures=_PICTURES,
        keys=_KEYS,
        terms=sorted(_terms(frame), key=lambda pair: pair[0].casefold()),
        sheets=[(kind, KINDS[kind]) for kind in KINDS if kind in _SHEETS or KINDS[kind].in_graph],
        holds=lambda field: _holds(frame, field),
    )


def beginnings(frame: Frame, snapshot: Snapshot) -> list[Beginning]:
    """Return questions that a newcomer may begin with, about what this register holds.

    What does retiring the most needed system touch, is there already something with a rare capability, and how does
    data get from one system to another.

    Notes
    -----
    O(relations); deterministic: of equals the smallest reference is taken.
    """
    found = [_impact(frame, snapshot), _overlap(frame, snapshot), _paths(frame, snapshot)]
    return [one for one in found if one is not None]


def _impact(frame: Frame, snapshot: Snapshot) -> Beginning | None:
    edges = snapshot.edges(Relation.SUPPORTS)
    required = edges.holding("strength", Strength.REQUIRED)
    systems, place = snapshot.of_kind(Kind.SYSTEM), np.zeros(len(snapshot), dtype=np.int64)
    np.add.at(place, edges.start[required], 1)
    if not len(systems) or not place[systems].any():
        return None
    return _beginning(frame, snapshot, "impact", "/impact", thing=int(systems[place[systems].argmax()]))


def _overlap(frame: Frame, snapshot: Snapshot) -> Beginning | None:
    """Ask for a capability that several systems have and few others: the overlap is then real."""
    held, numbers = np.unique(snapshot.edges(Relation.PROVIDES).end, return_counts=True)
    numbers[(numbers < 2) | (numbers > _COMMON)] = 0
    if not numbers.any():
        return None
    return _beginning(frame, snapshot, "overlap", "/overlap", capability=int(held[numbers.argmax()]))


def _paths(frame: Frame, snapshot: Snapshot) -> Beginning | None:
    """Ask from a system to one that is two flows away along the data, so that the answer has something to show."""
    starts, ends = _moves(snapshot)

    def onward(system: int) -> list[int]:
        begin, end = (np.searchsorted(starts, system, side=side) for side in ("left", "right"))
        found: list[int] = ends[begin:end].tolist()
        return found

    for start in map(int, starts[np.diff(starts, prepend=-1) > 0]):
        near = {start, *onward(start)}
        for middle in onward(start):
            for end in onward(middle):
                if end not in near:
                    return _beginning(frame, snapshot, "paths", "/paths", from_=start, to=end)
    return None


def _moves(snapshot: Snapshot) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return from where to where data goes, where that is known, ascending; nobody asks how a login gets along."""
    edges = snapshot.edges(Relation.FLOW)
    asked = edges.coded("mode").flags(lambda mode: mode != Mode.LOGIN)
    along = asked & edges.coded("data_to").flags(lambda side: side == "dependent")
    back = asked & edges.coded("data_to").flags(lambda side: side == "provider")
    starts = np.concatenate([edges.start[along], edges.end[back]]).astype(np.int64)
    ends = np.concatenate([edges.end[along], edges.start[back]]).astype(np.int64)
    order = np.lexsort((ends, starts))
    return starts[order], ends[order]


def _beginning(frame: Frame, snapshot: Snapshot, key: str, path: str, **things: int) -> Beginning:
    names = [snapshot.name(thing, frame.language).words for thing in things.values()]
    words = frame.say(f"help.ask_{key}", name=names[0], other=names[-1])
    address = frame.to(path, **{name.rstrip("_"): str(snapshot.references[thing]) for name, thing in things.items()})
    return Beginning(words, frame.say(f"help.ask_{key}_more"), address)


def _terms(frame: Frame) -> Iterator[tuple[str, str]]:
    for key in catalogue():
        if key.startswith("help.term_") and not key.endswith("_means"):
            yield frame.say(key), frame.say(f"{key}_means")


def _holds(frame: Frame, field: Field) -> str:
    values = ", ".join(frame.words(one.label) for one in field.values)
    bare = field.type is FieldType.CHOICE
    return frame.say(f"help.type_{field.type.value}", values=values) if bare else frame.say(f"help.type_{field.type}")
