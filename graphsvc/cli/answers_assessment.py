"""An assessment for a person at a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphsvc.cli.terminal import Terminal
from graphsvc.i18n import say
from graphsvc.metamodel import fields_of, value_label
from graphsvc.model import Kind

__all__ = ["print_agenda", "print_assessment"]

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


def print_agenda(document: Mapping[str, Any], terminal: Terminal) -> None:
    """Print a meeting and its items: what each is, how far its questions are answered, what was decided."""
    language = terminal.language
    facts = (document["date"], document["place"], *document["participants"])
    terminal.line(f"{document['meeting']} {document['title']}")
    terminal.line(" · ".join(str(one) for one in facts if one))
    outcomes = fields_of(Kind.DECISION)["outcome"]
    for number, one in enumerate(document["items"], 1):
        terminal.line(f"\n{number}. {one['proposal']} {one['name'] if one['there'] else ''}".rstrip())
        terminal.line(f"    {one['summary'] or say('papers.absent', language)}")
        if one["decided"]:
            decided = ", ".join(value_label(outcomes, outcome).in_(language) for outcome in one["decided"])
            terminal.line(f"    {say('papers.decided', language)}: {decided}")
    if not document["items"]:
        terminal.line(say("papers.nothing", language))


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
