"""The portfolio for a person at a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graphsvc.cli.terminal import Terminal
from graphsvc.i18n import number, say
from graphsvc.text import Language

__all__ = ["print_portfolio"]

Document = Mapping[str, Any]


def print_portfolio(document: Document, terminal: Terminal) -> None:
    """Print the selection with reasons, what nearly made it, and how sensitive it is to weights and budget."""
    terminal.line(document["summary"])
    if not document["proposals"]:
        _apart(document, terminal)
        return
    _conflict(document, terminal)
    _proposals(document, terminal)
    _reasons(document, terminal)
    _limits(document, terminal)
    if document["feasible"]:
        _near_misses(document, terminal)
        _sensitivity(document, terminal)
    _sweep(document, terminal)
    _apart(document, terminal)


def _conflict(document: Document, terminal: Terminal) -> None:
    if document["feasible"]:
        return
    if document["conflict"] is None:
        terminal.line(say("portfolio.conflict_unknown", terminal.language))
        return
    terminal.line(say("portfolio.conflict", terminal.language))
    for one in document["conflict"]:
        terminal.line(f"  {one['sentence']}")


def _ordered(document: Document) -> list[Mapping[str, Any]]:
    """Return the proposals as people read them: the chosen first, then by value."""
    out = {one["id"]: place for place, one in enumerate(document["not_chosen"])}
    return sorted(document["proposals"], key=lambda one: (not one["chosen"], out.get(one["id"], -1)))


def _proposals(document: Document, terminal: Terminal) -> None:
    language = terminal.language
    names = ("outcome", "id", "investment", "yearly_cost", "net", "weeks", "points", "kept", "proposal")
    rows = [
        [
            say("portfolio.chosen" if one["chosen"] else "portfolio.not_chosen", language),
            one["id"],
            *(_number(one[name], language) for name in ("investment", "yearly_cost", "net", "it_person_weeks")),
            "?" if one["value"] is None else number(one["value"], language, 1),
            _kept(one["kept"], language),
            one["name"],
        ]
        for one in _ordered(document)
    ]
    if rows:
        terminal.line()
        terminal.table([say(f"portfolio.{name}", language) for name in names], rows)


def _number(value: int | None, language: Language) -> str:
    return "?" if value is None else number(value, language).replace("-", "−")


def _kept(kept: Mapping[str, Any], language: Language) -> str:
    return "–" if kept["count"] is None else say("portfolio.kept_of", language, count=kept["count"], of=kept["of"])


def _reasons(document: Document, terminal: Terminal) -> None:
    if document["proposals"] and document["feasible"]:
        terminal.line(f"\n{say('portfolio.why', terminal.language)}")
        for one in _ordered(document):
            mark = "✓" if one["chosen"] else "–"
            terminal.line(f"  {mark} {one['id']}: {one['why']}")


def _limits(document: Document, terminal: Terminal) -> None:
    """Say how much of each limit is used, and which limits are not set."""
    language = terminal.language
    terminal.line()
    for name, spent in (("yearly_budget", "yearly_cost"), ("capacity", "it_person_weeks")):
        most = document[name]
        key = f"portfolio.{name}_free" if most is None else f"portfolio.{name}_used"
        used, limit = number(document["spent"][spent], language), number(most or 0, language)
        terminal.line(say(key, language, used=used, most=limit))
    told = [one["sentence"] for one in document["constraints"] if one["kind"] in {"requires", "excludes"}]
    terminal.line(" ".join(told) or say("portfolio.no_links", language))
    others = [one["sentence"] for one in document["constraints"] if one["kind"] in {"floor", "ceiling"}]
    terminal.line(" ".join(others) or say("portfolio.no_sectors", language))


def _near_misses(document: Document, terminal: Terminal) -> None:
    language = terminal.language
    terminal.line(f"\n{say('portfolio.near', language)}")
    for one in document["near_misses"]:
        less = number(one["less"], language, 1)
        terminal.line(
            f"  −{less}  {', '.join(one['chosen'])} ({number(one['cost'], language)}): {_swap(one, language)}"
        )
    if not document["near_misses"]:
        terminal.line("  " + say("portfolio.no_near", language))
    if not document["near_misses_complete"]:
        terminal.line("  " + say("portfolio.out_of_time", language))


def _swap(one: Mapping[str, Sequence[str]], language: Language) -> str:
    into, out = ", ".join(one["in"]), ", ".join(one["out"])
    if into and out:
        return say("portfolio.swap", language, out=out, into=into)
    return say("portfolio.swap_in" if into else "portfolio.swap_out", language, out=out, into=into)


def _sensitivity(document: Document, terminal: Terminal) -> None:
    language = terminal.language
    names = {one["criterion"]: one for one in document["criteria"]}
    found: dict[str, list[str]] = {}
    for one in document["sensitivity"]["weights"]:
        found.setdefault(one["criterion"], []).append(_change(one, language))
    rows = [[names[name]["name"], number(names[name]["weight"], language, 2), *cells] for name, cells in found.items()]
    if rows:
        headings = [say(f"portfolio.{name}", language) for name in ("criterion", "weight", "halved", "doubled")]
        terminal.table(headings, rows, title=say("portfolio.sensitivity", language))


def _change(one: Document, language: Language) -> str:
    if one["chosen"] is None:
        return say("portfolio.out_of_time", language)
    parts = [say(f"portfolio.goes_{way}", language, ids=", ".join(one[way])) for way in ("in", "out") if one[way]]
    return " · ".join(parts) or say("portfolio.unchanged", language)


def _sweep(document: Document, terminal: Terminal) -> None:
    if not document["sweep"]:
        return
    language = terminal.language
    rows = [
        [
            f"{number(one['budget'], language)}{' ◂' if one['budget'] == document['budget'] else ''}",
            "?" if one["value"] is None else number(one["value"], language, 1),
            _column(one, language),
        ]
        for one in document["sweep"]
    ]
    headings = [say(f"portfolio.{name}", language) for name in ("budget", "points", "selection")]
    terminal.table(headings, rows, title=say("portfolio.sweep", language))


def _column(one: Document, language: Language) -> str:
    if not one["known"]:
        return say("portfolio.out_of_time", language)
    return ", ".join(one["chosen"]) or "–" if one["feasible"] else say("portfolio.infeasible", language)


def _apart(document: Document, terminal: Terminal) -> None:
    language = terminal.language
    for one in document["not_scored"]:
        if one["unread"]:
            terminal.line(say("portfolio.unread", language, id=one["id"], words=", ".join(one["unread"])))
    for one in document["aside"]:
        terminal.line(say(f"portfolio.aside_{one['because']}", language, id=one["id"], name=one["name"]))
    for one in document["suggestions"]:
        terminal.line(one["sentence"])
