"""Comparisons for a person at a terminal: scenario, diff, and an answer held against another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graphsvc.cli.terminal import Terminal
from graphsvc.i18n import date, number, say
from graphsvc.service.comparing import Compared

__all__ = ["print_compared", "print_diff", "print_scenario"]

_ROWS = 15
_SIGNS = {"added": "+", "changed": "~", "removed": "−"}


def print_scenario(document: Mapping[str, Any], terminal: Terminal) -> None:
    """Print what the changes do to the register, what was assumed, and how answers differ."""
    terminal.line(say("comparing.nothing_written", terminal.language))
    if document["title"]:
        terminal.line(document["title"])
    for sentence in (*document["sentences"], *document["assumptions"]):
        terminal.line(sentence)
    for one in document["unknown"]:
        terminal.line(say("comparing.unknown", terminal.language, **one))
    if document["without_effect"]:
        things = ", ".join(document["without_effect"][:_ROWS])
        terminal.line(say("comparing.without_effect", terminal.language, things=things))
    _analyses(document, terminal)


def print_diff(document: Mapping[str, Any], terminal: Terminal) -> None:
    """Print what came, changed and went, the first of each, and how answers differ."""
    moments = {
        f"{side}_{name}": value
        for side in ("from", "to")
        for name, value in (
            ("revision", document[side]["revision"]),
            ("date", date(document[side]["as_of"], terminal.language)),
        )
    }
    terminal.line(say("comparing.between", terminal.language, **moments))
    for sentence in document["sentences"]:
        terminal.line(sentence)
    for part in ("things", "relations"):
        rows = list(_facts(document["register"][part]))
        if rows:
            title = say(f"comparing.{part}", terminal.language)
            terminal.table(["", "", "", ""], rows[:_ROWS], title=title)
        if len(rows) > _ROWS:
            terminal.line(say("comparing.more", terminal.language, n=len(rows) - _ROWS))
    _analyses(document, terminal)


def _facts(part: Mapping[str, Any]) -> Iterator[list[str]]:
    """Give one row a fact: what happened, what it is, who it is, which fields differ."""
    for operation, sign in _SIGNS.items():
        for one in part[operation]["listed"]:
            name = one["name"] if "name" in one else " → ".join(one["names"])
            fields = (
                f"{field['label']}: {_shown(field['before'])} → {_shown(field['after'])}"
                for field in one.get("fields", ())
            )
            yield [sign, f"{one['is']}:{one['id']}", name, "; ".join(fields)]


def _shown(value: object) -> str:
    return "–" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _analyses(document: Mapping[str, Any], terminal: Terminal) -> None:
    for one in document["analyses"]:
        terminal.line(f"\n{one['question']}")
        for sentence in one["sentences"]:
            terminal.line(f"  {sentence}")
    if document["truncated"]:
        terminal.line(say("comparing.truncated", terminal.language))


def print_compared(compared: Compared, terminal: Terminal) -> None:
    """Print what is compared, the difference in sentences, and what differs row by row."""
    terminal.line(compared.title(terminal.language))
    for sentence in compared.sentences(terminal.language):
        terminal.line(sentence)
    headings, rows = compared.printed(terminal.language)
    if rows:
        terminal.table(headings, [[_cell(value, terminal) for value in row] for row in rows[:_ROWS]])
    if len(rows) > _ROWS:
        terminal.line(say("comparing.more", terminal.language, n=len(rows) - _ROWS))


def _cell(value: object, terminal: Terminal) -> object:
    if isinstance(value, float):
        return number(value, terminal.language, 2)
    return "–" if value is None else value
