"""Things without what would tie them to the rest of the register."""

from __future__ import annotations

from collections.abc import Iterator

from graphsvc.model import Kind, Relation, Scope
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.completeness.result import Orphan
from graphsvc_queries.naming import listed, named

__all__ = ["orphans"]

_ALONE = Text("Henger ikke sammen med noe.", "Heng ikkje saman med noko.", "Hangs together with nothing.")
_OWNER = Text("Ingen eier er kjent.", "Ingen eigar er kjend.", "No owner is known.")
_DELIVERER = Text("Ingen enhet leverer tjenesten.", "Inga eining leverer tenesta.", "No unit delivers the service.")
_SUPPORT = Text(
    "Ingen kjent støtte fra systemer, og den trenger ingen annen tjeneste.",
    "Inga kjend støtte frå system, og ho treng inga anna teneste.",
    "No known support from systems, and it requires no other service.",
)
_UNIT = Text(
    "Leverer ingen tjeneste, og verken bruker eller eier noe system.",
    "Leverer inga teneste, og korkje bruker eller eig noko system.",
    "Delivers no service, and neither uses nor owns any system.",
)


def orphans(snapshot: Snapshot) -> tuple[Orphan, ...]:
    """List things that hang together with nothing, and those without owner, deliverer, support or use.

    A thing that hangs together with nothing has that one reason only. National systems need no owner here, nor does a
    system whose owner is claimed to be none; units of level sector need no services of their own.

    Notes
    -----
    O(things + relations).
    """
    tied = _tied(snapshot)
    found: list[Orphan] = []
    for thing, reference in enumerate(snapshot.references):
        one = named(snapshot, thing)
        if reference not in tied:
            found.append(Orphan(one, "alone", _ALONE))
        else:
            found += [Orphan(one, what, why) for what, why in _lacking(snapshot, thing)]
    return tuple(found)


def _tied(snapshot: Snapshot) -> set[str]:
    """Return what some relation joins to another thing, hubs of flows and ends of relations on relations included."""
    found: set[str] = set()
    for relation in Relation:
        for record in snapshot.edges(relation).records:
            if record.start != record.end:
                found |= {record.start, record.end}
            hubs = listed(record.fields.get("through"))
            found |= {hub if ":" in hub else f"{Kind.SYSTEM.value}:{hub}" for hub in hubs}
    for fact in snapshot.annotations:
        found |= {fact.record.start, fact.record.end}  # type: ignore[union-attr]
    return found


def _lacking(snapshot: Snapshot, thing: int) -> Iterator[tuple[str, Text]]:
    kind, fields = snapshot.kind(thing), snapshot.record(thing).fields
    if kind is Kind.SYSTEM and fields.get("scope") != Scope.NATIONAL:
        claimed = Relation.OWNS.value in listed(fields.get("claimed_none"))
        if not snapshot.organisation.owners_of(thing) and not claimed:
            yield "without_owner", _OWNER
    elif kind is Kind.SERVICE:
        if not snapshot.organisation.deliverers_of(thing):
            yield "without_deliverer", _DELIVERER
        if not len(snapshot.edges(Relation.SUPPORTS).into(thing)) and not _requires_another(snapshot, thing):
            yield "without_support", _SUPPORT
    elif kind is Kind.UNIT and not snapshot.organisation.is_sector(thing):
        doing = (Relation.DELIVERS, Relation.USES, Relation.OWNS)
        if not any(len(snapshot.edges(relation).out(thing)) for relation in doing):
            yield "without_activity", _UNIT


def _requires_another(snapshot: Snapshot, service: int) -> bool:
    edges = snapshot.edges(Relation.REQUIRES)
    return any(int(edges.end[edge]) != service for edge in edges.out(service))
