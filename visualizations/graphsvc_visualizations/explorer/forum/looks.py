"""How outcomes and states look: a sign and a colour beside the word, never the colour alone."""

from __future__ import annotations

from collections.abc import Mapping

from graphsvc.metamodel import fields_of
from graphsvc.model import Kind
from graphsvc_visualizations.explorer.frame import Frame

__all__ = ["OUTCOMES", "STATES", "outcomes"]

#: Outcome -> look and sign.
OUTCOMES: Mapping[str, tuple[str, str]] = {
    "approve": ("ok", "✓"),
    "approve_with_conditions": ("ok", "✓"),
    "investigate": ("unk", "?"),
    "postpone": ("warn", "…"),
    "decline": ("bad", "✗"),
}
#: State of a condition or of a step -> look and sign.
STATES: Mapping[str, tuple[str, str]] = {
    "fulfilled": ("ok", "✓"),
    "open": ("unk", "○"),
    "overdue": ("warn", "!"),
    "done": ("ok", "✓"),
    "differs": ("warn", "!"),
    "waiting": ("unk", "○"),
}


def outcomes(frame: Frame) -> dict[str, str]:
    """Return what each outcome is called."""
    return {one.value: frame.words(one.label) for one in fields_of(Kind.DECISION)["outcome"].values}
