"""Relations that follow from chains of others: recomputed on every load, never counted as imported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from graphsvc.records import RelationRecord
from graphsvc_importers.archimate.cast import Cast
from graphsvc_importers.archimate.derivation.collector import Collector, Finding
from graphsvc_importers.archimate.derivation.data import held
from graphsvc_importers.archimate.derivation.delivery import delivered, named_members
from graphsvc_importers.archimate.derivation.events import triggered
from graphsvc_importers.archimate.derivation.groups import for_members
from graphsvc_importers.archimate.derivation.inheritance import inherited
from graphsvc_importers.archimate.derivation.provision import Provision
from graphsvc_importers.archimate.derivation.serving import Serving, lifted
from graphsvc_importers.archimate.derivation.stages import on_the_way
from graphsvc_importers.archimate.ties import Reader, Tie, Web

__all__ = ["Derived", "derive"]


class Derived(NamedTuple):
    """What the rules found, and the relationships of which it is not clear whom they join."""

    records: list[RelationRecord]
    ambiguous: frozenset[str]


def derive(cast: Cast, web: Web, reader: Reader, junctions: Sequence[Tie], direct: Sequence[RelationRecord]) -> Derived:
    """Run all rules of archimate.md section 4.

    Parameters
    ----------
    cast, web, reader
        Classes, all real and junction ties, and the table.
    junctions
        The ties that stand for chains through junctions.
    direct
        What the table made of the model's own relationships.

    Notes
    -----
    O(chains); every rule is bounded by its guards.
    """
    collector = Collector(cast, direct)
    provision = Provision(cast, web)
    members = list(for_members(cast, web))
    for tie in junctions:
        _by_table(tie, "junction", reader, collector)
    for tie in members:
        _by_table(tie, "10", reader, collector)
    serving = Serving(cast, web.together(members), provision, collector)
    serving.derive()
    findings = [
        *lifted(cast, web, provision),
        *held(cast, web, provision, reader, direct),
        *triggered(cast, web, provision),
        *delivered(cast, web),
        *named_members(cast),
        *on_the_way(cast, web),
    ]
    for finding in findings:
        collector.add(finding)
    for finding in list(inherited(cast, web, direct, collector)):
        collector.add(finding)
    return Derived(collector.records(), frozenset(serving.ambiguous))


def _by_table(tie: Tie, rule: str, reader: Reader, collector: Collector) -> None:
    meaning = reader.meaning(tie)
    if meaning is None:
        return
    factor = 1.0 if meaning.relation.value == "uses" else tie.factor  # who uses is never damped
    collector.add(
        Finding(rule, meaning.relation, meaning.start, meaning.end, tie.via, meaning.fields, tie.certain, factor)
    )
