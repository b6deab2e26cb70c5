"""Weak spots for a person at a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graphsvc.cli.terminal import Terminal
from graphsvc.i18n import date, say

__all__ = ["print_weak_spots"]

#: So many rows of a long list are printed; the rest is counted, and --json has all.
_ROWS = 15


def print_weak_spots(document: Mapping[str, Any], terminal: Terminal) -> None:
    """Print each kind of weak spot under a heading with how many there are; an empty one says none."""
    names, counts = document["names"], document["counts"]
    _single_points(document["single_points"], counts["single_points"], terminal)
    _list("cycles", [_cycle(one, names, terminal) for one in document["cycles"]], terminal)
    _list("articulation_points", [names[one] for one in document["articulation_points"]], terminal)
    _list("bridges", [f"{names[one]} – {names[other]}" for one, other in document["bridges"]], terminal)
    _list("lifecycle", [one["sentence"] for one in document["lifecycle"]], terminal, counts["lifecycle"])
    for kind in ("without_owner", "unused"):
        _list(kind, [one["name"] for one in document[kind]], terminal, counts[kind])
    stale = [f"{date(one['confirmed_on'], terminal.language)}  {one['name']}" for one in document["stale"]]
    _list("stale", stale, terminal, counts["stale"])
    _list("unconfirmed", [one["name"] for one in document["unconfirmed"]], terminal, counts["unconfirmed"])
    if document["truncated"]:
        terminal.line(f"\n{say('paths.weak_spots_truncated', terminal.language)}")


def _single_points(points: Sequence[Mapping[str, Any]], count: int, terminal: Terminal) -> None:
    language = terminal.language
    headings = [say(f"paths.{name}", language) for name in ("system", "services", "own", "units", "sectors", "away")]
    counted = ("services", "own_services", "units", "sectors")
    rows = [[one["name"], *(len(one[name]) for name in counted), one["away"]] for one in points]
    terminal.table(headings, rows[:_ROWS], title=f"{say('paths.single_points', language)} ({count})")
    _more(count, terminal)


def _cycle(cycle: Mapping[str, Any], names: Mapping[str, str], terminal: Terminal) -> str:
    told = [names[one] for one in (*cycle["shortest_cycle"], cycle["shortest_cycle"][0])]
    return say("paths.cycle", terminal.language, n=len(cycle["systems"]), cycle=" → ".join(told))


def _list(kind: str, lines: Sequence[str], terminal: Terminal, count: int | None = None) -> None:
    there = len(lines) if count is None else count
    terminal.line(f"\n{say(f'paths.{kind}', terminal.language)} ({there})")
    for line in lines[:_ROWS] or ([] if there else [say("paths.none", terminal.language)]):
        terminal.line(f"  {line}")
    _more(there, terminal)


def _more(count: int, terminal: Terminal) -> None:
    if count > _ROWS:
        terminal.line(say("cli.more", terminal.language, n=count - _ROWS))
