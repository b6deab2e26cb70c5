"""What rows of both pages say of a system: until when its contract runs, what it costs, what is planned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from graphsvc.metamodel import fields_of, value_label
from graphsvc.model import Kind, Reference
from graphsvc_queries.overlap import Named, Reason
from graphsvc_queries.weak_spots.lifecycle import months_from
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.templating import finished
from graphsvc_visualizations.overlap import bar_icon

__all__ = ["Contract", "Score", "contract_of", "cost_in", "disposition_in", "references_of", "score_of"]

#: A contract that ends within so many months is worth an exclamation mark.
_SOON = 13


@dataclass(frozen=True, slots=True)
class Contract:
    """Until when, in words; ``look`` is ``warn`` when that is soon or over, ``unk`` when it is unknown."""

    words: str
    look: str


@dataclass(frozen=True, slots=True)
class Score:
    """A score as words and as a bar, with its reasons: (points, sentence)."""

    points: str
    bar: Markup
    reasons: list[tuple[str, str]]


def contract_of(frame: Frame, end: str | None, today: dt.date) -> Contract:
    """Say until when a contract runs."""
    try:
        day = dt.date.fromisoformat(end) if end else None
    except ValueError:
        return Contract(frame.say("overlap_page.until", day=end), "")
    if day is None:
        return Contract(frame.say("overlap_page.until_unknown"), "unk")
    if day <= today:
        return Contract(frame.say("overlap_page.ended", day=frame.day(day)), "warn")
    soon = day <= months_from(today, _SOON)
    return Contract(frame.say("overlap_page.until", day=frame.day(day)), "warn" if soon else "")


def cost_in(frame: Frame, cost: float | None) -> str:
    """Say what a system costs in a year; costs are kept in thousand kroner."""
    if cost is None:
        return frame.say("overlap_page.cost_unknown")
    return frame.say("overlap_page.cost", kr=frame.number(cost * 1000))


def disposition_in(frame: Frame, value: str | None) -> str:
    """Say what is planned for a system; empty when nothing is known."""
    return frame.words(value_label(fields_of(Kind.SYSTEM)["disposition"], value)) if value else ""


def score_of(frame: Frame, score: float, reasons: tuple[Reason, ...]) -> Score:
    """Write a score with its reasons."""
    told = [(frame.number(reason.share, 1), frame.words(reason.sentence)) for reason in reasons]
    return Score(frame.number(score, 1), finished(bar_icon(reasons)), told)


def references_of(things: Iterable[Named]) -> list[Reference]:
    """Return things as references, for a template that writes their names."""
    return [one.thing for one in things]
