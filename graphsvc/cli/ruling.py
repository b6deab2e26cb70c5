"""The command that prints the touch rules in force."""

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
    """Print the touch rules in force: what touches what, how strongly, in which words, and who set each weight."""
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
    terminal.line()
    for row in document["rules"]:
        if row["overridden_by"]:
            where, shipped = say(f"ruling.{row['overridden_by']}", language), _weight(row["shipped_weight"], call)
            terminal.line(f"{row['name']}: " + say("ruling.overridden", language, where=where, shipped=shipped))
    limits = {"minimum": _weight(document["minimum_strength"], call), "steps": document["maximum_steps"]}
    terminal.line(say("ruling.limits", language, upgrade=_weight(document["upgrade_factor"], call), **limits))


def _cells(row: dict[str, Any], call: Call) -> list[str]:
    mark = " *" if row["overridden_by"] else ""
    step = say("ruling.step", call.language) if row["step"] else ""
    return [row["name"], _weight(row["weight"], call) + mark, step, row["sentence"]]


def _weight(value: float, call: Call) -> str:
    return number(value, call.language, 2)
