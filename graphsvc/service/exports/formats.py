"""The table of formats: a new one is one line here, and is then a command, a route and a link on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from graphsvc.records import Problem
from graphsvc.service.exports.architecture import write_archimate
from graphsvc.service.exports.cypher import write_cypher
from graphsvc.service.exports.document import write_json
from graphsvc.service.exports.edition import Edition
from graphsvc.service.exports.graphml import write_graphml
from graphsvc.service.exports.network import write_pyvis
from graphsvc.service.exports.page import write_page
from graphsvc.service.exports.workbook import write_csv, write_workbook

__all__ = ["FORMATS", "Format"]


@dataclass(frozen=True, slots=True)
class Format:
    """One form in which the whole register is written.

    Parameters
    ----------
    name
        As in ``--format`` and ``format=``; the catalogue has ``exports.NAME`` and ``exports.NAME_use`` for the page.
    ending
        Of the file's name, with its dot.
    media_type
        Under which it goes over HTTP.
    write
        Writes an edition to a path, linear in facts, the same bytes each time; returns what the format cannot hold.
    needs
        The optional package without which it raises EngineError; None = nothing beside graphsvc.
    """

    name: str
    ending: str
    media_type: str
    write: Callable[[Edition, Path], tuple[Problem, ...]]
    needs: str | None = None

    @property
    def installed(self) -> bool:
        """Whether what it needs is there."""
        return self.needs is None or find_spec(self.needs) is not None


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: By name, in the order in which people see them.
FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("workbook", ".xlsx", _XLSX, write_workbook),
        Format("html", ".html", "text/html; charset=utf-8", write_page),
        Format("csv", ".zip", "application/zip", write_csv),
        Format("json", ".json", "application/json", write_json),
        Format("graphml", ".graphml", "application/graphml+xml", write_graphml),
        Format("cypher", ".cypher", "application/x-cypher-query", write_cypher),
        Format("archimate", ".xml", "application/xml", write_archimate),
        Format("pyvis", ".html", "text/html; charset=utf-8", write_pyvis, needs="pyvis"),
    )
}
