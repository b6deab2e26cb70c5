"""Answers for a person at a terminal; programs take the document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphsvc.cli.answers_assessment import print_agenda, print_assessment
from graphsvc.cli.answers_comparing import print_diff, print_scenario
from graphsvc.cli.answers_insight import PRINTERS
from graphsvc.cli.answers_overlap import print_overlap
from graphsvc.cli.answers_paths import print_paths
from graphsvc.cli.answers_portfolio import print_portfolio
from graphsvc.cli.answers_weak_spots import print_weak_spots
from graphsvc.cli.terminal import Terminal
from graphsvc.i18n import number, say
from graphsvc.metamodel import KINDS
from graphsvc.model import Kind

__all__ = ["print_answer"]

#: So many rows of a long list are printed; the rest is counted, and --json has all.
_ROWS = 15


def print_answer(name: str, document: Mapping[str, Any], terminal: Terminal) -> None:
    """Print a query's document: by its own printer where it has one, else field by field."""
    printer = {
        **PRINTERS,
        "agenda": print_agenda,
        "assessment": print_assessment,
        "impact": _impact,
        "reach": _reach,
        "matrix": _matrix,
        "scenario": print_scenario,
        "diff": print_diff,
        "overlap": print_overlap,
        "paths": print_paths,
        "portfolio": print_portfolio,
        "weak_spots": print_weak_spots,
    }.get(name, _plain)
    printer(document, terminal)


def _impact(document: Mapping[str, Any], terminal: Terminal) -> None:
    language = terminal.language
    terminal.line(document["summary"])
    rows = [
        [
            row["name"],
            _strength(row["effect"]["strength"], terminal),
            row["effect"]["services"],
            row["effect"]["units"],
            row["effect"]["systems"],
            row["direct"],
            _strength(row["work"]["strength"], terminal),
            row["work"]["units"],
            row["work"]["systems"],
        ]
        for row in document["sectors"]
    ]
    words = ("sector", "effect", "services", "units", "systems", "direct", "work", "units", "systems")
    if rows:
        terminal.table([say(f"cli.{word}", language) for word in words], rows, title=say("cli.by_sector", language))
    for way in ("effect", "work"):
        _touched(
            [one for one in document["touched"] if one["way"] == way], say(f"cli.touched_{way}", language), terminal
        )
    _consult(document, terminal)
    _left_out(document, terminal)


def _touched(rows: list[dict[str, Any]], title: str, terminal: Terminal) -> None:
    if not rows:
        return
    terminal.line(f"\n{title} ({len(rows)})")
    for one in rows[:_ROWS]:
        kind = KINDS[Kind(one["kind"])].label.in_(terminal.language)
        terminal.line(f"{_strength(one['strength'], terminal)}  {one['name']} ({kind})")
        terminal.line("      " + " ".join(hop["sentence"] for hop in one["path"]))
    _more(len(rows), terminal)


def _consult(document: Mapping[str, Any], terminal: Terminal) -> None:
    rows = document["consult"]
    if not rows:
        return
    terminal.line(f"\n{say('cli.consult', terminal.language)} ({len(rows)})")
    for one in rows[:_ROWS]:
        contact = one["contact"] or say("cli.no_contact", terminal.language)
        terminal.line(f"{one['name']}, {contact}: {' '.join(reason['sentence'] for reason in one['because'])}")
    _more(len(rows), terminal)


def _left_out(document: Mapping[str, Any], terminal: Terminal) -> None:
    """Say what is unknown and what the limits left out: an answer that hides this is not to be trusted."""
    language = terminal.language
    terminal.line()
    for one in document["unknown"][:_ROWS]:
        terminal.line(
            say("cli.unknown", language, name=one["name"], thing=f"{one['kind']}:{one['id']}", why=one["why"])
        )
    _more(len(document["unknown"]), terminal)
    if document.get("unknown_elsewhere"):
        terminal.line(say("cli.unknown_elsewhere", language, n=number(document["unknown_elsewhere"], language, 0)))
    for way in ("effect", "work"):
        below = document["below"][way]
        if any(below.values()):
            limit = number(document["min_strength"], language, 2)
            terminal.line(say(f"cli.below_{way}", language, limit=limit, **below))
    if document["truncated"]:
        terminal.line(say("cli.truncated", language, steps=document["max_steps"]))


def _more(count: int, terminal: Terminal) -> None:
    if count > _ROWS:
        terminal.line(say("cli.more", terminal.language, n=count - _ROWS))


def _strength(value: float, terminal: Terminal) -> str:
    return number(value, terminal.language, 2) if value else "–"


def _reach(document: Mapping[str, Any], terminal: Terminal) -> None:
    language = terminal.language
    terminal.line(say("cli.reach", language, target=document["target"], mode=document["mode"]))
    rows = [[say(f"cli.{name}", language), len(document[name])] for name in ("systems", "services", "units", "sectors")]
    terminal.table(["", say("cli.number", language)], rows)
    steps = [[step, count] for step, count in document["by_steps"].items()]
    terminal.table([say("cli.steps", language), say("cli.systems", language)], steps)
    for name in ("systems", "services", "units", "sectors"):
        if document[name]:
            terminal.line(f"{say(f'cli.{name}', language)}: {', '.join(str(_title(one)) for one in document[name])}")


def _title(one: Any) -> Any:
    return one.get("id", one) if isinstance(one, dict) else one


def _matrix(document: Mapping[str, Any], terminal: Terminal) -> None:
    language = terminal.language
    names = [axis["id"] if document["by"] == "unit" else axis["name"] for axis in document["axes"]]
    rows = [
        [name, *(f"{total} ({flows})" if total else "·" for total, flows in zip(totals, flowing, strict=True)), out]
        for name, totals, flowing, out in zip(names, document["total"], document["flows"], document["out"], strict=True)
    ]
    terminal.table([say("cli.delivers_to", language), *names, say("cli.sum_out", language)], rows)
    terminal.line(say("cli.matrix_note", language, shown=document["shown"], exist=document["exist"]))


def _plain(document: Mapping[str, Any], terminal: Terminal) -> None:
    for name, value in document.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            headings = list(value[0])
            terminal.table(headings, [[row.get(heading) for heading in headings] for row in value], title=name)
        else:
            terminal.line(f"{name}: {value}")
