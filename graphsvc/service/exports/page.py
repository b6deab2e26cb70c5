"""The register as one page that opens without a network: made by the installed pages."""

from __future__ import annotations

from pathlib import Path

from graphsvc.records import Problem
from graphsvc.registry import view
from graphsvc.service.exports.edition import Edition

__all__ = ["write_page"]


def write_page(edition: Edition, path: Path) -> tuple[Problem, ...]:
    """Write the page; answers that had no room are counted in it, so that nothing is lost without a word."""
    told = edition.provenance.sentence(edition.language)
    made: bytes = view("explorer").offline(
        edition.snapshot, language=edition.language, provenance=told, public=edition.public
    )
    path.write_bytes(made)
    return ()
