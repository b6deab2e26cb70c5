"""Overlap for a person at a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graphsvc.cli.terminal import Terminal
from graphsvc.i18n import date, number, say
from graphsvc.metamodel import fields_of, value_label
from graphsvc.model import Kind
from graphsvc.text import Language

__all__ = ["print_overlap"]


def print_overlap(document: Mapping[str, Any], terminal: Terminal) -> None:
    """Print candidates or pairs, each with its score and one sentence a share."""
    if "pairs" in document:
        _pairs(document, terminal)
        return
    terminal.line(document["summary"])
    if document["together"]:
        terminal.line(document["together"]["sentence"])
    for rank, one in enumerate(document["candidates"], 1):
        _candidate(rank, one, terminal)
    terminal.line()
    _more(document, len(document["candidates"]), terminal)
    for name in ("components", "also"):
        if document[name]:
            terminal.line(say(f"overlap.{name}", terminal.language, what=_names(document[name])))
    if document["consult"]:
        asked = "; ".join(f"{one['name']} ({', '.join(one['because'])})" for one in document["consult"])
        terminal.line(say("overlap.consult", terminal.language, what=asked))
    for sentence in document["unknown"]:
        terminal.line(say("overlap.unknown", terminal.language, what=sentence))


def _candidate(rank: int, one: Mapping[str, Any], terminal: Terminal) -> None:
    language = terminal.language
    score = number(one["score"], language, 1)
    terminal.line()
    terminal.line(say("overlap.candidate", language, rank=rank, name=one["name"], id=one["system"], score=score))
    _reasons(one["reasons"], terminal)
    for name in ("covers", "lacks"):
        if one[name]:
            terminal.line(f"      {say(f'overlap.{name}', language, what=_names(one[name]))}")
    terminal.line(f"      {', '.join(_facts(one, terminal))}")
    if one["keep_apart"]:
        terminal.line(f"      {one['keep_apart']}")


def _facts(one: Mapping[str, Any], terminal: Terminal) -> list[str]:
    """Say who has it and how long, in the words of the metamodel."""
    language = terminal.language
    owners = _names(one["owners"])
    parts = [say("overlap.owner", language, what=owners) if owners else say("overlap.no_owner", language)]
    if one["users"]:
        parts.append(say("overlap.users", language, n=len(one["users"])))
    if one["contract_end"]:
        parts.append(say("overlap.contract_end", language, what=day_of(one["contract_end"], language)))
    if one["yearly_cost"] is not None:
        parts.append(say("overlap.yearly_cost", language, what=number(one["yearly_cost"] * 1000, language)))
    fields = fields_of(Kind.SYSTEM)
    parts += [
        value_label(fields[name], one[name]).in_(language).lower() for name in ("disposition", "scope") if one[name]
    ]
    return [*parts, say("overlap.replaced", language)] if one["replaced"] else parts


def _contract(side: Mapping[str, Any], terminal: Terminal) -> list[str]:
    """Say of one system of a pair who owns it, until when and at what cost."""
    language, owners = terminal.language, _names(side["owners"])
    parts = [say("overlap.owner", language, what=owners) if owners else say("overlap.no_owner", language)]
    parts += [
        say(f"overlap.{name}", language, what=day_of(side[name], language))
        for name in ("contract_end", "notice")
        if side[name]
    ]
    if side["yearly_cost"] is not None:
        parts.append(say("overlap.yearly_cost", language, what=number(side["yearly_cost"] * 1000, language)))
    return parts


def day_of(day: str | None, language: Language) -> str:
    """Write a day as people do; what is no date stays as it is."""
    try:
        return date(day, language) if day else "–"
    except ValueError:
        return str(day)


def _pairs(document: Mapping[str, Any], terminal: Terminal) -> None:
    language = terminal.language
    counts = {name: number(document[name], language) for name in ("found", "compared", "exist")}
    terminal.line(say("overlap.pairs", language, least=number(document["min_score"], language), **counts))
    for rank, one in enumerate(document["pairs"], 1):
        names = {"a": one["a_name"], "a_id": one["a"], "b": one["b_name"], "b_id": one["b"]}
        terminal.line()
        terminal.line(say("overlap.pair", language, rank=rank, score=number(one["score"], language, 1), **names))
        _reasons(one["reasons"], terminal)
        if one["keep_apart"]:
            terminal.line(f"      {one['keep_apart']}")
        for name, side in zip(("a", "b"), one["sides"], strict=True):
            terminal.line(f"      {one[name]}: {', '.join(_contract(side, terminal))}")
        if one["state"] != "open":
            said = {"who": one["who"] or "–", "why": one["why"] or "–", "on": day_of(one["on"], language)}
            terminal.line("      " + say(f"overlap.{one['state']}", language, **said))
    terminal.line()
    _more(document, len(document["pairs"]), terminal)
    if document["compared"] < document["exist"]:
        terminal.line(say("overlap.not_compared", language))


def _reasons(reasons: Sequence[Mapping[str, Any]], terminal: Terminal) -> None:
    for reason in reasons:
        terminal.line(f"{number(reason['share'], terminal.language, 1):>6}  {reason['sentence']}")


def _more(document: Mapping[str, Any], shown: int, terminal: Terminal) -> None:
    if document["truncated"]:
        terminal.line(say("overlap.found", terminal.language, shown=shown, found=document["found"]))


def _names(rows: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(str(row["name"]) for row in rows)
