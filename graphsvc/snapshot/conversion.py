"""The snapshot for other libraries: networkx and pandas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import networkx as nx
import pandas as pd

from graphsvc.metamodel import KINDS
from graphsvc.model import Kind, Relation

if TYPE_CHECKING:
    from graphsvc.snapshot.snapshot import Snapshot

__all__ = ["to_networkx", "to_pandas"]


def to_networkx(snapshot: Snapshot) -> nx.MultiDiGraph[str]:
    """Return the graph for networkx; node and edge attributes are the facts' fields, plus ``kind`` and ``relation``."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(revision=snapshot.revision, date=snapshot.date.isoformat())
    for reference, fact in zip(snapshot.references, snapshot.things, strict=True):
        graph.add_node(reference, **{**fact.record.fields, "kind": fact.record.subject.value, "id": fact.record.id})
    for relation in Relation:
        for record in snapshot.edges(relation).records:
            attributes = {name: value for name, value in record.fields.items() if name != "kind"}
            graph.add_edge(
                record.start,
                record.end,
                key=(relation.value, record.id),
                **attributes,
                relation=relation.value,
                use_kind=record.fields.get("kind"),
            )
    return graph


def to_pandas(snapshot: Snapshot) -> Mapping[str, pd.DataFrame]:
    """Return one table a kind (index: id) and one a relation type (columns from, to, and attributes)."""
    tables: dict[str, pd.DataFrame] = {}
    for kind in (kind for kind in Kind if KINDS[kind].in_graph):
        records = [snapshot.record(int(thing)) for thing in snapshot.of_kind(kind)]
        rows = [{"id": record.id, **record.fields} for record in records]
        tables[kind.value] = pd.DataFrame(rows, columns=None if rows else ["id"]).set_index("id")
    for relation in Relation:
        edges = snapshot.edges(relation).records
        relation_rows = [{"id": edge.id, "from": edge.start, "to": edge.end, **edge.fields} for edge in edges]
        tables[relation.value] = pd.DataFrame(relation_rows, columns=None if relation_rows else ["id", "from", "to"])
    return tables
