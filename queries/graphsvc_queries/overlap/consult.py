"""Which units to ask about a need: those that own what is alike, lead what needs it, are named, and IT."""

from __future__ import annotations

from collections.abc import Iterator

from graphsvc.model import Kind, Relation
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.overlap.candidates import Ranking
from graphsvc_queries.overlap.result import Consulted
from graphsvc_queries.overlap.sentences import names_of

__all__ = ["consult"]

#: The owners of so many candidates are asked.
_OWNERS = 5

_OWNS = Text("eier «{name}»", "eig «{name}»", "owns “{name}”")
_LEADS = Text(
    "har ansvaret for «{name}», som trenger dette",
    "har ansvaret for «{name}», som treng dette",
    "is responsible for “{name}”, which needs this",
)
_NAMED = Text("er nevnt i forslaget", "er nemnd i forslaget", "is named in the proposal")
_IT = Text(
    "svarer for IT og kan vite om noe som ikke står i registeret",
    "svarar for IT og kan vite om noko som ikkje står i registeret",
    "answers for IT and may know of something that is not in the register",
)


def consult(ranking: Ranking) -> tuple[Consulted, ...]:
    """Return the units to ask, each once with every reason, the nearest to the matter first.

    Notes
    -----
    O(candidates + services that need it).
    """
    snapshot = ranking.known.snapshot
    reasons: dict[int, list[Text]] = {}
    for unit, sentence in (*_owning(ranking), *_leading(ranking), *_named(ranking), *_it(snapshot)):
        reasons.setdefault(unit, []).append(sentence)
    return tuple(
        Consulted(names_of(snapshot, (unit,))[0], _contact(snapshot, unit), tuple(dict.fromkeys(sentences)))
        for unit, sentences in reasons.items()
    )


def _owning(ranking: Ranking) -> Iterator[tuple[int, Text]]:
    known = ranking.known
    for row in ranking.order[:_OWNERS]:
        for unit in known.snapshot.organisation.owners_of(known.things[row]):
            yield unit, _OWNS.format(name=_name(known.snapshot, known.things[row]))


def _leading(ranking: Ranking) -> Iterator[tuple[int, Text]]:
    snapshot = ranking.known.snapshot
    edges = snapshot.edges(Relation.NEEDS)
    services = {int(edges.start[edge]) for one in ranking.need.capabilities for edge in edges.into(one)}
    for service in sorted(services - {ranking.need.itself}):
        unit = snapshot.organisation.lead_of(service)
        if unit is not None:
            yield unit, _LEADS.format(name=_name(snapshot, service))


def _named(ranking: Ranking) -> Iterator[tuple[int, Text]]:
    need, snapshot = ranking.need, ranking.known.snapshot
    if not need.whole:
        yield from ((one, _NAMED) for one in sorted(need.neighbours) if snapshot.kind(one) is Kind.UNIT)


def _it(snapshot: Snapshot) -> Iterator[tuple[int, Text]]:
    unit = snapshot.about.it_unit
    if unit is not None and unit in snapshot:
        yield snapshot.index(unit), _IT


def _name(snapshot: Snapshot, thing: int) -> Text:
    return Text(*(snapshot.name(thing, language).words for language in Language))


def _contact(snapshot: Snapshot, unit: int) -> str | None:
    contact = snapshot.record(unit).fields.get("contact")
    return str(contact) if contact else None
