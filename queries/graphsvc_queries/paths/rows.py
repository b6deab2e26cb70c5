"""The table twin of an answer about paths: one row a flow, as a spreadsheet or a page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graphsvc.model import split_reference
from graphsvc.text import Language

if TYPE_CHECKING:
    from graphsvc_queries.paths.result import Path, Paths

__all__ = ["rows_of"]

Row = dict[str, object]


def rows_of(result: Paths, language: Language) -> list[Row]:
    """Return one row for every flow of every hop of every path.

    When there is no path: the paths that relaxed filters would give, the flows that were filtered away, and what one
    new flow could join; ``what`` tells them apart.
    """
    rows = [row for rank, path in enumerate(result.paths, 1) for row in _hops("path", rank, path, language)]
    because = result.none_because
    if because is None:
        return rows
    for rank, relaxation in enumerate(because.relax, 1):
        rows += _hops("relaxation", rank, relaxation.path, language, sentence=relaxation.sentence.in_(language))
    for missed in because.missed:
        ends = {"from": split_reference(missed.start)[1], "to": split_reference(missed.end)[1]}
        rows.append({"what": "filtered", **ends, "flow": missed.id, "sentence": missed.sentence.in_(language)})
    for near in because.nearest:
        name = f"{near.name.in_(language)} ({near.steps}, {near.ties})"
        rows.append({"what": f"nearest {near.side}", near.side: split_reference(near.thing)[1], "sentence": name})
    return rows


def _hops(what: str, rank: int, path: Path, language: Language, *, sentence: str = "") -> Iterator[Row]:
    for step, hop in enumerate(path.hops, 1):
        for flow in hop.flows:
            yield {
                "what": what,
                "path": rank,
                "path_cost": path.cost,
                "step": step,
                "from": split_reference(hop.start)[1],
                "to": split_reference(hop.end)[1],
                "flow": flow.id,
                "counted": flow.counted,
                "protocol": flow.protocol,
                "mode": flow.mode,
                "data": flow.data.in_(language) if flow.data_known else None,
                "personal_data": flow.personal_data,
                "through": tuple(split_reference(hub)[1] for hub in flow.through),
                "status": flow.status,
                "legal_basis": flow.legal_basis,
                "assumed": flow.assumed,
                "crosses_sectors": hop.crosses,
                "cost": flow.cost,
                "source": flow.place,
                "confirmed_on": flow.confirmed_on,
                "sentence": sentence or (hop.sentence.in_(language) if flow.counted else ""),
            }
