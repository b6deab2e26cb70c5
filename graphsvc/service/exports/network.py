"""The map as a page for notebooks, drawn by vis-network out of the optional pyvis."""

from __future__ import annotations

from pathlib import Path

from graphsvc.records import Problem
from graphsvc.registry import view
from graphsvc.service.exports.edition import Edition

__all__ = ["write_pyvis"]


def write_pyvis(edition: Edition, path: Path) -> tuple[Problem, ...]:
    """Write the page.

    Raises
    ------
    EngineError
        When pyvis is not installed.
    """
    told = edition.provenance.sentence(edition.language)
    page = view("explorer").network(edition.snapshot, language=edition.language, told=told)
    path.write_text(page, encoding="utf-8", newline="\n")
    return ()
