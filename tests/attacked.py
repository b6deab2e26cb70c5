"""A municipality in which every name is an attack, as far as a register can hold it."""

from __future__ import annotations

from typing import Any

from graphsvc.model import Reference
from graphsvc.records import RelationRecord, ThingRecord
from graphsvc.snapshot import Fact, Facts, Snapshot
from tests.contract.test_views import hostile_graph

__all__ = ["attacked_graph"]


def attacked_graph() -> Snapshot:
    """Return the graph of hostile names without half characters: no register holds those."""
    snapshot = hostile_graph()
    facts = snapshot.facts
    things, relations = (tuple(map(_whole, one)) for one in (facts.things, facts.relations))
    return Snapshot(Facts(facts.revision, things, relations, about=facts.about), snapshot.date)


def _whole(fact: Fact) -> Fact:
    record = fact.record
    fields = {name: _held(value) for name, value in record.fields.items()}
    if isinstance(record, ThingRecord):
        return Fact(ThingRecord(record.kind, _held(record.id), fields, record.place), fact.origins)
    ends = Reference(_held(record.start)), Reference(_held(record.end))
    return Fact(RelationRecord(record.relation, _held(record.id), *ends, fields, record.place), fact.origins)


def _held(value: Any) -> Any:
    return value.replace("\ud800", "half") if isinstance(value, str) else value
