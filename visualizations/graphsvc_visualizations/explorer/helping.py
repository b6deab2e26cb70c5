"""The help page: three questions to begin with, how answers and pictures are read, words, keys and the workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

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
    pairs = zip(edges.start.tolist(), edges.records, strict=True)
    counted = Counter(start for start, record in pairs if record.fields.get("strength") == Strength.REQUIRED)
    systems = [(-number, thing) for thing, number in counted.items() if snapshot.kind(thing) is Kind.SYSTEM]
    if not systems:
        return None
    return _beginning(frame, snapshot, "impact", "/impact", thing=min(systems)[1])


def _overlap(frame: Frame, snapshot: Snapshot) -> Beginning | None:
    """Ask for a capability that several systems have and few others: the overlap is then real."""
    held = Counter(snapshot.edges(Relation.PROVIDES).end.tolist())
    shared = [(-number, thing) for thing, number in held.items() if 2 <= number <= _COMMON]
    return _beginning(frame, snapshot, "overlap", "/overlap", capability=min(shared)[1]) if shared else None


def _paths(frame: Frame, snapshot: Snapshot) -> Beginning | None:
    """Ask from a system to one that is two flows away along the data, so that the answer has something to show."""
    onward: dict[int, list[int]] = {}
    for start, end in _moves(snapshot):
        onward.setdefault(start, []).append(end)
    for start in sorted(onward):
        near = {start, *onward[start]}
        for middle in sorted(onward[start]):
            for end in sorted(onward.get(middle, ())):
                if end not in near:
                    return _beginning(frame, snapshot, "paths", "/paths", from_=start, to=end)
    return None


def _moves(snapshot: Snapshot) -> Iterator[tuple[int, int]]:
    """Give from where to where data goes, where that is known; nobody asks how a login gets along."""
    edges = snapshot.edges(Relation.FLOW)
    for provider, dependent, record in zip(edges.start.tolist(), edges.end.tolist(), edges.records, strict=True):
        if record.fields.get("mode") != Mode.LOGIN and record.fields.get("data_to") in {"dependent", "provider"}:
            yield (provider, dependent) if record.fields["data_to"] == "dependent" else (dependent, provider)


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
