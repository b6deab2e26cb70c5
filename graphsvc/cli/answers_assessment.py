"""An assessment for a person at a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphsvc.cli.terminal import Terminal
from graphsvc.i18n import say

__all__ = ["print_assessment"]

_MARKS = {"answered": "✓", "partly": "◐", "missing": "?"}


def print_assessment(document: Mapping[str, Any], terminal: Terminal) -> None:
    """Print the questions with status, answer and what lacks; then the sectors, and what is unknown."""
    language = terminal.language
    proposal = document["proposal"]
    terminal.line(f"{proposal['id']} {proposal['name']}")
    terminal.line(document["summary"])
    for one in document["questions"]:
        _question(one, terminal)
    terminal.line()
    rows = [
        [row["name"], len(row["services"]), len(row["units"]), len(row["work_units"]), " ".join(row["because"])]
        for row in document["sectors"]
    ]
    words = ("sector", "services", "units", "work_units", "because")
    terminal.table(
        [say(f"assessment.{word}", language) for word in words], rows, title=say("assessment.touched", language)
    )
    terminal.line(f"\n{say('assessment.unknown', language)}")
    for sentence in document["unknown"]:
        terminal.line(f"  {sentence}")


def _question(one: Mapping[str, Any], terminal: Terminal) -> None:
    language = terminal.language
    status = say(f"assessment.{one['status']}", language)
    terminal.line(f"\n{_MARKS[one['status']]} {one['id']} {one['question']} ({status})")
    human = one["human"]
    if human:
        by = ", ".join(part for part in (human["by"], human["on"]) if part)
        terminal.line(f"    {say('assessment.human', language)}{f' ({by})' if by else ''}: {human['answer']}")
    for sentence in one["sentences"]:
        terminal.line(f"    {sentence}")
    for sentence in one["lacks"]:
        terminal.line(f"    {say('assessment.lacks', language)}: {sentence}")
