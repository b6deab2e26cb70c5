"""The form of the page of paths: what is asked, from the address, and what can be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphsvc.errors import GraphsvcError
from graphsvc.metamodel import fields_of, shown_name, value_label
from graphsvc.model import Kind, Relation
from graphsvc.snapshot import Snapshot
from graphsvc_queries.paths import FlowMode, FlowStatus
from graphsvc_queries.paths.flows import flows_of
from graphsvc_queries.paths.question import UNKNOWN
from graphsvc_queries.paths.wording import UNKNOWN_WORD
from graphsvc_visualizations.explorer.frame import Frame

__all__ = ["Form", "Tick", "form_of"]

#: Systems offered in a list, and protocols; all others can be written.
_OFFERED, _PROTOCOLS = 2000, 40
_STEPS = (1, 2, 3, 4, 5, 6, 8, 0)
_PATHS = (1, 3, 5, 10, 20, 50)
_THINGS = ("from", "to", "via", "avoid", "may-pass", "show")
#: Filters that stand behind one word until one of them is used.
_MORE = ("via", "avoid", "may-pass", "show", "status", "login", "undirected", "all", "limit")


@dataclass(frozen=True, slots=True)
class Tick:
    """A value that can be ticked."""

    value: str
    words: str
    on: bool


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the fields.

    Parameters
    ----------
    start, end
        What is written in the two fields: a name where it is enough to tell the system, else its reference.
    things
        References by parameter: via, avoid, may-pass, show.
    protocols, modes, statuses
        What can be ticked.
    steps, paths
        Choices of the longest path and of how many paths, with what is chosen.
    level, direction
        The most personal data (empty = any), and what a path follows.
    undirected, login, all
        Whether these are asked for.
    limit
        How many of all paths, at most.
    more
        How many of the further filters are in use.
    systems
        What the two fields offer: reference and name.
    exist
        How many systems there are.
    """

    start: str
    end: str
    things: Mapping[str, Sequence[str]]
    protocols: Sequence[Tick]
    modes: Sequence[Tick]
    statuses: Sequence[Tick]
    steps: tuple[Sequence[int], int]
    paths: tuple[Sequence[int], int]
    level: str
    direction: str
    undirected: bool
    login: bool
    all: bool
    limit: str
    more: int
    systems: Sequence[tuple[str, str]]
    exist: int


def form_of(frame: Frame, snapshot: Snapshot) -> Form:
    """Read the form from the address of the page.

    Notes
    -----
    O(flows) for the protocols, O(systems) up to 2,000 for the names that are offered.
    """
    direction = frame.value("direction") or "data"
    steps, paths = _whole(frame.value("max-steps"), 4), _whole(frame.value("k"), 5)
    return Form(
        _written(frame, snapshot, "from"),
        _written(frame, snapshot, "to"),
        {name: _references(snapshot, frame.values(name)) for name in _THINGS[2:]},
        _protocols(frame, snapshot),
        _ticks(frame, "mode", (mode.value for mode in FlowMode if mode is not FlowMode.LOGIN)),
        _ticks(frame, "status", (status.value for status in FlowStatus)),
        (sorted({*_STEPS, steps}, key=lambda n: n or 10**9), steps),
        (sorted({*_PATHS, paths}), paths),
        frame.value("max-personal-data") or "",
        direction,
        frame.value("undirected") == "true",
        frame.value("login") == "true" or "login" in frame.values("mode"),
        frame.value("all") == "true",
        frame.value("limit") or "",
        sum(bool(frame.value(name)) for name in _MORE) + (direction != "data"),
        _systems(frame, snapshot),
        len(snapshot.of_kind(Kind.SYSTEM)),
    )


def _written(frame: Frame, snapshot: Snapshot, name: str) -> str:
    words = frame.value(name) or ""
    number = _found(snapshot, words)
    if number is None:
        return words
    called = snapshot.name(number, frame.language).words
    return called if _found(snapshot, called) == number else str(snapshot.references[number])


def _found(snapshot: Snapshot, words: str) -> int | None:
    try:
        return snapshot.lookup.find(words, Kind.SYSTEM) if words else None
    except GraphsvcError:
        return None


def _references(snapshot: Snapshot, words: Iterable[str]) -> list[str]:
    numbers = ((one, _found(snapshot, one)) for one in words)
    return [str(snapshot.references[number]) if number is not None else one for one, number in numbers]


def _protocols(frame: Frame, snapshot: Snapshot) -> list[Tick]:
    """Return the protocols that most flows have, and those that are asked for; ``unknown`` stands last."""
    column = flows_of(snapshot).protocol
    counts = np.bincount(column.codes, minlength=len(column.values)).tolist()
    known = sorted((-count, value) for value, count in zip(column.values, counts, strict=True) if value)
    asked = {one.casefold(): one for one in frame.values("protocol")}
    offered = {value.casefold(): value for _, value in known[:_PROTOCOLS]}
    unknown = {UNKNOWN: frame.words(UNKNOWN_WORD)} if None in column.values else {}
    names = {**offered, **{fold: one for fold, one in asked.items() if fold not in offered}, **unknown}
    return [Tick(UNKNOWN if fold == UNKNOWN else words, words, fold in asked) for fold, words in names.items()]


def _ticks(frame: Frame, name: str, values: Iterable[str]) -> list[Tick]:
    field, asked = fields_of(Relation.FLOW)[name], frame.values(name)
    return [
        Tick(value, frame.words(UNKNOWN_WORD if value == UNKNOWN else value_label(field, value)), value in asked)
        for value in values
    ]


def _systems(frame: Frame, snapshot: Snapshot) -> list[tuple[str, str]]:
    """Return what the fields offer: every system, of several municipalities the national ones and those at hand."""
    systems = snapshot.of_kind(Kind.SYSTEM)
    if snapshot.organisation.several:
        ends = (_found(snapshot, frame.value(name) or "") for name in ("from", "to"))
        tops = [snapshot.organisation.municipality_of(end) for end in ends if end is not None]
        near = np.isin(snapshot.organisation.municipalities[systems], [top for top in tops if top is not None])
        systems = systems[near | snapshot.organisation.national[systems]]
    numbers = systems[:_OFFERED].tolist()
    records = ((str(snapshot.references[one]), snapshot.record(one)) for one in numbers)
    return [(reference, shown_name(record.fields, record.id, frame.language).words) for reference, record in records]


def _whole(words: Any, otherwise: int) -> int:
    return int(words) if words and str(words).isdecimal() and len(str(words)) < 6 else otherwise
