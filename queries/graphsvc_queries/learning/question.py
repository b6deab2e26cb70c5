"""What is asked about: capabilities, products and data objects, given one by one or by a proposal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graphsvc.errors import QuestionError, UnknownThing
from graphsvc.metamodel import KINDS, shown_name
from graphsvc.model import Kind, split_reference
from graphsvc.records import ThingRecord
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.naming import Named, listed, named

__all__ = ["Asked", "Question", "question"]

_NOTHING = Text(
    "Si hva dere vil lære om: en funksjon, et produkt, et informasjonsobjekt eller et forslag",
    "Sei kva de vil lære om: ein funksjon, eit produkt, eit informasjonsobjekt eller eit forslag",
    "Say what you want to learn about: a capability, a product, a data object or a proposal",
)
_BOTH = Text(
    "Et forslag sier selv hvilke funksjoner det trenger; spør om forslaget alene",
    "Eit forslag seier sjølv kva funksjonar det treng; spør om forslaget åleine",
    "A proposal says itself which capabilities it needs; ask about the proposal alone",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked about; ``thing`` is None for a product and for what the register does not have."""

    key: str
    name: Text
    thing: int | None = None
    product: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Everything asked about, and what the proposal says of who is behind it."""

    asked: tuple[Asked, ...]
    proposal: Named | None = None
    proposers: tuple[int, ...] = ()
    affected: tuple[int, ...] = ()


def question(
    snapshot: Snapshot, capabilities: Sequence[str], products: Sequence[str], data: Sequence[str], proposal: str | None
) -> Question:
    """Find out what is asked about.

    Raises
    ------
    UnknownThing, AmbiguousThing
        When a name cannot be found.
    QuestionError
        When nothing is asked, a thing is of the wrong kind, or a proposal is asked about together with others.
    """
    if proposal is not None:
        if capabilities or products or data:
            raise QuestionError(_BOTH)
        return _of_proposal(snapshot, proposal.strip())
    asked = dict.fromkeys(
        [
            *(_thing(snapshot, words, Kind.CAPABILITY) for words in capabilities),
            *(Asked(f"product:{words}", Text.same(words), product=words) for words in products),
            *(_thing(snapshot, words, Kind.DATA_OBJECT) for words in data),
        ]
    )
    if not asked:
        raise QuestionError(_NOTHING)
    return Question(tuple(asked))


def _thing(snapshot: Snapshot, words: str, kind: Kind) -> Asked:
    # An id may be shared with a system: what is asked for says which kind is meant.
    meant = f"{kind.value}:{words.strip()}"
    thing = snapshot.index(meant) if meant in snapshot else snapshot.find(words)
    if snapshot.kind(thing) is not kind:
        told = Text(
            "{reference} er {is_kind}; her trengs {kind}",
            "{reference} er {is_kind}; her trengst {kind}",
            "{reference} is of kind {is_kind}; a {kind} is needed here",
        )
        is_kind = KINDS[snapshot.kind(thing)].label
        reference = snapshot.references[thing]
        raise QuestionError(told.format(reference=reference, is_kind=is_kind, kind=KINDS[kind].label))
    return Asked(snapshot.references[thing], named(snapshot, thing).name, thing)


def _of_proposal(snapshot: Snapshot, words: str) -> Question:
    identifier = words.removeprefix("proposal:")
    if identifier not in snapshot.proposals:
        known = ", ".join(snapshot.proposals)
        raise UnknownThing(
            Text(
                f"Fant ikke forslaget «{words}». " + (f"Forslag: {known}" if known else "Registeret har ingen forslag"),
                f"Fann ikkje forslaget «{words}». "
                + (f"Forslag: {known}" if known else "Registeret har ingen forslag"),
                f"No proposal '{words}'. " + (f"Proposals: {known}" if known else "The register has no proposals"),
            )
        )
    record = snapshot.proposals[identifier].record
    assert isinstance(record, ThingRecord)  # noqa: S101 - proposals are things by construction
    name = Text(*(shown_name(record.fields, record.id, one).words for one in (Language.NB, Language.NN, Language.EN)))
    return Question(
        tuple(dict.fromkeys([*_needed(snapshot, record), *_products(snapshot, record)])),
        Named(record.reference, name),
        tuple(_named_things(snapshot, record, "proposer_unit", Kind.UNIT)),
        tuple(_named_things(snapshot, record, "affected_units", Kind.UNIT)),
    )


def _needed(snapshot: Snapshot, record: ThingRecord) -> Iterator[Asked]:
    for word in listed(record.fields.get("needed_capabilities")):
        reference = word if ":" in word else f"{Kind.CAPABILITY.value}:{word}"
        if reference in snapshot:
            yield _thing(snapshot, reference, Kind.CAPABILITY)
        else:
            yield Asked(reference, Text.same(split_reference(reference)[1]))


def _products(snapshot: Snapshot, record: ThingRecord) -> Iterator[Asked]:
    """Give the products of the systems that the proposal replaces or extends: their other users know them too."""
    for field in ("replaces_systems", "extends_systems"):
        for system in _named_things(snapshot, record, field, Kind.SYSTEM):
            product = snapshot.record(system).fields.get("product")
            if product:
                yield Asked(f"product:{product}", Text.same(str(product)), product=str(product))


def _named_things(snapshot: Snapshot, record: ThingRecord, field: str, kind: Kind) -> Iterator[int]:
    for word in listed(record.fields.get(field)):
        reference = word if ":" in word else f"{kind.value}:{word}"
        if reference in snapshot:
            yield snapshot.index(reference)
