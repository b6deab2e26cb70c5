"""The command that prints the rules in force."""

from __future__ import annotations

from typing import Any

import typer

from graphsvc.cli.commands import Call, command
from graphsvc.i18n import number, say
from graphsvc.service.ruling import rules_document

__all__ = ["add"]


def add(application: typer.Typer) -> None:
    """Add this command."""
    command(application, "rules")(rules_)


def rules_(call: Call) -> None:
    """Print the rules in force: what touches what, how strongly, in which words; points; and who set each number."""
    document: dict[str, Any] = rules_document(call.settings, call.language, call.revision)
    if call.terminal.json:
        call.terminal.document(document)
        return
    language, terminal = call.language, call.terminal
    terminal.line(say("ruling.about", language))
    for way in ("effect", "work"):
        rows = [_cells(row, call) for row in document["rules"] if row["way"] == way]
        headings = [say(f"ruling.{name}", language) for name in ("rule", "weight", "step", "sentence")]
        terminal.table(headings, rows, title=say(f"ruling.{way}", language))
    _points(document["points"], call)
    terminal.line()
    _overridden(document["rules"], "shipped_weight", call)
    _overridden(document["points"], "shipped_value", call)
    limits = {"minimum": _weight(document["minimum_strength"], call), "steps": document["maximum_steps"]}
    terminal.line(say("ruling.limits", language, upgrade=_weight(document["upgrade_factor"], call), **limits))


def _points(points: list[dict[str, Any]], call: Call) -> None:
    """Print the numbers beside the weights, one table a question."""
    language = call.language
    headings = [say(f"ruling.{name}", language) for name in ("number", "value", "meaning")]
    for question in dict.fromkeys(row["name"].partition(".")[0] for row in points):
        rows = [
            [row["name"], f"{_weight(row['value'], call)}{_mark(row)}", row["meaning"]]
            for row in points
            if row["name"].startswith(f"{question}.")
        ]
        call.terminal.table(headings, rows, title=say(f"ruling.{question}", language))


def _overridden(rows: list[dict[str, Any]], shipped: str, call: Call) -> None:
    for row in rows:
        if row["overridden_by"]:
            words = {
                "where": say(f"ruling.{row['overridden_by']}", call.language),
                "shipped": _weight(row[shipped], call),
            }
            call.terminal.line(f"{row['name']}: " + say("ruling.overridden", call.language, **words))


def _mark(row: dict[str, Any]) -> str:
    return " *" if row["overridden_by"] else ""


def _cells(row: dict[str, Any], call: Call) -> list[str]:
    step = say("ruling.step", call.language) if row["step"] else ""
    return [row["name"], _weight(row["weight"], call) + _mark(row), step, row["sentence"]]


def _weight(value: float | None, call: Call) -> str:
    return "–" if value is None else number(value, call.language, 2)
