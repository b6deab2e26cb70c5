"""What people have said of a pair: that it overlaps, or that it does not; kept as claims like any other fact.

The seam: a relation ``related`` between two things whose ``original_type`` is ``overlap_confirmed`` or
``overlap_dismissed``; ``confirmed_by`` says who (a role), ``confirmed_on`` when, ``note`` why. It is claimed by the
source of people's edits, is undone like any claim, and is never evidence of likeness itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graphsvc.errors import QuestionError
from graphsvc.model import Reference, Relation, Value
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text

__all__ = ["Judgement", "State", "is_judgement", "judgement", "judgements"]

_PREFIX = "overlap_"


class State(StrEnum):
    """What people have said of a pair."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was said, by whom, when and why."""

    state: State = State.OPEN
    who: str | None = None
    on: str | None = None
    why: str | None = None


def is_judgement(record: RelationRecord) -> bool:
    """Tell whether a relation says what people think of a pair.

    Examples
    --------
    >>> record = judgement("system:b", "system:a", State.DISMISSED, who="IT", why="to behov", on="2026-12-01")
    >>> record.start, record.end, is_judgement(record)
    ('system:a', 'system:b', True)
    """
    return record.relation is Relation.RELATED and str(record.fields.get("original_type") or "").startswith(_PREFIX)


def judgement(a: str, b: str, state: State, *, who: str, why: str, on: str) -> RelationRecord:
    """Make the claim that remembers what people say of a pair; a later one for the same pair takes its place.

    Parameters
    ----------
    a, b
        The two things, as ``kind:id``; their order does not matter.
    who, why, on
        A role, a reason, a day (YYYY-MM-DD).

    Raises
    ------
    QuestionError
        When no reason is given.
    """
    if not why.strip():
        raise QuestionError(
            Text(
                "Skriv hvorfor paret er bekreftet eller avvist",
                "Skriv kvifor paret er stadfesta eller avvist",
                "Write why the pair is confirmed or dismissed",
            )
        )
    start, end = sorted((Reference(a), Reference(b)))
    fields: dict[str, Value] = {
        "original_type": f"{_PREFIX}{state.value}",
        "confirmed_by": who,
        "confirmed_on": on,
        "note": why,
    }
    return RelationRecord(Relation.RELATED, f"overlap:{start}|{end}", start, end, fields)


def judgements(snapshot: Snapshot) -> dict[tuple[int, int], Judgement]:
    """Return what has been said of pairs, by their numbers, the smaller first; the newest word counts."""
    edges = snapshot.edges(Relation.RELATED)
    found: dict[tuple[int, int], tuple[tuple[str, str], Judgement]] = {}
    for start, end, record in zip(edges.start.tolist(), edges.end.tolist(), edges.records, strict=True):
        said = str(record.fields.get("original_type") or "").removeprefix(_PREFIX)
        if is_judgement(record) and said in {State.CONFIRMED, State.DISMISSED}:
            who, on, why = (_words(record, name) for name in ("confirmed_by", "confirmed_on", "note"))
            pair, age = (min(start, end), max(start, end)), (on or "", record.id)
            if pair not in found or age > found[pair][0]:
                found[pair] = (age, Judgement(State(said), who, on, why))
    return {pair: found[pair][1] for pair in sorted(found)}


def _words(record: RelationRecord, name: str) -> str | None:
    value = record.fields.get(name)
    return None if value is None else str(value)
