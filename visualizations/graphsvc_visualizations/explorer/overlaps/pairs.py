"""Which systems overlap today: pairs with their reasons, their contracts, and what people say of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from graphsvc.judgement import State
from graphsvc.model import Kind, Reference
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.overlap import OverlapPairs, Pair, Side
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.overlaps.facts import (
    Contract,
    Score,
    contract_of,
    cost_in,
    disposition_in,
    references_of,
    score_of,
)
from graphsvc_visualizations.explorer.templating import finished, render
from graphsvc_visualizations.marks import sector_marks
from graphsvc_visualizations.overlap import LOOKS, contracts, swatch
from graphsvc_visualizations.overlap.contracts import MOST_PAIRS

__all__ = ["Done", "overlap_pairs"]

_FIELDS = ("pairs", "sector", "thing", "min-score", "limit", "done")
_LEAST = (5, 10, 20, 30, 40)
_CHOICES = 400


@dataclass(frozen=True, slots=True)
class Done:
    """What a revision said of a pair, to tell whoever has just said it."""

    revision: int
    state: State
    a: Text
    b: Text


@dataclass(frozen=True, slots=True)
class _Half:
    """One system of a pair as the page tells it."""

    thing: Reference
    side: Side
    owners: list[Reference]
    contract: Contract
    notice: Contract | None
    cost: str
    disposition: str


@dataclass(frozen=True, slots=True)
class _Row:
    """One pair as the page tells it; ``key`` tells its form from the others on the page."""

    place: int
    key: str
    pair: Pair
    halves: tuple[_Half, _Half]
    score: Score
    given: Mapping[str, str]


def overlap_pairs(
    frame: Frame,
    snapshot: Snapshot,
    *,
    result: OverlapPairs,
    done: Done | None = None,
    error: str | None = None,
    given: Mapping[str, str] | None = None,
) -> str:
    """Return the page of pairs.

    Parameters
    ----------
    frame, snapshot
        What surrounds the page, and the graph.
    result
        The pairs.
    done
        What was said of a pair just now.
    error, given
        Why what was said of a pair could not be written, and what was sent.

    Notes
    -----
    O(pairs shown + systems, for the form).
    """
    sent = given or {}
    rows = [_row(frame, snapshot, place, one, sent) for place, one in enumerate(result.pairs, 1)]
    return render(
        "overlap_pairs.html",
        frame,
        snapshot,
        result=result,
        rows=rows,
        done=done,
        error=error,
        State=State,
        chosen=frame.value("pairs") or "all",
        sentence=_sentence(frame, result),
        sectors=[snapshot.references[one] for one in sector_marks(snapshot)],
        systems=_systems(snapshot, frame),
        least=sorted({*_LEAST, result.min_score}),
        hidden=frame.hidden(*_FIELDS),
        picture=finished(contracts(snapshot, result, language=frame.language, standalone=False)),
        drawn=min(len(result.pairs), MOST_PAIRS),
        may_judge=frame.writes and frame.revision == frame.head,
        date=frame.value("as-of"),
        legend=[(finished(swatch(kind)), frame.words(look.words)) for kind, look in LOOKS.items()],
        api=_api(frame, result),
    )


def _row(frame: Frame, snapshot: Snapshot, place: int, pair: Pair, sent: Mapping[str, str]) -> _Row:
    a, b = pair.a.thing, pair.b.thing
    key = sha256(f"{a}|{b}".encode()).hexdigest()[:12]
    halves = [_half(frame, snapshot, one.thing, side) for one, side in zip((pair.a, pair.b), pair.sides, strict=True)]
    given = sent if {sent.get("a"), sent.get("b")} == {a, b} else {}
    return _Row(place, key, pair, (halves[0], halves[1]), score_of(frame, pair.score, pair.reasons), given)


def _half(frame: Frame, snapshot: Snapshot, thing: Reference, side: Side) -> _Half:
    notice = None
    if side.notice is not None and side.contract_end and side.contract_end > snapshot.date.isoformat():
        late = side.notice < snapshot.date.isoformat()
        key = "overlap_page.notice_was" if late else "overlap_page.notice"
        notice = Contract(frame.say(key, day=frame.day(side.notice)), "late" if late else "")
    return _Half(
        thing=thing,
        side=side,
        owners=references_of(side.owners),
        contract=contract_of(frame, side.contract_end, snapshot.date),
        notice=notice,
        cost=cost_in(frame, side.yearly_cost),
        disposition=disposition_in(frame, side.disposition),
    )


def _sentence(frame: Frame, result: OverlapPairs) -> str:
    counts = {state.value: frame.number(number) for state, number in result.states.items()}
    found, least = sum(result.states.values()), frame.number(result.min_score)
    key = "overlap_page.pairs_one" if found == 1 else "overlap_page.pairs_sentence"
    return frame.say(key, found=frame.number(found), least=least, **counts)


def _systems(snapshot: Snapshot, frame: Frame) -> list[tuple[Reference, str]] | None:
    """Return the systems to choose from by name; None when there are too many for a list."""
    things = snapshot.of_kind(Kind.SYSTEM).tolist()
    if len(things) > _CHOICES:
        return None
    named = [(snapshot.references[thing], snapshot.name(thing, frame.language).words) for thing in things]
    return sorted(named, key=lambda pair: (pair[1].casefold(), pair[0]))


def _api(frame: Frame, result: OverlapPairs) -> dict[str, str]:
    """Return where the answer can be fetched as a file, by ending."""
    own: dict[str, Any] = {name.replace("-", "_"): frame.values(name) for name in ("sector", "thing", "limit")}
    state = frame.value("pairs")
    own |= {"state": None if state in {None, "all"} else state, "min_score": result.min_score, "pairs": "true"}
    if not own["limit"]:
        own["limit"] = max(result.found, 1)
    return {
        end: frame.to(f"/api/v1/overlap{end}", **own, lang=frame.language.value)
        for end in (".svg", ".csv", ".xlsx", "")
    }
