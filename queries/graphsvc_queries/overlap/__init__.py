"""Overlap: do we already have this, and which systems overlap today (model.md section 5)."""

from __future__ import annotations

from graphsvc.judgement import Judgement, State, judgement
from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot
from graphsvc_queries.overlap.asking import named, need_of, proposed, said
from graphsvc_queries.overlap.candidates import Ranking
from graphsvc_queries.overlap.caps import CAPS, Caps, caps_of
from graphsvc_queries.overlap.choice import check, chosen
from graphsvc_queries.overlap.consult import consult
from graphsvc_queries.overlap.ground import Ground, ground
from graphsvc_queries.overlap.need import Need
from graphsvc_queries.overlap.paired import OverlapPairs, Pair, Side
from graphsvc_queries.overlap.pairs import overlapping
from graphsvc_queries.overlap.result import (
    Also,
    Candidate,
    Component,
    Consulted,
    Named,
    Outcome,
    Overlap,
    Query,
    Reason,
    Together,
)
from graphsvc_queries.overlap.scoring import Evidence
from graphsvc_queries.overlap.sentences import names_of
from graphsvc_queries.overlap.together import together
from graphsvc_queries.overlap.verdict import outcome, verdict

__all__ = [
    "CAPS",
    "Also",
    "Candidate",
    "Caps",
    "Component",
    "Consulted",
    "Evidence",
    "Judgement",
    "Named",
    "Need",
    "Outcome",
    "Overlap",
    "OverlapPairs",
    "Pair",
    "Query",
    "Reason",
    "Side",
    "State",
    "Together",
    "judgement",
    "overlap",
]

#: Below these, likeness is noise: a candidate needs a quarter of what words can give, a pair a rare capability.
_CANDIDATE, _PAIR = 5.0, 20.0


def overlap(
    snapshot: Snapshot,
    /,
    *,
    text: str | None = None,
    capability: tuple[str, ...] = (),
    data_object: tuple[str, ...] = (),
    proposal: str | None = None,
    thing: str | None = None,
    pairs: bool = False,
    state: State | None = None,
    sector: str | None = None,
    min_score: float | None = None,
    limit: int = 10,
) -> Overlap | OverlapPairs:
    """Tell whether we already have this, or which systems overlap.

    The score is a sum of shares: capabilities by rarity (at most 45 points), words (20), neighbours (15), data (10),
    product and vendor (10). What many systems can do gives nothing unless another share is at least 5.

    Parameters
    ----------
    text
        What is needed, in words, in any of the languages of the register.
    capability, data_object
        What it must be able to do and hold, as id, ``kind:id`` or name.
    proposal
        A proposal's id: its words, needs, data, services, units and national components are asked for.
    thing
        Something that is there: what is like it, of its kind. With ``pairs``: only pairs of this system.
    pairs
        Which systems overlap today, instead.
    state, sector
        Only pairs of which people have said this, or of which one is owned in this sector.
    min_score
        Weaker ones are left out (5 for candidates, 20 for pairs when not said); what covers a need is always told.
    limit
        At most so many are told; the rest is counted.

    Returns
    -------
    Overlap or OverlapPairs
        Candidates or pairs, best first, each with shares that add up to its score.

    Raises
    ------
    UnknownThing, AmbiguousThing
        When a thing or proposal cannot be found.
    QuestionError
        When nothing is asked for, too much at once, or a limit means nothing.

    Notes
    -----
    Words, and what is rare, are worked out at the first question and kept, O(letters + relations); then
    O(candidates + what they share with the need). Pairs: O(n squared) up to 200 systems, then only those that share
    something rare.

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.records import ThingRecord
    >>> from graphsvc.snapshot import Fact, Facts
    >>> names = {"smsa": "SMS-varsling", "kart": "Kartportal", "lonn": "Lønnssystem"}
    >>> things = tuple(Fact(ThingRecord(Kind.SYSTEM, key, {"name_nb": name})) for key, name in names.items())
    >>> found = overlap(Snapshot(Facts(1, things, ()), dt.date(2026, 12, 1)), text="varsle på SMS")
    >>> found.candidates[0].thing.name.nb, found.candidates[0].reasons[0].sentence.en
    ('SMS-varsling', 'Words in common: sms, varsling (in Norwegian)')
    """
    check(text, capability, data_object, proposal, thing, pairs, state, sector, min_score, limit)
    caps = caps_of(snapshot.rules)
    if pairs:
        least = _PAIR if min_score is None else min_score
        choice = chosen(snapshot, thing, state, sector)
        return overlapping(ground(snapshot, (Kind.SYSTEM,), caps), least, limit, choice=choice)
    described = None if thing is None else snapshot.find(thing)
    known = ground(snapshot, (Kind.SYSTEM if described is None else snapshot.kind(described),), caps)
    need = Need() if described is None else need_of(snapshot, described, known.ties)
    need = proposed(snapshot, proposal, caps) if proposal is not None else need
    need = said(snapshot, named(snapshot, need, capability, data_object), text)
    ranking = Ranking(known, need, _CANDIDATE if min_score is None else min_score)
    return _answer(
        known,
        ranking,
        Query(
            text=text,
            proposal=proposal,
            thing=None if described is None else names_of(snapshot, (described,))[0],
            capabilities=names_of(snapshot, sorted(need.capabilities)),
            data_objects=names_of(snapshot, sorted(need.data)),
            neighbours=names_of(snapshot, sorted(need.neighbours)),
            unrecognised=need.unrecognised,
        ),
        limit,
    )


def _answer(known: Ground, ranking: Ranking, query: Query, limit: int) -> Overlap:
    snapshot = known.snapshot
    return Overlap(
        revision=snapshot.revision,
        as_of=snapshot.date,
        query=query,
        outcome=outcome(ranking),
        summary=verdict(ranking),
        candidates=tuple(ranking.candidate(row) for row in ranking.order[:limit]),
        found=len(ranking.order),
        apart=sum(bool(ranking.apart[row]) for row in ranking.order),
        also=ranking.also(),
        together=together(ranking),
        components=ranking.components(),
        consult=consult(ranking),
        unknown=ranking.unknown(),
    )
