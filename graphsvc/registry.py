"""Plugins, found by entry point: bundled and outside ones are equal."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import Any, cast

from graphsvc.errors import UsageError
from graphsvc.ports import GraphDatabase, Importer
from graphsvc.text import Text

__all__ = ["graph_database", "importer", "importers", "queries", "query", "query_names", "view", "views"]


@cache
def _group(name: str) -> Mapping[str, Any]:
    """Return entry points of a group by name; loaded when used, so that a broken plugin breaks only itself."""
    return {point.name: point for point in sorted(entry_points(group=f"graphsvc.{name}"), key=lambda point: point.name)}


def _load(group: str, name: str) -> Any:
    points = _group(group)
    if name not in points:
        near = difflib.get_close_matches(name, points, n=1)
        known = ", ".join(points)
        raise UsageError(
            Text(
                f"Det finnes ingen «{name}» blant {group}; "
                + (f"mente du {near[0]}?" if near else f"velg blant {known}"),
                f"Det finst ingen «{name}» blant {group}; "
                + (f"meinte du {near[0]}?" if near else f"vel blant {known}"),
                f"no '{name}' among {group}; " + (f"did you mean {near[0]}?" if near else f"choose one of {known}"),
            )
        )
    return points[name].load()


def importers() -> Mapping[str, Importer]:
    """Return every installed importer by name."""
    return {name: importer(name) for name in _group("importers")}


def importer(name: str) -> Importer:
    """Return an importer.

    Raises
    ------
    UsageError
        When there is none of this name; names the nearest.
    """
    return cast(Importer, _load("importers", name)())


def queries() -> Mapping[str, Callable[..., Any]]:
    """Return every installed query by name."""
    return {name: query(name) for name in _group("queries")}


def query_names() -> tuple[str, ...]:
    """Return the names of all installed queries; none is loaded."""
    return tuple(_group("queries"))


def query(name: str) -> Callable[..., Any]:
    """Return a query; raises UsageError that names the nearest."""
    return cast(Callable[..., Any], _load("queries", name))


def views() -> tuple[str, ...]:
    """Return the names of all installed views."""
    return tuple(_group("views"))


def view(name: str) -> Any:
    """Return a view; raises UsageError that names the nearest."""
    return _load("views", name)


def graph_database(name: str) -> Callable[..., GraphDatabase]:
    """Return what makes a graph database of this engine; raises UsageError that names the nearest."""
    return cast(Callable[..., GraphDatabase], _load("graphdbs", name))
