"""Turning a question into a need: free text, named things, a proposal, or a thing that is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from graphsvc.errors import QuestionError, UnknownThing
from graphsvc.metamodel import KINDS
from graphsvc.model import Kind, Reference, Value
from graphsvc.records import ThingRecord
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.overlap.caps import Caps
from graphsvc_queries.overlap.ground import bases_of, bases_with_services, ground, level_of, maker
from graphsvc_queries.overlap.holdings import Ties
from graphsvc_queries.overlap.likeness import Document, documents, likeness
from graphsvc_queries.overlap.need import Need
from graphsvc_queries.overlap.recognise import recognised
from graphsvc_queries.overlap.words import ENGLISH, NORWEGIAN

__all__ = ["named", "need_of", "proposed", "said"]

#: Words for data mean a data object when they are at least so alike.
_RECOGNISED = 0.5
_SURROUNDINGS = ("affected_services", "affected_units", "proposer_unit", "national_components", "integrates_systems")
_GOING = ("replaces_systems", "retires_systems")


def said(snapshot: Snapshot, need: Need, text: str | None) -> Need:
    """Return a need with free text added, and the capabilities it speaks of when none are named."""
    words = (text or "").strip()
    if not words:
        return need
    able = need.capabilities or recognised(snapshot, words, Kind.CAPABILITY)
    return replace(need, documents=(*need.documents, Document(None, words)), capabilities=able)


def named(snapshot: Snapshot, need: Need, capabilities: Iterable[str], data_objects: Iterable[str]) -> Need:
    """Return a need with capabilities and data objects added.

    Raises
    ------
    UnknownThing, AmbiguousThing, QuestionError
        When one cannot be found, or is something else.
    """
    able = frozenset(_of_kind(snapshot, words, Kind.CAPABILITY) for words in capabilities)
    held = frozenset(_of_kind(snapshot, words, Kind.DATA_OBJECT) for words in data_objects)
    return replace(need, capabilities=need.capabilities | able, data=need.data | held)


def _of_kind(snapshot: Snapshot, words: str, kind: Kind) -> int:
    """Find a thing of one kind; a bare id is tried as that kind's first."""
    whole = f"{kind.value}:{words}"
    thing = snapshot.index(whole) if whole in snapshot else snapshot.find(words)
    if snapshot.kind(thing) is not kind:
        told = Text(
            "{thing} er {found}, ikke {wanted}",
            "{thing} er {found}, ikkje {wanted}",
            "{thing} is of kind {found}, not {wanted}",
        )
        raise QuestionError(
            told.format(
                thing=snapshot.references[thing], found=KINDS[snapshot.kind(thing)].label, wanted=KINDS[kind].label
            )
        )
    return thing


def need_of(snapshot: Snapshot, thing: int, known: Ties) -> Need:
    """Describe a thing that is there as a need."""
    record = snapshot.record(thing)
    able, held, beside = known.of(thing)
    return Need(
        documents=tuple(documents(record.fields)),
        capabilities=able,
        data=held,
        neighbours=beside,
        vendor=maker(record, "vendor"),
        product=maker(record, "product"),
        level=level_of(record),
        bases=bases_with_services(snapshot, thing),
        whole=True,
        itself=thing,
    )


def proposed(snapshot: Snapshot, proposal: str, caps: Caps) -> Need:
    """Describe what a proposal asks for.

    Raises
    ------
    UnknownThing
        When there is no such proposal; lists those there are.
    """
    identifier = proposal.removeprefix("proposal:")
    fact = snapshot.proposals.get(identifier)
    if fact is None:
        raise _no_proposal(snapshot, proposal)
    record = fact.record
    assert isinstance(record, ThingRecord)  # noqa: S101 - a proposal is a thing by construction
    fields = record.fields
    data, unrecognised = _recognised(snapshot, str(fields.get("shared_data_nb") or ""), caps)
    return Need(
        documents=_proposal_words(fields),
        capabilities=_things(snapshot, fields, ("needed_capabilities",), Kind.CAPABILITY),
        data=data,
        neighbours=frozenset().union(
            *(_things(snapshot, fields, (name,), kind) for name, kind in zip(_SURROUNDINGS, _KINDS, strict=True))
        ),
        level=level_of(record),
        bases=bases_of(record),
        replaces=_things(snapshot, fields, _GOING, Kind.SYSTEM),
        named=_things(snapshot, fields, ("national_components",), Kind.SYSTEM),
        unrecognised=unrecognised,
    )


_KINDS = (Kind.SERVICE, Kind.UNIT, Kind.UNIT, Kind.SYSTEM, Kind.SYSTEM)


def _proposal_words(fields: Mapping[str, Value]) -> tuple[Document, ...]:
    """Return a proposal's words: its need stands where a thing has its description."""
    found = [
        Document(tongue, str(fields.get(f"name_{ending}") or ""), str(fields.get(f"need_{ending}") or ""))
        for ending, tongue in (("nb", NORWEGIAN), ("nn", NORWEGIAN), ("en", ENGLISH))
    ]
    return tuple(one for one in found if one.name or one.text)


def _things(snapshot: Snapshot, fields: Mapping[str, Value], names: Iterable[str], kind: Kind) -> frozenset[int]:
    """Return the things that fields name and that are there at the date."""
    found: set[int] = set()
    for name in names:
        value = fields.get(name)
        for words in value if isinstance(value, tuple) else (() if value is None else (str(value),)):
            whole = Reference(words if words in snapshot else f"{kind.value}:{words}")
            if whole in snapshot:
                found.add(snapshot.index(whole))
    return frozenset(found)


def _recognised(snapshot: Snapshot, words: str, caps: Caps) -> tuple[frozenset[int], tuple[str, ...]]:
    """Find the data objects that a list of words means, and the words that mean none."""
    known = ground(snapshot, (Kind.DATA_OBJECT,), caps)
    found: set[int] = set()
    missing: list[str] = []
    for phrase in (part.strip() for part in words.replace(";", ",").split(",")):
        if phrase:
            alike = likeness(known.corpora, (Document(NORWEGIAN, phrase),), len(known.things))
            best = float(alike.max(initial=0.0))
            if best >= _RECOGNISED:
                found |= {known.things[row] for row, one in enumerate(alike.tolist()) if one >= best - 1e-9}
            else:
                missing.append(phrase)
    return frozenset(found), tuple(missing)


def _no_proposal(snapshot: Snapshot, words: str) -> UnknownThing:
    listed = ", ".join(snapshot.proposals) or "–"
    return UnknownThing(
        Text(
            f"Fant ikke forslaget «{words[:80]}». Forslag: {listed}",
            f"Fann ikkje forslaget «{words[:80]}». Forslag: {listed}",
            f"No proposal '{words[:80]}'. Proposals: {listed}",
        )
    )
