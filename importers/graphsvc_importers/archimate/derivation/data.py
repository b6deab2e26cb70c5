"""Rule 6: which systems hold which data through their behaviour, and through data that realises other data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graphsvc.model import Relation, Value
from graphsvc.records import RelationRecord
from graphsvc_importers.archimate.cast import Cast
from graphsvc_importers.archimate.derivation.collector import Finding
from graphsvc_importers.archimate.derivation.provision import Provision
from graphsvc_importers.archimate.ties import Reader, Tie, Web

__all__ = ["held"]

ACCESS, REALIZATION = frozenset({"Access"}), frozenset({"Realization"})


def held(
    cast: Cast, web: Web, provision: Provision, reader: Reader, direct: Iterable[RelationRecord]
) -> Iterator[Finding]:
    """Find what systems hold; what is realised by held data is held potentially.

    Notes
    -----
    O(accesses x providers + realisations).
    """
    known = [
        (one.start.partition(":")[2], one.end.partition(":")[2], one)
        for one in direct
        if one.relation is Relation.HOLDS
    ]
    found = [*_through_behaviour(cast, web, provision, reader)]
    yield from found
    holders: list[tuple[str, str, tuple[str, ...], dict[str, Value]]]
    holders = [(start, end, (one.id,), dict(one.fields)) for start, end, one in known]
    holders += [(one.start, one.end, one.via, dict(one.fields)) for one in found]
    for start, end, via, fields in holders:
        for tie in web.into(end, REALIZATION):
            if cast.letters[tie.source] == "D":
                role = {"role": fields["role"]} if fields.get("role") == "copy" else {}
                yield Finding("6", Relation.HOLDS, start, tie.source, (*via, *tie.via), role, certain=False)


def _through_behaviour(cast: Cast, web: Web, provision: Provision, reader: Reader) -> Iterator[Finding]:
    for behaviour, providers in provision.usable():
        for tie in web.out(behaviour, ACCESS):
            if cast.letters[tie.target] != "D":
                continue
            for system, path in providers.items():
                whole, meaning = path.then(tie), reader.meaning(_from_system(tie, system))
                fields = meaning.fields if meaning else {}
                yield Finding("6", Relation.HOLDS, system, tie.target, whole.via, fields, whole.certain, whole.factor)


def _from_system(tie: Tie, system: str) -> Tie:
    return Tie(tie.type, system, tie.target, tie.via, tie.name, tie.access)
