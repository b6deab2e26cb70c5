"""Why something is touched, or why not: the box beside the picture."""

from __future__ import annotations

from dataclasses import dataclass

from graphsvc.model import Way
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.impact import unknown_of
from graphsvc_queries.impact.path import Hop
from graphsvc_queries.impact.result import Impact, Touched
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.lists import confirmation

__all__ = ["Reason", "hop_note", "reason"]


@dataclass(frozen=True, slots=True)
class Reason:
    """The answer to "why?".

    Parameters
    ----------
    state
        ``touched`` (with its path), ``weak`` (only below the limits, with its path), ``unknown``, ``change``,
        ``untouched``; ``ask`` when nothing is chosen.
    thing, name
        What was asked about.
    touched
        How it is touched.
    other
        The other way in which it is touched too.
    because
        Why it is unknown.
    """

    state: str
    thing: str | None = None
    name: Text | None = None
    touched: Touched | None = None
    other: Way | None = None
    because: Text | None = None


def reason(
    snapshot: Snapshot, result: Impact, *, selected: str | None, way: Way | None, beyond: Impact | None
) -> Reason:
    """Tell why a thing is touched, or what keeps it from being touched.

    Parameters
    ----------
    snapshot, result
        The graph and the answer.
    selected, way
        ``kind:id`` of the thing, and in which way (None: effect first).
    beyond
        The same question without its limits, for things that are not touched within them.

    Notes
    -----
    O(touched + unknown).
    """
    if selected is None:
        return Reason("ask")
    if found := _touched(result, selected, way):
        other = next((one for one in Way if one is not found.way and result.find(selected, one)), None)
        return Reason("touched", selected, found.name, found, other)
    name = _name(snapshot, selected)
    if any(change.thing == selected for change in result.changes):
        return Reason("change", selected, name)
    if beyond is not None and (found := _touched(beyond, selected, way)):
        return Reason("weak", selected, found.name, found)
    unknown = next((one for one in result.unknown if one.thing == selected), None) or unknown_of(snapshot, selected)
    because = unknown.why if unknown else None
    return Reason("unknown" if because else "untouched", selected, name, because=because)


def _touched(result: Impact, thing: str, way: Way | None) -> Touched | None:
    ways = [way, *Way] if way else list(Way)
    return next((found for one in ways if (found := result.find(thing, one))), None)


def _name(snapshot: Snapshot, thing: str) -> Text:
    from graphsvc.text import Language

    if thing not in snapshot:
        return Text.same(thing)
    return Text(*(snapshot.name(snapshot.index(thing), language).words for language in Language))


def hop_note(frame: Frame, snapshot: Snapshot, hop: Hop) -> str:
    """Say where a step of a path comes from, how fresh it is, its weight, and what runs beside it."""
    say, parts = frame.say, []
    if hop.place or hop.source:
        parts.append(say("source", place=hop.place or hop.source))
    elif hop.relation_id is None:
        parts.append(say("source_proposal"))
    state = confirmation(hop.confirmed_on, snapshot.date)
    if state == "never":
        parts.append(say("not_confirmed"))
    elif state == "fresh":
        parts.append(say("confirmed_on", date=frame.day(hop.confirmed_on)))
    else:
        parts.append("! " + say("stale", date=frame.day(hop.confirmed_on)))
    parts.append(say("why_weight", weight=frame.number(hop.weight, 2)))
    if hop.parallel:
        parts.append(say("why_parallel", n=len(hop.parallel), ids=", ".join(hop.parallel[:5])))
    return " · ".join(parts)
