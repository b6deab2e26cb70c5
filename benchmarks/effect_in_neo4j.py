"""The effect of an outage on systems, asked of Neo4j at its best plan: layer by layer, the best path to each kept.

A relation's weight depends on how many others share it, which a statement cannot work out on the way. The weights that
the peer on networkx has are therefore written into the graph beforehand, as relations of their own; hubs, which are an
attribute of a flow, become ends there. Neo4j is spared services, units, journeys, alternatives, sentences and roll-up.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import neo4j

from benchmarks.effect_network import EffectNetwork

__all__ = ["STATEMENT", "prepare"]

_BATCH = 10_000
#: One layer more: what the layer before passes on, each system with its best path.
_LAYER = """
CALL (layer{before}) {{
    UNWIND layer{before} AS one WITH one, one.system AS before MATCH (before)-[r:passes_on]->(s:system)
    WITH s, one, one.strength * r.weight AS strength WHERE strength >= $least AND s.id <> $thing
    WITH s, strength, one.path + s.id AS path ORDER BY strength DESC
    WITH s, collect({{strength: strength, path: path}})[0] AS best
    RETURN collect({{system: s, strength: best.strength, path: best.path}}) AS layer{layer}
}}"""

#: From a platform nothing passes on unless it is what fails: what fails with it is followed in the first layer only.
STATEMENT = f"""
MATCH (:system {{id: $thing}})-[r:fails_with|passes_on]->(s:system)
WHERE r.weight >= $least AND s.id <> $thing
WITH collect({{system: s, strength: r.weight, path: [$thing, s.id]}}) AS layer1
{"".join(_LAYER.format(before=layer - 1, layer=layer) for layer in (2, 3, 4))}
UNWIND layer1 + layer2 + layer3 + layer4 AS one
WITH one.system AS s, one.strength AS strength, one.path AS path ORDER BY strength DESC
WITH s, collect({{strength: strength, path: path}})[0] AS best
RETURN s.id AS id, best.strength AS strength, best.path AS path
"""


def prepare(session: neo4j.Session, network: EffectNetwork) -> None:
    """Write the weights beside the flows; this is not timed."""
    for relation in ("fails_with", "passes_on"):
        rows = _rows(network, platforms=relation == "fails_with")
        statement = (
            "UNWIND $rows AS row MATCH (a:system {id: row[0]}) MATCH (b:system {id: row[1]}) "
            f"CREATE (a)-[:{relation} {{weight: row[2]}}]->(b)"
        )
        while batch := list(islice(rows, _BATCH)):
            session.run(statement, rows=batch).consume()
    session.run("CALL db.prepareForReplanning(300)").consume()


def _rows(network: EffectNetwork, *, platforms: bool) -> Iterator[list[object]]:
    for start, end, way in network.flows.edges(data=True):
        if (start in network.platforms) == platforms:
            yield [start.removeprefix("system:"), end.removeprefix("system:"), way["weight"]]
