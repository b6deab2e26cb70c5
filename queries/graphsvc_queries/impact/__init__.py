"""Impact: which sectors, units and services a change touches, how strongly and why (model.md section 4)."""

from __future__ import annotations

from graphsvc.metamodel import KINDS
from graphsvc.model import ChangeKind, Kind, split_reference
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.impact.answer import answer
from graphsvc_queries.impact.compiled import compiled
from graphsvc_queries.impact.consult import ConsultedUnits
from graphsvc_queries.impact.near import unknown_near, unknown_of
from graphsvc_queries.impact.path import Confidence, Hop
from graphsvc_queries.impact.question import check_limits, starts_of
from graphsvc_queries.impact.result import (
    Because,
    Change,
    Consulted,
    Drawn,
    Impact,
    PlatformNote,
    Tie,
    Touched,
    Unknown,
)
from graphsvc_queries.impact.rollup import SectorRows, below_of
from graphsvc_queries.impact.rows import Below, BelowWay, SectorEffect, SectorRow, SectorWork
from graphsvc_queries.impact.starts import Missing
from graphsvc_queries.impact.summary import summary_of
from graphsvc_queries.impact.ties import TieRows, platform_notes
from graphsvc_queries.impact.touched import TouchedRows

__all__ = [
    "Because",
    "Below",
    "BelowWay",
    "Change",
    "Confidence",
    "Consulted",
    "Drawn",
    "Hop",
    "Impact",
    "PlatformNote",
    "SectorEffect",
    "SectorRow",
    "SectorWork",
    "Tie",
    "Touched",
    "Unknown",
    "impact",
    "unknown_of",
]


def impact(
    snapshot: Snapshot,
    /,
    *,
    things: tuple[str, ...] = (),
    proposal: str | None = None,
    change: ChangeKind | None = None,
    min_strength: float = 0.2,
    max_steps: int = 4,
) -> Impact:
    """Tell which sectors, units, services and systems a change touches, how strongly and why.

    Parameters
    ----------
    things
        What changes: systems, technologies or data objects, as ``kind:id``, id or name.
    proposal
        A proposal's id, instead of things.
    change
        What happens to the things; retire for a system or technology and data for a data object when not said.
    min_strength
        Weaker paths are left out (and counted in ``below``); 0 to 1.
    max_steps
        At most so many flow and runs_on edges in a path; what that leaves out makes ``truncated`` true.

    Returns
    -------
    Impact
        Every touched thing in each way with its strongest path; sums by sector; whom to consult; what is unknown.

    Raises
    ------
    UnknownThing, AmbiguousThing
        When a thing or proposal cannot be found.
    QuestionError
        When the change does not fit the thing, or a limit means nothing.

    Notes
    -----
    O(steps x relations of what is touched); what the minimum leaves out is found in arrays, O(relations of what
    is reachable). What concerns the snapshot as a whole is worked out at the first question and kept.

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.model import Kind, Reference, Relation
    >>> from graphsvc.records import RelationRecord, ThingRecord
    >>> from graphsvc.snapshot import Fact, Facts, Snapshot
    >>> system, service = ThingRecord(Kind.SYSTEM, "epj", {}), ThingRecord(Kind.SERVICE, "T001", {})
    >>> support = RelationRecord(
    ...     Relation.SUPPORTS, "r1", Reference("system:epj"), Reference("service:T001"), {"strength": "required"}
    ... )
    >>> facts = Facts(1, (Fact(system), Fact(service)), (Fact(support),))
    >>> answer = impact(Snapshot(facts, dt.date(2026, 12, 1)), things=("epj",))
    >>> [(one.thing, one.strength) for one in answer.touched]
    [('service:T001', 1.0)]
    >>> answer.touched[0].path[0].sentence.en
    'epj is required for the service “T001”.'
    """
    check_limits(min_strength, max_steps)
    known = compiled(snapshot)
    starts = starts_of(known, things, proposal, change)
    found = answer(known, starts, min_strength, max_steps)
    rows = SectorRows(found)
    unknown, elsewhere = unknown_near(found)
    return Impact(
        revision=snapshot.revision,
        as_of=snapshot.date,
        changes=tuple(Change(one.thing, one.kind, one.name) for one in starts.changes),
        min_strength=min_strength,
        max_steps=max_steps,
        summary=summary_of(found, rows.with_effect),
        sectors=rows,
        touched=TouchedRows(snapshot, found),
        platforms=platform_notes(snapshot, found),
        unknown=unknown + tuple(_not_there(missing) for missing in starts.missing),
        consult=ConsultedUnits(snapshot, found),
        below=below_of(found, rows),
        truncated=found.truncated,
        ties=TieRows(snapshot, found),
        unknown_elsewhere=elsewhere,
        sectors_elsewhere=rows.elsewhere,
    )


_MISSING = Text(
    "Forslaget {proposal} nevner {kind} «{id}», som ikke finnes på denne datoen.",
    "Forslaget {proposal} nemner {kind} «{id}», som ikkje finst på denne datoen.",
    "The proposal {proposal} names the {kind} “{id}”, which is not there at this date.",
)


def _not_there(missing: Missing) -> Unknown:
    word, identifier = split_reference(missing.reference)
    kind = Kind(word)
    why = _MISSING.format(proposal=missing.proposal, kind=KINDS[kind].label, id=identifier)
    return Unknown(missing.reference, kind, identifier, Text.same(identifier), why)
