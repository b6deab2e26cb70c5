"""A copy of a demo that keeps its files, as an installation of many things does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graphsvc.register import Register
from graphsvc.service import Workspace
from graphsvc.service.whereabouts import register_at
from tests.installations import settings_at

__all__ = ["cached_copy", "caching"]


def caching(home: Path, *, write: bool = False) -> Workspace:
    """Open an installation that keeps files however small it is."""
    workspace = Workspace.open(settings_at(home), write=write)
    workspace.cache.worth = 0
    return workspace


@contextmanager
def cached_copy(backup: Path, home: Path) -> Iterator[Workspace]:
    """Restore a backup and open it so."""
    Register.restore(register_at(settings_at(home)), backup)
    with caching(home) as workspace:
        yield workspace
