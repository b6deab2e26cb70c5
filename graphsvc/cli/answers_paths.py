"""Paths for a person at a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphsvc.cli.terminal import Terminal
from graphsvc.i18n import number, say

__all__ = ["print_paths"]


def print_paths(document: Mapping[str, Any], terminal: Terminal) -> None:
    """Print each path with its cost and one sentence a hop; or why there is none, and what would help."""
    none_because = document["none_because"]
    terminal.line(none_because["sentence"] if none_because else document["summary"])
    for rank, path in enumerate(document["paths"], 1):
        terminal.line()
        terminal.line(_heading(rank, path, document["paths"][0]["cost"], terminal))
        _path(path, document["names"], terminal)
    if none_because:
        _none(none_because, terminal)
    if document["truncated"]:
        terminal.line(say("paths.truncated", terminal.language))


def _heading(rank: int, path: Mapping[str, Any], cheapest: int, terminal: Terminal) -> str:
    language = terminal.language
    key = "paths.rank_one" if path["steps"] == 1 else "paths.rank"
    parts = [say(key, language, n=rank, steps=path["steps"], cost=number(path["cost"], language))]
    if path["cost"] > cheapest:
        parts.append(say("paths.more_cost", language, cost=path["cost"] - cheapest))
    parts += [say(f"paths.{name}", language, n=path[name]) for name in ("borders", "manual", "batch") if path[name]]
    if path["assumed"]:
        parts.append(say("paths.assumed", language))
    return ", ".join(parts)


def _path(path: Mapping[str, Any], names: Mapping[str, str], terminal: Terminal) -> None:
    terminal.line("  " + " → ".join(names.get(system, system) for system in path["systems"]))
    for hop in path["hops"]:
        others = [f"{flow['id']} ({flow['data']})" for flow in hop["flows"] if not flow["counted"]]
        counted = next(flow["id"] for flow in hop["flows"] if flow["counted"])
        also = f" {say('paths.parallel', terminal.language, flows='; '.join(others))}" if others else ""
        terminal.line(f"    {counted}: {hop['sentence']}{also}")


def _none(none_because: Mapping[str, Any], terminal: Terminal) -> None:
    language = terminal.language
    if none_because["filtered"]:
        terminal.line("\n" + say("paths.filtered", language, n=none_because["filtered_count"]))
        for one in none_because["filtered"]:
            terminal.line(f"  {one['id']}: {one['sentence']}")
    terminal.line("\n" + say("paths.relax" if none_because["relax"] else "paths.no_relax", language))
    for one in none_because["relax"]:
        terminal.line(f"  {one['sentence']} {say('paths.relax_count', language, n=one['count'])}")
        for hop in one["path"]["hops"]:
            terminal.line(f"    {hop['sentence']}")
    for side in ("from", "to"):
        near = [one for one in none_because["nearest"] if one["side"] == side]
        if near:
            terminal.line("\n" + say(f"paths.near_{side}", language))
        for one in near:
            terminal.line("  " + say("paths.near", language, name=one["name"], steps=one["steps"], ties=one["ties"]))
