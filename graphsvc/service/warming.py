"""Getting ready for readers: what nearly every page needs of a revision is worked out before somebody asks."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping

from graphsvc.errors import GraphsvcError, UsageError
from graphsvc.registry import view
from graphsvc.service.searching import prepare
from graphsvc.service.workspace import Workspace
from graphsvc.snapshot import Snapshot

__all__ = ["load_pages", "warm"]

#: The start page tells of every proposal; of more than these it works out the rest when it is asked for.
_PROPOSALS = 20


def load_pages() -> None:
    """Read and translate the templates of the pages that are opened first, as far as there are pages."""
    try:
        pages = view("explorer")
    except UsageError:  # an installation without them still answers programs
        return
    pages.load()


def warm(workspace: Workspace) -> Snapshot:
    """Work out what the start page, the search box and the first question about impact need of the newest revision.

    Returns
    -------
    Snapshot
        Of the newest revision.

    Notes
    -----
    What is in memory now will stay there for long, so the collector of garbage is told to leave it alone. Else it would
    walk over all of it again and again, each time while somebody waits: 0.13 s on the demo. What became garbage since
    the last time is let go first.
    """
    snapshot = workspace.snapshot()
    prepare(snapshot)
    for name, parameters in _usual(snapshot):
        try:
            workspace.foresee(name, **parameters)
        except GraphsvcError:  # whoever asks will be told
            continue
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    return snapshot


def _usual(snapshot: Snapshot) -> Iterator[tuple[str, Mapping[str, object]]]:
    yield "matrix", {"relation": "all"}
    for proposal in list(snapshot.proposals)[:_PROPOSALS]:
        yield "impact", {"proposal": proposal}
