"""Do we already have this? The form, the verdict, the candidates with their reasons, and whom to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphsvc.model import Kind, Reference, Relation
from graphsvc.snapshot import Snapshot
from graphsvc_queries.overlap import Candidate, Evidence, Named, Overlap
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
from graphsvc_visualizations.overlap import LOOKS, swatch

__all__ = ["overlap"]

#: What the page's own form carries; the rest of the address goes along as it is.
_FIELDS = ("text", "capability", "data-object", "proposal", "thing", "limit")
#: Above so many choices a list to choose from is no help: one types.
_CHOICES = 400
_NAMES, _COMMON = 6, 12


@dataclass(frozen=True, slots=True)
class _Chip:
    """Something that is asked for; ``without`` is the address without it, None for what a proposal or words meant."""

    thing: Reference | None
    words: str
    without: str | None


@dataclass(frozen=True, slots=True)
class _Row:
    """One candidate as the page tells it."""

    place: int
    one: Candidate
    score: Score
    owners: list[Reference]
    users: list[Reference]
    covers: list[Reference]
    lacks: list[Reference]
    components: list[Reference]
    disposition: str
    contract: Contract | None
    cost: str | None


def overlap(frame: Frame, snapshot: Snapshot, *, result: Overlap | None, error: str | None = None) -> str:
    """Return the page of a need.

    Parameters
    ----------
    frame, snapshot
        What surrounds the page, and the graph.
    result
        The answer; None before anything is asked, and when it could not be answered.
    error
        Why not.

    Notes
    -----
    O(candidates shown + systems, for the form).
    """
    rows = (
        [] if result is None else [_row(frame, snapshot, place, one) for place, one in enumerate(result.candidates, 1)]
    )
    proposal = snapshot.proposals.get((frame.value("proposal") or "").removeprefix("proposal:"))
    verdict, _, rest = frame.words(result.summary).partition(". ") if result else ("", "", "")
    return render(
        "overlap.html",
        frame,
        snapshot,
        result=result,
        error=error,
        verdict=verdict,
        sentence=rest,
        proposal=proposal.record if proposal else None,
        need=_need_of(frame, proposal.record.fields) if proposal else None,
        proposals=[(identifier, fact.record.fields) for identifier, fact in snapshot.proposals.items()],
        capabilities=_chips(
            frame, snapshot, "capability", Kind.CAPABILITY, result.query.capabilities if result else ()
        ),
        data=_chips(frame, snapshot, "data-object", Kind.DATA_OBJECT, result.query.data_objects if result else ()),
        choices={kind: _choices(snapshot, frame, kind) for kind in (Kind.CAPABILITY, Kind.DATA_OBJECT)},
        common=_common(snapshot) if result is None else [],
        hidden=frame.hidden(*_FIELDS),
        rows=[row for row in rows if not row.one.keep_apart],
        apart=[row for row in rows if row.one.keep_apart],
        named=references_of(one.system for one in result.components if one.named) if result else [],
        evidence=tuple(Evidence),
        points={row.place: {reason.kind: reason.share for reason in row.one.reasons} for row in rows},
        most=_NAMES,
        legend=[(finished(swatch(kind)), frame.words(look.words)) for kind, look in LOOKS.items()],
        looks=LOOKS,
        api=_api(frame, result),
    )


def _row(frame: Frame, snapshot: Snapshot, place: int, one: Candidate) -> _Row:
    system = one.thing.thing.startswith(f"{Kind.SYSTEM.value}:")
    return _Row(
        place=place,
        one=one,
        score=score_of(frame, one.score, one.reasons),
        owners=references_of(one.owners),
        users=references_of(one.users),
        covers=references_of(one.covers),
        lacks=references_of(one.lacks),
        components=references_of(one.components),
        disposition=disposition_in(frame, one.disposition),
        contract=contract_of(frame, one.contract_end, snapshot.date) if system else None,
        cost=cost_in(frame, one.yearly_cost) if system else None,
    )


def _need_of(frame: Frame, fields: Mapping[str, Any]) -> str | None:
    names = (f"need_{frame.language.value}", "need_nb", "need_nn", "need_en")
    return next((str(fields[name]) for name in names if fields.get(name)), None)


def _chips(frame: Frame, snapshot: Snapshot, name: str, kind: Kind, asked: Sequence[Named]) -> list[_Chip]:
    """Return what is asked for: first what the address names, then what the proposal or the words meant."""
    given = frame.values(name)
    found = []
    for words in given:
        whole = f"{kind.value}:{words}"
        reference = next((Reference(one) for one in (whole, words) if one in snapshot), None)
        rest = [other for other in given if other != words]
        found.append(_Chip(reference, words, frame.same(**{name.replace("-", "_"): rest or None})))
    named = {chip.thing for chip in found}
    meant = [] if any(chip.thing is None for chip in found) else asked
    return [*found, *(_Chip(one.thing, "", None) for one in meant if one.thing not in named)]


def _choices(snapshot: Snapshot, frame: Frame, kind: Kind) -> list[tuple[Reference, str]] | None:
    """Return things to choose from by name; None when there are too many for a list."""
    things = snapshot.of_kind(kind).tolist()
    if len(things) > _CHOICES:
        return None
    named = [(snapshot.references[thing], snapshot.name(thing, frame.language).words) for thing in things]
    return sorted(named, key=lambda pair: (pair[1].casefold(), pair[0]))


def _common(snapshot: Snapshot) -> list[tuple[Reference, int]]:
    """Return the capabilities that most systems have, for a reader who does not know where to begin."""
    edges = snapshot.edges(Relation.PROVIDES)
    counted = Counter(edges.end.tolist())
    ranked = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:_COMMON]
    return [(snapshot.references[thing], count) for thing, count in ranked]


def _api(frame: Frame, result: Overlap | None) -> dict[str, str]:
    """Return where the answer can be fetched as a file, by ending."""
    own: dict[str, Any] = {name.replace("-", "_"): frame.values(name) for name in (*_FIELDS, "min-score")}
    if result is not None and not own["limit"]:
        own["limit"] = max(result.found, 1)
    return {
        end: frame.to(f"/api/v1/overlap{end}", **own, lang=frame.language.value)
        for end in (".svg", ".csv", ".xlsx", "")
    }
