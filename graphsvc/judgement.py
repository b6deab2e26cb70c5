"""What people have said of a pair: that it overlaps, or that it does not; kept as a claim like any other fact.

The claim is a relation ``related`` between two things whose ``original_type`` is ``overlap_confirmed`` or
``overlap_dismissed``; ``confirmed_by`` says who (a role), ``confirmed_on`` when, ``note`` why. People's edits claim
it, it is undone like any claim, and it is never evidence of likeness itself. The question *overlap* reads it and a use
case writes it: both from here, so that there is one definition.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graphsvc.errors import QuestionError
from graphsvc.model import Reference, Relation, Value
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text

__all__ = ["Judgement", "State", "is_judgement", "judgement", "judgement_id", "judgement_of", "judgements"]

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

    def document(self) -> dict[str, object]:
        """Return state, who, on and why; nothing of it depends on the reader's language."""
        return {"state": self.state.value, "who": self.who, "on": self.on, "why": self.why}


def is_judgement(record: RelationRecord) -> bool:
    """Tell whether a relation says what people think of a pair.

    Examples
    --------
    >>> record = judgement("system:b", "system:a", State.DISMISSED, who="IT", why="to behov", on="2026-12-01")
    >>> record.start, record.end, is_judgement(record)
    ('system:a', 'system:b', True)
    """
    return record.relation is Relation.RELATED and str(record.fields.get("original_type") or "").startswith(_PREFIX)


def judgement_id(a: str, b: str) -> str:
    """Return the id under which people's word on a pair is kept, whichever of the two is named first.

    Examples
    --------
    >>> judgement_id("system:b", "system:a")
    'overlap:system:a|system:b'
    """
    start, end = sorted((a, b))
    return f"overlap:{start}|{end}"


def judgement(a: str, b: str, state: State, *, who: str, why: str, on: str) -> RelationRecord:
    """Make the claim that remembers what people say of a pair; a later one for the same pair takes its place.

    Parameters
    ----------
    a, b
        The two things, as ``kind:id``; their order does not matter.
    state
        Confirmed or dismissed; an open pair has no claim.
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
    return RelationRecord(Relation.RELATED, judgement_id(a, b), start, end, fields)


def judgement_of(record: RelationRecord) -> Judgement | None:
    """Return what a relation says of its pair; None when it says nothing that is known.

    Examples
    --------
    >>> record = judgement("system:b", "system:a", State.CONFIRMED, who="IT", why="samme behov", on="2026-12-01")
    >>> judgement_of(record)
    Judgement(state=<State.CONFIRMED: 'confirmed'>, who='IT', on='2026-12-01', why='samme behov')
    """
    said = str(record.fields.get("original_type") or "").removeprefix(_PREFIX)
    if not is_judgement(record) or said not in {State.CONFIRMED, State.DISMISSED}:
        return None
    who, on, why = (_words(record, name) for name in ("confirmed_by", "confirmed_on", "note"))
    return Judgement(State(said), who, on, why)


def judgements(snapshot: Snapshot) -> dict[tuple[int, int], Judgement]:
    """Return what has been said of pairs, by their numbers, the smaller first; the newest word counts.

    Of words from one day, those kept under the pair's own id (people's, or another register's as it was exported)
    come before a file's.

    Notes
    -----
    O(relations ``related``).
    """
    edges = snapshot.edges(Relation.RELATED)
    found: dict[tuple[int, int], tuple[tuple[str, bool, str], Judgement]] = {}
    for start, end, record in zip(edges.start.tolist(), edges.end.tolist(), edges.records, strict=True):
        said = judgement_of(record)
        if said is not None:
            own = record.id == judgement_id(record.start, record.end)
            pair, age = (min(start, end), max(start, end)), (said.on or "", own, record.id)
            if pair not in found or age > found[pair][0]:
                found[pair] = (age, said)
    return {pair: found[pair][1] for pair in sorted(found)}


def _words(record: RelationRecord, name: str) -> str | None:
    value = record.fields.get(name)
    return None if value is None else str(value)
