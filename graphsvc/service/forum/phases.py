"""The course of a project after Norway's project guide (Prosjektveiviseren): which phase may follow which."""

from __future__ import annotations

from collections.abc import Mapping

from graphsvc.errors import QuestionError
from graphsvc.i18n import text
from graphsvc.metamodel import fields_of, value_label
from graphsvc.model import Kind
from graphsvc.text import Text

__all__ = ["FIRST", "NEXT", "check_transition", "phase_label"]

FIRST = "idea"
#: From each phase to the next one, and one step back where something must be done again.
NEXT: Mapping[str, tuple[str, ...]] = {
    "idea": ("concept",),
    "concept": ("planning", "idea"),
    "planning": ("execution", "concept"),
    "execution": ("closing", "planning"),
    "closing": ("realising", "execution"),
    "realising": ("closing",),
}


def check_transition(before: str | None, after: str) -> None:
    """Let a step from one phase to another through; a proposal without a phase begins with the first one.

    Raises
    ------
    QuestionError
        Naming the phases that may follow.

    Examples
    --------
    >>> check_transition("idea", "concept")
    """
    allowed = NEXT.get(before or "", (FIRST,))
    if after not in allowed:
        listed = ", ".join(allowed)
        was = phase_label(before) if before else Text.same("–")
        raise QuestionError(text("forum.bad_phase").format(before=was, after=phase_label(after), allowed=listed))


def phase_label(phase: str) -> Text:
    """Return what a phase is called."""
    return value_label(fields_of(Kind.PROPOSAL)["phase"], phase)
