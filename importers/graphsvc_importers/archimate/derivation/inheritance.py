"""Rule 8: a system that realises another one, or is a kind of it, does what that one does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graphsvc.model import Relation, Value
from graphsvc.records import RelationRecord
from graphsvc_importers.archimate.cast import Cast
from graphsvc_importers.archimate.derivation.collector import Collector, Finding
from graphsvc_importers.archimate.derivation.provision import Path
from graphsvc_importers.archimate.ties import Web

__all__ = ["inherited"]

#: A special kind is not part of its general kind; that it does the same is only likely (B.3.1).
KIND_OF = 0.5
UP = frozenset({"Realization", "Specialization"})
Inheritable = tuple[Relation, str, tuple[str, ...], dict[str, Value], bool, float]
#: What says how a relation came to be, and is not itself inherited.
OWN_WORDS = frozenset(
    {
        "derived",
        "certainty",
        "factor",
        "rule",
        "via",
        "original_type",
        "subtype",
        "specialization",
        "folder",
        "properties",
        "note",
        "name",
    }
)


def inherited(cast: Cast, web: Web, direct: Iterable[RelationRecord], collector: Collector) -> Iterator[Finding]:
    """Find the supports and uses that systems inherit, through chains of realisation and specialisation.

    Notes
    -----
    O(systems x what their generals do); visited sets end circles.
    """
    does = _doings(direct, collector)
    for system in cast.of_class("S"):
        for above, path in _above(cast, web, system):
            for relation, other, via, fields, certain, factor in does.get(above, ()):
                start, end = (system, other) if relation is Relation.SUPPORTS else (other, system)
                whole = 1.0 if relation is Relation.USES and path.certain else path.factor
                yield Finding(
                    "8", relation, start, end, path.via + via, fields, certain and path.certain, factor * whole
                )


def _doings(direct: Iterable[RelationRecord], collector: Collector) -> dict[str, list[Inheritable]]:
    does: dict[str, list[Inheritable]] = {}
    for record in direct:
        if record.relation in {Relation.SUPPORTS, Relation.USES}:
            start, end = record.start.partition(":")[2], record.end.partition(":")[2]
            system, other = (start, end) if record.relation is Relation.SUPPORTS else (end, start)
            fields = {name: value for name, value in record.fields.items() if name not in OWN_WORDS}
            does.setdefault(system, []).append((record.relation, other, (record.id,), fields, True, 1.0))
    for one in (*collector.of(Relation.SUPPORTS), *collector.of(Relation.USES)):
        system, other = (one.start, one.end) if one.relation is Relation.SUPPORTS else (one.end, one.start)
        does.setdefault(system, []).append((one.relation, other, one.via, dict(one.fields), one.certain, one.factor))
    return does


def _above(cast: Cast, web: Web, system: str) -> Iterator[tuple[str, Path]]:
    waiting, seen = [(system, Path())], {system}
    while waiting:
        here, path = waiting.pop(0)
        for tie in web.out(here, UP):
            if cast.letters[tie.target] == "S" and tie.target not in seen and path.goes_on:
                seen.add(tie.target)
                kind_of = tie.type == "Specialization"
                further = path.then(tie, KIND_OF if kind_of else 1.0, certain=not kind_of)
                waiting.append((tie.target, further))
                yield tie.target, further
