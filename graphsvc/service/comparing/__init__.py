"""Answers held against those of another day, revision or proposal: as files, documents and words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from graphsvc.errors import UnknownThing
from graphsvc.registry import view
from graphsvc.service.asking import ask
from graphsvc.service.comparing.impact import ComparedImpact
from graphsvc.service.comparing.matrix import ComparedMatrix
from graphsvc.service.comparing.paths import ComparedPaths
from graphsvc.service.comparing.sides import Compared
from graphsvc.snapshot import Snapshot

__all__ = ["COMPARABLE", "Compared", "compare", "compare_with"]

#: Query -> what holds two of its answers against one another.
COMPARABLE: Mapping[str, type[Compared]] = MappingProxyType(
    {"impact": ComparedImpact, "matrix": ComparedMatrix, "paths": ComparedPaths}
)


def compare(name: str, snapshot: Snapshot, result: Any, words: str, **own: Any) -> Compared:
    """Hold an answer against that of another graph.

    Parameters
    ----------
    name
        A query of :data:`COMPARABLE`.
    snapshot, result
        The graph that was asked, and its answer.
    words
        What it is held against: a day, a revision, a proposal as if carried out, or a change set in TOML.
    own
        The query's own arguments.

    Raises
    ------
    QuestionError, DataError
        When the words name nothing that can be compared with.

    Notes
    -----
    O(facts) for the other graph, and the query asked once more.
    """
    return compare_with(name, snapshot, result, view("explorer").other_side(snapshot, words), **own)


def compare_with(name: str, snapshot: Snapshot, result: Any, other: Any, **own: Any) -> Compared:
    """Hold an answer against that of another graph, which is at hand already; what is asked about may not be there."""
    if name == "paths":  # the same two systems, also where words fit others there
        own = {**own, "from_": result.start, "to": result.end}
    try:
        if own.get("municipality"):  # the same one, also where words fit another there; it may be in one graph only
            there = view("explorer").matrix_at(other.snapshot, **{**own, "municipality": result.municipality})
        else:
            there = ask(other.snapshot, name, **own)
    except UnknownThing:
        if name == "matrix":
            raise
        there = None
    return COMPARABLE[name](snapshot, other, view("explorer").contrasts[name](snapshot, result, other, there))
